"""What is drawn when nothing has a spread: the mean across the themes, and only where the whole can be assessed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accordtrack.scoring import uncertainty
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.rollup import Cell, roll_up
from accordtrack.scoring.values import Leaf, Node

METHOD = standard_method()
METHOD_WITHOUT_SPREAD = replace(
    METHOD,
    uncertainty=replace(METHOD.uncertainty, weights=0, credence=0, band=(70, 70), immediate=(0.5, 0.5), floors=(-1.0,)),
)
COUNT = 400


def drawn(scores: dict[str, float | None]) -> tuple[uncertainty.Drawn, float | None, float | None]:
    """One leaf a theme, owed by the United States and by Mexico in turn; the draws, the mean and the geometric mean."""
    tree = Node("F", 1.0, tuple(Node(f"G{name}", 1.0, (Node(name, 1.0, leaf=name),)) for name in scores))
    cells = {name: Cell(one, one, one, one, 0.0 if one is None else 1.0) for name, one in scores.items()}
    held = {name: Leaf(name, place % 2, 1 - place % 2, ()) for place, name in enumerate(scores)}
    whole = roll_up(tree, cells, METHOD)
    assert whole is not None
    sample = uncertainty.Parameters(METHOD_WITHOUT_SPREAD, uncertainty.Sample(7, COUNT))
    leaves = {name: None if one is None else np.full(COUNT, one) for name, one in scores.items()}
    return uncertainty.draw_tree(tree, whole, leaves, held, sample), whole.displayed_score, whole.balanced_score


def test_half_of_the_draws_use_the_geometric_mean() -> None:
    found, mean, geometric = drawn({"a": 80.0, "b": 20.0})
    assert mean == 50
    assert geometric == pytest.approx(40.2456, abs=5e-5)
    values = sorted({round(float(value), 9) for value in found.whole})
    assert values == pytest.approx([geometric, mean])
    assert 0.4 < float(np.mean(found.whole < 45)) < 0.6


def test_groups_cards_and_gap_never_use_the_geometric_mean() -> None:
    found, _mean, _geometric = drawn({"a": 80.0, "b": 20.0, "c": 40.0})
    assert found.us is not None
    assert found.mx is not None
    assert found.gap is not None
    assert np.allclose(found.us, 20)
    assert np.allclose(found.mx, 60)
    assert np.allclose(found.gap, -40)
    assert all(np.ptp(values) == 0 for values in found.groups.values())


def test_draws_below_the_least_assessed_share_use_only_the_mean() -> None:
    found, mean, geometric = drawn({"a": 80.0, "b": 20.0, "c": None, "d": None, "e": None})
    assert (mean, geometric) == (50, None)
    assert np.allclose(found.whole, 50)
