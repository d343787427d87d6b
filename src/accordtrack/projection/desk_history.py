"""What the desks of a log had seen, and what each side opened, closed and admitted: what the rule of dual control needs.

A desk states in each act the last entry of every other feed that it had seen. What one desk of a side had seen, its
side had seen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any, Protocol

from accordtrack.core.dates import days_between, is_date
from accordtrack.ledger import kinds
from accordtrack.vocabulary import COMPILER, AdmittedFor, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item

_BOTH = frozenset(Side)

Heads = dict[str, int]
"""For each feed, the number of the last entry that a desk had seen."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry that cites a source, names a body or answers another. ``speaker`` is that of a statement or answer."""

    feed: str
    seq: int
    hash: str
    speaker: str = ""
    answers: str | None = None


class Seen(Protocol):
    """What desks had seen, from the heads in the log."""

    def heads_at(self, feed: str, seq: int) -> Heads | None:
        """Return the heads stated by the act of entry ``seq`` of a feed; None if it states none (envelope version 1)."""

    def acts(self, feed: str) -> Sequence[tuple[int, Heads | None]]:
        """Return, for each act of a feed, the number of its first entry and the heads that it states."""

    def next_act(self, feed: str, seq: int, act: str) -> str | None:
        """Return the act that follows entry ``seq`` of ``act`` in a feed; None if there is none."""

    def first_after(self, feed: str, seq: int, acts: tuple[str, str]) -> int | None:
        """Return the number of the first entry after ``seq`` that follows both acts; None if there is none."""

    def last_seq(self, feed: str) -> int:
        """Return the number of the last entry of a feed; 0 if it has none."""

    def latest_time(self, feed: str, seq: int) -> str:
        """Return the latest time that an entry of a feed up to ``seq`` states; empty if there is none."""

    def citing(self, name: str) -> Sequence[Citation]:
        """Return every entry that cites a source or names a body."""

    def answering(self, digest: str) -> Sequence[Citation]:
        """Return every answer to the entry with this hash."""


@dataclass(frozen=True, slots=True)
class DeskEvent:
    """An entry about a desk: its opening, its closing, an admission, or a review by its side."""

    feed: str
    seq: int
    lc: int
    kind: str
    seat: str
    body: Record


@dataclass
class DeskHistory:
    """The entries about desks in a log, in log order, with the lookups that the rule needs."""

    events: tuple[DeskEvent, ...]
    seen: Seen
    listed_folder: bool = True
    """Whether the data folder says that it is an edition that the program lists, or names no edition.

    This counts only for a side without a desk, and for one that opened a desk before openings stated what they admit. Any
    other side admits the folder itself.
    """
    _found: dict[tuple[Side, str], tuple[range, ...]] = field(default_factory=dict, init=False)
    _first: dict[tuple[str, str, int], int | None] = field(default_factory=dict, init=False)
    _begun: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Group the events by kind and side."""
        self.openings: dict[Side, list[DeskEvent]] = {side: [] for side in Side}
        self.closings: dict[str, int] = {}
        self.reviews: dict[Side, list[DeskEvent]] = {side: [] for side in Side}
        self.admissions: dict[tuple[str, Side], list[tuple[AdmittedFor, int | None]]] = defaultdict(list)
        self._admitting: dict[tuple[str, Side], list[DeskEvent]] = defaultdict(list)
        self.seats: dict[str, str] = {}
        for one in self.events:
            if is_desk(one, kinds.DESK_OPEN):
                self.seats[one.feed] = one.seat
            if one.seat not in _BOTH:
                continue
            side = Side(one.seat)
            if is_desk(one, kinds.DESK_OPEN):
                self.openings[side].append(one)
                for feed in one.body.admits:  # type: ignore[attr-defined]
                    self.admissions[feed, side].append((AdmittedFor.STATEMENTS, None))
                    self._admitting[feed, side].append(one)
            elif is_desk(one, kinds.DESK_CLOSE):
                self.closings.setdefault(one.feed, one.seq)
            elif is_desk(one, kinds.DESK_REVIEW):
                self.reviews[side].append(one)
            elif is_desk(one, kinds.DESK_ADMIT):
                body: Any = one.body
                self.admissions[body.feed, side].append((body.admitted_for, body.until))
                self._admitting[body.feed, side].append(one)

    def open_desks(self, side: Side) -> list[str]:
        """Return the feeds of the open desks of a side."""
        return [one.feed for one in self.openings[side] if one.feed not in self.closings]

    def saw(self, reader: str, at: int, feed: str, seq: int) -> bool:
        """Whether entry ``at`` of the feed ``reader`` had seen entry ``seq`` of ``feed``.

        An entry whose act states no heads has seen its own feed and the data folder.
        """
        if reader == feed:
            return seq <= at
        heads = self.seen.heads_at(reader, at)
        return feed == COMPILER if heads is None else heads.get(feed, 0) >= seq

    def recorded_at(self, item: Item[Any]) -> str:
        """Return when an entry was recorded: the latest time that it or an earlier entry of its desk states.

        A desk that its side opened later begins at what it had seen of the side's other desks. So no desk can set its clock
        back behind them. The other side's clock, which may be ahead, decides nothing.
        """
        return max(item.at, self.recorded_by(item.feed, item.seq, item.seat))

    def recorded_by(self, feed: str, seq: int, seat: str) -> str:
        """Return when entry ``seq`` of a feed was recorded, by the rule of ``recorded_at``."""
        if feed not in self._begun:
            others = [name for name in self.feeds_of(seat) if name != feed]
            heads = (self.seen.heads_at(feed, 1) or {}) if others else {}
            times = (self.seen.latest_time(name, heads[name]) for name in others if name in heads)
            self._begun[feed] = max(times, default="")
        return max(self._begun[feed], self.seen.latest_time(feed, seq))

    def is_postdated(self, item: Item[Any]) -> bool:
        """Whether an entry says that something was said, or a status or an answer held, after the day on which it was recorded.

        The log states times in UTC, so the next day may be the same one where the desk is.
        """
        dates = [getattr(item.body, "said_on", None)]
        if item.kind in kinds.STATEMENTS:
            dates.append(getattr(item.body, "effective_on", None))
        latest = max((date for date in dates if date is not None), default=None)
        if latest is None or latest <= item.at[:10] or item.feed == COMPILER:
            return False
        recorded_on = self.recorded_at(item)[:10]
        return is_date(recorded_on) and days_between(recorded_on, latest) > 1

    def signed_on(self, item: Item[Any]) -> str:
        """Return the day by which a side signed with an entry: no earlier than anything that its side had seen.

        Whatever a desk of the side had seen before it saw the entry, its side had seen, so a second desk with old heads gains
        nothing. Only desks count whose opening the other side had seen before it saw the entry, so a desk opened later cannot
        deny a signature. If the other side saw the entry on an earlier day, that day counts.
        """
        readers = [feed for feed in self.feeds_of(item.seat) if feed == item.feed or self.was_known_before(feed, item)]
        before = max((self._time_before(reader, item) for reader in readers), default="")
        first = ((feed, self.first_to_see(feed, item.feed, item.seq)) for feed in self._feeds_of_other(item.seat))
        seen_by_other = (self.seen.latest_time(feed, seq) for feed, seq in first if seq is not None)
        return max(self.recorded_at(item), min([before, *seen_by_other]))[:10]

    def stated_on(self, item: Item[Any]) -> str:
        """Return the day by which a side says that it signed with an entry.

        It is no earlier than anything that the other side wrote without having seen the entry.
        """
        others = self._feeds_of_other(item.seat)
        times = (self.seen.latest_time(feed, last) for feed in others if (last := self._last_without(feed, item)))
        return max([self.recorded_at(item), *times])[:10]

    def was_known_before(self, feed: str, item: Item[Any]) -> bool:
        """Whether a desk of the other side had seen that a desk was open before it saw an entry."""
        opened = [one for one in self.openings[Side(item.seat)] if one.feed == feed] if item.seat in _BOTH else []
        others = self._feeds_of_other(item.seat)
        return any(self.saw_without(reader, one, item) is not None for one in opened for reader in others)

    def _feeds_of_other(self, seat: str) -> list[str]:
        """Return the feeds of the desks of the other side."""
        return [feed for feed, found in self.seats.items() if found in _BOTH and found != seat]

    def _last_without(self, reader: str, item: Item[Any]) -> int:
        """Return the last entry of a feed that had not seen an entry; 0 if there is none."""
        first = self.first_to_see(reader, item.feed, item.seq)
        return self.seen.last_seq(reader) if first is None else first - 1

    def _time_before(self, reader: str, item: Item[Any]) -> str:
        """Return the latest time in anything that a desk had seen when it first saw an entry."""
        last = item.seq if reader == item.feed else self._last_without(reader, item)
        seen = [(reader, last)]
        for number, heads in self.seen.acts(reader):
            seen += (heads or {}).items() if number <= last else ()
        return max((self.seen.latest_time(feed, seq) for feed, seq in seen if seq), default="")

    def item_saw(self, reader: Item[Any], item: Item[Any]) -> bool:
        """Whether an entry had seen another; it has always seen the entry that it names."""
        return named_hash(reader) == item.hash or self.saw(reader.feed, reader.seq, item.feed, item.seq)

    def saw_in_force(self, reader: Item[Any], item: Item[Any]) -> bool:
        """Whether an entry had seen another, and the concurrence that put it in force if it needed one."""
        accepted = item.verdict.accepted if item.verdict else None
        agreed = accepted is None or self.saw(reader.feed, reader.seq, accepted.feed, accepted.seq)
        return agreed and self.item_saw(reader, item)

    def first_to_see(self, reader: str, feed: str, seq: int) -> int | None:
        """Return the first entry of the feed ``reader`` that had seen entry ``seq`` of ``feed``; None if there is none.

        What a desk had seen once, it had seen ever after, whatever heads it states later.
        """
        place = (reader, feed, seq)
        if place not in self._first:
            self._first[place] = seq if reader == feed else self._first_act_to_see(*place)
        return self._first[place]

    def _first_act_to_see(self, reader: str, feed: str, seq: int) -> int | None:
        for number, heads in self.seen.acts(reader):
            if feed == COMPILER if heads is None else heads.get(feed, 0) >= seq:
                return number
        return None

    def saw_without(self, reader: str, one: Item[Any] | DeskEvent, other: Item[Any] | DeskEvent) -> int | None:
        """Return the first entry of a feed that had seen an entry, if it had not seen the other one then; else None."""
        return self._saw_first(reader, (one.feed, one.seq), (other.feed, other.seq))

    def _saw_first(self, reader: str, one: tuple[str, int], other: tuple[str, int]) -> int | None:
        first, later = self.first_to_see(reader, *one), self.first_to_see(reader, *other)
        return first if first is not None and (later is None or later > first) else None

    def side_saw_without(self, side: str, one: Item[Any] | DeskEvent, other: Item[Any] | DeskEvent) -> bool:
        """Whether a desk of a side, open or closed, had seen an entry when it had not seen the other one."""
        return any(self.saw_without(feed, one, other) is not None for feed in self.feeds_of(side))

    def side_had_seen(self, item: Item[Any], feed: str, seq: int) -> bool:
        """Whether an entry had seen entry ``seq`` of a feed, or a desk of its side had before it saw the entry."""
        readers = self.feeds_of(item.seat) if item.seat in _BOTH else ()
        return self.saw(item.feed, item.seq, feed, seq) or any(
            self._saw_first(reader, (feed, seq), (item.feed, item.seq)) is not None for reader in readers
        )

    def feeds_of(self, side: str) -> list[str]:
        """Return the feeds of all desks that a side opened."""
        return [feed for feed, seat in self.seats.items() if seat == side]

    def acknowledges(self, side: Side, item: Item[Any], other: Item[Any]) -> bool:
        """Whether a desk of a side, or of an observer that every side admitted, had seen an entry before it had seen another."""
        for reader, seat in self.seats.items():
            if seat == side or (seat not in _BOTH and reader not in {item.feed, other.feed}):
                first = self.saw_without(reader, item, other)
                if first is not None and (seat == side or self.accepts(reader, first)):
                    return True
        return False

    def is_cited_without(self, item: Item[Any], other: Item[Any]) -> bool:
        """Whether an entry cites a source or body and had seen it, but not another one under the same id.

        The entry is by the side of the desk that added it, or by an observer that every side admitted.
        """
        return any(
            self._is_by(item.seat, one)
            and self.saw(one.feed, one.seq, item.feed, item.seq)
            and not self.saw(one.feed, one.seq, other.feed, other.seq)
            for one in self.seen.citing(item.ref)
        )

    def cites(self, side: Side, item: Item[Any], before: Item[Any]) -> bool:
        """Whether a side relies on a source or body that another desk added, and had not seen the later entry ``before``.

        Its desk, or an observer that every side admitted, cites it. Or so does an entry that the side answered, or
        one that is in force for the side since before it had a desk, other than another side's own words.
        """
        return any(self._relies_on(side, one, item.feed, before) for one in self.seen.citing(item.ref))

    def _relies_on(self, side: Side, citing: Citation, added_by: str, before: Item[Any]) -> bool:
        answers = (one for one in self.seen.answering(citing.hash) if one.speaker == side)
        if any(self.seats.get(one.feed) == side and not self._had_seen(one, before) for one in answers):
            return True
        if self._had_seen(citing, before):
            return False
        if citing.feed != added_by and self._is_by(side, citing):
            return True
        writer = self.seats.get(citing.feed)
        affected = writer in _BOTH and citing.speaker != writer
        return bool(writer != side and affected and self.openings[side]) and self.is_in_force_unanswered(side, citing)

    def _is_by(self, side: str, one: Citation) -> bool:
        """Whether a desk of a side, or an observer that every side admitted, wrote an entry."""
        writer = self.seats.get(one.feed)
        return writer == side or (writer not in _BOTH and self.accepts(one.feed, one.seq))

    def _had_seen(self, reader: Citation, item: Item[Any]) -> bool:
        return self.saw(reader.feed, reader.seq, item.feed, item.seq)

    def is_in_force_unanswered(self, side: Side, item: Item[Any] | Citation) -> bool:
        """Whether an entry is in force for a side that never answered it, because the side had no desk at the time.

        An entry whose desk had seen an open desk of the side was put to that side, so it waits, even if that desk closes.
        """
        feeds = [one.feed for one in self.openings[side]]
        if not feeds:
            return True
        found = any(item.seq in found for found in self._found_by_opening(side, item.feed)) or (
            not self.open_desks(side)
            and not any(self.saw(feed, self.seen.last_seq(feed), item.feed, item.seq) for feed in feeds)
        )
        return found and not self._was_put_to(side, item)

    def _was_put_to(self, side: Side, item: Item[Any] | Citation) -> bool:
        """Whether the desk of an entry had seen that a desk of a side was open."""
        return any(
            self.saw(item.feed, item.seq, one.feed, one.seq)
            and not (one.feed in self.closings and self.saw(item.feed, item.seq, one.feed, self.closings[one.feed]))
            for one in self.openings[side]
        )

    def _found_by_opening(self, side: Side, feed: str) -> tuple[range, ...]:
        """Return the entries of a feed that a side had first seen when it opened a desk while it had none."""
        if (side, feed) not in self._found:
            self._found[side, feed] = tuple(self._ranges_found(side, feed))
        return self._found[side, feed]

    def _ranges_found(self, side: Side, feed: str) -> Iterator[range]:
        for opening in self.openings[side]:
            others = [one.feed for one in self.openings[side] if one.feed != opening.feed]
            heads = self.seen.heads_at(opening.feed, opening.seq) or {}
            earlier = [(name, heads[name]) for name in others if heads.get(name)]
            if not any(self.closings.get(name, last + 1) > last for name, last in earlier):
                before = max([self._seen_before(name, opening, feed) for name in others], default=0)
                yield range(before + 1, self._seen_upto(opening.feed, opening.seq, feed) + 1)

    def _seen_before(self, reader: str, opening: DeskEvent, feed: str) -> int:
        """Return the last entry of a feed that a desk had seen before it saw the opening of another desk of its side."""
        if self.saw(reader, 1, opening.feed, opening.seq):
            return 0
        end = self.first_to_see(reader, opening.feed, opening.seq)
        numbers = [number for number, _heads in self.seen.acts(reader) if end is None or number < end]
        return max([self._seen_upto(reader, number, feed) for number in numbers], default=0)

    def _seen_upto(self, reader: str, at: int, feed: str) -> int:
        heads = self.seen.heads_at(reader, at)
        if heads is None:
            return self.seen.last_seq(feed) if feed == COMPILER else 0
        return heads.get(feed, 0)

    def admits(self, side: Side, feed: str, seq: int, *, scope: bool) -> bool:
        """Whether a side admitted an entry of an observer's feed."""
        if feed == COMPILER:
            return seq <= self._admitted_folder[side]
        found = [one for one in self.admissions[feed, side] if not scope or one[0] is AdmittedFor.SCOPE]
        if not found:
            return False
        end = self._agreed_end(feed, side, scope=scope)
        return end is None or seq <= end

    def admits_after(self, side: Side, feed: str, last: int) -> bool:
        """Whether a side still admits an observer's feed, for any purpose, after the entry with which it ended that."""
        return self.admits(side, feed, last + 1, scope=False)

    @cached_property
    def _admitted_folder(self) -> Mapping[Side, float]:
        """For each side, the last entry of the data folder's feed that it admitted: the last that its admission had seen."""
        return {side: max(self._folder_ends(side)) for side in Side}

    def _folder_ends(self, side: Side) -> Iterator[float]:
        earlier = [one for one in self.openings[side] if "admits" not in one.body.model_fields_set]
        yield inf if self.listed_folder and not self.openings[side] else 0
        for one in earlier if self.listed_folder else ():  # openings said nothing about the folder at that time
            heads = self.seen.heads_at(one.feed, one.seq)
            yield inf if heads is None else self._seen_upto(one.feed, one.seq, COMPILER)
        for (_purpose, until), one in zip(
            self.admissions[COMPILER, side], self._admitting[COMPILER, side], strict=True
        ):
            if until is None:
                yield (
                    inf
                    if self.seen.heads_at(one.feed, one.seq) is None
                    else self._seen_upto(one.feed, one.seq, COMPILER)
                )

    def _agreed_end(self, feed: str, side: Side, *, scope: bool) -> int | None:
        """Return the last entry of a feed that counts for a side, if the admission ended: both sides ended it, or had not both admitted.

        A side that admits the feed again does so for itself alone, unless the other ended it after having seen that.
        """
        end = self.admission_end(feed, side)
        ended = self._admitting[feed, side][-1]
        other = list(zip(self.admissions[feed, side.other], self._admitting[feed, side.other], strict=True))
        if self._ended_alone(feed, side, scope=scope):
            return end
        place = max((at for at, ((_purpose, until), _event) in enumerate(other) if until is not None), default=None)
        if end is None or place is None:
            return None
        again = [event for _admission, event in other[place + 1 :]]
        if any(self.saw(ended.feed, ended.seq, event.feed, event.seq) for event in again):
            return None
        return max(end, other[place][0][1] or 0)

    def _ended_alone(self, feed: str, side: Side, *, scope: bool) -> bool:
        """Whether a side last ended its admission of a feed before it saw that the other side admits it too."""
        own = zip(self.admissions[feed, side], self._admitting[feed, side], strict=True)
        other = zip(self.admissions[feed, side.other], self._admitting[feed, side.other], strict=True)
        shared = [
            event for (purpose, until), event in other if until is None and (purpose is AdmittedFor.SCOPE or not scope)
        ]
        for (_purpose, until), ending in reversed(list(own)):
            if until is None:
                return False
            if not any(self._knew_of(ending, event) for event in shared):
                return True
        return False

    def _knew_of(self, one: DeskEvent, other: DeskEvent) -> bool:
        """Whether the side of an event had seen another event by then, at any of its desks."""
        return self.saw(one.feed, one.seq, other.feed, other.seq) or (
            not self.saw(other.feed, other.seq, one.feed, one.seq) and self.side_saw_without(one.seat, other, one)
        )

    def admission_end(self, feed: str, side: Side) -> int | None:
        """Return the last entry of a feed that a side's latest admission covers; None if the admission has no end."""
        found = self.admissions[feed, side]
        return found[-1][1] if found else None

    def accepts(self, feed: str, seq: int) -> bool:
        """Whether every side with an open desk admits an entry of a feed."""
        return all(self.admits(side, feed, seq, scope=False) for side in Side if self.open_desks(side))


def is_desk(event: DeskEvent, kind: kinds.Kind[Any]) -> bool:
    """Whether an event is of a kind."""
    return event.kind == kind.name


def named_hash(item: Item[Any]) -> str | None:
    """Return the hash of the entry that an answer, a withdrawal or a retraction names."""
    for name in ("answers", "position", "target"):
        if isinstance(found := getattr(item.body, name, None), str):
            return found
    return None
