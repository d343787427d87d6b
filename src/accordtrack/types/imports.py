"""What an import found in a table: rows that would be added, that stand already, and what is refused, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.problems import Problem
    from accordtrack.types.entries import Line


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
    """One row. ``kind``: commitments, statuses, evidence or measurements; ``record`` is what it is about.

    ``state``: added, unchanged or refused; *read* where nobody sits who could write it. ``voice`` and ``lines`` say in
    whose name an added one stands, and what is written of it.
    """

    sheet: str
    row: int
    kind: str
    state: str
    record: str
    voice: Line | None = None
    lines: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole file, and the SHA-256 of the bytes that were read.

    ``act`` and ``ids`` are empty when nothing was written: in a dry run, or when anything was refused.
    """

    file: str
    rows: tuple[ImportedRow, ...]
    refusals: tuple[ImportRefusal, ...]
    entries: int = 0
    act: str = ""
    ids: tuple[str, ...] = ()
    digest: str = ""

    def count(self, state: str) -> int:
        """How many rows are ``added``, ``unchanged``, ``refused`` or ``read``."""
        return sum(row.state == state for row in self.rows)
