"""A period for which two series of one indicator in conflict give different values, and what is no such period."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring.disputed_points import disputed_points
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.vocabulary import MeasurementState
from scorecard.sections import shipped

YEAR_2021, YEAR_2024 = ("2021-01-01", "2021-12-31"), ("2024-01-01", "2024-12-31")


def test_other_value_of_a_disputed_year_is_found_from_both_sides() -> None:
    scores = shipped().scores
    assert disputed_points(scores, "mx-idp-new", "year-idmc") == {YEAR_2021: 44905, YEAR_2024: 28900}
    assert disputed_points(scores, "mx-idp-new", "year-cmdpdh") == {YEAR_2021: 29000}


@pytest.mark.parametrize(
    ("indicator", "series"),
    [
        ("mx-extraditions-to-us", "year"),
        ("us-overdose-deaths", "year"),
        ("mx-idp-stock", "year-end"),
        ("mx-high-impact-arrests", "since-2024-10"),
        ("mx-idp-new", "no such series"),
    ],
    ids=["several shared years", "a preliminary value", "no conflict", "a running total", "no values"],
)
def test_no_other_value(indicator: str, series: str) -> None:
    assert disputed_points(shipped().scores, indicator, series) == {}


@pytest.mark.parametrize("changed", [{"value": 29000.0}, {"state": MeasurementState.PRELIMINARY}, {"confirm": True}])
def test_equal_preliminary_or_unconfirmed_value_disputes_nothing(changed: dict[str, object]) -> None:
    scores = shipped().scores
    gauge = scores.inputs.gauges["mx-idp-new"]
    rows = tuple(replace(one, **changed) if one.series == "year-cmdpdh" else one for one in gauge.rows)  # type: ignore[arg-type]
    gauges = {**scores.inputs.gauges, gauge.id: replace(gauge, rows=rows)}
    access = ScoreAccess(scores.facts, scores.method, replace(scores.inputs, gauges=gauges))
    assert disputed_points(access, "mx-idp-new", "year-idmc") == {YEAR_2024: 28900}
