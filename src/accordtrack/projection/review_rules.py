"""Review rules: when the next report on a commitment is due, and whether the last one is missing.

A rule is RFC 5545 text (``FREQ=YEARLY``, ``RRULE:FREQ=MONTHLY;INTERVAL=6``), counted from the day of the agreement or
from its own ``DTSTART``. Only whole days count; times are ignored.

Rules come from a register and may be anything, even a rule that never matches or matches every second. dateutil
searches up to the year 9999. So dates are shifted close to that year, which keeps the search short; this is exact,
because the calendar repeats every 400 years, including the days of the week.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between, is_date
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.projection.fold import covered_halves
from accordtrack.types import ReviewView
from accordtrack.vocabulary import Responsible, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.ledger.statements import StatusReport
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item

MOST = 5000
"""Maximum number of days of a rule that are examined: thirteen years of daily reports."""
LONGEST = 300
"""Maximum length of a rule, in characters."""
_CYCLE, _LAST_YEAR = 400, 9799
_TIMES = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_EVERY = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY"})
_WHOLE = re.compile(r"[1-9][0-9]{0,4}")
_LIST = re.compile(r"[+-]?[0-9]{0,3}[A-Z]{0,2}(,[+-]?[0-9]{0,3}[A-Z]{0,2})*")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{6}Z?)?")


@dataclass(frozen=True, slots=True)
class Review:
    """``next_on``: the day of the next report, None if the rule ends. ``last_on``: the latest day that has passed.

    ``since``: the start of the period that ends with ``last_on``. ``missed``: no report was found in that period.
    """

    next_on: str | None
    last_on: str | None
    since: str | None
    missed: bool


def next_report(rule: str, agreed_on: str, reports: Iterable[str], as_of: str) -> Review | None:
    """Return what a rule asks for on ``as_of``; None if it cannot be read as days.

    ``reports`` are the days on which the responsible side reported a status. A day counts as passed from the next day
    on. The day of the agreement begins the first period and asks for no report.
    """
    days = _days(rule, agreed_on, as_of)
    if days is None:
        return None
    before, last, following = agreed_on, None, None
    for day in days:
        if day <= agreed_on:
            continue
        if day >= as_of:
            following = day
            break
        before, last = last or agreed_on, day
    else:
        if len(days) == MOST:
            return None
    missed = last is not None and not any(before < text <= last for text in reports)
    return Review(following, last, before if last else None, missed)


def coming_days(rule: str, agreed_on: str, day: str, count: int) -> tuple[str, ...]:
    """Return the next ``count`` days of a rule from ``day`` on, inclusive; fewer if it ends, none if unreadable."""
    found = _days(rule, agreed_on, day, count) or ()
    return tuple(one for one in found if one >= day and one > agreed_on)


def review(state: State, as_of: str) -> ReviewView | None:
    """Return what the review rule asks of each side that owes the commitment; None without a rule.

    No side clears a report that it missed with a statement that it records later with an earlier date.
    """
    rule = state.record.review_rule
    if not rule:
        return None
    responsible, found = Responsible(state.record.responsible_side), {}
    for half in state.halves:
        items = [item for item in state.statuses if item.speaks_for(half.side)]
        reports = [_reported_on(item, state.rules) for item in items if half.side in covered_halves(item, responsible)]
        found[str(half.side)] = next_report(rule, state.record.agreed_on, reports, as_of)
    first = next(iter(found.values()), None)
    if first is None:
        return ReviewView(rule, readable=False, next_on=None, last_on=None, since=None, missed=())
    missed = tuple(side for side, one in found.items() if one is not None and one.missed)
    return ReviewView(
        rule, readable=True, next_on=first.next_on, last_on=first.last_on, since=first.since, missed=missed
    )


def _reported_on(item: Item[StatusReport], rules: int) -> str:
    """Return the day on which a statement counts as a report: for one that a side's desk recorded, not before that day.

    The log states times in UTC, so the next day may be the same one where the desk is. Others recorded what was published.
    """
    said_on, recorded_on = item.body.said_on, item.at[:10]
    if rules < FIRST_RULES_WITH_WAITING or item.seat not in {*Side} or not is_date(recorded_on):
        return said_on
    return recorded_on if days_between(said_on, recorded_on) > 1 else said_on


def _days(rule: str, agreed_on: str, as_of: str, ahead: int = 1) -> list[str] | None:
    """Return the days of a rule up to the first one on or after ``as_of``, or up to ``ahead`` such days."""
    parts = _parse_rule(rule)
    if parts is None or not is_date(agreed_on) or not is_date(as_of):
        return None
    first = parts.pop("DTSTART", agreed_on)
    until = parts.pop("UNTIL", "9999")
    shift = max((_LAST_YEAR - max(int(as_of[:4]), int(first[:4]))) // _CYCLE, 0) * _CYCLE
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = _recurrence_days(text, date.fromisoformat(first), shift)
        days = []
        for day in islice(found, MOST):
            if day > until:
                break
            days.append(day)
            ahead -= day >= as_of and day > agreed_on
            if not ahead:
                break
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError):
        return None
    return days


def _recurrence_days(text: str, first: date, shift: int) -> Iterator[str]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415  (few commitments have a rule)

    begin = datetime(first.year + shift, first.month, first.day)  # noqa: DTZ001  (a day without a clock)
    for moment in rrulestr(text, dtstart=begin):
        yield f"{moment.year - shift:04d}-{moment.month:02d}-{moment.day:02d}"


def _parse_rule(rule: str) -> dict[str, str] | None:
    """Return names and values of the single rule in a text, with days in ISO format; None for anything else."""
    if len(rule) > LONGEST:
        return None
    found: dict[str, str] = {}
    rules = 0
    for line in rule.upper().split():
        name, colon, value = line.rpartition(":")
        if name.partition(";")[0] == "DTSTART":
            found["DTSTART"] = _iso_day(value) or ""
        elif name in {"", "RRULE"} or not colon:
            rules += 1
            found |= dict(part.partition("=")[::2] for part in value.split(";") if part)
        else:
            return None
    if "UNTIL" in found:
        found["UNTIL"] = _iso_day(found["UNTIL"]) or ""
    sound = (
        rules == 1
        and found.get("FREQ") in _EVERY
        and all(_WHOLE.fullmatch(found.get(name, "1")) for name in ("INTERVAL", "COUNT"))
        and all(found.get(name, "9999") for name in ("DTSTART", "UNTIL"))
        and all(_LIST.fullmatch(value) for name, value in found.items() if name.startswith("BY"))
    )
    return {name: value for name, value in found.items() if name not in _TIMES} if sound else None


def _iso_day(text: str) -> str | None:
    found = _DAY.fullmatch(text)
    day = "-".join(found.groups()) if found else ""
    return day if is_date(day) else None
