"""Release days in words, as exactly as each is known: a year is no day, and an unknown day is said to be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.vocabulary import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.scoring.series import Row

_SHOWN: dict[str, int] = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
"""Characters of an ISO day that are known."""


def day(published: str, exact: str) -> str:
    """``2024-12-31``, ``2024-12``, ``2024``, or ``undated`` where only the latest possible day is recorded."""
    kept = _SHOWN.get(exact)
    return published[:kept] if kept else tr("undated")


def when(published: str, exact: str) -> str:
    """``figure released 2024-12``, or ``undated``."""
    shown = day(published, exact)
    return shown if exact == Precision.UNKNOWN else tr("figure released {date}", date=shown)


def by_source(rows: Iterable[Row]) -> dict[str, Row]:
    """The last of ``rows`` of each source, in the order in which the sources come."""
    return {row.source: row for row in rows}


def sources(rows: Iterable[Row]) -> str:
    """``A, figure released 2024-12; B, undated``: a source may tell of a figure later than it came out."""
    return "; ".join(f"{source}, {when(row.published, row.exact)}" for source, row in by_source(rows).items())


def latest(rows: Iterable[Row]) -> Row:
    """The row that was released last, one of a known day before any other."""
    return max(rows, key=lambda row: (row.exact != Precision.UNKNOWN, row.published, row.id))
