"""Measurements at a desk: whose value, of what grade, recorded by whom, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.core.problems import Refused
from accordtrack.types.intents import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.service import Desk

    At = Callable[[str], Desk]


def value(number: str, **more: str) -> Measure:
    told = {"series": "year", "source": "JS-2021", "published_on": "2026-02-01", **more}
    return Measure(indicator="guns-traced", value=number, period="2025-01-01..2025-12-31", **told)


def test_one_value_of_a_series_period_party_release_and_source_stands_once(at: At) -> None:
    at("us-1").write(value("10", party="US"))
    for seat in ("us-1", "mx-1"):
        with pytest.raises(Refused, match="stands already"):
            at(seat).write(value("3", party="US"))
    at("us-1").write(value("3", party="US", published_on="2026-03-01"))


def test_a_side_never_verifies_a_side_s_value(at: At) -> None:
    for party in ("US", "MX", "JOINT"):
        with pytest.raises(Refused, match="documented at most"):
            at("us-1").write(value("10", party=party, grade="verified"))
    at("us-1").write(value("10", party="OBS", grade="verified"))


def test_a_row_knows_whose_desk_recorded_it(at: At) -> None:
    at("us-1").write(value("10", party="OBS"))
    scores = at("us-1").scores()
    (row,) = [row for row in scores.inputs.gauges["guns-traced"].rows if row.end == "2025-12-31"]
    assert (row.by, row.standing) == ("US", 0)


def test_a_party_s_own_row_stands_before_what_the_other_records_of_it(at: At) -> None:
    at("mx-1").write(value("20", party="MX"))
    at("us-1").write(value("90", party="MX", published_on="2026-04-01"))
    held = at("us-1").scores().values("guns-traced", "year")
    assert 20 in held
    assert 90 not in held
