"""The ``target`` verb's work: records a working target as an amendment of the indicator, with author and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.cli import text_tables, write_command
from accordtrack.cli.session import day, opened
from accordtrack.core.problems import Problem, Refused
from accordtrack.core.safe_text import nearest, sanitize_line, shorten
from accordtrack.i18n import tr
from accordtrack.text.numbers import amount
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


def write(options: Globals, asked: Asked, *, dry: bool) -> None:
    """Record the target and print the baseline it is counted from."""
    desk = opened(options, lambda found: found.plan(_intent(found, asked)[0]))
    intent, held, baseline = _intent(desk, asked)
    write_command.carry_out(options, intent, dry_run=dry, desk=desk)
    if held.target and held.target.set_by is not TargetSetBy.WORKING and options.format == "table":
        text_tables.say(
            options, tr("A target that somebody set stands here: the working one is kept beside it and does not count.")
        )
    if options.format == "table":
        values = {"value": amount(float(baseline[0])), "on": baseline[1]}
        text_tables.say(
            options,
            tr("Counted from {value} on {on}. Nobody agreed this target; what rests on it is marked.", **values),
        )


def _intent(desk: Desk, asked: Asked) -> tuple[Amend, AmendedIndicator, tuple[str, str]]:
    """Return the amendment, the indicator as it stands, and the baseline as value and date.

    Raise ``Refused`` unless the baseline is not in the future and the target date is later than both the baseline and
    today.
    """
    held = _held(desk, asked.indicator)
    baseline = _baseline(desk, asked, held)
    by, on = str(day(asked.by, "--by")), baseline[1]
    fields: dict[str, Any] = {
        "target": {"value": asked.value, "by": by, "set_by": "working", "source": None, "note": None},
        "baseline": {"value": baseline[0], "on": on},
    }
    if by <= on:
        values = {"by": asked.by, "on": on}
        raise Refused(Problem("The target of {by} lies before its baseline of {on}", "Name a later date.", "", values))
    if by <= desk.today:
        values = {"by": asked.by}
        raise Refused(Problem("The target of {by} is not after today", "Name a later date.", "", values))
    if on > desk.today:
        advice = "Name a date on which it was measured."
        raise Refused(Problem("The baseline of {on} lies in the future", advice, "--baseline-on", {"on": on}))
    _against(held, asked.value, baseline[0])
    return Amend(record=asked.indicator, fields=fields, reason=asked.reason), held, baseline


def _against(held: AmendedIndicator, value: str, baseline: str) -> None:
    """Raise ``Refused`` if the target is no better than its baseline."""
    way = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(held.direction, 0)
    if not _NUMBER.fullmatch(value) or not _NUMBER.fullmatch(baseline):
        return  # the service reports invalid numbers
    change = float(value) - float(baseline)
    if change * way < 0 or not change:
        values = {"value": value, "baseline": baseline}
        advice = "Name a value on the side that is better, or another baseline."
        raise Refused(Problem("The target of {value} is no better than its baseline of {baseline}", advice, "", values))


def _held(desk: Desk, name: str) -> AmendedIndicator:
    held = desk.indicator(name)
    if held is not None:
        return held
    if not name.strip():
        advice = "accordtrack show ID names those of a commitment."
        raise Refused(Problem("The id of an indicator is missing", advice, usage=True))
    near = nearest(name, list(desk.scores().inputs.gauges))
    values = {"id": shorten(sanitize_line(name), 40), "y": near or ""}
    if near:
        raise Refused(Problem("No indicator {id}; did you mean {y}?", "", "", values, usage=True))
    raise Refused(
        Problem("No indicator {id}", "accordtrack show ID names those of a commitment.", "", values, usage=True)
    )


def _baseline(desk: Desk, asked: Asked, held: AmendedIndicator) -> tuple[str, str]:
    """Return the baseline as value and date.

    The first of these applies: the one given, that of the previous working target, the indicator's own, or the value at
    the agreement. Raise ``Refused`` if none exists.
    """
    if asked.baseline is not None:
        on = day(asked.baseline_on, "--baseline-on")
        if on is None:
            raise Refused(Problem("A baseline needs its date", "Add --baseline-on.", usage=True))
        return asked.baseline, on
    if asked.baseline_on is not None:
        raise Refused(Problem("A baseline needs its value", "Add --baseline.", usage=True))
    before = held.beside.get(TargetSetBy.WORKING)
    kept = (before and before.baseline) or held.baseline
    if kept:
        return kept.value, kept.on
    found = desk.scores().baseline(asked.indicator)
    if found is None:
        values = {"id": asked.indicator}
        advice = "Give --baseline and --baseline-on."
        raise Refused(Problem("{id} has no value near the agreement to start from", advice, "", values))
    return found
