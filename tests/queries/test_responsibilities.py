"""What is owed: every number opens the rows it was counted from, halves count for the side that still owes them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from accordtrack.cli.responsibilities import COUNTS
from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.queries.responsibilities import GROUPS, count_names
from accordtrack.service import Desk
from accordtrack.types import HalfRow, RegisterRow
from accordtrack.types.intents import Amend, ReportStatus
from registers import accept, small_desk
from shipped_scores import shipped_desk


@cache
def shared_desk() -> Desk:
    return shipped_desk()


@cache
def rows() -> dict[int, RegisterRow]:
    return {row.key: row for row in shared_desk().rows(shared_desk().listing().keys)}


def row(*halves: HalfRow, timeliness: str = "no_deadline", days: int | None = None) -> RegisterRow:
    first = next(iter(rows().values()))
    return replace(first, halves=halves, timeliness=timeliness, days=days)


def half(side: str, status: str | None, standing: str = "unanswered") -> HalfRow:
    return HalfRow(side, status, "stated", "claimed", standing, "2026-01-01", None)


@pytest.mark.parametrize("by", GROUPS)
def test_every_number_opens_that_many_rows(by: str) -> None:
    whole = shared_desk().responsibilities(by)
    assert whole.groups == shared_desk().responsibility_rows(by)
    for group in whole.groups:
        for count in (*COUNTS, "missed"):
            found = whole.rows(group, count)
            assert len(found.keys) == found.total == getattr(group, count), (group.code, count)
            assert len(set(found.keys)) == found.total


@pytest.mark.parametrize("by", GROUPS)
def test_group_rows_are_sorted_by_deadline(by: str) -> None:
    whole = shared_desk().responsibilities(by)
    group = max(whole.groups, key=lambda one: one.owed)
    days = [rows()[key].due_on or "9999" for key in whole.rows(group, "owed").keys]
    assert len(days) > 1
    assert days == sorted(days)


def test_overdue_ages_add_up_to_the_overdue_count() -> None:
    assert all(sum(group.ages) == group.overdue for by in GROUPS for group in shared_desk().responsibility_rows(by))


def test_completed_half_is_owed_by_the_other_side_only() -> None:
    both = row(half("US", "completed"), half("MX", "limited", "disputed"), timeliness="overdue", days=-3)
    assert count_names(both, ("US",)) == {"done"}
    assert count_names(both, ("MX",)) == {"owed", "overdue", "disputed"}
    assert count_names(both, ("US", "MX")) == {"owed", "overdue", "disputed"}


def test_withdrawn_half_is_in_no_count() -> None:
    assert count_names(row(half("US", "withdrawn"), timeliness="overdue", days=-1), ("US",)) == frozenset()


def test_past_horizon_is_not_counted_as_overdue() -> None:
    past = row(half("US", None, "unreported"), timeliness="past_horizon", days=-400)
    assert count_names(past, ("US",)) == {"owed", "past_horizon", "unreported"}


def test_missed_report_counts_for_the_side_that_still_owes() -> None:
    both = row(half("US", "completed"), half("MX", "limited"))
    assert "missed" not in count_names(both, ("US",), frozenset({"US"}))
    assert "missed" not in count_names(both, ("US", "MX"), frozenset({"US"}))
    assert "missed" in count_names(both, ("MX",), frozenset({"MX"}))
    assert "missed" in count_names(both, ("US", "MX"), frozenset({"US", "MX"}))


def test_missed_reports_are_counted_in_the_group_of_the_commitment(tmp_path: Path) -> None:
    us = small_desk(tmp_path)
    assert not any(group.missed for group in us.responsibility_rows())
    ruled = us.write(Amend(record="FW-US-01", fields={"review_rule": "FREQ=YEARLY"}, reason="As agreed."))
    accept(tmp_path / "register.db", *ruled.hashes)
    view = us.commitment("FW-US-01")
    assert view.review is not None
    assert view.review.missed == ("US",)
    for by in GROUPS:
        whole = us.responsibilities(by)
        counts = {group.code: group.missed for group in whole.groups if group.missed}
        code = {"body": view.row.lead_us, "side": "US", "theme": view.row.theme, "framework": view.row.framework}[by]
        assert counts == {code: 1}
        group = next(one for one in whole.groups if one.missed)
        assert list(whole.rows(group, "missed").keys) == [view.row.key]
    early = TwoDates("2022-01-01", us.today)
    assert {one.missed for one in us.responsibility_rows(at=early)} == {0}
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x"))
    later = TwoDates("2027-10-20", "2027-10-20")
    assert not any(group.missed for group in us.responsibility_rows(at=later))


def test_unknown_group_is_refused() -> None:
    with pytest.raises(Refused):
        shared_desk().responsibility_rows("agency")
