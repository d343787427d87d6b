"""Paths of the series of an indicator, from its measurements (AT-2.0.0, section 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.scoring.comparable_pairs import Figure, NotCompared
from accordtrack.scoring.series import EVENTS, RUNNING, Point, points, row_for_slot
from accordtrack.scoring.series_path import Rules, SeriesPath, series_path
from accordtrack.vocabulary import Measure, MeasurementState, Qualifier, ReleaseClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.event_method import PathParameters
    from accordtrack.scoring.series import MeasuredIndicator, Row


@dataclass(frozen=True, slots=True)
class IndicatorPaths:
    """The paths of all series of an indicator. ``reason`` says why none of them is compared; None if one is."""

    gauge: MeasuredIndicator
    paths: tuple[SeriesPath, ...]
    reason: NotCompared | None = None

    @property
    def compared(self) -> tuple[SeriesPath, ...]:
        """The series that have a path."""
        return tuple(one for one in self.paths if one.path is not None)

    @property
    def main(self) -> SeriesPath | None:
        """The series that stands for the indicator: its headline series if that has a path.

        Otherwise the one with the latest end, then the longest, then the first by name.
        """
        chosen = [one for one in self.compared if one.series == self.gauge.headline]
        latest = max((one.last.end for one in self.compared if one.last), default="")
        ranked = [one for one in self.compared if one.last and one.last.end == latest]
        order = sorted(ranked, key=lambda one: (one.first.end if one.first else "", one.series))
        return next(iter(chosen or order), None)


def indicator_paths(
    gauge: MeasuredIndicator, agreed_on: str | None, need: PathParameters, panel: Sequence[SeriesPath] = ()
) -> IndicatorPaths:
    """Return the paths of an indicator since an agreement, with those of the panel series that belong to it.

    Final values are compared with final ones. Only an indicator without two of them is compared by first releases.
    """
    if agreed_on is None:
        return IndicatorPaths(gauge, (), NotCompared.NO_AGREEMENT)
    rules = Rules(agreed_on, gauge.sign, gauge.unchanged_within, need)
    finals = {name: final_figures(gauge, name) for name in gauge.series}
    firsts = {name: first_figures(gauge, name) for name in gauge.series}
    found = {name: _path(name, finals[name], rules) for name in gauge.series}
    if not any(one.path for one in found.values()):
        tried = {name: _path(name, firsts[name], rules) for name in gauge.series}
        found = {
            name: _by_first_releases(tried[name], finals[name]) if tried[name].path else one
            for name, one in found.items()
        }
    paths = tuple(
        _with_later(_explained(gauge, one, firsts[name], rules), firsts[name], finals[name], rules)
        for name, one in found.items()
    )
    every = (*paths, *panel)
    if any(one.path for one in every):
        return IndicatorPaths(gauge, every)
    return IndicatorPaths(gauge, every, _common_reason(gauge, every, finals, firsts, rules))


def _path(name: str, figures: Sequence[Figure], rules: Rules) -> SeriesPath:
    if name.startswith(RUNNING):
        return SeriesPath(name, reason=NotCompared.RUNNING)
    if name == EVENTS:
        return SeriesPath(name, reason=NotCompared.EVENTS)
    return series_path(name, figures, rules)


def _by_first_releases(found: SeriesPath, finals: Sequence[Figure]) -> SeriesPath:
    """Return a path of first releases with the final figure of its last period."""
    last = (found.last.start, found.last.end) if found.last else None
    return replace(
        found, first_releases=True, final=next((one for one in finals if (one.start, one.end) == last), None)
    )


def _explained(gauge: MeasuredIndicator, found: SeriesPath, firsts: Sequence[Figure], rules: Rules) -> SeriesPath:
    """Return the path. A series without a final value since the agreement says what it has instead."""
    if found.reason is NotCompared.NO_FIGURE:
        own = [row for row in gauge.rows if row.series == found.series]
        return replace(found, reason=_without_final(own, firsts, rules))
    if found.reason is NotCompared.NOTHING_SINCE:
        return replace(found, reason=_nothing_since(firsts, rules))
    return found


def _without_final(rows: Sequence[Row], firsts: Sequence[Figure], rules: Rules) -> NotCompared:
    """Return why values without a final one are not compared. A reason that is about all values holds for every one."""
    valued = [row for row in rows if row.value is not None]
    if not valued:
        return NotCompared.NO_FIGURE
    reasons = {
        NotCompared.CONFIRM if row.confirm else NotCompared.PRELIMINARY if row.may_count else NotCompared.DERIVED
        for row in valued
    }
    return reasons.pop() if len(reasons) == 1 else _nothing_since(firsts, rules)


def _nothing_since(firsts: Iterable[Figure], rules: Rules) -> NotCompared:
    """Return that nothing since the agreement counts, or that no final value does if there is a preliminary one."""
    since = any(one.start > rules.agreed_on for one in firsts)
    return NotCompared.NO_FINAL_SINCE if since else NotCompared.NOTHING_SINCE


def _common_reason(
    gauge: MeasuredIndicator,
    paths: Sequence[SeriesPath],
    finals: dict[str, list[Figure]],
    firsts: dict[str, list[Figure]],
    rules: Rules,
) -> NotCompared:
    """Return why an indicator has no path: the one reason of its series, or that of its only series with final values."""
    reasons = {one.reason for one in paths if one.reason is not None}
    if len(reasons) == 1:
        return reasons.pop()
    counted = [one.reason for one in paths if finals.get(one.series) and one.reason is not None]
    if len(counted) > 1:
        return NotCompared.SERIES
    every = [one for found in firsts.values() for one in found]
    if not counted:
        panel = (one.reason for one in paths if one.series not in finals and one.reason is not None)
        return next(panel, None) or _without_final(gauge.rows, every, rules)
    return _nothing_since(every, rules) if counted[0] is NotCompared.NOTHING_SINCE else counted[0]


def final_figures(gauge: MeasuredIndicator, name: str) -> list[Figure]:
    """Return the final values of a series, one a period: of several, the one that counts in a slot."""
    return _figures(gauge, name, {MeasurementState.FINAL}, first=False)


def first_figures(gauge: MeasuredIndicator, name: str) -> list[Figure]:
    """Return the first releases of a series, one a period: values that are or were preliminary."""
    return _figures(gauge, name, {MeasurementState.PRELIMINARY, MeasurementState.SUPERSEDED}, first=True)


def drawn_points(gauge: MeasuredIndicator, found: SeriesPath, at: TwoDates) -> list[Point]:
    """Return the values of a series as its path compares them: its first releases, each marked preliminary, or those that count."""
    if not found.first_releases:
        return points(gauge, found.series, at)
    return [
        Point(
            one.start, one.end, one.value, tuple(replace(row, state=MeasurementState.PRELIMINARY) for row in one.rows)
        )
        for one in first_figures(gauge, found.series)
    ]


def _figures(gauge: MeasuredIndicator, name: str, states: set[MeasurementState], *, first: bool) -> list[Figure]:
    periods: dict[tuple[str, str], list[Row]] = {}
    for row in gauge.rows:
        complete = row.state is MeasurementState.FINAL or row.published >= row.end
        if row.series == name and row.value is not None and row.may_count and row.state in states and complete:
            periods.setdefault((row.end, row.start), []).append(row)
    chosen = [
        min(rows, key=lambda row: (row.published, row.id)) if first else row_for_slot(rows, gauge.sign)
        for _period, rows in sorted(periods.items())
    ]
    klass = ReleaseClass.FIRST if first else ReleaseClass.FINAL
    return [figure_of(gauge, row, klass) for row in chosen]


def figure_of(gauge: MeasuredIndicator, row: Row, klass: ReleaseClass = ReleaseClass.FINAL) -> Figure:
    """Return a measured value as paths compare it."""
    return Figure(
        series=f"{gauge.id}:{row.series}",
        place=gauge.place,
        registry=gauge.id,
        measure=Measure.STOCK if row.start == row.end else None,
        start=row.start,
        end=row.end,
        value=row.value or 0.0,
        release=f"{row.source}|{row.published}",
        released_on=row.published,
        release_class=klass,
        qualifier=Qualifier(row.qualifier),
        rows=(row,),
    )


def _with_later(found: SeriesPath, firsts: Sequence[Figure], finals: Sequence[Figure], rules: Rules) -> SeriesPath:
    """Add the latest preliminary figure and how it stands to an earlier one of its class or of its own release."""
    if found.reason is NotCompared.RUNNING or not firsts:
        return found
    later = firsts[-1]
    beside = [one for one in finals if one.release == later.release and one.end < later.end]
    figures = sorted((*firsts, *beside), key=lambda one: (one.end, one.start))
    tried = series_path(found.series, figures, rules)
    if tried.path is None or tried.last is not later:
        return replace(found, later=later)
    return replace(found, later=later, later_movement=tried.path.since, later_against=tried.first)
