"""The ``remind`` verb, which writes a reminder text. The program never sends it."""

# ruff: noqa: TC002, TC003 - typer reads the annotations
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.session import global_options, open_desk
from accordtrack.cli.verbs import add_verb, argument, option
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import LANGUAGES, tr, trn, using_language
from accordtrack.service import check_free, save_text
from accordtrack.text import reminder

if TYPE_CHECKING:
    from accordtrack.service import Desk

CSV = ("commitments", "handling", "as_of", "text.en", "text.es")


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "remind",
        remind,
        tr("a text reminder of commitments"),
        tr(
            "Writes a text reminder of commitments: who is responsible, what they say, when they are due, "
            "and what is asked. Nothing is sent. Anything not for every reader is named at its top."
        ),
        family=tr("Read"),
    )


def remind(
    ctx: typer.Context,
    commitment_ids: Annotated[list[str], argument("ID…", tr("Codes of the commitments."))],
    out: Annotated[
        Path | None, option("--out", tr("FILE"), tr("Write the text to this new file; an existing file is kept."))
    ] = None,
) -> None:
    """Write a reminder."""
    options = global_options(ctx)

    def check_request(desk: Desk) -> None:
        desk.build_reminder(commitment_ids)
        if out is not None:
            check_free(out, replace=None)

    desk = open_desk(options, check_request)
    if options.format not in {"json", "ndjson", "csv"}:
        text = reminder.text(desk.build_reminder(commitment_ids))
        if out is None:
            text_tables.print_text(
                replace(options, plain=True), text.rstrip("\n")
            )  # the reader's mail program wraps the text
        else:
            save_text(out, text)
            count = len(set(commitment_ids))
            where = shorten(sanitize_line(out), 200)
            phrase = trn(
                "A reminder of one commitment is in {x}", "A reminder of {n} commitments is in {x}", count, x=where
            )
            text_tables.print_text(options, phrase)
        return
    facts = _reminder_facts(desk, commitment_ids)
    if out is not None:
        save_text(out, reminder.text(desk.build_reminder(commitment_ids)))
    if options.format == "csv":
        lines = {"text": {language: "\n".join(text_lines) for language, text_lines in facts["text"].items()}}
        machine_output.write_csv(CSV, [{**facts, **lines}])
    else:
        machine_output.write_one(options, "reminder", facts)


def _reminder_facts(desk: Desk, identifiers: list[str]) -> dict[str, Any]:
    """Return the reminder in both languages, line by line."""
    reminders = {}
    for language in LANGUAGES:
        with using_language(language):
            reminders[language] = desk.build_reminder(identifiers)
    first = reminders[LANGUAGES[0]]
    return {
        "as_of": desk.today,
        "commitments": [item.id for item in first.items],
        "handling": first.handling,
        "text": {language: reminder.text(content).rstrip("\n").split("\n") for language, content in reminders.items()},
    }
