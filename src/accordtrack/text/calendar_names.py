"""Months and days in words: in full, as short as a table needs, and in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.dates import is_date, is_partial_date
from accordtrack.i18n import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = r"\d{4}-\d\d(?:-\d\d)?"
_DATES = re.compile(rf"(?<![\w./=:<>-])({_DATE})(?:(?: ?/ ?|\.\.)({_DATE}))?(?![\w/-]|\.\w)")
"""A day or a month, or the first and the last one of a period. Those in file names, codes, filters and addresses are none."""
_MOMENTS = re.compile(r"(?<![\w./=:<>-])(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z(?![\w/-])")


def month_name(month: str) -> str:
    """Return the name of a month: ``May 2026`` for ``2026-05``."""
    names = (
        tr("January {year}"),
        tr("February {year}"),
        tr("March {year}"),
        tr("April {year}"),
        tr("May {year}"),
        tr("June {year}"),
        tr("July {year}"),
        tr("August {year}"),
        tr("September {year}"),
        tr("October {year}"),
        tr("November {year}"),
        tr("December {year}"),
    )
    return names[int(month[5:]) - 1].format(year=month[:4])


def day_name(day: str) -> str:
    """Return a day in words: ``July 25, 2024`` for ``2024-07-25``."""
    names = (
        tr("January {day}, {year}"),
        tr("February {day}, {year}"),
        tr("March {day}, {year}"),
        tr("April {day}, {year}"),
        tr("May {day}, {year}"),
        tr("June {day}, {year}"),
        tr("July {day}, {year}"),
        tr("August {day}, {year}"),
        tr("September {day}, {year}"),
        tr("October {day}, {year}"),
        tr("November {day}, {year}"),
        tr("December {day}, {year}"),
    )
    return names[int(day[5:7]) - 1].format(day=int(day[8:10]), year=day[:4])


def short_date(date: str) -> str:
    """Return a date as short as a table needs: ``Jul 25, 2024`` for ``2024-07-25``, ``Jul 2024`` for ``2024-07``.

    A year, and what is not an ISO date, stays as it is.
    """
    if len(date) < len("2024-07") or not is_partial_date(date):
        return date
    names = (
        trc("short month", "Jan"),
        trc("short month", "Feb"),
        trc("short month", "Mar"),
        trc("short month", "Apr"),
        trc("short month", "May"),
        trc("short month", "Jun"),
        trc("short month", "Jul"),
        trc("short month", "Aug"),
        trc("short month", "Sep"),
        trc("short month", "Oct"),
        trc("short month", "Nov"),
        trc("short month", "Dec"),
    )
    month, year = names[int(date[5:7]) - 1], date[:4]
    if len(date) == len("2024-07"):
        return tr("{month} {year}", month=month, year=year)
    return tr("{month} {day}, {year}", month=month, day=int(date[8:]), year=year)


def dates_in_words(text: str, shown: Callable[[str, str], str] = lambda _date, name: name) -> str:
    """Return a text with each ISO day and month in words; ``shown`` gives what stands for a date and its name."""

    def replaced(found: re.Match[str]) -> str:
        names = [_name(date) for date in found.groups() if date]
        if not all(names):
            return found[0]
        start, *end = (shown(date, name) for date, name in zip(found.groups(), names, strict=False))
        return tr("{start} to {end}", start=start, end=end[0]) if end else start

    return _DATES.sub(replaced, text)


def short_dates(text: str) -> str:
    """Return a text with each ISO moment, day and month as short as a table needs: ``Mar 2025 to Aug 2025``."""
    moments = _MOMENTS.sub(lambda found: tr("{day}, {time} UTC", day=short_date(found[1]), time=found[2]), text)
    return dates_in_words(moments, lambda date, _name: short_date(date))


def _name(date: str) -> str:
    """Return the name of a day or a month, or an empty text if there is no such date."""
    if is_date(date):
        return day_name(date)
    return month_name(date) if is_date(f"{date}-01") else ""
