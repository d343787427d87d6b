"""Tables taken in row by row through the door of every other entry: tried whole first, then written whole or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.desk import drafting, importrows, importsame, writing
from accordtrack.problems import Problem, Refused
from accordtrack.views import ImportedRow, ImportRefusal, ImportReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from accordtrack.desk.bench import Bench
    from accordtrack.interchange.rows import Row
    from accordtrack.views import Done

_ADDED, _UNCHANGED, _REFUSED = "added", "unchanged", "refused"

_GIVEN = ("x", "value")
"""Names under which a problem tells what was given."""


class Back(Exception):  # noqa: N818
    """Leaves a transaction in which nothing is to stand."""


def new_act() -> str:
    """The id of an act."""
    return secrets.token_hex(8)


@dataclass(slots=True)
class Incoming:
    """The rows of one file on their way in."""

    path: Path
    rows: Sequence[Row]
    pen: writing.Pen
    progress: Callable[[int, int], None] | None = None

    def tried(self, bench: Callable[[], Bench]) -> ImportReport:
        """Every row, each upon the ones before it, with all that is refused; the transaction is then to be left by ``Back``."""
        return self._all(bench, keeping=False)[0]

    def written(self, bench: Callable[[], Bench]) -> ImportReport:
        """Every row for good. Raises ``Refused`` when one is refused after all: somebody wrote meanwhile."""
        report, done = self._all(bench, keeping=True)
        if report.refusals:
            raise Refused(*(item.problem.at(f"{self.path.name}:{item.row}") for item in report.refusals))
        return replace(report, act=self.pen.act, ids=done.ids)

    def _all(self, bench: Callable[[], Bench], *, keeping: bool) -> tuple[ImportReport, Done]:
        found: list[ImportedRow] = []
        refusals: list[ImportRefusal] = []
        done: list[Done] = []
        for number, row in enumerate(self.rows, start=1):
            one: Done | None = None
            problems = list(row.refusals)
            if not problems:
                try:
                    one = self._one(bench(), row, keeping=keeping)
                except Refused as refused:
                    problems += [_placed(row, problem) for problem in refused.problems]
            refusals += problems
            found.append(_told(row, one, refused=bool(problems)))
            done += [] if one is None else [one]
            if self.progress:
                self.progress(number, len(self.rows))
        entries = sum(len(one.hashes) for one in done)
        report = ImportReport(str(self.path), tuple(found), tuple(refusals), entries)
        return report, writing.together(self.pen.act, done)

    def _one(self, bench: Bench, row: Row, *, keeping: bool) -> Done | None:
        """Write one row; None when it stands already."""
        intent = importrows.intent(bench, row, self.path.resolve().parent)
        if importsame.stands(bench, intent):
            return None
        if drafting.waits(bench, intent):
            advice = "Fill cleared_by and clearance_ref: the settings ask for them."
            raise Refused(Problem("An office must clear these words first", advice))
        return writing.write_one(bench, intent, self.pen, keeping=keeping)


def _told(row: Row, one: Done | None, *, refused: bool) -> ImportedRow:
    """What became of a row; ``one`` is what was written of it, None where nothing was."""
    about = importrows.about(row)
    if one is None:
        return ImportedRow(row.sheet, row.number, row.kind, _REFUSED if refused else _UNCHANGED, about)
    return ImportedRow(row.sheet, row.number, row.kind, _ADDED, about, one.voice, one.lines)


def _placed(row: Row, problem: Problem) -> ImportRefusal:
    """The problem at the cell that it is about, as far as its words tell; else at the row."""
    name = _field(row, problem)
    heading = row.headings.get(name, "") if name else ""
    return ImportRefusal(row.sheet, row.number, heading, row.fields.get(name, "") if name else "", problem)


def _field(row: Row, problem: Problem) -> str | None:
    told = problem.values.get("field")
    named = told[1] if isinstance(told, tuple) else told
    for place in (problem.place, named):
        plain = str(place or "").replace(".", "_").lower()
        for name in (plain, f"{plain}_en", importrows.COLUMNS.get(plain, "")):
            if name in row.headings:
                return name
    told_first = sorted(problem.values, key=lambda name: name not in _GIVEN)
    for given in (problem.values[name] for name in told_first):
        for name, held in row.fields.items():
            if isinstance(given, str) and given in {held, *(part.strip() for part in held.split(","))}:
                return name
    return None
