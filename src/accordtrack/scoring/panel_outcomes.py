"""Builds the outcomes of the event study from the rows of panel releases: which release, which cells, whose people."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from accordtrack.scoring.event_outcomes import Outcome, period_index
from accordtrack.scoring.event_study import Panel
from accordtrack.vocabulary import Periodicity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
    from accordtrack.scoring.event_method import EventMethod, RegisteredOutcome
    from accordtrack.scoring.event_reading import ReadRelease

_STATE = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,3}")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """The release of a series on two dates: all releases of one day, and those that give the cells that it leaves out."""

    released_on: str
    parts: tuple[PanelRelease, ...]
    rest: tuple[PanelRelease, ...] = ()


def choose_release(releases: Iterable[PanelRelease], series: str, at: TwoDates) -> ReleaseChoice | None:
    """Return the latest release of a series that was known, or None. Values to be confirmed never count.

    A release that names ``rest_from`` takes its other cells from that release: they are equal. Any other takes them from
    earlier releases, the latest first.
    """
    counted = [one for one in releases if one.series == series and not one.confirm]
    known = [one for one in counted if one.released_on <= at.known_on]
    if not known:
        return None
    day = max(one.released_on for one in known)
    parts = tuple(one for one in known if one.released_on == day)
    named = {one.rest_from for one in parts} - {None}
    rest = (
        [one for one in counted if one.released_on in named]
        if named
        else [one for one in known if one.released_on < day]
    )
    return ReleaseChoice(day, parts, tuple(sorted(rest, key=lambda one: one.released_on, reverse=True)))


def build_outcomes(
    method: EventMethod,
    series: Mapping[str, PanelSeries],
    releases: Sequence[PanelRelease],
    breaks: Sequence[PanelBreak],
    read: ReadRelease,
    at: TwoDates,
) -> tuple[Outcome, ...]:
    """Return the registered outcomes for which a release was known. ``read`` returns the cells of a release."""
    found = []
    for registered in method.outcomes:
        definition = series.get(registered.series)
        choice = choose_release(releases, registered.series, at)
        if definition is None or choice is None:
            continue
        people = _people(definition, releases, read, at)
        outcome = _outcome(method, registered, definition, choice, _cells(choice, read, at), people, breaks)
        if outcome is not None:
            found.append(outcome)
    return tuple(found)


def _cells(choice: ReleaseChoice, read: ReadRelease, at: TwoDates) -> dict[tuple[str, str], float]:
    """Return the values by place and first day. A cell with two values on one day is left out: it is missing."""
    cells = _of_one_day(choice.parts, read, at.as_of)
    end = max((last for part in choice.parts for _place, _start, last, _value in read(part)), default="")
    for _day, parts in groupby(choice.rest, key=lambda one: one.released_on):
        cells = _of_one_day(parts, read, min(at.as_of, end)) | cells
    return {key: value for key, value in cells.items() if not math.isnan(value)}


def _of_one_day(parts: Iterable[PanelRelease], read: ReadRelease, until: str) -> dict[tuple[str, str], float]:
    """Return the values of periods that end by ``until``; NaN where two values of a cell disagree."""
    cells: dict[tuple[str, str], float] = {}
    for part in parts:
        for place, start, last, value in read(part):
            if last <= until and cells.setdefault((place, start), value) != value:
                cells[place, start] = math.nan
    return cells


def _people(
    definition: PanelSeries,
    releases: Sequence[PanelRelease],
    read: ReadRelease,
    at: TwoDates,
) -> Mapping[str, Mapping[int, float]] | None:
    """Return the population at mid-year by place and year; None if the series has none, so that rates are per period."""
    if definition.people is None:
        return None
    found: dict[str, dict[int, float]] = defaultdict(dict)
    choice = choose_release(releases, definition.people, at)
    for part in (*choice.parts, *choice.rest) if choice else ():
        for place, start, _last, value in read(part):
            found[place].setdefault(int(start[:4]), value)
    return found


def _outcome(
    method: EventMethod,
    registered: RegisteredOutcome,
    definition: PanelSeries,
    choice: ReleaseChoice,
    cells: Mapping[tuple[str, str], float],
    people: Mapping[str, Mapping[int, float]] | None,
    breaks: Iterable[PanelBreak],
) -> Outcome | None:
    yearly = definition.period is Periodicity.YEAR
    places = tuple(sorted({place for place, _start in cells if _STATE.fullmatch(place)}))
    if not places:
        return None
    periods = [period_index(start, yearly=yearly) for place, start in cells if _STATE.fullmatch(place)]
    first, last = min(periods), max(periods)
    counts = np.full((len(places), last - first + 1), np.nan)
    rows = {place: number for number, place in enumerate(places)}
    for (place, start), value in cells.items():
        if place in rows:
            counts[rows[place], period_index(start, yearly=yearly) - first] = value
    population = np.ones_like(counts)
    if people is not None:
        population = np.array(
            [[_population(people.get(place, {}), n, yearly=yearly) for n in range(first, last + 1)] for place in places]
        )
        counts[np.isnan(population)] = np.nan  # without people there is no rate
        population = np.nan_to_num(population, nan=1.0)
    by_place: dict[str | None, list[int]] = defaultdict(list)
    for one in breaks:
        if one.series == definition.id:
            by_place[one.place].append(period_index(one.first_period, yearly=yearly))
    return Outcome(
        name=registered.name,
        primary=registered.primary,
        yearly=yearly,
        places=places,
        first=first,
        panel=Panel(counts, population),
        release=choice.released_on,
        preliminary_periods=definition.preliminary_periods,
        usual_delay_days=definition.usual_delay_days,
        breaks={place: tuple(sorted(found)) for place, found in by_place.items()},
        need=method.yearly if yearly else method.monthly,
    )


def _population(years: Mapping[int, float], index: int, *, yearly: bool) -> float:
    """Return the population in the middle of a period, interpolated between mid-years; NaN if a year is missing."""
    if yearly:
        found = years.get(index, math.nan)
        return found if found > 0 else math.nan
    middle = index // _MONTHS + (index % _MONTHS + 0.5) / _MONTHS - 0.5
    before = math.floor(middle)
    one, other = years.get(before, math.nan), years.get(before + 1, math.nan)
    found = one + (middle - before) * (other - one)
    return found if one > 0 and other > 0 else math.nan
