"""Uncertainty of a score by keyed draws (method, sections 3.10 and 8).

The draws vary weights, credence, bands, hold, floor, the place of disputes and the mean. The planned weights decide
once which nodes can be assessed; no draw changes that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accordtrack.scoring import draws, views
from accordtrack.scoring.ladder import RUNGS, fills, rung
from accordtrack.vocabulary import Grade, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from accordtrack.scoring.draws import Draws
    from accordtrack.scoring.indicator import IndicatorResult
    from accordtrack.scoring.ladder import LeafResult
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.values import Leaf, Node

FACTORS = ("weights", "aggregation", "bands", "credence", "phi", "floor", "dispute")
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Sample:
    """The source of draws: seed, count and stream. The factor ``swapped`` uses the other stream."""

    seed: int
    count: int
    stream: str = "A"
    swapped: str | None = None

    def u(self, factor: str, name: str) -> Draws:
        """Return the uniform draws of one name of a factor."""
        other = {"A": "B", "B": "A"}[self.stream]
        return draws.uniform(self.seed, self.count, other if factor == self.swapped else self.stream, name)


class Parameters:
    """The parameters in every draw, each an array with one number per draw."""

    def __init__(self, method: Method, sample: Sample) -> None:
        spread = method.uncertainty
        low, high = spread.band
        results = low + (high - low) * sample.u("bands", "band")
        self.bands = [(100 - results) / 3] * 3 + [results]
        first, last = spread.immediate
        self.phi = first + (last - first) * sample.u("phi", "phi")
        choices = np.asarray(spread.floors)
        self.floor: Draws = choices[(sample.u("floor", "floor") * len(choices)).astype(np.int64)]
        self.geometric = sample.u("aggregation", "agg") >= 0.5  # noqa: PLR2004
        self.credence = self._credence(method, sample)
        self._sample, self._spread = sample, spread.weights

    @staticmethod
    def _credence(method: Method, sample: Sample) -> dict[Grade, Draws]:
        spread = method.uncertainty.credence
        weaker = list(Grade)[:-1]
        moved = [
            np.clip(views.credence(method, grade) + spread * (2 * sample.u("credence", f"q:E{place}") - 1), 0, 1)
            for place, grade in enumerate(weaker, start=1)
        ]
        found = dict(zip(weaker, np.sort(np.stack(moved), axis=0), strict=True))
        return {**found, Grade.VERIFIED: np.full(sample.count, views.credence(method, Grade.VERIFIED))}

    def weight(self, node: Node) -> Draws:
        """Return the weight of a node in every draw."""
        return node.weight * (1 + self._spread * (2 * self._sample.u("weights", f"w:{node.id}") - 1))

    def position(self, indicator: str) -> Draws:
        """Return the position of a disputed value between its bounds in every draw, 0 to 1."""
        return self._sample.u("dispute", f"d:{indicator}")


def credited(view: views.View, drawn: Parameters) -> Draws:
    """Return the credited progress of a view in every draw."""
    if view.raw > 0:
        p = min(1.0, view.raw)
        held = sum(max(0.0, min(p, past)) for past in view.window if past is not None) / len(view.window)
        return drawn.credence[view.grade] * (drawn.phi * p + (1 - drawn.phi) * held)
    p_floored: Draws = np.maximum(drawn.floor, view.raw)
    return np.where(p_floored < 0, p_floored, 0.0) if view.own else drawn.credence[view.grade] * p_floored


def progress_of(result: IndicatorResult, drawn: Parameters) -> Draws | None:
    """Return the credited progress of an indicator in every draw. In a dispute it is between the two views."""
    seen = result.seen
    if seen is None or not result.assessed:
        return None
    if seen.us is not None and seen.mx is not None and not seen.settled:
        us, mx = credited(seen.us, drawn), credited(seen.mx, drawn)
        low, high = np.minimum(us, mx), np.maximum(us, mx)
        found: Draws = low + drawn.position(result.indicator.id) * (high - low)
        return found
    return credited(seen.point, drawn) if seen.point is not None else None


def ladder(result: LeafResult, drawn: Parameters) -> Draws | None:
    """Return the attainment of a leaf in every draw, 0 to 100."""
    pairs = [(item.indicator, progress_of(item, drawn)) for item in result.indicators]
    rungs: list[Draws | None] = []
    for place in range(len(RUNGS)):
        here = [(one.weight, values) for one, values in pairs if values is not None and rung(one) == place]
        total = sum(weight for weight, _values in here)
        rungs.append(sum((w * values for w, values in here), np.zeros_like(drawn.phi)) / total if here else None)
    best: list[Draws | None] = fills(rungs, _greater)
    filled = [band * fill for band, fill in zip(drawn.bands, best, strict=True) if fill is not None]
    return np.maximum(0.0, np.sum(filled, axis=0)) if filled else None


def _greater(one: Draws, other: Draws) -> Draws:
    found: Draws = np.maximum(one, other)
    return found


def delivery(result: LeafResult, drawn: Parameters) -> Draws | None:
    """Return the delivery of a leaf in every draw: 100 times its status indicator, which is the first."""
    found = progress_of(result.indicators[0], drawn) if result.indicators else None
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


def draw(
    tree: Node,
    whole: NodeResult,
    leaves: Mapping[str, Draws | None],
    shares: Mapping[str, Leaf],
    drawn: Parameters,
) -> Drawn:
    """Compute the tree in every draw, assessed like ``whole``. ``leaves`` holds the draws of every leaf in scope."""
    results = {child.id: child for child in whole.children}
    nodes = [child for child in tree.children if child.id in results and results[child.id].shown is not None]
    parts = {child.id: _weights(child, results[child.id], leaves, drawn) for child in nodes}
    groups = {name: _mean(held, leaves) for name, held in parts.items()}
    counted = [child for child in nodes if results[child.id].score is not None]
    held: dict[str, Draws]
    if whole.score is None:
        held = _planned(tree, whole, leaves, drawn)
        mean = _mean(held, leaves)
    else:
        weights = {child.id: drawn.weight(child) for child in counted}
        total = np.sum(list(weights.values()), axis=0)
        held = {leaf: weights[n] / total * part for n in weights for leaf, part in parts[n].items()}
        mean = np.where(drawn.geometric, _geometric(groups, weights), _mean(held, leaves))
    us, mx = (_side(side, held, leaves, shares) for side in Side)
    return Drawn(mean, groups, us, mx)


def _weights(node: Node, result: NodeResult, leaves: Mapping[str, Draws | None], drawn: Parameters) -> dict[str, Draws]:
    """Return the weights of the leaves below a node in every draw, as in its score."""
    if result.score is None:
        return _planned(node, result, leaves, drawn)
    below = {child.id: child for child in result.children}
    found: list[tuple[Draws, dict[str, Draws]]] = []
    for child in node.children:
        if child.leaf is not None:
            if child.leaf in result.planned and leaves.get(child.leaf) is not None:
                found.append((drawn.weight(child), {child.leaf: np.ones_like(drawn.phi)}))
        elif child.id in below and below[child.id].score is not None:
            found.append((drawn.weight(child), _weights(child, below[child.id], leaves, drawn)))
    total = np.sum([weight for weight, _parts in found], axis=0)
    return {leaf: weight / total * part for weight, parts in found for leaf, part in parts.items()}


def _planned(node: Node, result: NodeResult, leaves: Mapping[str, Draws | None], drawn: Parameters) -> dict[str, Draws]:
    """Return the drawn planned weights of the assessed leaves below a node, scaled to sum to 1."""

    def down(node: Node, result: NodeResult, weight: Draws) -> Iterable[tuple[str, Draws]]:
        below = {child.id: child for child in result.children}
        present = [child for child in node.children if child.id in below or child.leaf in result.planned]
        own = {child.id: drawn.weight(child) for child in present}
        total = np.sum(list(own.values()), axis=0)
        for child in present:
            share = weight * own[child.id] / total
            if child.leaf is not None:
                yield child.leaf, share
            else:
                yield from down(child, below[child.id], share)

    held = {leaf: part for leaf, part in down(node, result, np.ones_like(drawn.phi)) if leaves.get(leaf) is not None}
    total = np.sum(list(held.values()), axis=0)
    return {leaf: part / total for leaf, part in held.items()}


def _mean(held: Mapping[str, Draws], leaves: Mapping[str, Draws | None]) -> Draws:
    found: Draws = np.sum([part * leaves[leaf] for leaf, part in held.items()], axis=0)  # type: ignore[operator]
    return found


def _geometric(groups: Mapping[str, Draws], weights: Mapping[str, Draws]) -> Draws:
    total = np.sum(list(weights.values()), axis=0)
    mean = np.sum([weight * np.log(1 + 0.99 * groups[name]) for name, weight in weights.items()], axis=0) / total
    found: Draws = (np.exp(mean) - 1) / 0.99
    return found


def _side(
    side: Side, held: Mapping[str, Draws], leaves: Mapping[str, Draws | None], shares: Mapping[str, Leaf]
) -> Draws | None:
    mine = {leaf: part * shares[leaf].share(side) for leaf, part in held.items() if shares[leaf].share(side) > 0}
    return _mean(mine, leaves) / np.sum(list(mine.values()), axis=0) if mine else None


def quantiles(values: Draws) -> tuple[float, float, float]:
    """Return the 5 %, 50 % and 95 % quantiles, by type 7."""
    low, middle, high = (float(value) for value in np.quantile(values, QUANTILES))
    return low, middle, high


def ranks(groups: Mapping[str, Draws]) -> dict[str, tuple[int, int]]:
    """Return for each group the best and worst rank that at least 5 % of the draws give. 1 is the highest score."""
    if not groups:
        return {}
    names = list(groups)
    values = np.stack([groups[name] for name in names])
    place = 1 + np.sum(values[:, None, :] < values[None, :, :], axis=1)
    found = {}
    for name, row in zip(names, place, strict=True):
        counts = np.bincount(row, minlength=len(names) + 1) / row.size
        often = [int(rank) for rank in np.flatnonzero(counts >= 0.05)]  # noqa: PLR2004
        found[name] = (min(often), max(often)) if often else (int(row.min()), int(row.max()))
    return found


def shares(score: Callable[[Sample], Draws], seed: int, count: int) -> dict[str, tuple[float, float]]:
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


def all_leaves(
    results: Sequence[LeafResult],
    one: Callable[[LeafResult, Parameters], Draws | None],
    drawn: Parameters,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Draws | None]:
    """Return the draws of every leaf in scope. ``tick`` is called after each leaf and may raise to cancel."""
    found = {}
    for result in results:
        if result.in_scope:
            found[result.leaf.id] = one(result, drawn)
        tick()
    return found
