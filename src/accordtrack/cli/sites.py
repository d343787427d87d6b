"""The verb that writes the public site."""

# ruff: noqa: TC002, TC003 - typer reads the annotations when it builds the verbs
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accordtrack import text
from accordtrack.cli import machine, outcome, sheet
from accordtrack.cli.progress import progress
from accordtrack.cli.session import chosen, opened
from accordtrack.cli.verbs import argument, offer
from accordtrack.i18n import tr


def register(app: typer.Typer) -> None:
    """Add the verb, its help in the language in force."""
    offer(
        app,
        "site",
        site,
        tr("a public site to be read in a browser, in English and Spanish"),
        tr(
            "Writes a static site into a folder: a page a theme, a responsible body, a commitment and an event. It holds only "
            "what is marked TLP:CLEAR, needs no server, and asks no other place for anything."
        ),
        family=tr("Score"),
    )


def site(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("DIR"), tr("Folder to write."))],
) -> int:
    """Writes the site."""
    options = chosen(ctx)
    desk = opened(options)
    with progress(options, tr("Writing the site")) as report:
        files, size = desk.site(out, progress=report)
    outcome.saved()
    if options.format != "table":
        facts = {"path": str(out), "files": files, "bytes": size}
        machine.write_one(options.format, "site", facts, ascii_only=options.ascii_only)
        return 0
    sheet.say(options, tr("Written: {x}, {n} files, {size}.", x=out, n=f"{files:,}", size=text.size(size)))
    return 0
