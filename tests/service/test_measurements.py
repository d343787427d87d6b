"""Measurements at a desk: whose value, of what grade, recorded by whom, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Refused
from accordtrack.types.intents import Measure
from registers import accept_everything, agree

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.service import Desk

    At = Callable[[str], Desk]


def value(number: str, **more: str) -> Measure:
    told = {"series": "year", "source": "JS-2021", "published_on": "2026-02-01", **more}
    return Measure(indicator="guns-traced", value=number, period="2025-01-01..2025-12-31", **told)


def test_same_measurement_cannot_be_recorded_twice(at: At) -> None:
    at("us-1").write(value("10", party="US"))
    for seat in ("us-1", "mx-1"):
        with pytest.raises(Refused, match="already exists"):
            at(seat).write(value("3", party="US"))
    at("us-1").write(value("3", party="US", published_on="2026-03-01"))


def test_side_cannot_grade_a_measurement_of_a_side_as_verified(at: At) -> None:
    for party in ("US", "MX", "JOINT"):
        with pytest.raises(Refused, match="no higher than documented"):
            at("us-1").write(value("10", party=party, grade="verified"))
    at("us-1").write(value("10", party="OBS", grade="verified"))


def test_measurement_row_keeps_the_side_that_recorded_it(at: At) -> None:
    agree(at, "us-1", value("10", party="OBS"))
    scores = at("us-1").scores()
    (row,) = [row for row in scores.inputs.gauges["guns-traced"].rows if row.end == "2025-12-31"]
    assert (row.by, row.standing) == ("US", 0)


def test_plan_says_why_a_sides_own_value_waits(at: At) -> None:
    with i18n.using_language("en"):
        lines = [i18n.line_text(line) for line in at("us-1").plan(value("10", party="US")).lines]
    assert "A value moves a trend that both sides share, so it counts once Mexico concurs." in lines
    assert "Waits for Mexico." in lines


def test_own_measurement_of_a_side_outranks_the_other_sides_record(at: At) -> None:
    agree(at, "mx-1", value("20", party="MX"))
    at("us-1").write(value("90", party="MX", published_on="2026-04-01"))
    assert 90 not in at("us-1").scores().series_values("guns-traced", "year"), "it waits for Mexico"
    accept_everything(at("us-1").path)
    held = at("us-1").scores().series_values("guns-traced", "year")
    assert 20 in held
    assert 90 not in held
