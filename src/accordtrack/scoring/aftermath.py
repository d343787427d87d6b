"""Aftermath of an event: the periods before it compared with the periods after it (method, section 11)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months
from accordtrack.scoring import series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.series import MeasuredIndicator, Point

KINDS = ("takedown", "operation", "transfer", "deployment")
"""Kinds of event that have an aftermath."""
LEAST_BEFORE = 3
IMPROVED_HELD, IMPROVED_NOT_HELD, UNCHANGED = "improved_and_held", "improved_not_held", "unchanged"
WORSENED_EASED, WORSENED_HELD = "worsened_since_eased", "worsened_and_held"
NO_BASELINE, NOT_MEASURED = "no_baseline", "not_measured_yet"


@dataclass(frozen=True, slots=True)
class After:
    """One series around the event. Of the last ``k`` periods so far, ``held`` are on the side of the change.

    ``across`` holds the periods that contain the day of the event; they count neither before nor after.
    ``last_measured`` is the end of the latest known period.
    """

    gauge: MeasuredIndicator
    series: str | None
    word: str
    before: tuple[Point, ...] = ()
    after: tuple[Point, ...] = ()
    held: int = 0
    k: int = 1
    last_measured: str | None = None
    local: bool = False
    across: tuple[Point, ...] = ()

    @property
    def mean_before(self) -> float | None:
        """Mean of the periods before, or None if there are none."""
        return _mean(self.before)

    @property
    def mean_after(self) -> float | None:
        """Mean of the periods after, or None if there are none."""
        return _mean(self.after)


@dataclass(frozen=True, slots=True)
class Window:
    """The day of the event and the two windows, as ISO dates: [since, day) and (day, until]."""

    day: str
    since: str
    until: str


def window_around(day: str, before: int, after: int) -> Window:
    """Return the windows of ``before`` months before and ``after`` months after a day."""
    return Window(day, add_months(day, -before), add_months(day, after))


def aftermath(gauges: Sequence[MeasuredIndicator], place: str | None, span: Window, at: TwoDates) -> tuple[After, ...]:
    """Return one line per series with a value near the event. Indicators of the event's place come first.

    An indicator without such a series gets one line that says it is not measured.
    """
    afters = []
    for gauge in sorted(gauges, key=lambda one: (one.place != place or place is None, one.id)):
        if gauge.place not in {None, place} or not gauge.sign:
            continue
        local = place is not None and gauge.place == place
        lines = [_series_aftermath(gauge, name, span, at, local=local) for name in gauge.series]
        near = [line for line in lines if line.before or line.after]
        afters += near or [_unmeasured_line(gauge, at, local=local)]
    return tuple(afters)


def _series_aftermath(gauge: MeasuredIndicator, name: str, span: Window, at: TwoDates, *, local: bool) -> After:
    points = series.points(gauge, name, at)
    before = tuple(point for point in points if span.since <= point.start and point.end < span.day)
    after = tuple(point for point in points if span.day < point.start and point.end <= span.until)
    across = tuple(
        point for point in points if span.since <= point.start <= span.day <= point.end and point.end <= span.until
    )
    held_count, word = _judge_change(gauge, before, after)
    last = max((point.end for point in points), default=None)
    return After(gauge, name, word, before, after, held_count, gauge.hold, last, local, across)


def _judge_change(gauge: MeasuredIndicator, before: Sequence[Point], after: Sequence[Point]) -> tuple[int, str]:
    """Return how many of the last k periods are on the side of the change, and the word for the change."""
    start, end = _mean(before), _mean(after)
    if len(before) < LEAST_BEFORE or start is None:
        return 0, NO_BASELINE
    if end is None:
        return 0, NOT_MEASURED
    if abs(end - start) <= gauge.unchanged_within * abs(start):
        return 0, UNCHANGED
    way = math.copysign(1, end - start)
    recent = list(after[-gauge.hold :])
    held_count = sum(1 for point in recent if (point.value - start) * way > 0)
    if way * gauge.sign > 0:
        return held_count, IMPROVED_HELD if held_count == len(recent) else IMPROVED_NOT_HELD
    eased = (after[-1].value - end) * gauge.sign > 0
    return held_count, WORSENED_EASED if eased or held_count < len(recent) else WORSENED_HELD


def _unmeasured_line(gauge: MeasuredIndicator, at: TwoDates, *, local: bool) -> After:
    last = max((row.end for row in series.counted_rows(gauge.rows, at)), default=None)
    return After(gauge, gauge.headline, NOT_MEASURED, k=gauge.hold, last_measured=last, local=local)


def _mean(points: Sequence[Point]) -> float | None:
    return math.fsum(point.value for point in points) / len(points) if points else None
