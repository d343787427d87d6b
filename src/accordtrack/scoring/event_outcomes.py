"""What followed an event: all registered outcomes and windows, with the other events of the place (AT-2.0.0, section 2).

Periods are counted as whole numbers: ``period_index`` of a month or of a year.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from accordtrack.core.dates import add_days, last_day
from accordtrack.scoring.event_reading import (
    EventReading,
    LeftOut,
    LeftOutReason,
    PathPoint,
    PlacedEvent,
    Reading,
    Reason,
    Verdict,
)
from accordtrack.scoring.event_study import Panel, read_change

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from accordtrack.ledger.panel import PanelRelease
    from accordtrack.scoring.event_method import Parameters

_TIE = 1e-12
_MONTHS = 12


@dataclass(frozen=True)
class Outcome:
    """An outcome that is registered in advance, as one release of its series gives it.

    ``need`` are the parameters of its panel. ``first`` is the period of the panel's first column, ``release`` the day on
    which the values came out. ``breaks`` are the first periods of a new way to count, of all places (under None) or of
    one. ``unequal`` are the places and first days of cells that are missing: two releases of one day disagree on them.
    ``releases`` are those that give the values, the latest first. ``per_inhabitant`` says that rates are per inhabitant.
    """

    name: str
    primary: bool
    yearly: bool
    places: tuple[str, ...]
    first: int
    panel: Panel
    release: str
    preliminary_periods: int
    usual_delay_days: int
    breaks: Mapping[str | None, tuple[int, ...]]
    need: Parameters
    unequal: tuple[tuple[str, str], ...] = ()
    releases: tuple[PanelRelease, ...] = ()
    per_inhabitant: bool = False

    def index(self, period: str) -> int:
        """Return the index of the period that contains a day or month."""
        return period_index(period, yearly=self.yearly)

    def breaks_of(self, place: str) -> tuple[int, ...]:
        """Return the breaks that concern a place, sorted."""
        return tuple(sorted({*self.breaks.get(None, ()), *self.breaks.get(place, ())}))

    @cached_property
    def _parts(self) -> dict[tuple[int, int], Panel]:
        """Cache of parts of the panel, since all windows between two breaks share its sums."""
        return {}

    def part(self, start: int, end: int) -> Panel:
        """Return the panel from a period to before another. Cached."""
        if (start, end) not in self._parts:
            columns = slice(start - self.first, end - self.first)
            self._parts[start, end] = Panel(self.panel.counts[:, columns], self.panel.people[:, columns])
        return self._parts[start, end]


def period_index(period: str, *, yearly: bool) -> int:
    """Return the number of a year, or of a month counted from year 0, for text such as ``2024-07`` or ``2024-07-25``."""
    year = int(period[:4])
    return year if yearly else year * _MONTHS + int(period[5:7]) - 1


def period_text(index: int, *, yearly: bool) -> str:
    """Return the year or month of an index: the inverse of ``period_index``."""
    return f"{index:04d}" if yearly else f"{index // _MONTHS:04d}-{index % _MONTHS + 1:02d}"


def what_followed(
    event: PlacedEvent,
    events: Collection[PlacedEvent],
    outcomes: Sequence[Outcome],
    neighbors: Mapping[str, Collection[str]],
    known_on: str,
    not_compared: Collection[PlacedEvent] = (),
) -> tuple[EventReading, ...]:
    """Return every registered test of an event: each outcome of its country in each window.

    ``events`` are all listed events, ``neighbors`` the neighbors of each place by land. ``not_compared`` are registered
    events of other kinds: they are only named. An event without a place or without a month has one reading that says so,
    and an event in a place that no panel covers likewise.
    """
    reason = _unsuitable(event, outcomes)
    if reason is not None:
        return (EventReading(event.id, None, None, Reading(Verdict.NOT_TESTABLE, reason)),)
    placed, marks = ([one for one in found if one.place and one.month] for found in (events, not_compared))
    found = [
        replace(
            _read(event, outcome, window, placed, neighbors.get(str(event.place), ()), known_on),
            also_registered=_also(event, outcome, window, marks),
        )
        for outcome in outcomes
        if event.place in outcome.places
        for window in outcome.need.after
    ]
    return tuple(_with_family(found, outcomes, event, placed))


def _unsuitable(event: PlacedEvent, outcomes: Iterable[Outcome]) -> Reason | None:
    if event.place is None or "-" not in event.place:
        return Reason.NO_PLACE
    if event.month is None:
        return Reason.DATE_TOO_COARSE
    if not any(event.place in outcome.places for outcome in outcomes):
        return Reason.PLACE_WITHOUT_PANEL
    return None


def _read(
    event: PlacedEvent,
    outcome: Outcome,
    window: int,
    events: Sequence[PlacedEvent],
    neighbors: Collection[str],
    known_on: str,
) -> EventReading:
    at, place = outcome.index(event.on), str(event.place)
    first, last = at - outcome.need.before, at + window
    also = _also(event, outcome, window, events)
    found = EventReading(event.id, outcome.name, window, Reading(Verdict.NOT_YET), also)
    broken = next((one for one in outcome.breaks_of(place) if first < one <= last), None)
    if broken is not None:
        reading = Reading(Verdict.NOT_TESTABLE, Reason.REGISTRY_BREAK)
        return replace(found, reading=reading, registry_break=period_text(broken, yearly=outcome.yearly))
    panel, start = _between_breaks(outcome, place, first, last)
    excluded = _excluded(event, outcome, events, neighbors, first, last)
    reading = read_change(panel, outcome.places.index(place), at - start, window, excluded, outcome.need)
    found = replace(found, reading=reading, release=outcome.release)
    if reading.verdict is Verdict.NOT_YET:
        needs = period_text(last, yearly=outcome.yearly)
        due_on = add_days(last_day(needs), outcome.usual_delay_days)
        return replace(found, needs=needs, due_on=due_on, overdue=due_on <= known_on)
    published = outcome.first + outcome.panel.published - 1
    found = replace(found, preliminary=last > published - outcome.preliminary_periods)
    if reading.break_at is None:
        return found
    return replace(found, break_on=period_text(at + reading.break_at, yearly=outcome.yearly))


def _also(event: PlacedEvent, outcome: Outcome, window: int, events: Iterable[PlacedEvent]) -> tuple[str, ...]:
    """Return the ids of the other events of the place, from the first period of the windows to the last."""
    at = outcome.index(event.on)
    return tuple(one.id for one in _others_here(event, outcome, events, at - outcome.need.before, at + window))


def _others_here(
    event: PlacedEvent, outcome: Outcome, events: Iterable[PlacedEvent], first: int, last: int
) -> list[PlacedEvent]:
    """Return the other events of the place from ``first`` to ``last``, by period, then by id."""
    found = [one for one in events if one.place == event.place and one.id != event.id]
    dated = sorted((outcome.index(one.on), one.id, one) for one in found if first <= outcome.index(one.on) <= last)
    return [one for _period, _id, one in dated]


def _between_breaks(outcome: Outcome, place: str, first: int, last: int) -> tuple[Panel, int]:
    """Return the part of the panel between the breaks around the windows, and the period of its first column."""
    breaks = outcome.breaks_of(place)
    start = max([outcome.first, *(one for one in breaks if one <= first)])
    end = min([outcome.first + outcome.panel.counts.shape[1], *(one for one in breaks if one > last)])
    return outcome.part(start, end), start


def _excluded(
    event: PlacedEvent,
    outcome: Outcome,
    events: Iterable[PlacedEvent],
    neighbors: Collection[str],
    first: int,
    last: int,
) -> dict[int, LeftOutReason]:
    """Return the places that are not compared: neighbors, and places with an event or a break of their own."""
    with_event = {one.place for one in events if first <= outcome.index(one.on) <= last}
    with_break = {place for place, starts in outcome.breaks.items() if any(first < one <= last for one in starts)}
    reasons: dict[LeftOutReason, Collection[str | None]] = {
        LeftOutReason.OWN_BREAK: with_break,
        LeftOutReason.OWN_EVENT: with_event,
        LeftOutReason.NEIGHBOR: neighbors,
    }
    return {
        number: reason
        for reason, places in reasons.items()  # the last one that holds is the first in order
        for number, place in enumerate(outcome.places)
        if place != event.place and place in places
    }


def left_out(
    found: EventReading,
    outcome: Outcome,
    event: PlacedEvent,
    events: Iterable[PlacedEvent],
    neighbors: Mapping[str, Collection[str]],
) -> tuple[LeftOut, ...]:
    """Return the places that a reading left out, by place; none if it compared no places."""
    compared = {number for number, _score in found.reading.scores}
    if not compared or found.window is None:
        return ()
    need, at = outcome.need, outcome.index(event.on)
    first, last = at - need.before, at + found.window
    placed = [one for one in events if one.place and one.month]
    excluded = _excluded(event, outcome, placed, neighbors.get(str(event.place), ()), first, last)
    panel, start = _between_breaks(outcome, str(event.place), first, last)
    before, people_before, whole_before = panel.window(first - start, at - start)
    after, people_after, whole_after = panel.window(at + 1 - start, last + 1 - start)
    places = []
    for number, place in enumerate(outcome.places):
        if number in compared:
            continue
        whole = bool(whole_before[number] and whole_after[number])
        few = LeftOutReason.FEW_BEFORE if before[number] < need.least_before else LeftOutReason.FEW_EXPECTED
        reason = excluded.get(number, few if whole else LeftOutReason.MISSING_PERIODS)
        read = whole and before[number] > 0 and reason is not LeftOutReason.OWN_BREAK
        ratio = after[number] / people_after[number] / (before[number] / people_before[number]) if read else None
        places.append(LeftOut(place, reason, None if ratio is None else float(ratio)))
    return tuple(sorted(places, key=lambda one: one.place))


def _with_family(
    found: Sequence[EventReading], outcomes: Iterable[Outcome], event: PlacedEvent, events: Sequence[PlacedEvent]
) -> Iterator[EventReading]:
    """Yield the readings, each ranked among all tests of the event that gave a number (Westfall-Young, one step)."""
    by_name = {outcome.name: outcome for outcome in outcomes}
    live = [one for one in found if one.reading.scores]
    largest: dict[str, float] = defaultdict(float)
    tests: dict[str, int] = defaultdict(int)
    for one in live:
        places = by_name[str(one.outcome)].places
        for number, score in one.reading.scores:
            largest[places[number]] = max(largest[places[number]], score)
            tests[places[number]] += 1
    ranked = [score for place, score in largest.items() if tests[place] * 2 >= len(live)]
    for one in found:
        if not one.reading.scores:
            yield one
            continue
        size = abs(one.reading.z or 0.0)
        share = sum(score >= size - _TIE for score in ranked) / len(ranked)
        yield _last_rules(replace(one, p_family=share), by_name[str(one.outcome)], event, events)


def _last_rules(
    found: EventReading, outcome: Outcome, event: PlacedEvent, events: Sequence[PlacedEvent]
) -> EventReading:
    """Return the reading after the rules on other events of the place and on many outcomes."""
    reading = found.reading
    if reading.verdict is Verdict.STANDS_OUT and reading.break_at is not None:
        at = outcome.index(event.on)
        later = _others_here(event, outcome, events, at, at + reading.break_at)
        if later:
            changed = replace(reading, verdict=Verdict.SHARED, reason=Reason.LATER_EVENT)
            found = replace(found, reading=changed, nearer=later[-1].id)
    doubtful = {Verdict.STANDS_OUT, Verdict.ALREADY_MOVING, Verdict.SHARED}
    beyond = (found.p_family or 0.0) > outcome.need.alpha_check
    if not outcome.primary and beyond and found.verdict in doubtful:
        return replace(found, reading=replace(reading, verdict=Verdict.UNCLEAR, reason=Reason.FAMILY), nearer=None)
    return found


def path_around(found: EventReading, outcome: Outcome, event: PlacedEvent) -> tuple[PathPoint, ...]:
    """Return the path of a place from the window before the event to as long after it, as far as it was published.

    A reading that compared no places, or a place without a case before, has none.
    """
    others = [number for number, _score in found.reading.scores if outcome.places[number] != event.place]
    if not others or not found.reading.before:
        return ()
    place, at, span = outcome.places.index(str(event.place)), outcome.index(event.on), outcome.need.before
    first, end = at - span - outcome.first, min(at + span + 1 - outcome.first, outcome.panel.published)
    rates = outcome.panel.counts / outcome.panel.people
    before = slice(at - span - outcome.first, at - outcome.first)
    ratios = rates / np.nanmean(rates[:, before], axis=1, keepdims=True)
    last = outcome.first + outcome.panel.published - 1
    points = []
    for column in range(first, end):
        if np.isnan(ratios[place, column]):
            continue
        low, middle, high = np.nanquantile(ratios[others, column], (0.25, 0.5, 0.75))
        points.append(
            PathPoint(
                period=period_text(outcome.first + column, yearly=outcome.yearly),
                count=float(outcome.panel.counts[place, column]),
                ratio=float(ratios[place, column]),
                low=float(low),
                middle=float(middle),
                high=float(high),
                preliminary=outcome.first + column > last - outcome.preliminary_periods,
            )
        )
    return tuple(points)


def headline(readings: Iterable[EventReading], outcomes: Iterable[Outcome]) -> EventReading | None:
    """Return the reading of the primary outcome in the longest window that was compared.

    Without one it is that of the shortest window that is pending, or else of the longest.
    """
    primary = {outcome.name for outcome in outcomes if outcome.primary}
    found = [one for one in readings if one.outcome in primary]
    pending = [one for one in found if one.verdict is Verdict.NOT_YET]
    compared = [one for one in found if one.verdict not in {Verdict.NOT_YET, Verdict.NOT_TESTABLE}]
    if pending and not compared:
        return min(pending, key=lambda one: one.window or 0)
    return max(compared or found, key=lambda one: one.window or 0, default=None)
