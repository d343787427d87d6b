"""Record what an IATI file leaves out of the register, with the reason, so that nothing is dropped silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem
from accordtrack.i18n import gettext_lazy
from accordtrack.ledger.kinds import PANEL_BREAK, PANEL_RELEASE, PANEL_SERIES, break_id, release_id
from accordtrack.projection.agreements import Standing
from accordtrack.types import LeftOut
from accordtrack.vocabulary import Handling

if TYPE_CHECKING:
    from collections.abc import Collection

    from accordtrack.ledger.indicators import Indicator
    from accordtrack.ledger.records import Commitment
    from accordtrack.projection.agreements import Signed
    from accordtrack.projection.facts import Facts
    from accordtrack.projection.fold import State

_ANSWERS = frozenset({"position.take", "position.withdraw", "answer.ask"})


@dataclass(slots=True)
class Omissions:
    """The omissions so far, one per thing and reason."""

    found: dict[tuple[str, str, str, str], LeftOut] = field(default_factory=dict)

    def add(self, name: str, kind: str, record: str, message: str, /, **values: object) -> None:
        """Record an omission. ``message`` is a message template of the translation catalog, filled with ``values``."""
        self.found.setdefault(
            (kind, name, message, str(values)), LeftOut(name, kind, record, Problem(message, values=values))
        )

    def all(self) -> tuple[LeftOut, ...]:
        """Return all omissions, sorted by kind and id."""
        return tuple(self.found[key] for key in sorted(self.found))


def add_commitment_omissions(left: Omissions, state: State, *, carried: bool) -> None:
    """Record the omitted entries of one commitment; current claims are carried as text, and links as results."""
    name = state.record.id
    claims = {half.claim.hash for half in state.halves if half.claim is not None}
    for item in state.items:
        if item.kind == "commitment.add":
            continue
        message: str | None = gettext_lazy("The record it is about is not in the file")
        if carried:
            message = _omission_reason(item.kind, in_force=item.hash in claims)
        if item.kind == "indicator.link" and carried:
            continue  # recorded together with its indicator
        if message is not None:
            left.add(item.id, item.kind, name, message)


def _omission_reason(kind: str, *, in_force: bool) -> str | None:
    if kind == "status.report":
        return None if in_force else gettext_lazy("Only the responsible side's status in force is in the file")
    if kind in _ANSWERS:
        return gettext_lazy(
            "IATI has no place for answers and disputes; the description says whether the other government agrees"
        )
    if kind == "evidence.add":
        return gettext_lazy(
            "IATI has no place for evidence and its grade; the description gives the grade of the statement"
        )
    if kind.endswith(".amend"):
        return gettext_lazy("The record is given as amended; the amendment, with its reason and date, is not included")
    return gettext_lazy("IATI has no place for an entry of this kind")


def unmapped_commitment_fields(record: Commitment) -> tuple[str, ...]:
    """Return the fields of a commitment that hold a value but have no place in the file, not even as text."""
    presence = {
        "share_us": record.share_us is not None,
        "weight": float(record.weight) != 1,
        "first_due_on": record.first_due_on not in {None, record.due_on},
        "review_rule": bool(record.review_rule),
        "verification": record.verification is not None,
        "wording": record.wording is not None,
        "note": record.note is not None,
        "handling": record.handling is not Handling.CLEAR,
    }
    return tuple(name for name, is_present in presence.items() if is_present)


def unmapped_indicator_fields(body: Indicator) -> tuple[str, ...]:
    """Return the fields of an indicator that only this register's reading and scoring use."""
    values = {
        "family": body.family,
        "unchanged_within": body.unchanged_within,
        "hold": body.hold,
        "max_age_days": body.max_age_days,
        "span": body.span,
        "ratio": body.ratio,
        "path": body.path,
        "guard_of": body.guard_of,
    }
    return tuple(name for name, value in values.items() if value)


@dataclass(frozen=True, slots=True)
class Used:
    """What the file contains: the sources it cites and the bodies and areas it names."""

    sources: Collection[str]
    bodies: Collection[str]
    areas: Collection[str]


def add_remaining_omissions(left: Omissions, facts: Facts, used: Used) -> None:
    """Record the remaining omissions of the register.

    These are events, conflicts, evaluations, goals, the panel, amendments, answers to values, sources that nothing cites, and bodies
    and areas that nothing names.
    """
    nowhere = gettext_lazy("IATI has no place for an entry of this kind")
    whole = (
        ("event.record", facts.events),
        ("conflict.record", facts.conflicts),
        ("conflict.settle", facts.settled),
        ("goal.add", facts.goals),
        ("evaluation.record", facts.evaluations),
    )
    for kind, records in whole:
        for name in records:
            left.add(name, kind, name, nowhere)
    _add_panel_and_agreements(left, facts, nowhere)
    for item in (*facts.amends, *(item for item in facts.answered if item.kind.startswith("position."))):
        left.add(item.id, item.kind, item.ref, _omission_reason(item.kind, in_force=False) or nowhere)
    for name in sorted(set(facts.areas) - set(used.areas)):
        left.add(name, "area.add", name, gettext_lazy("Nothing in the file names it"))
    for name in sorted(set(facts.sources) - set(used.sources)):
        left.add(name, "source.add", name, gettext_lazy("Nothing in the file cites it"))
    for name in sorted(facts.bodies):
        unnamed = gettext_lazy("Nothing in the file names it")
        reason = (
            gettext_lazy("Its name is included; the register has no IATI identifier for it")
            if name in used.bodies
            else unnamed
        )
        left.add(name, "body.add", name, reason)


def _add_panel_and_agreements(left: Omissions, facts: Facts, nowhere: str) -> None:
    for series in facts.panel.series:
        left.add(series, PANEL_SERIES.name, series, nowhere)
    for release in facts.panel.releases:
        left.add(release_id(release), PANEL_RELEASE.name, release.series, nowhere)
    for one in facts.panel.breaks:
        left.add(break_id(one), PANEL_BREAK.name, one.series, nowhere)
    proposals: tuple[Signed[Any], ...] = (*facts.targets, *facts.expected_results)
    for signed in proposals:
        if signed.standing is Standing.AGREED:
            left.add(signed.id, signed.item.kind, signed.item.ref, nowhere)
