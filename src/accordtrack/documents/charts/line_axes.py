"""The two axes of a line chart: values including zero, and days labeled with years or months."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accordtrack.core.dates import DAYS_A_YEAR, day_ordinal
from accordtrack.text.calendar_names import month_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accordtrack.documents.charts.line_model import LineChart, Point

_STEPS = (1, 2, 5)
_LINES = 4
"""Approximate number of grid lines."""
_LEAST = 1e-10
"""Value ranges below this count as flat: their labels would need more decimals than fit."""
_MONTHS = (1, 2, 3, 6)
_YEAR = 12
_WIDEST_YEAR, _SPACE = "0000-00", 12.0
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
_SHORT = 800
"""Maximum time span in days for which months are labeled, provided that some period is shorter than a year."""
_YEARLY = 300


@dataclass(frozen=True, slots=True)
class Values:
    """The value axis, from the lowest to the highest grid line. ``ticks`` are values with their labels, ascending."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def for_chart(cls, curve: LineChart) -> Values:
        """Return an axis that fits all of ``curve``. It includes zero, so that heights are proportional to values."""
        values = [point.value for point in (*curve.points, *(curve.other.points if curve.other else ()))]
        values += [*(spot.value for spot in curve.spots), *(level.value for level in curve.levels)]
        values += [value for point in (curve.band.points if curve.band else ()) for value in (point.low, point.high)]
        values += [point.other for point in curve.points if point.other is not None]
        low, high = min(0.0, *values), max(0.0, *values)
        step = _grid_step(high - low, _LINES)
        first, last = math.floor(low / step), math.ceil(high / step)
        last = last if last > first else first + 1
        places = max(0, -math.floor(math.log10(step)))
        ticks = tuple((step * at, _tick_label(step * at, places)) for at in range(first, last + 1))
        return cls(step * first, step * last, ticks)

    def position_of(self, value: float, top: float, bottom: float) -> float:
        """Return the vertical position of a value between two edges."""
        return bottom - (bottom - top) * (value - self.low) / (self.high - self.low)


def _grid_step(span: float, lines: int) -> float:
    """Return the smallest step of the series 1, 2, 5, 10 … that gives at most about ``lines`` grid lines."""
    if span < _LEAST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / lines))
    return next(step * power for step in (*_STEPS, 10, 20) if step * power * (lines + 0.5) >= span)


def _tick_label(value: float, places: int) -> str:
    return f"{value:,.{places}f}".replace("-", "−") if round(value, places) else "0"


@dataclass(frozen=True, slots=True)
class Days:
    """The time axis from the first to the last day.

    ``of_points`` are the days at which the points are drawn, ``of_other`` those of the points of a second series.
    ``by_month`` is true if months are labeled, which needs a short time span and short periods.
    """

    first: int
    last: int
    of_points: tuple[int, ...]
    by_month: bool
    of_other: tuple[int, ...] = ()

    @classmethod
    def for_chart(cls, curve: LineChart) -> Days:
        """Return an axis that fits all of ``curve``, with each value at the middle of its period.

        If periods overlap so that the middles are out of order, values are placed at the end of their periods.
        """
        middles = _days_of(curve.points)
        others_of = _days_of(curve.other.points) if curve.other else ()
        others = [
            *others_of,
            *(day_ordinal(day) for point in curve.points if point.bound for day in (point.start, point.end)),
            *(day_ordinal(mark.day) for mark in curve.marks),
            *(day_ordinal(spot.day) for spot in curve.spots),
        ]
        others += [day_ordinal(day) for level in curve.levels for day in (level.since, level.until)]
        first, last = min(*middles, *others, middles[0]), max(*middles, *others, middles[0])
        room = 0 if last - first > 60 else 60  # noqa: PLR2004 - days on either side of what is one day or nearly so
        first, last = max(first - room, 1), min(last + room, date.max.toordinal())
        shortest = min(day_ordinal(point.end) - day_ordinal(point.start) for point in curve.points)
        return cls(first, last, middles, last - first <= _SHORT and shortest < _YEARLY, others_of)

    def position_of(self, day: int, left: float, right: float) -> float:
        """Return the horizontal position of a day between two edges."""
        return left + (right - left) * (day - self.first) / (self.last - self.first)

    def labeled_spans(self, room: float, width: Callable[[str], float]) -> Iterator[tuple[int, int, str]]:
        """Yield years or months as the first day, the day after the last, and the label.

        The step between them is the smallest that leaves room in the width ``room`` for labels of this ``width``.
        """
        months = self._month_range()
        year = room * DAYS_A_YEAR / (self.last - self.first)
        steps: Sequence[int] = [
            *(_MONTHS if self.by_month else ()),
            *(12 * years for years in _YEARS),
        ]
        step = next((one for one in steps if year * one / 12 >= _needed(one, width)), steps[-1])
        for month in range(months[0] // step * step, months[1] + 1, step):
            first, after = _first_day_of(month), _first_day_of(month + (_YEAR if step >= _YEAR else 1))
            if after > self.first and first < self.last:
                yield first, after, str(month // 12) if step >= _YEAR else month_name(_month(month))

    def _month_range(self) -> tuple[int, int]:
        """Return the months of the first and the last day, counted from year 0."""
        ends = (date.fromordinal(self.first), date.fromordinal(self.last))
        return (12 * ends[0].year + ends[0].month - 1, 12 * ends[1].year + ends[1].month - 1)


def _needed(step: int, width: Callable[[str], float]) -> float:
    """Return the width that the labels at a step of months need, with space between them."""
    names = [month_name(_month(month)) for month in range(0, _YEAR, step)] if step < _YEAR else [_WIDEST_YEAR]
    return max(map(width, names)) + _SPACE


def _month(month: int) -> str:
    """Return a month, counted from year 0, in ISO form."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _days_of(points: Sequence[Point]) -> tuple[int, ...]:
    """Return the middle of each period, or the end of each if the middles are out of order."""
    middles = [(day_ordinal(point.start) + day_ordinal(point.end)) // 2 for point in points]
    if any(after <= before for before, after in itertools.pairwise(middles)):
        middles = [day_ordinal(point.end) for point in points]
    return tuple(middles)


def _first_day_of(month: int) -> int:
    year = min(max(month // 12, 1), date.max.year)
    return date(year, month % 12 + 1, 1).toordinal()
