"""The verbs that read: ``attention``, ``list``, ``show``, ``owed``, ``history``, ``diff`` and ``conflicts``."""

# ruff: noqa: TC002 - typer reads the annotations when it builds the verbs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from accordtrack.cli import (
    attention_lines,
    commitment,
    commitment_list,
    conflict_text,
    diff_table,
    history_entries,
    responsibilities,
    shared_options,
)
from accordtrack.cli.session import answer, chosen, opened, two_dates
from accordtrack.cli.verbs import argument, flag, offer, option
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from accordtrack.service import Desk


def register(app: typer.Typer) -> None:
    """Register the verbs of this family, with help text in the current language."""
    family = tr("Read")
    offer(
        app,
        "attention",
        attention,
        tr("what your side owes, what is overdue, what awaits your answer, what changed"),
        tr(
            "Counts what the desk's side owes, what is overdue, what awaits its answer, and what changed since somebody last "
            "looked from this desk, each with the filter that lists it: accordtrack list waits:US"
        ),
        family=family,
    )
    offer(
        app,
        "list",
        list_commitments,
        tr("commitments that a filter matches"),
        tr(
            "Lists commitments. A filter is free words and field:value; a minus in front leaves out what it matches, and id:= "
            "asks for one id only:\n\n"
            "accordtrack list firearms side:US status:limited,substantial -theme:health"
        ),
        family=family,
        free=True,
    )
    offer(
        app,
        "show",
        show,
        tr("one commitment, whole"),
        tr("Shows one commitment: who owes it, where each half stands, what was said, and what proves it."),
        family=family,
    )
    offer(
        app,
        "owed",
        owed,
        tr("who owes how much, what is overdue, what waits for an answer"),
        tr("Counts what is owed, overdue and waiting for an answer. Only agreed dates can be overdue."),
        family=family,
    )
    offer(
        app,
        "history",
        history,
        tr("who said what and when, newest first"),
        tr("Lists the signed entries of one commitment, or of the whole register, newest first."),
        family=family,
    )
    offer(
        app,
        "diff",
        diff,
        tr("what changed between two dates"),
        tr(
            "Shows what changed between two dates: statuses, standings, deadlines, words, evidence, targets, and the entries "
            "that made each change. A filter leaves out what it matches on neither date:\n\n"
            "accordtrack diff 2025-12 2026-05 theme:firearms"
        ),
        family=family,
        free=True,
    )
    offer(
        app,
        "conflicts",
        conflicts,
        tr("figures and words that do not fit"),
        tr("Lists figures and words that do not fit: who said which, what may explain it, what would settle it."),
        family=family,
        free=True,
    )


def _as_of() -> OptionInfo:
    return option("--as-of", tr("DATE"), tr("What held on this date; today when left out."))


def _known_on() -> OptionInfo:
    return option("--known-on", tr("DATE"), tr("What was known on this date; today when left out."))


def attention(ctx: typer.Context) -> None:
    """Count what needs attention."""
    options = chosen(ctx)
    attention_lines.write(options, opened(options))


def list_commitments(
    ctx: typer.Context,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    sort: Annotated[
        str,
        option(
            "--sort",
            tr("FIELD"),
            tr(
                "id, title, side, lead, status, standing, due, evidence, agreed or theme; a minus in front turns it round."
            ),
        ),
    ] = "id",
    limit: Annotated[
        int | None, option("--limit", "N", tr("At most so many rows; a table shows 50 when left out."))
    ] = None,
    after: Annotated[str | None, option("--after", tr("CURSOR"), tr("Go on behind an earlier page."))] = None,
    everything: Annotated[bool, flag("--all", tr("Show every row."))] = False,  # noqa: FBT002 - a flag of the command line
    saved: Annotated[
        str | None, option("--saved", tr("NAME"), tr("A filter saved under this name; FILTER narrows it further."))
    ] = None,
    as_of: Annotated[str | None, _as_of()] = None,
    known_on: Annotated[str | None, _known_on()] = None,
) -> None:
    """List the records that a filter matches."""
    options = chosen(ctx)

    def write(desk: Desk) -> None:
        ask = commitment_list.Question(
            " ".join((desk.kept.filter(saved), *(words or ())) if saved is not None else words or ()),
            sort,
            None if everything else limit,
            after,
            two_dates(desk, as_of, known_on),
            everything=everything,
        )
        commitment_list.write(options, desk, ask)

    answer(options, write)


def show(
    ctx: typer.Context,
    commitment_id: Annotated[str, argument("ID", tr("Code of the commitment."))],
    as_of: Annotated[str | None, _as_of()] = None,
    known_on: Annotated[str | None, _known_on()] = None,
) -> None:
    """Show one commitment."""
    options = chosen(ctx)

    def write(desk: Desk) -> None:
        at = two_dates(desk, as_of, known_on)
        commitment.write(options, desk, desk.commitment(commitment_id, at=at), at)

    answer(options, write)


def owed(
    ctx: typer.Context,
    by: Annotated[str, option("--by", "body|side|theme|framework", tr("What a row stands for."))] = "body",
    as_of: Annotated[str | None, _as_of()] = None,
    known_on: Annotated[str | None, _known_on()] = None,
) -> None:
    """Count what is owed."""
    options = chosen(ctx)
    answer(options, lambda desk: responsibilities.write(options, desk, by, two_dates(desk, as_of, known_on)))


def history(
    ctx: typer.Context,
    commitment_id: Annotated[str | None, argument("ID", tr("Code of the commitment; all when left out."))] = None,
    since: Annotated[str | None, option("--since", tr("DATE"), tr("Known on this date or later."))] = None,
    until: Annotated[str | None, option("--until", tr("DATE"), tr("Known on this date or earlier."))] = None,
    speaker: Annotated[
        str | None, option("--speaker", shared_options.speakers(), tr("Words of this speaker only."))
    ] = None,
    kind: Annotated[
        str | None, option("--kind", tr("KIND"), tr("Entries of this kind only, such as status.report."))
    ] = None,
    words: Annotated[
        str | None,
        option("--words", tr("WORDS"), tr("Entries about commitments with these words, or a code that begins so.")),
    ] = None,
    limit: Annotated[
        int | None, option("--limit", "N", tr("At most so many entries; a table shows 50 when left out."))
    ] = None,
    after: Annotated[str | None, option("--after", tr("CURSOR"), tr("Go on behind an earlier page."))] = None,
    as_of: Annotated[str | None, _as_of()] = None,
    known_on: Annotated[str | None, _known_on()] = None,
) -> None:
    """List entries."""
    options = chosen(ctx)

    def write(desk: Desk) -> None:
        at = two_dates(desk, as_of, known_on)
        history_entries.write(
            options, desk, history_entries.Question(commitment_id, since, until, speaker, kind, words, limit, after, at)
        )

    answer(options, write)


def diff(
    ctx: typer.Context,
    first: Annotated[str, argument(tr("DATE"), tr("The earlier date, a month or a year counting from its last day."))],
    second: Annotated[str, argument(tr("DATE"), tr("The later date."))],
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    as_of: Annotated[
        str | None, option("--as-of", tr("DATE"), tr("Hold this date fast: what became known of it between the two."))
    ] = None,
    known_on: Annotated[
        str | None,
        option("--known-on", tr("DATE"), tr("What was known on this date of both; each date's own when left out.")),
    ] = None,
) -> None:
    """Compare two dates."""
    options = chosen(ctx)
    a, b = diff_table.pair(first, second, as_of, known_on)
    answer(options, lambda desk: diff_table.write(options, desk, a, b, " ".join(words or ())))


def conflicts(
    ctx: typer.Context,
    words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
) -> None:
    """List conflicts of figures or words."""
    options = chosen(ctx)
    answer(options, lambda desk: conflict_text.write(options, desk, " ".join(words or ())))
