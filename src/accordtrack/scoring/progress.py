"""Signed progress of one value, planned progress and pace (method, sections 3.3 and 3.9)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.scoring import flags

if TYPE_CHECKING:
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.values import Flag, Indicator, Record

REGRESSED, ACHIEVED, OVERDUE, NOT_DUE = "REGRESSED", "ACHIEVED", "OVERDUE", "NOT_DUE"
ON_TRACK, LAGGING, OFF_TRACK = "ON_TRACK", "LAGGING", "OFF_TRACK"


def undefined_reasons(indicator: Indicator) -> tuple[Flag, ...]:
    """Return why values of the indicator cannot be converted to progress. Empty if they can.

    If both baseline and target are missing, both flags are given, so that a reader does not assume that one exists.
    """
    baseline, target, direction = indicator.baseline, indicator.target, indicator.direction
    if baseline is None or target is None or not (math.isfinite(baseline) and math.isfinite(target)):
        named = ((flags.NO_BASELINE, baseline), (flags.NO_TARGET, target))
        return tuple([flag for flag, value in named if value is None or not math.isfinite(value)])
    if not math.isfinite(indicator.weight) or indicator.weight <= 0:
        return (flags.BAD_WEIGHT,)
    dated = indicator.step is not None  # A status takes its dates from the commitment, only for the plan
    if dated and indicator.t0 is not None and indicator.t1 is not None and indicator.t1 <= indicator.t0:
        return (flags.TARGET_BEFORE_BASELINE,)
    if target == baseline:
        fit = bool(direction) and indicator.span is not None and math.isfinite(indicator.span) and indicator.span > 0
        return () if fit else (flags.ZERO_RANGE,)
    if direction and math.copysign(1, target - baseline) != direction:
        return (flags.DIRECTION_CONFLICT,)
    return ()


def value_of(indicator: Indicator, record: Record) -> float | None:
    """Return the finite value of a record, or None."""
    value = record.value
    if indicator.ratio and record.numerator is not None:
        value = record.numerator / record.denominator if record.denominator else None
    return value if value is not None and math.isfinite(value) else None


def raw_progress(indicator: Indicator, value: float) -> float:
    """Return progress before clipping: 0 at the baseline, 1 at the target. Raise ``ValueError`` without either."""
    baseline, target = indicator.baseline, indicator.target
    if baseline is None or target is None:
        raise ValueError(indicator.id)
    if target == baseline:
        span, direction = indicator.span or 1.0, indicator.direction or 1
        return 1 - max(0.0, (target - value) * direction) / span
    return (value - baseline) / (target - baseline)


def clip_progress(progress: float, floor: float) -> float:
    """Clip progress to the range from the floor to 1."""
    return progress if floor < progress < 1 else 1.0 if progress >= 1 else floor


def planned_progress(indicator: Indicator, as_of: str) -> float | None:
    """Return planned progress on a date, 0 to 1 and linear between the points of the path; None without t0 and t1."""
    if indicator.target is not None and indicator.target == indicator.baseline:
        return 1.0
    if indicator.t0 is None or indicator.t1 is None or indicator.t1 <= indicator.t0:
        return None
    if as_of <= indicator.t0:
        return 0.0
    if as_of >= indicator.t1:
        return 1.0
    (start, low), (end, high) = (indicator.t0, 0.0), (indicator.t1, 1.0)
    if indicator.path:
        start, low = max([(start, low), *[point for point in indicator.path if start < point[0] <= as_of]])
        end, high = min([(end, high), *[point for point in indicator.path if as_of < point[0] < end]])
    return low + (high - low) * days_between(start, as_of) / days_between(start, end)


def pace(progress: float, plan: float | None, indicator: Indicator, as_of: str, method: Method) -> str | None:
    """Return the pace of progress against ``plan``, the result of ``planned_progress``, or None without a plan."""
    if plan is None:
        return None
    if progress < 0:
        return REGRESSED
    if progress >= 1:
        return ACHIEVED
    if indicator.t1 is not None and as_of > indicator.t1:
        return OVERDUE
    if plan <= 0:
        return NOT_DUE
    if progress >= method.pace.on_track * plan:
        return ON_TRACK
    return LAGGING if progress >= method.pace.lagging * plan else OFF_TRACK
