"""Verbs that create and maintain a register, such as ``demo``, ``init``, ``verify`` and ``backup``."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import machine_output, saved_status, shared_options, text_tables, verify_report
from accordtrack.cli.progress import byte_progress, item_and_byte_progress, item_progress
from accordtrack.cli.screens import demo_seat, is_at_terminal, open_demo
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import add_group, add_verb, argument, flag, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr, trn
from accordtrack.service.signing_keys import passphrases

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.service import Desk


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Keep")
    add_verb(
        app,
        "demo",
        demo,
        tr("look at a throwaway copy of the shipped register"),
        tr(
            "Opens a throwaway copy of the shipped register in the terminal interface; nothing is kept unless asked for."
        ),
        family=family,
    )
    add_verb(
        app,
        "init",
        init,
        tr("create a register and the key of its desk"),
        tr("Creates a register with the shipped data, or with a folder of your own, and the key of your desk."),
        family=family,
    )
    add_verb(
        app,
        "verify",
        verify,
        tr("check that nothing was altered"),
        tr(
            "Checks the chain of every feed, the stored columns, the projection and the file itself. Exits "
            "with 1 if anything fails."
        ),
        family=family,
    )
    add_verb(
        app,
        "rebuild",
        rebuild,
        tr("rebuild the tables from the log"),
        tr("Rebuilds every table from the log; drafts and saved filters are kept."),
        family=family,
    )
    add_verb(
        app,
        "backup",
        backup,
        tr("copy the register to a file"),
        tr(
            "Copies the register to a file and checks the copy. With --audience, it is a copy for others, "
            "without the words and files that they may not read, and without drafts: it still verifies, and "
            "says how many are not public."
        ),
        family=family,
    )
    add_verb(
        app,
        "restore",
        restore,
        tr("open a backup as a register"),
        tr("Creates a register from a backup. It never continues the earlier feeds: the desk opens a new one."),
        family=family,
    )
    add_verb(
        add_group(app, "data", tr("check a folder of data"), family=family),
        "check",
        data_check,
        tr("check a folder of data"),
        tr("Checks a folder of data as init would load it."),
    )


def demo(
    ctx: typer.Context,
    keep: Annotated[
        Path | None, option("--keep", tr("PATH"), tr("Keep the register here, its keys in PATH.keys."))
    ] = None,
) -> int:
    """Open the demo register. Without a terminal, only create it when ``--keep`` is given."""
    options = global_options(ctx)
    if keep is None or is_at_terminal():
        return open_demo(options, keep)
    from accordtrack import service  # noqa: PLC0415

    with item_progress(options, tr("Loading")) as report:
        desk = service.create_demo(keep.parent, keep=keep, seat=demo_seat(options), progress=report)
    saved_status.mark_saved()
    _report_created(replace(options, db=keep), desk)
    return 0


def init(
    ctx: typer.Context,
    data: Annotated[
        Path | None, option("--data", tr("DIR"), tr("Load this folder instead of the shipped register."))
    ] = None,
    empty: Annotated[bool, flag("--empty", tr("Load nothing."))] = False,
    name: Annotated[str, shared_options.desk_name()] = "",
    protect: Annotated[bool, shared_options.protect()] = False,
) -> None:
    """Create a register."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    if empty and data is not None:
        raise Refused(
            Problem("--empty and --data cannot be used together", "Leave one of them out.", "", {}, usage=True)
        )
    path = options.db or service.default_path()
    passphrase = passphrases.new_key_passphrase() if protect else None
    with item_progress(options, tr("Loading")) as report:
        desk = service.create_register(
            path,
            data=data,
            empty=empty,
            desk=options.desk or "obs-1",
            name=name,
            passphrase=passphrase,
            progress=report,
        )
    saved_status.mark_saved()
    _report_created(options, desk)


def _report_created(options: Globals, desk: Desk) -> None:
    info, commitments = desk.info(), desk.listing("kind:commitment").total
    seat = info.seat
    facts: dict[str, object] = {"path": info.path, "desk": seat and seat.feed, "key_file": seat and seat.key_file}
    facts |= {"commitments": commitments, "entries": info.entries, "records": info.records}
    if machine_output.wrote_one(options, "register", facts):
        return
    text_tables.print_text(options, tr("Register: {path}", path=info.path))
    if seat is not None:
        text_tables.print_text(options, tr("Desk: {feed}", feed=seat.feed))
        text_tables.print_text(options, tr("Its key: {path}", path=seat.key_file))
    records = trn("{n} record", "{n} records", info.records)
    owed = trn("{n} of them a commitment", "{n} of them commitments", commitments)
    entries = trn("{n} entry", "{n} entries", info.entries)
    text_tables.print_text(options, f"{records}, {owed}; {entries}.")
    text = f"accordtrack --db {shlex.quote(info.path)}" if options.db else "accordtrack"
    text_tables.print_text(options, tr('Look at it with "{program}", or "{program} list".', program=text))
    text_tables.print_text(
        options,
        tr(
            "It is for unclassified, releasable information: a TLP mark says who may read it and does not "
            "replace a national classification."
        ),
    )


def verify(
    ctx: typer.Context,
    deep: Annotated[bool, flag("--deep", tr("Check every signature too."))] = False,
    since: Annotated[
        Path | None, option("--since", tr("CHECKPOINT"), tr("Only what came after this signed checkpoint."))
    ] = None,
) -> int:
    """Verify the register."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    if deep and since is not None:
        advice = "Leave one of them out; after a checkpoint every signature is checked."
        raise Refused(Problem("--deep and --since cannot be used together", advice, usage=True))
    path = options.db or service.default_path()
    with item_and_byte_progress(options, tr("Checking"), tr("Reading evidence")) as (report, files):
        if since is not None:
            found = service.verify_since(path, since, progress=report)
        else:
            found = service.verify_register(path, deep=deep, progress=report, reading=files)
    return verify_report.write_verify(options, found)


def rebuild(
    ctx: typer.Context,
    accept_loss: Annotated[bool, flag("--accept-loss", tr("Continue without the lost entries."))] = False,
) -> None:
    """Rebuild the tables from the log."""
    options = global_options(ctx)
    desk = open_desk(options)
    with item_progress(options, tr("Rebuilding")) as report:
        count = desk.rebuild(progress=report, accept_loss=accept_loss)
    saved_status.mark_saved()
    if not machine_output.wrote_one(options, "rebuilt", {"records": count}):
        text_tables.print_text(options, trn("Rebuilt: {n} record.", "Rebuilt: {n} records.", count))


def backup(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("The file to write."))],
    audience: Annotated[
        str | None, option("--audience", "public|parties|side", tr("Make a copy for these readers."))
    ] = None,
    side: Annotated[str | None, option("--side", shared_options.side_choices(), tr("Which side it is for."))] = None,
    force: Annotated[bool, shared_options.force()] = False,
) -> int:
    """Copy the register to a file."""
    if side is not None and audience is None:
        raise Refused(Problem("--side needs --audience", "Say --audience side.", usage=True))
    options = global_options(ctx)
    desk = open_desk(options, lambda found: found.refuse_backup(out, force=force, audience=audience, side=side))
    with byte_progress(options, tr("Copying evidence")) as report:
        found = desk.backup(out, force=force, audience=audience, side=side, reading=report)
    saved_status.mark_saved(sound=found.is_sound)
    if options.format == "table":
        text_tables.print_text(options, tr("Backup: {path}", path=out))
    return verify_report.write_verify(options, found, "backup", out)


def restore(
    ctx: typer.Context,
    file: Annotated[Path, argument(tr("FILE"), tr("The backup."))],
    to: Annotated[
        Path | None, option("--to", tr("PATH"), tr("Where to create the register; the default place if omitted."))
    ] = None,
) -> int:
    """Make a register from a backup."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    path = to or options.db or service.default_path()
    found = service.restore(file, path, desk=options.desk)
    saved_status.mark_saved(sound=found.is_sound)
    if options.format == "table":
        text_tables.print_text(options, tr("Register: {path}", path=path))
        if options.desk:
            text_tables.print_text(options, tr("Desk: {desk}", desk=options.desk))
    return verify_report.write_verify(options, found, "restore", path)


def data_check(ctx: typer.Context, folder: Annotated[Path, argument(tr("DIR"), tr("The folder."))]) -> int:
    """Check a data folder."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    return verify_report.write_data(options, service.check_data(folder))
