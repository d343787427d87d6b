"""Scenarios of a target worksheet from the past of places, none of them recommended (AT-2.0.0, section 4)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

QUARTILES = (0.25, 0.75)
"""The place of the best quartile if less is better, and if more is."""
UNUSUAL = 0.25
"""How far from the mean of the three years before a baseline is unusual."""
_STEPS, _LEAST_OWN, _LEAST_PLACES, _SIMILAR = 5, 3, 5, 2.0


@dataclass(frozen=True, slots=True)
class Scenarios:
    """A baseline and what it would become, as ratios to it. A ratio is None where too few changes are known.

    ``span`` is the largest yearly step of the last five years. ``own_n`` and ``places_n`` count the changes used.
    """

    baseline: float
    unusual: bool
    mean_before: float
    """Mean of the three years before the baseline."""
    span: float
    hold: float
    as_before: float | None
    own_better: float | None
    places_better: float | None
    own_n: int
    places_n: int


def propose(yearly: Sequence[float], direction: int, horizon: int, others: Sequence[Sequence[float]] = ()) -> Scenarios:
    """Return the scenarios for a place after ``horizon`` years.

    ``yearly`` holds six complete years or more, the last one the baseline; ``others`` the rates of other places for the
    same years, in the same unit. ``direction`` is +1 if more is better, -1 if less is better.
    """
    baseline, before = yearly[-1], yearly[-4:-1]
    mean_before = sum(before) / len(before)
    better = QUARTILES[direction > 0]
    own = _changes(yearly, horizon)
    places = [
        change
        for other in others
        if other[-1 - horizon] > 0
        and baseline > 0
        and max(other[-1 - horizon] / baseline, baseline / other[-1 - horizon]) <= _SIMILAR
        for change in _changes(other[-1 - horizon :], horizon)
    ]

    def ratio(changes: Sequence[float], least: int, position: float) -> float | None:
        if len(changes) < least:
            return None
        found = math.exp(_quantile(changes, position))
        return min(found, 1.0) if direction < 0 else max(found, 1.0)  # never worse than today

    return Scenarios(
        baseline=baseline,
        unusual=abs(baseline - mean_before) > UNUSUAL * abs(mean_before),
        mean_before=mean_before,
        span=max(
            abs(later - earlier) for earlier, later in zip(yearly[-_STEPS - 1 : -1], yearly[-_STEPS:], strict=True)
        ),
        hold=1.0,
        as_before=ratio(own, _LEAST_OWN, 0.5),
        own_better=ratio(own, _LEAST_OWN, better),
        places_better=ratio(places, _LEAST_PLACES, better),
        own_n=len(own),
        places_n=len(places),
    )


def _changes(yearly: Sequence[float], horizon: int) -> list[float]:
    """Return ln(later/earlier) over ``horizon`` years. Pairs with a value not above 0 are left out."""
    pairs = zip(yearly, yearly[horizon:], strict=False)
    return [math.log(later / earlier) for earlier, later in pairs if earlier > 0 and later > 0]


def _quantile(values: Sequence[float], position: float) -> float:
    """Return the quantile by linear interpolation between order statistics at ``position * (n - 1)``."""
    ordered = sorted(values)
    place = position * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
