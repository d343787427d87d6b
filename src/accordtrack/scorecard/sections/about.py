"""Section "What is measured about whom": result series about each country, and both sides' cards in one table.

Coverage comes before every other number.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from accordtrack.documents.model import Cell, Column, Facts, Heading, Paragraph, Row, Section, Table
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import cells
from accordtrack.scorecard.sections.cards import (
    STANDINGS,
    STATUSES,
    Cells,
    country,
    delivery,
    opened,
    rests_notes,
    series_items,
    shares,
    shares_note,
    standing_title,
)
from accordtrack.text import attainment
from accordtrack.text import score as words
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Block
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.cards import Card
    from accordtrack.scoring.trend import Moved

    _Line = tuple[str, str, Callable[[Card], Cell]]
    """A row of the table: its name, its title, and a function that makes its cell for a card."""

_SPLIT = frozenset(
    [
        *(f"{way}-{status}" for way in ("stated", "read") for status in STATUSES),
        *(f"standing-{one}" for one in STANDINGS),
    ]
)
"""Rows that split a count. Rows that are 0 for both sides are named in a note instead."""


def section(held: ScorecardData, lists: Listings) -> Section:
    """Return the section; the series come first, because they limit what can be said about a side."""
    return Section("about", tr("What is measured about whom"), (*_measured(held, lists), *_cards(held, lists)))


def _measured(held: ScorecardData, lists: Listings) -> list[Block]:
    missing = tuple(
        (held.title("theme", group.id), tuple(lines))
        for group in held.score.groups
        if (lines := words.counterparts(group, lambda code: held.title("indicator", code)))
    )
    one_sided = words.one_sided(held.score, lambda code: held.title("theme", code))
    return [
        _series(held, lists),
        *(Paragraph(opened((line,))) for line in one_sided),
        *(
            [Facts(missing, tr("Themes with a yearly rate about one country only: what has no counterpart"))]
            if missing
            else []
        ),
    ]


def _series(held: ScorecardData, lists: Listings) -> Table:
    """Return the number of result series about each country with a yearly rate, and without one."""
    trend = held.score.overall.trend
    moved: Sequence[Moved] = trend.moved if trend is not None else ()

    def counted(side: str, name: str, title: str, *, compared: bool) -> Cell:
        found = [one.gauge for one in moved if one.gauge.side == side and (one.t is not None) == compared]
        heading = f"{country(side)}: {title}"
        return cells.number(cells.counted(lists, f"about-{side}-{name}", heading, series_items(held, found)))

    columns = (
        Column("country", tr("result series with a set direction, about"), weight=2.0),
        Column("compared", tr("with a yearly rate"), "right"),
        Column("uncompared", tr("without a yearly rate"), "right"),
    )
    order = [*sides(Side), str(Responsible.JOINT)]
    compared = [counted(side, "compared", tr("with a yearly rate"), compared=True) for side in order]
    lone = [counted(side, "uncompared", tr("without a yearly rate"), compared=False) for side in order]
    rows = tuple(
        Row(f"about-{side}", (Cell(country(side), side), *numbers))
        for side, *numbers in zip(order, compared, lone, strict=True)
    )
    return Table("about-series", tr("Result series with a set direction, about each country"), columns, rows)


def _cards(held: ScorecardData, lists: Listings) -> list[Block]:
    """Return the cards of both sides as one table, with a column per side."""
    maker = Cells(held, lists)
    cards = maker.sides()
    columns = (
        Column("what", tr("what"), weight=2.4),
        *(Column(card.node.id, card.title, "right", weight=1.6) for card in cards),
    )
    lines = [(name, title, [cell(card) for card in cards]) for name, title, cell in _lines(maker)]
    nowhere = [title for name, title, found in lines if name in _SPLIT and not any(cell.value for cell in found)]
    rows = tuple(
        Row(f"side-{name}", (Cell(title, name), *found))
        for name, title, found in lines
        if name not in _SPLIT or any(cell.value for cell in found)
    )
    notes = (
        *([tr("0 for both: {rows}.", rows="; ".join(nowhere))] if nowhere else []),
        words.legend(),
        tr(
            "Each column is of what that side owes, alone or as its half of what both owe: the two do not rank the sides."
        ),
        *([shares_note()] if any(name.startswith("joint-") for name, _title, _cells in lines) else []),
        *rests_notes(cards),
    )
    return [
        Heading("about-sides", tr("Side by side")),
        Table(
            "about-cards",
            tr("What each side owes of the scored commitments, and what was said of it"),
            columns,
            rows,
            notes,
        ),
        *(Paragraph(opened((line,))) for line in attainment.gap(held.score)),
    ]


def _attained(card: Card) -> Cell:
    """Return attainment with its basis; if it is not printable, the rows above show the numbers."""
    if card.node.printable:
        return Cell("; ".join(attainment.lines(card.node)))
    rests = attainment.lines(card.node)[1:]
    return Cell("; ".join((tr("not yet measurable beyond outputs"), *rests)))


def _lines(maker: Cells) -> list[_Line]:
    """Return the rows in order, coverage first."""
    ends = sides(Side) if any(card.node.delivery_ends for card in maker.sides()) else ()
    return [
        ("halves", tr("halves"), maker.owed),
        ("none", tr("no status from the side that owes it found"), maker.silent),
        ("assessed", tr("weight assessed"), lambda card: delivery(card)[0]),
        (
            "commitments",
            tr("commitments"),
            lambda card: maker.commitments(card, "commitments", tr("commitments"), card.inside),
        ),
        ("usable", tr("usable results"), maker.usable),
        ("stated", label("basis", "stated"), maker.stated),
        *_statuses(maker, "stated", label("basis", "stated"), reading=False),
        ("read", label("basis", "reading"), maker.read),
        *_statuses(maker, "read", label("basis", "reading"), reading=True),
        *(
            (
                f"standing-{one}",
                f"{tr('standing')}: {standing_title(one)}",
                lambda card, one=one: maker.standing(card, one),
            )
            for one in STANDINGS
        ),
        ("delivery", tr("delivery"), lambda card: delivery(card)[1]),
        ("face", tr("face"), lambda card: delivery(card)[2]),
        ("low", tr("delivery if the others were 0"), lambda card: delivery(card)[3]),
        ("high", tr("delivery if the others were 100"), lambda card: delivery(card)[4]),
        *(
            (
                f"joint-{end}",
                tr("delivery if {side} owed all joint ones", side=label("the side", end)),
                lambda card, end=end: shares(card)[end],
            )
            for end in ends
        ),
        ("attainment", tr("attainment"), _attained),
    ]


def _statuses(maker: Cells, name: str, way: str, *, reading: bool) -> Iterator[_Line]:
    """Yield one row per status, either stated or read."""
    for status in STATUSES:
        title = f"{way}: {label('status', status)}"
        yield f"{name}-{status}", title, partial(maker.status, status=status, reading=reading)
