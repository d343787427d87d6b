"""Text and filters of the responsibility counts: column headings, full labels, ages, order of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import counts as meanings
from accordtrack import i18n
from accordtrack.i18n import trc
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.counts import Terms
    from accordtrack.types import ResponsibilityRow

MISSED = "missed"
"""Shown beside the other counts only if a report required by a review rule was not found."""
AGES = ("0-30", "31-90", "91+")
"""Days past the deadline, in the groups of ``OwedRow.ages``."""


def heading(count: str) -> str:
    """Return the column heading of a count."""
    return label("short count", count)


def full_label(count: str) -> str:
    """Return the full label of a count."""
    return label("count", count)


def asked_text(row: ResponsibilityRow) -> str:
    """Return how many answers were asked for, and the days since the first request."""
    if row.asked_days is None:
        return str(row.asked)
    return f"{row.asked} ({trc('column', '{days} d', days=row.asked_days)})"


def counts_with_column(names: Sequence[str], rows: Sequence[ResponsibilityRow]) -> tuple[str, ...]:
    """Return the counts that get a column."""
    return (*names, *([MISSED] if any(row.missed for row in rows) else []))


def number(row: ResponsibilityRow, count: str) -> int:
    """Return one count of a group."""
    return int(getattr(row, count))


def filter_terms(row: ResponsibilityRow, by: str, count: str) -> Terms:
    """Return the filter that lists exactly what one count of a group counts."""
    return (*count_terms(row, count), *meanings.group_terms(by, row.code))


def count_terms(row: ResponsibilityRow, count: str) -> Terms:
    """Return the part of that filter that names the count and the side or sides."""
    return meanings.terms(count, (row.side,) if row.side is not None else tuple(str(side) for side in Side))


def order_rows(rows: Sequence[ResponsibilityRow], own: str | None) -> list[ResponsibilityRow]:
    """Return groups of the own side first, or else in the language's alternat. Otherwise keep the order."""
    responsibility_rows = i18n.in_alternat(rows, lambda row: row.side)
    return sorted(responsibility_rows, key=lambda row: row.side != own) if own is not None else responsibility_rows
