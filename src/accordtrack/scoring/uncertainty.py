"""Uncertainty of a score by keyed draws (method, sections 3.10 and 8).

The draws vary weights, credence, bands, hold, floor, the place of disputes and the mean. The planned weights decide
once which nodes can be assessed; no draw changes that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accordtrack.scoring import random_draws, views
from accordtrack.scoring.ladder import RUNGS, fill_rungs, rung
from accordtrack.vocabulary import Grade, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from accordtrack.scoring.indicator import IndicatorResult
    from accordtrack.scoring.ladder import LeafResult
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.random_draws import Draws
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.values import Leaf, Node

FACTORS = ("weights", "aggregation", "bands", "credence", "phi", "floor", "dispute")
QUANTILES = (0.05, 0.5, 0.95)
RANK_SHARE = 0.05
"""The share of the draws that gives a rank, from which on the range of ranks has it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The source of draws: seed, count and stream. The factor ``swapped`` uses the other stream."""

    seed: int
    count: int
    stream: str = "A"
    swapped: str | None = None

    def uniform_draws(self, factor: str, name: str) -> Draws:
        """Return the uniform draws of one name of a factor."""
        other = {"A": "B", "B": "A"}[self.stream]
        return random_draws.uniform(self.seed, self.count, other if factor == self.swapped else self.stream, name)


class Parameters:
    """The parameters in every draw, each an array with one number per draw."""

    def __init__(self, method: Method, sample: Sample) -> None:
        spread = method.uncertainty
        low, high = spread.band
        results = low + (high - low) * sample.uniform_draws("bands", "band")
        self.bands = [(100 - results) / 3] * 3 + [results]
        first, last = spread.immediate
        self.phi = first + (last - first) * sample.uniform_draws("phi", "phi")
        choices = np.asarray(spread.floors)
        self.floor: Draws = choices[(sample.uniform_draws("floor", "floor") * len(choices)).astype(np.int64)]
        self.geometric = sample.uniform_draws("aggregation", "agg") >= 0.5  # noqa: PLR2004
        self.credence = self._credence(method, sample)
        self._sample, self._spread = sample, spread.weights

    @staticmethod
    def _credence(method: Method, sample: Sample) -> dict[Grade, Draws]:
        spread = method.uncertainty.credence
        weaker = list(Grade)[:-1]
        moved = [
            np.clip(
                views.credence(method, grade) + spread * (2 * sample.uniform_draws("credence", f"q:E{place}") - 1), 0, 1
            )
            for place, grade in enumerate(weaker, start=1)
        ]
        found = dict(zip(weaker, np.sort(np.stack(moved), axis=0), strict=True))
        return {**found, Grade.VERIFIED: np.full(sample.count, views.credence(method, Grade.VERIFIED))}

    def weight(self, node: Node) -> Draws:
        """Return the weight of a node in every draw."""
        return node.weight * (1 + self._spread * (2 * self._sample.uniform_draws("weights", f"w:{node.id}") - 1))

    def position(self, indicator: str) -> Draws:
        """Return the position of a disputed value between its bounds in every draw, 0 to 1."""
        return self._sample.uniform_draws("dispute", f"d:{indicator}")


def credited_progress(view: views.View, parameters: Parameters) -> Draws:
    """Return the credited progress of a view in every draw."""
    if view.raw > 0:
        p = min(1.0, view.raw)
        past_mean = sum(max(0.0, min(p, past)) for past in view.window if past is not None) / len(view.window)
        return parameters.credence[view.grade] * (parameters.phi * p + (1 - parameters.phi) * past_mean)
    p_floored: Draws = np.maximum(parameters.floor, view.raw)
    return np.where(p_floored < 0, p_floored, 0.0) if view.own else parameters.credence[view.grade] * p_floored


def indicator_progress(result: IndicatorResult, parameters: Parameters) -> Draws | None:
    """Return the credited progress of an indicator in every draw. In a dispute it is between the two views."""
    seen = result.seen
    if seen is None or not result.is_assessed:
        return None
    if seen.us is not None and seen.mx is not None and not seen.settled:
        us, mx = credited_progress(seen.us, parameters), credited_progress(seen.mx, parameters)
        low, high = np.minimum(us, mx), np.maximum(us, mx)
        found: Draws = low + parameters.position(result.indicator.id) * (high - low)
        return found
    return credited_progress(seen.point, parameters) if seen.point is not None else None


def attainment(result: LeafResult, parameters: Parameters) -> Draws | None:
    """Return the attainment of a leaf in every draw, 0 to 100."""
    pairs = [(item.indicator, indicator_progress(item, parameters)) for item in result.indicators]
    rungs: list[Draws | None] = []
    for place in range(len(RUNGS)):
        here = [(one.weight, values) for one, values in pairs if values is not None and rung(one) == place]
        total = sum(weight for weight, _values in here)
        rungs.append(sum((w * values for w, values in here), np.zeros_like(parameters.phi)) / total if here else None)
    best: list[Draws | None] = fill_rungs(rungs, _greater)
    filled = [band * fill for band, fill in zip(parameters.bands, best, strict=True) if fill is not None]
    return np.maximum(0.0, np.sum(filled, axis=0)) if filled else None


def _greater(one: Draws, other: Draws) -> Draws:
    found: Draws = np.maximum(one, other)
    return found


def delivery(result: LeafResult, parameters: Parameters) -> Draws | None:
    """Return the delivery of a leaf in every draw: 100 times its status indicator, which is the first."""
    found = indicator_progress(result.indicators[0], parameters) if result.indicators else None
    return None if found is None else np.maximum(0.0, 100 * found)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of the whole, the groups and both sides."""

    whole: Draws
    groups: Mapping[str, Draws]
    us: Draws | None
    mx: Draws | None

    @property
    def gap(self) -> Draws | None:
        """United States minus Mexico."""
        return None if self.us is None or self.mx is None else self.us - self.mx


def draw_tree(
    tree: Node,
    whole: NodeResult,
    leaves: Mapping[str, Draws | None],
    shares: Mapping[str, Leaf],
    parameters: Parameters,
) -> Drawn:
    """Compute the tree in every draw, assessed like ``whole``. ``leaves`` holds the draws of every leaf in scope."""
    results = {child.id: child for child in whole.children}
    nodes = [child for child in tree.children if child.id in results and results[child.id].displayed_score is not None]
    parts = {child.id: _weights(child, results[child.id], leaves, parameters) for child in nodes}
    groups = {name: _weighted_mean(child_weights, leaves) for name, child_weights in parts.items()}
    counted = [child for child in nodes if results[child.id].carried is not None]
    leaf_weights: dict[str, Draws]
    if whole.carried is None:
        leaf_weights = _planned_weights(tree, whole, leaves, parameters)
        mean = _weighted_mean(leaf_weights, leaves)
    else:
        weights = {child.id: parameters.weight(child) for child in counted}
        total = np.sum(list(weights.values()), axis=0)
        leaf_weights = {leaf: weights[n] / total * part for n in weights for leaf, part in parts[n].items()}
        mean = np.where(parameters.geometric, _geometric_mean(groups, weights), _weighted_mean(leaf_weights, leaves))
    us, mx = (_side_score(side, leaf_weights, leaves, shares) for side in Side)
    return Drawn(mean, groups, us, mx)


def _weights(
    node: Node, result: NodeResult, leaves: Mapping[str, Draws | None], parameters: Parameters
) -> dict[str, Draws]:
    """Return the weights of the leaves below a node in every draw, as in its score."""
    if result.carried is None:
        return _planned_weights(node, result, leaves, parameters)
    below = {child.id: child for child in result.children}
    found: list[tuple[Draws, dict[str, Draws]]] = []
    for child in node.children:
        if child.leaf is not None:
            if child.leaf in result.planned and leaves.get(child.leaf) is not None:
                found.append((parameters.weight(child), {child.leaf: np.ones_like(parameters.phi)}))
        elif child.id in below and below[child.id].carried is not None:
            found.append((parameters.weight(child), _weights(child, below[child.id], leaves, parameters)))
    total = np.sum([weight for weight, _parts in found], axis=0)
    return {leaf: weight / total * part for weight, parts in found for leaf, part in parts.items()}


def _planned_weights(
    node: Node, result: NodeResult, leaves: Mapping[str, Draws | None], parameters: Parameters
) -> dict[str, Draws]:
    """Return the drawn planned weights of the assessed leaves below a node, scaled to sum to 1."""

    def walk(node: Node, result: NodeResult, weight: Draws) -> Iterable[tuple[str, Draws]]:
        below = {child.id: child for child in result.children}
        present = [child for child in node.children if child.id in below or child.leaf in result.planned]
        own = {child.id: parameters.weight(child) for child in present}
        total = np.sum(list(own.values()), axis=0)
        for child in present:
            share = weight * own[child.id] / total
            if child.leaf is not None:
                yield child.leaf, share
            else:
                yield from walk(child, below[child.id], share)

    leaf_weights = {
        leaf: part for leaf, part in walk(node, result, np.ones_like(parameters.phi)) if leaves.get(leaf) is not None
    }
    total = np.sum(list(leaf_weights.values()), axis=0)
    return {leaf: part / total for leaf, part in leaf_weights.items()}


def _weighted_mean(weights: Mapping[str, Draws], leaves: Mapping[str, Draws | None]) -> Draws:
    found: Draws = np.sum([part * leaves[leaf] for leaf, part in weights.items()], axis=0)  # type: ignore[operator]
    return found


def _geometric_mean(groups: Mapping[str, Draws], weights: Mapping[str, Draws]) -> Draws:
    total = np.sum(list(weights.values()), axis=0)
    mean = np.sum([weight * np.log(1 + 0.99 * groups[name]) for name, weight in weights.items()], axis=0) / total
    found: Draws = (np.exp(mean) - 1) / 0.99
    return found


def _side_score(
    side: Side, weights: Mapping[str, Draws], leaves: Mapping[str, Draws | None], shares: Mapping[str, Leaf]
) -> Draws | None:
    mine = {
        leaf: part * shares[leaf].share_of(side) for leaf, part in weights.items() if shares[leaf].share_of(side) > 0
    }
    return _weighted_mean(mine, leaves) / np.sum(list(mine.values()), axis=0) if mine else None


def quantiles(values: Draws) -> tuple[float, float, float]:
    """Return the 5 %, 50 % and 95 % quantiles, by type 7."""
    low, middle, high = (float(value) for value in np.quantile(values, QUANTILES))
    return low, middle, high


def rank_ranges(groups: Mapping[str, Draws]) -> dict[str, tuple[int, int]]:
    """Return for each group the best and worst rank that at least 5 % of the draws give. 1 is the highest score."""
    if not groups:
        return {}
    names = list(groups)
    values = np.stack([groups[name] for name in names])
    place = 1 + np.sum(values[:, None, :] < values[None, :, :], axis=1)
    found = {}
    for name, row in zip(names, place, strict=True):
        counts = np.bincount(row, minlength=len(names) + 1) / row.size
        often = [int(rank) for rank in np.flatnonzero(counts >= RANK_SHARE)]
        found[name] = (min(often), max(often)) if often else (int(row.min()), int(row.max()))
    return found


def variance_shares(score: Callable[[Sample], Draws], seed: int, count: int) -> dict[str, tuple[float, float]]:
    """Return the first-order and total share of the variance of each factor, by pick-freeze with a second stream."""
    a, b = score(Sample(seed, count, "A")), score(Sample(seed, count, "B"))
    both = np.concatenate([a, b])
    mean, variance = both.mean(), both.var(ddof=1)
    found = {}
    for factor in FACTORS:
        c = score(Sample(seed, count, "A", swapped=factor))
        first = float(np.mean((b - mean) * (c - a)) / variance) if variance else 0.0
        total = float(np.mean((a - c) ** 2) / (2 * variance)) if variance else 0.0
        found[factor] = (first, total)
    return found


def draw_leaves(
    results: Sequence[LeafResult],
    one: Callable[[LeafResult, Parameters], Draws | None],
    parameters: Parameters,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Draws | None]:
    """Return the draws of every leaf in scope. ``tick`` is called after each leaf and may raise to cancel."""
    found = {}
    for result in results:
        if result.in_scope:
            found[result.leaf.id] = one(result, parameters)
        tick()
    return found
