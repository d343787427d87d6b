"""Composition of an attainment: cap, planned progress, points by grade (method, sections 3.6 and 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accordtrack.scoring import flags
from accordtrack.scoring.ladder import FLOOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.ladder import LeafResult

_CAPPED = (flags.INPUT_ONLY, flags.ACTIVITY_ONLY, flags.OUTPUT_ONLY)


@dataclass(frozen=True, slots=True)
class Mix:
    """Composition of an attainment, from its leaves and their weights.

    ``evidence`` holds points by grade, and under ``floor`` the points that raise negative leaves to 0; it sums to the
    score. ``expected`` is planned progress, 0 to 100, or None if any leaf has no plan; ``unplanned`` counts these.
    ``capped`` counts the leaves that stop below a result, by flag.
    """

    cap: float
    expected: float | None
    unplanned: int
    capped: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, float] = field(default_factory=dict)


def compute_mix(weighted_leaves: Sequence[tuple[float, LeafResult]]) -> Mix:
    """Return the mix of assessed leaves, given with weights that sum to 1."""
    plans = [(weight, result.expected) for weight, result in weighted_leaves]
    unplanned = sum(1 for _weight, plan in plans if plan is None)
    capped: dict[str, int] = {}
    for _weight, result in weighted_leaves:
        for flag in result.flags:
            name = flags.without_count(flag)
            if name in _CAPPED:
                capped[name] = capped.get(name, 0) + 1
    return Mix(
        cap=math.fsum(weight * (result.cap or 0.0) for weight, result in weighted_leaves),
        expected=None if unplanned else math.fsum(weight * (plan or 0.0) for weight, plan in plans),
        unplanned=unplanned,
        capped=capped,
        evidence=_points_by_evidence(weighted_leaves),
    )


def _points_by_evidence(weighted_leaves: Sequence[tuple[float, LeafResult]]) -> dict[str, float]:
    parts: dict[str, list[float]] = {}
    for weight, result in weighted_leaves:
        grades = {item.indicator.id: item.grade for item in result.indicators}
        for line in result.points:
            name = FLOOR if line.indicator == FLOOR else str(grades[line.indicator])
            parts.setdefault(name, []).append(weight * line.points)
    return {name: math.fsum(parts[name]) for name in sorted(parts)}
