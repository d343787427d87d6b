"""What a side asks of the register first: what it owes, what is overdue, what awaits its answer, what changed.

Each question is a filter, so that its number opens the rows it was counted from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from accordtrack.counts import terms
from accordtrack.queries.filter_conditions import where
from accordtrack.queries.filters import parse
from accordtrack.store.columns import COMMITMENT
from accordtrack.types import AttentionCount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

SIDES = ("US", "MX")
DIGITS = 9
"""As many as a number of a filter has."""


def questions(side: str | None, since: int | None, own: str | None = None) -> tuple[AttentionCount, ...]:
    """The questions of a desk of ``side``, or of an observer's, not yet counted.

    ``since`` is the id of the newest entry that was seen; None asks for no changes, since nobody has looked yet.
    What the desk ``own`` wrote itself is no change to it.
    """
    sides = (side,) if side in SIDES else SIDES
    found = [AttentionCount("owed", one, terms("owed", (one,))) for one in sides]
    wanted = ("overdue", "waits", "turn") if side in SIDES else ("overdue",)
    found += [AttentionCount(name, side, terms(name, sides)) for name in wanted]
    if since is not None:
        others = f"-{own}" if own is not None else ""
        found.append(AttentionCount("changed", None, (("changed", f">{since}{others}"),)))
    return tuple(found)


def attention(connection: Connection, asked: Sequence[AttentionCount], today: str) -> tuple[AttentionCount, ...]:
    """The questions with their numbers, all of them by one statement."""
    sums = [
        func.coalesce(func.sum(case((where(parse(one.filter), today), 1), else_=0)), 0).label(f"n{place}")
        for place, one in enumerate(asked)
    ]
    numbers = connection.execute(select(*sums).select_from(COMMITMENT)).one()
    return tuple(one.with_count(int(number)) for one, number in zip(asked, numbers, strict=True))


def seen_at(feed: str | None) -> str:
    """The name under which the session keeps the newest entry that was seen at a desk."""
    return f"seen {feed}" if feed else "seen"


def known(value: str | None) -> int | None:
    """The id of an entry as it was kept; None where nothing sound is."""
    sound = value is not None and value.isascii() and value.isdecimal() and len(value) <= DIGITS
    return int(value) if sound and value else None
