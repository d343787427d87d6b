"""Plans a release of a panel series from a CSV file, and reads which cells of a release an answer disputes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import expand_user
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import sanitize_line
from accordtrack.dataset.panel_people import missing_people, population_series
from accordtrack.dataset.panel_table import PanelRow, period_of, read_rows, value_problem
from accordtrack.dataset.reference_check import rest_problem
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.kinds import PANEL_RELEASE, PANEL_SERIES, release_id
from accordtrack.projection import record_lookup
from accordtrack.scoring.panel_releases import choose_release
from accordtrack.service.commands.attribution import KEEPS, recorded_line
from accordtrack.service.commands.typed_values import validate_record
from accordtrack.service.commands.write_context import Proposal, ProposedEntry, WriteContext, bilingual_text
from accordtrack.service.evidence.inspection import (
    belongs_to_register,
    belongs_to_register_problem,
    read_chunks,
    resolve_source,
)
from accordtrack.service.panel_files import PanelFiles
from accordtrack.types import Line
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from accordtrack.ledger.entry import Entry
    from accordtrack.ledger.panel import PanelRelease, PanelSeries
    from accordtrack.types.intents import AddRelease

    Numbered = list[tuple[int, PanelRow]]

LISTED = 100
"""Most changed cells that a preview lists."""
NEW_LISTED = 10
"""Most new cells that a preview lists; the first release of a series has thousands."""
_MARK = Handling.CLEAR
"""Panel data are what a source published."""
_CELL = re.compile(r"(?P<place>[^:=]+):(?P<period>[0-9-]+)(=(?P<value>.*))?")


def add_release(bench: WriteContext, intent: AddRelease) -> Proposal:
    """Plan a release. Refuses a file with faulty rows, each with its line, and a release that exists."""
    bench.check_ids("panel_series", [intent.series])
    bench.check_ids("source", [intent.source])
    series = record_lookup.records(bench.connection, PANEL_SERIES, proposed=True)
    held = tuple(record_lookup.records(bench.connection, PANEL_RELEASE, proposed=True).values())
    definition, day = series[intent.series], bench.day_or_today(intent.released_on)
    found = bench.inspect_evidence(intent.file)
    if found.kind != "file" or found.problem is not None:
        raise Refused(found.problem or Problem("Name a file, not an address", "Save it first.", usage=True))
    if belongs_to_register(expand_user(intent.file), bench.register):
        raise Refused(belongs_to_register_problem(intent.file))
    raw = b"".join(read_chunks(resolve_source(intent.file), bench.evidence_limit))
    files = PanelFiles(bench.register, series)
    rows = _checked_rows(raw, found.name, definition, day, series, held, files)
    digest = hashlib.sha256(raw).hexdigest()
    values = {
        "series": definition.id,
        "released_on": day,
        "class": intent.release_class,
        "source": intent.source,
        "rows": len(rows),
        **period_of(row for _line, row in rows),
        "file": {"digest": digest, "size": len(raw), "name": found.name},
        "rest_from": None if intent.rest_from is None else bench.day_or_today(intent.rest_from),
        "confirm": intent.confirm,
        "note": bilingual_text(intent.note),
    }
    body = validate_record(PANEL_RELEASE.model, values)
    _refuse_wrong_release(body, held, taken=_is_taken(bench, body, held))
    entry = ProposedEntry(PANEL_RELEASE.name, body, _MARK.value, ((str(resolve_source(intent.file)), digest),))
    about = {"series": definition.id, "day": day, "n": len(rows), "first": body.first, "last": body.last}
    lines = [
        Line("+ release   {series}, {day}: {first} to {last}, rows: {n}", about),
        Line("{name}, SHA-256 {digest}…", {"name": found.name, "digest": digest[:12]}),
        *_changes(body, [row for _line, row in rows], held, files),
        *([Line("It is shown and not counted until it is confirmed")] if body.confirm else []),
    ]
    return Proposal((entry,), recorded_line(bench.feed), (*lines, KEEPS))


def _checked_rows(
    raw: bytes,
    name: str,
    definition: PanelSeries,
    day: str,
    series: Mapping[str, PanelSeries],
    held: Sequence[PanelRelease],
    files: PanelFiles,
) -> Numbered:
    """Return the rows of a file by line. Refuses all faulty rows at once."""
    rows: Numbered = []
    problems: list[tuple[int, Problem]] = []
    people = definition.id in population_series(series.values())
    for line, row in read_rows(raw.decode("utf-8", "replace").splitlines(), definition.measure, day, people=people):
        if isinstance(row, Problem):
            problems.append((line, row))
        else:
            rows.append((line, row))
    known = {
        (place, int(start[:4]))
        for one in held
        if one.series == definition.people and not one.confirm
        for place, start, _end, _value in files(one)
    }
    problems += missing_people(definition, rows, known)
    if not rows and not problems:
        problems = [(1, Problem("The table has no rows", "Choose another file."))]
    if problems:
        raise Refused(*(problem.with_place(f"{name}:{line}") for line, problem in sorted(problems, key=_line)))
    return rows


def _line(pair: tuple[int, Problem]) -> int:
    return pair[0]


def _refuse_wrong_release(body: PanelRelease, held: Iterable[PanelRelease], *, taken: bool) -> None:
    if taken:
        advice = "A correction is a later release with the cells that change. To take back one that was typed wrongly, use retract."
        raise Refused(Problem("A release of this series, day and source already exists", advice, release_id(body)))
    problem = rest_problem(body, {(one.series, one.released_on) for one in held})
    if problem is not None:
        raise Refused(problem)


def _is_taken(bench: WriteContext, body: PanelRelease, held: Iterable[PanelRelease]) -> bool:
    """Whether a release with this id keeps the desk from adding another. One of the other side that waits does not."""
    name = release_id(body)
    if name not in {release_id(one) for one in held}:
        return False
    return not record_lookup.waits_of_others(bench.connection, PANEL_RELEASE.family, name, bench.seat)


class ReleaseChanges:
    """Says what releases would change, cell by cell, for the side that is asked to accept them."""

    def __init__(self, connection: Connection, register: Path) -> None:
        self._register = register
        self._series = record_lookup.records(connection, PANEL_SERIES, proposed=True)
        self._held = record_lookup.records(connection, PANEL_RELEASE)

    def of(self, body: PanelRelease) -> list[Line]:
        """Return what a release changes beside the others in force. Refuses if a file is missing or was altered."""
        files = PanelFiles(self._register, self._series)
        rows = files.rows(body)
        if files.problems:
            raise Refused(*files.problems)
        others = [one for name, one in self._held.items() if name != release_id(body)]
        return _changes(body, rows, others, files)


def _changes(
    body: PanelRelease, rows: Sequence[PanelRow], held: Iterable[PanelRelease], files: PanelFiles
) -> list[Line]:
    """Return what the release changes, cell by cell, beside what was known on its day."""
    choice = choose_release(held, body.series, TwoDates(body.released_on, body.released_on), confirmed=False)
    standing: dict[tuple[str, str, str], tuple[str, PanelRelease]] = {}
    for one in chain(choice.parts, choice.rest) if choice else ():
        for row in files.rows(one):
            standing.setdefault(row.key, (row.text, one))
    known = [(row, *standing[row.key]) for row in rows if row.key in standing]
    changed = [(row, old, one) for row, old, one in known if old != row.text]
    agreeing = Counter(one.released_on + one.source for row, old, one in known if old == row.text)
    by_name = {one.released_on + one.source: one for _row, _old, one in known}
    lines = []
    for name, count in sorted(agreeing.items(), reverse=True):
        one = by_name[name]
        values = {"n": count, "all": len(rows), "day": one.released_on, "source": one.source}
        if count == len(rows):
            lines.append(Line("confirms the release of {day} ({source}): all cells agree ({n})", values))
        else:
            lines.append(Line("cells that agree with the release of {day} ({source}): {n} of {all}", values))
    lines += [_changed_cell(row, old, one, body) for row, old, one in changed[:LISTED]]
    if len(changed) > LISTED:
        lines.append(Line("more cells that it replaces: {n}", {"n": len(changed) - LISTED}))
    new = [row for row in rows if row.key not in standing]
    if new:
        lines.append(Line("new cells: {n}", {"n": len(new)}))
        lines += [_new_cell(row) for row in new[:NEW_LISTED]]
    if kept := len(standing.keys() - {row.key for row in rows}):
        lines.append(Line("left out, so that they keep their values: {n}", {"n": kept}))
    return lines


def _where(row: PanelRow) -> str:
    return f"{row.place}, {row.area}" if row.area else row.place


def _new_cell(row: PanelRow) -> Line:
    return Line("new   {place}, {period}: {value}", {"place": _where(row), "period": row.start, "value": row.text})


def _changed_cell(row: PanelRow, old: str, one: PanelRelease, body: PanelRelease) -> Line:
    values: dict[str, object] = {"place": _where(row), "period": row.start, "old": old, "new": row.text}
    values |= {"day": one.released_on, "source": one.source}
    if one.released_on == body.released_on:
        text = gettext_lazy(
            "missing from now on, two values on one day   {place}, {period}: {old} ({source}) and {new}"
        )
        return Line(text, values)
    return Line("replaces   {place}, {period}: {old} becomes {new} (release of {day}, {source})", values)


def disputed_cells(bench: WriteContext, entry: Entry, words: Sequence[str]) -> tuple[list[dict[str, Any]], list[Line]]:
    """Return the cells of a release that an answer names as PLACE:PERIOD or PLACE:PERIOD=VALUE, with a line for each.

    Refuses cells that the file of the release does not have, and values that its series cannot have.
    """
    if entry.envelope.kind != PANEL_RELEASE.name or not entry.body:
        raise Refused(Problem("Only a release of panel data has cells", "Leave --cell out.", "--cell", usage=True))
    release = PANEL_RELEASE.decode_values(entry.body)
    series = record_lookup.records(bench.connection, PANEL_SERIES, proposed=True)
    files = PanelFiles(bench.register, series)
    rows = files.rows(release)
    if files.problems:
        raise Refused(*files.problems)
    cells, lines, problems = [], [], []
    for word in dict.fromkeys(words):
        found = _cell(word, rows, series[release.series])
        if isinstance(found, Problem):
            problems.append(found)
            continue
        cell, row = found
        cells.append(cell)
        values: dict[str, object] = {
            "place": row.place,
            "period": cell["period"],
            "old": row.text,
            "new": cell["value"],
        }
        if cell["value"] is None:
            lines.append(Line("disputes   {place}, {period}: {old}", values))
        else:
            lines.append(Line("disputes   {place}, {period}: {old}; proposes {new}", values))
    if problems:
        raise Refused(*problems)
    return cells, lines


def _cell(word: str, rows: Sequence[PanelRow], series: PanelSeries) -> tuple[dict[str, Any], PanelRow] | Problem:
    text = {"x": sanitize_line(word)}
    parts = _CELL.fullmatch(word)
    if parts is None:
        return Problem(
            '"{x}" is not a cell', "Write it as MX-SIN:2025-01 or MX-SIN:2025-01=72.", values=text, usage=True
        )
    place, period, value = parts["place"], parts["period"], parts["value"]
    found = {row.start: row for row in rows if row.place == place and f"{row.start}-".startswith(f"{period}-")}
    if len(found) != 1:
        message = gettext_lazy('"{x}" is not one cell of this release')
        return Problem(message, "Name a place and a period of its file.", values=text, usage=True)
    (row,) = found.values()
    if value is not None:
        problem = value_problem(value, "=", series.measure)
        if problem is not None:
            return problem
    return {"place": place, "period": period, "value": value}, row
