"""The verbs that read: ``attention``, ``list``, ``show``, ``owed``, ``history``, ``diff``, ``conflicts`` and ``indicators``."""

# ruff: noqa: TC002 - typer reads the annotations when it builds the verbs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import (
    attention_table,
    commitment,
    commitment_list,
    conflict_page,
    diff_table,
    history_entries,
    indicator_list,
    responsibilities,
    saved_status,
    shared_options,
    text_tables,
)
from accordtrack.cli.session import answer_query, global_options, open_desk, two_dates
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.service import Desk


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Read")
    add_verb(
        app,
        "attention",
        attention,
        tr("what your side is responsible for, what is overdue, what awaits your answer, what changed"),
        tr(
            "Counts what the desk's side is responsible for, what is overdue, what awaits its answer, and "
            "what changed since anyone last looked from this desk, each with the filter that lists it: "
            "accordtrack list reply:US"
        ),
        family=family,
    )
    add_verb(
        app,
        "list",
        list_commitments,
        tr("commitments that a filter matches"),
        tr(
            "Lists commitments. A filter consists of free words and field:value; a leading minus excludes "
            "what it matches, and id:= selects one id only:\n\naccordtrack list firearms side:US "
            "status:limited,substantial -theme:health"
        ),
        family=family,
        free=True,
    )
    add_verb(
        app,
        "show",
        show,
        tr("one commitment, whole"),
        tr(
            "Shows one commitment: who is responsible, the status of each government's part, what was said, "
            "what supports it, and the indicators that are linked to it. To link one: accordtrack add link; "
            "accordtrack indicators lists them."
        ),
        family=family,
    )
    add_verb(
        app,
        "owed",
        count_owed,
        tr("who is responsible for how much, what is overdue, what waits for an answer"),
        tr(
            "Counts the commitments of each body that are still open, overdue or waiting for an answer. "
            "Only agreed dates can be overdue."
        ),
        family=family,
    )
    add_verb(
        app,
        "history",
        history,
        tr("who said what and when, newest first"),
        tr("Lists the signed entries of one commitment, or of the whole register, newest first."),
        family=family,
    )
    add_verb(
        app,
        "diff",
        diff,
        tr("what changed between two dates"),
        tr(
            "Shows what changed between two dates: statuses, answers, deadlines, words, evidence, targets, "
            "and the entries that made each change. A filter omits what does not match it on either date:\n\n"
            "accordtrack diff 2025-12 2026-05 theme:firearms"
        ),
        family=family,
        free=True,
    )
    add_verb(
        app,
        "conflicts",
        conflicts,
        tr("sources that do not agree"),
        tr("Lists conflicting figures and words: who said which, what may explain the conflict, what would settle it."),
        family=family,
        free=True,
    )
    _register_indicators(app, family)


def _register_indicators(app: typer.Typer, family: str) -> None:
    add_verb(
        app,
        "indicators",
        list_indicators,
        tr("indicators, their newest values, and the commitments they are linked to"),
        tr(
            "Lists indicators: which country each is about, the newest value of its main series, and the commitments "
            "that it is linked to. A filter has free words, theme:, side:, level: and id:\n\naccordtrack indicators homicide side:MX"
            "\n\nTo link an indicator to a commitment: accordtrack add link indicator=ID commitment=ID "
            "strength=contributory rationale.en=… rationale.es=…. The link of a side's desk waits for the other side."
        ),
        family=family,
        free=True,
    )


def attention(ctx: typer.Context) -> None:
    """Count what needs attention."""
    options = global_options(ctx)
    answer_query(options, lambda desk: attention_table.write(options, desk))


def list_commitments(
    ctx: typer.Context,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    sort: Annotated[
        str,
        option(
            "--sort",
            tr("FIELD"),
            tr(
                "id, title, side, lead, status, standing, due, evidence, agreed or theme; a leading minus "
                "reverses the order."
            ),
        ),
    ] = "id",
    limit: Annotated[
        int | None, option("--limit", "N", tr("Maximum number of rows; a table shows 50 if omitted."))
    ] = None,
    after: Annotated[str | None, option("--after", tr("CURSOR"), tr("Continue after an earlier page."))] = None,
    everything: Annotated[bool, flag("--all", tr("Show every row."))] = False,  # noqa: FBT002 - a flag of the command line
    saved: Annotated[str | None, shared_options.saved()] = None,
    save_as: Annotated[
        str | None, option("--save-as", tr("NAME"), tr("Save the filter under this name, for --saved."))
    ] = None,
    replace: Annotated[bool, flag("--replace", tr("Replace the filter saved under this name."))] = False,  # noqa: FBT002 - a flag of the command line
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """List the records that a filter matches; with ``save_as``, save the filter."""
    options = global_options(ctx)

    def filter_text(desk: Desk) -> str:
        return " ".join((desk.preferences.filter(saved), *(words or ())) if saved is not None else words or ())

    def write(desk: Desk) -> None:
        ask = commitment_list.Question(
            filter_text(desk),
            sort,
            None if everything else limit,
            after,
            two_dates(desk, as_of, known_on),
            everything=everything,
        )
        commitment_list.write(options, desk, ask)

    if save_as is not None:
        desk = open_desk(options, filter_text)
        desk.preferences.save_filter(save_as, filter_text(desk), replace=replace)
        saved_status.mark_saved()
        if options.format == "table":
            text_tables.print_text(options, tr("The filter is saved as {name}.", name=save_as))
    answer_query(options, write)


def show(
    ctx: typer.Context,
    commitment_id: Annotated[str, argument("ID", tr("Code of the commitment."))],
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Show one commitment."""
    options = global_options(ctx)

    def write(desk: Desk) -> None:
        at = two_dates(desk, as_of, known_on)
        proposal = desk.proposed_commitment(commitment_id) if at is None and options.format == "table" else None
        if proposal is not None:
            commitment.print_proposal(options, proposal)
            return
        commitment.write(options, desk, desk.commitment(commitment_id, at=at), at)

    answer_query(options, write)


def count_owed(
    ctx: typer.Context,
    by: Annotated[str, option("--by", "body|side|theme|framework", tr("What each row represents."))] = "body",
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """Count what is owed."""
    options = global_options(ctx)
    answer_query(options, lambda desk: responsibilities.write(options, desk, by, two_dates(desk, as_of, known_on)))


def history(
    ctx: typer.Context,
    commitment_id: Annotated[str | None, argument("ID", tr("Code of the commitment; all if omitted."))] = None,
    since: Annotated[
        str | None, option("--since", tr("DATE"), tr("Information available on this date or later."))
    ] = None,
    until: Annotated[
        str | None, option("--until", tr("DATE"), tr("Information available on this date or earlier."))
    ] = None,
    speaker: Annotated[
        str | None, option("--speaker", shared_options.speaker_choices(), tr("Only what this speaker said."))
    ] = None,
    kind: Annotated[
        str | None, option("--kind", tr("KIND"), tr("Entries of this kind only, such as status.report."))
    ] = None,
    changed: Annotated[
        str | None,
        option("--changed", ">N-DESK", tr("Entries after this number, without those of the desk: >412-us-1.")),
    ] = None,
    words: Annotated[
        str | None,
        option(
            "--words",
            tr("WORDS"),
            tr("Entries about commitments with these words, or with a code that begins with them."),
        ),
    ] = None,
    limit: Annotated[
        int | None, option("--limit", "N", tr("Maximum number of entries; a table shows 50 if omitted."))
    ] = None,
    after: Annotated[str | None, option("--after", tr("CURSOR"), tr("Continue after an earlier page."))] = None,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """List entries."""
    options = global_options(ctx)

    def write(desk: Desk) -> None:
        at = two_dates(desk, as_of, known_on)
        history_entries.write(
            options,
            desk,
            history_entries.Question(commitment_id, since, until, speaker, kind, changed, words, limit, after, at),
        )

    answer_query(options, write)


def diff(
    ctx: typer.Context,
    first: Annotated[str, argument(tr("DATE"), tr("The earlier date; a month or a year counts from its last day."))],
    second: Annotated[str, argument(tr("DATE"), tr("The later date."))],
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    as_of: Annotated[
        str | None,
        option("--as-of", tr("DATE"), tr("Keep this date fixed: show what became known about it between the two.")),
    ] = None,
    known_on: Annotated[
        str | None,
        option("--known-on", tr("DATE"), tr("Data available as of this date for both; each date's own if omitted.")),
    ] = None,
) -> None:
    """Compare two dates."""
    options = global_options(ctx)
    a, b = diff_table.compared_dates(first, second, as_of, known_on)
    answer_query(options, lambda desk: diff_table.write(options, desk, a, b, " ".join(words or ())))


def conflicts(
    ctx: typer.Context,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
) -> None:
    """List conflicts of figures or words."""
    options = global_options(ctx)
    answer_query(options, lambda desk: conflict_page.write(options, desk, " ".join(words or ())))


def list_indicators(
    ctx: typer.Context,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
) -> None:
    """List indicators."""
    options = global_options(ctx)
    answer_query(options, lambda desk: indicator_list.write(options, desk, " ".join(words or ())))
