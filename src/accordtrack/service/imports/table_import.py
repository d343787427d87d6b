"""Imports tables row by row through the normal write path; a file is written completely or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused
from accordtrack.ledger.kinds import MEASUREMENT
from accordtrack.service import drafts
from accordtrack.service.commands.records import value_id
from accordtrack.service.imports import duplicates, row_intents
from accordtrack.types import ImportedRow, ImportRefusal, ImportReport
from accordtrack.types.intents import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from accordtrack.interchange.table_rows import Row
    from accordtrack.service.commands.unit_of_work import UnitOfWork
    from accordtrack.types import WriteResult

_ADDED, _UNCHANGED, _REFUSED = "added", "unchanged", "refused"

_MANY = 1000
"""Number of records looked up per query."""
_GIVEN = ("x", "value")
"""Keys in a problem's values that hold the value given by the user."""


class Back(Exception):  # noqa: N818
    """Raised to roll back a transaction."""


@dataclass(slots=True)
class Incoming:
    """The rows of one file to import."""

    path: Path
    rows: Sequence[Row]
    progress: Callable[[int, int], None] | None = None

    def tried(self, act: UnitOfWork) -> ImportReport:
        """Write every valid row, each on top of the previous ones, and report the refused ones.

        If any row is refused, the caller must roll back the transaction by raising ``Back``.
        """
        found: list[ImportedRow] = []
        folder = self.path.resolve().parent
        self._foresee(act, folder)
        refusals: list[ImportRefusal] = []
        for number, row in enumerate(self.rows, start=1):
            one: WriteResult | None = None
            problems = list(row.refusals)
            if not problems:
                try:
                    one = self._one(act, row, folder)
                except Refused as refused:
                    problems += [_placed(row, problem) for problem in refused.problems]
            refusals += problems
            found.append(_told(row, one, refused=bool(problems)))
            if self.progress:
                self.progress(number, len(self.rows))
        return ImportReport(str(self.path), tuple(found), tuple(refusals), act.entries)

    def _foresee(self, act: UnitOfWork, folder: Path) -> None:
        """Look up existing measurements in batches, not one per row."""
        rows = [row for row in self.rows if row.kind == "measurements" and not row.refusals]
        intents = (row_intents.intent(act.desk, row, folder) for row in rows)
        names = [value_id(act.desk, intent) for intent in intents if isinstance(intent, Measure)]
        for at in range(0, len(names), _MANY):
            act.desk.records(MEASUREMENT, names[at : at + _MANY])

    def _one(self, act: UnitOfWork, row: Row, folder: Path) -> WriteResult | None:
        """Write one row and return the result, or None if it exists already; files that it names are in ``folder``."""
        intent = row_intents.intent(act.desk, row, folder)
        bench = act.bench(intent)
        if duplicates.stands(bench, intent):
            return None
        if drafts.needs_clearance(bench, intent):
            advice = "Fill cleared_by and clearance_ref: the settings ask for them."
            raise Refused(Problem("An office must clear these words first", advice))
        return act.write(intent)


def _told(row: Row, one: WriteResult | None, *, refused: bool) -> ImportedRow:
    """Return the outcome of a row; ``one`` is what was written, or None if nothing was."""
    about = row_intents.about(row)
    if one is None:
        return ImportedRow(row.sheet, row.number, row.kind, _REFUSED if refused else _UNCHANGED, about)
    return ImportedRow(row.sheet, row.number, row.kind, _ADDED, about, one.voice, one.lines)


def _placed(row: Row, problem: Problem) -> ImportRefusal:
    """Return the problem at the cell that it is about, if that can be determined, or else at the row."""
    name = _field(row, problem)
    heading = row.headings.get(name, "") if name else ""
    return ImportRefusal(row.sheet, row.number, heading, row.fields.get(name, "") if name else "", problem)


def _field(row: Row, problem: Problem) -> str | None:
    told = problem.values.get("field")
    named = told[1] if isinstance(told, tuple) else told
    for place in (problem.place, named):
        plain = str(place or "").replace(".", "_").lower()
        for name in (plain, f"{plain}_en", row_intents.COLUMNS.get(plain, "")):
            if name in row.headings:
                return name
    told_first = sorted(problem.values, key=lambda name: name not in _GIVEN)
    for given in (problem.values[name] for name in told_first):
        for name, held in row.fields.items():
            if isinstance(given, str) and given in {held, *(part.strip() for part in held.split(","))}:
                return name
    return None
