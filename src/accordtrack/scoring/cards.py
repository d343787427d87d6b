"""Score cards by side, framework or body, and scores for other joint shares (method, sections 2 and 3.8)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from accordtrack.scoring.rollup import roll_up
from accordtrack.scoring.values import Node
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.inputs import HiddenOwed, Owed
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.results import NodeScore
    from accordtrack.scoring.rollup import Cell, NodeResult
    from accordtrack.scoring.sides import Sides

    Ends = tuple[NodeResult | None, NodeResult | None]

NOBODY = "unnamed"
"""The card of leaves that name no lead body."""
BETWEEN = "/"
"""Between the code of a body and the side that it leads for, in the name of one of its cards. No code contains it."""
NOT_PUBLIC = "not-public"
"""The card, by framework or body, of the commitments that the audience may not read."""


def build_cards(
    owed: Sequence[Owed], planned: Mapping[str, float], by: str, hidden: Sequence[HiddenOwed] = ()
) -> list[Node]:
    """Return cards over the same leaves, with the leaves' planned weights in the whole.

    What is hidden is on a card of its own, except by side: a card would otherwise reveal its framework or body. A body that
    leads what both sides owe has a card for each of them.
    """
    leaves_by_name: dict[str, list[Node]] = {}
    led = {side: {one.body for one in owed if one.side is side} for side in Side}
    of_both = (led[Side.US] & led[Side.MX]) - {None}
    bodies = (f"{one.body}{BETWEEN}{one.side}" if one.body in of_both else one.body or NOBODY for one in owed)
    keys = [
        ({"side": str(one.side), "framework": one.framework, "body": body}[by], one)
        for one, body in zip(owed, bodies, strict=True)
    ]
    named = [(name, one.leaf.id) for name, one in keys]
    named += [(str(one.side) if by == "side" else NOT_PUBLIC, one.leaf.id) for one in hidden]
    for name, leaf in named:
        leaves_by_name.setdefault(name, []).append(Node(leaf, planned.get(leaf, 0.0), leaf=leaf))
    return [
        Node(name, math.fsum(leaf.weight for leaf in leaves_by_name[name]), tuple(leaves_by_name[name]))
        for name in sorted(leaves_by_name)
    ]


def exact_card(card: NodeScore, whole: NodeScore, delivered: Sides | None, attained: Sides | None) -> NodeScore:
    """Return a side's card with numbers that add up to the whole: phi_US * S_US + phi_MX * S_MX = S."""
    return replace(
        card,
        delivery=_with_card_numbers(card.delivery, whole.delivery, delivered),
        attainment=_with_card_numbers(card.attainment, whole.attainment, attained),
    )


def _with_card_numbers(node: NodeResult | None, whole: NodeResult | None, cards: Sides | None) -> NodeResult | None:
    if node is None or whole is None or cards is None:
        return node
    card = cards.us if node.id == Side.US else cards.mx
    weights = {name: weight / card.phi for name, weight in whole.weights.items() if name in node.planned and card.phi}
    return replace(
        node,
        score=card.score,
        assessed_score=card.assessed_score,
        averaged=(),
        lo=card.lo,
        hi=card.hi,
        face=card.face,
        weights=weights,
    )


@dataclass(frozen=True)
class OpenShares:
    """A node's scores if all shares that were not agreed were 0, and if they were 1, for the United States.

    Computed on first use. ``above`` is the same for the tree that contains the node, if any.
    """

    node: Node
    leaves: Mapping[str, Owed | HiddenOwed]
    delivery: Mapping[str, Cell]
    attainment: Mapping[str, Cell]
    method: Method
    above: OpenShares | None = None

    @cached_property
    def delivery_ends(self) -> Ends:
        """Delivery for a share of 0 and of 1."""
        return self._ends(self.delivery, self.above.delivery_ends if self.above else (None, None))

    @cached_property
    def attainment_ends(self) -> Ends:
        """Attainment for a share of 0 and of 1."""
        return self._ends(self.attainment, self.above.attainment_ends if self.above else (None, None))

    @cached_property
    def _trees(self) -> tuple[Node, Node]:
        return reweight_tree(self.node, self.leaves, 0.0), reweight_tree(self.node, self.leaves, 1.0)

    def _ends(self, cells: Mapping[str, Cell], above: Ends) -> Ends:
        low, high = (
            child_result(whole, tree) or roll_up(tree, cells, self.method)
            for whole, tree in zip(above, self._trees, strict=True)
        )
        return low, high


def child_result(above: NodeResult | None, node: Node) -> NodeResult | None:
    """Return the result of a node in a tree that was already rolled up, or None if it has no weight in it."""
    return next((child for child in above.children if child.id == node.id), None) if above is not None else None


def reweight_tree(node: Node, leaves: Mapping[str, Owed | HiddenOwed], share: float) -> Node:
    """Return the same tree, with every share that was not agreed set to ``share`` for the United States."""
    if node.leaf is not None:
        one = leaves[node.leaf]
        if one.share_agreed:
            return node
        return Node(node.id, node.weight / 0.5 * (share if one.side is Side.US else 1 - share), leaf=node.leaf)
    return replace(node, children=tuple(reweight_tree(child, leaves, share) for child in node.children))
