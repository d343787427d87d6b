"""Uncertainty of a score as frozen values, which can be read without numpy (method, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAWS, SEED = 1000, 20260101


@dataclass(frozen=True, slots=True)
class Interval:
    """The 5 %, 50 % and 95 % quantiles of draws."""

    p05: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Uncertainty of the whole, the sides and their gap; ``ranks`` covers only the groups that have a score."""

    whole: Interval
    us: Interval | None
    mx: Interval | None
    gap: Interval | None
    gap_above_0: float | None
    groups: Mapping[str, Interval]
    ranks: Mapping[str, tuple[int, int]]
    shares: Mapping[str, tuple[float, float]] | None = None
