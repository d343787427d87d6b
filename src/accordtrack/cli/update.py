"""The ``update`` verb, which reports a status with its evidence."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import Annotated

import typer

from accordtrack.cli import shared_options
from accordtrack.cli.session import global_options
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.cli.write_command import carry_out
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import language, tr, typed_spelling
from accordtrack.statuses import Status
from accordtrack.types import intents

NO_EVIDENCE = frozenset({"none", "ninguno"})


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Say what was done")
    *statuses, last = (typed_spelling("status", status.value)[language()] for status in Status)
    add_verb(
        app,
        "update",
        update,
        tr("report a status"),
        tr(
            "Reports a status: {statuses} or {last}. "
            "A desk of a side speaks for that side; what another speaker published needs --source. "
            "Completed needs evidence: a file or an address, or an official source.",
            statuses=", ".join(statuses),
            last=last,
        ),
        family=family,
    )


def update(
    ctx: typer.Context,
    commitment: Annotated[str, argument("ID", tr("Code of the commitment."))],
    status: Annotated[str, argument(tr("STATUS"), tr("The status to report."))],
    evidence: Annotated[
        list[str] | None,
        option(
            "--evidence",
            tr("PATH|URL"),
            tr("Evidence; may be repeated. none: no evidence, which completed does not allow."),
        ),
    ] = None,
    note: Annotated[str | None, option("--note", tr("TEXT"), tr("Accompanying text."))] = None,
    effective_on: Annotated[str | None, shared_options.effective_on()] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    body: Annotated[str | None, shared_options.body()] = None,
    stated: Annotated[
        bool,
        flag(
            "--stated", tr("The speaker stated this status; otherwise, one taken from a source counts as assessed ≈.")
        ),
    ] = False,
    grade: Annotated[str | None, shared_options.grade()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    override: Annotated[str | None, shared_options.override()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Report a status."""
    names = tuple(evidence or ())
    none = [item for item in names if item in NO_EVIDENCE]
    if none and len(names) > 1:
        raise Refused(
            Problem(
                "Evidence cannot be both none and something", "Leave one of them out.", "--evidence", {}, usage=True
            )
        )
    intent = intents.ReportStatus(
        commitment=commitment,
        status=status,
        note=note,
        evidence=() if none else names,
        no_evidence=bool(none),
        stated=True if stated else None,
        grade=grade,
        speaker=speaker,
        body=body,
        half=half,
        effective_on=effective_on,
        said_on=said_on,
        sources=tuple(source or ()),
        handling=handling,
        override=override,
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run, voiced=True)
