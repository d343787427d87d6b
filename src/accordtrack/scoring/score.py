"""The score of the register: three numbers a node, never merged, over one set of leaves (method, sections 2, 5 and 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accordtrack.scoring import flags, trend
from accordtrack.scoring.ladder import LeafResult, score_leaf
from accordtrack.scoring.rollup import Cell, NodeResult, cell, roll
from accordtrack.scoring.sides import Sides, sides
from accordtrack.scoring.values import Node
from accordtrack.vocabulary import Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.scoring.inputs import Inputs, Owed
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.trend import TrendResult
    from accordtrack.scoring.values import Flag

BY = ("theme", "framework", "side", "body")
NOBODY = "unnamed"
"""The card of leaves whose lead body is not named."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A leaf with its attainment and its delivery."""

    owed: Owed
    result: LeafResult
    act: LeafResult

    @property
    def delivery(self) -> Cell:
        """Delivery, 0 to 100: a hundred times the credited progress of what was said of the act."""
        status = self.act.indicators[0] if self.act.indicators else None
        if status is None or status.pe is None or status.lo is None or status.hi is None or status.face is None:
            return Cell(None, None, None, None, 0.0, self.act.in_scope)
        point, low, high, face = (max(0.0, 100 * value) for value in (status.pe, status.lo, status.hi, status.face))
        return Cell(point, low, high, face, 1.0, self.act.in_scope)

    @property
    def observed(self) -> bool:
        """Whether an observer's status is the value of the act: the independent record comes first."""
        seen = self.act.indicators[0].seen if self.act.indicators else None
        spoken = any(record.party is Speaker.OBS for record in self.owed.act.indicators[0].records)
        return spoken and seen is not None and (not seen.disputed or seen.settled)

    @property
    def delivery_flags(self) -> tuple[Flag, ...]:
        """What delivery says of itself; that nobody has spoken is told by the standing, not by a flag."""
        told = (flag for item in self.act.indicators for flag in item.flags if flag != flags.NO_DATA)
        return tuple(dict.fromkeys((*self.owed.leaf.marks, *told)))


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One node: delivery, trend (accord and themes only) and attainment, each with its own coverage.

    ``stated`` and ``read`` count the halves with a statement by status; ``standing`` counts halves by standing.
    """

    id: str
    n: int
    commitments: int
    leaves: frozenset[str]
    delivery: NodeResult | None
    attainment: NodeResult | None
    trend: TrendResult | None
    usable: int
    printable: bool
    stated: Mapping[str, int]
    read: Mapping[str, int]
    standing: Mapping[str, int]
    observed: int = 0
    """Halves of which an observer's status is the value."""
    delivery_ends: tuple[NodeResult | None, NodeResult | None] | None = None
    """Delivery if every share that nobody agreed were Mexico's, and the United States'; None where all are agreed."""
    attainment_ends: tuple[NodeResult | None, NodeResult | None] | None = None
    contributions: Mapping[str, float] = field(default_factory=dict)
    """Points that each leaf brings to the attainment shown; they sum to it."""
    flags: tuple[Flag, ...] = ()

    @property
    def spoken(self) -> int:
        """Halves of which their own side has said something."""
        return sum(self.stated.values()) + sum(self.read.values())


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that was computed, as of two dates."""

    method: Method
    inputs: Inputs
    by: str
    overall: NodeScore
    groups: tuple[NodeScore, ...]
    delivery_sides: Sides | None
    attainment_sides: Sides | None
    commitments: tuple[Commitment, ...]
    sides: Mapping[Side, NodeScore]

    @property
    def why_not(self) -> tuple[str, ...]:
        """Why the gap between the sides is not printed; empty where it may be."""
        found = self.attainment_sides.why_not if self.attainment_sides else ("NOT_ASSESSABLE",)
        printable = all(side in self.sides and self.sides[side].printable for side in Side)
        return found if printable else tuple(dict.fromkeys(("NOT_PRINTABLE", *found)))

    @property
    def comparable(self) -> bool:
        """Whether the gap between the sides may be printed."""
        return not self.why_not

    def of(self, node: NodeScore) -> tuple[Commitment, ...]:
        """The leaves behind a node."""
        return tuple(one for one in self.commitments if one.owed.leaf.id in node.leaves)

    def commitment(self, name: str) -> tuple[Commitment, ...]:
        """The leaves of one commitment: two where both owe it."""
        return tuple(one for one in self.commitments if one.owed.commitment == name)


@dataclass(frozen=True, slots=True)
class _Cells:
    """What every leaf brings to a tree, once for all trees."""

    delivery: Mapping[str, Cell]
    attainment: Mapping[str, Cell]


def score(inputs: Inputs, method: Method, by: str = "theme", base: str | None = None) -> Score:
    """Score the register. ``by`` chooses the cards; the whole is the same whichever they are. ``base`` moves the trends."""
    found = tuple(
        Commitment(one, score_leaf(one.leaf, inputs.at, method), score_leaf(one.act, inputs.at, method))
        for one in inputs.owed
    )
    cells = _Cells(
        {one.owed.leaf.id: one.delivery for one in found}, {one.owed.leaf.id: cell(one.result) for one in found}
    )
    tree = inputs.tree()
    trends = theme_trends(inputs, method, base)
    weights = {theme.code: theme.weight for theme in inputs.themes}
    overall = _node(tree, found, cells, method, trend.of_accord(trends, weights))
    whole = overall.attainment or overall.delivery
    planned = whole.planned if whole is not None else {}
    leaves = inputs.leaves()
    delivered = sides(overall.delivery, leaves, cells.delivery, method) if overall.delivery else None
    attained = sides(overall.attainment, leaves, cells.attainment, method) if overall.attainment else None
    both = {
        Side(card.id): _exact(_node(card, found, cells, method, None), Side(card.id), delivered, attained)
        for card in cards(inputs.owed, planned, "side")
    }
    if by == "theme":
        groups = tuple(_node(child, found, cells, method, trends[child.id]) for child in tree.children)
    elif by == "side":
        groups = tuple(both.values())
    else:
        groups = tuple(_node(card, found, cells, method, None) for card in cards(inputs.owed, planned, by))
    return Score(method, inputs, by, overall, groups, delivered, attained, found, both)


def _exact(card: NodeScore, side: Side, delivered: Sides | None, attained: Sides | None) -> NodeScore:
    """A side's card with the numbers that add up to the whole: phi_US S_US + phi_MX S_MX = S."""
    return replace(
        card, delivery=_as_card(card.delivery, side, delivered), attainment=_as_card(card.attainment, side, attained)
    )


def _as_card(node: NodeResult | None, side: Side, cards: Sides | None) -> NodeResult | None:
    if node is None or cards is None:
        return node
    card = cards.us if side is Side.US else cards.mx
    return replace(
        node,
        score=card.score,
        assessed_score=card.assessed_score,
        balanced=None,
        lo=card.lo,
        hi=card.hi,
        face=card.face,
    )


def theme_trends(inputs: Inputs, method: Method, base: str | None = None) -> dict[str, TrendResult]:
    """The trend of every theme from its own base: the earliest agreement of its scored commitments, or a given date."""
    found = {}
    for theme in inputs.themes:
        gauges = [inputs.gauges[name] for name in theme.outcomes if name in inputs.gauges]
        gauges = gauges or [one for one in inputs.gauges.values() if one.theme == theme.code]
        found[theme.code] = trend.trend(gauges, base or base_of(inputs, theme.code), inputs.at, method)
    return found


def base_of(inputs: Inputs, theme: str) -> str | None:
    """The earliest day on which a scored commitment of a theme was agreed."""
    return min((one.agreed_on for one in inputs.owed if one.theme == theme), default=None)


def cards(owed: Sequence[Owed], planned: Mapping[str, float], by: str) -> list[Node]:
    """Cards over the same leaves, with the planned weights that they have in the whole."""
    held: dict[str, list[Node]] = {}
    for one in owed:
        name = {"side": str(one.side), "framework": one.framework, "body": one.body or NOBODY}[by]
        held.setdefault(name, []).append(Node(one.leaf.id, planned.get(one.leaf.id, 0.0), leaf=one.leaf.id))
    return [Node(name, math.fsum(leaf.weight for leaf in held[name]), tuple(held[name])) for name in sorted(held)]


def _node(
    node: Node, found: Sequence[Commitment], cells: _Cells, method: Method, moved: TrendResult | None
) -> NodeScore:
    names = set(node.leaves())
    inside = [one for one in found if one.owed.leaf.id in names]
    delivery, attainment = roll(node, cells.delivery, method), roll(node, cells.attainment, method)
    weights = attainment.weights if attainment is not None else {}
    usable = [one for one in inside if one.result.usable_result]
    share = _share(usable, inside, attainment)
    printable = share >= method.assessed.usable and attainment is not None and attainment.score is not None
    result = NodeScore(
        node.id,
        n=len([one for one in inside if one.result.in_scope]),
        commitments=len({one.owed.commitment for one in inside}),
        leaves=frozenset(names),
        delivery=delivery,
        attainment=attainment,
        trend=moved,
        usable=len({one.owed.commitment for one in usable}),
        printable=printable,
        stated=_count(
            one.owed.said.claim.status for one in inside if one.owed.said.claim and not one.owed.said.claim.reading
        ),
        read=_count(
            one.owed.said.claim.status for one in inside if one.owed.said.claim and one.owed.said.claim.reading
        ),
        standing=_count(one.owed.standing for one in inside),
        observed=sum(1 for one in inside if one.observed),
        flags=_flags(attainment if printable else None, inside, method),
        contributions={leaf: weight * (cells.attainment[leaf].score or 0.0) for leaf, weight in weights.items()},
    )
    if not any(flags.SHARE_NOT_AGREED in one.owed.leaf.marks for one in inside):
        return result
    return _with_shares(result, node, inside, cells, method)


def _flags(node: NodeResult | None, inside: Sequence[Commitment], method: Method) -> tuple[Flag, ...]:
    """UNBALANCED where the arithmetic score lies far above the geometric one, and on whose targets the results rest."""
    found = []
    if node is not None and node.score is not None and node.balanced is not None:
        unbalanced = node.score - node.balanced > method.balance.unbalanced
        found += [flags.UNBALANCED] if unbalanced else []
    held = {flag for one in inside for item in one.result.indicators if item.assessed for flag in item.flags}
    return (*found, *(flag for flag in (flags.WORKING_TARGET, flags.UNILATERAL_TARGET) if flag in held))


def _with_shares(
    result: NodeScore, node: Node, inside: Sequence[Commitment], cells: _Cells, method: Method
) -> NodeScore:
    """Delivery and attainment as they would be if every open share were 0, and 1, for the United States."""
    owed = {one.owed.leaf.id: one.owed for one in inside}
    ends = []
    for share in (0.0, 1.0):
        moved = _reweighted(node, owed, share)
        ends.append((roll(moved, cells.delivery, method), roll(moved, cells.attainment, method)))
    (zero, none), (one, all_) = ends
    return replace(result, delivery_ends=(zero, one), attainment_ends=(none, all_))


def _reweighted(node: Node, owed: Mapping[str, Owed], share: float) -> Node:
    if node.leaf is not None:
        one = owed[node.leaf]
        if one.share_agreed:
            return node
        return replace(node, weight=node.weight / 0.5 * (share if one.side is Side.US else 1 - share))
    return replace(node, children=tuple(_reweighted(child, owed, share) for child in node.children))


def _share(usable: Sequence[Commitment], inside: Sequence[Commitment], node: NodeResult | None) -> float:
    """Share of the node's assessed weight that has a usable result."""
    if node is None:
        return 0.0
    assessed = math.fsum(node.planned.get(one.owed.leaf.id, 0.0) for one in inside if one.result.score is not None)
    held = math.fsum(node.planned.get(one.owed.leaf.id, 0.0) for one in usable)
    return held / assessed if assessed > 0 else 0.0


def _count(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[str(value)] = found.get(str(value), 0) + 1
    return found
