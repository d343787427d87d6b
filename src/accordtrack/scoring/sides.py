"""The cards of the two sides and the gap between them, on the same leaf weights (method, sections 3.8 and 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.scoring.rollup import TOLERANCE, weighted_sums
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.method import Method
    from accordtrack.scoring.rollup import Cell, NodeResult
    from accordtrack.scoring.values import Leaf

    _Held = tuple[str, float, float | None, Leaf, Cell]
    """A leaf: id, planned weight, weight if it is assessed, definition, and cell."""


@dataclass(frozen=True, slots=True)
class SideCard:
    """One side. ``phi`` is its share of the whole; ``alone`` counts the scored leaves that it alone owes."""

    side: Side
    phi: float
    score: float | None
    assessed_score: float | None
    lo: float | None
    hi: float | None
    face: float | None
    assessed: float
    coverage: float
    low_bound: float
    high_bound: float
    n: int
    alone: int


@dataclass(frozen=True, slots=True)
class Sides:
    """Both cards and their gap. ``why_not`` holds the reasons why the gap may not be printed."""

    us: SideCard
    mx: SideCard
    gap: float | None
    gap_lo: float | None
    gap_hi: float | None
    index: float | None
    parts: Mapping[str, float]
    why_not: tuple[str, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether the gap may be printed."""
        return not self.why_not


def compare_sides(whole: NodeResult, leaves: Mapping[str, Leaf], cells: Mapping[str, Cell], method: Method) -> Sides:
    """Return the cards of both sides. ``phi_US * S_US + phi_MX * S_MX`` is exactly the score of the whole."""
    weighted_leaves = [
        (name, weight, whole.weights.get(name), leaves[name], cells[name]) for name, weight in whole.planned.items()
    ]
    us, mx = (_side_card(side, weighted_leaves, method, shown=whole.score is not None) for side in Side)
    parts: dict[str, float] = {}
    gap = low = high = index = None
    if us.assessed_score is not None and mx.assessed_score is not None:
        factors = [
            (name, weight * (leaf.share_us / us.phi - leaf.share_mx / mx.phi), one)
            for name, _planned, weight, leaf, one in weighted_leaves
            if weight is not None
        ]
        parts = {name: factor * (one.score or 0.0) for name, factor, one in factors}
        gap = us.assessed_score - mx.assessed_score
        low = math.fsum([f * ((one.lo if f >= 0 else one.hi) or 0.0) for _name, f, one in factors])
        high = math.fsum([f * ((one.hi if f >= 0 else one.lo) or 0.0) for _name, f, one in factors])
        total = us.assessed_score + mx.assessed_score
        index = gap / total if total else None
    return Sides(us, mx, gap, low, high, index, parts, _reasons_not_comparable(us, mx, method))


def _reasons_not_comparable(us: SideCard, mx: SideCard, method: Method) -> tuple[str, ...]:
    found = []
    if us.score is None or mx.score is None:
        found.append("NOT_ASSESSABLE")
    if min(us.alone, mx.alone) < method.sides.commitments:
        found.append("TOO_FEW")
    if abs(us.coverage - mx.coverage) > method.sides.coverage + TOLERANCE:
        found.append("COVERAGES_DIFFER")
    return tuple(found)


def _side_card(side: Side, weighted_leaves: Sequence[_Held], method: Method, *, shown: bool) -> SideCard:
    """Return the card of one side for its weighted leaves. ``shown`` is whether the whole has a score."""
    owes = [
        (weight, used, share, leaf, one)
        for _n, weight, used, leaf, one in weighted_leaves
        if (share := leaf.share_of(side))
    ]
    mine = [(part, one) for _weight, used, share, _leaf, one in owes if used is not None and (part := used * share)]
    phi = math.fsum([part for part, _one in mine])
    due = [(part, share, leaf, one) for weight, _used, share, leaf, one in owes if (part := weight * share) > 0]
    owed = math.fsum([part for part, _share, _leaf, _one in due])
    scored = [(part, one.score) for part, _share, _leaf, one in due if one.score is not None]
    valued = math.fsum([part for part, _score in scored]) / owed if owed > 0 else 0.0
    assessed = math.fsum([part for part, _share, _leaf, one in due if one.is_assessed]) / owed if owed > 0 else 0.0
    numbers = weighted_sums([part for part, _one in mine], [one for _part, one in mine])
    value, lo, hi, face = (number / phi for number in numbers) if phi > 0 else (None,) * 4
    withheld = [
        part * (one.highest - one.score) for part, _share, _leaf, one in due if one.withheld and one.score is not None
    ]
    known = math.fsum([part * score for part, score in scored]) / owed if owed > 0 else 0.0
    return SideCard(
        side,
        phi,
        score=value if assessed >= method.assessed.least - TOLERANCE and shown else None,
        assessed_score=value,
        lo=lo,
        hi=hi,
        face=face,
        assessed=assessed,
        coverage=math.fsum([part * one.coverage for part, _share, _leaf, one in due]) / owed if owed > 0 else 0.0,
        low_bound=known,
        high_bound=known + 100 * (1 - valued) + math.fsum(withheld) / owed if owed > 0 else 100.0,
        n=len(due),
        alone=sum([one.is_assessed and share >= 1 and not leaf.half for _part, share, leaf, one in due]),
    )
