"""Calendar days of a commitment: its deadline, with its moves, and the reports that its review rule asks for.

A day counts as agreed by the rules of the fold: one that cannot become overdue was not agreed. Days that no longer
stand are included, so that calendars can remove them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from accordtrack.ledger.kinds import COMMITMENT_AMEND
from accordtrack.projection.amendments import apply_amendments
from accordtrack.projection.review_rules import coming_days
from accordtrack.store.items import of_kind
from accordtrack.vocabulary import CommitmentKind, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.ledger.records import Commitment
    from accordtrack.ledger.statements import RecordAmend
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item

CONTESTED = frozenset({Standing.DISPUTED, Standing.DIVERGENT})
"""Standings of a half about which two statements differ."""
AHEAD = 8
"""Number of coming reports listed for one rule."""
_REPLACED = 8
"""Number of replaced rules to check. A rule that never matches takes a quarter of a second to search."""


@dataclass(frozen=True, slots=True)
class Move:
    """An amendment in force that moved the deadline. ``new`` is None if it removed the deadline."""

    item: Item[RecordAmend]
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A calendar day in ISO format. ``stands``: still owed or kept; false for a day that no longer applies."""

    on: str
    agreed: bool
    stands: bool
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class _Version:
    """The record as it was added (``item`` None), or after the amendment ``item``."""

    item: Item[RecordAmend] | None
    record: Commitment
    firm: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """A review rule, the amendment that set it (if any), and the day on which another replaced it."""

    text: str
    by: Item[RecordAmend] | None
    until: str | None


def deadline(state: State, *, every: bool) -> CalendarDay | None:
    """Return the deadline in force, or else the last one, with ``stands`` false. ``every`` includes dates not agreed."""
    versions, owed = _versions(state), state.record.kind == CommitmentKind.COMMITMENT
    moves = tuple(
        Move(now.item, before.record.due_on, now.record.due_on)
        for before, now in pairwise(versions)
        if now.item is not None and before.record.due_on not in {None, now.record.due_on}
    )
    due, agreed = state.record.due_on, state.due_firm and owed
    if due and (agreed or every):
        return CalendarDay(str(due), agreed, not state.withdrawn, moves)
    dated_versions = [one for one in versions[:-1] if one.record.due_on and ((one.firm and owed) or every)]
    return (
        CalendarDay(str(dated_versions[-1].record.due_on), dated_versions[-1].firm and owed, stands=False, moves=moves)
        if dated_versions
        else None
    )


def is_completed(state: State) -> bool:
    """Whether it is done, and neither the other side disputes that nor another statement of its own side says otherwise."""
    return state.done and not any(half.standing in CONTESTED for half in state.in_scope)


def report_days(state: State, as_of: str, *, every: bool) -> tuple[CalendarDay, ...]:
    """Return the next reports under the rule in force from ``as_of`` on, and coming days of rules that ended."""
    begun, ended = str(state.record.agreed_on), _ended_on(state)
    days: dict[str, CalendarDay] = {}
    for rule in reversed(_rules(_versions(state))[-_REPLACED:]):
        until, agreed = rule.until or ended, _is_rule_agreed(state, rule.by)
        never = rule.until is None and until is not None and rule.by is not None and rule.by.body.said_on > until
        if never or not (agreed or every):
            continue
        for day in coming_days(rule.text, begun, until or as_of, AHEAD):
            if day >= as_of:
                days.setdefault(day, CalendarDay(day, agreed, stands=until is None))
    return tuple(days[day] for day in sorted(days))


def _ended_on(state: State) -> str | None:
    """Return the day of the statement that ended the obligation; None while something is owed, or may be."""
    if not (is_completed(state) or state.withdrawn):
        return None
    return max((str(half.claim.body.said_on) for half in state.halves if half.claim), default=None)


def _rules(versions: Sequence[_Version]) -> list[_Rule]:
    """Return the review rules in the order in which they were in force; the current one comes last."""
    rules: list[_Rule] = []
    text = versions[0].record.review_rule
    by: Item[RecordAmend] | None = None
    for version in versions[1:]:
        if version.record.review_rule == text or version.item is None:
            continue
        if text is not None:
            rules.append(_Rule(text, by, version.item.body.said_on))
        text, by = version.record.review_rule, version.item
    return rules if text is None else [*rules, _Rule(text, by, None)]


def _is_rule_agreed(state: State, by: Item[RecordAmend] | None) -> bool:
    """Whether a rule came with the commitment or from the side that alone owes it. Any desk may amend a rule."""
    given_with = state.added.body if by is None else state.record
    if state.record.kind != CommitmentKind.COMMITMENT or "review_rule" in given_with.inferred:
        return False
    return by is None or (by.official and by.body.speaker.value == state.record.responsible_side.value)


def _versions(state: State) -> list[_Version]:
    """Return the record as it was added, then after each amendment, in the order of the fold."""
    found = sorted(of_kind(state.items, COMMITMENT_AMEND), key=lambda item: item.order)
    answers = [item for item in state.positions if item.hash not in state.withdrawn_positions]
    versions = [_Version(None, state.added.body, firm=apply_amendments(state.added, (), ()).due_firm)]
    for count, item in enumerate(found, start=1):
        before = [one for one in state.withheld_amends if one.order < item.order]
        result = apply_amendments(state.added, found[:count][::-1], answers, rules=state.rules, withheld=before)
        versions.append(_Version(item, result.record, result.due_firm))
    return versions
