"""Verbs that answer what another speaker said: ``concur``, ``dispute``, ``not-agreed``, ``withdraw`` and ``ask``."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import Annotated

import typer

from accordtrack.cli import shared_options
from accordtrack.cli.session import global_options
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.cli.write_command import carry_out
from accordtrack.i18n import tr
from accordtrack.types import intents


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Answer")
    add_verb(
        app,
        "concur",
        concur,
        tr("agree with the other side's claim"),
        tr("Answers the other side's claim in force, or an entry, with agreement."),
        family=family,
    )
    add_verb(
        app,
        "dispute",
        dispute,
        tr("dispute the other side's claim, with a reason"),
        tr("Answers the other side's claim in force, or an entry, with a dispute and its reason."),
        family=family,
    )
    add_verb(
        app,
        "not-agreed",
        not_agreed,
        tr("do not subscribe to the wording, with a reason"),
        tr(
            "Answers the text of a commitment: your side does not subscribe to this wording. The answer is "
            "shown beside the text; no status or standing changes."
        ),
        family=family,
    )
    add_verb(
        app,
        "withdraw",
        withdraw,
        tr("withdraw an answer"),
        tr("Withdraws an answer, leaving what it answered as it was before."),
        family=family,
    )
    add_verb(
        app,
        "ask",
        ask,
        tr("record that an answer was asked for"),
        tr("Records that the other side was asked to answer the claim in force; days are counted from then."),
        family=family,
    )


def concur(
    ctx: typer.Context,
    target: Annotated[str, argument("ID", tr("A commitment, meaning its claim in force, or an entry."))],
    note: Annotated[str | None, option("--reason", tr("TEXT"), tr("Accompanying text."))] = None,
    effective_on: Annotated[str | None, shared_options.effective_on()] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    body: Annotated[str | None, shared_options.body()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Agree with a claim."""
    intent = intents.TakePosition(
        target=target,
        stance="concur",
        reason=note,
        effective_on=effective_on,
        said_on=said_on,
        speaker=speaker,
        half=half,
        body=body,
        handling=handling,
        sources=tuple(source or ()),
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def dispute(
    ctx: typer.Context,
    target: Annotated[str, argument("ID", tr("A commitment, meaning its claim in force, or an entry."))],
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Why."))],
    ground: Annotated[
        str | None,
        option("--ground", tr("GROUND"), tr("not_done, not_enough, wrong_period, evidence_fails or other_meaning.")),
    ] = None,
    proposes: Annotated[str | None, option("--proposes", tr("STATUS"), tr("The status proposed instead."))] = None,
    evidence: Annotated[
        list[str] | None, option("--evidence", tr("PATH|URL"), tr("Evidence; may be repeated."))
    ] = None,
    effective_on: Annotated[str | None, shared_options.effective_on()] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    body: Annotated[str | None, shared_options.body()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Dispute a claim."""
    intent = intents.TakePosition(
        target=target,
        stance="dispute",
        ground=ground,
        reason=reason,
        proposes=proposes,
        evidence=tuple(evidence or ()),
        effective_on=effective_on,
        said_on=said_on,
        speaker=speaker,
        half=half,
        body=body,
        handling=handling,
        sources=tuple(source or ()),
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def not_agreed(
    ctx: typer.Context,
    target: Annotated[str, argument("ID", tr("A commitment, meaning its text in force, or the entry that worded it."))],
    reason: Annotated[str, option("--reason", tr("TEXT"), tr("Which words, and why."))],
    effective_on: Annotated[str | None, shared_options.effective_on()] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    body: Annotated[str | None, shared_options.body()] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Record that the side does not subscribe to a wording."""
    intent = intents.TakePosition(
        target=target,
        stance="not_agreed",
        reason=reason,
        effective_on=effective_on,
        said_on=said_on,
        speaker=speaker,
        body=body,
        handling=handling,
        sources=tuple(source or ()),
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def withdraw(
    ctx: typer.Context,
    target: Annotated[str, argument("ID", tr("A commitment, meaning the open answer to it, or an entry."))],
    reason: Annotated[str | None, option("--reason", tr("TEXT"), tr("Why."))] = None,
    said_on: Annotated[str | None, shared_options.said_on()] = None,
    speaker: Annotated[str | None, shared_options.speaker()] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Withdraw an answer."""
    intent = intents.WithdrawPosition(
        target=target, reason=reason, said_on=said_on, speaker=speaker, half=half, sources=tuple(source or ())
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def ask(
    ctx: typer.Context,
    commitment: Annotated[str, argument("ID", tr("Code of the commitment."))],
    asked_on: Annotated[str | None, option("--on", tr("DATE"), tr("When it was asked; today if omitted."))] = None,
    channel: Annotated[str | None, option("--channel", tr("TEXT"), tr("How it was asked."))] = None,
    half: Annotated[str | None, shared_options.half()] = None,
    of: Annotated[
        str | None, option("--of", shared_options.side_choices(), tr("Side asked; required at an observer's desk."))
    ] = None,
    handling: Annotated[str | None, shared_options.handling()] = None,
    source: Annotated[list[str] | None, shared_options.source()] = None,
    dry_run: Annotated[bool, shared_options.dry_run()] = False,
) -> None:
    """Record that the other side was asked for an answer."""
    intent = intents.AskAnswer(
        commitment=commitment,
        asked_on=asked_on,
        channel=channel,
        half=half,
        of=of,
        handling=handling,
        sources=tuple(source or ()),
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)
