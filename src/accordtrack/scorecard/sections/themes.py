"""Section "By theme": statements, delivery and results trend, each with its coverage; see also ``theme_notes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import theme_notes
from accordtrack.scorecard.sections.cards import (
    NOTHING,
    STATUSES,
    Card,
    Cells,
    delivery_basis_notes,
    delivery_cells,
    round_for_export,
    series_items,
    shares,
    shares_note,
)
from accordtrack.scoring.trend import IMPROVED, IMPROVED_LITTLE, UNCHANGED, WORSENED, WORSENED_LITTLE
from accordtrack.text import score as words
from accordtrack.text.numbers import format_percent, format_signed
from accordtrack.vocabulary import Responsible, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.trend import Moved, TrendResult


_FAR = 2
"""Ratio of the numbers of series about the two countries from which a note calls them far apart."""


def section(data: ScorecardData, lists: Listings) -> Section:
    """Return the section: the whole first, then every theme of the accord."""
    cells = Cells(data, lists)
    cards = cells.themes()
    blocks: list[Block] = [
        Paragraph(
            (
                tr(
                    (
                        "Actions done, change in indicators and progress toward agreed targets are three numbers,"
                        " each with its own coverage; none is merged."
                    )
                ),
            )
        ),
        Paragraph(_scored_sentence(cells, lists, cards[0])),
        _delivery_table(cells, cards),
        *_status_blocks(cells, cards),
        _trend_table(cells, cards),
        *theme_notes.attainment_blocks(cells, cards),
        *theme_notes.flag_blocks(cells, cards),
    ]
    return Section("themes", tr("By area"), tuple(blocks))


def _delivery_table(cells: Cells, cards: list[Card]) -> Table:
    ends = sides(Side) if any(card.node.delivery_ends for card in cards) else []
    columns = (
        Column("theme", tr("area"), weight=3.0),
        Column("halves", tr("counted"), "right"),
        Column("stated", label("basis", "stated"), "right"),
        Column("read", label("basis", "reading"), "right"),
        Column("none", tr("none found"), "right"),
        Column("assessed", tr("weight assessed"), "right", unit=tr("percent")),
        Column("delivery", tr("actions done"), "right", unit=tr("points")),
        Column("face", tr("before adjusting for evidence"), "right", unit=tr("points"), within="delivery"),
        Column("bounds", tr("if the others were 0 or 100"), "right", weight=1.3),
        *(
            Column(
                f"joint-{side}",
                tr("if {side} were responsible for all joint ones", side=label("the side", side)),
                "right",
            )
            for side in ends
        ),
    )
    rows = tuple(
        Row(
            f"delivery-{card.key}",
            (
                _title_cell(card),
                cells.owed_halves(card),
                cells.stated_halves(card),
                cells.read_halves(card),
                cells.silent_halves(card),
                *delivery_cells(card)[:3],
                _bounds_cell(card),
                *(shares(card)[side] for side in ends),
            ),
            strong=card.key == "whole",
        )
        for card in cards
    )
    notes = (
        words.legend(),
        tr("A commitment counts once for each government responsible for it: a joint one counts for both."),
        tr("Found means a status stated by the government responsible, or assessed from its public words."),
        *([shares_note()] if ends else []),
        *delivery_basis_notes(cards),
    )
    return Table(
        "themes-delivery", tr("Scored commitments: public statements and actions done, by area"), columns, rows, notes
    )


def _bounds_cell(card: Card) -> Cell:
    """Return delivery if halves without a status were 0, and if they were 100."""
    low, high = delivery_cells(card)[3:]
    return Cell(tr("{low} to {high}", low=low.text, high=high.text)) if low.value is not None else NOTHING


def _status_blocks(cells: Cells, cards: list[Card]) -> list[Block]:
    """Return a table of themes by status, stated or read; statuses without any half are in a note."""
    ways = ((False, "stated", label("basis", "stated")), (True, "read", label("basis", "reading")))
    status_columns = [
        (name, way, status, [cells.status(card, status, reading=reading) for card in cards])
        for reading, name, way in ways
        for status in STATUSES
    ]
    shown = [one for one in status_columns if any(cell.value for cell in one[3])]
    columns = (
        Column("theme", tr("area"), weight=3.0),
        *(
            Column(f"{name}-{status}", tr("{way}: {status}", way=way, status=label("status", status)), "right")
            for name, way, status, _found in shown
        ),
    )
    rows = tuple(
        Row(f"status-{card.key}", (_title_cell(card), *(one[3][at] for one in shown)), strong=card.key == "whole")
        for at, card in enumerate(cards)
    )
    nowhere = [
        tr(
            "{way}, 0 in every area: {statuses}.",
            way=way,
            statuses=", ".join(
                label("status", one[2]) for one in status_columns if one[0] == name and one not in shown
            ),
        )
        for _reading, name, way in ways
        if any(one[0] == name and one not in shown for one in status_columns)
    ]
    notes = (
        " ".join(map(capitalize_first, nowhere)),
        tr("A status marked ≈ is this tracker's: it was assessed from public words."),
    )
    title = tr("Scored commitments: statuses stated and assessed, by area")
    if not shown:
        return [Paragraph((note,), small=True) for note in notes]
    return [Table("themes-statuses", title, columns, rows, tuple(note for note in notes if note))]


def _trend_table(cells: Cells, cards: list[Card]) -> Table:
    bases = {card.node.trend.base for card in cards[1:] if card.node.trend is not None}
    same = len(bases) == 1
    columns = (
        Column("theme", tr("area"), weight=3.0),
        *([] if same else [Column("since", tr("since"), weight=1.5)]),
        Column("improved", label("movement", "improved"), "right"),
        Column("worsened", label("movement", "worsened"), "right"),
        Column("unchanged", label("movement", "unchanged"), "right"),
        Column("unmeasured", tr("without a yearly rate"), "right"),
        Column("late", tr("first period ends after the agreement"), "right"),
        Column("measured", tr("measured"), "right", weight=1.8),
        Column("trend", tr("change in indicators"), "right", unit=tr("points")),
    )
    rows = tuple(
        Row(f"trend-{card.key}", (_title_cell(card), *_trend_cells(cells, card)[same:]), strong=card.key == "whole")
        for card in cards
    )
    rule = cells.held.scores.method.trend
    notes = (
        *([base_date_note(cells.held, next(iter(bases)))] if same else []),
        tr("Counts are of indicators, one series each; the number is a mean over families of measures."),
        tr(
            (
                "n/a: fewer than {n} families of measures, or less than {share} of them, are measured; only "
                "the counts are given."
            ),
            n=rule.families,
            share=format_percent(rule.share),
        ),
        tr("The whole counts each series once, though several areas may list it."),
        _countries_note(cells.held),
    )
    return Table("themes-trend", tr("How the indicators moved, by area"), columns, rows, notes)


def base_date_note(data: ScorecardData, base: str | None) -> str:
    """Return a note on the base date when every theme has the same first agreement."""
    ids = {group.trend.base_id for group in data.score.groups if group.trend is not None} - {None}
    named = f"{base} ({', '.join(sorted(map(str, ids)))})" if ids else base
    return tr(
        (
            "The first agreement of every area is dated {date}; the first value is the nearest one up to "
            "{months} months before it, or else the first one in the {months} months after it."
        ),
        date=named,
        months=data.scores.method.trend.months,
    )


def _countries_note(data: ScorecardData) -> str:
    """Return a note on the number of series by country, because a trend does not compare the two."""
    trend = data.score.overall.trend
    about = [str(one.gauge.side) for one in trend.moved] if trend is not None else []
    counted = ", ".join(
        tr("about {country} {n}", country=label("the side", side), n=about.count(side)) for side in sides(Side)
    )
    text = tr(
        "Series in total: {counted}, about both {both}.", counted=counted, both=about.count(str(Responsible.JOINT))
    )
    fewer, more = sorted(Side, key=about.count)
    if about.count(more) < _FAR * max(about.count(fewer), 1):
        return text
    uneven = tr(
        ("Far more indicators are about {more} than about {fewer}, so a trend is not a comparison of the two."),
        more=label("the side", more),
        fewer=label("the side", fewer),
    )
    return f"{text} {uneven}"


def _trend_cells(cells: Cells, card: Card) -> tuple[Cell, ...]:
    trend = card.node.trend
    if trend is None:
        return (NOTHING,) * 8
    parts = (
        ("improved", label("movement", "improved"), _series_with_movement(trend, IMPROVED, IMPROVED_LITTLE)),
        ("worsened", label("movement", "worsened"), _series_with_movement(trend, WORSENED, WORSENED_LITTLE)),
        ("unchanged", label("movement", "unchanged"), _series_with_movement(trend, UNCHANGED)),
        ("unmeasured", tr("without a yearly rate"), [one for one in trend.moved if one.t is None]),
        (
            "late",
            tr("first period ends after the agreement"),
            [one for one in trend.moved if one.t is not None and one.pair and one.pair.late],
        ),
    )
    return (
        Cell(_base_words(trend), trend.base),
        *(
            cells.series(card, f"series-{name}", title, (one.gauge for one in movements))
            for name, title, movements in parts
        ),
        _comparison_count_cell(cells, card, trend),
        Cell(format_signed(trend.score), round_for_export(trend.score), "muted" if trend.score is None else ""),
    )


def _base_words(trend: TrendResult) -> str:
    """Return the base of a trend with the commitment that gives it."""
    if trend.base is None:
        return tr("no commitment") if trend.no_commitment else tr("each area's first agreement")
    return trend.base if trend.base_id is None else f"{trend.base} ({trend.base_id})"


def _comparison_count_cell(cells: Cells, card: Card, trend: TrendResult) -> Cell:
    """Return the number of families with a comparison; for the whole, the number of themes with a trend."""
    if trend.themes is not None:
        themes = [group.id for group in cells.held.score.groups if group.trend and group.trend.score is not None]
        items = [Item(code, cells.held.title("theme", code)) for code in themes]
        text = tr("{n} of {all} areas with a trend", n=trend.measured_themes, all=trend.themes)
    else:
        families: dict[str, list[Moved]] = {}
        for one in trend.moved:
            if one.t is not None:
                families.setdefault(one.gauge.family, []).append(one)
        items = [
            Item(name, "; ".join(item.words for item in series_items(cells.held, (one.gauge for one in movements))))
            for name, movements in sorted(families.items())
        ]
        text = tr("{n} of {all} families", n=trend.measured_families, all=trend.families)
    cell = cells.number(f"{card.key}-measured", f"{card.title}: {tr('measured')}", items)
    return Cell(text, cell.value, cell.tone, cell.listing)


def _scored_sentence(cells: Cells, lists: Listings, whole: Card) -> Sentence:
    """Return how many commitments are scored, which the tables count, and how many only listed, and why."""
    opening = sentence(
        tr("Scored: {n} commitments, {halves} counted for each government responsible. Listed but not scored: {left}"),
        n=cells.count_commitments(whole, "commitments", tr("commitments"), whole.inside),
        halves=cells.count_halves(
            whole, "halves", tr("commitments"), (one for one in whole.inside if one.result.in_scope)
        ),
        left=lists.count("not-scored", tr("not scored"), theme_notes.unscored_items(cells, None)),
    )
    reasons = theme_notes.reasons_sentence(cells, lists)
    if not reasons:
        return join_parts(*opening, ".")
    note = tr("Each is counted once, by the first reason that applies.")
    return join_parts(*opening, " (", *reasons, "). ", note)


def _title_cell(card: Card) -> Cell:
    return Cell(card.title, card.node.id)


def _series_with_movement(trend: TrendResult, *words: str) -> list[Moved]:
    return [one for one in trend.moved if one.word in words]
