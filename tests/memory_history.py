"""The history of desks, and what desks had seen, from entries in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from accordtrack.ledger.kinds import DESK_KINDS, canonical_body
from accordtrack.projection.citations import CITING, named_ids
from accordtrack.projection.desk_history import Citation, DeskEvent, DeskHistory, Heads
from accordtrack.projection.log_desks import citation_of, first_outside, is_listed
from accordtrack.store.items import CLOCK, Item


def history_of(items: Sequence[Item[Any]]) -> DeskHistory:
    """Return the entries about desks among entries in memory."""
    events = tuple(
        DeskEvent(item.feed, item.seq, item.lc, item.kind, item.seat, item.body)
        for item in sorted(items, key=CLOCK)
        if item.kind in DESK_KINDS
    )
    return DeskHistory(events, SeenInItems(items), is_listed(events))


class SeenInItems:
    """What desks had seen, from entries in memory."""

    def __init__(self, items: Iterable[Item[Any]]) -> None:
        self._feeds: dict[str, list[Item[Any]]] = {}
        for item in sorted(items, key=CLOCK):
            self._feeds.setdefault(item.feed, []).append(item)

    def acts(self, feed: str) -> Sequence[tuple[int, Heads | None]]:
        """Return, for each act of a feed, the number of its first entry and the heads that it states."""
        found = self._feeds.get(feed, [])
        stating = [
            (item.seq, {name: last for name, last, _digest in item.heads}) for item in found if item.heads is not None
        ]
        return stating or [(item.seq, None) for item in found[:1]]

    def heads_at(self, feed: str, seq: int) -> Heads | None:
        """Return the heads stated by the act of entry ``seq`` of a feed; None if it states none."""
        for item in reversed(self._feeds.get(feed, [])):
            if item.seq <= seq and item.heads is not None:
                return {name: last for name, last, _digest in item.heads}
        return None

    def next_act(self, feed: str, seq: int, act: str) -> str | None:
        """Return the act that follows entry ``seq`` of ``act`` in a feed; None if there is none."""
        return next((item.act for item in self._feeds.get(feed, []) if item.seq > seq and item.act != act), None)

    def first_after(self, feed: str, seq: int, acts: tuple[str, str]) -> int | None:
        """Return the number of the first entry after ``seq`` that follows both acts; None if there is none."""
        return first_outside(((item.seq, item.act) for item in self._feeds.get(feed, []) if item.seq > seq), acts)

    def last_seq(self, feed: str) -> int:
        """Return the number of the last entry of a feed; 0 if it has none."""
        return max((item.seq for item in self._feeds.get(feed, [])), default=0)

    def latest_time(self, feed: str, seq: int) -> str:
        """Return the latest time that an entry of a feed up to ``seq`` states; empty if there is none."""
        return max((item.at for item in self._feeds.get(feed, []) if item.seq <= seq), default="")

    def citing(self, name: str) -> Sequence[Citation]:
        """Return every entry that cites a source or names a body."""
        return [one for one, body in self._citations if name in named_ids(body, CITING)]

    def answering(self, digest: str) -> Sequence[Citation]:
        """Return every answer to the entry with this hash."""
        return [one for one, _body in self._citations if one.answers == digest]

    @cached_property
    def _citations(self) -> Sequence[tuple[Citation, Mapping[str, Any]]]:
        items = [item for feed in self._feeds.values() for item in feed]
        bodies = [canonical_body(item.body) for item in items]
        return [
            (citation_of(item.feed, item.seq, item.hash, item.kind, body), body)
            for item, body in zip(items, bodies, strict=True)
        ]
