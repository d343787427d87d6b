"""The ``site`` verb, which writes the public static site."""

# ruff: noqa: TC002, TC003 - typer reads the annotations when it builds the verbs
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accordtrack.cli import export_report, machine_output, saved_status, text_tables
from accordtrack.cli.progress import item_progress
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.core import safe_text
from accordtrack.i18n import tr
from accordtrack.text import exports


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "site",
        site,
        tr("a public site to be read in a browser, in English and Spanish"),
        tr(
            "Writes a static site to a folder: one page per area, responsible body, commitment and event. "
            "It holds only what is marked TLP:CLEAR, needs no server, and requests nothing from any other "
            "place. Run again, it writes only what changed."
        ),
        family=tr("Score"),
    )


def site(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("DIR"), tr("Folder to write."))],
    place: Annotated[
        str | None, option("--place", tr("PLACE"), tr("Only what concerns this country or state."))
    ] = None,
    theme: Annotated[str | None, option("--theme", tr("THEME"), tr("Only what concerns this area."))] = None,
    body: Annotated[str | None, option("--body", tr("BODY"), tr("Only what this body leads or supports."))] = None,
    publisher: Annotated[
        str | None,
        option("--publisher", tr("NAME"), tr("Who publishes the site and answers for it: named on every page.")),
    ] = None,
    contact: Annotated[
        str | None, option("--contact", tr("ADDRESS"), tr("Where corrections go: an email address, or a web address."))
    ] = None,
    base_url: Annotated[
        str | None,
        option(
            "--base-url",
            tr("ADDRESS"),
            tr("Web address at which the site will be: for citations, link previews and a list of its pages."),
        ),
    ] = None,
    archive: Annotated[  # noqa: FBT002
        bool, flag("--archive", tr("Keep the edition that this one replaces, and say what changed since."))
    ] = False,
    without_downloads: Annotated[  # noqa: FBT002
        bool, flag("--without-downloads", tr("Leave out the files for download, which take longer than all the pages."))
    ] = False,
    force: Annotated[bool, flag("--force", tr("Replace an existing site, even if it was changed."))] = False,  # noqa: FBT002
) -> int:
    """Write the site."""
    options = global_options(ctx)
    desk = open_desk(options)
    with item_progress(options, tr("Writing the site")) as report:
        done = desk.build_site(
            out,
            place=place,
            theme=theme,
            body=body,
            downloads=not without_downloads,
            publisher=publisher,
            contact=contact,
            base_url=base_url,
            archive=archive,
            force=force,
            progress=report,
        )
    saved_status.mark_saved()
    facts = {"path": done.path, "files": done.files, "bytes": done.size, "written": done.written, "kept": done.kept}
    facts |= {"as_of": done.day, "withheld": done.withheld, "unchanged": done.unchanged}
    if machine_output.wrote_one(options, "site", facts):
        return 0
    if done.unchanged:
        text_tables.print_text(
            options,
            tr(
                "Nothing changed since {day}: {x}, {n} files.",
                day=done.day,
                x=safe_text.sanitize_line(out),
                n=f"{done.files:,}",
            ),
        )
        return 0
    text_tables.print_text(
        options,
        tr(
            "Written: {x}, {n} files, {size}.",
            x=safe_text.sanitize_line(out),
            n=f"{done.files:,}",
            size=safe_text.format_size(done.size),
        ),
    )
    text_tables.print_text(options, *exports.site_lines(done))
    export_report.print_withheld_count(options, done.withheld)
    return 0
