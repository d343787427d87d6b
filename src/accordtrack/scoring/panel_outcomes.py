"""Builds the outcomes of the event study from the rows of panel releases."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from accordtrack.scoring.event_outcomes import Outcome, period_index
from accordtrack.scoring.event_study import Panel
from accordtrack.scoring.panel_releases import STATE, Cells, cells_of, choose_release, people_by_year
from accordtrack.vocabulary import Periodicity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
    from accordtrack.scoring.event_method import EventMethod, RegisteredOutcome
    from accordtrack.scoring.event_reading import ReadRelease

_MONTHS = 12


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
        people = people_by_year(definition, releases, read, at)
        outcome = _outcome(
            method, registered, definition, choice.released_on, cells_of(choice, read, at), people, breaks
        )
        if outcome is not None:
            found.append(outcome)
    return tuple(found)


def _outcome(
    method: EventMethod,
    registered: RegisteredOutcome,
    definition: PanelSeries,
    released_on: str,
    found: Cells,
    people: Mapping[str, Mapping[int, float]] | None,
    breaks: Iterable[PanelBreak],
) -> Outcome | None:
    yearly, cells = definition.period is Periodicity.YEAR, found.values
    places = tuple(sorted({place for place, _start in cells if STATE.fullmatch(place)}))
    if not places:
        return None
    periods = [period_index(start, yearly=yearly) for place, start in cells if STATE.fullmatch(place)]
    first, last = min(periods), max(periods)
    counts = np.full((len(places), last - first + 1), np.nan)
    rows = {place: number for number, place in enumerate(places)}
    for (place, start), value in cells.items():
        if place in rows:
            counts[rows[place], period_index(start, yearly=yearly) - first] = value
    population = np.ones_like(counts)
    if people is not None:
        population = np.array(
            [
                [population_at(people.get(place, {}), n, yearly=yearly) for n in range(first, last + 1)]
                for place in places
            ]
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
        release=released_on,
        preliminary_periods=definition.preliminary_periods,
        usual_delay_days=definition.usual_delay_days,
        breaks={place: tuple(sorted(starts)) for place, starts in by_place.items()},
        need=method.yearly if yearly else method.monthly,
        unequal=found.unequal,
        releases=found.releases,
    )


def population_at(years: Mapping[int, float], index: int, *, yearly: bool) -> float:
    """Return the population in the middle of a period, interpolated between mid-years; NaN if a year is missing."""
    if yearly:
        found = years.get(index, math.nan)
        return found if found > 0 else math.nan
    middle = index // _MONTHS + (index % _MONTHS + 0.5) / _MONTHS - 0.5
    before = math.floor(middle)
    one, other = years.get(before, math.nan), years.get(before + 1, math.nan)
    found = one + (middle - before) * (other - one)
    return found if one > 0 and other > 0 else math.nan
