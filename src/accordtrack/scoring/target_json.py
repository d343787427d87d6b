"""Targets, worksheets and expected results as plain values, in the form that ``docs/json.md`` documents."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from accordtrack.ledger.kinds import canonical_body

if TYPE_CHECKING:
    from accordtrack.projection.agreements import Signed
    from accordtrack.scoring.expected_results import ResultReading
    from accordtrack.scoring.target_worksheets import Worksheet

_LISTED = ("indicator", "series", "place", "level_ratio", "by", "baseline", "baseline_to", "released_on", "replaces")


def target_facts(one: Signed[Any]) -> dict[str, Any]:
    """Return a proposed target as plain values."""
    body = canonical_body(one.body)
    return {
        "id": one.id,
        **{name: body[name] for name in _LISTED},
        "standing": one.standing.value,
        "proposed_by": one.by.value,
        "waits_for": one.other.value,
        "days": one.days,
        "on": one.on,
        "hash": one.item.hash,
        "scenarios": [_scenario(told.scenario.value, told.level_ratio, told.changes) for told in one.body.scenarios],
    }


def result_facts(found: ResultReading) -> dict[str, Any]:
    """Return an operation with its definitions and its result as plain values."""
    return {
        "operation": found.operation,
        "verdict": found.verdict.value,
        "ratio": found.ratio,
        "guard_ratio": found.guard_ratio,
        "needs": found.needs,
        "due_on": found.due_on,
        "released_on": found.released_on,
        "definition": found.definition.id if found.definition else None,
        "versions": [
            {
                "id": one.id,
                "hash": one.item.hash,
                "standing": one.standing.value,
                "proposed_by": one.by.value,
                "signed_on": one.signed_on,
                **canonical_body(one.body),
            }
            for one in found.versions
        ],
    }


def worksheet_facts(indicator: str, found: Worksheet) -> dict[str, Any]:
    """Return a worksheet as plain values."""
    years = asdict(found.years)
    named = ("series", "place", "released_on", "sources", "first", "values", "is_rate")
    return {
        "indicator": indicator,
        **{name: years[name] for name in named},
        "baseline": found.scenarios.baseline,
        "baseline_year": found.years.last,
        "unusual_mean": found.scenarios.mean_before if found.scenarios.unusual else None,
        "span": found.scenarios.span,
        "due": found.due,
        "scenarios": [_scenario(name.value, value, n) for name, value, n in found.ratios],
    }


def _scenario(name: str, ratio: float | str | None, n: int | None) -> dict[str, Any]:
    return {"scenario": name, "level_ratio": None if ratio is None else float(ratio), "changes": n or None}
