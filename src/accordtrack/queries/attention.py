"""Counts of the first screen: commitments by how their status is known, what needs attention, and what is new.

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
BY_KNOWLEDGE = ("responsible", "stated", "assessed", "no_statement")
"""The commitments of a side, and how the status of each is known. The last three counts add up to the first."""
OF_THESE = ("not_public", "taken_back")
"""How many of those stated the public may not read, and how many without a statement took one back. Left out if 0."""
NEWS = {"statements": "status", "figures": "measurement"}
"""Names of the counts of new entries, and the kind of entry that each counts."""
DIGITS = 9
"""Most digits of a number in a filter."""


def attention_filters(side: str | None, since: int | None, own: str | None = None) -> tuple[AttentionCount, ...]:
    """Return the counts for a desk of ``side``, or of an observer, with their filters but not yet counted.

    ``since`` is the id of the newest entry seen; None, when nobody has looked yet, leaves out the count of changes.
    Entries of the desk ``own`` do not count as changes.
    """
    sides = (side,) if side in SIDES else SIDES
    attention_counts = [
        AttentionCount(name, one, terms(name, (one,))) for one in sides for name in (*BY_KNOWLEDGE, *OF_THESE, "owed")
    ]
    wanted = ("overdue", "past_horizon", *(("waits", "reply", "turn") if side in SIDES else ()))
    attention_counts += [AttentionCount(name, side, terms(name, sides)) for name in wanted]
    if since is not None:
        attention_counts.append(AttentionCount("changed", None, (("changed", _newer_than(since, own)),)))
    return tuple(attention_counts)


def news_filters(since: int, own: str | None) -> tuple[AttentionCount, ...]:
    """Return the counts of entries after ``since`` from other desks than ``own``, with their filters of the history."""
    newer = ("changed", _newer_than(since, own))
    return tuple(AttentionCount(name, None, (("kind", kind), newer)) for name, kind in NEWS.items())


def _newer_than(since: int, own: str | None) -> str:
    return f">{since}-{own}" if own is not None else f">{since}"


def attention(
    connection: Connection, attention_counts: Sequence[AttentionCount], today: str
) -> tuple[AttentionCount, ...]:
    """Return ``attention_counts`` with their counts, computed in one statement, without what is left out if it is 0."""
    sums = [
        func.coalesce(func.sum(case((where(parse(one.filter), today), 1), else_=0)), 0).label(f"n{place}")
        for place, one in enumerate(attention_counts)
    ]
    numbers = connection.execute(select(*sums).select_from(COMMITMENT)).one()
    found = (one.with_count(int(number)) for one, number in zip(attention_counts, numbers, strict=True))
    return tuple(one for one in found if one.count or one.name not in OF_THESE)


def seen_note_name(feed: str | None) -> str:
    """Return the key under which the session stores the newest entry seen at a desk."""
    return f"seen {feed}" if feed else "seen"


def parse_seen_entry(value: str | None) -> int | None:
    """Parse a stored entry id. Return None if the stored value is missing or malformed."""
    sound = value is not None and value.isascii() and value.isdecimal() and len(value) <= DIGITS
    return int(value) if sound and value else None
