"""Months and days in words."""

from __future__ import annotations

from accordtrack.i18n import tr


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
