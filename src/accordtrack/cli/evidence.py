"""The ``evidence`` verbs: ``add``, ``withhold``, ``put-back``, ``save`` and ``tidy``."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import machine_output, saved_status, shared_options, text_tables
from accordtrack.cli.progress import byte_progress
from accordtrack.cli.session import global_options
from accordtrack.cli.verbs import add_group, add_verb, argument, flag, option
from accordtrack.cli.write_command import carry_out
from accordtrack.core.safe_text import format_size, sanitize_line
from accordtrack.i18n import tr, trn
from accordtrack.types import intents

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.types import RestoredFile, StoreCleanup


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    verbs = add_group(app, "evidence", tr("add evidence and manage its files"), family=tr("Say what was done"))
    add_verb(
        verbs,
        "add",
        add,
        tr("add files or addresses"),
        tr("Adds files or addresses as evidence; a file is copied next to the register and stored by its SHA-256."),
    )
    add_verb(
        verbs,
        "withhold",
        withhold,
        tr("stop showing a piece of evidence"),
        tr(
            "Withholds a piece of this desk's evidence, with a reason and the authority for it. It stays "
            "in the log and in the store, but no screen shows its address or file any longer, and no copy "
            "for others contains the file."
        ),
    )
    add_verb(
        verbs,
        "put-back",
        restore_files,
        tr("put back a file verify finds missing"),
        tr(
            "Puts files that entries name by their SHA-256 back into the evidence store, whatever the "
            "files are called now. If no entry names a file, it is refused and no file is put back."
        ),
    )
    add_verb(
        verbs,
        "save",
        save,
        tr("write a stored file to a folder"),
        tr(
            "Writes a stored evidence file to a folder, named by its own SHA-256 as DIGEST.bin, whatever it "
            "was called; an existing file is kept. A file that is not public, missing or altered is refused."
        ),
    )
    add_verb(
        verbs,
        "tidy",
        tidy,
        tr("remove files that belong to no entry"),
        tr(
            "Removes only files in the evidence store that no entry names, such as those left by an "
            "interrupted process. The log does not change."
        ),
    )


def add(
    ctx: typer.Context,
    commitment: Annotated[str, argument("ID", tr("Code of the commitment."))],
    evidence: Annotated[list[str], argument(tr("PATH|URL…"), tr("A file, or an address that begins with https://."))],
    title: Annotated[str | None, option("--title", tr("TEXT"), tr("What it is; the file's name if omitted."))] = None,
    note: Annotated[str | None, option("--note", tr("TEXT"), tr("What it shows."))] = None,
    supports: Annotated[
        list[str] | None, option("--for", tr("STATEMENT"), tr("The statement it supports; may be repeated."))
    ] = None,
    issuer: Annotated[str | None, option("--issuer", tr("NAME"), tr("Who issued it."))] = None,
    expires_on: Annotated[str | None, option("--expires-on", tr("DATE"), tr("Last day it is valid."))] = None,
    effective_on: Annotated[str | None, shared_options.effective_on()] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    body: Annotated[str | None, shared_options.body()] = None,
    grade: Annotated[str | None, shared_options.grade()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    override: Annotated[str | None, shared_options.override()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Add evidence."""
    intent = intents.AddEvidence(
        commitment=commitment,
        evidence=tuple(evidence),
        title=title,
        note=note,
        supports=tuple(supports) if supports else None,
        issuer=issuer,
        expires_on=expires_on,
        effective_on=effective_on,
        said_on=said_on,
        speaker=speaker,
        half=half,
        body=body,
        grade=grade,
        handling=handling,
        sources=tuple(source or ()),
        override=override,
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def withhold(
    ctx: typer.Context,
    evidence: Annotated[str, argument("ID", tr("The evidence, as show names it."))],
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Why."))],
    authority: Annotated[str, option("--authority", tr("TEXT"), tr("On what authority: a law, an order, an office."))],
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Withhold evidence."""
    intent = intents.WithholdEvidence(
        evidence=evidence, reason=reason, authority=authority, said_on=said_on, handling=handling
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def restore_files(
    ctx: typer.Context,
    paths: Annotated[list[str], argument(tr("PATH…"), tr("A copy of the file, under any name."))],
) -> None:
    """Restore missing files to the evidence store."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    with byte_progress(options, tr("Reading evidence")) as report:
        restored_files = service.restore_evidence(options.db or service.default_path(), paths, progress=report)
    saved_status.mark_saved()
    columns = ("path", "digest", "entries", "was_there")
    if not machine_output.wrote_one(options, "put_back", {"files": restored_files}, columns, restored_files):
        for one in restored_files:
            _report_restored(options, one)


def _report_restored(options: Globals, one: RestoredFile) -> None:
    values = {"path": one.path, "entries": ", ".join(one.entries)}
    if one.was_there:
        text_tables.print_text(options, tr("{path} was already there, for {entries}.", **values))
    else:
        text_tables.print_text(options, tr("{path} was put back, for {entries}.", **values))


def save(
    ctx: typer.Context,
    digest: Annotated[
        str, argument(tr("DIGEST"), tr("Its SHA-256, or at least 12 digits of it, as displayed by show."))
    ],
    to: Annotated[Path, option("--to", tr("FOLDER"), tr("Where to write it; here if omitted."))] = Path(),
) -> None:
    """Write a stored file to a folder."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    with byte_progress(options, tr("Reading evidence")) as report:
        saved_evidence = service.save_evidence(options.db or service.default_path(), digest, to, progress=report)
    saved_status.mark_saved()
    if not machine_output.wrote_one(options, "evidence_saved", saved_evidence):
        values = {
            "path": sanitize_line(saved_evidence.path),
            "size": format_size(saved_evidence.bytes),
            "entries": ", ".join(saved_evidence.entries),
        }
        text_tables.print_text(options, tr("Written: {path}, {size}, given in {entries}.", **values))


def tidy(
    ctx: typer.Context,
    dry_run: Annotated[bool, flag("--dry-run", tr("Show what would be removed; remove nothing."))] = False,
) -> None:
    """Remove files that belong to no entry."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    store_cleanup = service.tidy_evidence(options.db or service.default_path(), dry_run=dry_run)
    if store_cleanup.removed:
        saved_status.mark_saved()
    if not machine_output.wrote_one(options, "tidied", store_cleanup):
        _report_cleanup(options, store_cleanup)


def _report_cleanup(options: Globals, store_cleanup: StoreCleanup) -> None:
    text = format_size(store_cleanup.bytes)
    if store_cleanup.removed:
        words = trn("Removed: {n} file, {size}.", "Removed: {n} files, {size}.", store_cleanup.files, size=text)
    else:
        words = trn(
            "To be removed: {n} file, {size}.", "To be removed: {n} files, {size}.", store_cleanup.files, size=text
        )
    text_tables.print_text(options, words)
    if store_cleanup.kept:
        words = trn(
            "{n} file stays: evidence bodies are missing here, so the entry it belongs to is unknown.",
            "{n} files stay: evidence bodies are missing here, so the entries they belong to are unknown.",
            store_cleanup.kept,
        )
        text_tables.print_text(options, words)
