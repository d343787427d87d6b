"""The ``disputes`` verb: one row per dispute thread, or every statement of each thread."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack import wording
from accordtrack.cli import cell_text, json_shapes, machine_output, text_tables
from accordtrack.cli.session import answer, chosen, dates_facts, dates_line, two_dates
from accordtrack.cli.verbs import argument, flag, offer, option
from accordtrack.core.problems import Problem, Refused
from accordtrack.i18n import local, sides, tr, trc, trn
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
    offer(
        app,
        "disputes",
        disputing,
        tr("what the sides dispute, whose turn it is, what was settled"),
        tr(
            "Lists what is in dispute, asked or not agreed between the sides, and whose turn it is. A thread is settled "
            "when one side agrees with what the other said, or both officially give the same status; that no answer was "
            "found settles nothing. Filters are those of list; turn:US asks for the threads whose next word is for the "
            "United States."
        ),
        family=tr("Read"),
        free=True,
    )


def disputing(
    ctx: typer.Context,
    filter_words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    whole: Annotated[bool, flag("--words", tr("Show every word of each, in the order it was said."))] = False,
    limit: Annotated[
        int | None, option("--limit", "N", tr("At most so many threads; a table shows 50 when left out."))
    ] = None,
    after: Annotated[str | None, option("--after", tr("CURSOR"), tr("Go on behind an earlier page."))] = None,
    everything: Annotated[bool, flag("--all", tr("Show every thread."))] = False,
    as_of: Annotated[
        str | None, option("--as-of", tr("DATE"), tr("What held on this date; today when left out."))
    ] = None,
    known_on: Annotated[
        str | None, option("--known-on", tr("DATE"), tr("What was known on this date; today when left out."))
    ] = None,
) -> None:
    """List disputes."""
    options = chosen(ctx)
    shown = None if everything else SHOWN if limit is None and options.format == "table" else limit

    def pages(desk: Desk) -> _Pages:
        return _Pages(desk, " ".join(filter_words or ()), two_dates(desk, as_of, known_on), after, shown)

    answer(options, lambda desk: write(options, pages(desk), whole=whole))


class _Pages:
    """Threads that match a filter. The keys load at once; the statements load one page at a time."""

    def __init__(self, desk: Desk, words: str, at: TwoDates | None, after: str | None, limit: int | None) -> None:
        self.desk, self.at = desk, at
        keys = desk.thread_keys(words, at=at)
        begin = _behind(keys, after)
        end = len(keys) if limit is None else begin + max(limit, 0)
        self._wanted = keys[begin:end]
        self.total = len(keys)
        self.open = sum(key.state == "open" for key in keys)
        self.after = self._wanted[-1].id if self._wanted and end < len(keys) else None

    def rows(self) -> Iterator[DisputeView]:
        """Yield every thread up to the limit."""
        for begin in range(0, len(self._wanted), BATCH):
            yield from self.desk.threads(self._wanted[begin : begin + BATCH], at=self.at)


def _behind(keys: Sequence[ThreadSummary], after: str | None) -> int:
    if after is None:
        return 0
    place = next((number for number, key in enumerate(keys, start=1) if key.id == after), None)
    if place is None:
        raise Refused(Problem('No thread "{x}" is in this list', "Leave --after out.", values={"x": after}, usage=True))
    return place


def write(options: Globals, pages: _Pages, *, whole: bool) -> None:
    """Write the threads. With ``whole``, the page for people shows every statement."""
    match options.format:
        case "json":
            facts = {
                "total": pages.total,
                "after": pages.after,
                "rows": [json_shapes.plain(one) for one in pages.rows()],
            }
            whole_facts = {**dates_facts(pages.desk, pages.at), **facts}
            machine_output.write_json("disputes", whole_facts, ascii_only=options.ascii_only)
        case "ndjson":
            machine_output.write_rows("disputes", map(json_shapes.plain, pages.rows()), ascii_only=options.ascii_only)
        case "csv":
            machine_output.write_csv(CSV, map(_flat, pages.rows()))
        case _:
            found = list(pages.rows())
            if whole:
                text_tables.page(options, [_section(thread, ascii_only=options.ascii_only) for thread in found])
            elif found:
                text_tables.table(
                    options, _columns(), [_cells(thread, ascii_only=options.ascii_only) for thread in found]
                )
            _say(options, pages, len(found))


def _say(options: Globals, pages: _Pages, shown: int) -> None:
    if not pages.total:
        text_tables.say(options, tr("No dispute matches."))
    elif shown == pages.total:
        text_tables.say(options, trn("{n} thread, {open} open.", "{n} threads, {open} open.", shown, open=pages.open))
    else:
        counts = {"shown": shown, "total": pages.total, "open": pages.open}
        text_tables.say(options, tr("{shown} of {total} threads; {open} of the {total} are open.", **counts))
    if pages.after is not None:
        text_tables.say(options, tr("See every thread with --all, or go on with --after {cursor}", cursor=pages.after))
    text_tables.say(options, disputes.settles())
    if line := dates_line(pages.desk, pages.at):
        text_tables.say(options, line)


def _flat(thread: DisputeView) -> dict[str, Any]:
    row: dict[str, Any] = json_shapes.plain(thread)
    latest = {side: disputes.latest(thread, side) for side in BOTH}
    said = {side.lower(): json_shapes.plain(word) if word else {} for side, word in latest.items()}
    return {**row, **said, "words_count": len(thread.words), "observers_count": len(thread.observers)}


def _columns() -> list[text_tables.Column]:
    return [
        text_tables.Column(tr("code"), whole=True),
        text_tables.Column(tr("title"), from_width=110, at_least=20),
        text_tables.Column(tr("about"), from_width=72),
        *(text_tables.Column(label("short side", side), label=label("side", side)) for side in sides(BOTH)),
        text_tables.Column(trc("column", "waiting on"), whole=True),
        text_tables.Column(trc("column", "since"), whole=True),
        text_tables.Column(trc("column", "age"), numeric=True),
        text_tables.Column(tr("state"), plain_only=True),
    ]


def _cells(thread: DisputeView, *, ascii_only: bool) -> list[text_tables.Cell | str]:
    style = "disputed" if thread.standing == "disputed" and thread.state == "open" else ""
    said = [disputes.standing(thread, side, ascii_only=ascii_only) for side in sides(BOTH)]
    return [
        disputes.name(thread),
        local(thread.title),
        disputes.about(thread),
        *(text_tables.Cell(one, style) for one in said),
        text_tables.Cell(disputes.turn(thread), "", disputes.waiting(thread)),
        thread.opened_on,
        cell_text.days(thread.days),
        disputes.outcome(thread),
    ]


def _section(thread: DisputeView, *, ascii_only: bool) -> text_tables.Section:
    section = text_tables.Section(f"{disputes.name(thread)}  {local(thread.title)}")
    section.add(tr("about"), disputes.about(thread))
    section.add(tr("state"), disputes.outcome(thread), *disputes.hints(thread))
    for word in thread.words:
        section.add(word.said_on, *_word(word, ascii_only=ascii_only))
    for word in thread.observers:
        section.add(tr("{date} apart", date=word.said_on), *_word(word, ascii_only=ascii_only))
    return section


def _word(word: ThreadItem, *, ascii_only: bool) -> list[str]:
    status = wording.status(word.status, word.basis, ascii_only=ascii_only) if word.status else ""
    who = label("side", word.speaker) + (f" ({word.body})" if word.body else "")
    return [
        f"{who}: {', '.join(part for part in (disputes.heading(word), status) if part)}",
        "; ".join((*disputes.marks(word), word.id)),
        *map(text_tables.Quoted if word.changes or word.evidence else str, disputes.details(word)),
        text_tables.Quoted(local(word.text)),
        *cell_text.tail(word.sources, word.inferred, word.handling),
    ]
