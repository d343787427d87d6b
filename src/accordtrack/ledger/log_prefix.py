"""Prefixes of a log: what had been recorded by a day, or up to a checkpoint.

A prefix takes each feed up to one of its entries. A checkpoint names these entries and is exact. A day takes each feed up
to its last entry that its desk says it recorded on or before that day, so it goes by the clocks of the desks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import is_date
from accordtrack.ledger.entry import MAX_INTEGER
from accordtrack.types import FeedHead

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = {"feed", "entries", "head"}


@dataclass(frozen=True, slots=True)
class RecordedBy:
    """The end of a log prefix: a ``day`` by the clocks of the desks, or else the exact ``heads``."""

    day: str | None = None
    heads: tuple[FeedHead, ...] = ()

    def last_entries(self, entries: Iterable[tuple[str, int, str]]) -> dict[str, int]:
        """Return the last entry of each feed that belongs to the prefix. ``entries`` are (feed, seq, recorded at)."""
        if self.day is None:
            return {one.feed: one.entries for one in self.heads}
        last: dict[str, int] = {}
        for feed, seq, at in entries:
            if at[:10] <= self.day:
                last[feed] = max(seq, last.get(feed, 0))
        return last


def from_json(value: Any) -> RecordedBy | None:  # noqa: ANN401
    """Return a ``RecordedBy`` from plain JSON values. Raise ``ValueError`` if they are not valid."""
    match value:
        case None:
            return None
        case {"day": str(day), "heads": []} if is_date(day) and len(value) == len(RecordedBy.__slots__):
            return RecordedBy(day)
        case {"day": None, "heads": [*heads]} if heads and len(value) == len(RecordedBy.__slots__):
            return RecordedBy(None, tuple(_head(one) for one in heads))
        case _:
            raise ValueError("no prefix of a log")


def _head(value: Any) -> FeedHead:  # noqa: ANN401
    match value:
        case {"feed": str(feed), "entries": int(entries), "head": str(head)} if value.keys() == _HEAD:
            if type(entries) is int and 0 < entries <= MAX_INTEGER:
                return FeedHead(feed, entries, head)
    raise ValueError("no head of a feed")
