"""From leaves to nodes: weighted means, what was assessed, and the bounds of what was not (method, section 3.7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.ladder import LeafResult
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.values import Node

TOLERANCE = 1e-12
"""An assessed share is compared with the least one to this tolerance."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a leaf brings to a tree: a score of 0 to 100 or None, its interval and face value, and its coverage."""

    score: float | None
    lo: float | None
    hi: float | None
    face: float | None
    coverage: float
    in_scope: bool = True


@dataclass(frozen=True, slots=True)
class NodeResult:
    """A node. ``score`` is None below the least assessed share; ``assessed_score`` then stands beside it.

    ``planned`` are the leaves' planned weights (they sum to 1), ``weights`` those after what has no score is
    left out: contributions are ``weights[leaf] * score of leaf`` and sum to ``shown``.
    """

    id: str
    n: int
    score: float | None
    assessed_score: float | None
    balanced: float | None
    lo: float | None
    hi: float | None
    face: float | None
    assessed: float
    coverage: float
    low_bound: float
    high_bound: float
    planned: Mapping[str, float]
    weights: Mapping[str, float]
    children: tuple[NodeResult, ...] = ()

    @property
    def assessed_only(self) -> bool:
        """Whether only the assessed leaves could be averaged."""
        return self.score is None and self.assessed_score is not None

    @property
    def shown(self) -> float | None:
        """The score, else that of the assessed leaves alone."""
        return self.assessed_score if self.score is None else self.score


def cell(result: LeafResult) -> Cell:
    """A leaf's attainment, as a tree takes it."""
    return Cell(result.score, result.lo, result.hi, result.face, result.coverage, result.in_scope)


def roll(node: Node, cells: Mapping[str, Cell], method: Method) -> NodeResult | None:
    """The result of a node; None when nothing below it is in scope."""
    if node.leaf is not None:
        return _leaf(node, cells[node.leaf])
    rolled = [(child.weight, roll(child, cells, method)) for child in node.children]
    found = [(weight, child) for weight, child in rolled if child is not None and weight > 0]
    total = math.fsum(weight for weight, _child in found)
    if not found:
        return None
    share = [(weight / total, child) for weight, child in found]
    assessed = math.fsum(weight * child.assessed for weight, child in share)
    planned = {leaf: weight * part for weight, child in share for leaf, part in child.planned.items()}
    scored = [(weight, child.score, child) for weight, child in share if child.score is not None]
    carried = math.fsum(weight for weight, _score, _child in scored)
    score = balanced = None
    weights = _assessed_weights(planned, cells)
    if scored and assessed >= method.assessed.least - TOLERANCE:
        score = math.fsum(weight * value for weight, value, _child in scored) / carried
        balanced = geometric([value for _w, value, _c in scored], [weight for weight, _v, _c in scored])
        weights = {
            leaf: weight / carried * part for weight, _v, child in scored for leaf, part in child.weights.items()
        }
    return NodeResult(
        node.id,
        n=sum(child.n for _weight, child in share),
        score=score,
        assessed_score=_sum(weights, cells, "score"),
        balanced=balanced,
        lo=_sum(weights, cells, "lo"),
        hi=_sum(weights, cells, "hi"),
        face=_sum(weights, cells, "face"),
        assessed=assessed,
        coverage=math.fsum(weight * child.coverage for weight, child in share),
        low_bound=math.fsum(weight * child.low_bound for weight, child in share),
        high_bound=math.fsum(weight * child.high_bound for weight, child in share),
        planned=planned,
        weights=weights,
        children=tuple(child for _weight, child in share),
    )


def _leaf(node: Node, cell: Cell) -> NodeResult | None:
    if not cell.in_scope or node.leaf is None:
        return None
    has = cell.score is not None
    return NodeResult(
        node.id,
        n=1,
        score=cell.score,
        assessed_score=cell.score,
        balanced=cell.score,
        lo=cell.lo,
        hi=cell.hi,
        face=cell.face,
        assessed=1.0 if has else 0.0,
        coverage=cell.coverage,
        low_bound=cell.score if cell.score is not None else 0.0,
        high_bound=cell.score if cell.score is not None else 100.0,
        planned={node.leaf: 1.0},
        weights={node.leaf: 1.0} if has else {},
    )


def _assessed_weights(planned: Mapping[str, float], cells: Mapping[str, Cell]) -> dict[str, float]:
    """Planned weights of the leaves that have a score, made to sum to 1."""
    held = {leaf: weight for leaf, weight in planned.items() if cells[leaf].score is not None}
    total = math.fsum(held.values())
    return {leaf: weight / total for leaf, weight in held.items()} if total > 0 else {}


def _sum(weights: Mapping[str, float], cells: Mapping[str, Cell], name: str) -> float | None:
    return math.fsum(weight * getattr(cells[leaf], name) for leaf, weight in weights.items()) if weights else None


def geometric(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Weighted geometric mean of scores 0 to 100, defined at 0: z = 1 + 0.99 S, mapped back (method, section 5)."""
    total = math.fsum(weights)
    mean = math.fsum(weight * math.log(1 + 0.99 * score) for weight, score in zip(weights, scores, strict=True)) / total
    return (math.exp(mean) - 1) / 0.99


def geometric_parts(scores: Sequence[float], weights: Sequence[float]) -> list[float]:
    """What each score brings to the geometric mean; the parts sum to it exactly (log-mean Divisia)."""
    total = math.fsum(weights)
    mean = 1 + 0.99 * geometric(scores, weights)
    scale = 100.0 if mean >= 100 - 1e-9 else (100 - mean) / math.log(100 / mean)
    return [
        100 * weight / total - scale * weight / total * math.log(100 / (1 + 0.99 * score)) * 100 / 99
        for weight, score in zip(weights, scores, strict=True)
    ]
