"""The fold: a pure function from the entries of a commitment to its state, independent of their order.

Rules: ``docs/records.md``, "State of a commitment". Nothing here reads a clock or a database. ``items.cut`` applies the
two dates beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeGuard

from accordtrack.core.dates import add_days, days_between
from accordtrack.ledger.amended_parts import parts_of
from accordtrack.ledger.kinds import (
    ANSWER_ASK,
    COMMITMENT,
    COMMITMENT_AMEND,
    ENTRY_RETRACT,
    EVIDENCE_ADD,
    EVIDENCE_WITHHOLD,
    LINK,
    NOTE_ADD,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    STATUS_REPORT,
)
from accordtrack.ledger.late_entries import awaited_from
from accordtrack.projection.amendments import apply_amendments, wording_in_force
from accordtrack.projection.answers import Answers
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES
from accordtrack.projection.grades import NOTHING, Cited, statement_grade, supporting_evidence
from accordtrack.statuses import Status
from accordtrack.store.items import CLOCK, in_force, is_kind, of_kind, taken_back
from accordtrack.types import TakenBack, Text
from accordtrack.vocabulary import DUE_SOON_DAYS, Grade, Responsible, Side, Speaker, Stance, Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Link
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import (
        AnswerAsk,
        EntryRetract,
        EvidenceAdd,
        EvidenceWithhold,
        NoteAdd,
        PositionTake,
        RecordAmend,
        StatusReport,
    )
    from accordtrack.projection.amendments import Amended, Pending
    from accordtrack.store.items import Item

    Said = Item[StatusReport] | Item[PositionTake]


@dataclass(frozen=True, slots=True)
class HalfState:
    """One side's half. ``grade`` covers the claim and its evidence; ``rivals`` are divergent official statements."""

    side: str
    claim: Item[StatusReport] | None
    reading: Item[StatusReport] | None
    answer: Item[PositionTake] | None
    standing: Standing
    proposes: str | None
    asked_on: str | None
    grade: Grade | None
    rivals: tuple[Item[StatusReport], ...]
    status: Status | None
    """The claimed status, None if nobody made a claim."""
    settled_by: Item[PositionTake] | None = None
    """The concurrence that settled a dispute about the claim in force."""
    not_public: bool = False
    """Whether the statement in force is withheld from an audience, or from a data package from which it came. The half then
    has no claim and no status. It keeps a public dispute of the last public claim."""
    last_public: Item[StatusReport] | None = None
    """The superseded claim that such an audience may read, to be shown with its date and never as the position."""
    stands_from: Item[StatusReport] | Item[PositionTake] | None = None
    """The dispute of an earlier claim that still stands against the claim in force; it is among ``answer``, ``reading``."""
    new_evidence: tuple[Item[StatusReport] | Item[EvidenceAdd], ...] = ()
    """The evidence since that dispute, which the disputing side is to review: what was added, or the claim if it cites it."""
    observed: Item[StatusReport] | None = None
    """The latest status by an observer, where its own side made no claim. It is no claim and sets no standing."""
    taken_back: TakenBack | None = None
    """The statement that would be in force had its side not taken it back, unless its side has made another one since."""

    def without_claim(self) -> HalfState:
        """Return the half for readers who may not read its statement in force: the claim is only the last public one.

        A public dispute of that claim goes on standing, also one that was settled: by all entries, a new claim reopens it
        unless it says no more than the dispute, and these readers cannot know what it says.
        """
        hidden = replace(
            self,
            claim=None,
            reading=self.reading if self.reading is not self.claim else None,
            asked_on=None,
            grade=None,
            status=None,
            settled_by=None,
            not_public=True,
            last_public=self.claim,
            new_evidence=(),
            observed=None,
            taken_back=None,
        )
        if self.standing is Standing.SETTLED:
            return replace(hidden, standing=Standing.DISPUTED)
        if self.standing in {Standing.DISPUTED, Standing.DIVERGENT}:
            return hidden
        return replace(hidden, answer=None, standing=Standing.UNREPORTED, proposes=None, rivals=(), stands_from=None)

    @property
    def to_review(self) -> bool:
        """Whether new evidence was added since the dispute of an earlier claim, so that the disputing side is to review it."""
        return bool(self.new_evidence)

    @property
    def withdrawal_waits(self) -> bool:
        """Whether its side withdrew it and the other side has not agreed, so that it stays in every count."""
        return self.status is Status.WITHDRAWN and self.claim is not None and bool(self.claim.waits)

    @property
    def in_scope(self) -> bool:
        """Whether the half counts: it was not withdrawn, or its withdrawal waits for the other side."""
        return self.status is not Status.WITHDRAWN or self.withdrawal_waits

    @property
    def is_open(self) -> bool:
        """Whether its side still owes it: it is in scope and not completed."""
        return self.in_scope and self.status is not Status.COMPLETED


@dataclass(frozen=True, slots=True)
class State:
    """The complete state of one commitment."""

    record: Commitment
    added: Item[Commitment]
    due_firm: bool
    due_moves: int
    pending: tuple[Pending, ...]
    replaced: Mapping[str, Mapping[str, Any]]
    """For the hash of each amendment, the earlier values of the fields that it names."""
    lapsed: Mapping[str, frozenset[str]]
    """For the hash of each amendment that was accepted too late, its fields that somebody had changed meanwhile."""
    halves: tuple[HalfState, ...]
    in_scope: tuple[HalfState, ...]
    """Halves that were not withdrawn, or whose withdrawal waits for the other side."""
    statuses: tuple[Item[StatusReport], ...]
    positions: tuple[Item[PositionTake], ...]
    withdrawn_positions: Mapping[str, str]
    """By the hash of each withdrawn answer, the day on which its speaker withdrew it."""
    evidence: tuple[Item[EvidenceAdd], ...]
    withheld: Mapping[str, Item[EvidenceWithhold]]
    asks: tuple[Item[AnswerAsk], ...]
    notes: tuple[Item[NoteAdd], ...]
    links: tuple[Item[Link], ...]
    waiting: tuple[Item[Record], ...]
    """Entries that wait for a side, at least in part, latest first."""
    wording: Item[Commitment] | Item[RecordAmend]
    """The entry whose text is in force: the one that added the commitment, or the last amendment of its wording."""
    items: tuple[Item[Record], ...]
    """Every entry from which the state was folded."""
    rules: int
    """The rules of effect by which it was folded."""
    note_by: Text | None
    """The desk whose amendment set the note in force, by language; empty for a text that came with the commitment."""
    cited: Cited = NOTHING
    """What its entries cite, as far as grades depend on it."""
    lapsed_proposals: tuple[Pending, ...] = ()
    """Changes that wait but can no longer take effect, because somebody changed the field meanwhile."""
    note_removed: Item[RecordAmend] | None = None
    """The amendment that removed the note; None if there is a note, or never was one."""
    due_set: Item[RecordAmend] | None = None
    """The amendment that set the deadline in force; None if the deadline came with the commitment."""
    withheld_amends: tuple[Item[RecordAmend], ...] = field(default=(), repr=False)
    """For an audience: the amendments that it may not read. They decide which others are in force; nothing shows them."""
    retractions: tuple[Item[EntryRetract], ...] = ()
    """The retractions by which a side took back its own words, earliest first; none under rules 1."""

    def recorded_alone_by(self, item: Item[Record]) -> Side | None:
        """Return the side that recorded a change in force that the responsible side did not write or accept, if any.

        A change in force of a joint commitment that one side alone wrote is not confirmed either.
        """
        verdict = item.verdict if self.rules >= FIRST_RULES_WITH_WAITING else None
        if verdict is None or verdict.accepted is not None or item.seat not in set(Side):
            return None
        in_anothers_name = getattr(item.body, "speaker", item.seat) not in {item.seat, Speaker.JOINT}
        owed_by_both = self.record.responsible_side is Responsible.JOINT and not item.waits
        return Side(item.seat) if in_anothers_name or owed_by_both else None

    @property
    def due_recorded_by(self) -> Side | None:
        """The side that alone recorded the deadline in force; None if the responsible side set or accepted it."""
        return None if self.due_set is None else self.recorded_alone_by(self.due_set)

    @property
    def statuses_in_force(self) -> frozenset[str]:
        """The hashes of the claims, readings and diverging claims to which an answer can now refer."""
        items = (item for half in self.halves for item in (half.claim, half.reading, *half.rivals))
        return frozenset(item.hash for item in items if item is not None)

    @property
    def not_agreed(self) -> tuple[Item[PositionTake], ...]:
        """Open answers that reject the wording, one per speaker and text, latest first."""
        latest: dict[tuple[str, str], Item[PositionTake]] = {}
        for item in self.positions:
            if item.hash not in self.withdrawn_positions:
                latest.setdefault((item.body.speaker, str(item.body.answers)), item)
        return tuple(item for item in latest.values() if item.body.stance is Stance.NOT_AGREED)

    @property
    def dual_control(self) -> bool:
        """Whether the rules of dual control apply."""
        return self.rules >= FIRST_RULES_WITH_WAITING

    @property
    def withdrawn(self) -> bool:
        """Whether every half was withdrawn."""
        return not self.in_scope

    @property
    def done(self) -> bool:
        """Whether every half in scope is completed."""
        return bool(self.in_scope) and all(half.status is Status.COMPLETED for half in self.in_scope)

    @property
    def done_on(self) -> str | None:
        """The day from which it was done: the latest effective date of its halves."""
        if not self.done:
            return None
        return max(half.claim.body.effective_on for half in self.in_scope if half.claim)

    @property
    def standing(self) -> Standing:
        """The first standing, in the order of the vocabulary, of any half in scope, or of any half if none is."""
        return min((half.standing for half in self.in_scope or self.halves), key=lambda standing: standing.rank)

    @property
    def status_rank(self) -> int:
        """Sort key: -1 for unreported, then the lowest status of the halves in scope, withdrawn last."""
        ranks = [-1 if half.status is None else half.status.rank for half in self.in_scope]
        return min(ranks) if ranks else Status.WITHDRAWN.rank


def fold(
    items: Sequence[Item[Record]],
    as_of: str | None = None,
    *,
    rules: int = RULES,
    cited: Cited = NOTHING,
    withheld: Sequence[Item[RecordAmend]] = (),
) -> State | None:
    """Fold the standing ``items`` of one commitment into its state; None if no entry adds the commitment.

    ``as_of`` only decides which evidence has expired; None keeps all. Entries that wait for a side have no effect.
    ``cited`` is what the entries cite. ``withheld`` are amendments that the readers may not read (``apply_amendments``).
    """
    everything = items
    items = in_force(items)
    retractions = of_kind(items, ENTRY_RETRACT)
    if retractions:
        items = [item for item in items if item.kind != ENTRY_RETRACT.name]
        retractions = (
            [item for item in retractions if item.retracted is not None] if rules >= FIRST_RULES_WITH_WAITING else []
        )
    first = next(iter(of_kind(items, COMMITMENT)), None)
    if first is None:
        return None
    latest = sorted(items, key=attrgetter("order"), reverse=True)
    statuses, positions = of_kind(latest, STATUS_REPORT), of_kind(latest, POSITION_TAKE)
    evidence, asks = of_kind(latest, EVIDENCE_ADD), of_kind(latest, ANSWER_ASK)
    gone = {item.body.position: item.body.said_on for item in of_kind(latest, POSITION_WITHDRAW)}
    open_positions = [item for item in positions if item.hash not in gone]
    waiting = [item for item in everything if item.waits]
    amends = of_kind(sorted(everything, key=attrgetter("order"), reverse=True) if waiting else latest, COMMITMENT_AMEND)
    found = apply_amendments(first, amends, open_positions, rules=rules, withheld=withheld, missing=cited.missing)
    responsible = found.record.responsible_side
    withheld_evidence = {item.body.evidence: item for item in of_kind(latest, EVIDENCE_WITHHOLD)}
    said = _Entries(statuses, open_positions, asks, evidence, items, withheld_evidence, as_of, rules, cited)
    halves = tuple(_fold_half(side, responsible, said) for side in responsible.halves)
    if retractions:
        halves = tuple(_with_taken_back(half, retractions, responsible) for half in halves)
    return State(
        record=found.record,
        added=first,
        due_firm=found.due_firm,
        due_moves=found.due_moves,
        pending=found.pending,
        replaced=found.replaced,
        halves=halves,
        in_scope=tuple(half for half in halves if half.in_scope),
        statuses=tuple(statuses),
        positions=tuple(positions),
        withdrawn_positions=gone,
        evidence=tuple(evidence),
        withheld=withheld_evidence,
        asks=tuple(asks),
        notes=tuple(of_kind(latest, NOTE_ADD)),
        links=tuple(of_kind(latest, LINK)),
        waiting=tuple(sorted(waiting, key=CLOCK, reverse=True)),
        lapsed=found.lapsed,
        wording=wording_in_force(first, amends, found, rules=rules),
        items=tuple(sorted(items, key=CLOCK)),
        rules=rules,
        note_by=_note_by(amends, found) if found.record.note else None,
        note_removed=None if found.record.note else _note_set(amends, found),
        cited=cited,
        lapsed_proposals=found.lapsed_proposals,
        due_set=next((item for item in amends if item.hash in found.setters("due_on")), None),
        withheld_amends=tuple(withheld),
        retractions=tuple(sorted(retractions, key=CLOCK)),
    )


def _note_set(amends: Sequence[Item[RecordAmend]], found: Amended) -> Item[RecordAmend] | None:
    """Return the last amendment that set or removed the note."""
    return next((item for item in amends if item.hash in found.noted.values()), None)


def _note_by(amends: Sequence[Item[RecordAmend]], found: Amended) -> Text | None:
    if not amends:
        return None
    feeds = {item.hash: item.feed for item in amends}
    english, spanish = (feeds.get(found.noted.get(part, ""), "") for part in parts_of("note"))
    return Text(english, spanish) if english or spanish else None


def covered_halves(item: Item[StatusReport] | Item[EvidenceAdd], responsible: Responsible) -> tuple[Side, ...]:
    """Return the halves that a statement covers: the one it names, else the speaker's own, else all that are owed."""
    return halves_covered_by(item.body.speaker, item.body.half, responsible)


def halves_covered_by(speaker: str, half: str | None, responsible: Responsible) -> tuple[Side, ...]:
    """Return the halves that a speaker covers, given the half it names, by the rule of ``covered_halves``."""
    halves = responsible.halves
    if half:
        return tuple(side for side in halves if side == half)
    return (Side(speaker),) if len(halves) > 1 and speaker in set(Side) else halves


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of a commitment in force, latest first; ``items`` holds all of them, in no order."""

    statuses: Sequence[Item[StatusReport]]
    positions: Sequence[Item[PositionTake]]
    asks: Sequence[Item[AnswerAsk]]
    evidence: Sequence[Item[EvidenceAdd]]
    items: Sequence[Item[Record]]
    withheld: Collection[str]
    as_of: str | None
    rules: int
    cited: Cited

    @property
    def dual_control(self) -> bool:
        """Whether the rules of dual control apply."""
        return self.rules >= FIRST_RULES_WITH_WAITING


def _fold_half(side: Side, responsible: Responsible, said: _Entries) -> HalfState:
    """Return the state of one half."""
    mine = [
        item for item in said.statuses if side in covered_halves(item, responsible) and not _waits_for_half(item, side)
    ]
    half = _fold_statements(side, mine, said)
    if half.claim is not None and side in half.claim.body.superseded:
        return half.without_claim()
    return _with_dispute_before(half, half.claim, mine, said) if half.claim and half.withdrawal_waits else half


def _with_taken_back(half: HalfState, retractions: Sequence[Item[EntryRetract]], responsible: Responsible) -> HalfState:
    """Return a half with the statements that its side took back after it had made its last one.

    Those that would be in force are named, or else all of them.
    """
    if half.not_public:
        return half
    side, claim = Side(half.side), half.claim
    found = [
        (said, by)
        for said, by in taken_back(retractions, STATUS_REPORT)
        if is_statement_of(said, side, responsible)
        and not (claim is not None and claim.seat == side and CLOCK(claim) > CLOCK(by))
    ]
    later = [pair for pair in found if claim is None or pair[0].order > claim.order]
    named = sorted(later or found, key=lambda pair: pair[0].order)
    if not named:
        return half
    _said, by = named[-1]
    statuses = tuple(dict.fromkeys(said.body.status.value for said, _by in named))
    return replace(
        half, taken_back=TakenBack(by.id, statuses, by.at[:10], claim is not None and bool(later), not later)
    )


def is_statement_of(item: Item[StatusReport], side: Side, responsible: Responsible) -> bool:
    """Whether a status is the word of a side about its half: its own, or a joint text that does not wait for it."""
    return item.speaks_for(side) and side in covered_halves(item, responsible)


def _fold_statements(side: Side, mine: Sequence[Item[StatusReport]], said: _Entries) -> HalfState:
    """Return the state of one half from the statements about it, latest first."""
    claim = next((item for item in mine if item.speaks_for(side)), None)
    reading = next((item for item in mine if item.speaks_for(side.other)), None)
    if claim is None:
        seen = (item for item in mine if said.dual_control and item.body.speaker is Speaker.OBS)
        unreported = (Standing.UNREPORTED, None, None, None, (), None)
        return HalfState(side, None, reading, None, *unreported, observed=next(seen, None))
    rivals = _rivals(side, claim, mine)
    ours = (side, mine, said.cited)
    answers = (item for item in said.positions if _answers_claim(item, claim, *ours, dual_control=said.dual_control))
    answer = next(answers, None)
    own_reading = _is_last_word(reading, claim, mine, said)
    if answer is not None and own_reading and not answer.official:
        answer = None  # a side's own statement outranks one attributed to it
    proposes: str | None = None
    asked_on: str | None = None
    stands_from = None
    if said.dual_control and not own_reading:
        stands_from = _standing_dispute(side, claim, answer, mine, said.positions)
    if stands_from is not None:
        answer = stands_from if is_position(stands_from) else None
    if answer is not None:
        standing = Standing.AGREED if answer.body.stance is Stance.CONCUR else Standing.DISPUTED
        proposes = answer.body.proposed_status
    elif stands_from is not None and is_kind(stands_from, STATUS_REPORT):
        standing, proposes = Standing.DISPUTED, stands_from.body.status
    elif reading is not None and is_about_claim(reading, claim, dual_control=said.dual_control):
        same = reading.body.status is claim.body.status
        standing = Standing.AGREED if same else Standing.DISPUTED
        proposes = None if same else reading.body.status
    else:
        asked_on = _asked_on(claim, side, said)
        standing = Standing.ASKED if asked_on else Standing.UNANSWERED
    if rivals and standing is not Standing.DISPUTED:
        standing = Standing.DIVERGENT
    dispute = (answer or stands_from or reading) if standing is Standing.DISPUTED and not rivals else None
    settled_by = _settling_answer(said.items, dispute, claim, side, restated=stands_from is not None)
    if settled_by is not None:
        standing = Standing.SETTLED
    grade = grade_in_force(claim, said.evidence, said.as_of, side, rules=said.rules, cited=said.cited)
    status = claim.body.status
    disputed = standing is Standing.DISPUTED
    new = _new_evidence(claim, stands_from, mine, said) if stands_from is not None and disputed else ()
    return HalfState(
        side,
        claim,
        reading,
        answer,
        standing,
        proposes,
        asked_on,
        grade,
        rivals,
        status,
        settled_by,
        stands_from=stands_from if disputed else None,
        new_evidence=new,
    )


def is_about_claim(reading: Item[StatusReport], claim: Item[StatusReport], *, dual_control: bool) -> bool:
    """Whether a reading was said no earlier than a claim.

    With dual control, nobody agrees beforehand: a reading with the same status is about a claim by a side's desk, in its own
    or a joint name, only from the effective date of the claim on. So a backdated claim gains no agreement. A reading that
    was written after such a claim may bear the date of the day before: the two governments do not share a time zone.
    """
    said_on = claim.body.said_on
    if dual_control and claim.seat in set(Side):
        equal = reading is not claim and reading.body.status is claim.body.status
        if equal and reading.body.said_on < claim.body.effective_on:
            return False
        if CLOCK(reading) > CLOCK(claim):
            said_on = add_days(said_on, -1)
    return reading.body.said_on >= said_on


def _is_last_word(
    reading: Item[StatusReport] | None, claim: Item[StatusReport], mine: Sequence[Item[StatusReport]], said: _Entries
) -> bool:
    """Whether a reading is the other side's own, about this claim, and that side disputed no claim since.

    Otherwise a side could clear a dispute by a claim that an older assessment of the other side is about.
    """
    if reading is None or not reading.official or not is_about_claim(reading, claim, dual_control=said.dual_control):
        return False
    if not said.dual_control:
        return True
    claims = {item.hash for item in mine}
    return not any(
        item.official
        and item.body.speaker is reading.body.speaker
        and item.body.stance is Stance.DISPUTE
        and item.body.answers in claims
        and CLOCK(item) > CLOCK(reading)
        for item in said.positions
    )


def _with_dispute_before(
    half: HalfState, withdrawal: Item[StatusReport], mine: Sequence[Item[StatusReport]], said: _Entries
) -> HalfState:
    """Return a half whose withdrawal waits, with the dispute of the claim before it.

    A side cannot clear a dispute by a withdrawal alone. What the other side itself says of the withdrawal comes first.
    """
    if _is_last_word(half.reading, withdrawal, mine, said) or (half.answer is not None and half.answer.official):
        return half
    rest = [item for item in mine if item.body.status is not Status.WITHDRAWN or not item.waits]
    before = _fold_statements(Side(half.side), rest, said)
    if before.standing not in {Standing.DISPUTED, Standing.SETTLED}:
        return half
    dispute = before.stands_from or before.answer or before.reading
    return replace(
        before,
        claim=withdrawal,
        status=half.status,
        grade=half.grade,
        rivals=half.rivals,
        stands_from=dispute if before.standing is Standing.DISPUTED else None,
    )


def _asked_on(claim: Item[StatusReport], side: Side, said: _Entries) -> str | None:
    """Return the day since which the other side is asked about a claim.

    It cannot be asked before the claim was made, nor answer before a side's desk recorded the claim and the request.
    """
    own = [ask for ask in said.asks if ask.body.claim == claim.hash and ask.body.of is side.other]
    if not said.dual_control:
        return min((ask.body.asked_on for ask in own), default=None)
    claimed = awaited_from(claim.seat, claim.at, claim.body.said_on)
    first = min((awaited_from(ask.seat, ask.at, ask.body.asked_on) for ask in own), default=None)
    return None if first is None else max(first, claimed)


def grade_in_force(
    item: Said, evidence: Sequence[Item[EvidenceAdd]], as_of: str | None, half: Side, *, rules: int, cited: Cited
) -> Grade:
    """Return the grade of a statement or an answer about a half: its own, raised by its evidence that has not expired.

    Under rules 1 every entry has the grade that was recorded with it.
    """
    supporting = supporting_evidence(item, evidence, as_of, cited) if evidence else []
    if rules >= FIRST_RULES_WITH_WAITING:
        return statement_grade(item, supporting, cited, half)
    own = item.body.grade if is_kind(item, STATUS_REPORT) else Grade.CLAIMED
    return max((own, *(one.body.grade for one in supporting)), key=attrgetter("rank"))


def is_position(item: Item[Any] | None) -> TypeGuard[Item[PositionTake]]:
    """Whether this is an answer."""
    return item is not None and is_kind(item, POSITION_TAKE)


def _settling_answer(
    items: Sequence[Item[Record]], dispute: Said | None, claim: Item[StatusReport], side: Side, *, restated: bool
) -> Item[PositionTake] | None:
    """Return the concurrence that settles a dispute.

    A claim that was ``restated`` is above what the dispute proposes, so its ``side`` settles nothing by agreeing with the
    dispute: it lowers its claim instead.
    """
    found = Answers(items).find_settling_answer(dispute) if dispute is not None else None
    if found is None or not restated:
        return found
    return None if CLOCK(found) < CLOCK(claim) or found.body.speaker.side is side else found


def _standing_dispute(
    side: Side,
    claim: Item[StatusReport],
    answer: Item[PositionTake] | None,
    statements: Sequence[Item[StatusReport]],
    positions: Sequence[Item[PositionTake]],
) -> Said | None:
    """Return the other side's dispute of an earlier claim, if it stands against the claim in force.

    It is that side's latest answer about the half, and the claim is above the status that it proposes. A withdrawal is
    not a restated claim. An ``answer`` to the claim in force comes first, unless it is only attributed to that side.
    """
    claims = {item.hash for item in statements if item.body.speaker in {side, Speaker.JOINT}}
    first = min((item.body.said_on for item in statements if item.hash in claims), default="")
    words: list[Said] = [item for item in statements if item.body.speaker.side is side.other and item is not claim]
    words += [
        item
        for item in positions
        if item.body.speaker.side is side.other
        and item.body.stance is not Stance.NOT_AGREED
        and (
            item.body.answers in claims
            or (item.body.answers is None and item.body.half in {None, side} and item.body.said_on >= first)
        )
    ]
    last = max(words, key=lambda item: (item.official, item.body.said_on, *CLOCK(item)), default=None)
    if last is None or claim.body.status is Status.WITHDRAWN:
        return None
    if answer is not None and (answer.official or not last.official):
        return None
    disputed, proposed = False, None
    if is_kind(last, STATUS_REPORT):
        disputed = last.official and any(
            is_about_claim(last, one, dual_control=True) and one.body.status is not last.body.status
            for one in statements
            if one.hash in claims and one is not claim
        )
        proposed = last.body.status
    elif is_kind(last, POSITION_TAKE):
        disputed = last.body.stance is Stance.DISPUTE
        proposed = last.body.proposed_status
    above = proposed is None or not proposed.definition.scored or claim.body.status.rank > proposed.rank
    return last if disputed and above else None


def _new_evidence(
    claim: Item[StatusReport],
    dispute: Said,
    statements: Sequence[Item[StatusReport]],
    said: _Entries,
) -> tuple[Item[StatusReport] | Item[EvidenceAdd], ...]:
    """Return what supports a claim and was recorded after a dispute: the claim itself or its evidence.

    Each cites a file, an address or a source that no entry had cited before, the dispute included. Evidence that was
    withheld, or that had expired when it was recorded, is not new.
    """
    entries: tuple[Item[Any], ...] = (*statements, *said.evidence, *said.positions)
    earlier = {place for item in entries if CLOCK(item) <= CLOCK(dispute) for place in said.cited.cited_locations(item)}
    evidence = [
        item
        for item in supporting_evidence(claim, said.evidence, said.as_of, said.cited)
        if item.id not in said.withheld and not (item.body.expires_on and item.body.expires_on <= item.at[:10])
    ]
    support: tuple[Item[StatusReport] | Item[EvidenceAdd], ...] = (claim, *evidence)
    return tuple(
        item
        for item in support
        if CLOCK(item) > CLOCK(dispute) and not earlier.issuperset(said.cited.cited_locations(item))
    )


def _waits_for_half(item: Item[StatusReport], side: Side) -> bool:
    """Whether a joint statement waits for a side, and so does not speak for it."""
    return item.body.speaker is Speaker.JOINT and side in item.waits


def _answers_claim(
    position: Item[PositionTake],
    claim: Item[StatusReport],
    side: Side,
    statements: Sequence[Item[StatusReport]],
    cited: Cited,
    *,
    dual_control: bool,
) -> bool:
    """Whether an open position of the other side answers the claim in force.

    One that names no entry answers the latest claim of its day that its act had seen. One that names a half answers no
    other half, except under rules 1 if it names the claim.
    """
    body = position.body
    if body.speaker.side is not side.other or body.stance is Stance.NOT_AGREED:
        return False
    named_half = body.half in {None, side}
    if body.answers is not None:
        return body.answers == claim.hash and (named_half or not dual_control)
    if not named_half:
        return False
    items = (
        item
        for item in statements
        if item.body.speaker in {side, Speaker.JOINT}
        and item.body.said_on <= body.said_on
        and (position.hash, item.hash) not in cited.unseen
    )
    return next(items, None) is claim


def _rivals(
    side: Side, claim: Item[StatusReport], statements: Sequence[Item[StatusReport]]
) -> tuple[Item[StatusReport], ...]:
    """Return the official, unreplaced statements of the same side by other desks with a different status."""
    official = {item.hash: item for item in statements if item.official and item.body.speaker.side is side}
    gone = {digest for item in official.values() for digest in item.body.base}
    statement_by_feed: dict[str, Item[StatusReport]] = {}
    for item in official.values():
        if item.hash not in gone:
            statement_by_feed.setdefault(item.feed, item)
    return tuple(
        item
        for item in statement_by_feed.values()
        if item.feed != claim.feed
        and item.body.status is not claim.body.status
        and claim.official
        and claim.hash not in _replaced_hashes(item.hash, official)
    )


def _replaced_hashes(digest: str, official: Mapping[str, Item[StatusReport]]) -> set[str]:
    """Return the hashes of all statements that a statement replaces, directly or indirectly."""
    found: set[str] = set()
    waiting = list(official[digest].body.base)
    while waiting:
        current = waiting.pop()
        if current in official and current not in found:
            found.add(current)
            waiting.extend(official[current].body.base)
    return found


def timeliness(
    *,
    due_on: str | None,
    firm: bool,
    done: bool,
    done_on: str | None,
    withdrawn: bool,
    today: str,
    disputed: bool = False,
) -> Timeliness:
    """Return the timeliness of a deadline on ``today``. Only a firm date can be overdue or done late.

    ``disputed`` is whether the claim that it is done is in dispute, or its side agreed with a dispute and did not lower it.
    """
    if due_on is None or withdrawn:
        return Timeliness.NO_DEADLINE
    if done:
        if (done_on or due_on) <= due_on:
            return Timeliness.CLAIMED_ON_TIME if disputed else Timeliness.DONE_ON_TIME
        return Timeliness.DONE_LATE if firm else Timeliness.PAST_HORIZON
    if due_on < today:
        return Timeliness.OVERDUE if firm else Timeliness.PAST_HORIZON
    return Timeliness.DUE_SOON if days_between(today, due_on) <= DUE_SOON_DAYS else Timeliness.UPCOMING


def timeliness_of(state: State, today: str) -> Timeliness:
    """Return the timeliness of a folded commitment on ``today``."""
    return timeliness(
        due_on=state.record.due_on,
        firm=state.due_firm,
        done=state.done,
        done_on=state.done_on,
        withdrawn=state.withdrawn,
        today=today,
        disputed=state.dual_control and state.standing in {Standing.DISPUTED, Standing.SETTLED},
    )
