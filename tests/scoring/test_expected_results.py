"""Expected results of operations: what is read when it is due, and when nothing is said."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.core.problems import Refused
from accordtrack.ledger.targets import ExpectedResult
from accordtrack.projection.agreements import Signed, Standing
from accordtrack.scoring.expected_results import ResultVerdict, read_results, refuse_unreadable
from accordtrack.store.items import Item
from accordtrack.vocabulary import Side
from panel_factory import MadePanel, by_month
from symmetric_register import expected_result

YEAR = [10.0] * 12
"""The 12 months before the month of the start, September 2025."""


def panel(after: float = 7.0, guard: float = 5.0, months: int = 6) -> MadePanel:
    made = MadePanel().define("homicides", "month", usual_delay_days=25).define("missing", "month", usual_delay_days=95)
    released = made.release("homicides", "2026-04-20", {"MX-SIN": by_month("2024-09", *YEAR, 99, *[after] * months)})
    return released.release("missing", "2026-04-20", {"MX-SIN": by_month("2024-09", *[5.0] * 13, *[guard] * months)})


def signed(
    standing: Standing = Standing.AGREED, on: str | None = "2025-08-31", **fields: object
) -> Signed[ExpectedResult]:
    _kind, body = expected_result()
    record = ExpectedResult.model_validate({**body, "starts_on": "2025-09-15", "said_on": "2025-08-01", **fields})
    item = Item(1, "0" * 64, "us-1", 2, 1, "", "result.expect", "OPERATION", "TLP:CLEAR", record, "US")
    return Signed(item, standing, Side.MX, 0, "2025-08-31", on)


def verdict(one: Signed[ExpectedResult], made: MadePanel | None = None) -> ResultVerdict:
    (found,) = read_results([one], (made or panel()).years())
    return found.verdict


def test_the_month_of_the_start_is_in_neither_window() -> None:
    (found,) = read_results([signed()], panel().years())
    assert (found.verdict, found.guard_ratio) == (ResultVerdict.REACHED, 1)
    assert found.ratio == pytest.approx(0.7)
    assert (found.needs, found.due_on, found.released_on) == ("2026-03", "2026-07-04", "2026-04-20")


@pytest.mark.parametrize(
    ("after", "guard", "expected"),
    [(8, 5, "REACHED"), (8.1, 5, "NOT_REACHED"), (8, 5.1, "GUARD_NOT_MET"), (9, 9, "NOT_REACHED")],
)
def test_the_threshold_itself_counts_and_the_guard_must_hold(after: float, guard: float, expected: str) -> None:
    assert verdict(signed(), panel(after, guard)) == expected


def test_at_least_reads_the_other_way() -> None:
    assert verdict(signed(bound="at_least", rate_ratio="0.7")) == ResultVerdict.REACHED
    assert verdict(signed(bound="at_least", rate_ratio="0.71")) == ResultVerdict.NOT_REACHED


def test_an_unfinished_window_gives_no_number() -> None:
    (found,) = read_results([signed()], panel(months=5).years())
    assert (found.verdict, found.ratio) == (ResultVerdict.NOT_YET, None)


@pytest.mark.parametrize(("period", "place"), [("2025-01", None), ("2026-02", "MX-SIN")])
def test_a_new_way_to_count_gives_no_number(period: str, place: str | None) -> None:
    assert verdict(signed(), panel().changed("homicides", period, place)) == ResultVerdict.NO_FIGURES
    assert verdict(signed(), panel().changed("homicides", period, "MX-JAL")) == ResultVerdict.REACHED


def test_a_missing_month_is_never_filled() -> None:
    made = panel()
    values = by_month("2024-09", *YEAR, 99, *[7.0] * 6)
    del values["2025-01"]
    made.releases.clear()
    made.release("homicides", "2026-04-20", {"MX-SIN": values})
    made.release("missing", "2026-04-20", {"MX-SIN": by_month("2024-09", *[5.0] * 19)})
    assert verdict(signed(), made) == ResultVerdict.NO_FIGURES


def test_what_both_did_not_sign_before_the_start_is_not_read() -> None:
    assert verdict(signed(on="2025-09-15")) == ResultVerdict.NOT_BEFOREHAND
    assert verdict(signed(on="2025-09-14")) == ResultVerdict.REACHED
    assert verdict(signed(on=None)) == ResultVerdict.NOT_BEFOREHAND
    assert verdict(signed(Standing.WAITING)) == ResultVerdict.NOT_SIGNED
    assert verdict(signed(Standing.DECLINED)) == ResultVerdict.NOT_SIGNED


@pytest.mark.parametrize(
    ("change", "words"),
    [({"series": "nothing"}, "Unknown"), ({"place": "MX-XX"}, "Unknown"), ({"series": "yearly"}, "Unknown")],
)
def test_a_definition_that_could_never_be_read_is_refused(change: dict[str, str], words: str) -> None:
    _kind, body = expected_result()
    made = panel().define("yearly")
    refuse_unreadable(body, made.years())
    with pytest.raises(Refused, match=words):
        refuse_unreadable({**body, **change}, made.years())


@pytest.mark.parametrize(
    "fields", [{"rate_ratio": "0"}, {"rate_ratio": "-1"}, {"window": 4}, {"starts_on": "2026-03-01"}]
)
def test_bad_definitions_are_refused(fields: dict[str, Any]) -> None:
    _kind, body = expected_result(**fields)
    with pytest.raises(ValueError, match=r"ratio|window|starts"):
        ExpectedResult.model_validate(body)
