"""The ``disclose`` and ``take-in`` verbs, which later disclose what a copy lacks and import it there."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accordtrack.cli import machine_output, saved_status, shared_options, text_tables
from accordtrack.cli.progress import byte_progress
from accordtrack.cli.session import global_options, upgraded_path
from accordtrack.cli.verbs import add_verb, argument
from accordtrack.core.paths import refuse_unreadable_file
from accordtrack.core.safe_text import format_size
from accordtrack.i18n import tr, trn
from accordtrack.wording import label


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Keep")
    add_verb(
        app,
        "disclose",
        disclose,
        tr("give others what their copy lacks"),
        tr(
            "Writes the words of entries, and the files they name, to a file for anyone who holds a copy "
            "that omits them. It says what is disclosed and how it is marked. Protect the file as you "
            "would protect the words."
        ),
        family=family,
    )
    add_verb(
        app,
        "take-in",
        import_disclosure,
        tr("take in what was disclosed"),
        tr(
            "Takes in what disclose wrote, for a copy that lacks it. Each body and file must be the one "
            "that was signed; otherwise nothing is taken in."
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

    options = global_options(ctx)
    path = options.db or service.default_path()
    with byte_progress(options, tr("Reading evidence")) as report:
        disclosure = service.disclose(path, out, entries, force=force, progress=report)
    saved_status.mark_saved()
    named = ("id", "kind", "ref", "handling")
    if not machine_output.wrote_one(options, "disclosure", disclosure, named, disclosure.entries):
        columns = [
            text_tables.Column(name, whole=True)
            for name in (tr("entry"), tr("kind"), tr("about"), label("field", "handling"))
        ]
        rows: list[list[text_tables.Cell | str]] = [
            [one.id, label("entry kind", one.kind), one.ref, one.handling] for one in disclosure.entries
        ]
        text_tables.print_table(options, columns, rows)
        text_tables.print_text(
            options, trn("With {n} file of evidence.", "With {n} files of evidence.", disclosure.files)
        )
        text_tables.print_text(options, tr("Disclosure: {path}, {size}", path=out, size=format_size(disclosure.bytes)))


def import_disclosure(
    ctx: typer.Context, file: Annotated[Path, argument(tr("FILE"), tr("What disclose wrote."))]
) -> None:
    """Import a disclosure."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    refuse_unreadable_file(file)  # refuse before an older register is upgraded for nothing
    with byte_progress(options, tr("Taking evidence")) as report:
        disclosure_import = service.import_disclosure(upgraded_path(options), file, progress=report)
    saved_status.mark_saved()
    if not machine_output.wrote_one(options, "taken_in", disclosure_import):
        text_tables.print_text(options, trn("Taken in: {n} body.", "Taken in: {n} bodies.", disclosure_import.bodies))
        text_tables.print_text(options, trn("Taken in: {n} file.", "Taken in: {n} files.", disclosure_import.files))
        if known := disclosure_import.bodies_known + disclosure_import.files_known:
            text_tables.print_text(options, trn("{n} was already here.", "{n} were already here.", known))
        words = trn("{n} body is still not public.", "{n} bodies are still not public.", disclosure_import.withheld)
        text_tables.print_text(options, words)
