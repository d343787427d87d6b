"""Days that a commitment gives a calendar: its deadline, as it moved, and the reports that its review rule asks for.

What is agreed is told by the rules of the fold: a day that may not be overdue is none that anybody agreed. A day that
was told once and stands no longer is given too, so that it can be taken out of calendars that have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import COMMITMENT_AMEND
from accordtrack.projection.amendments import amended
from accordtrack.projection.review_rules import coming
from accordtrack.store.items import of_kind
from accordtrack.vocabulary import CommitmentKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item

AHEAD = 8
"""Reports to come that are told of one rule."""
_REPLACED = 8
"""Rules no longer in force whose days are looked for: a rule that never holds takes a quarter of a second to look through."""


@dataclass(frozen=True, slots=True)
class Move:
    """An amendment in force that set another deadline; ``new`` is None where it took the deadline away."""

    item: Item[RecordAmend]
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day, ISO. ``stands``: whether it is still owed, or kept; one that does not was told before."""

    on: str
    agreed: bool
    stands: bool
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class _Version:
    """The record as it was added, or after the amendment ``item``."""

    item: Item[RecordAmend] | None
    record: Commitment
    firm: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """A review rule, the amendment that set it if one did, and the day another took its place."""

    text: str
    by: Item[RecordAmend] | None
    until: str | None


def deadline(state: State, *, every: bool) -> CalendarDay | None:
    """The deadline in force; of ``every`` one those too that nobody agreed. Else the last one that was, as one that left."""
    versions, owed = _versions(state), state.record.kind == CommitmentKind.COMMITMENT
    moves = tuple(
        Move(now.item, before.record.due_on, now.record.due_on)
        for before, now in pairwise(versions)
        if now.item is not None and before.record.due_on not in {None, now.record.due_on}
    )
    due, agreed = state.record.due_on, state.due_firm and owed
    if due and (agreed or every):
        return CalendarDay(str(due), agreed, not state.withdrawn, moves)
    told = [one for one in versions[:-1] if one.record.due_on and ((one.firm and owed) or every)]
    return CalendarDay(str(told[-1].record.due_on), told[-1].firm and owed, stands=False, moves=moves) if told else None


def reports(state: State, as_of: str, *, every: bool) -> tuple[CalendarDay, ...]:
    """The next reports of the rule in force from ``as_of`` on, and the days to come of one that no longer asks for them.

    Of ``every`` rule, or of agreed ones alone.
    """
    begun, ended = str(state.record.agreed_on), _ended(state)
    days: dict[str, CalendarDay] = {}
    for rule in reversed(_rules(_versions(state))[-_REPLACED:]):
        until, agreed = rule.until or ended, _rule_agreed(state, rule.by)
        never = rule.until is None and until is not None and rule.by is not None and rule.by.body.said_on > until
        if never or not (agreed or every):
            continue
        for day in coming(rule.text, begun, until or as_of, AHEAD):
            if day >= as_of:
                days.setdefault(day, CalendarDay(day, agreed, stands=until is None))
    return tuple(days[day] for day in sorted(days))


def _ended(state: State) -> str | None:
    """The day of the words that ended what was owed; None while something is owed."""
    if not (state.done or state.withdrawn):
        return None
    return max((str(half.claim.body.said_on) for half in state.halves if half.claim), default=None)


def _rules(versions: Sequence[_Version]) -> list[_Rule]:
    """The review rules that were in force, the one that is in force last."""
    found: list[_Rule] = []
    text = versions[0].record.review_rule
    by: Item[RecordAmend] | None = None
    for version in versions[1:]:
        if version.record.review_rule == text or version.item is None:
            continue
        if text is not None:
            found.append(_Rule(text, by, version.item.body.said_on))
        text, by = version.record.review_rule, version.item
    return found if text is None else [*found, _Rule(text, by, None)]


def _rule_agreed(state: State, by: Item[RecordAmend] | None) -> bool:
    """Whether a rule came with the commitment, or was set by the side that alone owes it: anybody may amend a rule."""
    if state.record.kind != CommitmentKind.COMMITMENT or "review_rule" in state.record.inferred:
        return False
    return by is None or (by.official and by.body.speaker.value == state.record.responsible_side.value)


def _versions(state: State) -> list[_Version]:
    """The record as it was added, then after each amendment, in the order in which the fold takes them."""
    found = sorted(of_kind(state.items, COMMITMENT_AMEND), key=lambda item: item.order)
    answers = [item for item in state.positions if item.hash not in state.withdrawn_positions]
    versions = [_Version(None, state.added.body, firm=amended(state.added, (), ()).due_firm)]
    for count, item in enumerate(found, start=1):
        held = amended(state.added, found[:count][::-1], answers)
        versions.append(_Version(item, held.record, held.due_firm))
    return versions
