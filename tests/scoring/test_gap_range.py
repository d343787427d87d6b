"""The range of the gap over disputes is exact: no choice of values within the intervals leaves it, and two reach its ends."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.rollup import Cell, roll_up
from accordtrack.scoring.sides import Sides, compare_sides
from accordtrack.scoring.values import Leaf, Node
from selection import examples

METHOD = standard_method()
Tree = tuple[Node, dict[str, Leaf], dict[str, Cell]]


def _of(told: Tree, cells: dict[str, Cell]) -> Sides | None:
    tree, held, _cells = told
    whole = roll_up(tree, cells, METHOD)
    return None if whole is None else compare_sides(whole, held, cells, METHOD)


@st.composite
def disputed_trees(draw: st.DrawFn) -> Tree:
    """Themes of leaves whose interval has a width, of one side or shared; some leaves are empty."""
    held, cells, groups = {}, {}, []
    for group in range(draw(st.integers(1, 3))):
        nodes = []
        for place in range(draw(st.integers(1, 2))):
            name = f"{group}{place}"
            share = draw(st.sampled_from([1.0, 0.0, 0.5, 0.25, 0.9]))
            held[name] = Leaf(name, share, 1 - share, ())
            low, middle, high = sorted(draw(st.tuples(*[st.floats(0, 100)] * 3)))
            empty = draw(st.integers(0, 5)) == 0
            cells[name] = Cell(None, None, None, None, 0.0) if empty else Cell(middle, low, high, high, 1.0)
            nodes.append(Node(name, draw(st.floats(0.1, 3)), leaf=name))
        groups.append(Node(f"G{group}", draw(st.floats(0.1, 3)), tuple(nodes)))
    return Node("F", 1.0, tuple(groups)), held, cells


@examples(300)
@given(disputed_trees())
def test_gap_range_equals_the_extremes_over_all_interval_ends(told: Tree) -> None:
    _tree, _held, cells = told
    found = _of(told, cells)
    if found is None or found.gap is None:
        return
    open_names = [name for name, one in cells.items() if one.score is not None]
    gaps = []
    for ends in itertools.product(("lo", "hi"), repeat=len(open_names)):
        corner = dict(cells)
        for name, end in zip(open_names, ends, strict=True):
            corner[name] = replace(cells[name], score=getattr(cells[name], end))
        at_corner = _of(told, corner)
        assert at_corner is not None
        assert at_corner.gap is not None
        gaps.append(at_corner.gap)
    assert found.gap_lo == pytest.approx(min(gaps), abs=1e-9)
    assert found.gap_hi == pytest.approx(max(gaps), abs=1e-9)
    assert math.fsum(found.parts.values()) == pytest.approx(found.gap, abs=1e-9)


def test_gap_range_matches_hand_computation() -> None:
    """One leaf a side and a shared one; of the shared one more is Mexico's weight on its card, so its hi lowers the gap.

    phi_US = 1.25 / 3, phi_MX = 1.75 / 3. The coefficients are g * lam / phi: for the United States 1 / 1.25 = 0.8,
    for Mexico -1 / 1.75, for the shared leaf 0.25 / 1.25 - 0.75 / 1.75 = -0.228571...
    """
    shares = {"u": 1.0, "m": 0.0, "j": 0.25}
    held = {name: Leaf(name, share, 1 - share, ()) for name, share in shares.items()}
    cells = {
        "u": Cell(50.0, 40.0, 70.0, 70.0, 1.0),
        "m": Cell(30.0, 10.0, 35.0, 35.0, 1.0),
        "j": Cell(20.0, 0.0, 70.0, 70.0, 1.0),
    }
    found = _of((Node("F", 1.0, tuple(Node(name, 1.0, leaf=name) for name in shares)), held, cells), cells)
    assert found is not None
    shared = 0.25 / 1.25 - 0.75 / 1.75
    assert shared == pytest.approx(-0.22857142857)
    assert found.gap == pytest.approx(0.8 * 50 - 30 / 1.75 + shared * 20)
    assert found.gap_lo == pytest.approx(0.8 * 40 - 35 / 1.75 + shared * 70)
    assert found.gap_hi == pytest.approx(0.8 * 70 - 10 / 1.75 + shared * 0)
    assert found.us.lo == pytest.approx(0.8 * 40)
    assert found.us.hi == pytest.approx(0.8 * 70 + 0.2 * 70)


def test_equally_shared_leaf_adds_no_gap_range() -> None:
    held = {"u": Leaf("u", 1, 0, ()), "m": Leaf("m", 0, 1, ()), "j": Leaf("j", 0.5, 0.5, ())}
    point = Cell(40.0, 40.0, 40.0, 40.0, 1.0)
    cells = {"u": point, "m": point, "j": Cell(20.0, 0.0, 90.0, 90.0, 1.0)}
    found = _of((Node("F", 1.0, tuple(Node(name, 1.0, leaf=name) for name in held)), held, cells), cells)
    assert found is not None
    assert [found.gap_lo, found.gap, found.gap_hi] == pytest.approx([0, 0, 0])
