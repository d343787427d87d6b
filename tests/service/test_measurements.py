"""Measurements at a desk: whose value, of what grade, recorded by whom, and never twice."""

from __future__ import annotations

import pytest

from accordtrack import i18n
from accordtrack.core.problems import Refused
from accordtrack.i18n import line_text
from accordtrack.types.intents import AddRecord, Measure, TakePosition
from registers import At, accept_everything, agree, concur


def value(number: str, **more: str) -> Measure:
    told = {"series": "year", "source": "JS-2021", "published_on": "2026-02-01", **more}
    return Measure(indicator="guns-traced", value=number, period="2025-01-01..2025-12-31", **told)


def test_same_measurement_cannot_be_recorded_twice(at: At) -> None:
    at("us-1").write(value("10", party="US"))
    for seat in ("us-1", "mx-1"):
        with pytest.raises(Refused, match="already exists"):
            at(seat).write(value("3", party="US"))
    at("us-1").write(value("3", party="US", published_on="2026-03-01"))


@pytest.mark.parametrize("disputed", [False, True])
@pytest.mark.parametrize(("theirs", "mine"), [("us-1", "mx-1"), ("mx-1", "us-1")])
def test_value_that_waits_in_a_sides_name_reserves_no_release(
    at: At, theirs: str, mine: str, *, disputed: bool
) -> None:
    party = mine.partition("-")[0].upper()
    (false,) = at(theirs).write(value("99", party=party)).hashes
    if disputed:
        at(mine).write(TakePosition(target=false, stance="dispute", reason="Not our value."))
    done = at(mine).write(value("10", party=party))
    with pytest.raises(Refused, match="already exists"):
        at(mine).write(value("11", party=party))
    concur(at(theirs), done)
    (row,) = [row for row in at(mine).scores().inputs.gauges["guns-traced"].rows if row.end == "2025-12-31"]
    assert row.value == 10


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
    assert "A value moves a number that both sides share, so it counts once Mexico agrees." in lines
    assert "Waits for Mexico." in lines


def test_own_measurement_of_a_side_outranks_the_other_sides_record(at: At) -> None:
    agree(at, "mx-1", value("20", party="MX"))
    at("us-1").write(value("90", party="MX", published_on="2026-04-01"))
    assert 90 not in at("us-1").scores().series_values("guns-traced", "year"), "it waits for Mexico"
    accept_everything(at("us-1").path)
    held = at("us-1").scores().series_values("guns-traced", "year")
    assert 20 in held
    assert 90 not in held


def test_own_value_of_a_side_is_shown_at_once_and_counts_once_the_other_side_concurs(at: At) -> None:
    """The indicator is about Mexico. A value of Mexico's desk stands beside the others, whoever measured it."""
    before = at("us-1").scores().series_values("guns-traced", "year-atf")
    told = value("70", party="OBS", series="year-atf")
    with i18n.using_language("en"):
        planned = [i18n.line_text(line) for line in at("mx-1").plan(told).lines]
        done = at("mx-1").write(told)
        written = [i18n.line_text(line) for line in done.lines]
    shown = "Mexico's own value is shown at once; it counts once the United States agrees."
    assert (shown in planned, shown in written) == (True, True)
    (indicator,) = at("us-1").commitment("FW-US-01").indicators
    assert [(one.value, one.own_value_of) for one in indicator.own_values] == [("70", "MX")]
    assert "70" not in [one.value for one in indicator.counted]
    assert at("us-1").scores().series_values("guns-traced", "year-atf") == before
    concur(at("us-1"), done)
    (indicator,) = at("us-1").commitment("FW-US-01").indicators
    assert (indicator.own_values, indicator.counted[-1].value) == ((), "70")


def test_value_about_the_other_country_is_not_shown_while_it_waits(at: At) -> None:
    at("us-1").write(value("10", party="US"))
    (indicator,) = at("us-1").commitment("FW-US-01").indicators
    assert "10" not in [one.value for one in indicator.measurements]


@pytest.mark.parametrize(
    ("dated", "released"),
    [
        ("2026-02-03", "2026-02-03"),
        ("2025-06-30", "2026-11-25"),
        ("2026-02", "2026-11-25"),
        ("2027-01-01", "2026-11-25"),
    ],
)
def test_release_date_is_that_of_the_source_if_it_is_a_day_after_the_period(at: At, dated: str, released: str) -> None:
    source = {"id": "REPORT", "publisher": "P", "title": "T", "url": "https://example.org/r", "copy": "official"}
    at("us-1").write(AddRecord(kind="source", fields={**source, "date": dated}))
    measured = Measure(
        indicator="guns-traced", value="9", period="2025-01-01..2025-12-31", series="year", source="REPORT"
    )
    with i18n.using_language("en"):
        lines = [i18n.line_text(line) for line in at("us-1").write(measured).lines]
    assert any(line.startswith(f"released on {released}") for line in lines)
    body = at("us-1").entry("us-1-3").body
    assert body is not None
    assert body["published_on"] == released


@pytest.mark.parametrize("typed", ["calendar year", "Año calendario", "year"])
def test_series_can_be_typed_as_lists_show_it(at: At, typed: str) -> None:
    agree(at, "us-1", value("10"))
    with i18n.using_language("en"):
        lines = [
            i18n.line_text(line) for line in at("us-1").plan(value("9", series=typed, published_on="2026-03-01")).lines
        ]
    assert not any(line.startswith("starts a new series") for line in lines)


@pytest.mark.parametrize("typed", ["since 2022-06-25", "desde 2022-06-25", "Since 2022-06-25", "since-2022-06-25"])
def test_series_is_named_as_a_list_shows_it(at: At, typed: str) -> None:
    agree(at, "us-1", value("10", series="since-2022-06-25"))
    plan = at("us-1").plan(value("11", series=typed, published_on="2026-03-01"))
    assert not [line for line in plan.lines if "new series" in line.template]
    at("us-1").write(value("11", series=typed, published_on="2026-03-01"))


def test_new_series_is_announced_with_those_that_the_indicator_has(at: At) -> None:
    plan = at("us-1").plan(value("10", series="yearly"))
    said = [line_text(line) for line in plan.lines]
    assert "starts a new series: yearly" in said
    assert any(line.startswith("series of the indicator so far: ") and "year-atf" in line for line in said)
