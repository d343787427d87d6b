"""Words of what is owed: the counts of a group over their columns and in full, ages of what is overdue, whose come first."""

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
    from accordtrack.types import OwedRow

MISSED = "missed"
"""Stands beside the counts only where a review rule asks for reports and one was not found."""
AGES = ("0-30", "31-90", "91+")
"""Days that a deadline has been past, as ``OwedRow.ages`` parts them."""


def heading(count: str) -> str:
    """The word over the column of a count."""
    return label("short count", count)


def whole(count: str) -> str:
    """The count in full words."""
    return label("count", count)


def asked(row: OwedRow) -> str:
    """How many wait for an answer that was asked for, and the days of the one asked first."""
    if row.asked_days is None:
        return str(row.asked)
    return f"{row.asked} ({trc('column', '{days} d', days=row.asked_days)})"


def counts(known: Sequence[str], rows: Sequence[OwedRow]) -> tuple[str, ...]:
    """The counts that are worth a column."""
    return (*known, *([MISSED] if any(row.missed for row in rows) else []))


def number(row: OwedRow, count: str) -> int:
    """One count of a group."""
    return int(getattr(row, count))


def terms(row: OwedRow, by: str, count: str) -> Terms:
    """The filter that lists exactly what one count of a group counts."""
    return (*counted(row, count), *meanings.of_group(by, row.code))


def counted(row: OwedRow, count: str) -> Terms:
    """The part of that filter that says what is counted, and of which side or sides."""
    return meanings.terms(count, (row.side,) if row.side is not None else tuple(str(side) for side in Side))


def alternat(rows: Sequence[OwedRow], own: str | None) -> list[OwedRow]:
    """Groups of one's own side first, else of the side that the language names first; among them the order as given."""
    found = i18n.in_alternat(rows, lambda row: row.side)
    return sorted(found, key=lambda row: row.side != own) if own is not None else found
