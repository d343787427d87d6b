"""The ``checkpoint``, ``doctor`` and ``repair`` verbs, for trust in a register and its care."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import json_shapes, machine_output, saved_status, shared_options, text_tables, verify_report
from accordtrack.cli.progress import item_progress
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import add_verb, argument
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import line_text, tr, trc, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.types import HealthCheck


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Keep")
    add_verb(
        app,
        "checkpoint",
        checkpoint,
        tr("write a signed note of the log's state"),
        tr(
            "Writes a note with each feed's size and last entry and the state digest and, next to it in "
            "OUT.sig, the desk's signature. Later, verify --since OUT tells whether the register still "
            "continues from it."
        ),
        family=family,
    )
    add_verb(
        app,
        "doctor",
        doctor,
        tr("check how well this machine keeps the register"),
        tr(
            "Checks the disk, who may read the register, its evidence and its keys, the journal, the "
            "drive, the clock and the version, and says what to do. Exits with 1 if something must be "
            "done. verify checks the contents of the file."
        ),
        family=family,
    )
    add_verb(
        app,
        "repair",
        repair,
        tr("recover what verifies from a damaged register"),
        tr(
            "Copies every entry that verifies into a new register and lists each one that does not, and "
            "why. The damaged file is not touched. Exits with 1 if anything was lost. Try a backup or the "
            "other side's copy first: they may hold more."
        ),
        family=family,
    )


def checkpoint(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("The file to write."))],
    force: Annotated[bool, shared_options.force()] = False,
) -> None:
    """Write a checkpoint."""
    options = global_options(ctx)
    checkpoint_file = open_desk(options, lambda desk: desk.refuse_checkpoint(out, force=force)).write_checkpoint(
        out, force=force
    )
    saved_status.mark_saved()
    columns = ("feed", "entries", "head")
    if not machine_output.wrote_one(options, "checkpoint", checkpoint_file, columns, checkpoint_file.feeds):
        text_tables.print_text(
            options, tr("Checkpoint: {path}, signed in {signature}", path=out, signature=checkpoint_file.signature)
        )
        text_tables.print_text(options, tr("State digest: {digest}", digest=checkpoint_file.state_digest))
        text_tables.print_text(options, tr("Anyone checking it puts this line in a file named allowed_signers:"))
        sys.stdout.write(f"{checkpoint_file.allowed_signer}\n")
        text_tables.print_text(options, tr("and says:"))
        sys.stdout.write(f"{sanitize_line(checkpoint_file.command)}\n")


def doctor(ctx: typer.Context) -> int:
    """Check this machine. Return exit status 1 when something must be done."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    health_checks = service.examine(options.db or service.default_path())
    fit = all(one.state != "must" for one in health_checks)
    columns = ("name", "state", "said.en", "said.es", "advice.en", "advice.es")
    facts = {"fit": fit, "checks": health_checks}
    if not machine_output.wrote_one(options, "doctor", facts, columns, health_checks):
        _print_health(options, health_checks)
        text_tables.print_text(options, tr("No action is needed.") if fit else tr("Action is needed."))
    return 0 if fit else 1


def _print_health(options: Globals, found: Sequence[HealthCheck]) -> None:
    names = {
        "version": tr("version"),
        "register": tr("register"),
        "disk": tr("disk"),
        "permissions": tr("permissions"),
        "drive": tr("drive"),
        "evidence": tr("evidence"),
        "copy": trc("health", "copy"),
        "journal": tr("journal"),
        "objects": tr("tables"),
        "clock": tr("clock"),
        "desks": tr("desks"),
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
            line_text(one.said),
            line_text(one.advice) if one.advice else "",
        ]
        for one in found
    ]
    text_tables.print_table(options, columns, rows)


def repair(
    ctx: typer.Context,
    out: Annotated[Path, argument(tr("OUT"), tr("Where to create the new register."))],
) -> int:
    """Save every entry that verifies into a new register. Return exit status 1 when anything was lost."""
    from accordtrack import service  # noqa: PLC0415

    options = global_options(ctx)
    with item_progress(options, tr("Repairing")) as report:
        repair_report = service.repair(options.db or service.default_path(), out, progress=report)
    saved_status.mark_saved(sound=repair_report.is_complete)
    facts = {"whole": repair_report.is_complete, **json_shapes.to_json_value(repair_report)}
    if not machine_output.wrote_one(options, "repair", facts, verify_report.PROBLEMS, repair_report.findings):
        text_tables.print_text(options, tr("Register: {path}", path=repair_report.path))
        text_tables.print_text(
            options, trn("{n} entry was recovered.", "{n} entries were recovered.", repair_report.entries)
        )
        if repair_report.bodies_lost:
            words = trn("{n} of them lacks its text.", "{n} of them lack their text.", repair_report.bodies_lost)
            text_tables.print_text(options, words)
        text_tables.print_text(options, tr("State digest: {digest}", digest=repair_report.state_digest))
        text_tables.print_text(options, tr("Its desks are closed: to write, restore it with a new desk number."))
    verify_report.print_findings(options, repair_report.findings)
    return 0 if repair_report.is_complete else 1
