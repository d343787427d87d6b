"""Words of what is owed: the counts of a group over their columns and in full, ages of what is overdue, whose come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trc
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.views import OwedRow

MISSED = "missed"
"""Stands beside the counts only where a review rule asks for reports and one was not found."""
AGES = ("0-30", "31-90", "91+")
"""Days that a deadline has been past, as ``OwedRow.ages`` parts them."""


def heading(count: str) -> str:
    """The word over the column of a count."""
    match count:
        case "owed":
            return trc("column", "owed")
        case "done":
            return trc("column", "done")
        case "overdue":
            return trc("column", "overdue")
        case "past_horizon":
            return trc("column", "past hor.")
        case "due_soon":
            return trc("column", "due in 30 d")
        case "asked":
            return trc("column", "asked")
        case "unanswered":
            return trc("column", "no answer")
        case "unreported":
            return trc("column", "unrep.")
        case "missed":
            return trc("column", "no report")
        case _:
            return trc("column", "disputed")


def whole(count: str) -> str:
    """The count in full words."""
    match count:
        case "owed":
            return tr("still owed")
        case "done":
            return label("status", "completed")
        case "overdue" | "past_horizon" | "due_soon":
            return label("timeliness", count)
        case "missed":
            return tr("the report due was not found")
        case _:
            return label("standing", count)


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


def alternat(rows: Sequence[OwedRow], own: str | None) -> list[OwedRow]:
    """Groups of one's own side first, else of the side that the language names first; among them the order as given."""
    found = i18n.in_alternat(rows, lambda row: row.side)
    return sorted(found, key=lambda row: row.side != own) if own is not None else found
