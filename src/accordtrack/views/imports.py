"""What an import found in a table: rows that would be added, that stand already, and what is refused, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.problems import Problem


@dataclass(frozen=True, slots=True)
class ImportRefusal:
    """Why a row is not taken. ``row`` is counted as a spreadsheet does, 0 where it is the whole table; ``column`` as it is headed there."""

    sheet: str
    row: int
    column: str
    value: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row. ``kind``: commitments, statuses, evidence or measurements; ``state``: added, unchanged or refused; ``record`` is what it is about."""

    sheet: str
    row: int
    kind: str
    state: str
    record: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole file. ``act`` and ``ids`` are empty when nothing was written: in a dry run, or when anything was refused."""

    file: str
    rows: tuple[ImportedRow, ...]
    refusals: tuple[ImportRefusal, ...]
    entries: int = 0
    act: str = ""
    ids: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many rows are ``added``, ``unchanged`` or ``refused``."""
        return sum(row.state == state for row in self.rows)
