"""Conversion of a folded half to the statements that scoring reads (method, section 2)."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from accordtrack.projection.fold import support, supporting
from accordtrack.scoring.statements import Answer, HalfStatements, Said
from accordtrack.statuses import Status
from accordtrack.vocabulary import Basis, Grade, Side, Speaker, Stance, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.store.items import Item

    Spoken = Item[StatusReport] | Item[PositionTake]

_SIDES = words(Side)


def half_statements(state: State, half: HalfState, as_of: str) -> HalfStatements:
    """Return the claim, the answer, the other side's reading and an observer's status of one half."""
    side = _SIDES[half.side]
    claim = half.claim
    other = half.reading
    own = other is not None and other.body.speaker.side is side.other
    answers = claim is not None and other is not None and own and other.body.said_on >= claim.body.said_on
    observer = next((item for item in state.statuses if item.body.speaker is Speaker.OBS and _covers(item, side)), None)
    return HalfStatements(
        side,
        claim=_said(claim, half.grade or Grade.CLAIMED) if claim is not None else None,
        answer=_answer(state, half.answer, as_of) if half.answer is not None else None,
        other=_said(other, grade_of(state, other, other.body.grade, as_of)) if other is not None and answers else None,
        observer=_said(observer, grade_of(state, observer, observer.body.grade, as_of))
        if observer is not None
        else None,
        recorded_by=_recorded_by(state, (claim, half.answer, other if answers else None, observer), as_of),
        other_unclaimed=claim is None and own,
    )


def _recorded_by(state: State, said: Iterable[Spoken | None], as_of: str) -> frozenset[str]:
    """Return the sides whose desk recorded one of these statements, or evidence for it, for another speaker."""
    spoken = [item for item in said if item is not None]
    items: list[Spoken | Item[EvidenceAdd]] = [*spoken]
    if state.evidence:
        items += [one for item in spoken for one in supporting(item, state.evidence, as_of)]
    return frozenset(item.seat for item in items if item.seat in _SIDES and item.seat != item.body.speaker)


def grade_of(state: State, item: Spoken, own: Grade, as_of: str) -> Grade:
    """Return the ``own`` grade of a statement or answer, raised by its evidence that has not expired."""
    return max((own, *support(item, state.evidence, as_of)), key=attrgetter("rank"))


def _covers(item: Item[StatusReport], side: Side) -> bool:
    return item.body.half in {None, side}


def _said(item: Item[StatusReport], grade: Grade) -> Said:
    body = item.body
    return Said(
        body.status,
        grade,
        body.effective_on,
        body.said_on,
        reading=body.basis is Basis.READING,
        official=item.official,
        id=item.id,
        by=item.seat,
    )


def _answer(state: State, item: Item[PositionTake], as_of: str) -> Answer:
    proposed = item.body.proposed_status
    return Answer(
        concurs=item.body.stance is Stance.CONCUR,
        grade=grade_of(state, item, Grade.CLAIMED, as_of),
        effective_on=item.body.effective_on,
        said_on=item.body.said_on,
        proposes=None if proposed is Status.WITHDRAWN else proposed,
        id=item.id,
    )
