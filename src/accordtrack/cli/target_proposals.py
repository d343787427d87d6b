"""The verbs that propose what both sides sign: a target of an indicator, and the expected result of an operation."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import shared_options, write_command
from accordtrack.cli.session import global_options, open_desk, parse_day
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.i18n import tr
from accordtrack.types.intents import Propose
from accordtrack.vocabulary import Bound, Responsible, ScenarioName
from accordtrack.wording import parse_term

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet
    from accordtrack.service import Desk


def register(verbs: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    add_verb(
        verbs,
        "propose",
        propose,
        tr("propose a target, as a ratio to the baseline"),
        tr(
            "Proposes a target from the worksheet: a ratio, a value, or one of its scenarios. The other side accepts it "
            "with concur, declines it with dispute, or proposes another. Only what both sides signed is agreed."
        ),
        free=True,
    )
    add_verb(
        verbs,
        "expect",
        expect,
        tr("propose the expected result of an operation, before it starts"),
        tr(
            "Proposes the result that is expected of an operation: series, place, window, threshold and guard. Both sides "
            "sign before the start; afterwards it is read, and never changed unseen."
        ),
    )


def series_option() -> OptionInfo:
    """Return the option for a panel series."""
    return option("--series", tr("SERIES"), tr("The panel series; that of the last proposal if omitted."))


def place_option() -> OptionInfo:
    """Return the option for a place."""
    return option("--place", tr("PLACE"), tr("Country or state: MX, MX-SIN; that of the indicator if omitted."))


def worksheet_of(scores: ScoreAccess, indicator: str, series: str | None, place: str | None) -> Worksheet:
    """Return the worksheet of an indicator. Series and place are those given, or those of its last proposal."""
    record = scores.facts.indicators.get(indicator)
    if record is None:
        raise Refused(_unknown_indicator_problem(scores, indicator))
    last = next((one.body for one in reversed(scores.facts.targets) if one.body.indicator == indicator), None)
    held = [one.id for one in scores.facts.panel.series.values() if one.indicator == indicator]
    chosen = series or (last.series if last else held[0] if len(held) == 1 else None)
    if chosen is None:
        advice = "Name the panel series that measures it: --series"
        raise Refused(Problem("{id} has no panel series of its own", advice, "", {"id": indicator}, usage=True))
    side = None if record.side is Responsible.JOINT else record.side.value
    where = place or (last.place if last else None) or record.place or side
    if where is None:
        raise Refused(Problem("A place is needed", "Name a country or state: --place MX-SIN", usage=True))
    series_held = scores.facts.panel.series.get(chosen)
    if series_held is not None and series_held.direction is not record.direction:
        values = {"series": chosen, "id": indicator}
        advice = "Name a series with the same good direction: --series"
        raise Refused(Problem("The series {series} does not have the good direction of {id}", advice, "", values))
    return scores.panel_years.worksheet(chosen, where)


def _unknown_indicator_problem(scores: ScoreAccess, name: str) -> Problem:
    near = nearest(name, list(scores.facts.indicators))
    values = {"id": shorten(sanitize_line(name), 40), "y": near or ""}
    if near:
        return Problem("No indicator {id}; did you mean {y}?", "", "", values, usage=True)
    return Problem("No indicator {id}", "accordtrack show ID lists those of a commitment.", "", values, usage=True)


def propose(
    ctx: typer.Context,
    indicator: Annotated[str, argument(tr("INDICATOR"), tr("Id of the indicator."))],
    ratio: Annotated[
        str | None, option("--ratio", tr("NUMBER"), tr("The target over the baseline, such as 0.8."))
    ] = None,
    value: Annotated[
        str | None, option("--value", tr("VALUE"), tr("The value to be reached, in the unit of the worksheet."))
    ] = None,
    scenario: Annotated[
        str | None,
        option("--scenario", "|".join(ScenarioName), tr("Take the ratio of this scenario of the worksheet.")),
    ] = None,
    by: Annotated[str | None, option("--by", tr("DATE"), tr("By when; the end of the third year if omitted."))] = None,
    series: Annotated[str | None, series_option()] = None,
    place: Annotated[str | None, place_option()] = None,
    reason: Annotated[str | None, option("--reason", tr("TEXT"), tr("Why."))] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Propose a target."""
    options = global_options(ctx)

    def intent(desk: Desk) -> Propose:
        scores = desk.scores()
        found = worksheet_of(scores, indicator, series, place)
        chosen = _ratio(found, ratio, value, scenario)
        due = parse_day(by, "--by") or found.due
        return proposed_target(scores, indicator, found, chosen, due, reason, source or ())

    desk = open_desk(options, lambda found: found.plan(intent(found)))
    write_command.carry_out(options, intent(desk), dry_run=dry, desk=desk)


def _ratio(found: Worksheet, ratio: str | None, value: str | None, scenario: str | None) -> str:
    """Return the proposed ratio as text. Raise ``Refused`` unless exactly one of the three says it."""
    if sum(one is not None for one in (ratio, value, scenario)) != 1:
        advice = "Give one of --ratio, --value and --scenario. The program recommends none."
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
                    "--value",
                    {"value": value},
                    usage=True,
                )
            ) from None
    name = parse_term(ScenarioName, str(scenario), "scenario", "scenario")
    if isinstance(name, Problem):
        raise Refused(name)
    suggested = next(one for known, one, _n in found.ratios if known == name)
    if suggested is None:
        raise Refused(Problem("Too few changes are known for this scenario", "Choose another one.", "--scenario"))
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
    sources: list[str] | tuple[str, ...],
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


def expect(
    ctx: typer.Context,
    operation: Annotated[str, argument(tr("OPERATION"), tr("An id for the operation."))],
    title: Annotated[str, option("--title", tr("TEXT"), tr("What the operation is."))],
    series: Annotated[str, option("--series", tr("SERIES"), tr("The panel series that must change."))],
    place: Annotated[str, option("--place", tr("PLACE"), tr("State in which it is read: MX-SIN."))],
    starts_on: Annotated[str, option("--starts-on", tr("DATE"), tr("The day on which it starts."))],
    window: Annotated[int, option("--window", "3|6|12", tr("Months after the month of the start."))],
    guard_series: Annotated[
        str, option("--guard-series", tr("SERIES"), tr("The series that must not become worse meanwhile."))
    ],
    at_most: Annotated[
        str | None, option("--at-most", tr("RATIO"), tr("The rate after over the rate before is at most this."))
    ] = None,
    at_least: Annotated[
        str | None, option("--at-least", tr("RATIO"), tr("The rate after over the rate before is at least this."))
    ] = None,
    guard_at_most: Annotated[str | None, option("--guard-at-most", tr("RATIO"), tr("The same for the guard."))] = None,
    guard_at_least: Annotated[
        str | None, option("--guard-at-least", tr("RATIO"), tr("The same for the guard."))
    ] = None,
    reason: Annotated[str | None, option("--reason", tr("TEXT"), tr("Why."))] = None,
    dry: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Propose the expected result of an operation."""
    options = global_options(ctx)
    start = parse_day(starts_on, "--starts-on")
    bound, ratio = _bound("--at-most", at_most, at_least)
    guard_bound, guard_ratio = _bound("--guard-at-most", guard_at_most, guard_at_least)
    fields: dict[str, Any] = {
        "operation": operation,
        "title": {"en": title, "es": title},
        "place": place,
        "series": series,
        "window": window,
        "bound": bound,
        "rate_ratio": ratio,
        "guard": {"series": guard_series, "bound": guard_bound, "rate_ratio": guard_ratio},
        "starts_on": start,
    }

    def intent(desk: Desk) -> Propose:
        scores = desk.scores()
        scores.refuse_unreadable_result(fields)
        replaces = scores.replaced_by_new_result(operation)
        return Propose(kind="result.expect", fields=fields, reason=reason, replaces=replaces)

    desk = open_desk(options, lambda found: found.plan(intent(found)))
    write_command.carry_out(options, intent(desk), dry_run=dry, desk=desk)


def _bound(name: str, at_most: str | None, at_least: str | None) -> tuple[str, str]:
    """Return the bound and its ratio. Raise ``Refused`` unless exactly one is given."""
    if at_most is not None and at_least is None:
        return Bound.AT_MOST.value, at_most
    if at_least is not None and at_most is None:
        return Bound.AT_LEAST.value, at_least
    other = name.replace("most", "least")
    values = {"option": name, "other": other}
    raise Refused(Problem("Give {option} or {other}, one of the two", "", "", values, usage=True))
