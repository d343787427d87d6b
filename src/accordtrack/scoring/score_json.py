"""The score as one JSON object (``docs/json.md``), with numbers as computed, and null if not assessable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING
from accordtrack.scoring.ladder import FLOOR
from accordtrack.statuses import BY_RANK
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.scoring.indicator import IndicatorResult
    from accordtrack.scoring.ladder import Points
    from accordtrack.scoring.results import Commitment, NodeScore, Score
    from accordtrack.scoring.rollup import NodeResult
    from accordtrack.scoring.trend import Moved, TrendResult

    Json = dict[str, Any]


def as_json(score: Score) -> Json:
    """Return the object that ``accordtrack score --format json`` prints."""
    at = score.inputs.at
    return {
        "method": score.method.method,
        "own_method": score.method.own,
        "parameters_sha256": score.method.sha256,
        "inputs_sha256": score.inputs.sha256,
        "as_of": at.as_of,
        "known_on": at.known_on,
        "facts_until": score.inputs.facts_until,
        "targets": "all" if score.inputs.choice.all_targets else "agreed",
        "texts": "all" if score.inputs.choice.all_texts else "scored",
        "by": score.by,
        "overall": _node_of(score, score.overall),
        "groups": [_node_of(score, group) for group in score.groups],
        "sides": _sides(score),
        "commitments": [leaf_json(one) for one in score.commitments],
        "not_scored": [{"id": one.commitment, "reason": one.reason} for one in score.inputs.not_scored],
    }


def _node_of(score: Score, found: NodeScore) -> Json:
    return node_json(found, dual_control=score.inputs.rules >= FIRST_RULES_WITH_WAITING)


def node_json(found: NodeScore, *, dual_control: bool = True) -> Json:
    """Return one node: its three numbers, each with its own coverage. ``dual_control`` adds what rules 2 count."""
    return {
        "id": found.id,
        "n": found.n,
        "commitments": found.commitments,
        "delivery": _delivery(found, dual_control=dual_control),
        "trend": _trend(found.trend, dual_control=dual_control),
        "attainment": _attainment(found),
        "standing": dict(found.standing),
        "flags": list(found.flags),
        "assessed_only": bool(found.attainment and found.attainment.is_assessed_only),
        **({} if found.late is None else {"late_entries": found.late}),
    }


def _delivery(found: NodeScore, *, dual_control: bool) -> Json | None:
    result = found.delivery
    if result is None:
        return None
    return {
        **_common_fields(result),
        "face": result.face,
        "stated": _by_status(found.stated),
        "read": _by_status(found.read),
        "assessed_only": result.is_assessed_only,
        "observed": found.observed,
        **({"observed_alone": _by_status(found.observed_alone)} if dual_control else {}),
        **_ends(found.delivery_ends),
    }


def _attainment(found: NodeScore) -> Json | None:
    result = found.attainment
    if result is None:
        return None
    return {
        **_common_fields(result),
        "face": result.face,
        "printable": found.printable,
        "results_usable": found.usable,
        "balanced": result.balanced_score,
        "shortfalls": [{"id": name, "points": points} for name, points in sorted(result.shortfalls.items())],
        "coverage": result.coverage,
        "cap": found.mix.cap if found.mix else None,
        "capped": dict(found.mix.capped) if found.mix else {},
        "expected": found.mix.expected if found.mix else None,
        "evidence": dict(found.mix.evidence) if found.mix else {},
        "contributions": [{"id": name, "points": points} for name, points in sorted(found.contributions.items())],
        **_ends(found.attainment_ends),
    }


def _ends(results: tuple[NodeResult | None, NodeResult | None] | None) -> Json:
    zero, one = results or (None, None)
    return {"for_share_0": zero.score if zero else None, "for_share_1": one.score if one else None}


def _common_fields(result: NodeResult) -> Json:
    return {
        "score": result.score,
        "assessed_score": result.assessed_score,
        "lo": result.lo,
        "hi": result.hi,
        "assessed": result.assessed,
        "low_bound": result.low_bound,
        "high_bound": result.high_bound,
    }


def _trend(trend: TrendResult | None, *, dual_control: bool) -> Json | None:
    if trend is None:
        return None
    return {
        "score": trend.score,
        "base": trend.base,
        **({"base_id": trend.base_id} if dual_control else {}),
        "improved": trend.improved_count,
        "worsened": trend.worsened_count,
        "unchanged": trend.unchanged_count,
        "unmeasured": trend.unmeasured_count,
        "begin_late": trend.late_count,
        "themes": trend.themes,
        "measured_themes": trend.measured_themes,
        "families": trend.families,
        "measured_families": trend.measured_families,
        "series": [_movement(one) for one in trend.moved],
    }


def _movement(one: Moved) -> Json:
    pair = one.pair
    return {
        "indicator": one.gauge.id,
        "series": one.series,
        "about": one.gauge.side,
        "first": pair.first.value if pair else None,
        "last": pair.last.value if pair else None,
        "from": pair.first.end if pair else None,
        "to": pair.last.end if pair else None,
        "rate": one.rate,
        "t": one.t,
        "word": one.word,
        "reason": one.reason,
    }


def _sides(score: Score) -> Json:
    gap = score.attainment_sides
    sides = gap if score.is_comparable else None  # A gap that may not be printed is not in the JSON either
    found: Json = {str(side): _node_of(score, score.sides[side]) if side in score.sides else None for side in Side}
    return {
        **found,
        "gap": sides.gap if sides else None,
        "gap_lo": sides.gap_lo if sides else None,
        "gap_hi": sides.gap_hi if sides else None,
        "index": sides.index if sides else None,
        "comparable": score.is_comparable,
        "why_not": list(score.reasons_not_comparable),
        "phi": {"US": gap.us.phi, "MX": gap.mx.phi} if gap else None,
        "shared_themes": list(score.shared_themes),
        "shared_gap": score.shared.gap if sides and score.shared else None,
    }


def leaf_json(one: Commitment) -> Json:
    """Return one leaf: its delivery, its ladder and its points."""
    result, delivery = one.result, one.delivery
    return {
        "id": one.owed.commitment,
        "half": str(one.owed.half) if one.owed.half else None,
        "side": str(one.owed.side),
        "theme": one.owed.theme,
        "weight": one.owed.weight,
        "standing": one.owed.standing,
        "delivery": delivery.score,
        "delivery_lo": delivery.lo,
        "delivery_hi": delivery.hi,
        "delivery_face": delivery.face,
        "delivery_flags": list(one.delivery_flags),
        "score": result.score,
        "signed": result.signed,
        "lo": result.lo,
        "hi": result.hi,
        "face": result.face,
        "cap": result.cap,
        "expected": result.expected,
        "coverage": result.coverage,
        "view_US": result.view_us,
        "view_MX": result.view_mx,
        "flags": list(result.flags),
        "indicators": [_indicator(item) for item in result.indicators],
        "points": [_points(line) for line in result.points],
    }


def _indicator(item: IndicatorResult) -> Json:
    return {
        "id": item.indicator.id,
        "level": str(item.indicator.level),
        "weight": item.indicator.weight,
        "baseline": item.indicator.baseline,
        "baseline_on": item.indicator.t0,
        "target": item.indicator.target,
        "target_by": item.indicator.t1,
        "raw": item.raw,
        "p": item.p,
        "ps": item.ps,
        "pe": item.pe,
        "lo": item.lo,
        "hi": item.hi,
        "grade": str(item.grade) if item.grade is not None else None,
        "pace": item.pace,
        "expected": item.expected,
        "flags": list(item.flags),
    }


def _points(line: Points) -> Json:
    if line.indicator == FLOOR:
        return {FLOOR: line.points}
    return {
        "indicator": line.indicator,
        "measured": line.measured,
        "not_held": line.not_held,
        "not_evidenced": line.not_evidenced,
        "points": line.points,
    }


def _by_status(counts: Mapping[str, int]) -> Json:
    return {str(status): counts.get(str(status), 0) for status in BY_RANK}
