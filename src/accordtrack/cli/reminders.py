"""The ``remind`` verb, which writes a reminder text. The program never sends it."""

# ruff: noqa: TC002, TC003 - typer reads the annotations
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import machine_output, text_tables
from accordtrack.cli.session import chosen, opened
from accordtrack.cli.verbs import argument, offer, option
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import LANGUAGES, tr, trn, using_language
from accordtrack.service import check_free, save_text
from accordtrack.text import reminder

if TYPE_CHECKING:
    from accordtrack.service import Desk

CSV = ("commitments", "handling", "as_of", "text.en", "text.es")


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    offer(
        app,
        "remind",
        remind,
        tr("a text that reminds of commitments"),
        tr(
            "Writes a text that reminds of commitments: who owes them, what was promised, due when, and what is asked. "
            "Nothing is sent. What is not for every reader is named at its top."
        ),
        family=tr("Read"),
    )


def remind(
    ctx: typer.Context,
    commitment_ids: Annotated[list[str], argument("ID…", tr("Codes of the commitments."))],
    out: Annotated[
        Path | None, option("--out", tr("FILE"), tr("Write the text to this new file; one that exists is kept."))
    ] = None,
) -> None:
    """Write a reminder."""
    options = chosen(ctx)

    def words(desk: Desk) -> None:
        desk.remind(commitment_ids)
        if out is not None:
            check_free(out, replace=None)

    desk = opened(options, words)
    if options.format not in {"json", "ndjson", "csv"}:
        said = reminder.text(desk.remind(commitment_ids))
        if out is None:
            text_tables.say(replace(options, plain=True), said.rstrip("\n"))  # the reader's mail program wraps the text
        else:
            save_text(out, said)
            count = len(set(commitment_ids))
            where = shorten(sanitize_line(out), 200)
            told = trn(
                "A reminder of one commitment is in {x}", "A reminder of {n} commitments is in {x}", count, x=where
            )
            text_tables.say(options, told)
        return
    facts = _facts(desk, commitment_ids)
    if out is not None:
        save_text(out, reminder.text(desk.remind(commitment_ids)))
    if options.format == "csv":
        lines = {"text": {language: "\n".join(said) for language, said in facts["text"].items()}}
        machine_output.write_csv(CSV, [{**facts, **lines}])
    else:
        machine_output.write_one(options.format, "reminder", facts, ascii_only=options.ascii_only)


def _facts(desk: Desk, identifiers: list[str]) -> dict[str, Any]:
    """Return the reminder in both languages, line by line."""
    made = {}
    for language in LANGUAGES:
        with using_language(language):
            made[language] = desk.remind(identifiers)
    first = made[LANGUAGES[0]]
    return {
        "as_of": desk.today,
        "commitments": [item.id for item in first.items],
        "handling": first.handling,
        "text": {language: reminder.text(said).rstrip("\n").split("\n") for language, said in made.items()},
    }
