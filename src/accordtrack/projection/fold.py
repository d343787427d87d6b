"""The fold: a pure function from the entries of a commitment to its state, independent of their order.

Rules: ``docs/records.md``, "State of a commitment". Nothing here reads a clock or a database. ``items.cut`` applies the
two dates beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import days_between
from accordtrack.ledger.kinds import (
    ANSWER_ASK,
    COMMITMENT,
    COMMITMENT_AMEND,
    EVIDENCE_ADD,
    EVIDENCE_WITHHOLD,
    LINK,
    NOTE_ADD,
    POSITION_TAKE,
    POSITION_WITHDRAW,
    STATUS_REPORT,
)
from accordtrack.projection.amendments import apply_amendments, wording_in_force
from accordtrack.projection.answers import Answers
from accordtrack.statuses import Status
from accordtrack.store.items import CLOCK, of_kind
from accordtrack.vocabulary import DUE_SOON_DAYS, Grade, Responsible, Side, Speaker, Stance, Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.indicators import Link
    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import (
        AnswerAsk,
        EvidenceAdd,
        EvidenceWithhold,
        NoteAdd,
        PositionTake,
        RecordAmend,
        StatusReport,
    )
    from accordtrack.projection.amendments import Pending
    from accordtrack.store.items import Item

if TYPE_CHECKING:
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
    halves: tuple[HalfState, ...]
    in_scope: tuple[HalfState, ...]
    """Halves that were not withdrawn."""
    statuses: tuple[Item[StatusReport], ...]
    positions: tuple[Item[PositionTake], ...]
    withdrawn_positions: frozenset[str]
    evidence: tuple[Item[EvidenceAdd], ...]
    withheld: Mapping[str, Item[EvidenceWithhold]]
    asks: tuple[Item[AnswerAsk], ...]
    notes: tuple[Item[NoteAdd], ...]
    links: tuple[Item[Link], ...]
    wording: Item[Commitment] | Item[RecordAmend]
    """The entry whose text is in force: the one that added the commitment, or the last amendment of its wording."""
    items: tuple[Item[Record], ...]
    """Every entry from which the state was folded."""

    @property
    def not_agreed(self) -> tuple[Item[PositionTake], ...]:
        """Open answers that reject the wording, one per speaker and text, latest first."""
        latest: dict[tuple[str, str], Item[PositionTake]] = {}
        for item in self.positions:
            if item.hash not in self.withdrawn_positions:
                latest.setdefault((item.body.speaker, str(item.body.answers)), item)
        return tuple(item for item in latest.values() if item.body.stance is Stance.NOT_AGREED)

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
        """The first standing, in the order of the vocabulary, of any half in scope."""
        return min((half.standing for half in self.in_scope or self.halves), key=lambda standing: standing.rank)

    @property
    def status_rank(self) -> int:
        """Sort key: -1 for unreported, then the lowest status of the halves in scope, withdrawn last."""
        ranks = [-1 if half.status is None else half.status.rank for half in self.in_scope]
        return min(ranks) if ranks else Status.WITHDRAWN.rank


def fold(items: Sequence[Item[Record]], as_of: str | None = None) -> State | None:
    """Fold the standing ``items`` of one commitment into its state; None if no entry adds the commitment.

    ``as_of`` only decides which evidence has expired; None keeps all.
    """
    first = next(iter(of_kind(items, COMMITMENT)), None)
    if first is None:
        return None
    latest = sorted(items, key=attrgetter("order"), reverse=True)
    statuses, positions = of_kind(latest, STATUS_REPORT), of_kind(latest, POSITION_TAKE)
    evidence, asks = of_kind(latest, EVIDENCE_ADD), of_kind(latest, ANSWER_ASK)
    gone = frozenset(item.body.position for item in of_kind(latest, POSITION_WITHDRAW))
    open_positions = [item for item in positions if item.hash not in gone]
    amends = of_kind(latest, COMMITMENT_AMEND)
    found = apply_amendments(first, amends, open_positions)
    responsible = found.record.responsible_side
    halves = tuple(
        _fold_half(side, responsible, statuses, open_positions, asks, evidence, as_of, items)
        for side in responsible.halves
    )
    return State(
        record=found.record,
        added=first,
        due_firm=found.due_firm,
        due_moves=found.due_moves,
        pending=found.pending,
        replaced=found.replaced,
        halves=halves,
        in_scope=tuple(half for half in halves if half.status is not Status.WITHDRAWN),
        statuses=tuple(statuses),
        positions=tuple(positions),
        withdrawn_positions=gone,
        evidence=tuple(evidence),
        withheld={item.body.evidence: item for item in of_kind(latest, EVIDENCE_WITHHOLD)},
        asks=tuple(asks),
        notes=tuple(of_kind(latest, NOTE_ADD)),
        links=tuple(of_kind(latest, LINK)),
        wording=wording_in_force(first, amends, found.pending),
        items=tuple(sorted(items, key=CLOCK)),
    )


def covered_halves(item: Item[StatusReport] | Item[EvidenceAdd], responsible: Responsible) -> tuple[Side, ...]:
    """Return the halves that a statement covers: the one it names, else the speaker's own, else all that are owed."""
    return halves_covered_by(item.body.speaker, item.body.half, responsible)


def halves_covered_by(speaker: str, half: str | None, responsible: Responsible) -> tuple[Side, ...]:
    """Return the halves that a speaker covers, given the half it names, by the rule of ``covered_halves``."""
    halves = responsible.halves
    if half:
        return tuple(side for side in halves if side == half)
    return (Side(speaker),) if len(halves) > 1 and speaker in set(Side) else halves


def _fold_half(
    side: Side,
    responsible: Responsible,
    statuses: Sequence[Item[StatusReport]],
    positions: Sequence[Item[PositionTake]],
    asks: Sequence[Item[AnswerAsk]],
    evidence: Sequence[Item[EvidenceAdd]],
    as_of: str | None,
    items: Sequence[Item[Record]],
) -> HalfState:
    """Return the state of one half. Every sequence comes latest first, except ``items``, which holds all entries."""
    mine = [item for item in statuses if side in covered_halves(item, responsible)]
    claim = next((item for item in mine if item.body.speaker in {side, Speaker.JOINT}), None)
    reading = next((item for item in mine if item.body.speaker in {side.other, Speaker.JOINT}), None)
    if claim is None:
        return HalfState(side, None, reading, None, Standing.UNREPORTED, None, None, None, (), None)
    rivals = _rivals(side, claim, mine)
    answer = next((item for item in positions if _answers_claim(item, claim, side, mine)), None)
    own_word = reading is not None and reading.official and reading.body.said_on >= claim.body.said_on
    if answer is not None and own_word and not answer.official:
        answer = None  # a side's own statement outranks one attributed to it
    proposes: str | None = None
    asked_on: str | None = None
    if answer is not None:
        standing = Standing.AGREED if answer.body.stance is Stance.CONCUR else Standing.DISPUTED
        proposes = answer.body.proposed_status
    elif reading is not None and reading.body.said_on >= claim.body.said_on:
        same = reading.body.status is claim.body.status
        standing = Standing.AGREED if same else Standing.DISPUTED
        proposes = None if same else reading.body.status
    else:
        own = (ask.body for ask in asks if ask.body.claim == claim.hash and ask.body.of is side.other)
        asked_on = min((body.asked_on for body in own), default=None)
        standing = Standing.ASKED if asked_on else Standing.UNANSWERED
    if rivals and standing is not Standing.DISPUTED:
        standing = Standing.DIVERGENT
    dispute = (answer or reading) if standing is Standing.DISPUTED and not rivals else None
    settled_by = Answers(items).find_settling_answer(dispute) if dispute is not None else None
    if settled_by is not None:
        standing = Standing.SETTLED
    grade = claim.body.grade
    if evidence:
        grade = max((grade, *supporting_grades(claim, evidence, as_of)), key=attrgetter("rank"))
    status = claim.body.status
    return HalfState(side, claim, reading, answer, standing, proposes, asked_on, grade, rivals, status, settled_by)


def supporting_grades(claim: Said, evidence: Iterable[Item[EvidenceAdd]], as_of: str | None) -> list[Grade]:
    """Return the grades of the unexpired evidence that supports a statement or an answer."""
    return [item.body.grade for item in supporting_evidence(claim, evidence, as_of)]


def supporting_evidence(
    claim: Said, evidence: Iterable[Item[EvidenceAdd]], as_of: str | None
) -> list[Item[EvidenceAdd]]:
    """Return the unexpired evidence that supports a statement or an answer."""
    names = set(claim.body.evidence)
    return [
        item
        for item in evidence
        if (claim.id in item.body.for_ or item.id in names)
        and not (as_of and item.body.expires_on and item.body.expires_on < as_of)
    ]


def _answers_claim(
    position: Item[PositionTake],
    claim: Item[StatusReport],
    side: Side,
    statements: Sequence[Item[StatusReport]],
) -> bool:
    """Whether an open position of the other side answers the claim in force."""
    body = position.body
    if body.speaker.side is not side.other or body.stance is Stance.NOT_AGREED:
        return False
    if body.answers is not None:
        return body.answers == claim.hash
    if body.half not in {None, side}:
        return False
    items = (
        item for item in statements if item.body.speaker in {side, Speaker.JOINT} and item.body.said_on <= body.said_on
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
    *, due_on: str | None, firm: bool, done: bool, done_on: str | None, withdrawn: bool, today: str
) -> Timeliness:
    """Return the timeliness of a deadline on ``today``. Only a firm date can be overdue or done late."""
    if due_on is None or withdrawn:
        return Timeliness.NO_DEADLINE
    if done:
        if (done_on or due_on) <= due_on:
            return Timeliness.DONE_ON_TIME
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
    )
