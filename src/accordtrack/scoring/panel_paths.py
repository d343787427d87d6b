"""Paths of panel series: of one state, or of the whole country by adding its states (AT-2.0.0, section 1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.scoring.comparable_pairs import Figure
from accordtrack.scoring.panel_releases import STATE, cells_of, choose_release, people_by_year
from accordtrack.scoring.series_path import Rules, SeriesPath, series_path
from accordtrack.scoring.year_blocks import year_blocks
from accordtrack.vocabulary import Direction, Measure, Periodicity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.panel import PanelSeries
    from accordtrack.projection.facts import PanelRecords
    from accordtrack.scoring.event_method import PathParameters
    from accordtrack.scoring.event_reading import ReadRelease
    from accordtrack.scoring.panel_releases import ReleaseChoice

_SIGNS = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: 0}
_COUNTRY = 2


def panel_path(
    panel: PanelRecords,
    series: PanelSeries,
    place: str | None,
    agreed_on: str,
    at: TwoDates,
    read: ReadRelease,
    need: PathParameters,
) -> SeriesPath | None:
    """Return the path of a panel series in a place, or None if no release of it was known.

    Without a place it is that of the whole country: its own row where the release has one, else the sum of its states in
    the periods that all of them have. A break in one state is then a break of the sum.
    """
    choice = choose_release(panel.releases, series.id, at)
    if choice is None:
        return None
    cells = cells_of(choice, read, at).values
    breaks = [one for one in panel.breaks if one.series == series.id and (place is None or one.place in {None, place})]
    days = tuple(sorted(_first_day(one.first_period) for one in breaks))
    rules = Rules(agreed_on, _SIGNS[series.direction], float(series.unchanged_within), need, days)
    latest = {(code, start) for part in choice.parts for code, start, _last, _value in read(part)}
    laid_over = not any(part.rest_from for part in choice.parts) and not cells.keys() <= latest
    known = {start for _code, start in cells}
    parts = (*choice.parts, *choice.rest)
    ends = {start: last for part in parts for _place, start, last, _value in read(part) if start in known}
    figures = _figures(series, choice, _values(series, cells, place), ends, place)
    if series.period is Periodicity.YEAR or series.measure is Measure.STOCK:
        return replace(series_path(series.id, figures, rules, place), laid_over=laid_over)
    people = _people(people_by_year(series, panel.releases, read, at), place)
    blocks = year_blocks(figures, agreed_on, people)
    found = series_path(series.id, blocks.complete, rules, place)
    later = next((one for one in reversed(blocks.complete) if one.preliminary), None)
    so_far = blocks.so_far(found.first if found.path else None)
    return replace(found, so_far=so_far, later=later, laid_over=laid_over)


def _first_day(period: str) -> str:
    return f"{period}-01-01" if len(period) == len("2024") else f"{period}-01"[:10]


def _values(series: PanelSeries, cells: Mapping[tuple[str, str], float], place: str | None) -> dict[str, float]:
    """Return the value by the first day of each period. What a state lacks, the whole country lacks."""
    if place is not None:
        return {start: value for (code, start), value in cells.items() if code == place}
    whole = {start: value for (code, start), value in cells.items() if len(code) == _COUNTRY}
    if whole or series.measure is Measure.RATE:
        return whole
    by_state: dict[str, dict[str, float]] = defaultdict(dict)
    for (code, start), value in cells.items():
        if STATE.fullmatch(code):
            by_state[start][code] = value
    states = {code for found in by_state.values() for code in found}
    return {start: sum(found.values()) for start, found in by_state.items() if len(found) == len(states)}


def _figures(
    series: PanelSeries,
    choice: ReleaseChoice,
    values: Mapping[str, float],
    ends: Mapping[str, str],
    place: str | None,
) -> list[Figure]:
    periods = sorted(ends)
    settled = set(periods[: len(periods) - series.preliminary_periods])
    return [
        Figure(
            series=series.id,
            place=place,
            registry=series.registry,
            measure=series.measure,
            start=start,
            end=ends[start],
            value=values[start],
            release=choice.released_on,
            released_on=choice.released_on,
            release_class=choice.parts[0].release_class,
            preliminary=start not in settled,
        )
        for start in sorted(values)
    ]


def _people(found: Mapping[str, Mapping[int, float]] | None, place: str | None) -> dict[int, float] | None:
    """Return the people of each year in a place, or of all states together."""
    if found is None:
        return None
    if place is not None:
        return dict(found.get(place, {}))
    together: dict[int, float] = defaultdict(float)
    for code, years in found.items():
        if STATE.fullmatch(code):
            for year, people in years.items():
                together[year] += people
    return together
