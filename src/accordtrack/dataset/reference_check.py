"""Checks references between the records of a folder: unique ids, no dangling references, no cycles of bodies."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from accordtrack.core.problems import Problem
from accordtrack.dataset.folder_records import FILES
from accordtrack.dataset.yaml_file import field_name
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.kinds import (
    ACCORD,
    CHAIN,
    INDICATOR,
    LINK,
    MEASUREMENT,
    PANEL_BREAK,
    PANEL_RELEASE,
    break_id,
    link_id,
    measurement_id,
    release_id,
)
from accordtrack.vocabulary import MeasurementState, Responsible

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from accordtrack.dataset.faults import Faults
    from accordtrack.dataset.folder_records import Item, Records
    from accordtrack.dataset.yaml_file import KeyPath
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Measurement
    from accordtrack.ledger.kinds import Kind
    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.ledger.records import Accord

B = TypeVar("B", bound="Record")

_REFERENCES: dict[str, dict[str, str]] = {
    "accord": {
        "themes.*.outputs.*": "indicator",
        "themes.*.outcomes.*": "indicator",
        "themes.*.headline": "indicator",
    },
    "body": {"parent": "body"},
    "framework": {"sources.*": "source", "standing.US.source": "source", "standing.MX.source": "source"},
    "goal": {"framework": "framework"},
    "area": {"goal": "goal"},
    "commitment": {
        "framework": "framework",
        "area": "area",
        "lead.US": "body",
        "lead.MX": "body",
        "supporting.*": "body",
        "sources.*": "source",
    },
    "indicator": {"target.source": "source", "guard_of.*": "indicator"},
    "link": {"commitment": "commitment"},
    "measurement": {"indicator": "indicator", "source": "source"},
    "panel_series": {"indicator": "indicator", "people": "panel_series"},
    "panel_release": {"series": "panel_series", "source": "source"},
    "panel_break": {"source": "source"},
    "event": {"sources.*": "source"},
    "conflict": {
        "about.indicators.*": "indicator",
        "about.commitments.*": "commitment",
        "about.events.*": "event",
        "claims.*.speaker_body": "body",
        "claims.*.sources.*": "source",
    },
    "evaluation": {
        "about.indicators.*": "indicator",
        "about.commitments.*": "commitment",
        "about.events.*": "event",
        "made_by.*": "body",
        "paid_by.*": "body",
        "in_answer_to": "evaluation",
        "version_of": "evaluation",
        "sources.*": "source",
    },
    "chain": {
        "commitment": "commitment",
        "outcome": "indicator",
        "compared": "panel_series",
        "acts.*.event": "event",
        "acts.*.sources.*": "source",
        "outputs.*.indicator": "indicator",
        "outputs.*.sources.*": "source",
        "rivals.*.examined_by.*": "evaluation",
    },
    "statement": {
        "commitment": "commitment",
        "speaker_body": "body",
        "sources.*": "source",
        "about": "statement",
    },
}
"""Reference fields of each family and the family each refers to; a star stands for every item of a list."""

_NAMED = (
    *("body", "source", "framework", "goal", "area", "commitment", "indicator", "panel_series", "event", "conflict"),
    *("evaluation", "statement"),
)


def check_records(records: Records, faults: Faults) -> None:
    """Record faults for duplicate ids, dangling references and cycles of parent bodies."""
    for family in _NAMED:
        _check_unique_ids(records[family], faults)
    _check_duplicates(records, MEASUREMENT, _measurement_identity, faults)
    _check_duplicates(records, LINK, link_id, faults)
    _check_duplicates(records, PANEL_RELEASE, release_id, faults)
    _check_duplicates(records, PANEL_BREAK, break_id, faults)
    _check_rest(records, faults)
    _check_duplicates(records, CHAIN, attrgetter("commitment"), faults)
    _check_themes(records, faults)
    _check_references(records, faults)
    parents = Problem("The parent bodies form a circle: {bodies}", "Correct one parent.")
    _check_cycles(records["body"], "parent", "bodies", parents, faults)
    versions = Problem("The versions of evaluations form a circle: {ids}", "Correct one version_of.")
    _check_cycles(records["evaluation"], "version_of", "ids", versions, faults)


def _check_unique_ids(items: list[Item], faults: Faults) -> None:
    first: dict[str, Item] = {}
    for item in items:
        if item.id is None:
            continue
        other = first.setdefault(item.id.lower(), item)
        if other is item:
            continue
        values = {"id": item.id, "other": other.id, "first": other.place}
        problem = (
            Problem('The id "{id}" appears twice', "It is also at {first}; give one of them another id.", values=values)
            if other.id == item.id
            else Problem(
                'The ids "{id}" and "{other}" differ only in case',
                "The other is at {first}; give one of them another id.",
                values=values,
            )
        )
        faults.add(item.file, item.line("code" if item.family == "body" else "id"), problem, "id")


def _check_duplicates(records: Records, kind: Kind[B], key: Callable[[B], str], faults: Faults) -> None:
    """Record a fault for each duplicate among records that have no id of their own."""
    first: dict[str, Item] = {}
    for item, body in records.valid_records(kind):
        other = first.setdefault(key(body), item)
        if other is not item:
            values = {"first": other.place}
            problem = Problem("The same record appears twice", "It is also at {first}; remove one.", values=values)
            faults.add(item.file, item.start, problem)


def _measurement_identity(body: Measurement) -> str:
    """Return the identity of a measurement. Several superseded values of one period may stand beside the current one."""
    superseded = body.state is MeasurementState.SUPERSEDED
    return f"{measurement_id(body)}|{body.value if superseded else ''}|{superseded}"


def _check_rest(records: Records, faults: Faults) -> None:
    """Record a fault for each release that takes its other cells from a day on which its series has no release."""
    days = {(body.series, body.released_on) for _item, body in records.valid_records(PANEL_RELEASE)}
    for item, body in records.valid_records(PANEL_RELEASE):
        problem = rest_problem(body, days)
        if problem is not None:
            faults.add(item.file, item.line("rest_from"), problem, "rest_from")


def rest_problem(release: PanelRelease, days: Collection[tuple[str, str]]) -> Problem | None:
    """Return the problem of a release whose ``rest_from`` names no other release among ``days`` (series and day)."""
    rest = release.rest_from
    if rest is None or (rest != release.released_on and (release.series, rest) in days):
        return None
    values = {"series": release.series, "x": rest}
    message = gettext_lazy("rest_from names {x}, on which {series} has no other release")
    return Problem(message, "Correct the day, or leave it empty.", values=values)


def _check_themes(records: Records, faults: Faults) -> None:
    for item, body in records.valid_records(ACCORD):
        codes = [theme.code for theme in body.themes]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                values = {"id": code, "first": f"{item.file}:{item.line('themes', codes.index(code))}"}
                problem = Problem(
                    'The id "{id}" appears twice', "It is also at {first}; give one of them another id.", values=values
                )
                faults.add(item.file, item.line("themes", index, "code"), problem, "themes.code")
        _check_speaking(records, item, body, faults)


def _check_speaking(records: Records, item: Item, accord: Accord, faults: Faults) -> None:
    """Check ``speaks``: its series must exist and have a phrase, and those of the whole must be about both countries."""
    series = {f"{body.indicator}:{body.series}" for _item, body in records.valid_records(MEASUREMENT)}
    indicators = [body for _item, body in records.valid_records(INDICATOR)]
    about = {body.id: body.side for body in indicators}
    named = {f"{body.id}:{phrase.series}" for body in indicators for phrase in body.phrases}
    lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [(("speaks",), accord.speaks)]
    lists += [(("themes", index, "speaks"), theme.speaks) for index, theme in enumerate(accord.themes)]
    for place, names in lists:
        for name in names:
            if name not in series:
                problem = Problem(
                    'No series "{series}"',
                    "Write it as indicator:series, as its values name it.",
                    values={"series": name},
                )
                faults.add(item.file, item.line(*place), problem, "speaks")
            elif name not in named:
                problem = Problem(
                    "The series {series} has no phrase", "Add one to phrases of its indicator.", values={"series": name}
                )
                faults.add(item.file, item.line(*place), problem, "speaks")
    sides = {about.get(name.partition(":")[0]) for name in accord.speaks}
    if accord.speaks and not ({Responsible.JOINT} & sides or sides >= {Responsible.US, Responsible.MX}):
        problem = Problem("The series that speak for the whole are about one country", "Add one about the other.")
        faults.add(item.file, item.line("speaks"), problem, "speaks")


def _check_references(records: Records, faults: Faults) -> None:
    known = {family: {item.id.lower(): item.id for item in records[family] if item.id} for family in _NAMED}
    exact = {family: {item.id for item in records[family]} for family in _NAMED}
    for family, patterns in _REFERENCES.items():
        wanted = [(tuple(pattern.split(".")), to) for pattern, to in patterns.items() if to not in records.unread]
        for item in records[family]:
            for parts, to in wanted:
                for path, value in _values(item.raw, parts):
                    if value not in exact[to]:
                        names = field_name(path)
                        problem = _dangling_problem(names, value, FILES[to], faults.nearest(value, known[to]))
                        faults.add(item.file, item.line(*path), problem, names)


def _values(raw: Any, parts: tuple[str, ...], path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:  # noqa: ANN401
    """Yield the strings that match a path pattern, with their paths."""
    if not parts:
        if isinstance(raw, str):
            yield path, raw
    elif parts[0] == "*" and isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from _values(value, parts[1:], (*path, index))
    elif hasattr(raw, "get"):
        yield from _values(raw.get(parts[0]), parts[1:], (*path, parts[0]))


def _dangling_problem(field: str, value: str, file: str, likely: str | None) -> Problem:
    values = {"field": field, "value": value, "file": file, "likely": likely or ""}
    if likely:
        return Problem(
            'Unknown {field} "{value}"; did you mean {likely}?', "Correct it, or add it to {file}.", values=values
        )
    return Problem('Unknown {field} "{value}"', "Correct it, or add it to {file}.", values=values)


def _check_cycles(items: list[Item], field: str, names: str, problem: Problem, faults: Faults) -> None:
    """Record a fault for each cycle of records that name each other in ``field``; ``names`` is the value of the problem."""
    known = {item.id: item for item in items if item.id}
    settled: set[str] = set()
    for code, item in known.items():
        way: list[str] = []
        at: object = code
        while isinstance(at, str) and at in known and at not in settled and at not in way:
            way.append(at)
            at = known[at].raw.get(field)
        if at in way and isinstance(at, str):
            circle = way[way.index(at) :]
            values = {names: " > ".join([*circle, at])}
            faults.add(item.file, known[at].line(field), replace(problem, values=values), field)
        settled.update(way)
