"""A series that is drawn: its points, and what is to be seen beside them, each with the words that stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from accordtrack.core.dates import days_between

if TYPE_CHECKING:
    from accordtrack.site.page import Words

GREATEST = 1e15
"""Values beyond it, either way, are told and not drawn."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line: the days of its period, its number, both in words; ``hollow`` where it may change or is a bound."""

    start: str
    end: str
    value: float
    shown: str
    hollow: bool = False


def apart(before: Point, after: Point, every: int) -> bool:
    """Whether there is time between two periods of which no value tells. ``every``: days from one value to the next, 0 if irregular.

    Days as such have no time between them, where no rhythm is known.
    """
    between = days_between(before.end, after.start) - 1
    if between <= 0:
        return False
    if every:
        return 2 * days_between(before.end, after.end) > 3 * every
    long = min(days_between(one.start, one.end) for one in (before, after)) + 1
    return long > 1 and 2 * between > long


@dataclass(frozen=True, slots=True)
class Spot:
    """A value on a day that is no point of the line: what it should come to, from where a change is counted, or what is not counted.

    No line runs past one that is ``uncounted``.
    """

    kind: Literal["target", "baseline", "uncounted"]
    day: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """A value that stands for several periods, such as their mean, from one day to another."""

    since: str
    until: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day to be seen on the line."""

    day: str
    words: str


@dataclass(frozen=True, slots=True)
class Sole:
    """A series of one value: the value with its unit and period, and what it is compared by. A line through one dot would look flat."""

    id: str
    title: str
    value: str
    unit: str
    period: str
    beside: tuple[str, ...] = ()
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """One series of two values or more as a line. The title says the finding, the subtitle unit, series and periods.

    ``alt`` is title, subtitle and every value in words. ``unsure`` says what a hollow point is.
    """

    id: str
    title: str
    subtitle: str
    points: tuple[Point, ...]
    alt: str
    unsure: str = ""
    marks: tuple[Mark, ...] = ()
    spots: tuple[Spot, ...] = ()
    levels: tuple[Level, ...] = ()
    notes: tuple[Words, ...] = ()
    every: int = 0
    """Days from one value to the next by the rhythm of the indicator; 0 where it has none."""
    joined: bool = True
    """Whether a line joins its points; points alone where they are too few for one to be told from the other."""
