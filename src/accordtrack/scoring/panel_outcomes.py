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
    from accordtrack.scoring.event_study import Indexes, Values

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
    places = tuple(sorted(place for place in {place for place, _start in cells} if STATE.fullmatch(place)))
    if not places:
        return None
    rows = {place: number for number, place in enumerate(places)}
    periods = {
        start: period_index(start, yearly=yearly) for start in {start for place, start in cells if place in rows}
    }
    first, last = min(periods.values()), max(periods.values())
    values = [[math.nan] * (last - first + 1) for _place in places]
    for (place, start), value in cells.items():
        if place in rows:
            values[rows[place]][periods[start] - first] = value
    counts = np.array(values, dtype=float)
    population = np.ones_like(counts)
    if people is not None:
        population = populations([people.get(place, {}) for place in places], np.arange(first, last + 1), yearly=yearly)
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
        per_inhabitant=people is not None,
    )


def populations(people: Sequence[Mapping[int, float]], periods: Indexes, *, yearly: bool) -> Values:
    """Return the population of each place in the middle of each of some consecutive periods; NaN if a year is missing.

    ``people`` has the population in the middle of each year. Months are interpolated between them. The shape is (places,
    periods).
    """
    middles = periods.astype(float) if yearly else periods // _MONTHS + (periods % _MONTHS + 0.5) / _MONTHS - 0.5
    before = np.floor(middles).astype(int)
    years = range(int(before[0]), int(before[-1]) + 2)
    held = np.array([[one.get(year, math.nan) for year in years] for one in people], dtype=float)
    held[held <= 0] = np.nan
    first, second = held[:, before - years[0]], held[:, before - years[0] + 1]
    return first if yearly else first + (middles - before) * (second - first)
