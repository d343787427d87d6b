"""Facts about withheld entries that an audience's numbers and pages need: that something is withheld, never what.

Hiding never improves a number. A commitment that is not public stays in the denominators and earns nothing. A half whose
statement in force is not public earns nothing either, and its last public status is shown as such
(``docs/method.md``, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import COMMITMENT, ENTRY_RETRACT, POSITION_TAKE, POSITION_WITHDRAW, STATUS_REPORT
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.desk_history import named_hash
from accordtrack.projection.fold import HalfState, covered_halves, fold, timeliness_of
from accordtrack.projection.marks import ABOUT_COMMITMENT
from accordtrack.store.items import in_force, of_kind
from accordtrack.vocabulary import Responsible, Side, Speaker, Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import StatusReport
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item
    from accordtrack.vocabulary import CommitmentKind, LinkStrength, TextBasis, Theme


@dataclass(frozen=True, slots=True)
class HiddenHalf:
    """One half of a hidden commitment that counts: its side, and its share of the commitment's weight."""

    side: Side
    share: float
    share_agreed: bool


@dataclass(frozen=True, slots=True)
class HiddenCommitment:
    """The parts of a commitment that the audience may not read but that its numbers need. Nothing here identifies it.

    ``links`` holds the indicators to which it is linked, with strength and the side of the desk that linked them.
    """

    kind: CommitmentKind
    theme: Theme
    responsible_side: Responsible
    agreed_on: str
    verifiable: bool
    text_basis: TextBasis
    weight: float
    halves: tuple[HiddenHalf, ...]
    links: tuple[tuple[str, LinkStrength, str], ...]
    overdue: bool = False
    """Whether it is overdue by what was public before it was hidden; only if the date in force was."""
    due_hidden: bool = False
    """Whether its deadline in force was never public, so that nothing may be said about it."""


@dataclass(frozen=True, slots=True)
class AudienceStates:
    """The states that an audience may read, and what is hidden from it."""

    states: Mapping[str, State]
    hidden: tuple[HiddenCommitment, ...] = ()


def states_for_audience(
    connection: Connection,
    everything: Iterable[Item[Record]],
    audience: Audience,
    states: Mapping[str, State],
    at: TwoDates,
    rules: int,
) -> AudienceStates:
    """Return ``states``, which were folded from what ``audience`` may read, corrected for the withheld entries."""
    if audience.marks is None:
        return AudienceStates(states)
    shown = {name: _with_mark(state, audience) for name, state in states.items()}
    hidden: list[HiddenCommitment] = []
    world: FoldContext | None = None
    for ref, items in _partly_withheld(everything, audience).items():
        world = world or FoldContext(connection, everything=tuple(everything), rules=rules)
        standing = standing_items(items, world, at)
        if ref in shown:
            shown[ref] = _without_superseded(shown[ref], standing, audience)
        elif (state := fold(standing, at.as_of, rules=rules, cited=world.cited(standing))) is not None:
            earlier = [one for one in standing if audience.may_read_content(one.handling, one.seat, marked=False)]
            public = fold(earlier, at.as_of, rules=rules, cited=world.cited(earlier))
            hidden.append(_hidden_commitment(state, public, at.as_of))
    return AudienceStates(shown, tuple(hidden))


def answers_ended_in_secret(items: Iterable[Item[Record]], audience: Audience) -> frozenset[str]:
    """Return the hashes of the answers that an entry withdraws or retracts which the audience may not read.

    What a side withholds neither agrees nor disputes: it cannot leave a withdrawn dispute in the numbers of others.
    """
    if audience.marks is None:
        return frozenset()
    everything = list(items)
    ends = {
        named: item.seat
        for item in everything
        if item.kind in {POSITION_WITHDRAW.name, ENTRY_RETRACT.name}
        and not audience.may_read(item)
        and (named := named_hash(item))
    }
    answers = of_kind(everything, POSITION_TAKE) if ends else []
    return frozenset(item.hash for item in answers if ends.get(item.hash) == item.seat)


def _with_mark(state: State, audience: Audience) -> State:
    """Return the state with the mark in force; the amendment that set it may be withheld."""
    mark = audience.mark_in_force(state.record.id)
    if mark is None:
        return state
    added = replace(state.added, handling=mark.value)
    items = tuple(replace(item, handling=mark.value) if item.hash == added.hash else item for item in state.items)
    wording = added if state.wording.hash == added.hash else state.wording
    record = state.record.model_copy(update={"handling": mark})
    return replace(state, record=record, added=added, items=items, wording=wording)


def _partly_withheld(everything: Iterable[Item[Record]], audience: Audience) -> dict[str, list[Item[Record]]]:
    """Return all entries of each commitment of which the audience may not read every entry, by id."""
    about: dict[str, list[Item[Record]]] = {}
    refs: set[str] = set()
    for item in everything:
        if item.kind in ABOUT_COMMITMENT:
            about.setdefault(item.ref, []).append(item)
            if not audience.may_read(item):
                refs.add(item.ref)
    return {ref: about[ref] for ref in sorted(refs) if any(item.kind == COMMITMENT.name for item in about[ref])}


def _hidden_commitment(state: State, public: State | None, today: str) -> HiddenCommitment:
    """Return the parts that numbers need; ``public`` is the state by entries that were public before it was hidden."""
    record = state.record
    due_known = public is not None and public.record.due_on == record.due_on
    joint = record.responsible_side is Responsible.JOINT
    us = 0.5 if record.share_us is None else float(record.share_us)
    shares = {Side.US: us, Side.MX: 1 - us} if joint else dict.fromkeys(Side, 1.0)
    halves = tuple(
        HiddenHalf(Side(half.side), shares[Side(half.side)], not joint or record.share_us is not None)
        for half in state.in_scope
        if half.status is None or half.status.definition.scored or half.withdrawal_waits
    )
    links = tuple((item.body.indicator, item.body.strength, item.seat) for item in state.links)
    return HiddenCommitment(
        record.kind,
        record.theme,
        record.responsible_side,
        record.agreed_on,
        record.verifiable,
        record.text_basis,
        float(record.weight),
        halves,
        links,
        overdue=due_known and public is not None and timeliness_of(public, today) is Timeliness.OVERDUE,
        due_hidden=record.due_on is not None and not due_known,
    )


def _without_superseded(state: State, standing: Sequence[Item[Record]], audience: Audience) -> State:
    """Return the state in which no status that a withheld entry superseded is the claim in force."""
    statuses = sorted(of_kind(in_force(standing), STATUS_REPORT), key=lambda item: item.order, reverse=True)
    responsible = state.record.responsible_side
    halves = tuple(_half_for_audience(half, statuses, responsible, audience) for half in state.halves)
    if halves == state.halves:
        return state
    kept = {half.side for half in state.in_scope} | {half.side for half in halves if half.not_public}
    return replace(state, halves=halves, in_scope=tuple(half for half in halves if half.side in kept))


def _half_for_audience(
    half: HalfState, statuses: Sequence[Item[StatusReport]], responsible: Responsible, audience: Audience
) -> HalfState:
    """Return the half, without its claim if a withheld statement is in force instead.

    A statement that a desk of the other side recorded never has this effect, so that one side cannot lower the other
    side's numbers by withholding a statement.
    """
    side = Side(half.side)
    own = [
        item
        for item in statuses
        if item.body.speaker in {side, Speaker.JOINT}
        and side in covered_halves(item, responsible)
        and item.seat != side.other
    ]
    shown = half.claim
    current = next((item for item in statuses if shown is not None and item.hash == shown.hash), None)
    taken_back = shown is not None and current is None
    later = bool(own) and not audience.may_read(own[0]) and (current is None or own[0].order > current.order)
    if not later and not taken_back:
        return half
    reading = half.reading if half.reading is not shown else None
    return HalfState(
        half.side,
        None,
        reading,
        None,
        Standing.UNREPORTED,
        None,
        None,
        None,
        (),
        None,
        not_public=True,
        last_public=shown,
    )
