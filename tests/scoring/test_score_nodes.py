"""What a node says of its leaves, held against the leaves one by one, and both sides over the themes alone where both owe."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest

from accordtrack.scoring import flags
from accordtrack.scoring.ladder import score_leaf
from accordtrack.scoring.results import BY, Score
from accordtrack.scoring.rollup import TOLERANCE, leaf_cell, roll_up
from accordtrack.scoring.score import score
from accordtrack.scoring.sides import compare_sides
from accordtrack.vocabulary import Side
from mirrored_facts import richer, scores, turned

TARGET_FLAGS = {flags.WORKING_TARGET, flags.UNILATERAL_TARGET}


@cache
def rich(by: str = "theme") -> Score:
    return scores(turned(richer), every=True).by_group(by)


@pytest.mark.parametrize("by", BY)
def test_node_counts_equal_those_of_its_leaves(by: str) -> None:
    found = rich(by)
    assert {one.result.leaf.id: one.result for one in found.commitments} == {
        one.leaf.id: score_leaf(one.leaf, found.inputs.at, found.method) for one in found.inputs.owed
    }
    for node in (found.overall, *found.groups, *found.sides.values()):
        inside = node.inside
        usable = [one for one in inside if one.result.has_usable_result]
        assert node.n == sum(one.result.in_scope for one in inside)
        assert node.usable == len({one.owed.commitment for one in usable})
        assert node.observed == sum(one.has_observer_status for one in inside)
        assert node.delivered == sum(one.delivery.score is not None for one in inside)
        told = {flag for one in inside for item in one.result.indicators if item.is_assessed for flag in item.flags}
        assert {*node.flags} & TARGET_FLAGS == told & TARGET_FLAGS


def test_attainment_is_printable_with_enough_usable_assessed_weight() -> None:
    found = rich()
    for node in (found.overall, *found.groups):
        planned = node.attainment.planned if node.attainment else {}
        held = [(planned.get(one.owed.leaf.id, 0.0), one.result) for one in node.inside]
        assessed = math.fsum(weight for weight, result in held if result.score is not None)
        usable = math.fsum(weight for weight, result in held if result.has_usable_result)
        enough = assessed > 0 and usable / assessed >= found.method.assessed.usable
        assert node.printable == (enough and node.attainment is not None and node.attainment.score is not None)
    assert {node.printable for node in found.groups} == {True, False}


def test_sides_are_compared_over_the_themes_where_both_owe() -> None:
    whole = rich()
    assert whole.all_themes_shared
    assert whole.shared == whole.attainment_sides
    alone = whole.inputs.themes[0].code
    left = tuple(one for one in whole.inputs.owed if (one.theme, one.side) != (alone, Side.MX))
    found = score(replace(whole.inputs, owed=left), whole.method)
    assert found.shared_themes == tuple(theme.code for theme in whole.inputs.themes[1:])
    tree = found.inputs.tree()
    cells = {one.owed.leaf.id: leaf_cell(one.result) for one in found.commitments}
    rolled = roll_up(replace(tree, children=tree.children[1:]), cells, found.method)
    assert rolled is not None
    assert found.shared == compare_sides(rolled, found.inputs.leaves(), cells, found.method)
    assert found.shared != found.attainment_sides


def test_unassessed_weight_does_not_prevent_printing() -> None:
    found = rich()
    for node in (found.overall, *found.groups):
        planned = node.attainment.planned if node.attainment and node.attainment.score is not None else {}
        held = [(planned.get(one.owed.leaf.id, 0.0), one.result) for one in node.inside]
        assessed = math.fsum(weight for weight, result in held if result.score is not None)
        usable = math.fsum(weight for weight, result in held if result.has_usable_result)
        if usable and assessed < 1 - TOLERANCE:
            just = replace(found.method, assessed=replace(found.method.assessed, usable=usable / assessed))
            scored = score(found.inputs, just)
            assert {one.id: one.printable for one in (scored.overall, *scored.groups)}[node.id]
            return
    raise AssertionError("every leaf is assessed")
