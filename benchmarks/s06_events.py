"""S6 and S7: before and after an event. S6 is how long it takes, S7 how often a change stands out where no event is listed.

A pseudo-event is a month of a state, from 2017 to 2025, with no listed event of that state within a year. It is read like
an event, against the same list of events. Nothing is drawn: every such month is read, so two runs give equal shares. The
column of the goal has the shares with which the method was adopted, from an earlier program and a longer list of events.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.scoring.event_outcomes import period_index, period_text, what_followed
from accordtrack.scoring.event_reading import PlacedEvent, Verdict
from accordtrack.scoring.event_study import Panel
from accordtrack.service import panel_files
from accordtrack.types.regions import NEIGHBORS
from timing import Row, medians

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from accordtrack.scoring.event_outcomes import Outcome
    from accordtrack.scoring.event_reading import EventReading
    from accordtrack.scoring.score_access import ScoreAccess

DAY = "2026-12-01"
RARE, ALARM, COVERED = "p_states at most 0.05", "STANDS_OUT", "the interval holds 1"
ADOPTED = {
    **{f"{months} months: {RARE}": "3.7 to 4.1 %" for months in (3, 6, 12)},
    f"12 months, few cases: {RARE}": "3.0 %",
    f"12 months, some cases: {RARE}": "8.0 %",
    f"12 months, many cases: {RARE}": "1.2 %",
    **{f"{months} months: {ALARM}": "1.0 to 1.3 %" for months in (3, 6, 12)},
    f"any window: {ALARM}": "2.0 %",
    f"any test of any outcome: {ALARM}": "2.8 %",
    f"any test of any outcome: {RARE}": "20.7 %",
    **{f"{months} months: {COVERED}": "92 %" for months in (3, 6, 12)},
    f"6 months, few cases, 25 % more: {ALARM}": "2 %",
    f"6 months, few cases, doubled: {ALARM}": "23 %",
    f"6 months, few cases, tripled: {ALARM}": "48 %",
    f"6 months, many cases, 25 % more: {ALARM}": "5 %",
    f"6 months, many cases, doubled: {ALARM}": "60 %",
    f"6 months, many cases, tripled: {ALARM}": "82 %",
}
"""The cases counted, in the order of the rows, with the shares when the method was adopted."""
_STUDIES, _FIRST = 2.0, 3.0
_YEARS = ("2017-01", "2025-12")
_QUIET = 12
"""Months before and after a pseudo-event without a listed event of its state."""
_GROWN = {"25 % more": 1.25, "doubled": 2.0, "tripled": 3.0}
_SIZES = ("few", "some", "many")


@dataclass
class Counts:
    """How many readings of a case there were, and in how many it holds."""

    read: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, case: str, *, found: bool) -> None:
        """Count one reading, or one pseudo-event."""
        self.read[case] += 1
        self.found[case] += found

    def rows(self) -> list[Row]:
        """Return one row a case."""
        return [
            Row("S7", f"{case}, {self.read[case]:,} read", share, goal=f"at adoption {adopted}", unit="%")
            for case, adopted in ADOPTED.items()
            for share in [100 * self.found[case] / self.read[case]]
        ]


def measure(register: Path) -> list[Row]:
    """Measure the time, then count the false alarms and the power over all pseudo-events."""
    counts, scores = Counts(), _scores(register)
    false_alarms(scores, counts)
    power(scores, counts)
    return [*_timed(register), *counts.rows()]


def _scores(register: Path) -> ScoreAccess:
    return service.open_register(register, desk="us-1", today=DAY).scores(TwoDates(DAY, DAY))


def _timed(register: Path) -> list[Row]:
    def read_panel() -> object:
        panel_files._cells.cache_clear()  # noqa: SLF001  (a fresh process has read nothing)
        return _scores(register).outcomes

    def read_events() -> object:
        scores = _scores(register)
        return [scores.event_study(one.id) for one in scores.events()]

    found = medians({"panel": read_panel, "events": read_events, "facts": lambda: _scores(register)}, rounds=5)
    scores = _scores(register)
    events = scores.events()
    readings = sum(len(scores.event_study(one.id).readings) for one in events)
    told = f"{len(events)} events, {readings} readings, the panel already read"
    return [
        Row("S6", told, found["events"], goal=f"{_STUDIES:.0f} s", met=found["events"] <= _STUDIES),
        Row(
            "S6", "the panel read the first time", found["panel"], goal=f"{_FIRST:.0f} s", met=found["panel"] <= _FIRST
        ),
        Row("S6", "floor: the facts and inputs of a score", found["facts"]),
    ]


def placed_events(scores: ScoreAccess) -> list[PlacedEvent]:
    """Return the listed events with a place."""
    return [PlacedEvent(one.id, one.date, one.place) for one in scores.events() if one.place]


def pseudo_events(outcome: Outcome, events: Sequence[PlacedEvent]) -> Iterator[PlacedEvent]:
    """Yield every month of every state without a listed event within a year and with the shortest window after."""
    first, last = (period_index(one, yearly=False) for one in _YEARS)
    last = min(last, outcome.first + outcome.panel.published - 1 - min(outcome.need.after))
    for place in outcome.places:
        own = [outcome.index(one.on) for one in events if one.place == place]
        for month in range(first, last + 1):
            if all(abs(month - one) > _QUIET for one in own):
                yield PlacedEvent("pseudo-event", period_text(month, yearly=False), place)


def false_alarms(scores: ScoreAccess, counts: Counts) -> None:
    """Count how often a change is rare or stands out where no event is listed."""
    events, homicide = placed_events(scores), scores.outcomes[0]
    size_of = _size_of(homicide, events)
    for pseudo in pseudo_events(homicide, events):
        readings = what_followed(pseudo, events, scores.outcomes, NEIGHBORS, DAY)
        tested = [one for one in readings if one.reading.p_states is not None]
        primary = [one for one in tested if one.outcome == homicide.name]
        for one in primary:
            counts.add(f"{one.window} months: {RARE}", found=_rare(one))
            counts.add(f"{one.window} months: {ALARM}", found=_alarm(one))
            low, high = one.reading.low or 0.0, one.reading.high or 0.0
            counts.add(f"{one.window} months: {COVERED}", found=low <= 1 <= high)
            if one.window == max(homicide.need.after):
                counts.add(f"{one.window} months, {size_of(pseudo)} cases: {RARE}", found=_rare(one))
        counts.add(f"any window: {ALARM}", found=any(map(_alarm, primary)))
        counts.add(f"any test of any outcome: {ALARM}", found=any(map(_alarm, tested)))
        counts.add(f"any test of any outcome: {RARE}", found=any(map(_rare, tested)))


def power(scores: ScoreAccess, counts: Counts) -> None:
    """Count how often a change stands out if the figures of the year after a pseudo-event are multiplied."""
    events, homicide = placed_events(scores), scores.outcomes[0]
    size_of, six_months = _size_of(homicide, events), replace(homicide, need=replace(homicide.need, after=(6,)))
    for pseudo in pseudo_events(homicide, events):
        size = size_of(pseudo)
        for name, factor in _GROWN.items() if size != "some" else ():
            (one,) = what_followed(pseudo, events, [_grown(six_months, pseudo, factor)], NEIGHBORS, DAY)
            if one.reading.p_states is not None:
                counts.add(f"{one.window} months, {size} cases, {name}: {ALARM}", found=_alarm(one))


def _rare(one: EventReading) -> bool:
    return one.reading.p_states is not None and one.reading.p_states <= 0.05


def _alarm(one: EventReading) -> bool:
    return one.verdict is Verdict.STANDS_OUT


def _size_of(outcome: Outcome, events: Sequence[PlacedEvent]) -> Callable[[PlacedEvent], str]:
    """Return what says whether the window before a pseudo-event has few, some or many cases: thirds of all of them."""

    def before(pseudo: PlacedEvent) -> float:
        at = outcome.index(pseudo.on) - outcome.first
        cases, _people, _whole = outcome.panel.window(at - outcome.need.before, at)
        return float(cases[outcome.places.index(str(pseudo.place))])

    bounds = np.quantile([before(one) for one in pseudo_events(outcome, events)], (1 / 3, 2 / 3))
    return lambda pseudo: _SIZES[int(np.searchsorted(bounds, before(pseudo)))]


def _grown(outcome: Outcome, pseudo: PlacedEvent, factor: float) -> Outcome:
    place, after = outcome.places.index(str(pseudo.place)), outcome.index(pseudo.on) + 1 - outcome.first
    counts = outcome.panel.counts.copy()
    counts[place, after : after + _QUIET] = np.round(counts[place, after : after + _QUIET] * factor)
    return replace(outcome, panel=Panel(counts, outcome.panel.people))
