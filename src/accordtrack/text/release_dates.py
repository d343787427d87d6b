"""Release dates as text, as exactly as they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.vocabulary import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.scoring.series import Row

_SHOWN: dict[str, int] = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
"""Number of characters of an ISO date that are known."""


def day(published: str, exact: str) -> str:
    """Return ``2024-12-31``, ``2024-12`` or ``2024``, or ``undated`` if only the latest possible day is recorded."""
    length = _SHOWN.get(exact)
    return published[:length] if length else tr("undated")


def release_text(published: str, exact: str) -> str:
    """Return ``figure released 2024-12``, or ``undated``."""
    text = day(published, exact)
    return text if exact == Precision.UNKNOWN else tr("figure released {date}", date=text)


def by_source(rows: Iterable[Row]) -> dict[str, Row]:
    """Return the last row of each source, in the order of the sources."""
    return {row.source: row for row in rows}


def sources(rows: Iterable[Row]) -> str:
    """Return ``A, figure released 2024-12; B, undated``. A source may be later than the release of its figure."""
    return "; ".join(f"{source}, {release_text(row.published, row.exact)}" for source, row in by_source(rows).items())


def latest(rows: Iterable[Row]) -> Row:
    """Return the row released last. A row with a known date comes before any other."""
    return max(rows, key=lambda row: (row.exact != Precision.UNKNOWN, row.published, row.id))
