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
    handling: str | None = None
    """The mark of statements, evidence and commitments for which the table gives none."""

    def write_rows(self, act: UnitOfWork) -> ImportReport:
        """Write every valid row, each on top of the previous ones, and report the refused ones.

        If any row is refused, the caller must roll back the transaction by raising ``Back``.
        """
        imported_rows: list[ImportedRow] = []
        folder = self.path.resolve().parent
        self._prefetch_measurements(act, folder)
        refusals: list[ImportRefusal] = []
        reached: duplicates.Reached = {}
        for number, row in enumerate(self.rows, start=1):
            one: WriteResult | None = None
            problems = list(row.refusals)
            if not problems:
                try:
                    one = self._write_row(act, row, folder, reached)
                except Refused as refused:
                    problems += [_refusal_at_cell(row, problem) for problem in refused.problems]
            refusals += problems
            imported_rows.append(_row_outcome(row, one, refused=bool(problems)))
            if self.progress:
                self.progress(number, len(self.rows))
        return ImportReport(str(self.path), tuple(imported_rows), tuple(refusals), act.entries)

    def _prefetch_measurements(self, act: UnitOfWork, folder: Path) -> None:
        """Look up existing measurements in batches, not one per row."""
        rows = [row for row in self.rows if row.kind == "measurements" and not row.refusals]
        intents = (row_intents.build_intent(act.write_context, row, folder) for row in rows)
        names = [value_id(act.write_context, intent) for intent in intents if isinstance(intent, Measure)]
        for at in range(0, len(names), _MANY):
            act.write_context.records(MEASUREMENT, names[at : at + _MANY])

    def _write_row(self, act: UnitOfWork, row: Row, folder: Path, reached: duplicates.Reached) -> WriteResult | None:
        """Write one row and return the result, or None if it exists already; files that it names are in ``folder``."""
        intent = row_intents.build_intent(act.write_context, row, folder)
        bench = act.write_context_for(intent)
        if duplicates.is_recorded(bench, intent, reached):
            return None
        if drafts.needs_clearance(bench, intent):
            advice = "Fill in cleared_by and clearance_ref: the settings require them."
            raise Refused(Problem("An office must clear these words first", advice))
        return act.write(row_intents.with_handling(intent, self.handling))


def _row_outcome(row: Row, one: WriteResult | None, *, refused: bool) -> ImportedRow:
    """Return the outcome of a row; ``one`` is what was written, or None if nothing was."""
    about = row_intents.subject_id(row)
    if one is None:
        return ImportedRow(row.sheet, row.number, row.kind, _REFUSED if refused else _UNCHANGED, about)
    return ImportedRow(row.sheet, row.number, row.kind, _ADDED, about, one.voice, one.lines, one.handling)


def _refusal_at_cell(row: Row, problem: Problem) -> ImportRefusal:
    """Return the problem at the cell that it is about, if that can be determined, or else at the row."""
    name = _field_of_problem(row, problem)
    heading = row.headings.get(name, "") if name else ""
    return ImportRefusal(row.sheet, row.number, heading, row.fields.get(name, "") if name else "", problem)


def _field_of_problem(row: Row, problem: Problem) -> str | None:
    field = problem.values.get("field")
    named = field[1] if isinstance(field, tuple) else field
    for place in (problem.place, named):
        plain = str(place or "").replace(".", "_").lower()
        for name in (plain, f"{plain}_en", row_intents.COLUMNS.get(plain, "")):
            if name in row.headings:
                return name
    told_first = sorted(problem.values, key=lambda name: name not in _GIVEN)
    for value in (problem.values[name] for name in told_first):
        for name, text in row.fields.items():
            if isinstance(value, str) and value in {text, *(part.strip() for part in text.split(","))}:
                return name
    return None
