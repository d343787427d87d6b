"""The results chains of a commitment and the evaluations about it, as plain values of ``docs/json.md``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.i18n import sides
from accordtrack.ledger.kinds import canonical_body

if TYPE_CHECKING:
    from accordtrack.scoring.results_chains import GradedChain, ResultsEvidence
    from accordtrack.scoring.series import Point


def results_as_json(found: ResultsEvidence) -> dict[str, Any]:
    """Return the chains with their grades, and the evaluations; those of one group answer or replace each other."""
    return {
        "chains": [_chain(one) for one in found.chains],
        "evaluations": [
            {"group": number, "superseded": one.id in group.superseded, "record": canonical_body(one)}
            for number, group in enumerate(found.evaluations, start=1)
            for one in group.members
        ],
    }


def _chain(one: GradedChain) -> dict[str, Any]:
    standing, found = one.standing, one.contribution
    better = {act.event: act.better for act in found.stands_out}
    return {
        "id": standing.id,
        "hash": standing.entry,
        "feed": standing.feed,
        "side": standing.side,
        "agreed": standing.is_agreed,
        "concur": sides(standing.concur),
        "grade": found.grade,
        "ground": found.ground,
        "lag_months": found.lag,
        "readable_from": found.readable_from,
        "due_on": found.due_on,
        "answerable_on": found.answerable_on,
        "first": _value(found.first),
        "last": _value(found.last),
        "compared": [
            {"event": event, "verdict": reading.verdict, "better": better.get(event)} for event, reading in one.compared
        ],
        "evaluations": list(found.evaluations),
        "record": canonical_body(one.chain),
    }


def _value(found: Point | None) -> dict[str, Any] | None:
    return None if found is None else {"start": found.start, "end": found.end, "value": found.value}
