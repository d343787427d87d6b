"""The ``export calendar`` verb, which writes the register's dates as a calendar file."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import export_report, json_shapes, machine_output, outcome, shared_options, text_tables
from accordtrack.cli.session import chosen, opened, two_dates
from accordtrack.cli.verbs import argument, flag, offer
from accordtrack.core import safe_text
from accordtrack.i18n import tr, trn
from accordtrack.text import exports

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import CalendarExport


def register(out: typer.Typer) -> None:
    """Add the verb to the export group, with help text in the current language."""
    offer(
        out,
        "calendar",
        export_calendar,
        tr("write agreed dates as a calendar"),
        tr(
            "Writes agreed deadlines, the next reports by review rules and meetings to come as all-day events (.ics) for "
            "Outlook, Google Calendar and Apple Calendar. With --all the dates that are not agreed too, named so. A file "
            "made later changes the events of an earlier one where a program takes changes in."
        ),
    )


def export_calendar(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT.ics"), tr("The file to write."))],
    audience: Annotated[str, shared_options.audience()] = "public",
    side: Annotated[str | None, shared_options.side()] = None,
    every: Annotated[bool, flag("--all", tr("Periods of a text and inferred dates too, named so."))] = False,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write a calendar file."""
    options = chosen(ctx)

    def words(desk: Desk) -> None:
        two_dates(desk, as_of, known_on)
        desk.refuse_calendar(out, audience=audience, side=side, force=force)

    desk = opened(options, words)
    at = two_dates(desk, as_of, known_on)
    found = desk.export_calendar(out, audience=audience, side=side, every=every, at=at, force=force)
    _write(options, found, audience)


def _write(options: Globals, found: CalendarExport, audience: str) -> None:
    outcome.saved()
    if options.format != "table":
        facts = {
            "path": found.path,
            "bytes": found.size,
            "audience": audience,
            "deadlines": found.deadlines,
            "reports": found.reports,
            "meetings": found.meetings,
            "not_agreed": found.not_agreed,
            "cancelled": found.cancelled,
            "left_out": found.left_out,
            "withheld": found.withheld,
        }
        machine_output.write_one(
            options.format, "calendar_file", json_shapes.plain(facts), ascii_only=options.ascii_only
        )
        return
    text_tables.say(
        options, tr("Written: {x}, {size}.", x=safe_text.sanitize_line(found.path), size=safe_text.size(found.size))
    )
    for line in exports.dates(found):
        text_tables.say(options, line)
    if found.left_out:
        text_tables.say(
            options,
            trn(
                "{n} date that is not agreed was left out; --all adds it.",
                "{n} dates that are not agreed were left out; --all adds them.",
                found.left_out,
            ),
        )
    export_report.withheld(options, found.withheld)
