"""The ``target`` verb's work: records a working target as an amendment of the indicator, with author and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.cli import text_tables, write_command
from accordtrack.cli.session import open_desk, parse_day
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.i18n import tr
from accordtrack.text.numbers import format_amount
from accordtrack.types.intents import Amend
from accordtrack.vocabulary import Direction, TargetSetBy

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.ledger.indicators import AmendedIndicator
    from accordtrack.service import Desk

_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A working target, as typed."""

    indicator: str
    value: str
    by: str
    reason: str
    baseline: str | None
    baseline_on: str | None


def write(options: Globals, request: Asked, *, dry: bool) -> None:
    """Record the target and print the baseline it is counted from."""
    desk = open_desk(options, lambda found: found.plan(_build_intent(found, request)[0]))
    intent, amended_indicator, baseline = _build_intent(desk, request)
    write_command.carry_out(options, intent, dry_run=dry, desk=desk)
    if (
        amended_indicator.target
        and amended_indicator.target.set_by is not TargetSetBy.WORKING
        and options.format == "table"
    ):
        text_tables.print_text(
            options, tr("A target has already been set here: the working one is kept beside it and does not count.")
        )
    if options.format == "table":
        values = {"value": format_amount(float(baseline[0])), "on": baseline[1]}
        text_tables.print_text(
            options,
            tr(
                "Counted from {value} on {on}. No one agreed to this target; anything that rests on it is marked.",
                **values,
            ),
        )


def _build_intent(desk: Desk, request: Asked) -> tuple[Amend, AmendedIndicator, tuple[str, str]]:
    """Return the amendment, the indicator as it stands, and the baseline as value and date.

    Raise ``Refused`` unless the baseline is not in the future and the target date is later than both the baseline and
    today.
    """
    amended_indicator = _find_indicator(desk, request.indicator)
    baseline = _find_baseline(desk, request, amended_indicator)
    by, on = str(parse_day(request.by, "--by")), baseline[1]
    fields: dict[str, Any] = {
        "target": {"value": request.value, "by": by, "set_by": "working", "source": None, "note": None},
        "baseline": {"value": baseline[0], "on": on},
    }
    if by <= on:
        values = {"by": request.by, "on": on}
        raise Refused(
            Problem("The target date {by} is not after its baseline date {on}", "Give a later date.", "", values)
        )
    if by <= desk.today:
        values = {"by": request.by}
        raise Refused(Problem("The target date {by} is not after today", "Give a later date.", "", values))
    if on > desk.today:
        advice = "Give a date on which it was measured."
        raise Refused(Problem("The baseline of {on} is in the future", advice, "--baseline-on", {"on": on}))
    _refuse_worse_target(amended_indicator, request.value, baseline[0])
    return Amend(record=request.indicator, fields=fields, reason=request.reason), amended_indicator, baseline


def _refuse_worse_target(amended_indicator: AmendedIndicator, value: str, baseline: str) -> None:
    """Raise ``Refused`` if the target is no better than its baseline."""
    way = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(amended_indicator.direction, 0)
    if not _NUMBER.fullmatch(value) or not _NUMBER.fullmatch(baseline):
        return  # the service reports invalid numbers
    change = float(value) - float(baseline)
    if change * way < 0 or not change:
        values = {"value": value, "baseline": baseline}
        advice = "Give a value in the desired direction, or another baseline."
        raise Refused(
            Problem("The target of {value} does not improve on its baseline of {baseline}", advice, "", values)
        )


def _find_indicator(desk: Desk, name: str) -> AmendedIndicator:
    amended_indicator = desk.indicator(name)
    if amended_indicator is not None:
        return amended_indicator
    if not name.strip():
        advice = "accordtrack show ID lists those of a commitment."
        raise Refused(Problem("The id of an indicator is missing", advice, usage=True))
    if waiting := desk.waiting_problem("indicator", name):
        raise Refused(waiting)
    near = nearest(name, list(desk.scores().inputs.gauges))
    values = {"id": shorten(sanitize_line(name), 40), "y": near or ""}
    if near:
        raise Refused(Problem("No indicator {id}; did you mean {y}?", "", "", values, usage=True))
    raise Refused(
        Problem("No indicator {id}", "accordtrack show ID lists those of a commitment.", "", values, usage=True)
    )


def _find_baseline(desk: Desk, request: Asked, amended_indicator: AmendedIndicator) -> tuple[str, str]:
    """Return the baseline as value and date.

    The first of these applies: the one given, that of the previous working target, the indicator's own, or the value at
    the agreement. Raise ``Refused`` if none exists.
    """
    if request.baseline is not None:
        on = parse_day(request.baseline_on, "--baseline-on")
        if on is None:
            raise Refused(Problem("A baseline needs a date", "Add --baseline-on.", usage=True))
        return request.baseline, on
    if request.baseline_on is not None:
        raise Refused(Problem("A baseline needs a value", "Add --baseline.", usage=True))
    before = amended_indicator.beside.get(TargetSetBy.WORKING)
    baseline = (before and before.baseline) or amended_indicator.baseline
    if baseline:
        return baseline.value, baseline.on
    found = desk.scores().baseline(request.indicator)
    if found is None:
        values = {"id": request.indicator}
        advice = "Give --baseline and --baseline-on."
        raise Refused(Problem("{id} has no value near the agreement to start from", advice, "", values))
    return found
