"""Which two figures may be compared, and how far a bound lets them be (AT-2.0.0, section 1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.core.dates import DAYS_A_YEAR, days_between
from accordtrack.scoring.path_shape import Movement, movement
from accordtrack.vocabulary import Measure, Qualifier, ReleaseClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scoring.series import Row

_MONTHS = 12


class NotCompared(StrEnum):
    """Why figures are not compared. The first seven are about a pair, in the order in which they are tried."""

    SERIES = "SERIES"
    REGISTRY = "REGISTRY"
    BREAK = "BREAK"
    MIXED_RELEASES = "MIXED_RELEASES"
    LENGTH = "LENGTH"
    SEASON = "SEASON"
    OVERLAP = "OVERLAP"
    BOUND = "BOUND"
    NO_FIGURE = "NO_FIGURE"
    PRELIMINARY = "PRELIMINARY"
    CONFIRM = "CONFIRM"
    DERIVED = "DERIVED"
    RUNNING = "RUNNING"
    EVENTS = "EVENTS"
    NOTHING_SINCE = "NOTHING_SINCE"
    NO_FINAL_SINCE = "NO_FINAL_SINCE"
    NO_LEVEL = "NO_LEVEL"
    NO_AGREEMENT = "NO_AGREEMENT"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a series in one place over one period, or on one day if it begins and ends on it.

    ``measure`` is None if the record does not say what it measures. ``release`` names what was published together,
    ``released_on`` its day. ``year`` numbers 12-month blocks from 0, the last one before the agreement. ``rows`` are the
    measurements behind it.
    """

    series: str
    place: str | None
    registry: str
    measure: Measure | None
    start: str
    end: str
    value: float
    release: str
    released_on: str
    release_class: ReleaseClass
    qualifier: Qualifier = Qualifier.EXACT
    preliminary: bool = False
    year: int | None = None
    rows: tuple[Row, ...] = ()

    @property
    def is_stock(self) -> bool:
        """Whether the value is a level on a day, which may be compared with that of any other day."""
        return self.measure is Measure.STOCK or self.start == self.end

    @property
    def days(self) -> int:
        """Days of the period."""
        return days_between(self.start, self.end) + 1

    def is_whole_years(self, length_days: int) -> bool:
        """Return whether the period is one year or more whole years."""
        years = round(self.days / DAYS_A_YEAR)
        return years >= 1 and abs(self.days - years * DAYS_A_YEAR) <= length_days

    def rate(self, length_days: int) -> float:
        """Return the value as it is compared: per day for a count of less than whole years."""
        counted = self.measure in {Measure.COUNT, Measure.QUANTITY} and not self.is_whole_years(length_days)
        return self.value / self.days if counted else self.value


def same_season(one: Figure, other: Figure, length_days: int) -> bool:
    """Return whether both periods are whole years or the same calendar months, or the figures are stocks."""
    if one.is_stock and other.is_stock:
        return True
    if one.is_whole_years(length_days) and other.is_whole_years(length_days):
        return True
    return (one.start[5:7], one.end[5:7]) == (other.start[5:7], other.end[5:7])


def why_not_compared(one: Figure, other: Figure, length_days: int, breaks: Sequence[str] = ()) -> NotCompared | None:
    """Return the first reason why two figures are not comparable, or None if they are. The order does not matter.

    ``breaks`` are the first days of a new way to count the series in the place.
    """
    early, late = sorted((one, other), key=lambda figure: (figure.end, figure.start))
    stocks = early.is_stock and late.is_stock
    rules = (
        ((early.series, early.place, early.measure) != (late.series, late.place, late.measure), NotCompared.SERIES),
        (early.registry != late.registry, NotCompared.REGISTRY),
        (any(early.start < day <= late.end for day in breaks), NotCompared.BREAK),
        (early.release != late.release and early.release_class is not late.release_class, NotCompared.MIXED_RELEASES),
        (not stocks and abs(early.days - late.days) > length_days, NotCompared.LENGTH),
        (not same_season(early, late, length_days), NotCompared.SEASON),
        (late.start <= early.end, NotCompared.OVERLAP),
    )
    return next((reason for holds, reason in rules if holds), None)


def moved(before: Figure, after: Figure, direction: int, tolerance: float, length_days: int) -> Movement | None:
    """Return how the later of two comparable figures differs from the earlier one; None if a bound does not tell.

    A bound tells only what lies beyond it: from *at most 10* to 12 is a rise, and to 9 is unknown.
    """
    found = movement(before.rate(length_days), after.rate(length_days), direction, tolerance)
    at_most, at_least = Qualifier.AT_MOST, Qualifier.MORE_THAN
    rise_only = before.qualifier is at_most or after.qualifier is at_least
    fall_only = before.qualifier is at_least or after.qualifier is at_most
    if not rise_only and not fall_only:
        return found
    if found is Movement.LEVEL or (rise_only and fall_only):
        return None
    return found if (after.value > before.value) == rise_only else None


def years_between(before: Figure, after: Figure) -> float:
    """Return the years between the ends of two periods: a whole number for blocks and the same calendar month."""
    if before.year is not None and after.year is not None:
        return float(after.year - before.year)
    months = (int(after.end[:4]) - int(before.end[:4])) * _MONTHS + int(after.end[5:7]) - int(before.end[5:7])
    if months and not months % _MONTHS and not before.is_stock:
        return float(months // _MONTHS)
    return days_between(before.end, after.end) / DAYS_A_YEAR
