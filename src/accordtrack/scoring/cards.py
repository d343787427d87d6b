"""Cards over the same leaves: by side, framework or body, and with the open shares moved (method, sections 2 and 3.8)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.scoring.results import NOBODY, NodeScore
from accordtrack.scoring.values import Node
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.inputs import Owed
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.sides import Sides


def cards(owed: Sequence[Owed], planned: Mapping[str, float], by: str) -> list[Node]:
    """Cards over the same leaves, with the planned weights that they have in the whole."""
    held: dict[str, list[Node]] = {}
    for one in owed:
        name = {"side": str(one.side), "framework": one.framework, "body": one.body or NOBODY}[by]
        held.setdefault(name, []).append(Node(one.leaf.id, planned.get(one.leaf.id, 0.0), leaf=one.leaf.id))
    return [Node(name, math.fsum(leaf.weight for leaf in held[name]), tuple(held[name])) for name in sorted(held)]


def exact(card: NodeScore, whole: NodeScore, delivered: Sides | None, attained: Sides | None) -> NodeScore:
    """A side's card with the numbers that add up to the whole: phi_US S_US + phi_MX S_MX = S."""
    return replace(
        card,
        delivery=_as_card(card.delivery, whole.delivery, delivered),
        attainment=_as_card(card.attainment, whole.attainment, attained),
    )


def _as_card(node: NodeResult | None, whole: NodeResult | None, cards: Sides | None) -> NodeResult | None:
    if node is None or whole is None or cards is None:
        return node
    card = cards.us if node.id == Side.US else cards.mx
    weights = {name: weight / card.phi for name, weight in whole.weights.items() if name in node.planned and card.phi}
    return replace(
        node,
        score=card.score,
        assessed_score=card.assessed_score,
        balanced=None,
        shortfalls={},
        lo=card.lo,
        hi=card.hi,
        face=card.face,
        weights=weights,
    )


def reweighted(node: Node, owed: Mapping[str, Owed], share: float) -> Node:
    """The same tree with every share that nobody agreed set to ``share`` for the United States."""
    if node.leaf is not None:
        one = owed[node.leaf]
        if one.share_agreed:
            return node
        return Node(node.id, node.weight / 0.5 * (share if one.side is Side.US else 1 - share), leaf=node.leaf)
    return replace(node, children=tuple(reweighted(child, owed, share) for child in node.children))
