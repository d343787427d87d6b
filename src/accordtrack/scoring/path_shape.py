"""The path of a series since an agreement: its shape, its direction in two words, its yearly rate (AT-2.0.0, section 1)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shape(StrEnum):
    """How a path ran between its ends."""

    ROSE = "ROSE"
    FELL = "FELL"
    LEVEL = "LEVEL"
    ROSE_THEN_FELL = "ROSE_THEN_FELL"
    FELL_THEN_ROSE = "FELL_THEN_ROSE"
    ROSE_FELL_ROSE = "ROSE_FELL_ROSE"
    FELL_ROSE_FELL = "FELL_ROSE_FELL"
    TWO_VALUES = "TWO_VALUES"


class Movement(StrEnum):
    """Whether a result became better, in the direction of its indicator."""

    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Path:
    """The path from the level at the agreement to the latest year. Positions count from 0, the level at the agreement.

    ``lately`` is None for two values. ``rate`` is the yearly change in the good direction (0.02 is 2 percent better a
    year) and ``t`` the same from -1 to 1; both are None below three values, and if a value is not above 0.
    """

    first: float
    last: float
    peak: float
    peak_at: int
    trough: float
    trough_at: int
    since: Movement
    lately: Movement | None
    shape: Shape
    rate: float | None = None
    t: float | None = None


def describe(
    values: Sequence[float], direction: int, tolerance: float, full: float, years: Sequence[float] | None = None
) -> Path:
    """Return the path of two or more yearly values.

    ``direction`` is +1 if more is better, -1 if less is better. Two values differ if they are further apart than
    ``tolerance`` times the first of them. ``full`` is the yearly rate that counts in full. ``years`` are the years of the
    values, increasing; without them, the values are consecutive.
    """
    peak_at = max(range(len(values)), key=lambda n: (values[n], -n))
    trough_at = min(range(len(values)), key=lambda n: (values[n], n))
    first, last = values[0], values[-1]
    found = Path(
        first=first,
        last=last,
        peak=values[peak_at],
        peak_at=peak_at,
        trough=values[trough_at],
        trough_at=trough_at,
        since=movement(first, last, direction, tolerance),
        lately=None,
        shape=Shape.TWO_VALUES,
    )
    if len(values) < 3:  # noqa: PLR2004
        return found
    rate = _rate(values, direction, years or range(len(values)))
    return Path(
        first=found.first,
        last=found.last,
        peak=found.peak,
        peak_at=peak_at,
        trough=found.trough,
        trough_at=trough_at,
        since=found.since,
        lately=movement(values[-2], last, direction, tolerance),
        shape=_shape(values, tolerance),
        rate=rate,
        t=None if rate is None else _size(rate, found.since, tolerance, full),
    )


def differs(value: float, base: float, tolerance: float) -> bool:
    """Return whether a value differs from ``base`` by more than ``tolerance`` times it."""
    return abs(value - base) > tolerance * abs(base)


def movement(before: float, after: float, direction: int, tolerance: float) -> Movement:
    """Return whether a value is better or worse than an earlier one, or level with it. Arguments as in ``describe``."""
    if not differs(after, before, tolerance):
        return Movement.LEVEL
    return Movement.BETTER if (after - before) * direction > 0 else Movement.WORSE


def _shape(values: Sequence[float], tolerance: float) -> Shape:
    """Return the first shape that holds. Highest and lowest values are those between the ends."""
    first, last, inner = values[0], values[-1], values[1:-1]
    high_at = max(range(len(inner)), key=lambda n: (inner[n], -n))
    low_at = min(range(len(inner)), key=lambda n: (inner[n], n))
    above = all(inner[high_at] > end and differs(inner[high_at], end, tolerance) for end in (first, last))
    below = all(inner[low_at] < end and differs(inner[low_at], end, tolerance) for end in (first, last))
    if above and below:
        return Shape.ROSE_FELL_ROSE if high_at < low_at else Shape.FELL_ROSE_FELL
    if above:
        return Shape.ROSE_THEN_FELL
    if below:
        return Shape.FELL_THEN_ROSE
    if not differs(last, first, tolerance):
        return Shape.LEVEL
    return Shape.ROSE if last > first else Shape.FELL


def _rate(values: Sequence[float], direction: int, years: Sequence[float]) -> float | None:
    """Return the Theil-Sen yearly rate in the good direction, from all pairs of years."""
    if min(values) <= 0:
        return None
    steps = [
        math.log(values[later] / values[earlier]) / (years[later] - years[earlier])
        for earlier in range(len(values))
        for later in range(earlier + 1, len(values))
    ]
    return direction * math.expm1(median(steps))


def _size(rate: float, since: Movement, tolerance: float, full: float) -> float:
    """Return the rate from -1 to 1. While the path is level, it starts from 0 at the tolerance, so that nothing jumps."""
    if since is Movement.LEVEL:
        return math.copysign(min(max((abs(rate) - tolerance) / full, 0.0), 1.0), rate)
    return min(max(rate / full, -1.0), 1.0)
