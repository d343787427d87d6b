"""Comparable values: one series, one row per slot, without superseded, unconfirmed and derived rows.

See method, sections 2, 3.2 and 9. ``points`` returns the values of a series, ``pair_since`` those that a comparison uses.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.core.dates import DAYS_A_YEAR, add_months, days_between
from accordtrack.scoring.slots import slot_of
from accordtrack.vocabulary import (
    Direction,
    Grade,
    Level,
    MeasurementState,
    Periodicity,
    Precision,
    Qualifier,
    Side,
    Speaker,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from accordtrack.core.dates import TwoDates

STEPS = {
    Periodicity.DAY: 1,
    Periodicity.MONTH: 1,
    Periodicity.QUARTER: 3,
    Periodicity.YEAR: 12,
    Periodicity.TWO_YEARS: 24,
    Periodicity.IRREGULAR: 0,
}
"""Months per slot; 0 makes each period end its own slot."""
_BOUNDS = frozenset({Qualifier.MORE_THAN, Qualifier.AT_MOST})
RUNNING = "since-"
"""Prefix of the names of running totals."""
EVENTS = "per-event"
"""Name of the series whose values are counts of single events."""
NO_DATA, NO_BASE, ONE_VALUE, OVERLAP = "NO_DATA", "NO_BASE", "ONE_VALUE", "OVERLAP"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. ``value`` is None if it has none; ``id`` is the record id of ``docs/records.md``."""

    id: str
    series: str
    party: Speaker
    start: str
    end: str
    value: float | None
    published: str
    grade: Grade
    state: MeasurementState = MeasurementState.FINAL
    confirm: bool = False
    qualifier: str = "exact"
    source: str = ""
    numerator: float | None = None
    denominator: float | None = None
    by: str = ""
    """The side of the desk that recorded it."""
    exact: Precision = Precision.DAY
    """How much of the date ``published`` is known; the rest is filled in as the latest possible day."""

    @property
    def may_count(self) -> bool:
        """Whether it may be compared: it is neither to be confirmed nor derived from a difference."""
        return not self.confirm and self.qualifier != Qualifier.DERIVED

    @property
    def foreign_recorder(self) -> str | None:
        """The side of the desk that recorded it, if it is another party's value."""
        return self.by if self.by in {*Side} and self.by != self.party else None

    @property
    def standing(self) -> int:
        """2 for a party's own record, 1 for an observer's record of it, 0 for that of another side's desk."""
        return 2 if self.by == self.party else 0 if self.by in {Speaker.US, Speaker.MX} else 1


@dataclass(frozen=True, slots=True)
class MeasuredIndicator:
    """An indicator for trend and contrast. ``side`` is the country that it is about."""

    id: str
    level: Level
    direction: Direction
    side: str
    place: str | None
    theme: str
    family: str
    unchanged_within: float
    headline: str | None
    periodicity: Periodicity
    hold: int
    guard_of: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def sign(self) -> int:
        """+1 if more is better, -1 if less is better, 0 if neither."""
        return {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: 0}[self.direction]

    @property
    def is_result(self) -> bool:
        """Whether it is an outcome or an impact."""
        return self.level in (Level.OUTCOME, Level.IMPACT)

    @property
    def series(self) -> tuple[str, ...]:
        """Names of its series, sorted."""
        return tuple(sorted({row.series for row in self.rows}))


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series in one period. For a running total, the growth per day between two rows."""

    start: str
    end: str
    value: float
    rows: tuple[Row, ...]

    @property
    def qualifier(self) -> str:
        """The qualifier of the value. For a growth, the first of its two rows' that is not exact."""
        return next((row.qualifier for row in self.rows if row.qualifier != Qualifier.EXACT), Qualifier.EXACT.value)

    @property
    def days(self) -> int:
        """Days of the period."""
        return days_between(self.start, self.end) + 1

    @property
    def is_preliminary(self) -> bool:
        """Whether a row behind the value may still change."""
        return any(row.state is MeasurementState.PRELIMINARY for row in self.rows)


def counted_rows(rows: Collection[Row], at: TwoDates) -> list[Row]:
    """Return the rows that count on two dates: visible, neither to be confirmed nor derived, not replaced by then."""
    seen = [row for row in rows if row.end <= at.as_of and row.published <= at.known_on]
    if not _has_superseded(seen):
        return [row for row in seen if row.may_count]
    replaced: dict[tuple[str, str, str, Speaker], str] = {}
    for row in rows:
        if row.state is not MeasurementState.SUPERSEDED:
            key = (row.series, row.start, row.end, row.party)
            replaced[key] = min(replaced.get(key, row.published), row.published)
    return [
        row
        for row in seen
        if row.may_count
        and (
            row.state is not MeasurementState.SUPERSEDED
            or at.known_on < replaced.get((row.series, row.start, row.end, row.party), "")
        )
    ]


def visible_rows(rows: Collection[Row], at: TwoDates) -> list[Row]:
    """Return the rows visible on two dates as they were then: not superseded before their replacement."""
    found = [row for row in rows if row.end <= at.as_of and row.published <= at.known_on]
    if not _has_superseded(found):
        return found
    counted = set(counted_rows(rows, at))
    return [
        replace(row, state=MeasurementState.FINAL)
        if row.state is MeasurementState.SUPERSEDED and row in counted
        else row
        for row in found
    ]


def _has_superseded(rows: Iterable[Row]) -> bool:
    return MeasurementState.SUPERSEDED in [row.state for row in rows]


def points(gauge: MeasuredIndicator, series: str, at: TwoDates) -> list[Point]:
    """Return the points of one series, one per slot, sorted by end. In a slot the independent party comes first."""
    step = STEPS[gauge.periodicity]
    rows_by_slot: dict[object, list[Row]] = {}
    for row in counted_rows(gauge.rows, at):
        if row.series == series and row.value is not None:
            rows_by_slot.setdefault(slot_of(row.end, step) if step else row.end, []).append(row)
    rows = sorted(
        (row_for_slot(group, gauge.sign) for group in rows_by_slot.values()), key=lambda row: (row.end, row.start)
    )
    if series.startswith(RUNNING):
        return _growth(rows)
    return [Point(row.start, row.end, row.value, (row,)) for row in rows if row.value is not None]


def row_for_slot(rows: Sequence[Row], sign: int) -> Row:
    """Return the row that counts in one slot.

    First the record of each party: its own before others', then the latest release. Of these the independent one
    counts, then the stronger grade, the later release and the worse value.
    """
    latest: dict[Speaker, Row] = {}
    for row in sorted(rows, key=lambda row: (row.standing, row.published, row.end, row.id)):
        latest[row.party] = row

    def rank(row: Row) -> tuple[bool, int, str, float, str]:
        worse = -(sign or 1) * (row.value or 0.0)
        return row.party is Speaker.OBS, row.grade.rank, row.published, worse, row.end

    return max(latest.values(), key=rank)


def _growth(rows: Sequence[Row]) -> list[Point]:
    """Convert a running total to its growth per day between two ends of the same count."""
    found = []
    for before, after in itertools.pairwise(rows):
        if before.start != after.start or before.value is None or after.value is None:
            continue
        if {before.qualifier, after.qualifier} & _BOUNDS:
            continue  # The growth between bounds is unknown
        days = days_between(before.end, after.end)
        found.append(Point(_next_day(before.end), after.end, (after.value - before.value) / days, (before, after)))
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """First and last value of a comparison, and the one before the last. ``late``: the first ends after the base."""

    first: Point
    last: Point
    before_last: Point
    late: bool

    @property
    def change(self) -> float:
        """Last minus first value."""
        return self.last.value - self.first.value

    @property
    def years(self) -> float:
        """Years of 365.25 days between the two period ends."""
        return days_between(self.first.end, self.last.end) / DAYS_A_YEAR

    def has_moved(self, within: float) -> bool:
        """Return whether the change is larger than ``within`` times the first value."""
        return abs(self.change) > within * abs(self.first.value)


def pair_since(found: Sequence[Point], base: str, months: int) -> Pair | str:
    """Return the values to compare over (base, now], or a reason: NO_DATA, NO_BASE, ONE_VALUE or OVERLAP."""
    if not found:
        return NO_DATA
    first = starting_point(found, base, months)
    if first is None:
        return NO_BASE
    last = found[-1]
    if last is first:
        return ONE_VALUE
    if last.start <= first.end:
        return OVERLAP
    return Pair(first, last, found[-2], late=first.end > base)


def starting_point(found: Sequence[Point], base: str, months: int) -> Point | None:
    """Return the last value within ``months`` up to the base, else the first within ``months`` after it, or None."""
    early, late = add_months(base, -months), add_months(base, months)
    before = [point for point in found if early <= point.end <= base]
    after = [point for point in found if base < point.end <= late]
    return before[-1] if before else after[0] if after else None


def headline_series(chosen: str | None, names: Sequence[str]) -> str | None:
    """Return the series that represents an indicator: the chosen one, else the only one, else None."""
    return chosen or (names[0] if len(names) == 1 else None)


def point_at_base(gauge: MeasuredIndicator, base: str, at: TwoDates, months: int) -> Point | None:
    """Return the value of the headline series, or of the only one, from which changes since the base are counted."""
    name = headline_series(gauge.headline, gauge.series)
    return None if name is None else starting_point(points(gauge, name, at), base, months)


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
