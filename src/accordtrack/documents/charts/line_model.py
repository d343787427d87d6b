"""Values that describe a chart of one series: points, marks and reference values, each with its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from accordtrack.core.dates import days_between

if TYPE_CHECKING:
    from accordtrack.documents.model import Sentence

GREATEST = 1e15
"""Values whose absolute value is larger are given as text and not drawn."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line: its period, number and text. ``hollow``: it may still change or is not exact.

    With a ``bound`` the value itself is unknown: it lies below or above the number, and the line does not pass there.
    ``other`` is the value that another source gives for the period; a bracket joins the two.
    """

    start: str
    end: str
    value: float
    shown: str
    hollow: bool = False
    bound: Literal["", "at_most", "more_than"] = ""
    other: float | None = None


def has_gap_between(before: Point, after: Point, every: int) -> bool:
    """Whether there is a gap without values between two periods.

    ``every`` is the number of days from one value to the next, or 0 if irregular. Values of single days have no gap
    between them when no rhythm is known.
    """
    between = days_between(before.end, after.start) - 1
    if between <= 0:
        return False
    if every:
        return 2 * days_between(before.end, after.end) > 3 * every
    long = min(days_between(one.start, one.end) for one in (before, after)) + 1
    return long > 1 and 2 * between > long


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """A value beside the line: a target, a baseline, or one that is ``uncounted`` and interrupts the line."""

    kind: Literal["target", "baseline", "uncounted"]
    day: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """A value that holds for several periods, such as their mean, with its first and last day."""

    since: str
    until: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The range of comparable values in one period, with their median."""

    start: str
    end: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Band:
    """A range around the line over several periods, such as that of other places, with its texts in the legend."""

    points: tuple[BandPoint, ...]
    range_words: str
    middle_words: str


@dataclass(frozen=True, slots=True)
class OtherSeries:
    """A second series about the same thing, whose source does not agree with the first, and the space between the two.

    The texts are those of the legend: the name of each series, and what the tinted space means.
    """

    points: tuple[Point, ...]
    words: str
    words_of_first: str
    between: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that is marked on the chart."""

    day: str
    words: str


@dataclass(frozen=True, slots=True)
class SingleValue:
    """A series of a single value, shown as a number: a line through one dot would look like a flat trend.

    It has the value with its unit and period, and the values to compare it with (``beside``).
    """

    id: str
    title: str
    value: str
    unit: str
    period: str
    beside: tuple[str, ...] = ()
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line chart of one series with two or more values.

    The title states the finding; the subtitle gives unit, series and periods. ``alt`` is the title, the subtitle and
    every value as text. ``unsure`` explains what a hollow point means.
    """

    id: str
    title: str
    subtitle: str
    points: tuple[Point, ...]
    alt: str
    unsure: str = ""
    marks: tuple[Mark, ...] = ()
    spots: tuple[ReferenceValue, ...] = ()
    levels: tuple[Level, ...] = ()
    notes: tuple[Sentence, ...] = ()
    every: int = 0
    """Days from one value to the next by the rhythm of the indicator, or 0 if it has none."""
    joined: bool = True
    """Whether a line joins the points. It does not when there are too few points to compare."""
    band: Band | None = None
    """The range of comparable values, drawn behind the line."""
    other: OtherSeries | None = None
    """A series that does not agree with this one."""
    ink: Literal["", "us", "mx"] = ""
    """The country that the series is about, which gives the line its color."""
    named: tuple[str, ...] = field(default=(), metadata={"unwritten": True})
    """The last days of the periods that the title or a sentence names. These are labeled, and not the highest and lowest."""
