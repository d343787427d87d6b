"""Edges of the score: one day, one point, one share more or less; numbers redone on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from accordtrack.scoring import statements
from accordtrack.scoring.method import Balance
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.statements import Act, HalfStatements, Said
from accordtrack.statuses import Status
from accordtrack.vocabulary import Grade, Level, Side
from items import Told
from method_example import definition, measurement
from statement_scores import AGREED, DUE, accord, leaf, linked, scored, told

METHOD = standard_method()
SUBSTANTIAL = 200 / 3
THEMES = {"a": "firearms", "b": "violence"}


def marks(on: str, as_of: str) -> list[str]:
    act = Act("EX-1", Level.OUTPUT, "2024-01-01", None)
    said = HalfStatements(Side.US, claim=Said(Status.LIMITED, Grade.CLAIMED, on, on))
    return list(statements.status_indicator(act, said, as_of, METHOD).marks)


def test_statement_is_flagged_not_renewed_from_day_366() -> None:
    assert marks("2025-06-30", "2026-06-30") == []
    assert marks("2025-06-29", "2026-06-30") == ["NOT_RENEWED 366 days"]
    assert marks("2024-02-29", "2025-02-28") == []
    assert marks("2024-02-29", "2025-03-01") == ["NOT_RENEWED 366 days"]


def test_not_renewed_flag_does_not_change_the_score() -> None:
    found = {}
    for on in ("2025-06-30", "2025-06-29"):
        one = told("MX")
        one.status("MX", "substantial", on)
        found[on] = leaf(scored(one))
    assert found["2025-06-30"]["delivery_flags"] == []
    assert found["2025-06-29"]["delivery_flags"] == ["NOT_RENEWED 366 days"]
    assert found["2025-06-30"]["delivery"] == found["2025-06-29"]["delivery"] == pytest.approx(SUBSTANTIAL / 4)


def results(values: Mapping[str, float]) -> dict[str, Any]:
    """A commitment a theme, each with one outcome from 0 to 100, verified, and held as long as its hold of one period asks."""
    commitments, indicators, rows = [], [], {}
    for name, value in values.items():
        one = told("US", f"EX-{name}", theme=THEMES[name])
        linked(one, name)
        commitments.append(one)
        start, end = {"value": "0", "on": AGREED}, {"value": "100", "by": DUE, "set_by": "agreed"}
        indicators.append(definition(name, "outcome", "increase", baseline=start, target=end, theme=THEMES[name]))
        rows[name] = [(name, measurement(name, "2026-04-01", "2026-06-30", "OBS", value, "verified"))]
    listed = accord(*(THEMES[name] for name in values))
    return {"commitments": commitments, "indicators": indicators, "rows": rows, "accord": listed}


def overall_of(values: Mapping[str, float], unbalanced: float | None = None) -> dict[str, Any]:
    made = results(values)
    method = METHOD if unbalanced is None else replace(METHOD, balance=Balance(unbalanced))
    commitments = made.pop("commitments")
    overall: dict[str, Any] = scored(*commitments, method=method, **made)["overall"]
    return overall


def test_unbalanced_flag_needs_more_than_5_points() -> None:
    """Two themes at 60 and x: 5 points lie between the means where x is some 20.4; on its two sides the flag differs."""
    near, far = overall_of({"a": 60, "b": 21}), overall_of({"a": 60, "b": 20})
    for node, flag in ((near, False), (far, True)):
        told_of = node["attainment"]
        assert told_of["printable"]
        distance = told_of["score"] - told_of["balanced"]
        assert (distance > 5) is flag
        assert abs(distance - 5) < 0.3
        assert ("UNBALANCED" in node["flags"]) is flag


def test_unbalanced_flag_needs_more_than_its_parameter() -> None:
    node = overall_of({"a": 60, "b": 20})["attainment"]
    distance = node["score"] - node["balanced"]
    assert "UNBALANCED" not in overall_of({"a": 60, "b": 20}, unbalanced=distance)["flags"]
    assert "UNBALANCED" in overall_of({"a": 60, "b": 20}, unbalanced=distance * (1 - 1e-9))["flags"]


def commitments_with_shares() -> list[Told]:
    """Mexico alone: completed. Both, no share agreed: US completed, Mexico limited. Both, a quarter agreed: US limited.

    Official words are claimed, so each counts a quarter: 25 for completed, 8.3333 for limited.
    """
    alone = told("MX", "EX-1")
    alone.status("MX", "completed", "2026-01-01")
    open_share = told("JOINT", "EX-2")
    open_share.status("US", "completed", "2026-01-01")
    open_share.status("MX", "limited", "2026-01-01")
    agreed = told("JOINT", "EX-3", share_us="0.25")
    agreed.status("US", "limited", "2026-01-01")
    return [alone, open_share, agreed]


def test_open_share_scores_for_0_and_1_match_hand_computation() -> None:
    """Weights: 1 for EX-1; EX-2 0.5 and 0.5; EX-3 0.25 (US, limited) and 0.75 (Mexico, no word). They sum to 3.

    Half: (25 + 0.5 * 25 + 0.5 * 25/3 + 0.25 * 25/3) / 2.25. At 0 all of EX-2 is Mexico's: (25 + 25/3 + 0.25 * 25/3) / 2.25.
    At 1 all is of the United States: (25 + 25 + 0.25 * 25/3) / 2.25. The agreed share of EX-3 moves in neither.
    """
    whole = scored(*commitments_with_shares())["overall"]
    delivery, attainment = whole["delivery"], whole["attainment"]
    assert delivery["assessed"] == pytest.approx(2.25 / 3)
    limited = 25 / 3
    paper = {
        "score": (25 + 0.5 * 25 + 0.5 * limited + 0.25 * limited) / 2.25,
        "for_share_0": (25 + limited + 0.25 * limited) / 2.25,
        "for_share_1": (25 + 25 + 0.25 * limited) / 2.25,
    }
    assert [round(value, 4) for value in paper.values()] == [19.4444, 15.7407, 23.1481]
    for name, value in paper.items():
        assert delivery[name] == pytest.approx(value), name
        assert attainment[name] == pytest.approx(0.3 * value), name


def test_score_for_a_share_below_the_least_assessed_is_null() -> None:
    """EX-2 alone, and only the United States spoke: at 1 all is assessed, at 0 nothing is."""
    one = told("JOINT")
    one.status("US", "completed", "2026-01-01")
    delivery = scored(one)["overall"]["delivery"]
    assert (delivery["score"], delivery["for_share_0"], delivery["for_share_1"]) == (25, None, 25)
    assert leaf(scored(one), "US")["flags"][-1] == "SHARE_NOT_AGREED"


def test_agreed_shares_have_no_scores_for_0_and_1() -> None:
    agreed = scored(commitments_with_shares()[2])["overall"]["delivery"]
    assert (agreed["for_share_0"], agreed["for_share_1"]) == (None, None)


def planned_leaf(due: str | None, target_by: str) -> dict[str, Any]:
    """A claimed act and an outcome halfway to its target; each with or without an end of its plan."""
    made = results({"a": 50.0})
    one = told("US", "EX-a", theme=THEMES["a"], due_on=due)
    one.status("US", "completed", "2026-06-01")
    linked(one, "a")
    indicator = made["indicators"][0]
    target = indicator.target.model_copy(update={"by": target_by})
    found = scored(
        one, indicators=[indicator.model_copy(update={"target": target})], rows=made["rows"], accord=made["accord"]
    )
    return leaf(found)


def test_planned_score_matches_hand_computation() -> None:
    """545 of 730 days have passed on both rungs: 30 * 545 / 730 + 70 * 545 / 730."""
    found = planned_leaf(DUE, DUE)
    assert found["expected"] == pytest.approx(100 * 545 / 730)
    assert [item["pace"] for item in found["indicators"]] == ["ACHIEVED", "LAGGING"]


def test_assessed_indicator_without_a_plan_leaves_no_planned_score() -> None:
    found = planned_leaf(None, DUE)
    assert found["expected"] is None
    assert [item["expected"] for item in found["indicators"]] == [None, pytest.approx(545 / 730)]
    assert [item["pace"] for item in found["indicators"]] == [None, "LAGGING"]
    assert found["score"] == pytest.approx(30 * 0.5 + 70 * 0.5)


def test_end_not_after_the_start_gives_no_plan() -> None:
    assert planned_leaf(AGREED, DUE)["expected"] is None
    found = planned_leaf(DUE, AGREED)["indicators"][1]
    assert (found["expected"], found["pe"], found["flags"]) == (None, None, ["TARGET_BEFORE_BASELINE"])


def test_unassessed_indicator_needs_no_plan() -> None:
    """Without its statement the status is not assessed; what is left has a plan."""
    made = results({"a": 50.0})
    one = told("US", "EX-a", theme=THEMES["a"], due_on=None)
    linked(one, "a")
    found = leaf(scored(one, indicators=made["indicators"], rows=made["rows"], accord=made["accord"]))
    assert found["indicators"][0]["pe"] is None
    assert found["expected"] == pytest.approx(100 * 545 / 730)
