"""Every vector of the method, to 1e-9, flags and reasons included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import progress, random_draws, rollup, rounding, uncertainty
from accordtrack.scoring.ladder import FLOOR, score_leaf
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.rollup import leaf_cell, roll_up
from accordtrack.scoring.sides import compare_sides
from accordtrack.scoring.values import Leaf, Node
from score_vectors import AT, VECTORS, indicator, leaf, tree

EXACT = 1e-9
METHOD = standard_method()


def is_close(found: object, expected: object) -> bool:
    return found == pytest.approx(expected, abs=EXACT, rel=0) if expected is not None else found is None


@pytest.mark.parametrize("name", VECTORS["commitments"])
def test_commitment_score_matches_its_vector(name: str) -> None:
    told = VECTORS["commitments"][name]
    expected: dict[str, Any] = told["expected"]
    result = score_leaf(leaf(told["input"]), AT, METHOD)
    for field in ("score", "signed", "lo", "hi", "face", "cap", "expected", "coverage"):
        assert is_close(getattr(result, field), expected.get(field)), field
    assert is_close(result.view_us, expected.get("view_US"))
    assert is_close(result.view_mx, expected.get("view_MX"))
    assert list(result.flags) == expected["flags"]
    assert [item.indicator.id for item in result.indicators] == [one["id"] for one in expected["indicators"]]
    for item, one in zip(result.indicators, expected["indicators"], strict=True):
        for field in ("raw", "p", "ps", "pe", "lo", "hi", "expected"):
            assert is_close(getattr(item, field), one.get(field)), (item.indicator.id, field)
        assert item.pace == one.get("pace")
        assert set(item.flags) == set(one["flags"])
    points = [
        {
            "id": "(floor at 0)" if one.indicator == FLOOR else one.indicator,
            "raw": one.measured,
            "sustain": one.not_held,
            "evidence": one.not_evidenced,
            "points": one.points,
        }
        for one in result.points
    ]
    for found, one in zip(points, expected["contrib"] or [], strict=True):
        assert found["id"] == one["id"]
        assert all(is_close(found[field], one[field]) for field in ("raw", "sustain", "evidence", "points")), found


def score_vector_tree() -> tuple[dict[str, Any], dict[str, Leaf], Node]:
    leaves = {told["id"]: leaf(told) for told in VECTORS["tree"]["commitments"]}
    return {name: score_leaf(one, AT, METHOD) for name, one in leaves.items()}, leaves, tree()


def test_tree_scores_match_the_vector() -> None:
    expected = VECTORS["tree"]["expected"]
    results, leaves, root = score_vector_tree()
    for name, one in expected["commitments"].items():
        for field in ("score", "lo", "hi", "coverage"):
            assert is_close(getattr(results[name], field), one[field]), (name, field)
    cells = {name: leaf_cell(result) for name, result in results.items()}
    whole = roll_up(root, cells, METHOD)
    assert whole is not None
    found = {whole.id: whole}
    for goal in whole.children:
        found[goal.id] = goal
        found.update({area.id: area for area in goal.children})
    for name, one in expected["nodes"].items():
        node = found[name]
        assert is_close(node.score, one["score"])
        assert is_close(node.balanced_score, one["geo"])
        assert is_close(node.assessed, one["assessed"])
        assert is_close(node.coverage, one["coverage"])
        assert is_close([node.low_bound, node.high_bound], one["bounds"])
    assert is_close(dict(whole.weights), expected["leaf_weights"])
    assert is_close({n: w * (cells[n].score or 0) for n, w in whole.weights.items()}, expected["framework_contrib"])
    assert is_close([whole.lo, whole.hi], [expected["lo"], expected["hi"]])
    cards = compare_sides(whole, leaves, cells, METHOD)
    for card, one in ((cards.us, expected["sides"]["US"]), (cards.mx, expected["sides"]["MX"])):
        assert is_close(card.phi, one["phi"])
        assert is_close(card.score, one["score"])
        assert is_close(card.coverage, one["coverage"])
    assert is_close([cards.gap_lo, cards.gap_hi], expected["sides"]["gap_range"])
    assert is_close(cards.gap, expected["sides"]["gap"])
    assert is_close(cards.index, expected["sides"]["index"])
    assert is_close(dict(cards.parts), expected["sides"]["gap_contrib"])


def draw_vector_tree(sample: uncertainty.Sample) -> uncertainty.Drawn:
    results, leaves, root = score_vector_tree()
    whole = roll_up(root, {name: leaf_cell(result) for name, result in results.items()}, METHOD)
    assert whole is not None
    parameters = uncertainty.Parameters(METHOD, sample)
    values = uncertainty.draw_leaves(list(results.values()), uncertainty.attainment, parameters)
    return uncertainty.draw_tree(root, whole, values, leaves, parameters)


def test_monte_carlo_draws_match_the_vector() -> None:
    expected = VECTORS["tree"]["monte_carlo"]
    found = draw_vector_tree(uncertainty.Sample(expected["seed"], expected["n"]))
    assert found.us is not None
    assert found.mx is not None
    assert found.gap is not None
    arrays = {"top": found.whole, "US": found.us, "MX": found.mx, "gap": found.gap, **found.groups}
    for name, one in expected["quantiles_5_50_95"].items():
        assert is_close(list(uncertainty.quantiles(arrays[name])), one), name
        assert is_close(float(arrays[name][0]), expected["first_draw"][name]), name
    assert float(np.mean(found.gap > 0)) == expected["share_of_draws_US_ahead"]


def test_variance_shares_match_the_vector() -> None:
    expected = VECTORS["tree"]["monte_carlo"]
    found = uncertainty.variance_shares(lambda sample: draw_vector_tree(sample).whole, expected["seed"], expected["n"])
    assert {name: list(pair) for name, pair in found.items()} == {
        name: pytest.approx(pair, abs=EXACT) for name, pair in expected["sobol_first_total"].items()
    }


@pytest.mark.parametrize("known", VECTORS["other"]["V27 as-of 2026-06-30, known at"])
def test_score_as_known_on_a_date_matches_the_vector(known: str) -> None:
    told = {
        "id": "V27",
        "side": "MX",
        "inds": [
            {
                "id": "homicide",
                "level": "outcome",
                "baseline": 25,
                "target": 15,
                "ms": [
                    {"period": "2026-06-30", "value": 20, "published": "2026-07-10"},
                    {"period": "2026-06-30", "value": 22, "published": "2026-09-01"},
                ],
            }
        ],
    }
    result = score_leaf(leaf(told), TwoDates("2026-06-30", known), METHOD)
    assert is_close(result.score, VECTORS["other"]["V27 as-of 2026-06-30, known at"][known])


def test_planned_progress_matches_the_vector() -> None:
    expected = VECTORS["other"]["V28 expected progress"]
    one = indicator({"id": "x", "level": "outcome", "baseline": 0, "target": 1, "ms": []})

    with_path = replace(one, path=(("2026-01-01", 0.2),))
    assert is_close(progress.planned_progress(one, "2026-06-30"), expected["linear 2026-06-30"])
    assert is_close(progress.planned_progress(with_path, "2026-06-30"), expected["path (2026-01-01: 0.2)"])
    assert is_close(progress.planned_progress(one, "2024-12-31"), expected["before"])
    assert is_close(progress.planned_progress(one, "2027-02-01"), expected["after"])


def test_geometric_means_match_the_vector() -> None:
    expected = VECTORS["other"]["V29 means of 80,20,50 weights 1,1,2"]
    scores, weights = [80.0, 20.0, 50.0], [1.0, 1.0, 2.0]
    assert is_close(rollup.geometric_mean(scores, weights), expected["geo"])
    assert is_close(rollup.geometric_parts(scores, weights), expected["contrib"])
    assert is_close(rollup.geometric_mean([100, 0], [1, 1]), expected["zero"])
    assert is_close(rollup.geometric_mean([37, 37], [1, 1]), expected["all_equal"])
    assert is_close(rollup.geometric_mean([0, 0], [1, 1]), expected["all_zero"])
    assert is_close(rollup.geometric_mean([100, 100], [1, 1]), expected["all_100"])


def test_keyed_random_draws_match_the_vector() -> None:
    expected = VECTORS["other"]["V32 keyed uniform draws"]
    assert random_draws.mix64(0) == expected["mix64_0"]
    assert random_draws.key64("A|w:A1") == expected["key64_A_w_A1"]
    assert random_draws.uniform(20260101, 3, "A", "w:A1").tolist() == expected["u"]


def test_rounded_rows_add_up_to_their_total() -> None:
    rows, total = VECTORS["other"]["V33 largest remainder of 33.333333,33.333333,33.333334,7.77"]
    found = rounding.round_to_sum([33.333333, 33.333333, 33.333334, 7.77])
    assert found == rows
    assert sum(found) == pytest.approx(total)
