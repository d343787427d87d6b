"""The ``disputes`` verb: one row per dispute thread, or every statement of each thread."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack import wording
from accordtrack.cli import json_shapes, machine_output, shared_options, text_tables, view_text
from accordtrack.cli.session import answer_query, dates_facts, dates_line, global_options, two_dates
from accordtrack.cli.verbs import add_verb, argument, flag, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import localize, sides, tr, trc, trn
from accordtrack.text import disputes
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.service import Desk
    from accordtrack.types import DisputeView, ThreadItem, ThreadSummary

BOTH = ("US", "MX")
SHOWN, BATCH = 50, 200
_SAID = ("id", "kind", "status", "basis", "stance", "ground", "proposed_status", "said_on")
CSV = (
    *(
        "id",
        "about",
        "commitment",
        "indicator",
        "title.en",
        "title.es",
        "responsible_side",
        "half",
        "standing",
        "state",
    ),
    *("turn", "turn_since", "turn_days", "opened_on", "ended_on", "days"),
    *(f"{side}.{name}" for side in ("us", "mx") for name in _SAID),
    *("words_count", "observers_count"),
)
"""Columns of the CSV: one row per thread, with the latest statement of each side."""


def register(app: typer.Typer) -> None:
    """Register the verb, with help text in the current language."""
    add_verb(
        app,
        "disputes",
        list_disputes,
        tr("where the two governments disagree, whose turn it is, what was settled"),
        tr(
            "Lists where the two governments disagree, what was asked, and whose turn it is. A thread is "
            "settled when one side agrees with what the other said, or both themselves enter the same "
            "status; finding no answer settles nothing. Filters are those of list; turn:US selects the "
            "threads in which it is the United States' turn."
        ),
        family=tr("Read"),
        free=True,
    )


def list_disputes(
    ctx: typer.Context,
    filter_words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    whole: Annotated[bool, flag("--words", tr("Show all that was said in each, in order."))] = False,
    limit: Annotated[
        int | None, option("--limit", "N", tr("Maximum number of threads; a table shows 50 if omitted."))
    ] = None,
    after: Annotated[str | None, option("--after", tr("CURSOR"), tr("Continue after an earlier page."))] = None,
    everything: Annotated[bool, flag("--all", tr("Show every thread."))] = False,
    as_of: Annotated[str | None, shared_options.as_of()] = None,
    known_on: Annotated[str | None, shared_options.known_on()] = None,
) -> None:
    """List disputes."""
    options = global_options(ctx)
    shown = None if everything else SHOWN if limit is None and options.format == "table" else limit

    def pages(desk: Desk) -> _Pages:
        return _Pages(desk, " ".join(filter_words or ()), two_dates(desk, as_of, known_on), after, shown)

    answer_query(options, lambda desk: write(options, pages(desk), whole=whole))


class _Pages:
    """Threads that match a filter. The keys load at once; the statements load one page at a time."""

    def __init__(self, desk: Desk, words: str, at: TwoDates | None, after: str | None, limit: int | None) -> None:
        self.desk, self.at = desk, at
        keys = desk.thread_keys(words, at=at)
        begin = _position_after(keys, after)
        end = len(keys) if limit is None else begin + max(limit, 0)
        self._wanted = keys[begin:end]
        self.total = len(keys)
        self.open = sum(key.state == "open" for key in keys)
        self.after = self._wanted[-1].id if self._wanted and end < len(keys) else None

    def rows(self) -> Iterator[DisputeView]:
        """Yield every thread up to the limit."""
        for begin in range(0, len(self._wanted), BATCH):
            yield from self.desk.threads(self._wanted[begin : begin + BATCH], at=self.at)


def _position_after(keys: Sequence[ThreadSummary], after: str | None) -> int:
    if after is None:
        return 0
    place = next((number for number, key in enumerate(keys, start=1) if key.id == after), None)
    if place is None:
        raise Refused(Problem('No thread "{x}" is in this list', "Leave --after out.", values={"x": after}, usage=True))
    return place


def write(options: Globals, pages: _Pages, *, whole: bool) -> None:
    """Write the threads. With ``whole``, the page for people shows every statement."""
    rows = pages.rows()
    facts = {**dates_facts(pages.desk, pages.at), "total": pages.total, "after": pages.after}
    if not machine_output.wrote_rows(options, "disputes", rows, CSV, facts, csv_rows=map(_csv_row, rows)):
        found = list(rows)
        if whole:
            text_tables.print_page(
                options, [_thread_section(thread, ascii_only=options.ascii_only) for thread in found]
            )
        elif found:
            text_tables.print_table(
                options, _columns(), [_cells(thread, ascii_only=options.ascii_only) for thread in found]
            )
        _print_summary(options, pages, len(found))


def _print_summary(options: Globals, pages: _Pages, shown: int) -> None:
    if not pages.total:
        text_tables.print_text(options, tr("No dispute matches."))
    elif shown == pages.total:
        text_tables.print_text(
            options, trn("{n} thread, {open} open.", "{n} threads, {open} open.", shown, open=pages.open)
        )
    else:
        counts = {"shown": shown, "total": pages.total, "open": pages.open}
        text_tables.print_text(options, tr("{shown} of {total} threads; {open} of the {total} are open.", **counts))
    if pages.after is not None:
        text_tables.print_text(
            options, tr("See every thread with --all, or continue with --after {cursor}", cursor=pages.after)
        )
    text_tables.print_text(options, disputes.settling_rules())
    if line := dates_line(pages.desk, pages.at):
        text_tables.print_text(options, line)


def _csv_row(thread: DisputeView) -> dict[str, Any]:
    row: dict[str, Any] = json_shapes.to_json_value(thread)
    latest = {side: disputes.latest(thread, side) for side in BOTH}
    latest_words = {side.lower(): json_shapes.to_json_value(word) if word else {} for side, word in latest.items()}
    return {**row, **latest_words, "words_count": len(thread.words), "observers_count": len(thread.observers)}


def _columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("code"), whole=True),
        text_tables.Column(tr("title"), from_width=110, at_least=20),
        text_tables.Column(tr("about"), from_width=100),
        *(text_tables.Column(label("short side", side), label=label("side", side)) for side in sides(BOTH)),
        text_tables.Column(trc("column", "waiting on"), whole=True),
        text_tables.Column(trc("column", "since"), whole=True, from_width=100),
        text_tables.Column(trc("column", "open for"), numeric=True, whole=True),
        text_tables.Column(tr("state"), plain_only=True),
    ]


def _cells(thread: DisputeView, *, ascii_only: bool) -> list[text_tables.Cell | str]:
    style = "disputed" if thread.standing == "disputed" and thread.state == "open" else ""
    lines = [disputes.standing(thread, side, ascii_only=ascii_only) for side in sides(BOTH)]
    return [
        disputes.thread_code(thread),
        localize(thread.title),
        disputes.about(thread),
        *(text_tables.Cell(one, style) for one in lines),
        text_tables.Cell(disputes.turn_in_brief(thread), "", disputes.turn_in_full(thread)),
        thread.summary.since,
        view_text.days_text(thread.days),
        disputes.outcome(thread),
    ]


def _thread_section(thread: DisputeView, *, ascii_only: bool) -> text_tables.Section:
    section = text_tables.Section(f"{disputes.thread_code(thread)}  {localize(thread.title)}")
    section.add(tr("about"), disputes.about(thread))
    section.add(tr("state"), disputes.outcome(thread), *disputes.hints(thread))
    for word in thread.words:
        section.add(word.said_on, *_statement_lines(word, ascii_only=ascii_only))
    for word in thread.observers:
        section.add(tr("{date} apart", date=word.said_on), *_statement_lines(word, ascii_only=ascii_only))
    return section


def _statement_lines(word: ThreadItem, *, ascii_only: bool) -> list[str]:
    status = wording.status(word.status, word.basis, ascii_only=ascii_only) if word.status else ""
    who = label("side", word.speaker) + (f" ({word.body})" if word.body else "")
    return [
        f"{who}: {', '.join(part for part in (disputes.heading(word), status) if part)}",
        "; ".join((*disputes.qualifiers(word), *disputes.authorship(word), word.id)),
        *map(text_tables.Quoted if word.changes or word.evidence else str, disputes.details(word)),
        text_tables.Quoted(localize(word.text)),
        *view_text.trailing_lines(word.sources, word.inferred, word.handling),
    ]
