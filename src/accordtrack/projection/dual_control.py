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
from accordtrack.ledger.amended_parts import all_parts
from accordtrack.ledger.kinds import DESK_KINDS, KINDS, canonical_body
from accordtrack.projection.desk_history import DeskHistory, named_hash
from accordtrack.projection.same_ids import ADDING, CITED, precedence, refused_adds
from accordtrack.statuses import Status
from accordtrack.store.acceptance import Acceptance, Verdict
from accordtrack.store.items import CLOCK, STATUS, Item, R, can_retract, is_kind, of_kind, without_retracted
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

_OWN_NOTES = frozenset({"places", "supporting"})
"""Fields that a side may amend alone in a commitment that it alone owes, but not in what others ask of it.

Any desk may amend the note, which names the desk.
"""
_ASKING = frozenset({CommitmentKind.REQUEST, CommitmentKind.RECOMMENDATION})
"""Kinds of records in which somebody asks a side for something. Their marks are not those of that side alone."""
_TEXTS = {Side.US: TextBasis.US_TEXT, Side.MX: TextBasis.MX_TEXT}
_FREE_KINDS = frozenset({kinds.SOURCE.name, kinds.NOTE_ADD.name, *DESK_KINDS})
_STATEMENTS = kinds.STATEMENTS
_OF_OBSERVERS = _STATEMENTS | {
    kinds.POSITION_WITHDRAW.name,
    kinds.ANSWER_ASK.name,
    kinds.MEASUREMENT.name,
    kinds.PANEL_RELEASE.name,
}
"""Kinds that an observer admitted for statements may write."""
_CLAIMS = _STATEMENTS | {kinds.MEASUREMENT.name}
"""Kinds that the other side answers. A side does not take one back alone once the other side did."""
_ANSWERS = frozenset({kinds.POSITION_TAKE.name, kinds.POSITION_WITHDRAW.name})
_RETRACTIONS = frozenset({kinds.ENTRY_RETRACT.name, kinds.EVIDENCE_WITHHOLD.name})
_AMENDMENTS = frozenset({kinds.COMMITMENT_AMEND.name, kinds.INDICATOR_AMEND.name, kinds.FRAMEWORK_AMEND.name})
PROPOSALS = frozenset({kinds.TARGET_PROPOSE.name, kinds.RESULT_EXPECT.name})
"""Kinds that both sides sign. A newer one names the one that it replaces."""
VERSIONED = PROPOSALS | {kinds.CHAIN.name, kinds.CONFLICT_SETTLE.name}
"""Kinds whose newer entry by the same author about the same record replaces the older one as a whole."""
_OWNER = {kinds.COMMITMENT_AMEND.name: "responsible_side", kinds.INDICATOR_AMEND.name: "side"}
"""The field that says who is responsible for a record, or which country it is about."""
_BOTH = frozenset(Side)


def is_amendment(item: Item[Any]) -> TypeGuard[Item[RecordAmend]]:
    """Whether an entry amends a record."""
    return item.kind in _AMENDMENTS


def author_of(item: Item[Any]) -> str:
    """Return who wrote an entry: a side, whichever desk it used, or the desk of an observer."""
    return item.seat if item.seat in _BOTH else item.feed


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

    ``items`` are all entries about it, the answers to them, and the withdrawals of these answers. Those that say that they
    were made after they were recorded count for nothing. ``bodies`` returns the bodies in force with a code; without it, no
    body is known.
    """

    def __init__(
        self,
        items: Iterable[Item[Any]],
        history: DeskHistory,
        bodies: Callable[[str], Sequence[Item[Body]]] = lambda _code: (),
    ) -> None:
        self._history, self._bodies = history, bodies
        self._items = sorted((item for item in items if not history.is_postdated(item)), key=CLOCK)
        self._by_hash = {item.hash: item for item in self._items}
        self._statements: dict[str, list[Item[Any]]] = defaultdict(list)
        self._retractions: dict[str, list[Item[Any]]] = defaultdict(list)
        self._answers: dict[str, list[Item[PositionTake]]] = defaultdict(list)
        self._concurrences: dict[tuple[str, Side], Item[PositionTake] | None] = {}
        self._taken_back: dict[str, bool] = {}
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
            elif self._is_unanswered(side, item):
                absent.append(side)
            else:
                waits.append(side)
        fields: tuple[str, ...] = ()
        if is_amendment(item) and (waits or accepted or absent):
            fields = tuple(sorted(self.waiting_fields(item)))
        elif (waits or accepted) and self._returns_half(item):
            fields = (STATUS,)
        return Verdict(provenance, tuple(waits), None if waits else accepted, tuple(absent), fields)

    def _acceptance(self, item: Item[Any], concurrence: Item[PositionTake]) -> Acceptance:
        """Return the acceptance by a concurrence: its known date and its place in the log.

        It comes after whatever its side had seen agreed on the same fields, and is known no earlier, whatever date and clock
        it states. Of two versions accepted unseen by each other, that which had seen the other one is the later agreement.
        """
        known, clock = max(concurrence.body.said_on, known_date(item)), concurrence.lc
        for other, agreed in self._agreed_changes if is_amendment(item) or item.kind in VERSIONED else ():
            if other.hash == item.hash or not _set_the_same(item, other):
                continue
            is_later = self._came_after(concurrence, agreed) or (
                item.kind in VERSIONED
                and self._history.item_saw(other, item)
                and not self._came_after(agreed, concurrence)
            )
            if is_later or (CLOCK(agreed) < CLOCK(concurrence) and not self._came_after(agreed, concurrence)):
                known = max(known, self._agreed_on(other, agreed, (item, concurrence)))
                clock = max(clock, agreed.lc + 1) if is_later else clock
        return Acceptance(known, clock, concurrence.feed, concurrence.seq, concurrence.seat)

    def _agreed_on(self, item: Item[Any], agreed: Item[PositionTake], later: Iterable[Item[Any]]) -> str:
        """Return the day of an agreement: no later than entries of the other side were recorded that had seen it."""
        readers = (one for one in later if one.seat != agreed.seat and self._history.item_saw(one, agreed))
        days = (self._history.recorded_at(one)[:10] for one in readers)
        return min([max(agreed.body.said_on, known_date(item)), *days])

    @cached_property
    def _agreed_changes(self) -> list[tuple[Item[Any], Item[PositionTake]]]:
        """The amendments and versions with which every side concurred that had to, each with the last of these concurrences."""
        found: list[tuple[Item[Any], Item[PositionTake]]] = []
        for item in self._items:
            if (is_amendment(item) or item.kind in VERSIONED) and self._answers.get(item.hash):
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
            affected |= {side for one in lost for side in self._answering_sides(one, item)}
            if is_kind(item, kinds.ENTRY_RETRACT):
                affected |= {
                    Side(one.seat).other for one in lost if self._leaves_no_trace(one) and self._is_relied_on(one, item)
                }
                affected |= {side.other for side in Side if item.seat == side and self._leaves_agreed_chain(item, side)}
            return frozenset(affected)
        if item.seat in _BOTH:
            side = Side(item.seat)
            return frozenset({side.other}) if self._affects_other(item, side) else frozenset()
        scope = item.kind not in _OF_OBSERVERS
        return frozenset(side for side in Side if not self._history.admits(side, item.feed, item.seq, scope=scope))

    def _retracted_by(self, item: Item[Any]) -> Iterable[Item[Any]]:
        """Return the entries of the same desk or side that an entry retracts, or the evidence that it withholds."""
        if is_kind(item, kinds.EVIDENCE_WITHHOLD):
            named = of_kind(self._statements.get(item.body.evidence, []), kinds.EVIDENCE_ADD)
            return [one for one in named if one.feed == item.feed]
        target = self._by_hash.get(item.body.target)
        return [target] if target is not None and can_retract(item, target) else []

    def _affected_by_retraction(self, lost: Item[Any], by: Item[Any]) -> frozenset[Side]:
        """Return the sides that must agree before an entry is retracted: it is in force for them, and they had seen it.

        So must the sides that rely on it, and those that admitted an observer's entry but not its retraction.
        """
        keeping = {
            side
            for side in self.affected_sides(lost)
            if self._concurrence(lost, side) or (self._history.openings[side] and self._is_unanswered(side, lost))
        }
        return frozenset(keeping | self._relying_sides(lost, by) | self._no_longer_admitting(lost, by))

    def _answering_sides(self, lost: Item[Any], back: Item[Any]) -> set[Side]:
        """Return the other side if it wrote about this claim or record and had not seen by then that it was taken back.

        A statement counts if it is in its own name, anything else in any.
        """
        return {
            Side(answer.seat)
            for answer in self._words_about(lost)
            if answer.seat in _BOTH
            and answer.seat not in {lost.seat, *(one.seat for one in self._retractions[answer.hash])}
            and (answer.kind not in _STATEMENTS or answer.body.speaker.value == answer.seat)
            and not self._came_after(answer, back)
        }

    def _leaves_no_trace(self, item: Item[Any]) -> bool:
        """Whether a retraction would leave no trace of an entry of a side in the state.

        That holds for what a side says about the other side's part, and for its changes that took effect at once. A side takes
        back an answer by withdrawing it, and replaces a status or a change by another one.
        """
        if item.seat not in _BOTH:
            return False
        if item.kind in _ANSWERS:
            return True
        if is_amendment(item):  # one that moves the record waits, and who owes it must not depend on this
            moves = _OWNER.get(item.kind) in item.body.fields
            return not moves and not self.waiting_fields(item).issuperset(item.body.fields)
        side = Side(item.seat)
        own = is_kind(item, kinds.STATUS_REPORT) and item.body.speaker.side is side
        return own and (item.body.half is side.other or not self._is_half(side, item))

    def _words_about(self, lost: Item[Any]) -> Iterable[Item[Any]]:
        """Return the answers to a claim and the readings beside it, or what was written about a record that its side added alone."""
        if lost.kind in _CLAIMS:
            return [*self._answers[lost.hash], *self._readings_of(lost)]
        if lost.kind not in ADDING or self.affected_sides(lost):
            return []
        words = _STATEMENTS | _AMENDMENTS | {kinds.CHAIN.name, kinds.LINK.name}
        return [item for item in self._items if item.kind in words and self._history.item_saw(item, lost)]

    def _readings_of(self, claim: Item[Any]) -> Iterator[Item[StatusReport]]:
        """Yield the statuses of the same half that other desks gave after they had seen a claim of a side."""
        if not is_kind(claim, kinds.STATUS_REPORT):
            return
        half, owners = claim.body.half or claim.seat, self._responsible(claim, kinds.COMMITMENT_AMEND)
        for item in of_kind(self._items, kinds.STATUS_REPORT):
            about = {item.body.half or (one if one != Responsible.JOINT.value else item.seat) for one in owners}
            if item.seat != claim.seat and half in about and self._history.item_saw(item, claim):
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

        They cite the source, name the body, or name the commitment of a side in an evaluation or a conflict; or a statement
        or answer in force cites the evidence.
        """
        if lost.kind in CITED or (lost.kind == kinds.COMMITMENT.name and lost.seat in _BOTH):
            return {side for side in Side if side != lost.seat and self._history.cites(side, lost, by)}
        if not is_kind(lost, kinds.EVIDENCE_ADD):
            return set()
        statements = (one for found in self._statements.values() for one in found if one.seat in _BOTH)
        return {
            Side(one.seat)
            for one in statements
            if one.seat != lost.seat
            and not is_kind(one, kinds.EVIDENCE_ADD)
            and lost.id in one.body.evidence
            and not any(back.feed == one.feed for back in self._retractions[one.hash])
        }

    def _affects_other(self, item: Item[Any], side: Side) -> bool:
        body = item.body
        if is_amendment(item):  # nobody moves a record alone, and who owes it depends on such changes
            return _OWNER.get(item.kind) in item.body.fields or bool(self.waiting_fields(item))
        if is_kind(item, kinds.STATUS_REPORT):
            withdrawn = item.body.status is Status.WITHDRAWN
            moves = withdrawn != self._is_half_withdrawn(item, side) and self._is_half(side, item)
            return item.body.speaker.side is not side or moves
        if is_kind(item, kinds.EVIDENCE_ADD):
            return item.body.speaker.side is not side or any(
                self._concerns_other(name, side) for name in item.body.for_
            )
        if item.kind in _ANSWERS:
            return bool(body.speaker != side) or self._leaves_agreed_chain(item, side)
        return not self._is_own_scope(item, side)

    def _leaves_agreed_chain(self, item: Item[Any], side: Side) -> bool:
        """Whether a side goes back, by an answer or by taking one back, on an observer's chain that both sides accepted.

        It does not if it withdraws in time, or if either side had seen the entry when it concurred.
        """
        answer: Item[Any] | None = item
        if not is_kind(item, kinds.POSITION_TAKE):
            answer = self._by_hash.get(named_hash(item) or "")
        if answer is None or not is_kind(answer, kinds.POSITION_TAKE) or answer.seat != side:
            return False
        chain = self._by_hash.get(str(answer.body.answers))
        goes_back = (answer is item) is not (answer.body.stance is Stance.CONCUR)
        if chain is None or not is_kind(chain, kinds.CHAIN) or chain.seat in _BOTH or not goes_back:
            return False
        own, other = self._concurrence(chain, side), self._concurrence(chain, side.other)
        if own is None or other is None or self._history.item_saw(own, item):
            return False
        return not self._came_after(other, item)

    def _concerns_other(self, name: str, side: Side) -> bool:
        """Whether evidence supports a statement that ``side`` did not make for itself. ``name`` is the id of the statement."""
        named = self._statements.get(name)
        if named is None:  # A copy may lack the statement; its usual id still tells which desk wrote it.
            return self._history.seats.get(name.rpartition("-")[0]) != side
        return any(one.seat == side.other or one.body.speaker.side is not side for one in named)

    def _is_half(self, side: Side, item: Item[Any]) -> bool:
        """Whether the side of an entry owes the commitment or a half of it."""
        return not self._responsible(item, kinds.COMMITMENT_AMEND).isdisjoint({side.value, Responsible.JOINT.value})

    def _responsible(self, item: Item[Any], kind: kinds.Kind[RecordAmend]) -> frozenset[str]:
        """Return who is responsible for the commitment, or the country of the indicator: when it was added, and by each change in force.

        A change does not count for an entry of one side if the other side had seen the entry when it agreed to the change.
        Verdicts on such changes do not depend on this.
        """
        added, name = (self._added, "responsible_side") if kind is kinds.COMMITMENT_AMEND else (self._indicator, "side")
        changes = self._moves if added is not None and self._moves else ()
        later = (
            str(one.body.fields[name])
            for one, agreed in changes
            if one.kind == kind.name
            and not any(self._history.item_saw(act, item) for act in agreed if act.seat != item.seat)
        )
        return frozenset({getattr(added.body, name).value, *later}) if added is not None else frozenset()

    @cached_property
    def _moves(self) -> list[tuple[Item[RecordAmend], list[Item[Any]]]]:
        """The changes in force of the responsible side or of the country, each with the acts of those who agreed to it."""
        found: list[tuple[Item[RecordAmend], list[Item[Any]]]] = []
        for item in self._items:
            if is_amendment(item) and _OWNER.get(item.kind) in item.body.fields:
                asked = [Side(item.seat).other] if item.seat in _BOTH else sorted(self.affected_sides(item))
                given = {side: self._concurrence(item, side) for side in asked}
                if all(one is not None or self._is_unanswered(side, item) for side, one in given.items()):
                    found.append((item, [item, *(one for one in given.values() if one is not None)]))
        return found

    def _is_unanswered(self, side: Side, item: Item[Any]) -> bool:
        """Whether an entry is in force for a side that had no desk at the time, and that did not dispute it since."""
        return not self._refused(item, side) and self._history.is_in_force_unanswered(side, item)

    def _returns_half(self, item: Item[Any]) -> bool:
        """Whether a status by a side's desk would return the half of that side to scope, and so waits as a whole."""
        if item.seat not in _BOTH or not is_kind(item, kinds.STATUS_REPORT):
            return False
        side = Side(item.seat)
        return _speaks_of_half(item, side) and self._is_half(side, item) and self._is_half_withdrawn(item, side)

    def _is_half_withdrawn(self, item: Item[StatusReport], side: Side) -> bool:
        """Whether both sides agreed to withdraw the half of a side, and neither had seen this status when it agreed.

        A status that takes effect after the day of the agreement counts as not seen: nobody can say beforehand that the
        half returns. A status in force that both agreed to afterwards, or a retraction that both agreed to, ends that.
        """
        if not self._withdrawals:
            return False
        reports = [one for one in of_kind(self._items, kinds.STATUS_REPORT) if _speaks_of_half(one, side)]
        for one in self._withdrawals:
            agreed = self._agreement(one) if one is not item and _speaks_of_half(one, side) else None
            if agreed is None:
                continue
            days = (known_date(one), agreed.body.said_on, self._history.recorded_at(agreed)[:10])
            if item.body.effective_on <= max(days) and (
                self._history.item_saw(one, item) or self._history.item_saw(agreed, item)
            ):
                continue
            back = [other for other in reports if other.body.status is not Status.WITHDRAWN]
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
        """Whether a record is a side's own: a body that speaks for it, a unilateral action, a request or a question.

        A body that is part of another one is a side's own only if that is a body of the side too. A request is the own word
        of the side that asks, which is the other one than the side responsible for it, unless it sets a deadline.
        """
        if is_kind(item, kinds.BODY):
            parent = item.body.parent
            return item.body.speaks_for == side and (parent is None or self._is_body_of(side, parent, item))
        if is_kind(item, kinds.COMMITMENT):
            return self._is_own_act(item.body, side) and self._is_in_words_of(item, side)
        return item.kind == kinds.ANSWER_ASK.name

    @staticmethod
    def _is_own_act(body: Commitment, side: Side) -> bool:
        """Whether a commitment is an action of a side, or what it asks of the other side without any deadline."""
        if body.kind is CommitmentKind.REQUEST:
            timed = body.due_on or body.first_due_on or body.review_rule
            return body.responsible_side.value == side.other.value and not timed
        return body.kind is CommitmentKind.UNILATERAL_ACTION and body.responsible_side.value == side.value

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
        about = self._responsible(item, kinds.INDICATOR_AMEND) == {side.value}
        own = about and isinstance(target, dict) and target.get("set_by") == side
        return item.kind == kinds.INDICATOR_AMEND.name and own and item.body.fields.keys() <= {"target", "baseline"}

    def _is_free(self, item: Item[Any], name: str, side: Side) -> bool:
        """Whether a side's desk may change a field of a commitment alone by this amendment."""
        value = item.body.fields[name]
        if name == "lead":
            return isinstance(value, dict) and all(
                code in {one.get(whose) for one in self._values_from_others(name, side)}
                or (whose == side and self._are_bodies_of(side, [code], item))
                for whose, code in value.items()
            )
        if name == "supporting":
            known = {code for codes in self._values_from_others(name, side) for code in codes}
            if not self._are_bodies_of(side, [code for code in value if code not in known], item):
                return False
        if name == "handling" or name in _OWN_NOTES:
            own = self._responsible(item, kinds.COMMITMENT_AMEND) == {side.value}
            return own and not self._is_asked_by_others()
        return name == "note"

    def _is_asked_by_others(self) -> bool:
        """Whether the record is a request or a recommendation: the side that is asked neither hides nor rewords it alone."""
        return self._added is not None and self._added.body.kind in _ASKING

    def _values_from_others(self, name: str, side: Side) -> Iterator[Any]:
        """Yield the values of a field that the record has from its start, that the other side's desk named, or an observer's in force."""
        for item in self._items:
            if is_kind(item, kinds.COMMITMENT) and (item is self._added or self._is_told(item, side)):
                yield canonical_body(item.body)[name]
            elif is_kind(item, kinds.COMMITMENT_AMEND) and item.body.fields.get(name) and self._is_told(item, side):
                yield item.body.fields[name]

    def _is_told(self, item: Item[Any], side: Side) -> bool:
        """Whether the other side's desk wrote an entry, or an observer's desk did and it is in force."""
        return item.seat == side.other or (item.seat not in _BOTH and not self.verdict(item).waits)

    def _are_bodies_of(self, side: Side, codes: Iterable[str | None], reader: Item[Any]) -> bool:
        """Whether all codes that an entry names are those of bodies of a side that the entry had seen. None names no body."""
        return all(code is None or self._is_body_of(side, code, reader) for code in codes)

    def _is_body_of(self, side: Side, code: str, reader: Item[Any]) -> bool:
        found = self._bodies(code)
        own = [one for one in found if one.body.side.value == side.value]
        return len(own) == len(found) and any(self._history.saw_in_force(reader, one) for one in own)

    def _is_in_words_of(self, item: Item[Commitment], side: Side) -> bool:
        """Whether a commitment is in a side's own text, and states no words of the other side and no bodies but its own.

        The basis ``own_text`` means a text of the responsible side, whoever wrote the entry.
        """
        body = item.body
        words = body.wording.model_dump() if body.wording else {}
        owned = {TextBasis.OWN_TEXT} if body.responsible_side.value == side.value else set()
        return (
            body.text_basis in {_TEXTS[side], *owned}
            and not words.get(side.other.value.lower())
            and not body.lead.body_of_side(side.other)
            and self._are_bodies_of(side, [body.lead.body_of_side(side), *body.supporting], item)
        )

    def _concurrence(self, item: Item[Any], side: Side) -> Item[PositionTake] | None:
        """Return the first valid concurrence of a side in the log; None if there is none.

        Of several, the one counts that the other side saw first, whatever clocks they state; or else one of a desk that the
        other side knew before it saw the rest.
        """
        place = (item.hash, side)
        if place not in self._concurrences:
            self._concurrences[place] = self._find_concurrence(item, side)
        return self._concurrences[place]

    def _find_concurrence(self, item: Item[Any], side: Side) -> Item[PositionTake] | None:
        history = self._history
        found = [
            answer
            for answer in self._answers[item.hash]
            if answer.body.stance is Stance.CONCUR
            and answer.seat == side
            and answer.body.speaker.side is side
            and self._accepts(answer, item, side)
            and self._is_readable(answer, item)
            and not self._is_retracted_in_time(answer, item)
            and not self._saw_it_replaced(answer, item)
            and not self._was_settled_otherwise(answer, item)
        ]
        if len(found) > 1:
            first = [
                one for one in found if not any(history.side_saw_without(side.other, early, one) for early in found)
            ]
            known = [one for one in first if all(history.was_known_before(one.feed, late) for late in first)]
            found = known or first or found
        return min(found, key=CLOCK, default=None)

    def _accepts(self, answer: Item[PositionTake], item: Item[Any], side: Side) -> bool:
        """Whether a concurrence answers for the half that makes an entry wait. Only statuses have halves."""
        if answer.body.half is None or not is_kind(item, kinds.STATUS_REPORT):
            return True
        return accepts_for(side, item, answer.body.half, owes=self._is_half(side, item))

    def _is_readable(self, answer: Item[PositionTake], item: Item[Any]) -> bool:
        """Whether whoever reads an entry reads the answer to it.

        The answer bears at most the mark of the entry, or one of the commitment that the other side gave to it or accepted
        and that the answer had seen. A mark that its side had seen lowered does not count.
        """
        rank = Handling(answer.handling).rank
        return rank <= Handling(item.handling).rank or any(
            _mark_rank(one) >= rank
            and not any(
                _mark_rank(low) < rank and CLOCK(low) > CLOCK(one) and self._came_after(answer, low)
                for low in self._marking
                if low.seat in _BOTH and low is not item
            )
            for one in self._marks_shared(answer, item)
        )

    def _marks_shared(self, answer: Item[PositionTake], item: Item[Any]) -> Iterator[Item[Any]]:
        """Yield the entries that give the commitment a mark which the other side of an answer gave or accepted before it."""
        named = self._by_hash.get(named_hash(item) or "", item)
        added, other = named if is_kind(named, kinds.COMMITMENT) else self._added, Side(answer.seat).other
        if added is not None:
            yield added
        for one in self._marking:
            agreeing = (back for back in self._answers[one.hash] if back.body.stance is Stance.CONCUR)
            by_other = any(act.seat == other and self._history.item_saw(answer, act) for act in (one, *agreeing))
            if by_other or (one.seat not in _BOTH and not self.affected_sides(one)):
                yield one

    @cached_property
    def _marking(self) -> list[Item[RecordAmend]]:
        """The amendments that give the commitment a mark."""
        return [item for item in of_kind(self._items, kinds.COMMITMENT_AMEND) if "handling" in item.body.fields]

    def _refused(self, item: Item[Any], side: Side) -> bool:
        """Whether a side disputed an entry, or a ``desk.review`` of the side covers it."""
        disputed = any(
            answer.body.refuses
            and answer.seat == side
            and answer.body.speaker.side is side
            and not any(one.seat == side for one in self._retractions[answer.hash])
            for answer in self._answers[item.hash]
        )
        return disputed or any(
            self._history.saw(one.feed, one.seq, item.feed, item.seq) for one in self._history.reviews[side]
        )

    def _is_retracted_in_time(self, answer: Item[PositionTake], item: Item[Any]) -> bool:
        """Whether a concurrence was retracted in time: in the next act of its feed, before the other side had seen it.

        One with an expected result is final from the start of the operation.
        """
        return any(
            one.feed == answer.feed
            and self._is_next_act(answer, one)
            and not self._saw_an_answer_to(one, answer)
            and not self._is_relied_on(answer, one)
            and not (is_kind(item, kinds.RESULT_EXPECT) and self._history.signed_on(one) >= item.body.starts_on)
            for one in self._retractions[answer.hash]
        )

    def is_final(self, answer: Item[PositionTake], feed: str, day: str) -> bool:
        """Whether an answer brought an entry into force and the next act of a feed, on ``day``, cannot take that back.

        That act has seen every entry of the log.
        """
        item = self._by_hash.get(str(answer.body.answers))
        if item is None or answer.seat not in self.affected_sides(item):
            return False
        side, seen = Side(answer.seat), self._history.seen
        counting = self._concurrence(item, side)
        if counting is None or counting.hash != answer.hash:
            return False
        others = self._history.feeds_of(side.other)
        return (
            answer.feed != feed
            or seen.next_act(feed, answer.seq, answer.act) is not None
            or any(self._history.saw(other, seen.last_seq(other), feed, answer.seq) for other in others)
            or (is_kind(item, kinds.RESULT_EXPECT) and day >= item.body.starts_on)
        )

    def _is_relied_on(self, answer: Item[Any], back: Item[Any]) -> bool:
        """Whether an entry of the other side saw an answer that was not taken back then, and no desk of it denies that."""
        history, feeds = self._history, self._history.feeds_of(Side(answer.seat).other)
        relying = [(feed, at) for feed in feeds if (at := history.saw_without(feed, answer, back)) is not None]
        readers = [(feed, at) for feed in feeds if (at := history.first_to_see(feed, back.feed, back.seq)) is not None]
        return any(
            all(
                (seen := history.first_to_see(reader, feed, at)) is not None and seen <= first
                for reader, first in readers
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
        """Whether a concurrence had already seen that the entry was retracted, or that its author had made a newer one."""
        later = [one for one in self._retractions[item.hash] if one.seat == item.seat]
        if is_amendment(item) or item.kind in VERSIONED:
            later += [one for one in self._items if self._replaces(one, item)]
        return any(self._came_after(answer, one) for one in later)

    def _was_settled_otherwise(self, answer: Item[PositionTake], item: Item[Any]) -> bool:
        """Whether the side that proposed a settlement had agreed since to one of the other side, before this concurrence.

        If neither concurrence had seen the other one, that with the newer settlement counts.
        """
        if not is_kind(item, kinds.CONFLICT_SETTLE) or item.seat not in _BOTH:
            return False
        for other in of_kind(self._items, kinds.CONFLICT_SETTLE):
            for agreed in self._answers[other.hash] if other.seat == answer.seat else ():
                if (
                    agreed.body.stance is Stance.CONCUR
                    and agreed.seat == agreed.body.speaker.value == item.seat
                    and self._came_after(agreed, item)
                    and not self._is_retracted_in_time(agreed, other)
                    and not self._saw_it_replaced(agreed, other)
                ):
                    later, earlier = self._came_after(answer, agreed), self._came_after(agreed, answer)
                    if CLOCK(other) > CLOCK(item) if later is earlier else later:
                        return True
        return False

    def _replaces(self, newer: Item[Any], item: Item[Any]) -> bool:
        return _would_replace(newer, item) and not self._is_taken_back(newer)

    def _is_taken_back(self, change: Item[Any]) -> bool:
        """Whether the side that made a change or a version took it back.

        That depends on the newer ones that would replace it, so the newest are judged first.
        """
        if change.hash not in self._taken_back:
            newer = [one for one in self._items if _would_replace(one, change)]
            for one in (*reversed(newer), change):
                if one.hash not in self._taken_back:
                    back = (taking for taking in self._retractions[one.hash] if taking.seat == one.seat)
                    self._taken_back[one.hash] = any(not self.verdict(taking).waits for taking in back)
        return self._taken_back[change.hash]


def _would_replace(newer: Item[Any], item: Item[Any]) -> bool:
    """Whether a change or a version replaces an older one by the same author, if nobody took it back."""
    return (
        newer.kind == item.kind
        and author_of(newer) == author_of(item)
        and CLOCK(newer) > CLOCK(item)
        and (item.kind in VERSIONED or set(all_parts(newer.body.fields)).issuperset(all_parts(item.body.fields)))
    )


def _set_the_same(one: Item[Any], other: Item[Any]) -> bool:
    """Whether two entries about a record set the same part of it, or are versions of the same."""
    if one.kind != other.kind:
        return False
    return one.kind in VERSIONED or not set(all_parts(one.body.fields)).isdisjoint(all_parts(other.body.fields))


def _mark_rank(item: Item[Any]) -> int:
    """Return the rank of the mark that an entry gives to the commitment."""
    return Handling(str(item.body.fields["handling"] if is_amendment(item) else item.body.handling)).rank


def accepts_for(side: Side, item: Item[Any], half: str | None, *, owes: bool) -> bool:
    """Whether a concurrence about a half, or about all if it names none, accepts for a side what waits for it.

    A status of both halves waits for a side that ``owes`` one of them because of that half, any other status because of the
    half of the other side.
    """
    if half is None or not is_kind(item, kinds.STATUS_REPORT):
        return True
    body = item.body
    own_half = body.half == side or (body.half is None and owes and body.speaker.side is not side.other)
    return half == (side if own_half else side.other)


def _speaks_of_half(item: Item[StatusReport], side: Side) -> bool:
    """Whether a status is one of a side's half, in its name or in that of both."""
    return item.body.speaker in {side.value, Speaker.JOINT.value} and item.body.half in {None, side.value}


def known_date(item: Item[Any]) -> str:
    """Return the day from which an entry says that it is known."""
    return KINDS[item.kind].dates(item.body)[1]
