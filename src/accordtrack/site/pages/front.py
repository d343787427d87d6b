"""The front page: what the register found, outputs against outcomes, what moved and what did not, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.value import OPENING, Heading
from accordtrack.site.value import Flow, Grid, Link, Page, Section, Segment, Stack, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scorecard.value import BriefPart, Cell, Table
    from accordtrack.site.material import Material

PATH, LISTS = "index.html", "lists.html"
_PARTS = ("stated", "read", "stated-lower", "read-lower", "unspoken")
"""Rows of the brief's table of halves of which every half is in exactly one."""
_MOVED = slice(2, 5)
"""Parts of the brief that name series: improved, unchanged or worsened, without a comparable measurement."""
_LAST = slice(5, 8)
"""Its parts on what comes next, what is to be asked, and the newest fact."""


def page(made: Material) -> Page:
    """The page; its numbers open lists on a page of their own, so that it stays light."""
    card = made.card
    halves = next((part.table for part in card.brief if part.table is not None), None)
    return Page(
        PATH,
        "front",
        card.title,
        (
            *([Section("halves", tr("What each side says of what it owes"), (_halves(halves),))] if halves else []),
            _contrast(made),
            Section("moved", tr("What moved, what did not, and what was not compared"), (_grid(card.brief[_MOVED]),)),
            Section("finding", tr("What this register found, in full"), (Flow(card.headline[OPENING:]),)),
            Section("next", tr("What comes next"), (_grid(card.brief[_LAST]),)),
            _further(),
        ),
        under=card.subtitle,
        summary=read(card.headline[0]),
        lead=tuple(card.headline[:OPENING]),
        listings=card.listings,
        lists_at=LISTS,
        feed="feed.xml",
    )


def _halves(table: Table) -> Stack:
    """The halves that each side owes by what is known of them, the reader's own country first."""
    rows = {str(row.cells[0].value): row.cells for row in table.rows}
    words = {
        "stated": tr("stated as substantial or completed"),
        "read": tr("read by this register as substantial or completed"),
        "stated-lower": tr("stated as not started, limited, reversed or withdrawn"),
        "read-lower": tr("read by this register as not started, limited, reversed or withdrawn"),
        "unspoken": tr("no status found"),
    }
    widest = max(*(_number(cell) for cell in rows["halves"][1:3]), 1.0)
    return Stack(
        "halves-by-side",
        table.title,
        tuple(
            (
                tr("{side}: {n} halves", side=table.columns[at].title, n=rows["halves"][at].text),
                tuple(
                    Segment(name, words[name], rows[name][at], round(100 * _number(rows[name][at]) / widest))
                    for name in _PARTS
                ),
            )
            for at in (1, 2)
        ),
    )


def _number(cell: Cell) -> float:
    return float(cell.value or 0)


def _contrast(made: Material) -> Section:
    """The table of all themes with the sentences before it; each theme has its charts on its own page."""
    section = made.section("contrast")
    return Section("contrast", section.title, tuple(_until_heading(section.blocks)))


def _until_heading(blocks: tuple[object, ...]) -> Iterator[object]:
    for block in blocks:
        if isinstance(block, Heading):
            return
        yield block


def _grid(parts: tuple[BriefPart, ...]) -> Grid:
    return Grid(tuple((part.title, part.sentences) for part in parts if part.sentences))


def _further() -> Section:
    ways = (
        (tr("All commitments"), "commitments.html"),
        (tr("By theme"), "themes.html"),
        (tr("By responsible body"), "bodies.html"),
        (tr("Events and what followed them"), "events.html"),
    )
    return Section("further", tr("Read on"), tuple(Told((Link(text, path=path),)) for text, path in ways))
