"""Section "By theme": statements, delivery and results trend, each with its own coverage.

``theme_notes`` adds attainment and flags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital
from accordtrack.documents.counted_sentences import joined, sentence
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import theme_notes
from accordtrack.scorecard.sections.cards import (
    NOTHING,
    STATUSES,
    Card,
    Cells,
    delivery,
    exported,
    rests_notes,
    series_items,
    shares,
    shares_note,
)
from accordtrack.scoring.trend import IMPROVED, IMPROVED_LITTLE, UNCHANGED, WORSENED, WORSENED_LITTLE
from accordtrack.text import score as words
from accordtrack.text.numbers import percent, signed
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Block, Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.trend import Moved, TrendResult


_FAR = 2
"""Ratio of the numbers of series about the two countries from which a note calls them far apart."""


def section(held: ScorecardData, lists: Listings) -> Section:
    """Return the section: the whole first, then every theme of the accord."""
    cells = Cells(held, lists)
    cards = cells.themes()
    blocks: list[Block] = [
        Paragraph(
            (
                tr(
                    "Delivery, results trend and attainment are three numbers, each with its own coverage; none is merged."
                ),
            )
        ),
        Paragraph(_scored(cells, lists, cards[0])),
        _delivery(cells, cards),
        *_statuses(cells, cards),
        _trend(cells, cards),
        *theme_notes.attained(cells, cards),
        *theme_notes.flags(cells, cards),
    ]
    return Section("themes", tr("By theme"), tuple(blocks))


def _delivery(cells: Cells, cards: list[Card]) -> Table:
    ends = sides(Side) if any(card.node.delivery_ends for card in cards) else []
    columns = (
        Column("theme", tr("theme"), weight=3.0),
        Column("halves", tr("halves"), "right"),
        Column("stated", label("basis", "stated"), "right"),
        Column("read", label("basis", "reading"), "right"),
        Column("none", tr("none found"), "right"),
        Column("assessed", tr("weight assessed"), "right", unit=tr("percent")),
        Column("delivery", tr("delivery"), "right", unit=tr("points")),
        Column("face", tr("face"), "right", unit=tr("points")),
        Column("bounds", tr("if the others were 0 or 100"), "right", weight=1.3),
        *(
            Column(f"joint-{side}", tr("if {side} owed all joint ones", side=label("the side", side)), "right")
            for side in ends
        ),
    )
    rows = tuple(
        Row(
            f"delivery-{card.key}",
            (
                _named(card),
                cells.owed(card),
                cells.stated(card),
                cells.read(card),
                cells.silent(card),
                *delivery(card)[:3],
                _bounds(card),
                *(shares(card)[side] for side in ends),
            ),
            strong=card.key == "whole",
        )
        for card in cards
    )
    notes = (
        words.legend(),
        tr("A half is what one side owes of a commitment: two where both owe it, one where one alone does."),
        tr("Found is a status stated by the side that owes the half, or read from its public words."),
        *([shares_note()] if ends else []),
        *rests_notes(cards),
    )
    return Table("themes-delivery", tr("Scored halves: public statements and delivery, by theme"), columns, rows, notes)


def _bounds(card: Card) -> Cell:
    """Return delivery if halves without a status were 0, and if they were 100."""
    low, high = delivery(card)[3:]
    return Cell(tr("{low} to {high}", low=low.text, high=high.text)) if low.value is not None else NOTHING


def _statuses(cells: Cells, cards: list[Card]) -> list[Block]:
    """Return a table of themes by status, stated or read; statuses without any half are in a note."""
    ways = ((False, "stated", label("basis", "stated")), (True, "read", label("basis", "reading")))
    made = [
        (name, way, status, [cells.status(card, status, reading=reading) for card in cards])
        for reading, name, way in ways
        for status in STATUSES
    ]
    shown = [one for one in made if any(cell.value for cell in one[3])]
    columns = (
        Column("theme", tr("theme"), weight=3.0),
        *(
            Column(f"{name}-{status}", tr("{way}: {status}", way=way, status=label("status", status)), "right")
            for name, way, status, _found in shown
        ),
    )
    rows = tuple(
        Row(f"status-{card.key}", (_named(card), *(one[3][at] for one in shown)), strong=card.key == "whole")
        for at, card in enumerate(cards)
    )
    nowhere = [
        tr(
            "{way}, 0 in every theme: {statuses}.",
            way=way,
            statuses=", ".join(label("status", one[2]) for one in made if one[0] == name and one not in shown),
        )
        for _reading, name, way in ways
        if any(one[0] == name and one not in shown for one in made)
    ]
    notes = (
        " ".join(map(capital, nowhere)),
        tr("A reading is the register's own: it derived the status from the speaker's words."),
    )
    title = tr("Scored halves: statuses stated and read, by theme")
    if not shown:
        return [Paragraph((note,), small=True) for note in notes]
    return [Table("themes-statuses", title, columns, rows, tuple(note for note in notes if note))]


def _trend(cells: Cells, cards: list[Card]) -> Table:
    bases = {card.node.trend.base for card in cards[1:] if card.node.trend is not None}
    same = len(bases) == 1
    columns = (
        Column("theme", tr("theme"), weight=3.0),
        *([] if same else [Column("since", tr("since"), weight=1.5)]),
        Column("improved", label("movement", "improved"), "right"),
        Column("worsened", label("movement", "worsened"), "right"),
        Column("unchanged", label("movement", "unchanged"), "right"),
        Column("unmeasured", tr("without a yearly rate"), "right"),
        Column("late", tr("first period ends after the base"), "right"),
        Column("measured", tr("measured"), "right", weight=1.8),
        Column("trend", tr("results trend"), "right", unit=tr("points")),
    )
    rows = tuple(
        Row(f"trend-{card.key}", (_named(card), *_moved(cells, card)[same:]), strong=card.key == "whole")
        for card in cards
    )
    rule = cells.held.scores.method.trend
    notes = (
        *([since(cells.held, next(iter(bases)))] if same else []),
        tr("Counts are of result series; the number is a mean over families of measures."),
        tr(
            "n/a: fewer than {n} families of measures, or less than {share} of them, are measured; the counts stand alone.",
            n=rule.families,
            share=percent(rule.share),
        ),
        tr("The whole counts each series once, though several themes may list it."),
        _countries(cells.held),
    )
    return Table("themes-trend", tr("How the measured results moved, by theme"), columns, rows, notes)


def since(held: ScorecardData, base: str | None) -> str:
    """Return a note on the base date when every theme has the same first agreement."""
    return tr(
        "The first agreement of every theme is of {date}: the first value is the nearest one up to {months} months before "
        "it, or else the first one of the {months} months after it.",
        date=base,
        months=held.scores.method.trend.months,
    )


def _countries(held: ScorecardData) -> str:
    """Return a note on the number of series by country, because a trend does not compare the two."""
    trend = held.score.overall.trend
    about = [str(one.gauge.side) for one in trend.moved] if trend is not None else []
    counted = ", ".join(
        tr("about {country} {n}", country=label("the side", side), n=about.count(side)) for side in sides(Side)
    )
    told = tr(
        "Series in the whole: {counted}, about both {both}.", counted=counted, both=about.count(str(Responsible.JOINT))
    )
    fewer, more = sorted(Side, key=about.count)
    if about.count(more) < _FAR * max(about.count(fewer), 1):
        return told
    uneven = tr(
        "Far more results are measured about {more} than about {fewer}, so a trend is not a comparison of the two.",
        more=label("the side", more),
        fewer=label("the side", fewer),
    )
    return f"{told} {uneven}"


def _moved(cells: Cells, card: Card) -> tuple[Cell, ...]:
    found = card.node.trend
    if found is None:
        return (NOTHING,) * 8
    parts = (
        ("improved", label("movement", "improved"), _in(found, IMPROVED, IMPROVED_LITTLE)),
        ("worsened", label("movement", "worsened"), _in(found, WORSENED, WORSENED_LITTLE)),
        ("unchanged", label("movement", "unchanged"), _in(found, UNCHANGED)),
        ("unmeasured", tr("without a yearly rate"), [one for one in found.moved if one.t is None]),
        (
            "late",
            tr("first period ends after the base"),
            [one for one in found.moved if one.t is not None and one.pair and one.pair.late],
        ),
    )
    return (
        Cell(found.base or tr("each theme's first agreement"), found.base),
        *(cells.series(card, f"series-{name}", title, (one.gauge for one in held)) for name, title, held in parts),
        _measured(cells, card, found),
        Cell(signed(found.score), exported(found.score), "muted" if found.score is None else ""),
    )


def _measured(cells: Cells, card: Card, found: TrendResult) -> Cell:
    """Return the number of families with a comparison; for the whole, the number of themes with a trend."""
    if found.themes is not None:
        themes = [group.id for group in cells.held.score.groups if group.trend and group.trend.score is not None]
        items = [Item(code, cells.held.title("theme", code)) for code in themes]
        told = tr("{n} of {all} themes with a trend", n=found.measured_themes, all=found.themes)
    else:
        families: dict[str, list[Moved]] = {}
        for one in found.moved:
            if one.t is not None:
                families.setdefault(one.gauge.family, []).append(one)
        items = [
            Item(name, "; ".join(item.words for item in series_items(cells.held, (one.gauge for one in held))))
            for name, held in sorted(families.items())
        ]
        told = tr("{n} of {all} families", n=found.measured_families, all=found.families)
    made = cells.number(f"{card.key}-measured", f"{card.title}: {tr('measured')}", items)
    return Cell(told, made.value, made.tone, made.listing)


def _scored(cells: Cells, lists: Listings, whole: Card) -> Sentence:
    """Return how many commitments are scored, and how many are only listed, and why.

    The tables count only the scored ones.
    """
    told = sentence(
        tr("Scored: {n} commitments in {halves} halves. Listed and not scored: {left}"),
        n=cells.distinct(whole, "commitments", tr("commitments"), whole.inside),
        halves=cells.counted(whole, "halves", tr("halves"), (one for one in whole.inside if one.result.in_scope)),
        left=lists.count("not-scored", tr("not scored"), theme_notes.left(cells, None)),
    )
    reasons = theme_notes.reasons(cells, lists)
    if not reasons:
        return joined(*told, ".")
    note = tr("Each is counted once, by the first reason that holds.")
    return joined(*told, " (", *reasons, "). ", note)


def _named(card: Card) -> Cell:
    return Cell(card.title, card.node.id)


def _in(found: TrendResult, *held: str) -> list[Moved]:
    return [one for one in found.moved if one.word in held]
