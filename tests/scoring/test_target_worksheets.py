"""Target worksheets: which years of a place count, what is refused, and how an agreed target is read later."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.core.problems import Refused
from accordtrack.ledger.targets import TargetPropose
from accordtrack.scoring.target_worksheets import scored_target
from accordtrack.scoring.values import Indicator
from accordtrack.vocabulary import Level
from panel_factory import MadePanel, by_month, by_year
from symmetric_register import proposed_target

SINALOA = by_year(2017, 100, 110, 120, 100, 90, 80, 70, 60)


def made(**more: Any) -> MadePanel:  # noqa: ANN401
    return MadePanel().define("homicides", **more)


def target(**fields: object) -> TargetPropose:
    _kind, body = proposed_target("ind")
    return TargetPropose.model_validate({**body, "baseline_to": "2024-12-31", "by": "2027-12-31", **fields})


def test_baseline_is_the_last_complete_year_and_the_due_date_three_years_on() -> None:
    found = made().release("homicides", "2025-02-01", {"MX-SIN": SINALOA}).years().worksheet("homicides", "MX-SIN")
    assert (found.years.first, found.years.last, found.scenarios.baseline, found.due) == (2017, 2024, 60, "2027-12-31")
    assert (found.years.released_on, found.years.sources) == ("2025-02-01", ("S",))
    assert [(name.value, n) for name, _ratio, n in found.ratios] == [
        ("hold", None),
        ("as_before", 5),
        ("own_better", 5),
        ("places_better", 0),
    ]


def test_a_year_with_a_preliminary_month_is_no_baseline() -> None:
    months = by_month("2017-01", *[10.0] * (8 * 12 + 2))
    panel = made(period="month", preliminary_periods=3).release("homicides", "2025-03-20", {"MX-SIN": months})
    assert panel.years().worksheet("homicides", "MX-SIN").years.last == 2023


def test_years_before_a_missing_month_are_not_compared() -> None:
    months = by_month("2015-01", *[10.0] * (9 * 12))
    del months["2016-05"]
    panel = made(period="month").release("homicides", "2025-03-20", {"MX-SIN": months})
    assert panel.years().worksheet("homicides", "MX-SIN").years.first == 2017


@pytest.mark.parametrize("count", [1, 5])
def test_fewer_than_six_complete_years_are_refused(count: int) -> None:
    values = {"MX-SIN": by_year(2017, *[10.0] * count), "MX-JAL": SINALOA}
    years = made().release("homicides", "2025-02-01", values).years()
    with pytest.raises(Refused, match=f"homicides has {count} complete years in MX-SIN; a target needs 6"):
        years.worksheet("homicides", "MX-SIN")


def test_a_place_with_months_but_no_complete_year_is_not_called_unknown() -> None:
    panel = made(period="month").release("homicides", "2025-02-01", {"MX-SIN": by_month("2025-01", 3)})
    with pytest.raises(Refused, match="0 complete years"):
        panel.years().worksheet("homicides", "MX-SIN")


@pytest.mark.parametrize(
    ("series", "place", "words"),
    [("nothing", "MX-SIN", "Unknown"), ("homicides", "MX-XX", "Unknown"), ("people", "MX-SIN", "no good direction")],
)
def test_unknown_series_and_places_are_named(series: str, place: str, words: str) -> None:
    panel = made().define("people", direction="none").release("homicides", "2025-02-01", {"MX-SIN": SINALOA})
    with pytest.raises(Refused, match=words):
        panel.years().worksheet(series, place)


def test_years_before_a_new_way_to_count_are_left_out() -> None:
    panel = made().release("homicides", "2025-02-01", {"MX-SIN": SINALOA}).changed("homicides", "2019", "MX-SIN")
    assert panel.years().worksheet("homicides", "MX-SIN").years.first == 2019
    panel.changed("homicides", "2020-06", "MX-SIN")
    with pytest.raises(Refused, match="4 complete years"):
        panel.years().worksheet("homicides", "MX-SIN")


def test_counts_become_rates_per_100000_people_and_a_country_is_the_sum_of_its_states() -> None:
    people = {place: {f"{year}": 1_000_000.0 for year in range(2017, 2025)} for place in ("MX-SIN", "MX-JAL")}
    panel = made(people="people").define("people", direction="none", measure="stock")
    panel.release("people", "2024-01-01", people)
    panel.release("homicides", "2025-02-01", {"MX-SIN": SINALOA, "MX-JAL": by_year(2017, *[40.0] * 8)})
    assert panel.years().worksheet("homicides", "MX-SIN").scenarios.baseline == pytest.approx(6)
    assert panel.years().worksheet("homicides", "MX").scenarios.baseline == pytest.approx(5)


def test_a_country_has_no_year_that_one_of_its_states_lacks() -> None:
    short = by_year(2017, *[40.0] * 8)
    del short["2024"]
    panel = made().release("homicides", "2025-02-01", {"MX-SIN": SINALOA, "MX-JAL": short})
    assert panel.years().worksheet("homicides", "MX").years.last == 2023


def test_similar_places_need_five_changes() -> None:
    values = {"MX-SIN": SINALOA} | {f"MX-{n:03d}": by_year(2017, *[100.0] * 5, 90, 80, 50 + n) for n in range(5)}
    panel = made().release("homicides", "2025-02-01", values)
    found = panel.years().worksheet("homicides", "MX-SIN").scenarios
    assert found.places_n == 5
    assert found.places_better == pytest.approx(0.51)


def test_after_a_revision_the_target_keeps_its_ratio_to_the_baseline_read_again() -> None:
    panel = made().release("homicides", "2025-02-01", {"MX-SIN": SINALOA})
    revised = {**SINALOA, "2024": 75.0, "2025": 66.0}
    panel.release("homicides", "2026-02-01", {"MX-SIN": revised})
    signed = target(baseline="60", level_ratio="0.8")
    before = panel.years(known_on="2025-12-31").progress(signed)
    after = panel.years().progress(signed)
    assert (before.baseline, before.target, before.current) == (60, 48, None)
    assert (after.baseline, after.target, after.current, after.year) == (75, 60, 66, 2025)


def test_nothing_is_read_across_a_new_way_to_count() -> None:
    values = {"MX-SIN": {**SINALOA, "2025": 10.0}}
    panel = made().release("homicides", "2026-02-01", values).changed("homicides", "2025")
    found = panel.years().progress(target())
    assert (found.baseline, found.current) == (None, None)


def test_years_after_the_due_date_are_not_read() -> None:
    panel = made().release("homicides", "2026-02-01", {"MX-SIN": {**SINALOA, "2025": 50.0}})
    found = panel.years().progress(target(baseline_to="2022-12-31", by="2024-12-31", said_on="2023-06-01"))
    assert (found.year, found.current) == (2024, 60)


def test_an_indicator_is_scored_against_the_signed_target_by_the_panel() -> None:
    panel = made().release("homicides", "2026-02-01", {"MX-SIN": {**SINALOA, "2025": 54.0}})
    signed = target(baseline="60", level_ratio="0.8", span="20")
    plain = Indicator("ind", Level.OUTCOME, baseline=None, target=None, t0=None, t1=None, direction=-1)
    found = scored_target(plain, signed, panel.years().progress(signed))
    assert (found.baseline, found.target, found.t0, found.t1) == (60, 48, "2024-12-31", "2027-12-31")
    assert [(one.period, one.value) for one in found.records] == [("2025-12-31", 54)]
    assert found.span == 20


def test_nothing_of_a_worksheet_changes_with_the_order_of_rows() -> None:
    values = {"MX-SIN": SINALOA, "MX-JAL": by_year(2017, *[50.0] * 8)}
    turned = {place: dict(reversed(told.items())) for place, told in reversed(values.items())}
    one, other = (made().release("homicides", "2025-02-01", told).years() for told in (values, turned))
    assert one.worksheet("homicides", "MX-SIN") == other.worksheet("homicides", "MX-SIN")
