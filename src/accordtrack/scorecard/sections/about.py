"""Section "What is measured about whom": coverage first, result series about each country, both sides' cards."""

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
    as_full_sentence,
    country_name,
    delivery_basis_notes,
    delivery_cells,
    series_items,
    shares,
    shares_note,
    standing_title,
)
from accordtrack.text import attainment, effect_notes
from accordtrack.text import score as words
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accordtrack.documents.model import Block
    from accordtrack.documents.sentences import Listings
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


def section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section; the series come first, because they limit what can be said about a side."""
    return Section(
        "about", tr("What is measured, by country"), (*_measured_blocks(data, lists), *_card_blocks(data, lists))
    )


def _measured_blocks(data: ScorecardData, lists: Listings) -> list[Block]:
    missing = tuple(
        (data.title("theme", group.id), tuple(lines))
        for group in data.score.groups
        if (lines := words.counterparts(group, lambda code: data.title("indicator", code)))
    )
    one_sided = words.one_sided_themes(data.score, lambda code: data.title("theme", code))
    return [
        _series_table(data, lists),
        *(Paragraph(as_full_sentence((line,))) for line in one_sided),
        *(
            [Facts(missing, tr("Areas with a yearly rate about one country only: what has no counterpart"))]
            if missing
            else []
        ),
    ]


def _series_table(data: ScorecardData, lists: Listings) -> Table:
    """Return the number of result series about each country with a yearly rate, and without one."""
    trend = data.score.overall.trend
    moved: Sequence[Moved] = trend.moved if trend is not None else ()

    def count_cell(side: str, name: str, title: str, *, compared: bool) -> Cell:
        measured_indicators = [one.gauge for one in moved if one.gauge.side == side and (one.t is not None) == compared]
        heading = f"{country_name(side)}: {title}"
        return cells.number(
            cells.count_for_cell(lists, f"about-{side}-{name}", heading, series_items(data, measured_indicators))
        )

    columns = (
        Column("country", tr("indicators with a set direction, about"), weight=2.0),
        Column("compared", tr("with a yearly rate"), "right"),
        Column("uncompared", tr("without a yearly rate"), "right"),
    )
    order = [*sides(Side), str(Responsible.JOINT)]
    compared = [count_cell(side, "compared", tr("with a yearly rate"), compared=True) for side in order]
    uncompared_cells = [count_cell(side, "uncompared", tr("without a yearly rate"), compared=False) for side in order]
    rows = tuple(
        Row(f"about-{side}", (Cell(country_name(side), side), *numbers))
        for side, *numbers in zip(order, compared, uncompared_cells, strict=True)
    )
    return Table("about-series", tr("Indicators with a set direction, about each country"), columns, rows)


def _card_blocks(data: ScorecardData, lists: Listings) -> list[Block]:
    """Return the cards of both sides as one table, with a column per side."""
    maker = Cells(data, lists)
    cards = maker.sides()
    columns = (
        Column("what", tr("what"), weight=2.4),
        *(Column(card.node.id, card.title, "right", weight=1.6) for card in cards),
    )
    lines = [(name, title, [cell(card) for card in cards]) for name, title, cell in _card_lines(maker)]
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
            "Each column covers what that government is responsible for, alone or jointly; the "
            "columns do not rank the governments."
        ),
        *([shares_note()] if any(name.startswith("joint-") for name, _title, _cells in lines) else []),
        *delivery_basis_notes(cards),
        *(effect_notes.recorded_notes(data.effects.summary) if data.effects is not None else ()),
    )
    return [
        Heading("about-sides", tr("Side by side")),
        Table(
            "about-cards",
            tr("What each government is responsible for in the scored commitments, and what was said about it"),
            columns,
            rows,
            notes,
        ),
        *(Paragraph(as_full_sentence((line,))) for line in attainment.gap(data.score)),
    ]


def _attainment_cell(card: Card) -> Cell:
    """Return attainment with its basis; if it is not printable, the rows above show the numbers."""
    if card.node.printable:
        return Cell("; ".join(attainment.lines(card.node)))
    rests = attainment.lines(card.node)[1:]
    return Cell("; ".join((tr("not yet measurable beyond arrests and seizures"), *rests)))


def _card_lines(maker: Cells) -> list[_Line]:
    """Return the rows in order, coverage first."""
    ends = sides(Side) if any(card.node.delivery_ends for card in maker.sides()) else ()
    return [
        ("halves", tr("commitments"), maker.owed_halves),
        ("none", tr("no status found from the government responsible"), maker.silent_halves),
        ("assessed", tr("weight assessed"), lambda card: delivery_cells(card)[0]),
        (
            "commitments",
            tr("commitments"),
            lambda card: maker.commitments(card, "commitments", tr("commitments"), card.inside),
        ),
        ("usable", tr("with usable indicators"), maker.usable_results),
        ("stated", label("basis", "stated"), maker.stated_halves),
        *_status_lines(maker, "stated", label("basis", "stated"), reading=False),
        ("read", label("basis", "reading"), maker.read_halves),
        *_status_lines(maker, "read", label("basis", "reading"), reading=True),
        *(
            (
                f"standing-{one}",
                f"{tr('answer')}: {standing_title(one)}",
                lambda card, one=one: maker.standing(card, one),
            )
            for one in STANDINGS
        ),
        ("delivery", tr("actions done"), lambda card: delivery_cells(card)[1]),
        ("face", tr("before adjusting for evidence"), lambda card: delivery_cells(card)[2]),
        ("low", tr("actions done if the others were 0"), lambda card: delivery_cells(card)[3]),
        ("high", tr("actions done if the others were 100"), lambda card: delivery_cells(card)[4]),
        *(
            (
                f"joint-{end}",
                tr("actions done if {side} were responsible for all joint ones", side=label("the side", end)),
                lambda card, end=end: shares(card)[end],
            )
            for end in ends
        ),
        ("attainment", tr("progress toward agreed targets"), _attainment_cell),
    ]


def _status_lines(maker: Cells, name: str, way: str, *, reading: bool) -> Iterator[_Line]:
    """Yield one row per status, either stated or read."""
    for status in STATUSES:
        title = f"{way}: {label('status', status)}"
        yield f"{name}-{status}", title, partial(maker.status, status=status, reading=reading)
