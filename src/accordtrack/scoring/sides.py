"""The two cards and the gap between them, over the same leaf weights (method, sections 3.8 and 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.scoring.rollup import TOLERANCE, weighted
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.scoring.method import Method
    from accordtrack.scoring.rollup import Cell, NodeResult
    from accordtrack.scoring.values import Leaf


@dataclass(frozen=True, slots=True)
class SideCard:
    """One side. ``phi`` is the share of the whole that it carries; ``alone`` counts scored leaves it alone owes."""

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
    """Both cards and their gap; ``comparable`` says whether the gap may be printed, ``why_not`` names what stands against it."""

    us: SideCard
    mx: SideCard
    gap: float | None
    gap_lo: float | None
    gap_hi: float | None
    index: float | None
    parts: Mapping[str, float]
    why_not: tuple[str, ...]

    @property
    def comparable(self) -> bool:
        """Whether the gap may be printed."""
        return not self.why_not


def sides(whole: NodeResult, leaves: Mapping[str, Leaf], cells: Mapping[str, Cell], method: Method) -> Sides:
    """Cards of both sides; ``phi_US * S_US + phi_MX * S_MX`` is the score of the whole, exactly."""
    us, mx = (_card(side, whole, leaves, cells, method) for side in Side)
    parts: dict[str, float] = {}
    gap = low = high = index = None
    if us.assessed_score is not None and mx.assessed_score is not None:
        factors = {
            name: weight * (leaves[name].share_us / us.phi - leaves[name].share_mx / mx.phi)
            for name, weight in whole.weights.items()
        }
        parts = {name: factor * (cells[name].score or 0.0) for name, factor in factors.items()}
        gap = us.assessed_score - mx.assessed_score
        low = math.fsum([f * ((cells[n].lo if f >= 0 else cells[n].hi) or 0.0) for n, f in factors.items()])
        high = math.fsum([f * ((cells[n].hi if f >= 0 else cells[n].lo) or 0.0) for n, f in factors.items()])
        total = us.assessed_score + mx.assessed_score
        index = gap / total if total else None
    return Sides(us, mx, gap, low, high, index, parts, _why_not(us, mx, method))


def _why_not(us: SideCard, mx: SideCard, method: Method) -> tuple[str, ...]:
    found = []
    if us.score is None or mx.score is None:
        found.append("NOT_ASSESSABLE")
    if min(us.alone, mx.alone) < method.sides.commitments:
        found.append("TOO_FEW")
    if abs(us.coverage - mx.coverage) > method.sides.coverage + TOLERANCE:
        found.append("COVERAGES_DIFFER")
    return tuple(found)


def _card(
    side: Side, whole: NodeResult, leaves: Mapping[str, Leaf], cells: Mapping[str, Cell], method: Method
) -> SideCard:
    owes = {name: leaves[name].share(side) for name in whole.planned}
    mine = {name: part for name, weight in whole.weights.items() if (part := weight * owes[name])}
    phi = math.fsum(mine.values())
    planned = {name: weight * owes[name] for name, weight in whole.planned.items()}
    owed = math.fsum(planned.values())
    scored = [(part, value) for name, part in planned.items() if (value := cells[name].score) is not None]

    def mean(name: str) -> float | None:
        return weighted(mine, cells, name) / phi if phi > 0 else None

    assessed = math.fsum([part for part, _value in scored]) / owed if owed > 0 else 0.0
    value = mean("score")
    known = math.fsum([part * value for part, value in scored]) / owed if owed > 0 else 0.0
    due = [(name, part, cells[name]) for name, part in planned.items() if part > 0]
    return SideCard(
        side,
        phi,
        score=value if assessed >= method.assessed.least - TOLERANCE and whole.score is not None else None,
        assessed_score=value,
        lo=mean("lo"),
        hi=mean("hi"),
        face=mean("face"),
        assessed=assessed,
        coverage=math.fsum([part * one.coverage for _name, part, one in due]) / owed if owed > 0 else 0.0,
        low_bound=known,
        high_bound=known + 100 * (1 - assessed) if owed > 0 else 100.0,
        n=len(due),
        alone=sum([one.score is not None and owes[n] >= 1 and not leaves[n].half for n, _part, one in due]),
    )
