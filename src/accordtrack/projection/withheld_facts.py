"""Facts about withheld entries that an audience's numbers and pages need: that something is withheld, never what.

Hiding never improves a number. A commitment that is not public stays in the denominators and earns nothing. A half whose
statement in force is not public earns nothing either, and its last public status is shown as such. What the other side
said in public goes on standing (``docs/method.md``, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import COMMITMENT_AMEND, STATUS_REPORT
from accordtrack.projection.answers import Answers
from accordtrack.projection.fold import HalfState, covered_halves, fold, is_position, timeliness_of
from accordtrack.projection.marks import ABOUT_COMMITMENT
from accordtrack.store.items import CLOCK, as_of_dates, in_force, is_kind, of_kind
from accordtrack.vocabulary import Responsible, Side, Speaker, Stance, Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.statements import PositionTake, StatusReport
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.authorization import FoldContext
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
    was_public: bool = False
    """Whether these readers could read it before it was hidden."""


@dataclass(frozen=True, slots=True)
class AudienceStates:
    """The states that an audience may read, and what is hidden from it."""

    states: Mapping[str, State]
    hidden: tuple[HiddenCommitment, ...] = ()


def states_for_audience(
    world: FoldContext,
    audience: Audience,
    states: Mapping[str, State],
    whole: Mapping[str, Sequence[Item[Record]]],
    at: TwoDates,
) -> AudienceStates:
    """Return ``states``, which were folded from what ``audience`` may read, corrected for the withheld entries.

    ``whole`` are all standing entries of the records that it may read only in part.
    """
    if audience.marks is None:
        return AudienceStates(states)
    shown = {name: _with_mark(state, audience) for name, state in states.items()}
    hidden: list[HiddenCommitment] = []
    for ref in sorted(whole):
        items = as_of_dates((item for item in whole[ref] if item.kind in ABOUT_COMMITMENT), at)
        state = fold(items, at.as_of, rules=world.rules, cited=world.cited(items)) if items else None
        if state is None:
            continue
        if ref in shown:
            current = _without_ended_answers(shown[ref], state, world, audience, at)
            shown[ref] = _without_superseded(current, items, audience)
        else:
            earlier = [one for one in items if audience.may_read_content(one.handling, one.seat, marked=False)]
            later = [one for one in of_kind(items, COMMITMENT_AMEND) if one not in earlier]
            public = fold(earlier, at.as_of, rules=world.rules, cited=world.cited(earlier), withheld=later)
            hidden.append(_hidden_commitment(state, public, at.as_of))
    return AudienceStates(shown, tuple(hidden))


def states_of_first_method(states: Mapping[str, State]) -> dict[str, State]:
    """Return states as scorecards under method AT-1.0.0 show them.

    A half that is not public has no dispute, and nothing says that a statement was taken back.
    """
    shown = {name: _without_retractions(state) if state.retractions else state for name, state in states.items()}
    return {
        name: _undisputed(state) if any(h.not_public for h in state.halves) else state for name, state in shown.items()
    }


def _without_retractions(state: State) -> State:
    halves = tuple(replace(half, taken_back=None) for half in state.halves)
    in_scope = tuple(replace(half, taken_back=None) for half in state.in_scope)
    return replace(state, halves=halves, in_scope=in_scope, retractions=())


def _undisputed(state: State) -> State:
    halves = tuple(
        replace(half, answer=None, standing=Standing.UNREPORTED, proposes=None, rivals=(), stands_from=None)
        if half.not_public and half.standing is not Standing.UNREPORTED
        else half
        for half in state.halves
    )
    kept = {half.side for half in state.in_scope}
    return replace(state, halves=halves, in_scope=tuple(half for half in halves if half.side in kept))


def _without_ended_answers(state: State, whole: State, world: FoldContext, audience: Audience, at: TwoDates) -> State:
    """Return a state without the answers and readings that withheld entries of their side replaced.

    Such an answer neither agrees nor disputes any longer. ``whole`` is the state by all entries.
    """
    while ended := {one.hash for half in state.halves if (one := _ended_answer(half, state, whole, audience))}:
        every = (*state.items, *state.waiting, *state.retractions)
        items = {item.hash: item for item in every if item.hash not in ended}
        kept = list(items.values())
        again = fold(kept, at.as_of, rules=world.rules, cited=world.cited(kept), withheld=state.withheld_amends)
        if again is None:
            break
        state = replace(again, record=state.record, added=state.added, wording=state.wording)
    return state


def _ended_answer(
    half: HalfState, state: State, whole: State, audience: Audience
) -> Item[StatusReport] | Item[PositionTake] | None:
    """Return the answer or reading that decides the standing of a half, unless it does so by all entries too.

    One that its side only repeated goes on standing, and so does a joint statement. So does a dispute that a withheld
    concurrence settles: a side cannot take the other side's words from these readers by agreeing in secret.
    """
    answer, claim = _deciding_answer(half), half.claim
    now = next((one for one in whole.halves if one.side == half.side), None)
    if answer is None or claim is None or now is None or now.claim is None or now.claim.hash != claim.hash:
        return None
    last = _deciding_answer(now)
    same = last is not None and _agrees(last, claim) is _agrees(answer, claim)
    if same and not _spoke_since(answer, state, whole, audience):
        return None
    settled = () if now.settled_by is None else Answers(whole.items).chain(now.settled_by)
    joint = (one for one in whole.statuses if one.is_joint)
    standing = {one.hash for one in (last, *settled, *joint) if one is not None}
    return None if answer.hash in standing else answer


def _deciding_answer(half: HalfState) -> Item[StatusReport] | Item[PositionTake] | None:
    """Return the other side's answer or reading that decides the standing of a half; None if it gave none to the claim."""
    found = half.answer or half.stands_from or half.reading
    return found if half.standing not in {Standing.UNREPORTED, Standing.UNANSWERED, Standing.ASKED} else None


def _agrees(word: Item[StatusReport] | Item[PositionTake], claim: Item[StatusReport]) -> bool:
    """Whether an answer or a reading agrees with a claim."""
    if is_position(word):
        return word.body.stance is Stance.CONCUR
    return is_kind(word, STATUS_REPORT) and word.body.status is claim.body.status


def _spoke_since(
    answer: Item[StatusReport] | Item[PositionTake], state: State, whole: State, audience: Audience
) -> bool:
    """Whether the side said something else in public after an answer, which is not in the state because it ended."""
    kept = {one.hash for one in (*state.statuses, *state.positions)}
    words: list[Item[StatusReport] | Item[PositionTake]] = [*whole.statuses, *whole.positions]
    return any(
        one.body.speaker is answer.body.speaker
        and CLOCK(one) > CLOCK(answer)
        and one.hash not in kept
        and audience.may_read(one)
        for one in words
    )


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
        was_public=public is not None,
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
    return half.without_claim() if later or taken_back else half
