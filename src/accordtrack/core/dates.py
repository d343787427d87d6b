"""ISO dates, full or partial (known only to the month or the year), and the system clock.

Only ``present`` reads the system clock. Entry points call ``today`` or ``now`` once and pass the result on. Tests
replace ``present``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from accordtrack.core.problems import Problem
from accordtrack.core.safe_text import sanitize_line, shorten

_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_AMBIGUOUS = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}")
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
EARLIEST, LATEST = date(1800, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class TwoDates:
    """An as-of pair: what was true on ``as_of``, as known on ``known_on``. Both are ISO dates of ten characters."""

    as_of: str
    known_on: str


def current_time() -> datetime:
    """Return the current time in the local time zone. No other function reads the system clock."""
    return datetime.now().astimezone()


def today() -> str:
    """Return the local date as ISO text. Call it only at entry points."""
    return current_time().date().isoformat()


def now() -> str:
    """Return the current time in UTC to the second, in the format of log entries."""
    return current_time().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_date(text: str) -> bool:
    """Whether ``text`` is a full ISO date of a real day between 1800 and 2999."""
    return _FULL.fullmatch(text) is not None and _is_day_in_range(text)


def is_time(text: str) -> bool:
    """Whether ``text`` is a time in UTC to the second of a real day between 1800 and 2999, in the format of log entries."""
    found = _TIME.fullmatch(text)
    return found is not None and _is_day_in_range(found[1])


@lru_cache(maxsize=4096)
def _is_day_in_range(text: str) -> bool:
    """Whether the day exists and is in range. Cached: a register repeats few days many times."""
    return _is_calendar_day(text) and EARLIEST <= date.fromisoformat(text) <= LATEST


def _is_calendar_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_partial_date(text: str) -> bool:
    """Whether ``text`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` of a real period."""
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return False
    year, month, day = found.groups()
    return is_date(f"{year}-{month or '01'}-{day or '01'}")


def is_ambiguous(text: str) -> bool:
    """Whether ``text`` is a date that does not say which number is the day and which the month, such as 05/01/2026."""
    return _AMBIGUOUS.fullmatch(text.strip()) is not None


def possible_iso_dates(text: str) -> tuple[str, ...]:
    """Return the dates that an ambiguous date may mean, day first: for 05/01/2026, 2026-01-05 and 2026-05-01."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", text.strip()))
    year += 2000 if year < 100 else 0  # noqa: PLR2004
    both = (f"{year:04d}-{month:02d}-{day:02d}" for day, month in ((first, second), (second, first)))
    return tuple(dict.fromkeys(iso for iso in both if is_date(iso)))


def last_day(text: str) -> str:
    """Return the last day of a partial date: 2025-02 gives 2025-02-28. A full date is returned unchanged."""
    match text.split("-"):
        case [year]:
            return f"{year}-12-31"
        case [year, month]:
            return f"{year}-{month}-{monthrange(int(year), int(month))[1]:02d}"
        case _:
            return text


def days_since(day: str, today: str) -> int:
    """Return the number of days from ``day`` to ``today``; 0 if it is later, such as for what was recorded later."""
    return max(days_between(day, today), 0)


def days_between(earlier: str, later: str) -> int:
    """Return the days from ``earlier`` to ``later``; negative if ``later`` comes first."""
    return day_ordinal(later) - day_ordinal(earlier)


@lru_cache(maxsize=8_192)
def day_ordinal(text: str) -> int:
    """Return the ordinal of a day. Cached: a register repeats few days many times."""
    return date.fromisoformat(text).toordinal()


def add_days(day: str, days: int) -> str:
    """Return the date that many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def date_problem(value: str, place: str = "") -> Problem:
    """Return the problem for text that is not an ISO date. For an ambiguous date, name both possible days."""
    text = shorten(sanitize_line(value), 40)
    match possible_iso_dates(value) if is_ambiguous(value) else ():
        case [one]:
            return Problem('"{x}" is not a date: write {y}', "", place, {"x": text, "y": one}, usage=True)
        case [one, other]:
            values = {"x": text, "y": one, "z": other}
            return Problem("Ambiguous date {x}: write {y} or {z}", "", place, values, usage=True)
    if _FULL.fullmatch(value) and _is_calendar_day(value):
        ends = {"x": text, "first": EARLIEST.year, "last": LATEST.year}
        return Problem("{x} is outside the years {first} to {last}", "", place, ends, usage=True)
    return Problem('"{x}" is not a date', "Write it as 2026-01-31.", place, {"x": text}, usage=True)


@lru_cache(maxsize=512)
def add_months(day: str, months: int) -> str:
    """Return the date that many months away, or the last day of a shorter month. Cached for the series of a theme."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415  (rarely needed; every module imports this one)

    return (date.fromisoformat(day) + relativedelta(months=months)).isoformat()
