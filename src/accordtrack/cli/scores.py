"""The scoring verbs: ``answer``, ``score``, ``contrast``, ``paths``, ``events``, ``target`` and ``method``."""

# ruff: noqa: TC002, TC003 - typer reads the annotations when it builds the verbs
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import (
    contrast_table,
    event_page,
    finding_page,
    method_page,
    path_bridge,
    path_table,
    score_request,
    shared_options,
    targets,
)
from accordtrack.cli import method_change as bridges
from accordtrack.cli.session import answer_query, global_options, parse_base_day, parse_day, two_dates
from accordtrack.cli.shared_options import dry_run
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr
from accordtrack.scoring.uncertainty_results import SEED
from accordtrack.text.filters import theme_code

PATHS = "AT-2.0.0"
"""In place of a file of parameters: the method of the paths."""

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from accordtrack.service import Desk


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Score")
    add_verb(
        app,
        "answer",
        answer,
        tr("what changed beyond arrests and seizures, in plain words"),
        tr(
            "Says in plain words what changed, for the whole or for one area: indicators, commitments, what each "
            "government states, government activity, and what was not found."
        ),
        family=family,
    )
    add_verb(
        app,
        "score",
        score,
        tr("progress in three numbers, each with what it rests on"),
        tr(
            "Scores progress beyond arrests and seizures in three numbers: actions done, change in "
            "indicators, and progress toward agreed targets. The three are never merged."
        ),
        family=family,
    )
    add_verb(
        app,
        "contrast",
        contrast,
        tr("government activity beside indicators, by area, side or commitment"),
        tr("Shows how government activity and indicators moved, side by side, each by one series over one period."),
        family=family,
    )
    add_verb(
        app,
        "paths",
        paths,
        tr("what changed since the agreement, by area, indicator or series"),
        tr(
            "Shows how each indicator moved: its level at the agreement, peak, trough and last year, with release dates, "
            "and one word for each area. It lists what cannot be compared, and why."
        ),
        family=family,
    )
    add_verb(
        app,
        "events",
        events,
        tr("before and after an event, beside other states"),
        tr(
            "Compares a state before and after an event with other states, for every registered indicator and period. "
            "Without an event, it lists those that are compared."
        ),
        family=family,
    )
    add_verb(
        app,
        "target",
        target,
        tr("record a working target of an indicator"),
        tr(
            "Records a working target that no one agreed to, with its author and reason; anything that rests "
            "on it is marked."
        ),
        family=family,
        free=True,
    )
    add_verb(
        app,
        "method",
        method,
        tr("how the score is made"),
        tr("Shows how the score is made, its parameters, or what another set of parameters would change."),
        family=family,
    )


def _base_option() -> OptionInfo:
    return option(
        "--base", tr("DATE"), tr("Date from which changes are counted; each area's first agreement if omitted.")
    )


def _method_option() -> OptionInfo:
    return option("--method", tr("FILE"), tr("Your own parameters in place of the standard ones."))


def score(
    ctx: typer.Context,
    by: Annotated[str, option("--by", "theme|framework|side|body", tr("What each card represents."))] = "theme",
    explain: Annotated[
        str | None, option("--explain", "ID", tr("The three numbers of one commitment as sums."))
    ] = None,
    targets: Annotated[
        str, option("--targets", "agreed|all", tr("all adds unilateral and working targets."))
    ] = "agreed",
    texts: Annotated[str, option("--texts", "scored|all", tr("all adds texts that only one side gives."))] = "scored",
    base: Annotated[str | None, _base_option()] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
    recorded_by: Annotated[str | None, shared_options.recorded_by()] = None,
    method: Annotated[Path | None, _method_option()] = None,
    uncertainty: Annotated[bool, flag("--uncertainty", tr("Add how far the numbers could move."))] = False,  # noqa: FBT002
    draws: Annotated[int | None, option("--draws", "N", tr("How many draws; 1000 if omitted."))] = None,
    seed: Annotated[int | None, option("--seed", "N", tr("Seed of the draws; 20260101 if omitted."))] = None,
    shares: Annotated[bool, flag("--shares", tr("Add which choice the spread comes from."))] = False,  # noqa: FBT002
) -> None:
    """Score the register."""
    options = global_options(ctx)

    def write(desk: Desk) -> None:
        at = two_dates(desk, as_of, known_on)
        wanted = score_request.Question(
            by,
            explain,
            score_request.parse_choice("--targets", targets, ("agreed", "all")) == "all",
            score_request.parse_choice("--texts", texts, ("scored", "all")) == "all",
            parse_base_day(desk, base, at),
            at,
            desk.parse_recorded_by(recorded_by) if recorded_by is not None else None,
            method,
            score_request.Draws(
                score_request.parse_draws("--draws", draws), SEED if seed is None else seed, shares=shares
            )
            if uncertainty or shares or draws is not None or seed is not None
            else None,
        )
        score_request.write(options, desk, wanted)

    answer_query(options, write)


def contrast(
    ctx: typer.Context,
    subject: Annotated[
        str | None, argument(tr("THEME|US|MX|ID"), tr("An area, a side or a commitment; every area if omitted."))
    ] = None,
    base: Annotated[str | None, _base_option()] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Compare outputs with outcomes."""
    options = global_options(ctx)

    def write(desk: Desk) -> None:
        at = two_dates(desk, as_of, known_on)
        contrast_table.write(options, desk, theme_code(subject), parse_base_day(desk, base, at), at)

    answer_query(options, write)


def paths(
    ctx: typer.Context,
    subject: Annotated[
        str | None,
        argument(tr("THEME|INDICATOR|SERIES"), tr("An area, an indicator or a panel series; every area if omitted.")),
    ] = None,
    place: Annotated[
        str | None, option("--place", tr("PLACE"), tr("With a panel series: one state, such as MX-SIN."))
    ] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Show what changed since the agreement."""
    options = global_options(ctx)
    answer_query(
        options,
        lambda desk: path_table.write(options, desk, theme_code(subject), place, two_dates(desk, as_of, known_on)),
    )


def answer(
    ctx: typer.Context,
    theme: Annotated[str | None, argument(tr("THEME"), tr("An area; the whole if omitted."))] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Say what changed beyond arrests and seizures."""
    options = global_options(ctx)
    answer_query(
        options, lambda desk: finding_page.write(options, desk, theme_code(theme), two_dates(desk, as_of, known_on))
    )


def events(
    ctx: typer.Context,
    event: Annotated[str | None, argument(tr("EVENT"), tr("Id of an event; lists events if omitted."))] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Compare a state before and after an event with other states."""
    options = global_options(ctx)
    answer_query(options, lambda desk: event_page.write(options, desk, event, two_dates(desk, as_of, known_on)))


def target(
    ctx: typer.Context,
    indicator: Annotated[str, argument(tr("INDICATOR"), tr("Id of the indicator."))],
    value: Annotated[str, argument(tr("VALUE"), tr("The value to be reached."))],
    by: Annotated[str, option("--by", tr("DATE"), tr("By when."))],
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Why."))],
    baseline: Annotated[
        str | None,
        option("--baseline", tr("VALUE"), tr("Where it starts; the last value known at the agreement if omitted.")),
    ] = None,
    baseline_on: Annotated[
        str | None, option("--baseline-on", tr("DATE"), tr("When the baseline was measured."))
    ] = None,
    dry: Annotated[bool, dry_run()] = False,  # noqa: FBT002
) -> None:
    """Record a working target."""
    options = global_options(ctx)
    request = targets.Asked(indicator, value, by, reason, baseline, baseline_on)
    targets.write(options, request, dry=dry)


def method(
    ctx: typer.Context,
    parameters: Annotated[bool, flag("--parameters", tr("Print the standard parameters as a file."))] = False,  # noqa: FBT002
    bridge: Annotated[
        Path | None,
        option(
            "--bridge",
            "FILE|AT-2.0.0",
            tr("What these parameters, or the words of AT-2.0.0, change on the same facts."),
        ),
    ] = None,
    since: Annotated[
        str | None, option("--since", tr("DATE"), tr("With --bridge: show data available as of this date beside it."))
    ] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Show the method, its parameters or a bridge to other parameters."""
    options = global_options(ctx)
    if bridge is not None:
        if str(bridge) == PATHS and since is not None:
            problem = Problem(
                "--since does not work with --bridge {method}", "Leave it out.", values={"method": PATHS}, usage=True
            )
            raise Refused(problem)
        if parameters:
            values = {"option": "--parameters", "other": "--bridge"}
            raise Refused(
                Problem("{option} cannot be used with {other}", "Leave one of them out.", "", values, usage=True)
            )
        if str(bridge) == PATHS:
            answer_query(options, lambda desk: path_bridge.write(options, desk, two_dates(desk, as_of, known_on)))
            return
        then = parse_day(since, "--since")
        answer_query(options, lambda desk: bridges.write(options, desk, bridge, two_dates(desk, as_of, known_on), then))
        return
    for name, text in (("--since", since), ("--as-of", as_of), ("--known-on", known_on)):
        if text is not None:
            values = {"option": name}
            raise Refused(Problem("{option} works only with --bridge", "Leave it out.", "", values, usage=True))
    if parameters:
        method_page.write_parameters(options)
    else:
        method_page.write(options)
