"""Counts of what needs a side's attention: owed, overdue, awaiting its answer, changed since it last looked.

Each count is defined by a filter, so that opening a number lists exactly the rows it counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from accordtrack.counts import terms
from accordtrack.queries.filter_parser import parse
from accordtrack.queries.filter_sql import where
from accordtrack.store.columns import COMMITMENT
from accordtrack.types import AttentionCount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

SIDES = ("US", "MX")
DIGITS = 9
"""Most digits of a number in a filter."""


def attention_filters(side: str | None, since: int | None, own: str | None = None) -> tuple[AttentionCount, ...]:
    """Return the counts for a desk of ``side``, or of an observer, with their filters but not yet counted.

    ``since`` is the id of the newest entry seen; None, when nobody has looked yet, leaves out the count of changes.
    Entries of the desk ``own`` do not count as changes.
    """
    sides = (side,) if side in SIDES else SIDES
    attention_counts = [AttentionCount("owed", one, terms("owed", (one,))) for one in sides]
    wanted = ("overdue", "waits", "reply", "turn") if side in SIDES else ("overdue",)
    attention_counts += [AttentionCount(name, side, terms(name, sides)) for name in wanted]
    if since is not None:
        others = f"-{own}" if own is not None else ""
        attention_counts.append(AttentionCount("changed", None, (("changed", f">{since}{others}"),)))
    return tuple(attention_counts)


def attention(
    connection: Connection, attention_counts: Sequence[AttentionCount], today: str
) -> tuple[AttentionCount, ...]:
    """Return ``attention_counts`` with their counts, computed in one statement."""
    sums = [
        func.coalesce(func.sum(case((where(parse(one.filter), today), 1), else_=0)), 0).label(f"n{place}")
        for place, one in enumerate(attention_counts)
    ]
    numbers = connection.execute(select(*sums).select_from(COMMITMENT)).one()
    return tuple(one.with_count(int(number)) for one, number in zip(attention_counts, numbers, strict=True))


def seen_note_name(feed: str | None) -> str:
    """Return the key under which the session stores the newest entry seen at a desk."""
    return f"seen {feed}" if feed else "seen"


def parse_seen_entry(value: str | None) -> int | None:
    """Parse a stored entry id. Return None if the stored value is missing or malformed."""
    sound = value is not None and value.isascii() and value.isdecimal() and len(value) <= DIGITS
    return int(value) if sound and value else None
