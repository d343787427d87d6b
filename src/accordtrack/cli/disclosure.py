"""The ``disclose`` and ``take-in`` verbs, which later disclose what a copy lacks and import it there."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accordtrack.cli import json_shapes, machine_output, outcome, shared_options, text_tables
from accordtrack.cli.progress import reading
from accordtrack.cli.session import chosen, current
from accordtrack.cli.verbs import argument, offer
from accordtrack.core.paths import refuse_unreadable_file
from accordtrack.core.safe_text import size
from accordtrack.i18n import tr, trn
from accordtrack.wording import label


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Keep")
    offer(
        app,
        "disclose",
        disclose,
        tr("give others what their copy lacks"),
        tr(
            "Writes the words of entries, and the files that they name, to a file for whoever holds a copy from which they "
            "were left out. It says what is disclosed and how it is marked. Keep the file as you would keep the words."
        ),
        family=family,
    )
    offer(
        app,
        "take-in",
        take_in,
        tr("take in what was disclosed"),
        tr(
            "Takes what disclose wrote into a copy that lacks it. Each body and file must be the one that was signed; "
            "otherwise nothing is taken."
        ),
        family=family,
    )


def disclose(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("The file to write."))],
    entries: Annotated[list[str], argument(tr("ENTRY…"), tr("Entries, as history names them."))],
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write a disclosure."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    path = options.db or service.default_path()
    with reading(options, tr("Reading evidence")) as report:
        made = service.disclose(path, out, entries, force=force, progress=report)
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            machine_output.write_one(
                options.format, "disclosure", json_shapes.plain(made), ascii_only=options.ascii_only
            )
        case "csv":
            machine_output.write_csv(("id", "kind", "ref", "handling"), json_shapes.plain(made.entries))
        case _:
            columns = [
                text_tables.Column(name, whole=True) for name in (tr("entry"), tr("kind"), tr("about"), tr("mark"))
            ]
            rows: list[list[text_tables.Cell | str]] = [
                [one.id, label("entry kind", one.kind), one.ref, one.handling] for one in made.entries
            ]
            text_tables.table(options, columns, rows)
            text_tables.say(options, trn("With {n} file of evidence.", "With {n} files of evidence.", made.files))
            text_tables.say(options, tr("Disclosure: {path}, {size}", path=out, size=size(made.bytes)))


def take_in(ctx: typer.Context, file: Annotated[Path, argument(tr("FILE"), tr("What disclose wrote."))]) -> None:
    """Import a disclosure."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    refuse_unreadable_file(file)  # refuse before an older register is upgraded for nothing
    with reading(options, tr("Taking evidence")) as report:
        found = service.take_disclosed(current(options), file, progress=report)
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            machine_output.write_one(
                options.format, "taken_in", json_shapes.plain(found), ascii_only=options.ascii_only
            )
        case "csv":
            names = ("bodies", "bodies_known", "files", "files_known", "withheld")
            machine_output.write_csv(names, [json_shapes.plain(found)])
        case _:
            text_tables.say(options, trn("Taken in: {n} body.", "Taken in: {n} bodies.", found.bodies))
            text_tables.say(options, trn("Taken in: {n} file.", "Taken in: {n} files.", found.files))
            if known := found.bodies_known + found.files_known:
                text_tables.say(options, trn("{n} was here already.", "{n} were here already.", known))
            words = trn("{n} body is still withheld.", "{n} bodies are still withheld.", found.withheld)
            text_tables.say(options, words)
