"""The path of one series since an agreement: its level then, peak, trough and last year, and its votes (AT-2.0.0, 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months, days_between
from accordtrack.scoring.comparable_pairs import NotCompared, moved, same_season, why_not_compared, years_between
from accordtrack.scoring.path_shape import Movement, Path, describe
from accordtrack.vocabulary import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.event_method import PathParameters
    from accordtrack.scoring.year_blocks import SoFar


class Level(StrEnum):
    """Where a path begins."""

    AT_AGREEMENT = "at_agreement"
    """The last complete year that ends on the day of the agreement or before it."""
    FIRST_FULL = "first_full"
    """The first complete year that begins after it."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How the last year stands to the level at the agreement, or to the first full year after it."""

    against: Level
    movement: Movement


@dataclass(frozen=True, slots=True)
class SeriesPath:
    """The path of one series, or the reason why it has none.

    ``figures`` are the years from ``first`` to ``last``, which are None where there are none. ``path`` is None if the two
    are not compared, for ``reason``. ``later`` is a preliminary figure that ends no earlier than the last year, and
    ``later_movement`` how it stands to ``later_against``, a comparable one. ``first_releases`` says that all figures are
    first releases, and ``final`` is then the final figure of the last period, if there is one. ``earlier`` is the last
    comparable figure before ``first``, if that is from after the agreement.
    """

    series: str
    place: str | None = None
    level: Level | None = None
    first: Figure | None = None
    last: Figure | None = None
    figures: tuple[Figure, ...] = ()
    path: Path | None = None
    reason: NotCompared | None = None
    votes: tuple[Vote, ...] = ()
    so_far: SoFar | None = None
    later: Figure | None = None
    later_movement: Movement | None = None
    later_against: Figure | None = None
    first_releases: bool = False
    final: Figure | None = None
    earlier: Figure | None = None
    laid_over: bool = False
    """Whether the latest release of a panel series is partial, and older ones give the rest."""

    @property
    def per_year(self) -> float | None:
        """The change per year of a stock, in its unit; None for a series of periods, and without a path."""
        if self.path is None or self.first is None or self.last is None or not self.first.is_stock:
            return None
        return (self.last.value - self.first.value) / years_between(self.first, self.last)

    @property
    def peak(self) -> Figure | None:
        """The year of the highest value."""
        return self.figures[self.path.peak_at] if self.path else None

    @property
    def trough(self) -> Figure | None:
        """The year of the lowest value."""
        return self.figures[self.path.trough_at] if self.path else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a path needs beside its figures.

    ``sign`` is +1 if more is better, -1 if less is better and 0 if neither, ``tolerance`` the change that counts as level, as
    a share of the earlier value. ``breaks`` are the first days of new ways to count.
    """

    agreed_on: str
    sign: int
    tolerance: float
    need: PathParameters
    breaks: tuple[str, ...] = ()

    def why_not(self, one: Figure, other: Figure) -> NotCompared | None:
        """Return the first reason why two figures are not comparable, or None."""
        return why_not_compared(one, other, self.need.length_days, self.breaks)

    def moved(self, before: Figure, after: Figure) -> Movement | None:
        """Return how a figure stands to an earlier one; an increase is *better* where neither direction is."""
        return moved(before, after, self.sign or 1, self.tolerance, self.need.length_days)


def series_path(series: str, figures: Sequence[Figure], rules: Rules, place: str | None = None) -> SeriesPath:
    """Return the path of a series from its yearly figures, sorted by their ends. Preliminary ones are never an end."""
    settled = [one for one in figures if not one.preliminary]
    last = next((one for one in reversed(settled) if _begins_after(one, rules)), None)
    if last is None:
        only = _latest_before(settled, None, rules)
        why = NotCompared.NOTHING_SINCE if figures else NotCompared.NO_FIGURE
        return SeriesPath(series, place, Level.AT_AGREEMENT if only else None, only, reason=why)
    before = _latest_before(settled, last, rules)
    full = _first_after(settled, last, rules)
    first = before or full
    votes = [
        Vote(against, movement)
        for against, figure in ((Level.AT_AGREEMENT, before), (Level.FIRST_FULL, full))
        if figure is not None
        and rules.why_not(figure, last) is None
        and (movement := rules.moved(figure, last)) is not None
    ]
    if first is None:
        return SeriesPath(series, place, None, None, last, reason=NotCompared.NO_LEVEL)
    level = Level.AT_AGREEMENT if before else Level.FIRST_FULL
    reason = rules.why_not(first, last)
    if reason is None and rules.moved(first, last) is None:
        reason = NotCompared.BOUND
    if reason is not None:
        return SeriesPath(series, place, level, first, last, reason=reason, votes=tuple(votes))
    between = {one.end: one for one in settled if first.end < one.end < last.end and rules.why_not(first, one) is None}
    points = {end: one for end, one in between.items() if one.qualifier in _POINTS}
    ends = {first.qualifier, last.qualifier} <= _POINTS
    turns = _beyond(between.values(), (first, *points.values(), last), rules) if ends else []
    inner = sorted((*points.values(), *turns), key=lambda one: (one.end, one.start))
    shown = (first, *inner, last) if ends else (first, last)
    earlier = None if before else _comparable_before(settled, first, rules)
    path = _describe(shown, rules)
    return SeriesPath(series, place, level, first, last, shown, path, votes=tuple(votes), earlier=earlier)


_POINTS = frozenset({Qualifier.EXACT, Qualifier.ABOUT})
"""Qualifiers of values that are no bounds."""


def _beyond(between: Iterable[Figure], points: Sequence[Figure], rules: Rules) -> list[Figure]:
    """Return the bounds that lie beyond every point, so that they are a peak or a trough, whatever the exact value is."""
    rates = [one.rate(rules.need.length_days) for one in points]
    low, high = min(rates), max(rates)
    return [
        one
        for one in between
        if (one.qualifier is Qualifier.MORE_THAN and one.rate(rules.need.length_days) > high)
        or (one.qualifier is Qualifier.AT_MOST and one.rate(rules.need.length_days) < low)
    ]


def _begins_after(figure: Figure, rules: Rules) -> bool:
    return figure.start > rules.agreed_on


def _latest_before(figures: Sequence[Figure], last: Figure | None, rules: Rules) -> Figure | None:
    """Return the last year that ends by the agreement, not too long before it; of parts of years, the same months."""
    earliest = add_months(rules.agreed_on, -rules.need.months_before)
    found = [one for one in figures if earliest <= one.end <= rules.agreed_on]
    fit = [one for one in found if last is None or same_season(one, last, rules.need.length_days)]
    return next(reversed(fit or found), None)


def _first_after(figures: Sequence[Figure], last: Figure, rules: Rules) -> Figure | None:
    """Return the first year that begins after the agreement, and is not the last; of parts of years, the same months."""
    found = [one for one in figures if _begins_after(one, rules) and one is not last]
    fit = [one for one in found if same_season(one, last, rules.need.length_days)]
    return next(iter(fit or found), None)


def _comparable_before(figures: Sequence[Figure], first: Figure, rules: Rules) -> Figure | None:
    """Return the last figure before another one that is comparable with it, such as that of the year of the agreement."""
    found = [one for one in figures if one.end < first.end and rules.why_not(one, first) is None]
    return next(reversed(found), None)


def _describe(figures: Sequence[Figure], rules: Rules) -> Path:
    values = [one.rate(rules.need.length_days) for one in figures]
    years = [years_between(figures[0], one) for one in figures]
    found = describe(values, rules.sign or 1, rules.tolerance, rules.need.full, years)
    exact = [n for n, one in enumerate(figures) if one.qualifier in _POINTS]
    if 1 < len(exact) < len(figures):  # a bound makes a turn, but no rate
        points = describe(
            [values[n] for n in exact],
            rules.sign or 1,
            rules.tolerance,
            rules.need.full,
            [years[n] for n in exact],
        )
        found = replace(found, rate=points.rate, t=points.t)
    if found.lately is not None and figures[-1].is_stock:
        before = _year_before(figures)
        found = replace(found, lately=None if before is None else rules.moved(before, figures[-1]))
    return found if rules.sign else replace(found, rate=None, t=None)


YEAR_APART_DAYS = 60
"""How far the day of a stock may be from one year before the last one."""


def _year_before(figures: Sequence[Figure]) -> Figure | None:
    """Return the stock whose day is nearest to one year before the last one, or None if none is near."""
    day = add_months(figures[-1].end, -12)
    nearest = min(figures[:-1], key=lambda one: abs(days_between(one.end, day)))
    return nearest if abs(days_between(nearest.end, day)) <= YEAR_APART_DAYS else None
