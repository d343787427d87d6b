"""Results of an import: rows to add, rows already present, and refused rows, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.problems import Problem
    from accordtrack.types.entries import Line


@dataclass(frozen=True, slots=True)
class ImportRefusal:
    """Why a row is refused: ``row`` is its number (0: the whole table), ``column`` the header as in the file."""

    sheet: str
    row: int
    column: str
    value: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row of the file.

    ``kind`` is commitments, statuses, evidence or measurements; ``record`` is the record that it is about. ``state`` is
    added, unchanged or refused, or, in a session without a desk that could write, read. For an added row, ``voice``
    says on whose behalf it is written, ``lines`` what is written, and ``handling`` with which mark.
    """

    sheet: str
    row: int
    kind: str
    state: str
    record: str
    voice: Line | None = None
    lines: Sequence[Line] = ()
    handling: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result for a whole file, with the SHA-256 of the bytes read.

    ``act`` and ``ids`` are empty if nothing was written: in a dry run, or if any row was refused.
    """

    file: str
    rows: tuple[ImportedRow, ...]
    refusals: tuple[ImportRefusal, ...]
    entries: int = 0
    act: str = ""
    ids: tuple[str, ...] = ()
    digest: str = ""
    verdicts: tuple[Line, ...] = ()
    """For which side the entries wait, and what remains in force until then."""

    def count(self, state: str) -> int:
        """Return the number of rows with this state: ``added``, ``unchanged``, ``refused`` or ``read``."""
        return sum(row.state == state for row in self.rows)
