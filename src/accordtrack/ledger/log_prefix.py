"""Prefixes of a log: what had been recorded by a day, or up to a checkpoint.

A prefix takes each feed up to one of its entries. A checkpoint names these entries; it holds what they say that their
desks had seen, or it is no state that the log ever had. A day takes each feed up
to the first entry that its desk says it recorded later, or that had seen such an entry. So it goes by the clocks of the
desks, but an entry that a desk adds later changes nothing of a day that has passed, whatever its clock says.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import is_date, is_time
from accordtrack.ledger.entry import MAX_INTEGER
from accordtrack.types import FeedHead

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.entry import Envelope

_HEAD = {"feed", "entries", "head"}


@dataclass(frozen=True, slots=True)
class RecordedBy:
    """The end of a log prefix: a ``day`` by the clocks of the desks, or else the exact ``heads``."""

    day: str | None = None
    heads: tuple[FeedHead, ...] = ()

    def last_entries(self, entries: Iterable[Envelope], *, to_last: bool = False) -> dict[str, int]:
        """Return the number of the last entry of each feed that belongs to the prefix.

        With ``to_last``, a day takes each feed up to its last entry of that day or before, as documents made under
        rules 1 do.
        """
        if self.day is None:
            return {one.feed: one.entries for one in self.heads}
        feeds: dict[str, list[Envelope]] = {}
        for one in sorted(entries, key=attrgetter("feed", "seq")):
            feeds.setdefault(one.feed, []).append(one)
        if to_last:
            days = {feed: [one.seq for one in found if one.at[:10] <= self.day] for feed, found in feeds.items()}
            return {feed: seqs[-1] for feed, seqs in days.items() if seqs}
        last = {feed: found[-1].seq for feed, found in feeds.items()}
        while True:
            ends = {feed: self._end(found, last) for feed, found in feeds.items()}
            if ends == last:
                return {feed: seq for feed, seq in last.items() if seq}
            last = ends

    def unseen(self, entries: Iterable[Envelope]) -> tuple[Envelope, str, int] | None:
        """Return an entry up to the heads whose desk had seen one after them, with the feed and number of that one.

        None if the heads hold all that their entries had seen, as those of every checkpoint of this log do. A day holds
        it by itself.
        """
        if self.day is not None:
            return None
        last, known = self.last_entries(()), list(entries)
        ends: dict[str, int] = {}
        for one in known:
            ends[one.feed] = max(one.seq, ends.get(one.feed, 0))
        for one in known:
            if one.seq <= last.get(one.feed, 0):
                for feed, seq, _digest in one.heads or ():
                    if last.get(feed, 0) < min(seq, ends.get(feed, 0)):
                        return one, feed, seq
        return None

    def _end(self, found: Sequence[Envelope], last: Mapping[str, int]) -> int:
        """Return the number of the last entry before the first that was recorded later, or had seen what was."""
        for one in found:
            seen = one.heads or ()
            later = is_time(one.at) and one.at[:10] > str(self.day)
            if later or any(seq > last.get(feed, 0) for feed, seq, _digest in seen):
                return one.seq - 1
        return found[-1].seq


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
