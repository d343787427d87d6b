"""Aggregation of leaves to nodes: weighted means, assessed shares and bounds (method, sections 2 and 3.7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter, mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Mapping, Sequence

    from accordtrack.scoring.ladder import LeafResult
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.values import Node

    Part = tuple[float, float, str]
    """Weight, value and id of a leaf or node that is averaged."""

TOLERANCE = 1e-12
"""Tolerance for comparing an assessed share with the least one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of a leaf in a tree: a score of 0 to 100 or None, its interval and face value, and its coverage."""

    score: float | None
    lo: float | None
    hi: float | None
    face: float | None
    coverage: float
    in_scope: bool = True
    withheld: bool = False
    """Whether what the value rests on is withheld from the audience; it may then be as high as ``hi``."""

    @property
    def is_assessed(self) -> bool:
        """Whether there is a value that the audience may read."""
        return self.score is not None and not self.withheld

    @property
    def highest(self) -> float:
        """The highest value that is consistent with what is known, for the upper bound of a node."""
        if self.score is None:
            return 100.0
        return self.hi if self.withheld and self.hi is not None else self.score


@dataclass(frozen=True)
class NodeResult:
    """The result of a node. ``children`` are nodes; leaves are in ``planned``.

    ``score`` is None below the least assessed share; ``assessed_score`` is then that of the assessed leaves alone.
    ``valued`` is the share of the leaves with a value: those assessed, and those withheld from the audience, which earn
    nothing. With enough of it, the value is ``carried``: it counts in the node above if that lowers it, even if too little
    was assessed to print it plainly.
    ``planned`` holds the planned weights of the leaves, which sum to 1. ``weights`` holds those that remain after
    leaves without a score are left out: contributions are ``weights[leaf] * score of leaf`` and sum to ``displayed_score``.
    """

    id: str
    n: int
    score: float | None
    assessed_score: float | None
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
    valued: float = 0.0
    carried: float | None = None
    averaged: Sequence[tuple[float, float, str]] = ()
    """Weight, score and id of each child averaged into the score. Empty without a score and on a side's card."""

    @cached_property
    def balanced_score(self) -> float | None:
        """The geometric mean of the averaged scores, in which a high score cannot make up for a low one, or None."""
        if not self.averaged:
            return None
        return geometric_mean([value for _weight, value, _name in self.averaged], [one[0] for one in self.averaged])

    @cached_property
    def shortfalls(self) -> dict[str, float]:
        """Points that each child takes from a balanced score of 100. With the balanced score they sum to 100."""
        weights = [weight for weight, _value, _name in self.averaged]
        carried = math.fsum(weights)
        parts = geometric_parts([value for _weight, value, _name in self.averaged], weights) if weights else []
        pairs = zip(self.averaged, parts, strict=True)
        return {name: 100 * weight / carried - part for (weight, _value, name), part in pairs}

    @property
    def is_assessed_only(self) -> bool:
        """Whether only the assessed leaves could be averaged."""
        return self.score is None and self.assessed_score is not None

    @property
    def displayed_score(self) -> float | None:
        """The score, or else that of the assessed leaves alone."""
        return self.assessed_score if self.score is None else self.score


def is_printable(node: NodeResult | None, usable: Container[str], cells: Mapping[str, Cell], method: Method) -> bool:
    """Whether an attainment is shown: enough is assessed, and enough of that has a usable result.

    ``usable`` holds ids of leaves, and ``cells`` the attainment of each leaf.
    """
    if node is None or node.score is None:
        return False
    assessed = math.fsum([part for name, part in node.planned.items() if cells[name].score is not None])
    found = math.fsum([part for name, part in node.planned.items() if name in usable])
    return (found / assessed if assessed > 0 else 0.0) >= method.assessed.usable


def leaf_cell(result: LeafResult) -> Cell:
    """Return a leaf's attainment as a cell."""
    return Cell(result.score, result.lo, result.hi, result.face, result.coverage, result.in_scope, result.is_withheld)


def roll_up(
    node: Node, cells: Mapping[str, Cell], method: Method, known: Mapping[str, NodeResult | None] | None = None
) -> NodeResult | None:
    """Return the result of a node, or None if nothing below it is in scope. A leaf counts as a node of one.

    ``known`` holds the results of nodes directly below it that were rolled up before.
    """
    inside = node.children if node.leaf is None else (node,)
    leaves, nodes = _children_in_scope(inside, cells, method, known or {})
    if not leaves and not nodes:
        return None
    total = math.fsum([weight for weight, _name, _cell in leaves] + [weight for weight, _child in nodes])
    leaves = [(weight / total, name, one) for weight, name, one in leaves]
    nodes = [(weight / total, child) for weight, child in nodes]
    planned = {name: weight for weight, name, _cell in leaves}
    planned.update((leaf, weight * part) for weight, child in nodes for leaf, part in child.planned.items())
    scored = [(weight, one.score, name) for weight, name, one in leaves if one.score is not None]
    readable = [weight for weight, _name, one in leaves if one.is_assessed]
    assessed = math.fsum(readable + [weight * child.assessed for weight, child in nodes])
    valued = math.fsum([one[0] for one in scored] + [weight * child.valued for weight, child in nodes])
    plain = [*scored, *((weight, child.score, child.id) for weight, child in nodes if child.score is not None)]
    doubtful = [
        (weight, child.carried, child.id)
        for weight, child in nodes
        if child.score is None and child.carried is not None
    ]
    carried: float | None = None
    score: float | None = None
    if (plain or doubtful) and valued >= method.assessed.least - TOLERANCE:
        averaged = _lowest(plain, doubtful, _mean)
        carried = _mean(averaged)
        weights = _leaf_weights(scored, nodes, averaged)
        # What is withheld earns nothing, but it cannot make up the least assessed share.
        if assessed >= method.assessed.least - TOLERANCE:
            score = carried
        else:
            alone = _assessed_weights(planned, cells)
            carried, weights = min((carried, weights), (_score_of(alone, cells), alone), key=itemgetter(0))
    else:
        weights = _assessed_weights(planned, cells)
    leaf_cells = [cells[name] for name in weights]
    assessed_score, lo, hi, face = weighted_sums(weights.values(), leaf_cells) if weights else (None,) * 4
    if doubtful and weights:
        lo, face = (_least(leaves, nodes, name, value) for name, value in (("lo", lo), ("face", face)))
    return NodeResult(
        node.id,
        n=len(leaves) + sum(child.n for _weight, child in nodes),
        score=score,
        assessed_score=assessed_score,
        lo=lo,
        hi=hi,
        face=face,
        assessed=assessed,
        coverage=math.fsum([w * one.coverage for w, _n, one in leaves] + [w * child.coverage for w, child in nodes]),
        low_bound=math.fsum([w * value for w, value, _n in scored] + [w * child.low_bound for w, child in nodes]),
        high_bound=math.fsum([w * one.highest for w, _n, one in leaves] + [w * child.high_bound for w, child in nodes]),
        planned=planned,
        weights=weights,
        children=tuple(child for _weight, child in nodes),
        valued=valued,
        carried=carried,
        averaged=_lowest(plain, doubtful, _geometric) if score is not None else [],
    )


def _mean(parts: Sequence[Part]) -> float:
    total = math.fsum([weight for weight, _value, _name in parts])
    return math.fsum([weight * value for weight, value, _name in parts]) / total


def _geometric(parts: Sequence[Part]) -> float:
    return geometric_mean([value for _weight, value, _name in parts], [weight for weight, _value, _name in parts])


def _lowest(plain: Sequence[Part], doubtful: Sequence[Part], mean: Callable[[Sequence[Part]], float]) -> list[Part]:
    """Return the parts with the lowest mean: all plain ones, and each doubtful one that lowers it.

    A doubtful part has enough value only with what is withheld. Nobody may know whether it counted before that was hidden,
    so it counts if that lowers the mean. Thus hiding raises nothing.
    """
    found = list(plain)
    for one in sorted(doubtful, key=itemgetter(1, 2)):
        if not found or one[1] < mean(found):
            found.append(one)
    return found


def _least(
    leaves: Sequence[tuple[float, str, Cell]], nodes: Sequence[tuple[float, NodeResult]], name: str, value: float | None
) -> float | None:
    """Return the least mean of a bound, whichever doubtful parts count: the parts with the lowest score may have higher bounds."""
    plain = [(weight, getattr(one, name), leaf) for weight, leaf, one in leaves]
    plain += [(weight, getattr(child, name), child.id) for weight, child in nodes if child.score is not None]
    doubtful = [(weight, getattr(child, name), child.id) for weight, child in nodes if child.score is None]
    known = [one for one in plain if one[1] is not None]
    least = _mean(_lowest(known, [one for one in doubtful if one[1] is not None], _mean))
    return least if value is None else min(value, least)


def _leaf_weights(
    scored: Sequence[Part], nodes: Sequence[tuple[float, NodeResult]], averaged: Sequence[Part]
) -> dict[str, float]:
    """Return the weight of each leaf in the mean of the parts that are averaged."""
    total, names = math.fsum([part[0] for part in averaged]), {name for _weight, _value, name in averaged}
    weights = {name: weight / total for weight, _score, name in scored}
    weights.update(
        (leaf, weight / total * part)
        for weight, child in nodes
        if child.id in names
        for leaf, part in child.weights.items()
    )
    return weights


def _score_of(weights: Mapping[str, float], cells: Mapping[str, Cell]) -> float:
    """Return the mean score of leaves that all have a score."""
    return math.fsum(weight * (cells[name].score or 0.0) for name, weight in weights.items())


def _children_in_scope(
    inside: Sequence[Node], cells: Mapping[str, Cell], method: Method, known: Mapping[str, NodeResult | None]
) -> tuple[list[tuple[float, str, Cell]], list[tuple[float, NodeResult]]]:
    """Return the leaves and nodes that are in scope and have a weight."""
    leaves: list[tuple[float, str, Cell]] = []
    nodes: list[tuple[float, NodeResult]] = []
    for child in inside:
        if child.weight <= 0:
            continue
        if child.leaf is not None:
            one = cells[child.leaf]
            if one.in_scope:
                leaves.append((child.weight, child.leaf, one))
        else:
            result = known[child.id] if child.id in known else roll_up(child, cells, method)
            if result is not None:
                nodes.append((child.weight, result))
    return leaves, nodes


def _assessed_weights(planned: Mapping[str, float], cells: Mapping[str, Cell]) -> dict[str, float]:
    """Return the planned weights of the leaves that have a score, scaled to sum to 1."""
    scored_weights = {leaf: weight for leaf, weight in planned.items() if cells[leaf].score is not None}
    total = math.fsum(scored_weights.values())
    return {leaf: weight / total for leaf, weight in scored_weights.items()} if total > 0 else {}


def weighted_sums(weights: Collection[float], cells: Collection[Cell]) -> tuple[float, ...]:
    """Return score, lower end, upper end and face as weighted sums over leaves that all have a score."""
    return tuple(math.fsum(map(mul, weights, map(value, cells))) for value in _NUMBERS)


_NUMBERS = tuple(attrgetter(name) for name in ("score", "lo", "hi", "face"))


def geometric_mean(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Return the weighted geometric mean of scores 0 to 100, each mapped to 1 + 0.99 S and back (section 5)."""
    total = math.fsum(weights)
    mean = math.fsum(weight * math.log(1 + 0.99 * score) for weight, score in zip(weights, scores, strict=True)) / total
    return (math.exp(mean) - 1) / 0.99


def geometric_parts(scores: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the part of each score in the geometric mean. The parts sum to it exactly (log-mean Divisia)."""
    total = math.fsum(weights)
    mean = 1 + 0.99 * geometric_mean(scores, weights)
    scale = 100.0 if mean >= 100 - 1e-9 else (100 - mean) / math.log(100 / mean)
    return [
        100 * weight / total - scale * weight / total * math.log(100 / (1 + 0.99 * score)) * 100 / 99
        for weight, score in zip(weights, scores, strict=True)
    ]
