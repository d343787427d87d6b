"""The ``export calendar`` verb, which writes the register's dates as a calendar file."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import export_report, machine_output, saved_status, shared_options, text_tables
from accordtrack.cli.session import global_options, open_desk, two_dates
from accordtrack.cli.verbs import add_verb, argument, flag
from accordtrack.i18n import tr, trn
from accordtrack.text import exports

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk
    from accordtrack.types import CalendarExport


def register(out: typer.Typer) -> None:
    """Add the verb to the export group, with help text in the current language."""
    add_verb(
        out,
        "calendar",
        export_calendar,
        tr("write agreed dates as a calendar"),
        tr(
            "Writes agreed deadlines, the next reports under review rules and upcoming meetings as all-day "
            "events (.ics) for Outlook, Google Calendar and Apple Calendar. With --all, also dates that "
            "are not agreed, marked as such. A later file updates the events of an earlier one in programs "
            "that accept updates."
        ),
    )


def export_calendar(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT.ics"), tr("The file to write."))],
    audience: Annotated[str, shared_options.audience()] = "public",
    side: Annotated[str | None, shared_options.side()] = None,
    every: Annotated[
        bool, flag("--all", tr("Also periods of a text and dates supplied by this tracker, marked as such."))
    ] = False,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write a calendar file."""
    options = global_options(ctx)

    def check_request(desk: Desk) -> None:
        two_dates(desk, as_of, known_on)
        desk.refuse_calendar(out, audience=audience, side=side, force=force)

    desk = open_desk(options, check_request)
    at = two_dates(desk, as_of, known_on)
    calendar_export = desk.export_calendar(out, audience=audience, side=side, every=every, at=at, force=force)
    _report_export(options, calendar_export, audience)


def _report_export(options: Globals, calendar_export: CalendarExport, audience: str) -> None:
    saved_status.mark_saved()
    names = ("deadlines", "reports", "meetings", "not_agreed", "cancelled", "left_out", "withheld")
    counts = {name: getattr(calendar_export, name) for name in names}
    facts = {"path": calendar_export.path, "bytes": calendar_export.size, "audience": audience, **counts}
    if machine_output.wrote_one(options, "calendar_file", facts):
        return
    text_tables.print_written(options, calendar_export.path, calendar_export.size)
    text_tables.print_text(options, *exports.calendar_lines(calendar_export))
    if calendar_export.left_out:
        text_tables.print_text(
            options,
            trn(
                "{n} date that is not agreed was left out; --all adds it.",
                "{n} dates that are not agreed were left out; --all adds them.",
                calendar_export.left_out,
            ),
        )
    export_report.print_withheld_count(options, calendar_export.withheld)
