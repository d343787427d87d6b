"""The score of the register: three numbers a node, never merged, over one set of leaves (method, sections 2, 5 and 7)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.scoring import flags, trend
from accordtrack.scoring.cards import cards, exact, reweighted
from accordtrack.scoring.contrast import guard_regressed
from accordtrack.scoring.ladder import Known, score_leaf
from accordtrack.scoring.mix import composed
from accordtrack.scoring.results import Commitment, NodeScore, Score
from accordtrack.scoring.rollup import Cell, NodeResult, cell, roll
from accordtrack.scoring.sides import sides
from accordtrack.scoring.subjects import of_theme
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.dates import TwoDates
    from accordtrack.scoring.inputs import Inputs
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.subjects import Subject
    from accordtrack.scoring.trend import TrendResult
    from accordtrack.scoring.values import Flag, Node

    _Ends = tuple[NodeResult | None, NodeResult | None]


@dataclass(frozen=True, slots=True)
class _Cells:
    """What every leaf brings to a tree, once for all trees."""

    delivery: Mapping[str, Cell]
    attainment: Mapping[str, Cell]


def score(inputs: Inputs, method: Method, by: str = "theme", base: str | None = None) -> Score:
    """Score the register. ``by`` chooses the cards; the whole is the same whichever they are. ``base`` moves the trends."""
    known: Known = {}
    found = tuple(Commitment(one, score_leaf(one.leaf, inputs.at, method, known)) for one in inputs.owed)
    cells = _Cells(
        {one.owed.leaf.id: one.delivery for one in found}, {one.owed.leaf.id: cell(one.result) for one in found}
    )
    tree = inputs.tree()
    subjects = {theme.code: of_theme(inputs, theme, base) for theme in inputs.themes}
    trends = {code: trend.trend(one.outcomes, one.base, inputs.at, method) for code, one in subjects.items()}
    weights = {theme.code: theme.weight for theme in inputs.themes}
    overall = _node(tree, found, cells, method, trend.of_accord(trends, weights, base))
    whole = overall.attainment or overall.delivery
    planned = whole.planned if whole is not None else {}
    leaves = inputs.leaves()
    delivered = sides(overall.delivery, leaves, cells.delivery, method) if overall.delivery else None
    attained = sides(overall.attainment, leaves, cells.attainment, method) if overall.attainment else None
    both = {
        Side(card.id): composed(
            exact(_node(card, found, cells, method, None), overall, delivered, attained),
            [one for one in found if one.owed.side == card.id],
        )
        for card in cards(inputs.owed, planned, "side")
    }
    if by == "theme":
        groups = tuple(
            _guarded(
                _node(child, found, cells, method, trends[child.id], overall), subjects[child.id], inputs.at, method
            )
            for child in tree.children
        )
    elif by == "side":
        groups = tuple(both.values())
    else:
        groups = tuple(_node(card, found, cells, method, None) for card in cards(inputs.owed, planned, by))
    common = _both_owe(tree, inputs)
    rolled = roll(common, cells.attainment, method)
    shared = sides(rolled, leaves, cells.attainment, method) if rolled is not None else None
    names = tuple(child.id for child in common.children)
    return Score(method, inputs, by, overall, groups, delivered, attained, found, both, shared, names)


def _both_owe(tree: Node, inputs: Inputs) -> Node:
    """The themes in which both sides owe something."""
    owing = {side: {one.theme for one in inputs.owed if one.side == side} for side in Side}
    return replace(tree, children=tuple(child for child in tree.children if all(child.id in owing[s] for s in Side)))


def _guarded(node: NodeScore, subject: Subject, at: TwoDates, method: Method) -> NodeScore:
    """A theme's node, flagged where a guard worsened, and where its trend rests on what another's desk recorded."""
    found = [*node.flags, *([flags.GUARD_REGRESSED] if guard_regressed(subject, at, method) else [])]
    compared = [one.pair for one in node.trend.moved if one.t is not None and one.pair] if node.trend else []
    by = {row.foreign for pair in compared for point in (pair.first, pair.last) for row in point.rows}
    found += flags.recorded_by(by)
    return replace(node, flags=tuple(found))


def _node(
    node: Node,
    found: Sequence[Commitment],
    cells: _Cells,
    method: Method,
    moved: TrendResult | None,
    whole: NodeScore | None = None,
) -> NodeScore:
    """The score of a node over the leaves ``found``; ``whole`` is that of the tree in which it stands, if it was scored."""
    names = set(node.leaves())
    inside = [one for one in found if one.owed.leaf.id in names]
    delivery = _below(whole.delivery if whole else None, node) or roll(node, cells.delivery, method)
    attainment = _below(whole.attainment if whole else None, node) or roll(node, cells.attainment, method)
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
        delivered=sum(1 for one in inside if cells.delivery[one.owed.leaf.id].score is not None),
        flags=_flags(attainment if printable else None, inside, method),
    )
    result = composed(result, inside)
    if not any(flags.SHARE_NOT_AGREED in one.owed.leaf.marks for one in inside):
        return result
    return _with_shares(result, node, inside, cells, method, whole)


def _below(above: NodeResult | None, node: Node) -> NodeResult | None:
    """The result of a node of a tree that was rolled up, None where it weighs nothing in it."""
    return next((child for child in above.children if child.id == node.id), None) if above is not None else None


def _flags(node: NodeResult | None, inside: Sequence[Commitment], method: Method) -> tuple[Flag, ...]:
    """UNBALANCED where the arithmetic score lies far above the geometric one, and on whose targets the results rest."""
    found = []
    if node is not None and node.score is not None and node.balanced is not None:
        unbalanced = node.score - node.balanced > method.balance.unbalanced
        found += [flags.UNBALANCED] if unbalanced else []
    held = {flag for one in inside for item in one.result.indicators if item.assessed for flag in item.flags}
    return (*found, *(flag for flag in (flags.WORKING_TARGET, flags.UNILATERAL_TARGET) if flag in held))


def _with_shares(
    result: NodeScore,
    node: Node,
    inside: Sequence[Commitment],
    cells: _Cells,
    method: Method,
    whole: NodeScore | None,
) -> NodeScore:
    """Delivery and attainment as they would be if every open share were 0, and 1, for the United States."""
    owed = {one.owed.leaf.id: one.owed for one in inside}
    zero, one = (reweighted(node, owed, share) for share in (0.0, 1.0))

    def ends(held: Mapping[str, Cell], above: _Ends | None) -> _Ends:
        low, high = above or (None, None)
        return _below(low, zero) or roll(zero, held, method), _below(high, one) or roll(one, held, method)

    return replace(
        result,
        delivery_ends=ends(cells.delivery, whole.delivery_ends if whole else None),
        attainment_ends=ends(cells.attainment, whole.attainment_ends if whole else None),
    )


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
