"""Blocks of 12 months around an agreement (AT-2.0.0, section 1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring.year_blocks import year_blocks
from accordtrack.vocabulary import Measure
from path_figures import AGREED, months


def spans(first: str, count: int, step: int = 1) -> list[tuple[str, str, int | None]]:
    blocks = year_blocks(months(first, [1.0] * count, step), AGREED)
    return [(one.start, one.end, one.year) for one in blocks.complete]


def test_months_are_counted_from_those_next_to_the_month_of_the_agreement() -> None:
    assert spans("2019-10", 24 + 1 + 24) == [
        ("2019-10-01", "2020-09-30", -1),
        ("2020-10-01", "2021-09-30", 0),
        ("2021-11-01", "2022-10-31", 1),
        ("2022-11-01", "2023-10-31", 2),
    ]


def test_quarters_are_those_that_do_not_contain_the_month_of_the_agreement() -> None:
    """Of the quarters of a calendar year, the fourth of 2021 contains October 2021."""
    assert spans("2020-10", 4 + 1 + 4, 3) == [
        ("2020-10-01", "2021-09-30", 0),
        ("2022-01-01", "2022-12-31", 1),
    ]


def test_fiscal_quarters_keep_their_own_months() -> None:
    """Quarters that begin in November, as the month after the agreement does, lose no month."""
    assert spans("2020-08", 4 + 1 + 4, 3) == [("2020-08-01", "2021-07-31", 0), ("2021-11-01", "2022-10-31", 1)]


def test_block_without_one_of_its_months_is_no_year() -> None:
    figures = months("2020-10", [1.0] * 25)
    gap = [one for one in figures if one.start != "2021-02-01"]
    assert [one.year for one in year_blocks(gap, AGREED).complete] == [1]


def test_month_of_the_agreement_stands_in_for_no_other() -> None:
    """Without November 2021 there is no first year, although October is there."""
    gap = [one for one in months("2020-10", [1.0] * 37) if one.start != "2021-11-01"]
    assert [one.year for one in year_blocks(gap, AGREED).complete] == [0, 2]


def test_block_with_a_preliminary_month_is_preliminary() -> None:
    figures = months("2021-11", [1.0] * 24)
    figures[-1] = replace(figures[-1], preliminary=True)
    assert [one.preliminary for one in year_blocks(figures, AGREED).complete] == [False, True]


@pytest.mark.parametrize(("measure", "expected"), [(Measure.COUNT, 78), (Measure.QUANTITY, 78), (Measure.STOCK, 12)])
def test_counts_are_summed_and_stocks_take_the_last_value(measure: Measure, expected: float) -> None:
    (found,) = year_blocks(months("2021-11", range(1, 13), measure=measure), AGREED).complete
    assert found.value == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({2021: 100.0, 2022: 300.0}, (3 * 100 + 75 * 300) / (2 * 100 + 10 * 300)),
        ({2021: 100.0}, 2380 / 365),
        ({2021: 0.0, 2022: -1.0}, 2380 / 365),
        (None, 2380 / 365),
    ],
)
def test_rates_are_averaged_by_people_or_else_by_days(people: dict[int, float] | None, expected: float) -> None:
    (found,) = year_blocks(months("2021-11", range(1, 13), measure=Measure.RATE), AGREED, people).complete
    assert found.value == pytest.approx(expected)


def test_unfinished_block_stands_beside_the_same_months() -> None:
    values = [10.0] * 12 + [0.0] + [1.0] * 12 + [2.0] * 8
    blocks = year_blocks(months("2020-10", values), AGREED)
    found = blocks.so_far(blocks.complete[0])
    assert found is not None
    assert (found.months, found.end, found.value, found.same_months) == (8, "2023-06-30", 16, 80)


def test_there_is_no_so_far_with_a_gap_or_after_a_whole_block() -> None:
    values = [10.0] * 12 + [0.0] + [1.0] * 12
    whole = year_blocks(months("2020-10", values), AGREED)
    assert whole.so_far(whole.complete[0]) is None
    begun = [one for one in months("2020-10", [*values, 2.0, 2.0, 2.0]) if one.start != "2022-12-01"]
    gap = year_blocks(begun, AGREED)
    assert gap.so_far(gap.complete[0]) is None
    assert gap.so_far(None) is None
