"""The verbs that propose what both sides sign: a target of an indicator, and the expected result of an operation."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import shared_options, write_command
from accordtrack.cli.session import global_options, open_desk, parse_day
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr
from accordtrack.service.target_proposals import expected_result, proposed_ratio, proposed_target, worksheet_of
from accordtrack.vocabulary import Bound, ScenarioName

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from accordtrack.service import Desk
    from accordtrack.types.intents import Propose


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
            "Proposes what an operation is expected to reach: series, place, period, threshold, and an "
            "indicator to read beside it. Both sides sign before the start; afterwards it is read, and "
            "never changed unseen."
        ),
    )


def series_option() -> OptionInfo:
    """Return the option for a panel series."""
    return option("--series", tr("SERIES"), tr("The panel series; that of the last proposal if omitted."))


def place_option() -> OptionInfo:
    """Return the option for a place."""
    return option("--place", tr("PLACE"), tr("Country or state: MX, MX-SIN; that of the indicator if omitted."))


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
        chosen = proposed_ratio(found, ratio, value, scenario)
        due = parse_day(by, "--by") or found.due
        return proposed_target(scores, indicator, found, chosen, due, reason, source or ())

    desk = open_desk(options, lambda found: found.plan(intent(found)))
    write_command.carry_out(options, intent(desk), dry_run=dry, desk=desk)


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
    guard_at_most: Annotated[
        str | None, option("--guard-at-most", tr("RATIO"), tr("The same for the indicator to read beside it."))
    ] = None,
    guard_at_least: Annotated[
        str | None, option("--guard-at-least", tr("RATIO"), tr("The same for the indicator to read beside it."))
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
        return expected_result(desk.scores(), fields, reason)

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
