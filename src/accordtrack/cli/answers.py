"""Verbs that answer what another speaker said: ``concur``, ``dispute``, ``not-agreed``, ``withdraw`` and ``ask``."""

# ruff: noqa: FBT002, TC002, TC003 - flags of the command line; typer reads the annotations
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import shared_options
from accordtrack.cli.session import global_options
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.cli.write_command import carry_out
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import tr
from accordtrack.types import intents

if TYPE_CHECKING:
    from typer.models import ArgumentInfo, OptionInfo


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Answer")
    add_verb(
        app,
        "concur",
        concur,
        tr("agree with the other side's statement, or accept what waits"),
        tr(
            "Agrees with the other side's statement in force, or with entries. An entry that waits for your "
            "side comes into force. All answers are one act: either all of them are written or none.\n\n"
            "accordtrack concur --act ACT --filter kind:commitment"
        ),
        family=family,
    )
    add_verb(
        app,
        "dispute",
        dispute,
        tr("disagree with the other side's statement, with a reason"),
        tr(
            "Disagrees with the other side's statement in force, or with entries, and gives the reason. An "
            "entry that waits for your side keeps waiting and leaves your list. All answers are one act: "
            "either all of them are written or none."
        ),
        family=family,
    )
    add_verb(
        app,
        "not-agreed",
        not_agreed,
        tr("do not subscribe to the wording, with a reason"),
        tr(
            "Answers the text of a commitment: your side does not subscribe to this wording. The answer is "
            "shown beside the text; no status and no other answer changes. A text that your side never "
            "accepted is then not in force."
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
        tr("Records that the other side was asked to answer the statement in force; days are counted from then."),
        family=family,
    )


def _targets() -> ArgumentInfo:
    return argument("ID…", tr("Commitments (the statement in force) or entries."))


def _acts() -> OptionInfo:
    return option("--act", tr("ACT"), tr("Everything in this act that waits for your side; may be repeated."))


def _words() -> OptionInfo:
    return option("--filter", tr("FILTER"), tr("Everything that waits for your side and matches, as in pending."))


def _table() -> OptionInfo:
    return option("--table", tr("FILE"), tr("A table with the columns id, answer (concur or dispute) and reason."))


def concur(
    ctx: typer.Context,
    targets: Annotated[list[str] | None, _targets()] = None,
    act: Annotated[list[str] | None, _acts()] = None,
    words: Annotated[str | None, _words()] = None,
    table: Annotated[Path | None, _table()] = None,
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
    """Agree with a claim, or with several entries."""
    intent = _answer(
        intents.AnswerMany(
            stance="concur",
            targets=tuple(targets or ()),
            acts=tuple(act or ()),
            words=words,
            table=_rows(table),
            reason=note,
            effective_on=effective_on,
            said_on=said_on,
            speaker=speaker,
            half=half,
            body=body,
            handling=handling,
            sources=tuple(source or ()),
        )
    )
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def dispute(
    ctx: typer.Context,
    targets: Annotated[list[str] | None, _targets()] = None,
    act: Annotated[list[str] | None, _acts()] = None,
    words: Annotated[str | None, _words()] = None,
    table: Annotated[Path | None, _table()] = None,
    reason: Annotated[
        str | None, option("--reason", tr("TEXT"), tr("The reason; required unless the table gives it."))
    ] = None,
    ground: Annotated[
        str | None,
        option(
            "--ground",
            tr("GROUND"),
            tr("not_done, not_enough, wrong_period, evidence_fails, other_meaning or not_ours."),
        ),
    ] = None,
    proposes: Annotated[str | None, option("--proposes", tr("STATUS"), tr("The status proposed instead."))] = None,
    evidence: Annotated[
        list[str] | None, option("--evidence", tr("PATH|URL"), tr("Evidence; may be repeated."))
    ] = None,
    cell: Annotated[
        list[str] | None,
        option(
            "--cell",
            tr("PLACE:PERIOD=VALUE"),
            tr("Only this cell of a release of panel data, with the value proposed, if any; may be repeated."),
        ),
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
    """Dispute a claim, or several entries."""
    if reason is None and table is None:
        raise Refused(Problem("{name} is missing", "Usage: {usage}", "", _missing(ctx, "--reason"), usage=True))
    many = intents.AnswerMany(
        stance="dispute",
        targets=tuple(targets or ()),
        acts=tuple(act or ()),
        words=words,
        table=_rows(table),
        ground=ground,
        reason=reason,
        effective_on=effective_on,
        said_on=said_on,
        speaker=speaker,
        half=half,
        body=body,
        handling=handling,
        sources=tuple(source or ()),
    )
    intent = _answer(many)
    if isinstance(intent, intents.TakePosition):
        intent = replace(intent, proposes=proposes, evidence=tuple(evidence or ()), cells=tuple(cell or ()))
    elif proposes or evidence or cell:
        advice = "Answer that entry alone."
        raise Refused(Problem("--proposes, --evidence and --cell belong to one answer", advice, usage=True))
    carry_out(global_options(ctx), intent, dry_run=dry_run)


def _missing(ctx: typer.Context, name: str) -> dict[str, object]:
    return {"name": name, "usage": ctx.get_usage()}


def _rows(table: Path | None) -> tuple[intents.TableAnswer, ...]:
    if table is None:
        return ()
    from accordtrack import service  # noqa: PLC0415

    return service.read_answers(table)


def _answer(many: intents.AnswerMany) -> intents.TakePosition | intents.AnswerMany:
    """Return the answer to one target if there is only one, which may also be the claim of a commitment."""
    if not (many.targets or many.acts or many.words is not None or many.table):
        advice = "Name entries, or use --act, --filter or --table. accordtrack pending lists what waits."
        raise Refused(Problem("What is answered?", advice, usage=True))
    if len(many.targets) != 1 or many.acts or many.words is not None or many.table:
        return many
    return intents.TakePosition(
        target=many.targets[0],
        stance=many.stance,
        ground=many.ground,
        reason=many.reason,
        effective_on=many.effective_on,
        said_on=many.said_on,
        speaker=many.speaker,
        half=many.half,
        body=many.body,
        handling=many.handling,
        sources=many.sources,
    )


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
