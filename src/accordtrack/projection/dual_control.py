"""Dual control: whether an entry is in force, or which side it waits for. A pure function of the entries of the log.

An entry that affects a side with an open desk is in force once that side wrote it or accepted it. Until then, it waits for
that side (``docs/records.md``, "What waits for the other side"). The rule does not depend on folded state, so equal logs
give equal results, whatever the order of their entries.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeGuard

from accordtrack.ledger import kinds
from accordtrack.ledger.kinds import DESK_KINDS, KINDS, canonical_body
from accordtrack.projection.desk_history import DeskHistory, named_hash
from accordtrack.projection.same_ids import ADDING, CITED, precedence, refused_adds
from accordtrack.statuses import Status
from accordtrack.store.acceptance import Acceptance, Verdict
from accordtrack.store.items import CLOCK, STATUS, Item, R, is_kind, of_kind, without_retracted
from accordtrack.vocabulary import (
    COMPILER,
    CommitmentKind,
    Handling,
    Provenance,
    Responsible,
    Side,
    Speaker,
    Stance,
    TextBasis,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from accordtrack.ledger.indicators import Indicator
    from accordtrack.ledger.records import Body, Commitment
    from accordtrack.ledger.statements import PositionTake, RecordAmend, StatusReport

RULES = 2
"""The version of the rules of effect that new documents use. Under rules 1 nothing waits."""

FIRST_RULES = 1
"""The rules of effect before dual control."""

FIRST_RULES_WITH_WAITING = 2
"""The first rules of effect under which entries wait for the other side."""

_OWN_NOTES = frozenset({"places", "supporting", "review_rule"})
"""Fields that a side may amend alone in a commitment that it alone owes. Any desk may amend the note, which names the desk."""
_TEXTS = {Side.US: TextBasis.US_TEXT, Side.MX: TextBasis.MX_TEXT}
_FREE_KINDS = frozenset({kinds.SOURCE.name, kinds.NOTE_ADD.name, *DESK_KINDS})
_STATEMENTS = frozenset({kinds.STATUS_REPORT.name, kinds.EVIDENCE_ADD.name, kinds.POSITION_TAKE.name})
_OF_OBSERVERS = _STATEMENTS | {
    kinds.POSITION_WITHDRAW.name,
    kinds.ANSWER_ASK.name,
    kinds.MEASUREMENT.name,
    kinds.PANEL_RELEASE.name,
}
"""Kinds that an observer admitted for statements may write."""
_CLAIMS = frozenset({kinds.STATUS_REPORT.name, kinds.EVIDENCE_ADD.name, kinds.MEASUREMENT.name})
_ANSWERS = frozenset({kinds.POSITION_TAKE.name, kinds.POSITION_WITHDRAW.name})
_RETRACTIONS = frozenset({kinds.ENTRY_RETRACT.name, kinds.EVIDENCE_WITHHOLD.name})
_AMENDMENTS = frozenset({kinds.COMMITMENT_AMEND.name, kinds.INDICATOR_AMEND.name, kinds.FRAMEWORK_AMEND.name})
_REFUSING = frozenset({Stance.DISPUTE, Stance.NOT_AGREED})
_BOTH = frozenset(Side)


def is_amendment(item: Item[Any]) -> TypeGuard[Item[RecordAmend]]:
    """Whether an entry amends a record."""
    return item.kind in _AMENDMENTS


def provenance_of(item: Item[Any], history: DeskHistory) -> Provenance:
    """Return the provenance of an entry: who wrote it, compared with whose statement or record it is."""
    if item.seat in _BOTH:
        speaker = getattr(item.body, "speaker", None) if item.kind in _STATEMENTS else item.seat
        return Provenance.OWN if speaker in {item.seat, Speaker.JOINT} else Provenance.COUNTERPART
    if history.accepts(item.feed, item.seq):
        return Provenance.THIRD_PARTY
    return Provenance.NOT_ADMITTED


def borrows_id(item: Item[Any]) -> bool:
    """Whether a statement of a desk has another id than that of its entry, such as that of another desk's statement."""
    return item.kind in _STATEMENTS and item.feed != COMPILER and item.id != f"{item.feed}-{item.seq}"


class DualControl:
    """Applies the rule to the entries about one record.

    ``items`` are all entries about it, the answers to them, and the withdrawals of these answers. ``bodies`` returns the
    bodies in force with a code; without it, no body is known.
    """

    def __init__(
        self,
        items: Iterable[Item[Any]],
        history: DeskHistory,
        bodies: Callable[[str], Sequence[Item[Body]]] = lambda _code: (),
    ) -> None:
        self._history, self._bodies = history, bodies
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
            adds = [item.with_verdict(self.verdict(item)) for item in adds]
            back = [one for item in adds for one in self._retractions[item.hash]]
            judged = [*adds, *(one.with_verdict(self.verdict(one)) for one in back)]
            refused = refused_adds(judged, self._history, kind.name)
            kept = {item.hash for item in without_retracted(judged)} - refused
            adds = sorted(adds, key=lambda item: (item.hash not in kept, precedence(item)))
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
                last = self._acceptance(item, concurrence)
                accepted = max(accepted, last) if accepted else last
            elif self._refused(item, side) or not self._history.is_in_force_unanswered(side, item):
                waits.append(side)
            else:
                absent.append(side)
        fields: tuple[str, ...] = ()
        if is_amendment(item) and (waits or accepted or absent):
            fields = tuple(sorted(self.waiting_fields(item)))
        elif (waits or accepted) and self._returns_half(item):
            fields = (STATUS,)
        return Verdict(provenance, tuple(waits), None if waits else accepted, tuple(absent), fields)

    def _acceptance(self, item: Item[Any], concurrence: Item[PositionTake]) -> Acceptance:
        """Return the acceptance by a concurrence: its known date and its place in the log.

        It comes after whatever its side had seen agreed on the same fields, and is known no earlier, whatever date and clock
        it states.
        """
        known, clock = max(concurrence.body.said_on, known_date(item)), concurrence.lc
        for other, agreed in self._agreed_changes if is_amendment(item) else ():
            if other.hash == item.hash or not other.body.fields.keys() & item.body.fields.keys():
                continue
            told = self._came_after(concurrence, agreed)
            if told or (CLOCK(agreed) < CLOCK(concurrence) and not self._came_after(agreed, concurrence)):
                known = max(known, agreed.body.said_on, known_date(other))
                clock = max(clock, agreed.lc + 1) if told else clock
        return Acceptance(known, clock, concurrence.feed, concurrence.seq, concurrence.seat)

    @cached_property
    def _agreed_changes(self) -> list[tuple[Item[RecordAmend], Item[PositionTake]]]:
        """The amendments with which every side concurred that had to, each with the last of these concurrences."""
        found: list[tuple[Item[RecordAmend], Item[PositionTake]]] = []
        for item in self._items:
            if is_amendment(item) and self._answers.get(item.hash):
                given = [self._concurrence(item, side) for side in self.affected_sides(item)]
                agreed = [one for one in given if one is not None]
                if agreed and len(agreed) == len(given):
                    found.append((item, max(agreed, key=CLOCK)))
        return found

    def affected_sides(self, item: Item[Any]) -> frozenset[Side]:
        """Return the sides that an entry affects and that did not write it."""
        if item.kind in _FREE_KINDS:
            return frozenset()
        if item.kind in _RETRACTIONS:
            lost = list(self._retracted_by(item))
            affected = {side for one in lost for side in self._affected_by_retraction(one, item)}
            if is_kind(item, kinds.ENTRY_RETRACT):
                affected |= {side for one in lost for side in self._answering_sides(one, item)}
            return frozenset(affected)
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

    def _affected_by_retraction(self, lost: Item[Any], by: Item[Any]) -> frozenset[Side]:
        """Return the sides that must agree before an entry is retracted: it is in force for them, and they had seen it.

        So must the sides that rely on it, and those that admitted an observer's entry but not its retraction.
        """
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
        return frozenset(keeping | self._relying_sides(lost, by) | self._no_longer_admitting(lost, by))

    def _answering_sides(self, lost: Item[Any], back: Item[Any]) -> set[Side]:
        """Return the other side if it wrote about this claim or record in its own name and had not seen by then that it was taken back."""
        return {
            Side(answer.seat)
            for answer in self._words_about(lost)
            if answer.seat in _BOTH
            and answer.seat not in {lost.seat, *(one.seat for one in self._retractions[answer.hash])}
            and answer.body.speaker.value == answer.seat
            and not self._came_after(answer, back)
        }

    def _words_about(self, lost: Item[Any]) -> Iterable[Item[Any]]:
        """Return the answers to a claim and the readings beside it, or what was said about a record that its side added alone."""
        if lost.kind in _CLAIMS:
            return [*self._answers[lost.hash], *self._readings_of(lost)]
        if lost.kind not in ADDING or self.affected_sides(lost):
            return []
        return [item for item in self._items if item.kind in _STATEMENTS and self._history.item_saw(item, lost)]

    def _readings_of(self, claim: Item[Any]) -> Iterator[Item[StatusReport]]:
        """Yield the statuses of the same half that other desks gave after they had seen a claim of a side."""
        if not is_kind(claim, kinds.STATUS_REPORT) or self._added is None:
            return
        half, owner = claim.body.half or claim.seat, self._added.body.responsible_side.value
        for item in of_kind(self._items, kinds.STATUS_REPORT):
            about = item.body.half or (owner if owner != Responsible.JOINT.value else item.seat)
            if item.seat != claim.seat and about == half and self._history.item_saw(item, claim):
                yield item

    def _no_longer_admitting(self, lost: Item[Any], by: Item[Any]) -> set[Side]:
        """Return the sides that admitted an entry of an observer, but nothing that it wrote so late."""
        if by.seat in _BOTH:
            return set()
        admits, scope = self._history.admits, lost.kind not in _OF_OBSERVERS
        return {
            side
            for side in Side
            if admits(side, lost.feed, lost.seq, scope=scope) and not admits(side, by.feed, by.seq, scope=scope)
        }

    def _relying_sides(self, lost: Item[Any], by: Item[Any]) -> set[Side]:
        """Return the sides that rely on an entry of another desk.

        They cite the source or name the body, or a statement or answer in force cites the evidence.
        """
        if lost.kind in CITED:
            return {side for side in Side if side != lost.seat and self._history.cites(side, lost, by)}
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
            withdrawn = item.body.status is Status.WITHDRAWN
            moves = self._is_half(side) and withdrawn != self._is_half_withdrawn(item, side)
            return item.body.speaker.side is not side or moves
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

    def _returns_half(self, item: Item[Any]) -> bool:
        """Whether a status by a side's desk would return the half of that side to scope, and so waits as a whole."""
        if item.seat not in _BOTH or not is_kind(item, kinds.STATUS_REPORT):
            return False
        side = Side(item.seat)
        return _speaks_of_half(item, side) and self._is_half(side) and self._is_half_withdrawn(item, side)

    def _is_half_withdrawn(self, item: Item[StatusReport], side: Side) -> bool:
        """Whether both sides agreed to withdraw the half of a side, and neither had seen this status when it agreed.

        A status in force that both agreed to afterwards, or a retraction that both agreed to, ends that.
        """
        if not self._withdrawals:
            return False
        told = [one for one in of_kind(self._items, kinds.STATUS_REPORT) if _speaks_of_half(one, side)]
        for one in self._withdrawals:
            agreed = self._agreement(one) if one is not item and _speaks_of_half(one, side) else None
            if agreed is None or self._history.item_saw(one, item) or self._history.item_saw(agreed, item):
                continue
            back = [other for other in told if other.body.status is not Status.WITHDRAWN]
            ended = [*(other for other in back if other is not item), *self._retractions[one.hash]]
            if not any(self._agreement(other) and not self._history.item_saw(agreed, other) for other in ended):
                return True
        return False

    @cached_property
    def _withdrawals(self) -> list[Item[StatusReport]]:
        """The statuses by which a half is withdrawn: few commitments have any."""
        return [one for one in of_kind(self._items, kinds.STATUS_REPORT) if one.body.status is Status.WITHDRAWN]

    def _agreement(self, item: Item[Any]) -> Item[PositionTake] | None:
        """Return the concurrence of the other side with an entry of a side's desk; None if there is none."""
        return self._concurrence(item, Side(item.seat).other) if item.seat in _BOTH else None

    def _is_own_scope(self, item: Item[Any], side: Side) -> bool:
        """Whether a record is a side's own: a body that speaks for it, a unilateral action or a request, or a question."""
        if is_kind(item, kinds.BODY):
            return item.body.speaks_for == side
        if is_kind(item, kinds.COMMITMENT):
            own = item.body.kind in {CommitmentKind.UNILATERAL_ACTION, CommitmentKind.REQUEST}
            return own and item.body.responsible_side.value == side.value and self._is_in_words_of(item, side)
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
        value = item.body.fields[name]
        if name == "lead":
            return isinstance(value, dict) and all(
                code in {one.get(whose) for one in self._told_by_others(name, side)}
                or (whose == side and self._are_bodies_of(side, [code], item))
                for whose, code in value.items()
            )
        if name == "supporting":
            told = {code for codes in self._told_by_others(name, side) for code in codes}
            if not self._are_bodies_of(side, [code for code in value if code not in told], item):
                return False
        if name == "handling" or name in _OWN_NOTES:
            owes = self._added is not None and self._added.body.responsible_side.value == side.value
            return owes and not self._saw_responsibility_change(item)
        return name == "note"

    def _told_by_others(self, name: str, side: Side) -> Iterator[Any]:
        """Yield the values of a field that the record has from its start or that anybody but ``side`` gave it, applied or not."""
        for item in self._items:
            if is_kind(item, kinds.COMMITMENT) and (item.seat != side or item is self._added):
                yield canonical_body(item.body)[name]
            elif is_kind(item, kinds.COMMITMENT_AMEND) and item.seat != side and item.body.fields.get(name):
                yield item.body.fields[name]

    def _are_bodies_of(self, side: Side, codes: Iterable[str | None], reader: Item[Any]) -> bool:
        """Whether all codes that an entry names are those of bodies of a side that the entry had seen. None names no body."""
        return all(code is None or self._is_body_of(side, code, reader) for code in codes)

    def _is_body_of(self, side: Side, code: str, reader: Item[Any]) -> bool:
        found = self._bodies(code)
        own = [one for one in found if one.body.side.value == side.value]
        return len(own) == len(found) and any(self._history.saw_in_force(reader, one) for one in own)

    def _is_in_words_of(self, item: Item[Commitment], side: Side) -> bool:
        """Whether a commitment is in a side's own text, and states no words of the other side and no bodies but its own."""
        body = item.body
        words = body.wording.model_dump() if body.wording else {}
        return (
            body.text_basis in {TextBasis.OWN_TEXT, _TEXTS[side]}
            and not words.get(side.other.value.lower())
            and not body.lead.body_of_side(side.other)
            and self._are_bodies_of(side, [body.lead.body_of_side(side), *body.supporting], item)
        )

    def _saw_responsibility_change(self, item: Item[Any]) -> bool:
        """Whether an entry had seen that both sides agreed on another responsible side."""
        for one in of_kind(self._items, kinds.COMMITMENT_AMEND):
            if "responsible_side" in one.body.fields:
                agreed = self._concurrence(one, Side(one.seat).other) if one.seat in _BOTH else one
                if agreed is not None and self._history.item_saw(item, agreed):
                    return True
        return False

    def _concurrence(self, item: Item[Any], side: Side) -> Item[PositionTake] | None:
        """Return the first valid concurrence of a side in the log; None if there is none.

        Of two, the one counts that the other side had seen without the other one, whatever clocks they state.
        """
        found = [
            answer
            for answer in self._answers[item.hash]
            if answer.body.stance is Stance.CONCUR
            and answer.seat == side
            and answer.body.speaker.side is side
            and Handling(answer.handling).rank <= self._strictest_mark(item)
            and not self._is_retracted_in_time(answer)
            and not self._saw_it_replaced(answer, item)
        ]
        if len(found) > 1:
            told = [
                one
                for one in found
                if not any(self._history.side_saw_without(side.other, before, one) for before in found)
            ]
            found = told or found
        return min(found, key=CLOCK, default=None)

    def _strictest_mark(self, item: Item[Any]) -> int:
        """Return the rank of the strictest mark with which a side can accept an entry, so that whoever reads it reads the answer.

        It is the mark of the entry, or one that the owner of the commitment, or both sides, gave to the commitment.
        """
        ranks = [Handling(item.handling).rank]
        added = item if is_kind(item, kinds.COMMITMENT) else self._added
        if added is not None:
            owner, commitment = added.body.responsible_side.value, Handling(added.body.handling)
            ranks += [commitment.rank, *(rank for rank, seats in self._marks_given if owner in seats or seats >= _BOTH)]
        return max(ranks)

    @cached_property
    def _marks_given(self) -> list[tuple[int, frozenset[str]]]:
        """The rank of each mark that an amendment gives to the commitment, with the seats of those who wrote or accepted it."""
        found: list[tuple[int, frozenset[str]]] = []
        for item in of_kind(self._items, kinds.COMMITMENT_AMEND):
            if isinstance(mark := item.body.fields.get("handling"), str):
                agreed = {one.seat for one in self._answers[item.hash] if one.body.stance is Stance.CONCUR}
                admitted = _BOTH if item.seat not in _BOTH and not self.affected_sides(item) else frozenset()
                found.append((Handling(mark).rank, frozenset({item.seat, *agreed, *admitted})))
        return found

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
            one.feed == answer.feed
            and self._is_next_act(answer, one)
            and not self._saw_an_answer_to(one, answer)
            and not self._is_relied_on(answer, one)
            for one in self._retractions[answer.hash]
        )

    def _is_relied_on(self, answer: Item[PositionTake], back: Item[Any]) -> bool:
        """Whether an entry of the other side saw a concurrence that was not taken back then, and no desk of it denies that."""
        history, feeds = self._history, self._history.feeds_of(Side(answer.seat).other)
        relying = [(feed, at) for feed in feeds if (at := history.saw_without(feed, answer, back)) is not None]
        told = [(feed, at) for feed in feeds if (at := history.first_to_see(feed, back.feed, back.seq)) is not None]
        return any(
            all(
                (seen := history.first_to_see(reader, feed, at)) is not None and seen <= first for reader, first in told
            )
            for feed, at in relying
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
        others = self._history.feeds_of(Side(answer.seat).other)
        return any(heads.get(feed) and self._history.saw(feed, heads[feed], answer.feed, answer.seq) for feed in others)

    def _came_after(self, answer: Item[Any], later: Item[Any]) -> bool:
        """Whether an answer came too late: any desk of its side had already seen ``later``.

        What one desk of a side had seen, its side had seen. So a desk that states old heads gains nothing.
        """
        history = self._history
        return history.item_saw(answer, later) or (
            not history.item_saw(later, answer) and history.side_saw_without(answer.seat, later, answer)
        )

    def _saw_it_replaced(self, answer: Item[PositionTake], item: Item[Any]) -> bool:
        """Whether a concurrence had already seen that the entry was retracted, or that its side had made a newer proposal."""
        later = [one for one in self._retractions[item.hash] if one.seat == item.seat]
        if is_amendment(item):
            later += [one for one in self._items if self._replaces(one, item)]
        return any(self._came_after(answer, one) for one in later)

    def _replaces(self, newer: Item[Any], item: Item[RecordAmend]) -> bool:
        return (
            newer.kind == item.kind
            and newer.seat == item.seat
            and CLOCK(newer) > CLOCK(item)
            and item.body.fields.keys() <= newer.body.fields.keys()
            and not any(one.seat == newer.seat for one in self._retractions[newer.hash])
        )


def _speaks_of_half(item: Item[StatusReport], side: Side) -> bool:
    """Whether a status is one of a side's half, in its name or in that of both."""
    return item.body.speaker in {side.value, Speaker.JOINT.value} and item.body.half in {None, side.value}


def known_date(item: Item[Any]) -> str:
    """Return the day from which an entry says that it is known."""
    return KINDS[item.kind].dates(item.body)[1]
