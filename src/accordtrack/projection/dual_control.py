"""Dual control: whether an entry is in force, or which side it waits for. A pure function of the entries of the log.

An entry that affects a side with an open desk is in force once that side wrote it or accepted it. Until then, it waits for
that side (``docs/records.md``, "What waits for the other side"). The rule does not depend on folded state, so equal logs
give equal results, whatever the order of their entries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import DESK_KINDS, KINDS
from accordtrack.statuses import Status
from accordtrack.store.acceptance import Acceptance, Verdict
from accordtrack.store.items import CLOCK, Item, R, is_kind, of_kind
from accordtrack.vocabulary import (
    COMPILER,
    AdmittedFor,
    CommitmentKind,
    Provenance,
    Responsible,
    Side,
    Speaker,
    Stance,
    TextBasis,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Indicator
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import PositionTake, RecordAmend

RULES = 2
"""The version of the rules of effect that new documents use. Under rules 1 nothing waits."""

FIRST_RULES = 1
"""The rules of effect before dual control."""

FIRST_RULES_WITH_WAITING = 2
"""The first rules of effect under which entries wait for the other side."""

_OWN_NOTES = frozenset({"places", "supporting", "note", "review_rule"})
"""Fields of a commitment that any desk may amend alone."""
_FREE_KINDS = frozenset({kinds.SOURCE.name, kinds.NOTE_ADD.name, *DESK_KINDS})
_STATEMENTS = frozenset({kinds.STATUS_REPORT.name, kinds.EVIDENCE_ADD.name, kinds.POSITION_TAKE.name})
_OF_OBSERVERS = _STATEMENTS | {kinds.POSITION_WITHDRAW.name, kinds.ANSWER_ASK.name, kinds.MEASUREMENT.name}
"""Kinds that an observer admitted for statements may write."""
_ANSWERS = frozenset({kinds.POSITION_TAKE.name, kinds.POSITION_WITHDRAW.name})
_RETRACTIONS = frozenset({kinds.ENTRY_RETRACT.name, kinds.EVIDENCE_WITHHOLD.name})
_AMENDMENTS = frozenset({kinds.COMMITMENT_AMEND.name, kinds.INDICATOR_AMEND.name, kinds.FRAMEWORK_AMEND.name})
_REFUSING = frozenset({Stance.DISPUTE, Stance.NOT_AGREED})
_BOTH = frozenset(Side)

Heads = dict[str, int]
"""For each feed, the number of the last entry that a desk had seen."""


class Seen(Protocol):
    """What desks had seen, from the heads in the log."""

    def heads_at(self, feed: str, seq: int) -> Heads | None:
        """Return the heads stated by the act of entry ``seq`` of a feed; None if it states none (envelope version 1)."""

    def next_act(self, feed: str, seq: int, act: str) -> str | None:
        """Return the act that follows entry ``seq`` of ``act`` in a feed; None if there is none."""

    def first_after(self, feed: str, seq: int, acts: tuple[str, str]) -> int | None:
        """Return the number of the first entry after ``seq`` that follows both acts; None if there is none."""

    def last_seq(self, feed: str) -> int:
        """Return the number of the last entry of a feed; 0 if it has none."""


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
    """Whether the records of the data folder come from an edition that the program lists, or name no folder."""
    _found: dict[tuple[Side, str], tuple[range, ...]] = field(default_factory=dict)

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

    def item_saw(self, reader: Item[Any], item: Item[Any]) -> bool:
        """Whether an entry had seen another; it has always seen the entry that it names."""
        return named_hash(reader) == item.hash or self.saw(reader.feed, reader.seq, item.feed, item.seq)

    def is_in_force_unanswered(self, side: Side, item: Item[Any]) -> bool:
        """Whether an entry is in force for a side that never answered it, because the side had no desk at the time."""
        feeds = [one.feed for one in self.openings[side]]
        if not feeds:
            return True
        return any(item.seq in found for found in self._found_by_opening(side, item.feed)) or (
            not self.open_desks(side)
            and not any(self.saw(feed, self.seen.last_seq(feed), item.feed, item.seq) for feed in feeds)
        )

    def _found_by_opening(self, side: Side, feed: str) -> tuple[range, ...]:
        """Return the entries of a feed that a side had first seen when it opened a desk while it had none."""
        if (side, feed) not in self._found:
            self._found[side, feed] = tuple(self._ranges_found(side, feed))
        return self._found[side, feed]

    def _ranges_found(self, side: Side, feed: str) -> Iterator[range]:
        for opening in self.openings[side]:
            heads = self.seen.heads_at(opening.feed, opening.seq)
            earlier = [
                (one.feed, heads[one.feed])
                for one in self.openings[side]
                if heads is not None and one.feed != opening.feed and heads.get(one.feed)
            ]
            if not any(self.closings.get(name, last + 1) > last for name, last in earlier):
                before = max([self._seen_upto(name, last, feed) for name, last in earlier], default=0)
                yield range(before + 1, self._seen_upto(opening.feed, opening.seq, feed) + 1)

    def _seen_upto(self, reader: str, at: int, feed: str) -> int:
        heads = self.seen.heads_at(reader, at)
        if heads is None:
            return self.seen.last_seq(feed) if feed == COMPILER else 0
        return heads.get(feed, 0)

    def admits(self, side: Side, feed: str, seq: int, *, scope: bool) -> bool:
        """Whether a side admitted an entry of an observer's feed."""
        if feed == COMPILER:
            return self.listed_folder or any(self.admissions[feed, side])
        found = [one for one in self.admissions[feed, side] if not scope or one[0] is AdmittedFor.SCOPE]
        if not found:
            return False
        end = self._agreed_end(feed, side)
        return end is None or seq <= end

    def _agreed_end(self, feed: str, side: Side) -> int | None:
        """Return the last entry of a feed that counts for a side, if both sides ended the admission.

        A side that admits the feed again does so for itself alone, unless the other ended it after having seen that.
        """
        end = self.admission_end(feed, side)
        ended = self._admitting[feed, side][-1]
        other = list(zip(self.admissions[feed, side.other], self._admitting[feed, side.other], strict=True))
        place = max((at for at, ((_purpose, until), _event) in enumerate(other) if until is not None), default=None)
        if end is None or place is None:
            return None
        again = [event for _admission, event in other[place + 1 :]]
        if any(self.saw(ended.feed, ended.seq, event.feed, event.seq) for event in again):
            return None
        return max(end, other[place][0][1] or 0)

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


def is_amendment(item: Item[Any]) -> TypeGuard[Item[RecordAmend]]:
    """Whether an entry amends a record."""
    return item.kind in _AMENDMENTS


def named_hash(item: Item[Any]) -> str | None:
    """Return the hash of the entry that an answer, a withdrawal or a retraction names."""
    for name in ("answers", "position", "target"):
        if isinstance(found := getattr(item.body, name, None), str):
            return found
    return None


def provenance_of(item: Item[Any], history: DeskHistory) -> Provenance:
    """Return the provenance of an entry: who wrote it, compared with whose statement or record it is."""
    if item.seat in _BOTH:
        speaker = getattr(item.body, "speaker", None) if item.kind in _STATEMENTS else item.seat
        return Provenance.OWN if speaker in {item.seat, Speaker.JOINT} else Provenance.COUNTERPART
    if item.feed == COMPILER or history.accepts(item.feed, item.seq):
        return Provenance.THIRD_PARTY
    return Provenance.NOT_ADMITTED


def borrows_id(item: Item[Any]) -> bool:
    """Whether a statement of a desk has another id than that of its entry, such as that of another desk's statement."""
    return item.kind in _STATEMENTS and item.feed != COMPILER and item.id != f"{item.feed}-{item.seq}"


class DualControl:
    """Applies the rule to the entries about one record.

    ``items`` are all entries about it, the answers to them, and the withdrawals of these answers.
    """

    def __init__(self, items: Iterable[Item[Any]], history: DeskHistory) -> None:
        self._history = history
        self._items = sorted(items, key=CLOCK)
        self._by_hash = {item.hash: item for item in self._items}
        self._statements: dict[str, list[Item[Any]]] = defaultdict(list)
        self._retractions: dict[str, list[Item[Any]]] = defaultdict(list)
        self._answers: dict[str, list[Item[PositionTake]]] = defaultdict(list)
        for item in self._items:
            if item.kind in _STATEMENTS and not borrows_id(item):
                self._statements[item.id].append(item)
            named = named_hash(item)
            if named and item.kind in {kinds.ENTRY_RETRACT.name, kinds.POSITION_WITHDRAW.name}:
                self._retractions[named].append(item)
            elif named and is_kind(item, kinds.POSITION_TAKE):
                self._answers[named].append(item)

    @cached_property
    def _added(self) -> Item[Commitment] | None:
        """The entry that adds the commitment. Its verdict does not depend on this."""
        return self._first_to_add(kinds.COMMITMENT)

    @cached_property
    def _indicator(self) -> Item[Indicator] | None:
        """The entry that adds the indicator. Its verdict does not depend on this."""
        return self._first_to_add(kinds.INDICATOR)

    def _first_to_add(self, kind: kinds.Kind[R]) -> Item[R] | None:
        adds = of_kind(self._items, kind)
        if len(adds) > 1:
            adds = sorted([item.with_verdict(self.verdict(item)) for item in adds], key=precedence)
        return next(iter(adds), None)

    def verdict(self, item: Item[Any]) -> Verdict:
        """Return the verdict on one entry."""
        provenance = provenance_of(item, self._history)
        waits: list[Side] = []
        absent: list[Side] = []
        accepted: Acceptance | None = None
        for side in sorted(self.affected_sides(item)):
            concurrence = self._concurrence(item, side)
            if concurrence is not None:
                known = max(concurrence.body.said_on, known_date(item))
                last = Acceptance(known, *CLOCK(concurrence), side.value)
                accepted = max(accepted, last) if accepted else last
            elif self._refused(item, side) or not self._history.is_in_force_unanswered(side, item):
                waits.append(side)
            else:
                absent.append(side)
        fields: tuple[str, ...] = ()
        if is_amendment(item) and (waits or accepted or absent):
            fields = tuple(sorted(self.waiting_fields(item)))
        return Verdict(provenance, tuple(waits), None if waits else accepted, tuple(absent), fields)

    def affected_sides(self, item: Item[Any]) -> frozenset[Side]:
        """Return the sides that an entry affects and that did not write it."""
        if item.kind in _FREE_KINDS:
            return frozenset()
        if item.kind in _RETRACTIONS:
            return frozenset(side for one in self._retracted_by(item) for side in self._affected_by_retraction(one))
        if item.seat in _BOTH:
            side = Side(item.seat)
            return frozenset({side.other}) if self._affects_other(item, side) else frozenset()
        scope = item.kind not in _OF_OBSERVERS
        return frozenset(side for side in Side if not self._history.admits(side, item.feed, item.seq, scope=scope))

    def _retracted_by(self, item: Item[Any]) -> Iterable[Item[Any]]:
        """Return the entries of the same desk that an entry retracts, or the evidence that it withholds."""
        if is_kind(item, kinds.EVIDENCE_WITHHOLD):
            named = of_kind(self._statements.get(item.body.evidence, []), kinds.EVIDENCE_ADD)
            return [one for one in named if one.feed == item.feed]
        target = self._by_hash.get(item.body.target)
        return [target] if target is not None and target.feed == item.feed else []

    def _affected_by_retraction(self, lost: Item[Any]) -> frozenset[Side]:
        """Return the sides that must agree before an entry is retracted: it is in force for them, and they had seen it."""
        keeping = {
            side
            for side in self.affected_sides(lost)
            if self._concurrence(lost, side)
            or (
                self._history.openings[side]
                and self._history.is_in_force_unanswered(side, lost)
                and not self._refused(lost, side)
            )
        }
        return frozenset(keeping | self._relying_sides(lost))

    def _relying_sides(self, lost: Item[Any]) -> set[Side]:
        """Return the other side if it relies on this evidence: a statement or answer in force cites it."""
        if not is_kind(lost, kinds.EVIDENCE_ADD):
            return set()
        told = [one for statements in self._statements.values() for one in statements if one.seat in _BOTH]
        return {
            Side(one.seat)
            for one in told
            if one.seat != lost.seat
            and not is_kind(one, kinds.EVIDENCE_ADD)
            and lost.id in one.body.evidence
            and not any(back.feed == one.feed for back in self._retractions[one.hash])
        }

    def _affects_other(self, item: Item[Any], side: Side) -> bool:
        body = item.body
        if is_amendment(item):
            return bool(self.waiting_fields(item))
        if is_kind(item, kinds.STATUS_REPORT):
            withdrawn = item.body.status is Status.WITHDRAWN and self._is_half(side)
            return item.body.speaker.side is not side or withdrawn
        if is_kind(item, kinds.EVIDENCE_ADD):
            return item.body.speaker.side is not side or any(
                self._concerns_other(name, side) for name in item.body.for_
            )
        if item.kind in _ANSWERS:
            return bool(body.speaker != side)
        return not self._is_own_scope(item, side)

    def _concerns_other(self, name: str, side: Side) -> bool:
        """Whether evidence supports a statement that ``side`` did not make for itself. ``name`` is the id of the statement."""
        named = self._statements.get(name)
        if named is None:  # A copy may lack the statement; its usual id still tells which desk wrote it.
            return self._history.seats.get(name.rpartition("-")[0]) != side
        return any(one.seat == side.other or one.body.speaker.side is not side for one in named)

    def _is_half(self, side: Side) -> bool:
        """Whether the side owes the commitment or a half of it."""
        return self._added is not None and self._added.body.responsible_side in {side.value, Responsible.JOINT}

    def _is_own_scope(self, item: Item[Any], side: Side) -> bool:
        """Whether a record is a side's own: a body that speaks for it, a unilateral action or a request, or a question."""
        if is_kind(item, kinds.BODY):
            return item.body.speaks_for == side
        if is_kind(item, kinds.COMMITMENT):
            own = item.body.kind in {CommitmentKind.UNILATERAL_ACTION, CommitmentKind.REQUEST}
            joint = item.body.text_basis in {TextBasis.JOINT_TEXT, TextBasis.BOTH_READOUTS}
            return own and not joint and item.body.responsible_side.value == side.value
        return item.kind == kinds.ANSWER_ASK.name

    def waiting_fields(self, item: Item[RecordAmend]) -> frozenset[str]:
        """Return the fields of an amendment by a side's desk that the other side must accept."""
        body = item.body
        if item.seat not in _BOTH:
            return frozenset(body.fields)
        side = Side(item.seat)
        if body.speaker.side is not side:
            return frozenset(body.fields)
        if item.kind == kinds.COMMITMENT_AMEND.name and self._added is not None:
            return frozenset(name for name in body.fields if not self._is_free(item, name, side))
        return frozenset() if self._sets_own_target(item, side) else frozenset(body.fields)

    def _sets_own_target(self, item: Item[RecordAmend], side: Side) -> bool:
        """Whether an amendment changes only the target that ``side`` set for itself, in an indicator about its own country."""
        target = item.body.fields.get("target")
        about = self._indicator is not None and self._indicator.body.side.value == side.value
        own = about and isinstance(target, dict) and target.get("set_by") == side
        return item.kind == kinds.INDICATOR_AMEND.name and own and item.body.fields.keys() <= {"target", "baseline"}

    def _is_free(self, item: Item[Any], name: str, side: Side) -> bool:
        """Whether a side's desk may change a field of a commitment alone by this amendment."""
        if name == "lead":
            value = item.body.fields[name]
            return isinstance(value, dict) and (side.other not in value or self._keeps_lead(value[side.other], side))
        if name == "handling" and self._added is not None:
            return self._added.body.responsible_side.value == side.value and not self._saw_responsibility_change(item)
        return name in _OWN_NOTES

    def _keeps_lead(self, lead: str | None, side: Side) -> bool:
        """Whether ``lead``, named for the other side by an amendment, was stated by somebody else. It is not applied."""
        told = [one.body.lead.model_dump() for one in of_kind(self._items, kinds.COMMITMENT)]
        amends = [one for one in of_kind(self._items, kinds.COMMITMENT_AMEND) if one.seat != side]
        told += [value for one in amends if isinstance(value := one.body.fields.get("lead"), dict)]
        return lead in {one.get(side.other) for one in told}

    def _saw_responsibility_change(self, item: Item[Any]) -> bool:
        """Whether an entry had seen that both sides agreed on another responsible side."""
        for one in of_kind(self._items, kinds.COMMITMENT_AMEND):
            if "responsible_side" in one.body.fields:
                agreed = self._concurrence(one, Side(one.seat).other) if one.seat in _BOTH else one
                if agreed is not None and self._history.item_saw(item, agreed):
                    return True
        return False

    def _concurrence(self, item: Item[Any], side: Side) -> Item[PositionTake] | None:
        """Return the earliest valid concurrence of a side; None if there is none."""
        found = [
            answer
            for answer in self._answers[item.hash]
            if answer.body.stance is Stance.CONCUR
            and answer.seat == side
            and answer.body.speaker.side is side
            and not self._is_retracted_in_time(answer)
            and not self._saw_it_replaced(answer, item)
        ]
        return min(found, key=lambda one: (one.body.said_on, CLOCK(one)), default=None)

    def _refused(self, item: Item[Any], side: Side) -> bool:
        """Whether a side disputed an entry, or a ``desk.review`` of the side covers it."""
        disputed = any(
            answer.body.stance in _REFUSING
            and answer.seat == side
            and answer.body.speaker.side is side
            and not any(one.seat == side for one in self._retractions[answer.hash])
            for answer in self._answers[item.hash]
        )
        return disputed or any(
            self._history.saw(one.feed, one.seq, item.feed, item.seq) for one in self._history.reviews[side]
        )

    def _is_retracted_in_time(self, answer: Item[PositionTake]) -> bool:
        """Whether a concurrence was retracted in time: in the next act of its feed, before the other side had seen it."""
        return any(
            one.feed == answer.feed and self._is_next_act(answer, one) and not self._saw_an_answer_to(one, answer)
            for one in self._retractions[answer.hash]
        )

    def _is_next_act(self, answer: Item[Any], later: Item[Any]) -> bool:
        """Whether ``later`` is in the act after that of the answer. Desks choose the ids of acts and may repeat them."""
        seen = self._history.seen
        following = seen.next_act(answer.feed, answer.seq, answer.act)
        third = None if following is None else seen.first_after(answer.feed, answer.seq, (answer.act, following))
        return following == later.act and (third is None or third > later.seq)

    def _saw_an_answer_to(self, reader: Item[Any], answer: Item[PositionTake]) -> bool:
        """Whether ``reader`` had seen an entry of the other side that had seen the answer."""
        heads = self._history.seen.heads_at(reader.feed, reader.seq) or {}
        others = [feed for feed, seat in self._history.seats.items() if seat in _BOTH and seat != answer.seat]
        return any(heads.get(feed) and self._history.saw(feed, heads[feed], answer.feed, answer.seq) for feed in others)

    def _saw_it_replaced(self, answer: Item[PositionTake], item: Item[Any]) -> bool:
        """Whether a concurrence had already seen that the entry was retracted, or that its side had made a newer proposal."""
        later = [one for one in self._retractions[item.hash] if one.feed == item.feed or one.seat == item.seat]
        if is_amendment(item):
            later += [one for one in self._items if self._replaces(one, item)]
        return any(self._history.item_saw(answer, one) for one in later)

    def _replaces(self, newer: Item[Any], item: Item[RecordAmend]) -> bool:
        return (
            newer.kind == item.kind
            and newer.seat == item.seat
            and CLOCK(newer) > CLOCK(item)
            and item.body.fields.keys() <= newer.body.fields.keys()
            and newer.hash not in self._retractions
        )


def precedence(item: Item[Any]) -> tuple[int, int, str, int]:
    """Sort key of entries that add a record with the same id. Only the first of them counts.

    Entries of admitted observers and of the data folder come first, then entries that the other side accepted, then
    entries that a side added alone, and last entries that wait and those of observers that are not admitted. Clocks decide only within these groups, because a
    desk chooses its own clock.
    """
    verdict = item.verdict
    if verdict is not None and verdict.waits:
        return (3, *CLOCK(item))
    if item.seat not in _BOTH:
        admitted = verdict is None or verdict.provenance is not Provenance.NOT_ADMITTED
        return (0 if admitted else 4, *CLOCK(item))
    if verdict is not None and verdict.accepted is not None:
        return (1, *verdict.accepted[1:4])
    return (1 if verdict is not None and verdict.absent else 2, *CLOCK(item))


def known_date(item: Item[Any]) -> str:
    """Return the day from which an entry says that it is known."""
    return KINDS[item.kind].dates(item.body)[1]
