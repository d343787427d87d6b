"""Proposals of targets and expected results for both sides to sign, and the worksheet that a target rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.types.intents import Propose
from accordtrack.vocabulary import Responsible, ScenarioName
from accordtrack.wording import parse_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet


def worksheet_of(scores: ScoreAccess, indicator: str, series: str | None, place: str | None) -> Worksheet:
    """Return the worksheet of an indicator. Series and place default to those of its last proposal."""
    record = scores.facts.indicators.get(indicator)
    if record is None:
        raise Refused(_unknown_indicator_problem(scores, indicator))
    last = next((one.body for one in reversed(scores.facts.targets) if one.body.indicator == indicator), None)
    held = [one.id for one in scores.facts.panel.series.values() if one.indicator == indicator]
    chosen = series or (last.series if last else held[0] if len(held) == 1 else None)
    if chosen is None:
        advice = "Name the panel series that measures it (--series). accordtrack panel lists them."
        raise Refused(Problem("{id} has no panel series of its own", advice, "series", {"id": indicator}, usage=True))
    side = None if record.side is Responsible.JOINT else record.side.value
    where = place or (last.place if last else None) or record.place or side
    if where is None:
        raise Refused(Problem("A place is needed", "Name a country or state, such as MX-SIN.", "place", usage=True))
    series_held = scores.facts.panel.series.get(chosen)
    if series_held is not None and series_held.direction is not record.direction:
        values = {"series": chosen, "id": indicator}
        advice = "Name a series with the same good direction."
        raise Refused(Problem("The series {series} does not have the good direction of {id}", advice, "series", values))
    return scores.panel_years.worksheet(chosen, where)


def _unknown_indicator_problem(scores: ScoreAccess, name: str) -> Problem:
    near = nearest(name, list(scores.facts.indicators))
    values = {"id": shorten(sanitize_line(name), 40), "y": near or ""}
    if near:
        return Problem("No indicator {id}; did you mean {y}?", "", "", values, usage=True)
    return Problem("No indicator {id}", "accordtrack show ID lists those of a commitment.", "", values, usage=True)


def proposed_ratio(found: Worksheet, ratio: str | None, value: str | None, scenario: str | None) -> str:
    """Return the proposed ratio as text. Raise ``Refused`` unless exactly one of the three is given."""
    if sum(one is not None for one in (ratio, value, scenario)) != 1:
        advice = "Give one of the three. The program recommends none."
        raise Refused(Problem("A target needs one ratio, value or scenario", advice, usage=True))
    if ratio is not None:
        return ratio
    if value is not None:
        try:
            return decimal_text(float(value) / found.scenarios.baseline)
        except (ValueError, ZeroDivisionError):
            raise Refused(
                Problem(
                    '"{value}" is not a number',
                    "Write digits with a decimal point: 41.5",
                    "value",
                    {"value": value},
                    usage=True,
                )
            ) from None
    name = parse_term(ScenarioName, str(scenario), "scenario", "scenario")
    if isinstance(name, Problem):
        raise Refused(name)
    suggested = next(one for known, one, _n in found.ratios if known == name)
    if suggested is None:
        raise Refused(Problem("Too few changes are known for this scenario", "Choose another one.", "scenario"))
    return decimal_text(suggested)


def decimal_text(value: float) -> str:
    """Return a ratio or value as signed: with at most six decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def proposed_target(
    scores: ScoreAccess,
    indicator: str,
    found: Worksheet,
    ratio: str,
    by: str,
    reason: str | None,
    sources: Sequence[str],
) -> Propose:
    """Return the proposal of a target, with the worksheet that it rests on and the proposal that it replaces."""
    years, numbers = found.years, found.scenarios
    fields: dict[str, Any] = {
        "indicator": indicator,
        "series": years.series,
        "place": years.place,
        "released_on": years.released_on,
        "source": years.sources[0],
        "baseline": decimal_text(numbers.baseline),
        "baseline_from": f"{years.last}-01-01",
        "baseline_to": f"{years.last}-12-31",
        "mean_before": decimal_text(numbers.mean_before) if numbers.unusual else None,
        "span": decimal_text(numbers.span),
        "scenarios": [
            {"scenario": name.value, "level_ratio": None if value is None else decimal_text(value), "changes": n or 0}
            for name, value, n in found.ratios
        ],
        "level_ratio": ratio,
        "by": by,
        "sources": list(sources),
    }
    return Propose(
        kind="target.propose", fields=fields, reason=reason, replaces=scores.replaced_by_new_target(indicator)
    )


def expected_result(scores: ScoreAccess, fields: Mapping[str, Any], reason: str | None) -> Propose:
    """Return the proposal of an expected result, with the one that it replaces.

    Raise ``Refused`` if it could never be read from the panel.
    """
    scores.refuse_unreadable_result(fields)
    replaces = scores.replaced_by_new_result(str(fields["operation"]))
    return Propose(kind="result.expect", fields=fields, reason=reason, replaces=replaces)
