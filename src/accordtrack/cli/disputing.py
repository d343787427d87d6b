"""What the sides dispute: a row a thread, or every word of each."""

# ruff: noqa: FBT002, TC002 - flags of the command line; typer reads the annotations
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from accordtrack.cli import machine, shapes, sheet, words
from accordtrack.cli.session import chosen, dates_facts, dates_line, opened, two_dates
from accordtrack.cli.verbs import argument, flag, offer, option
from accordtrack.i18n import local, sides, tr, trc, trn
from accordtrack.sentences import disputes
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.dates import TwoDates
    from accordtrack.desk import Desk
    from accordtrack.views import DisputeView, ThreadWord

BOTH = ("US", "MX")
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
"""One line a thread, with the latest word of each side."""


def register(app: typer.Typer) -> None:
    """Add the verb, its help in the language in force."""
    offer(
        app,
        "disputes",
        disputing,
        tr("what the sides dispute, whose turn it is, what was settled"),
        tr(
            "Lists what is in dispute, asked or not agreed between the sides, and whose turn it is. Settled takes a "
            "matching entry of each side; silence settles nothing."
        ),
        family=tr("Read"),
        free=True,
    )


def disputing(
    ctx: typer.Context,
    filter_words: Annotated[list[str] | None, argument(tr("FILTER…"), tr("Free words and field:value."))] = None,
    whole: Annotated[bool, flag("--words", tr("Show every word of each, in the order it was said."))] = False,
    as_of: Annotated[
        str | None, option("--as-of", tr("DATE"), tr("What held on this date; today when left out."))
    ] = None,
    known_on: Annotated[
        str | None, option("--known-on", tr("DATE"), tr("What was known on this date; today when left out."))
    ] = None,
) -> None:
    """Lists what is disputed."""
    options = chosen(ctx)
    desk = opened(options)
    write(options, desk, " ".join(filter_words or ()), two_dates(desk, as_of, known_on), whole=whole)


def write(options: Globals, desk: Desk, filter_text: str, at: TwoDates | None, *, whole: bool) -> None:
    """Write the threads that ``filter_text`` matches; ``whole`` with every word, on a page for people."""
    found = desk.disputes(filter_text, at=at)
    match options.format:
        case "json":
            facts = {**dates_facts(desk, at), "total": len(found), "rows": shapes.plain(found)}
            machine.write_json("disputes", facts, ascii_only=options.ascii_only)
        case "ndjson":
            machine.write_rows("disputes", shapes.plain(found), ascii_only=options.ascii_only)
        case "csv":
            machine.write_csv(CSV, [_flat(thread) for thread in found])
        case _:
            if whole:
                sheet.page(options, [_section(thread, ascii_only=options.ascii_only) for thread in found])
            elif found:
                sheet.table(options, _columns(), [_cells(thread, ascii_only=options.ascii_only) for thread in found])
            _say(options, desk, found, at)


def _say(options: Globals, desk: Desk, found: tuple[DisputeView, ...], at: TwoDates | None) -> None:
    open_ = sum(thread.state == "open" for thread in found)
    if found:
        sheet.say(options, trn("{n} thread, {open} open.", "{n} threads, {open} open.", len(found), open=open_))
    else:
        sheet.say(options, tr("No dispute matches."))
    sheet.say(options, tr("Silence is never consent: a thread is settled when each side has a matching entry."))
    if line := dates_line(desk, at):
        sheet.say(options, line)


def _flat(thread: DisputeView) -> dict[str, Any]:
    row: dict[str, Any] = shapes.plain(thread)
    latest = {side: disputes.latest(thread, side) for side in BOTH}
    said = {side.lower(): shapes.plain(word) if word else {} for side, word in latest.items()}
    return {**row, **said, "words_count": len(thread.words), "observers_count": len(thread.observers)}


def _columns() -> list[sheet.Column]:
    return [
        sheet.Column(tr("code"), whole=True),
        sheet.Column(tr("title"), from_width=110, at_least=20),
        sheet.Column(tr("about"), from_width=72),
        *(sheet.Column(label("short side", side), label=label("side", side)) for side in sides(BOTH)),
        sheet.Column(trc("column", "waiting on"), whole=True),
        sheet.Column(trc("column", "since"), whole=True),
        sheet.Column(trc("column", "age"), numeric=True),
        sheet.Column(tr("state"), plain_only=True),
    ]


def _cells(thread: DisputeView, *, ascii_only: bool) -> list[sheet.Cell | str]:
    style = "disputed" if thread.standing == "disputed" and thread.state == "open" else ""
    said = [disputes.brief(disputes.latest(thread, side), ascii_only=ascii_only) for side in sides(BOTH)]
    return [
        disputes.name(thread),
        local(thread.title),
        disputes.about(thread),
        *(sheet.Cell(one, style) for one in said),
        sheet.Cell(disputes.turn(thread), "", disputes.waiting(thread)),
        thread.opened_on,
        words.days(thread.days),
        disputes.outcome(thread),
    ]


def _section(thread: DisputeView, *, ascii_only: bool) -> sheet.Section:
    section = sheet.Section(f"{disputes.name(thread)}  {local(thread.title)}")
    section.add(tr("about"), disputes.about(thread))
    section.add(tr("state"), disputes.outcome(thread), *disputes.hints(thread))
    for word in thread.words:
        section.add(word.said_on, *_word(word, ascii_only=ascii_only))
    for word in thread.observers:
        section.add(tr("{date} apart", date=word.said_on), *_word(word, ascii_only=ascii_only))
    return section


def _word(word: ThreadWord, *, ascii_only: bool) -> list[str]:
    status = words.status_words(word.status, word.basis, ascii_only=ascii_only) if word.status else ""
    who = label("side", word.speaker) + (f" ({word.body})" if word.body else "")
    return [
        f"{who}: {', '.join(part for part in (disputes.heading(word), status) if part)}",
        "; ".join((*disputes.marks(word), word.id)),
        *disputes.details(word),
        *(f"“{line}”" for line in local(word.text).splitlines() if line.strip()),
        *words.tail(word.sources, word.inferred, word.handling),
    ]
