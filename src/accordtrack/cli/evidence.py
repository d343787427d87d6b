"""The ``evidence`` verbs: ``add``, ``withhold``, ``put-back``, ``save`` and ``tidy``."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import json_shapes, machine_output, outcome, shared_options, text_tables
from accordtrack.cli.progress import reading
from accordtrack.cli.session import chosen
from accordtrack.cli.verbs import argument, flag, group, offer, option
from accordtrack.cli.write_command import carry_out
from accordtrack.core.safe_text import sanitize_line, size
from accordtrack.i18n import tr, trn
from accordtrack.types import intents

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.types import RestoredFile, StoreCleanup


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    verbs = group(app, "evidence", tr("add evidence, and care for its files"), family=tr("Say what was done"))
    offer(
        verbs,
        "add",
        add,
        tr("add files or addresses"),
        tr("Adds files or addresses as evidence; a file is copied beside the register and kept by its SHA-256."),
    )
    offer(
        verbs,
        "withhold",
        withhold,
        tr("show a piece of evidence no more"),
        tr(
            "Withholds a piece of evidence of this desk, with a reason and the authority for it. It stays in the log and in "
            "the store; no screen shows its address or file any more, and no copy for others has the file."
        ),
    )
    offer(
        verbs,
        "put-back",
        put_back,
        tr("put back a file that verify misses"),
        tr(
            "Takes files back into the evidence store that entries name by their SHA-256, whatever the files are called "
            "now. A file that no entry names is refused, and then none is taken."
        ),
    )
    offer(
        verbs,
        "save",
        save,
        tr("write a kept file to a folder"),
        tr(
            "Writes a kept file of evidence to a folder under its own SHA-256, as DIGEST.bin, whatever it was called; a file "
            "that is there stays. One that is withheld, missing or altered is refused."
        ),
    )
    offer(
        verbs,
        "tidy",
        tidy,
        tr("remove files that belong to no entry"),
        tr(
            "Removes files in the evidence store that no entry names, as a process leaves them that was stopped, and no "
            "other. Nothing of the log changes."
        ),
    )


def add(
    ctx: typer.Context,
    commitment: Annotated[str, argument("ID", tr("Code of the commitment."))],
    evidence: Annotated[list[str], argument(tr("PATH|URL…"), tr("A file, or an address that begins with https://."))],
    title: Annotated[
        str | None, option("--title", tr("TEXT"), tr("What it is; the file's name when left out."))
    ] = None,
    note: Annotated[str | None, option("--note", tr("TEXT"), tr("What it shows."))] = None,
    supports: Annotated[
        list[str] | None, option("--for", tr("STATEMENT"), tr("The statement it supports; may be repeated."))
    ] = None,
    issuer: Annotated[str | None, option("--issuer", tr("NAME"), tr("Who issued it."))] = None,
    expires_on: Annotated[str | None, option("--expires-on", tr("DATE"), tr("Until when it holds."))] = None,
    effective_on: Annotated[str | None, shared_options.effective_on()] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    body: Annotated[str | None, shared_options.body()] = None,
    grade: Annotated[str | None, shared_options.grade()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
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
    )
    carry_out(chosen(ctx), intent, dry_run=dry_run)


def withhold(
    ctx: typer.Context,
    evidence: Annotated[str, argument("ID", tr("The evidence, as show names it."))],
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Why."))],
    authority: Annotated[str, option("--authority", tr("TEXT"), tr("By what right: a law, an order, an office."))],
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Withhold evidence."""
    intent = intents.WithholdEvidence(
        evidence=evidence, reason=reason, authority=authority, said_on=said_on, handling=handling
    )
    carry_out(chosen(ctx), intent, dry_run=dry_run)


def put_back(
    ctx: typer.Context,
    paths: Annotated[list[str], argument(tr("PATH…"), tr("A copy of the file, of any name."))],
) -> None:
    """Restore missing files to the evidence store."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    with reading(options, tr("Reading evidence")) as report:
        found = service.put_back(options.db or service.default_path(), paths, progress=report)
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            machine_output.write_one(
                options.format, "put_back", {"files": json_shapes.plain(found)}, ascii_only=options.ascii_only
            )
        case "csv":
            machine_output.write_csv(("path", "digest", "entries", "was_there"), json_shapes.plain(found))
        case _:
            for one in found:
                _told(options, one)


def _told(options: Globals, one: RestoredFile) -> None:
    values = {"path": one.path, "entries": ", ".join(one.entries)}
    if one.was_there:
        text_tables.say(options, tr("{path} was there already, for {entries}.", **values))
    else:
        text_tables.say(options, tr("{path} was put back, for {entries}.", **values))


def save(
    ctx: typer.Context,
    digest: Annotated[str, argument(tr("DIGEST"), tr("Its SHA-256, or 12 digits or more of it, as show tells."))],
    to: Annotated[Path, option("--to", tr("FOLDER"), tr("Where it is written; else here."))] = Path(),
) -> None:
    """Write a stored file to a folder."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    with reading(options, tr("Reading evidence")) as report:
        made = service.save_evidence(options.db or service.default_path(), digest, to, progress=report)
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            machine_output.write_one(
                options.format, "evidence_saved", json_shapes.plain(made), ascii_only=options.ascii_only
            )
        case "csv":
            machine_output.write_csv(("path", "digest", "bytes", "entries"), [json_shapes.plain(made)])
        case _:
            values = {"path": sanitize_line(made.path), "size": size(made.bytes), "entries": ", ".join(made.entries)}
            text_tables.say(options, tr("Written: {path}, {size}, given by {entries}.", **values))


def tidy(
    ctx: typer.Context,
    dry_run: Annotated[bool, flag("--dry-run", tr("Say what would be removed; remove nothing."))] = False,
) -> None:
    """Remove files that belong to no entry."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    found = service.tidy_evidence(options.db or service.default_path(), dry_run=dry_run)
    if found.removed:
        outcome.saved()
    match options.format:
        case "json" | "ndjson":
            machine_output.write_one(options.format, "tidied", json_shapes.plain(found), ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(("files", "bytes", "kept", "removed"), [json_shapes.plain(found)])
        case _:
            _tidied(options, found)


def _tidied(options: Globals, found: StoreCleanup) -> None:
    told = size(found.bytes)
    if found.removed:
        words = trn("Removed: {n} file, {size}.", "Removed: {n} files, {size}.", found.files, size=told)
    else:
        words = trn("To be removed: {n} file, {size}.", "To be removed: {n} files, {size}.", found.files, size=told)
    text_tables.say(options, words)
    if found.kept:
        words = trn(
            "{n} file stays: bodies of evidence are not here, so nobody can tell whose it is.",
            "{n} files stay: bodies of evidence are not here, so nobody can tell whose they are.",
            found.kept,
        )
        text_tables.say(options, words)
