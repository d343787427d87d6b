"""Review rules: the next report, whether the last was found, and rules that nobody can follow."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack import i18n
from accordtrack.core.dates import TwoDates
from accordtrack.projection.review_rules import Review, next_report
from accordtrack.text import review_rules
from accordtrack.types.intents import Amend, ReportStatus
from registers import accept, small_desk
from selection import examples

AGREED, TODAY = "2021-10-08", "2026-11-25"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY", Review("2027-10-08", "2026-10-08", "2025-10-08", missed=True)),
        ("RRULE:FREQ=YEARLY", Review("2027-10-08", "2026-10-08", "2025-10-08", missed=True)),
        ("FREQ=MONTHLY;INTERVAL=6", Review("2027-04-08", "2026-10-08", "2026-04-08", missed=True)),
        ("FREQ=YEARLY;INTERVAL=10", Review("2031-10-08", None, None, missed=False)),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2MO", Review("2027-03-08", "2026-03-09", "2025-03-10", missed=True)),
        ("DTSTART:20241231 RRULE:FREQ=YEARLY", Review("2026-12-31", "2025-12-31", "2024-12-31", missed=True)),
        ("FREQ=YEARLY;UNTIL=20240101", Review(None, "2023-10-08", "2022-10-08", missed=True)),
        ("FREQ=YEARLY;COUNT=3", Review(None, "2023-10-08", "2022-10-08", missed=True)),
        ("FREQ=DAILY;BYMONTH=11;BYMONTHDAY=25", Review("2026-11-25", "2025-11-25", "2024-11-25", missed=True)),
        ("FREQ=YEARLY;BYHOUR=9;BYMINUTE=1,2", Review("2027-10-08", "2026-10-08", "2025-10-08", missed=True)),
    ],
)
def test_next_and_last_report_follow_the_rule(rule: str, expected: Review) -> None:
    assert next_report(rule, AGREED, (), TODAY) == expected


@pytest.mark.parametrize(
    ("said", "missed"),
    [("2025-10-08", True), ("2025-10-09", False), ("2026-10-08", False), ("2026-10-09", True), ("2022-01-01", True)],
)
def test_report_counts_from_the_previous_due_day_to_its_own(said: str, missed: object) -> None:
    found = next_report("FREQ=YEARLY", AGREED, [said], TODAY)
    assert found is not None
    assert found.missed is missed


def test_report_is_not_missed_on_its_due_day() -> None:
    assert next_report("FREQ=YEARLY", AGREED, (), "2022-10-08") == Review("2022-10-08", None, None, missed=False)
    assert next_report("FREQ=YEARLY", AGREED, (), "2022-10-09") == Review(
        "2023-10-08", "2022-10-08", AGREED, missed=True
    )


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "x",
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=5",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=YEARLY;BYMONTH=A",
        "FREQ=YEARLY;UNTIL=soon",
        "FREQ=YEARLY RRULE:FREQ=DAILY",
        "RDATE:20220101",
        "DTSTART:20221332 RRULE:FREQ=YEARLY",
        "FREQ=YEARLY;" + "BYMONTH=1;" * 200,
        "FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=400",
        "BEGIN:VEVENT",
    ],
)
def test_invalid_or_undated_rules_give_no_review(rule: str) -> None:
    assert next_report(rule, AGREED, (), TODAY) is None


@pytest.mark.sweep
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=DAILY;INTERVAL=7;BYDAY=SA;COUNT=1",
        "FREQ=DAILY;BYMONTHDAY=99",
    ],
)
@pytest.mark.parametrize("agreed", ["1800-01-01", AGREED, "2600-12-31"])
def test_rule_without_possible_dates_ends_quickly(rule: str, agreed: str) -> None:
    began = time.monotonic()
    found = next_report(rule, agreed, (), TODAY)
    assert found is None or found.next_on is None or found.next_on > TODAY
    assert time.monotonic() - began < 10


def test_endless_daily_rule_gives_no_review() -> None:
    assert next_report("FREQ=DAILY", "1800-01-01", (), TODAY) is None


@examples(80)
@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 9000),
    st.sampled_from(["FREQ=YEARLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=26;BYDAY=FR"]),
)
def test_next_report_agrees_with_dateutil(agreed: date, days: int, rule: str) -> None:
    from datetime import datetime  # noqa: PLC0415

    from dateutil.rrule import rrulestr  # noqa: PLC0415

    today = agreed + timedelta(days=days)
    plain = rrulestr(rule, dtstart=datetime(agreed.year, agreed.month, agreed.day))  # noqa: DTZ001
    following = next(day.date() for day in plain if day.date() >= today and day.date() > agreed)
    found = next_report(rule, agreed.isoformat(), (), today.isoformat())
    assert found is not None
    assert found.next_on == following.isoformat()


def test_commitment_review_names_the_side_without_a_report(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    assert desk.commitment("FW-JT-01").review is None
    ruled = desk.write(Amend(record="FW-JT-01", fields={"review_rule": "FREQ=YEARLY"}, reason="As agreed."))
    accept(tmp_path / "register.db", *ruled.hashes)
    desk.write(ReportStatus(commitment="FW-JT-01", status="limited", note="Some."))
    review = desk.commitment("FW-JT-01", at=TwoDates("2027-10-20", "2027-10-20")).review
    assert review is not None
    assert (review.next_on, review.last_on, review.since) == ("2028-10-08", "2027-10-08", "2026-10-08")
    assert review.missed == ("MX",)
    assert "no timely statement by Mexico found since 2026-10-08" in "; ".join(review_rules.lines(review))


def test_unreadable_rule_is_shown_as_written(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    ruled = desk.write(Amend(record="FW-US-01", fields={"review_rule": "FREQ=SECONDLY"}, reason="As agreed."))
    accept(tmp_path / "register.db", *ruled.hashes)
    review = desk.commitment("FW-US-01").review
    assert review is not None
    assert not review.readable
    assert review_rules.lines(review) == ["the rule cannot be read as dates: FREQ=SECONDLY"]
    assert i18n.language() == "en"
