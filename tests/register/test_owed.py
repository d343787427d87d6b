"""What is owed: every number opens the rows it was counted from, halves count for the side that still owes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.problems import Refused
from accordtrack.register.owed import COUNTS, GROUPS, counted, members
from accordtrack.views import HalfRow, RegisterRow
from shippedscores import shipped_desk

DESK = shipped_desk()
ROWS = {row.key: row for row in DESK.rows(DESK.listing().keys)}


def row(*halves: HalfRow, timeliness: str = "no_deadline", days: int | None = None) -> RegisterRow:
    first = next(iter(ROWS.values()))
    return replace(first, halves=halves, timeliness=timeliness, days=days)


def half(side: str, status: str | None, standing: str = "unanswered") -> HalfRow:
    return HalfRow(side, status, "stated", "claimed", standing, "2026-01-01", None)


@pytest.mark.parametrize("by", GROUPS)
def test_every_number_opens_as_many_rows(by: str) -> None:
    for group in DESK.owed(by):
        for count in COUNTS:
            found = DESK.owed_rows(by, group.code, group.side, count)
            assert len(found.keys) == found.total == getattr(group, count), (group.code, count)
            assert len(set(found.keys)) == found.total


@pytest.mark.parametrize("by", GROUPS)
def test_the_rows_of_a_group_stand_by_their_deadlines(by: str) -> None:
    group = max(DESK.owed(by), key=lambda one: one.owed)
    days = [ROWS[key].due_on or "9999" for key in DESK.owed_rows(by, group.code, group.side).keys]
    assert len(days) > 1
    assert days == sorted(days)


def test_ages_part_what_is_overdue() -> None:
    assert all(sum(group.ages) == group.overdue for by in GROUPS for group in DESK.owed(by))


def test_a_half_that_is_done_is_owed_by_the_other_side_only() -> None:
    both = row(half("US", "completed"), half("MX", "limited", "disputed"), timeliness="overdue", days=-3)
    assert counted(both, ("US",)) == {"done"}
    assert counted(both, ("MX",)) == {"owed", "overdue", "disputed"}
    assert counted(both, ("US", "MX")) == {"owed", "overdue", "disputed", "unanswered"}


def test_what_was_withdrawn_is_in_no_count() -> None:
    assert counted(row(half("US", "withdrawn"), timeliness="overdue", days=-1), ("US",)) == frozenset()


def test_a_horizon_is_never_overdue() -> None:
    past = row(half("US", None, "unreported"), timeliness="past_horizon", days=-400)
    assert counted(past, ("US",)) == {"owed", "past_horizon", "unreported"}


def test_an_unknown_group_or_count_is_refused_by_name() -> None:
    with pytest.raises(Refused):
        members((), "agency", "ATF", "US", "owed")
    with pytest.raises(Refused):
        members((), "body", "ATF", "US", "late")
