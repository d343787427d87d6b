"""The score of the register: three numbers a node, never merged, over one set of leaves (method, sections 2, 5 and 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.scoring import flags, trend
from accordtrack.scoring.cards import cards, exact, reweighted
from accordtrack.scoring.ladder import score_leaf
from accordtrack.scoring.results import Commitment, NodeScore, Score
from accordtrack.scoring.rollup import Cell, NodeResult, cell, roll
from accordtrack.scoring.sides import sides
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.scoring.inputs import Inputs
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.trend import TrendResult
    from accordtrack.scoring.values import Flag, Node


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
        Side(card.id): exact(_node(card, found, cells, method, None), Side(card.id), delivered, attained)
        for card in cards(inputs.owed, planned, "side")
    }
    if by == "theme":
        groups = tuple(_node(child, found, cells, method, trends[child.id]) for child in tree.children)
    elif by == "side":
        groups = tuple(both.values())
    else:
        groups = tuple(_node(card, found, cells, method, None) for card in cards(inputs.owed, planned, by))
    return Score(method, inputs, by, overall, groups, delivered, attained, found, both)


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
        moved = reweighted(node, owed, share)
        ends.append((roll(moved, cells.delivery, method), roll(moved, cells.attainment, method)))
    (zero, none), (one, all_) = ends
    return replace(result, delivery_ends=(zero, one), attainment_ends=(none, all_))


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
