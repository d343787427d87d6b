"""The grades in force of the entries of a commitment, as lists and tables show them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.projection.fold import covered_halves, grade_in_force
from accordtrack.projection.grades import evidence_grade

if TYPE_CHECKING:
    from accordtrack.ledger.statements import EvidenceAdd, PositionTake, StatusReport
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item
    from accordtrack.vocabulary import Grade, Side

    Said = Item[StatusReport] | Item[PositionTake]


def grade_of_status(item: Item[StatusReport], state: State, as_of: str | None, half: Side | None = None) -> Grade:
    """Return the grade with which a status counts in a half, or the lowest in those that it covers.

    Its evidence raises it, unless that expired before ``as_of``.
    """
    halves = (half,) if half else covered_halves(item, state.record.responsible_side)
    found = [grade_in_force(item, state.evidence, as_of, one, rules=state.rules, cited=state.cited) for one in halves]
    return min(found, key=attrgetter("rank"), default=item.body.grade)


def grade_of_evidence(item: Item[EvidenceAdd], state: State) -> Grade:
    """Return the best grade that evidence gives to a statement or an answer; under rules 1, the one recorded with it."""
    if state.rules < FIRST_RULES_WITH_WAITING:
        return item.body.grade
    said: list[Said] = [*state.statuses, *state.positions]
    supported = [one for one in said if one.id in item.body.for_ or item.id in one.body.evidence]
    halves = covered_halves(item, state.record.responsible_side)
    found = (evidence_grade(item, supported, state.cited, half) for half in halves)
    return max(found, key=attrgetter("rank"), default=item.body.grade)
