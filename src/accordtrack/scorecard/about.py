"""What is measured about whom, and the cards of both sides as one mirrored table, coverage before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import sides, tr
from accordtrack.scorecard import cells
from accordtrack.scorecard.cards import (
    STANDINGS,
    STATUSES,
    Cells,
    delivery,
    opened,
    rests_notes,
    series_items,
    shares,
    shares_note,
)
from accordtrack.scorecard.value import Cell, Column, Facts, Heading, Paragraph, Row, Section, Table
from accordtrack.sentences import attainment
from accordtrack.sentences import score as words
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.scorecard.cards import Card
    from accordtrack.scorecard.counted import Listings
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Block
    from accordtrack.scoring.series import Gauge
    from accordtrack.scoring.trend import Moved

BOTH = "JOINT"
_SPLIT = frozenset(
    [
        *(f"{way}-{status}" for way in ("stated", "read") for status in STATUSES),
        *(f"standing-{one}" for one in STANDINGS),
    ]
)
"""Rows that part a count: one that is 0 for both sides is named in a line below, with the others."""


def section(held: Held, lists: Listings) -> Section:
    """Series about each country first: what is measured bounds what can be said of a side."""
    return Section("about", tr("What is measured about whom"), (*_measured(held, lists), *_cards(held, lists)))


def _measured(held: Held, lists: Listings) -> list[Block]:
    trend = held.score.overall.trend
    moved: Sequence[Moved] = trend.moved if trend is not None else ()
    order = [*sides(Side), BOTH]

    def gauges(side: str, *, compared: bool) -> list[Gauge]:
        return [one.gauge for one in moved if one.gauge.side == side and (one.t is not None) == compared]

    compared = {
        side: cells.counted(
            lists,
            f"about-{side}-compared",
            f"{_country(side)}: {tr('compared series')}",
            series_items(held, gauges(side, compared=True)),
        )
        for side in order
    }
    lone = {
        side: cells.counted(
            lists,
            f"about-{side}-uncompared",
            f"{_country(side)}: {tr('without a yearly rate')}",
            series_items(held, gauges(side, compared=False)),
        )
        for side in order
    }
    columns = (
        Column("country", tr("result series about"), weight=2.0),
        Column("compared", tr("with two comparable values"), "right"),
        Column("uncompared", tr("without a yearly rate"), "right"),
    )
    rows = tuple(
        Row(f"about-{side}", (Cell(_country(side), side), cells.number(compared[side]), cells.number(lone[side])))
        for side in order
    )
    missing = tuple(
        (held.title("theme", group.id), tuple(lines))
        for group in held.score.groups
        if (lines := words.counterparts(group, lambda code: held.title("indicator", code)))
    )
    one_sided = words.one_sided(held.score, lambda code: held.title("theme", code))
    return [
        Table("about-series", tr("Result series about each country"), columns, rows),
        *(Paragraph(opened((line,))) for line in one_sided),
        *([Facts(missing, tr("Counterparts not found, by theme"))] if missing else []),
    ]


def _country(side: str) -> str:
    return tr("both countries") if side == BOTH else label("side", side)


def _cards(held: Held, lists: Listings) -> list[Block]:
    """Both cards in one table, a column a side."""
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
        tr("Each column is of what that side owes, in other texts and of other acts: the two do not rank the sides."),
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
    """Attainment with all that it rests on; where it is not printable two rows above say of how many."""
    if card.node.printable:
        return Cell("; ".join(attainment.lines(card.node)))
    rests = attainment.lines(card.node)[1:]
    return Cell("; ".join((tr("not yet measurable beyond outputs"), *rests)))


def _lines(maker: Cells) -> list[tuple[str, str, Callable[[Card], Cell]]]:
    """Names, titles and cells of the rows: coverage first."""
    stated, read = label("basis", "stated"), label("basis", "reading")
    return [
        ("halves", tr("halves"), maker.owed),
        ("none", tr("no public statement found"), maker.silent),
        ("assessed", tr("weight assessed"), lambda card: delivery(card)[0]),
        (
            "commitments",
            tr("commitments"),
            lambda card: maker.commitments(card, "commitments", tr("commitments"), card.inside),
        ),
        ("usable", tr("usable results"), maker.usable),
        ("stated", stated, maker.stated),
        *(
            (
                f"stated-{one}",
                f"{stated}: {label('status', one)}",
                lambda card, one=one: maker.status(card, one, reading=False),
            )
            for one in STATUSES
        ),
        ("read", read, maker.read),
        *(
            (
                f"read-{one}",
                f"{read}: {label('status', one)}",
                lambda card, one=one: maker.status(card, one, reading=True),
            )
            for one in STATUSES
        ),
        *(
            (
                f"standing-{one}",
                f"{tr('standing')}: {label('standing', one)}",
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
                tr("delivery, joint all {side}", side=label("short side", end)),
                lambda card, end=end: shares(card)[end],
            )
            for end in (sides(Side) if any(card.node.delivery_ends for card in maker.sides()) else ())
        ),
        ("attainment", tr("attainment"), _attained),
    ]
