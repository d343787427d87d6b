"""Every vector of the results trend, to 1e-9, reasons and words included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import trend
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.series import MeasuredIndicator, Row
from accordtrack.vocabulary import Direction, Grade, Level, MeasurementState, Periodicity, Speaker

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("trend.json").read_text(encoding="utf-8"))
BY_ID = {one["id"].split()[0]: one for one in VECTORS["trend"]}
METHOD = standard_method()


def movement_of_vector(told: dict[str, Any], family: str | None = None) -> trend.Moved:
    rows = tuple(
        Row(
            f"{told['id']}|{place}",
            "s",
            Speaker.OBS,
            row["period_start"],
            row["period_end"],
            row["value"],
            row["published_on"],
            Grade.DOCUMENTED,
            MeasurementState(row.get("state", "final")),
            row.get("confirm", False),
        )
        for place, row in enumerate(told["rows"])
    )
    gauge = MeasuredIndicator(
        told["id"],
        Level.OUTCOME,
        Direction(told["direction"]),
        "MX",
        None,
        "violence",
        family or told["id"],
        told["unchanged_within"],
        "s",
        Periodicity.IRREGULAR,
        1,
        (),
        rows,
    )
    return trend.movement_of(gauge, told["base"], TwoDates(told["as_of"], told["known_on"]), METHOD)


@pytest.mark.parametrize("name", BY_ID)
def test_indicator_trend_matches_its_vector(name: str) -> None:
    told = BY_ID[name]
    expected = told["expected"]
    found = movement_of_vector(told)
    assert found.t == pytest.approx(expected["t"], abs=1e-9)
    assert found.reason == expected.get("reason")
    if found.pair is not None and "rate" in expected:
        assert found.pair.first.value == expected["first"]
        assert found.pair.last.value == expected["last"]
        assert (found.pair.first.end, found.pair.last.end) == (expected["from"], expected["to"])
        assert found.pair.years == pytest.approx(expected["years"], abs=1e-9)
        assert found.rate == pytest.approx(expected["rate"], abs=1e-9)
        assert str(found.word).replace("_", " ") == expected["word"]
    else:
        assert "rate" not in expected


@pytest.mark.parametrize("node", VECTORS["nodes"], ids=lambda node: node["id"])
def test_node_trend_matches_its_vector(node: dict[str, Any]) -> None:
    families = node.get("families", [None] * len(node["of"]))
    found = trend.trend_of_movements(
        [movement_of_vector(BY_ID[name], family) for name, family in zip(node["of"], families, strict=True)], METHOD
    )
    expected = node["expected"]
    assert found.families == expected["families"]
    assert found.measured_families == expected["measured_families"]
    counts = (found.improved_count, found.worsened_count, found.unchanged_count, found.unmeasured_count)
    assert counts == tuple(expected[name] for name in ("improved", "worsened", "unchanged", "unmeasured"))
    assert found.score == pytest.approx(expected["score"], abs=1e-9)


def test_families_are_counted_without_a_base_date() -> None:
    one = movement_of_vector(BY_ID["T01"], family="homicide").gauge
    found = trend.trend((one, one), None, TwoDates("2026-06-30", "2026-06-30"), METHOD)
    assert (found.score, found.families, found.measured_families, found.unmeasured_count) == (None, 1, 0, 2)
