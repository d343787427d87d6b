"""The vectors of the event study, and the shipped panel and events as they need them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from accordtrack.core.dates import TwoDates
from accordtrack.core.paths import shipped_data
from accordtrack.dataset.data_folder import read_folder
from accordtrack.ledger import kinds
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_outcomes import Outcome
from accordtrack.scoring.event_reading import KINDS, EventReading, PlacedEvent, Reading
from accordtrack.scoring.panel_outcomes import build_outcomes
from accordtrack.service.panel_files import PanelFiles

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "scoring" / "event-study.json").read_text(encoding="utf-8")
)
_LEADERS = ("cuini-2015", "tuta-2015", "z42-2015", "chapo-2016", "chapo-extradited-2017", "damaso-2017", "ovidio-2019")
IDS = {
    **{f"ev-{name}": name for name in (*_LEADERS, "marro-2020", "ovidio-2023", "zambada-2024")},
    "ev-jalisco-2026": "mencho-2026",
}
"""What the vectors call some events of the shipped register."""


def cases(kind: str) -> list[dict[str, Any]]:
    return [case for case in VECTORS["cases"] if case["kind"] == kind]


def is_equal(found: object, expected: object) -> bool:
    """Whether two values are equal, numbers within the tolerance of the vectors."""
    if isinstance(found, float | int) and isinstance(expected, float | int) and not isinstance(found, bool):
        return bool(abs(found - expected) <= VECTORS["tolerance"] * max(1.0, abs(expected)))
    return found == expected


def differences(found: Mapping[str, object], expected: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """What is not as expected: another value, and any value that is not expected at all."""
    wanted = {name: expected.get(name) for name in {*found, *expected}}
    return {name: (found.get(name), value) for name, value in wanted.items() if not is_equal(found.get(name), value)}


def reading_facts(reading: Reading) -> dict[str, object]:
    """A reading under the names of the vectors. They leave out what only a sentence or the ranking of outcomes needs."""
    facts = dataclasses.asdict(reading)
    facts["break"] = facts.pop("break_at")
    for name in ("scores", "missing_periods"):
        del facts[name]
    return facts


def study_facts(found: EventReading) -> dict[str, object]:
    """A reading of an event under the names of the vectors, which leave out what a verdict has no use for."""
    facts: dict[str, object] = {
        **reading_facts(found.reading),
        "event": found.event,
        "outcome": found.outcome,
        "window": found.window,
        "release": found.release,
        "break_month": found.break_on,
        "nearer": found.nearer,
        "at": found.registry_break,
        "needs": found.needs,
        "from": found.due_on,
        "p_family": found.p_family,
    }
    if found.outcome:
        facts["also"] = list(found.also)
    if found.due_on:
        facts["overdue"] = found.overdue
    elif found.release:
        facts["preliminary"] = found.preliminary
    return facts


@cache
def _shipped() -> dict[str, list[Any]]:
    dataset = read_folder(shipped_data(), trusted=True)
    wanted = (kinds.PANEL_SERIES, kinds.PANEL_RELEASE, kinds.PANEL_BREAK, kinds.EVENT)
    return {kind.name: [entry.body for entry in dataset.entries if entry.kind == kind.name] for kind in wanted}


@cache
def events() -> tuple[PlacedEvent, ...]:
    """The events of the shipped register that are compared, under the ids of the vectors."""
    found = (one for one in _shipped()[kinds.EVENT.name] if one.kind in KINDS)
    return tuple(PlacedEvent(IDS.get(one.id, one.id), one.date, one.place) for one in found)


@cache
def outcomes(known_on: str, as_of: str, *, judged_breaks: bool) -> tuple[Outcome, ...]:
    """The outcomes of the shipped panel, with or without the breaks that the register itself infers."""
    shipped = _shipped()
    series = {one.id: one for one in shipped[kinds.PANEL_SERIES.name]}
    read = PanelFiles(Path("no-register"), series)
    breaks = [one for one in shipped[kinds.PANEL_BREAK.name] if judged_breaks or one.judged_by is None]
    releases = sorted(shipped[kinds.PANEL_RELEASE.name], key=lambda one: (one.released_on, one.series, one.source))
    found = build_outcomes(standard_event_method(), series, releases, breaks, read, TwoDates(as_of, known_on))
    assert read.problems == []
    return found
