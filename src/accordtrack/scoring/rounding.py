"""Rounding so that printed rows add up to the printed total (method, section 3.11)."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXACT = 1e15
"""From this size on a float has no decimals to round."""


def round_half_even(value: float, places: int = 1) -> float:
    """Round half to even, on the shortest decimal text of the number."""
    if abs(value) >= _EXACT:
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def round_to_sum(values: Sequence[float]) -> list[float]:
    """Round values by the largest remainder, so that they sum to the rounded sum."""
    total = round(round_half_even(math.fsum(values)) * 10)
    floors = [math.floor(value * 10) for value in values]
    left = total - sum(floors)
    order = sorted(range(len(values)), key=lambda place: (floors[place] - values[place] * 10, place))
    for place in order[: max(left, 0)]:
        floors[place] += 1
    for place in reversed(order[len(order) + min(left, 0) :]):
        floors[place] -= 1
    return [whole / 10 for whole in floors]
