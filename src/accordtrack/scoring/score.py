"""The score of the register: three numbers per node, never merged, on the same leaves (method, sections 2, 5, 7)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.scoring import flags, trend
from accordtrack.scoring.cards import OpenShares, build_cards, child_result, exact_card
from accordtrack.scoring.contrast import guard_regressed
from accordtrack.scoring.ladder import Known, score_leaf, withheld_leaf
from accordtrack.scoring.results import Commitment, NodeScore, Score
from accordtrack.scoring.rollup import is_printable, leaf_cell, roll_up
from accordtrack.scoring.series import NO_DATA
from accordtrack.scoring.sides import compare_sides
from accordtrack.scoring.subjects import theme_subject
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.inputs import HiddenOwed, Inputs, Owed
    from accordtrack.scoring.ladder import LeafResult
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.rollup import Cell, NodeResult
    from accordtrack.scoring.subjects import Subject
    from accordtrack.scoring.trend import TrendResult
    from accordtrack.scoring.values import Flag, Node


@dataclass(frozen=True, slots=True)
class _Leaves:
    """Every leaf by its id, sorted by id, with its cells, computed once for all trees.

    ``owed`` and the cells also hold the leaves that are hidden from an audience. The sets hold ids of leaves: with an observer's status, with a usable result, with a target that was not agreed.
    """

    found: Mapping[str, Commitment]
    hidden: Mapping[str, LeafResult]
    members: Mapping[str, frozenset[int]]
    owed: Mapping[str, Owed | HiddenOwed]
    delivery: Mapping[str, Cell]
    attainment: Mapping[str, Cell]
    observed: frozenset[str]
    usable: frozenset[str]
    borrowed: frozenset[str]
    late: Mapping[str, int] | None

    def with_ids(self, names: Collection[str]) -> tuple[Commitment, ...]:
        """Return the leaves with these ids, sorted by id."""
        if len(names) == len(self.found) + len(self.hidden):
            return tuple(self.found.values())
        return tuple([self.found[name] for name in sorted(names) if name in self.found])

    def late_entries(self, leaves: Iterable[Commitment]) -> int | None:
        """Return the number of late entries about the commitments of leaves; None where they are not counted."""
        late = self.late
        return None if late is None else sum([late.get(name, 0) for name in {one.owed.commitment for one in leaves}])


def score(inputs: Inputs, method: Method, by: str = "theme", base: str | None = None) -> Score:
    """Score the register. ``by`` selects the cards, which do not change the whole. ``base`` moves the trends."""
    known: Known = {}
    waiting = inputs.rules >= FIRST_RULES_WITH_WAITING
    without_base = trend.NO_COMMITMENT if waiting else NO_DATA
    commitments = tuple(
        Commitment(one, score_leaf(one.leaf, inputs.at, method, known, dual_control=waiting)) for one in inputs.owed
    )
    hidden = {one.leaf.id: withheld_leaf(one.leaf) for one in inputs.hidden}
    nothing = {name: leaf_cell(result) for name, result in hidden.items()}
    cells = _Leaves(
        {one.owed.leaf.id: one for one in commitments},
        hidden,
        {one.leaf.id: one.members for one in inputs.hidden},
        {one.leaf.id: one for one in inputs.counted},
        {**{one.owed.leaf.id: one.delivery for one in commitments}, **nothing},
        {**{one.owed.leaf.id: leaf_cell(one.result) for one in commitments}, **nothing},
        frozenset([one.owed.leaf.id for one in commitments if one.has_observer_status]),
        frozenset([one.owed.leaf.id for one in commitments if one.result.has_usable_result]),
        frozenset([one.owed.leaf.id for one in commitments if not _BORROWED.isdisjoint(one.result.flags)]),
        inputs.late,
    )
    tree = inputs.tree()
    subjects = {theme.code: theme_subject(inputs, theme, base) for theme in inputs.themes}
    trends = {
        code: trend.trend(one.outcomes, one.base, inputs.at, method, base_id=one.base_id, without_base=without_base)
        for code, one in subjects.items()
    }
    weights = {theme.code: theme.weight for theme in inputs.themes}
    overall = _score_node(tree, cells, method, trend.accord_trend(trends, weights, base))
    whole = overall.attainment or overall.delivery
    planned = whole.planned if whole is not None else {}
    leaves = inputs.leaves()
    delivered = compare_sides(overall.delivery, leaves, cells.delivery, method) if overall.delivery else None
    attained = compare_sides(overall.attainment, leaves, cells.attainment, method) if overall.attainment else None
    both = {
        Side(card.id): exact_card(_score_node(card, cells, method, None), overall, delivered, attained)
        for card in build_cards(inputs.owed, planned, "side", inputs.hidden)
    }
    if by == "theme":
        groups = tuple(
            _with_theme_flags(
                _score_node(child, cells, method, trends[child.id], overall), subjects[child.id], inputs.at, method
            )
            for child in tree.children
        )
    elif by == "side":
        groups = tuple(both.values())
    else:
        groups = tuple(
            _score_node(card, cells, method, None) for card in build_cards(inputs.owed, planned, by, inputs.hidden)
        )
    common, shared = _shared_tree(tree, inputs), attained
    if common != tree:
        rolled = roll_up(common, cells.attainment, method)
        shared = compare_sides(rolled, leaves, cells.attainment, method) if rolled is not None else None
    names = tuple(child.id for child in common.children)
    return Score(method, inputs, by, overall, groups, attained, commitments, both, shared, names)


def _shared_tree(tree: Node, inputs: Inputs) -> Node:
    """Return the tree limited to the themes in which both sides owe something."""
    owing = {side: {one.theme for one in inputs.counted if one.side == side} for side in Side}
    return replace(tree, children=tuple(child for child in tree.children if all(child.id in owing[s] for s in Side)))


def _with_theme_flags(node: NodeScore, subject: Subject, at: TwoDates, method: Method) -> NodeScore:
    """Return a theme's node with flags for a guard that worsened and for values recorded by another side's desk."""
    found = [*node.flags, *([flags.GUARD_REGRESSED] if guard_regressed(subject, at, method) else [])]
    compared = [one.pair for one in node.trend.moved if one.t is not None and one.pair] if node.trend else []
    by = {row.foreign_recorder for pair in compared for point in (pair.first, pair.last) for row in point.rows}
    found += flags.recorded_by(by)
    return replace(node, flags=tuple(found))


def _score_node(
    node: Node, cells: _Leaves, method: Method, moved: TrendResult | None, whole: NodeScore | None = None
) -> NodeScore:
    """Return the score of a node. ``whole`` is the score of the tree that contains the node, if there is one."""
    every = frozenset(node.leaves())
    hidden = every & cells.hidden.keys()
    names = every - hidden
    inside = cells.with_ids(every)
    delivery = child_result(whole.delivery if whole else None, node) or roll_up(node, cells.delivery, method)
    attainment = child_result(whole.attainment if whole else None, node) or roll_up(node, cells.attainment, method)
    usable = names & cells.usable
    printable = is_printable(attainment, usable, cells.attainment, method)
    claims = [claim for one in inside if (claim := one.owed.said.claim) is not None]
    open_shares = any(not cells.owed[name].share_agreed for name in every)
    return NodeScore(
        node.id,
        n=sum([cells.attainment[name].in_scope for name in names]),
        commitments=len({one.owed.commitment for one in inside}),
        leaves=names,
        delivery=delivery,
        attainment=attainment,
        trend=moved,
        usable=len({cells.found[name].owed.commitment for name in usable}),
        printable=printable,
        stated=_count_values([claim.status for claim in claims if not claim.reading]),
        read=_count_values([claim.status for claim in claims if claim.reading]),
        standing=_count_values([one.owed.standing for one in inside]),
        observed=len(names & cells.observed),
        observed_alone=_count_values(
            [seen.status for one in inside if one.owed.said.observer_alone and (seen := one.owed.said.observer)]
        ),
        delivered=sum([cells.delivery[name].score is not None for name in names]),
        flags=_flags(attainment if printable else None, [cells.found[name] for name in names & cells.borrowed], method),
        late=cells.late_entries(inside),
        inside=inside,
        open_shares=_build_open_shares(node, cells, method, whole) if open_shares else None,
        hidden=len(frozenset().union(*(cells.members[name] for name in hidden))),
        hidden_leaves=tuple(cells.hidden[name] for name in sorted(hidden)),
    )


def _build_open_shares(node: Node, cells: _Leaves, method: Method, whole: NodeScore | None) -> OpenShares:
    above = whole.open_shares if whole else None
    return OpenShares(node, cells.owed, cells.delivery, cells.attainment, method, above)


_BORROWED = frozenset({flags.WORKING_TARGET, flags.UNILATERAL_TARGET})


def _flags(node: NodeResult | None, borrowed: Iterable[Commitment], method: Method) -> tuple[Flag, ...]:
    """Return UNBALANCED if it holds, and the flags for targets that were not agreed but count."""
    found = []
    if node is not None and node.score is not None and node.balanced_score is not None:
        unbalanced = node.score - node.balanced_score > method.balance.unbalanced
        found += [flags.UNBALANCED] if unbalanced else []
    borrowed_flags = {
        flag for one in borrowed for item in one.result.indicators if item.is_assessed for flag in item.flags
    }
    return (*found, *(flag for flag in (flags.WORKING_TARGET, flags.UNILATERAL_TARGET) if flag in borrowed_flags))


def _count_values(values: Iterable[str]) -> dict[str, int]:
    return {str(value): count for value, count in Counter(values).items()}
