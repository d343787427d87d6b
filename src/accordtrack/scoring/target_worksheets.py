"""Target worksheets from the panel: the complete years of a place in one release, its scenarios, and what was reached since.

Years are calendar years. In a year counts are summed and stocks take the last value; where the series has people, a count
becomes a rate per 100,000. A country without rows of its own is the sum of its states (AT-2.0.0, section 4).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.scoring import target_scenarios
from accordtrack.scoring.panel_releases import STATE, cells_of, choose_release, people_by_year
from accordtrack.scoring.values import Indicator, Record
from accordtrack.vocabulary import Direction, Grade, Measure, Periodicity, ScenarioName, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.panel import PanelSeries
    from accordtrack.ledger.targets import TargetPropose
    from accordtrack.projection.facts import PanelRecords
    from accordtrack.scoring.event_reading import ReadRelease
    from accordtrack.scoring.target_scenarios import Scenarios

LEAST_YEARS = 6
"""Fewest complete years in one release."""
HORIZON = 3
"""Years from the baseline to the due date."""
PER = 100_000
_PERIODS = {Periodicity.MONTH: 12, Periodicity.QUARTER: 4, Periodicity.YEAR: 1}
SIGNS = {Direction.INCREASE: 1, Direction.DECREASE: -1}


@dataclass(frozen=True, slots=True)
class Years:
    """The complete years of a place that can be compared, up to the last one that is not preliminary.

    ``values`` are rates per 100,000 people if ``is_rate``, else the published values. ``sources`` are those of the release.
    """

    series: str
    place: str
    released_on: str
    sources: tuple[str, ...]
    first: int
    values: tuple[float, ...]
    is_rate: bool

    @property
    def last(self) -> int:
        """The last year."""
        return self.first + len(self.values) - 1

    def value(self, year: int) -> float | None:
        """Return the value of a year, or None."""
        return self.values[year - self.first] if self.first <= year <= self.last else None


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What the panel says about a target: the years, the scenarios, and the due date. None of them is recommended."""

    years: Years
    direction: int
    scenarios: Scenarios
    due: str

    @property
    def ratios(self) -> tuple[tuple[ScenarioName, float | None, int | None], ...]:
        """Each scenario with its ratio to the baseline, and how many changes it rests on; None where that means nothing."""
        found = self.scenarios
        return (
            (ScenarioName.HOLD, found.hold, None),
            (ScenarioName.AS_BEFORE, found.as_before, found.own_n),
            (ScenarioName.OWN_BETTER, found.own_better, found.own_n),
            (ScenarioName.PLACES_BETTER, found.places_better, found.places_n),
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """An agreed target read in the latest release: baseline and target again, and the latest complete year.

    ``current`` is None before a complete year after the baseline, or if a break in the series lies between the two. The
    baseline is None if that release does not hold its year.
    """

    years: Years | None
    baseline: float | None
    target: float | None
    current: float | None = None
    year: int | None = None


class PanelYears:
    """Reads complete years from the panel as of two dates."""

    def __init__(self, panel: PanelRecords, read: ReadRelease, at: TwoDates) -> None:
        self._panel, self._read, self._at = panel, read, at
        self._cells: dict[str, Mapping[tuple[str, str], float]] = {}
        self._years: dict[str, dict[str, Years]] = {}
        self._people: dict[str, Mapping[str, Mapping[int, float]] | None] = {}

    def worksheet(self, series: str, place: str) -> Worksheet:
        """Return the worksheet of a series in a place. Raise ``Refused`` if the panel does not hold what it needs."""
        definition = self._panel.series.get(series)
        if definition is None:
            known = sorted(one.id for one in self._panel.series.values() if one.direction in SIGNS)
            raise Refused(unknown_word_problem(("record", "panel_series"), series, known))
        direction = SIGNS.get(definition.direction)
        if direction is None:
            advice = "A target needs a series with a good direction."
            raise Refused(Problem("The series {series} has no good direction", advice, "", {"series": series}))
        by_place = self.by_place(definition)
        years = by_place.get(place)
        held = {name for name, _start in self.cells(series)}
        if years is None and place not in held | {name.partition("-")[0] for name in held}:
            raise Refused(unknown_word_problem(("field", "place"), place, sorted(held)))
        if years is None or len(years.values) < LEAST_YEARS:
            count = len(years.values) if years else 0
            values = {"series": series, "place": place, "n": count, "least": LEAST_YEARS}
            advice = "Choose another series or place; accordtrack never fills a gap."
            raise Refused(
                Problem("{series} has {n} complete years in {place}; a target needs {least}", advice, "", values)
            )
        others = [
            [found for year in range(years.last - HORIZON, years.last + 1) if (found := one.value(year)) is not None]
            for name, one in sorted(by_place.items())
            if name != place and STATE.fullmatch(name)
        ]
        complete = [one for one in others if len(one) == HORIZON + 1]
        scenarios = target_scenarios.propose(years.values, direction, HORIZON, complete)
        return Worksheet(years, direction, scenarios, f"{years.last + HORIZON}-12-31")

    def progress(self, target: TargetPropose) -> Progress:
        """Return an agreed target in the latest release. The target keeps its ratio to the baseline of that release."""
        definition = self._panel.series.get(target.series)
        years = self.by_place(definition).get(target.place) if definition else None
        start = int(target.baseline_to[:4])
        baseline = years.value(start) if years else None
        if years is None or baseline is None:
            return Progress(years, None, None)
        goal = baseline * float(target.level_ratio)
        later = min(years.last, int(target.by[:4]))
        if later <= start:
            return Progress(years, baseline, goal)
        return Progress(years, baseline, goal, years.value(later), later)

    def by_place(self, definition: PanelSeries) -> dict[str, Years]:
        """Return the complete years of every place of a series in its latest release."""
        if definition.id not in self._years:
            self._years[definition.id] = self._by_place(definition)
        return self._years[definition.id]

    def _by_place(self, definition: PanelSeries) -> dict[str, Years]:
        choice = choose_release(self._panel.releases, definition.id, self._at)
        if choice is None:
            return {}
        cells = self.cells(definition.id)
        people = self.people(definition.id)
        last = max((start for _place, start in cells), default="")
        found: dict[str, Years] = {}
        sums = _yearly(definition, cells, last)
        countries = {place.partition("-")[0] for place in sums} - sums.keys()
        for place in (*sums, *countries):
            inside = [name for name in sums if name.startswith(f"{place}-") and STATE.fullmatch(name)]
            states = inside if place in countries else [place]
            if not states or (place in countries and definition.measure is Measure.RATE):
                continue
            values = _rates(states, sums, people)
            kept = _last_run(values, self.breaks(definition.id, place))
            if kept:
                sources = tuple(sorted({part.source for part in choice.parts}))
                run = tuple(values[year] for year in kept)
                found[place] = Years(
                    definition.id, place, choice.released_on, sources, kept[0], run, people is not None
                )
        return found

    def cells(self, series: str) -> Mapping[tuple[str, str], float]:
        """Return the values of the latest release of a series by place and first day of the period."""
        if series not in self._cells:
            choice = choose_release(self._panel.releases, series, self._at)
            self._cells[series] = cells_of(choice, self._read, self._at).values if choice else {}
        return self._cells[series]

    @property
    def series(self) -> tuple[str, ...]:
        """The ids of the series that the panel holds."""
        return tuple(self._panel.series)

    def definition(self, series: str) -> PanelSeries | None:
        """Return the definition of a series, or None if the panel does not hold it."""
        return self._panel.series.get(series)

    def released_on(self, series: str) -> str | None:
        """Return the day of the latest release of a series, or None without one."""
        choice = choose_release(self._panel.releases, series, self._at)
        return choice.released_on if choice else None

    def people(self, series: str) -> Mapping[str, Mapping[int, float]] | None:
        """Return the population at mid-year by place and year, or None if the series has none."""
        definition = self._panel.series[series]
        if series not in self._people:
            self._people[series] = people_by_year(definition, self._panel.releases, self._read, self._at)
        return self._people[series]

    def breaks(self, series: str, place: str) -> list[str]:
        """Return the first periods of a new way to count in a place, or in any part of a country."""
        return [
            one.first_period
            for one in self._panel.breaks
            if one.series == series and (one.place in {None, place} or str(one.place).startswith(f"{place}-"))
        ]


def _yearly(definition: PanelSeries, cells: Mapping[tuple[str, str], float], last: str) -> dict[str, dict[int, float]]:
    """Return the values of complete years by place, without years that hold a preliminary period."""
    periods = _PERIODS[definition.period]
    months = 12 // periods
    end = int(last[:4]) * 12 + int(last[5:7]) - 1 if last else 0
    final = end - definition.preliminary_periods * months
    grouped: dict[str, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for (place, start), value in cells.items():
        grouped[place][int(start[:4])][int(start[5:7])] = value
    found: dict[str, dict[int, float]] = {}
    for place, years in grouped.items():
        complete = {
            year: by_month
            for year, by_month in years.items()
            if len(by_month) == periods and year * 12 + 12 - months <= final
        }
        found[place] = {year: _of_year(definition.measure, by_month) for year, by_month in complete.items()}
    return found


def _of_year(measure: Measure, by_month: Mapping[int, float]) -> float:
    if measure is Measure.STOCK:
        return by_month[max(by_month)]
    if measure is Measure.RATE:
        return math.fsum(by_month.values()) / len(by_month)
    return math.fsum(by_month.values())


def _rates(
    states: Sequence[str],
    sums: Mapping[str, Mapping[int, float]],
    people: Mapping[str, Mapping[int, float]] | None,
) -> dict[int, float]:
    """Return the values of the years that all states have, per 100,000 people at mid-year where there are people."""
    years = set.intersection(*(set(sums[state]) for state in states))
    values = {year: math.fsum(sums[state][year] for state in states) for year in years}
    if people is None:
        return values
    living = {
        year: math.fsum(people[state][year] for state in states)
        for year in years
        if all(people.get(state, {}).get(year, 0) > 0 for state in states)
    }
    return {year: PER * values[year] / living[year] for year in living}


def _last_run(values: Mapping[int, float], breaks: Sequence[str]) -> list[int]:
    """Return the last years without a gap and without a break in or between them."""
    run: list[int] = []
    for year in sorted(values, reverse=True):
        gap = bool(run) and year != run[0] - 1
        broken = bool(run) and any(_splits(one, year, run[0]) for one in breaks)
        if gap or broken or any(one[:4] == str(year) and one[5:7] > "01" for one in breaks):
            break
        run.insert(0, year)
    return run


def _splits(first_period: str, earlier: int, later: int) -> bool:
    """Whether a new way to count begins with the later of two years, or within either."""
    return str(earlier) < first_period[:4] <= str(later)


def scored_target(indicator: Indicator, target: TargetPropose, progress: Progress) -> Indicator:
    """Return an indicator to be scored against an agreed target, by the complete years since its baseline.

    A target that only holds the baseline counts over the span that was signed with it.
    """
    years, start = progress.years, int(target.baseline_to[:4])
    known = range(start + 1, min(years.last, int(target.by[:4])) + 1) if years and progress.baseline is not None else ()
    return replace(
        indicator,
        baseline=progress.baseline,
        target=progress.target,
        t0=target.baseline_to,
        t1=target.by,
        records=tuple(
            Record(
                Speaker.OBS,
                f"{year}-12-31",
                years.released_on,
                Grade.DOCUMENTED,
                years.value(year),
                id=f"{years.series}|{year}",
            )
            for year in known
            if years
        ),
        span=float(target.span),
        ratio=False,
        path=(),
        step=12,
        marks=(),
    )
