"""The ``checkpoint``, ``doctor`` and ``repair`` verbs, for trust in a register and its care."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import json_shapes, machine_output, outcome, shared_options, text_tables, verify_report
from accordtrack.cli.progress import progress
from accordtrack.cli.session import chosen, opened
from accordtrack.cli.verbs import argument, offer
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import say, tr, trc, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.types import HealthCheck


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Keep")
    offer(
        app,
        "checkpoint",
        checkpoint,
        tr("write where the log stands, signed"),
        tr(
            "Writes a note with each feed's size and last entry and the digest of the state, and beside it, in OUT.sig, the "
            "desk's signature. verify --since OUT says later whether the register still goes on from it."
        ),
        family=family,
    )
    offer(
        app,
        "doctor",
        doctor,
        tr("look whether this machine keeps the register well"),
        tr(
            "Looks at the disk, at who may read the register, its evidence and its keys, the journal, the drive, the clock "
            "and the version, and says what to do. Exit 1 when something must be done. verify looks at what the file holds."
        ),
        family=family,
    )
    offer(
        app,
        "repair",
        repair,
        tr("save what verifies of a damaged register"),
        tr(
            "Puts every entry that verifies into a new register and names each one that does not, and why. The damaged file is "
            "not touched. Exit 1 when anything was lost. Try a backup or the other side's copy first: they may hold more."
        ),
        family=family,
    )


def checkpoint(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("The file to write."))],
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write a checkpoint."""
    options = chosen(ctx)
    made = opened(options, lambda found: found.refuse_checkpoint(out, force=force)).checkpoint(out, force=force)
    outcome.saved()
    match options.format:
        case "json" | "ndjson":
            machine_output.write_one(
                options.format, "checkpoint", json_shapes.plain(made), ascii_only=options.ascii_only
            )
        case "csv":
            machine_output.write_csv(("feed", "entries", "head"), json_shapes.plain(made.feeds))
        case _:
            text_tables.say(
                options, tr("Checkpoint: {path}, signed in {signature}", path=out, signature=made.signature)
            )
            text_tables.say(options, tr("State digest: {digest}", digest=made.state_digest))
            text_tables.say(options, tr("Whoever checks it puts this line into a file named allowed_signers:"))
            sys.stdout.write(f"{made.allowed_signer}\n")
            text_tables.say(options, tr("and says:"))
            sys.stdout.write(f"{sanitize_line(made.command)}\n")


def doctor(ctx: typer.Context) -> int:
    """Check this machine. Return exit status 1 when something must be done."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    found = service.examine(options.db or service.default_path())
    fit = all(one.state != "must" for one in found)
    match options.format:
        case "json" | "ndjson":
            facts = {"fit": fit, "checks": json_shapes.plain(found)}
            machine_output.write_one(options.format, "doctor", facts, ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(
                ("name", "state", "said.en", "said.es", "advice.en", "advice.es"), json_shapes.plain(found)
            )
        case _:
            _health(options, found)
            text_tables.say(options, tr("No action is needed.") if fit else tr("Action is needed."))
    return 0 if fit else 1


def _health(options: Globals, found: Sequence[HealthCheck]) -> None:
    names = {
        "version": tr("version"),
        "register": tr("register"),
        "disk": tr("disk"),
        "permissions": tr("permissions"),
        "drive": tr("drive"),
        "evidence": tr("evidence"),
        "copy": trc("health", "copy"),
        "journal": tr("journal"),
        "clock": tr("clock"),
        "key": tr("key"),
    }
    states = {"ok": tr("well"), "note": tr("to know"), "must": tr("to do")}
    columns = [
        text_tables.Column(tr("looked at"), whole=True),
        text_tables.Column(tr("state"), whole=True),
        text_tables.Column(tr("what was found")),
        text_tables.Column(tr("what to do")),
    ]
    style = {"must": "overdue", "note": "disputed"}
    rows: list[list[text_tables.Cell | str]] = [
        [
            names[one.name],
            text_tables.Cell(states[one.state], style.get(one.state, "")),
            say(one.said),
            say(one.advice) if one.advice else "",
        ]
        for one in found
    ]
    text_tables.table(options, columns, rows)


def repair(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("Where the new register is made."))],
) -> int:
    """Save every entry that verifies into a new register. Return exit status 1 when anything was lost."""
    from accordtrack import service  # noqa: PLC0415

    options = chosen(ctx)
    with progress(options, tr("Repairing")) as report:
        found = service.repair(options.db or service.default_path(), out, progress=report)
    outcome.saved(sound=found.whole)
    match options.format:
        case "json" | "ndjson":
            facts = {"whole": found.whole, **json_shapes.plain(found)}
            machine_output.write_one(options.format, "repair", facts, ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(verify_report.PROBLEMS, json_shapes.plain(found.findings))
        case _:
            text_tables.say(options, tr("Register: {path}", path=found.path))
            text_tables.say(options, trn("{n} entry was saved.", "{n} entries were saved.", found.entries))
            if found.bodies_lost:
                words = trn("{n} of them lacks its words.", "{n} of them lack their words.", found.bodies_lost)
                text_tables.say(options, words)
            text_tables.say(options, tr("State digest: {digest}", digest=found.state_digest))
            text_tables.say(options, tr("Its desks are closed: to write, restore it with a desk of a new number."))
    verify_report.tell(options, found.findings)
    return 0 if found.whole else 1
