"""By theme: delivery, results trend and attainment, each with its own coverage, then flags and what is not scored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.register.projectedrows import natural
from accordtrack.scorecard.cards import NOTHING, STATUSES, Card, Cells, delivery, exported, rests_on, series_items
from accordtrack.scorecard.counted import joined, sentence
from accordtrack.scorecard.value import Cell, Column, Facts, Heading, Item, Paragraph, Row, Section, Table
from accordtrack.scoring.trend import IMPROVED, IMPROVED_LITTLE, UNCHANGED, WORSENED, WORSENED_LITTLE
from accordtrack.sentences import attainment
from accordtrack.sentences import score as words
from accordtrack.sentences.numbers import percent, signed
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scorecard.counted import Listings
    from accordtrack.scorecard.held import Held
    from accordtrack.scorecard.value import Block, Count, Sentence
    from accordtrack.scoring.trend import Moved, TrendResult


def section(held: Held, lists: Listings) -> Section:
    """The whole first, then every theme of the accord."""
    cells = Cells(held, lists)
    cards = cells.themes()
    rests = tuple((card.title, tuple(lines)) for card in cards if (lines := rests_on(card)))
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
        *([Facts(rests, tr("What delivery rests on"))] if rests else []),
        _statuses(cells, cards),
        _trend(cells, cards),
        _attainment(cells, cards),
        Heading("themes-flags", tr("Flags")),
        *(Paragraph(told) for card in cards if (told := _flags(cells, card))),
        *_not_scored(cells),
    ]
    return Section("themes", tr("By theme"), tuple(blocks))


def _delivery(cells: Cells, cards: list[Card]) -> Table:
    columns = (
        Column("theme", tr("theme"), weight=3.0),
        Column("halves", tr("halves"), "right"),
        Column("stated", label("basis", "stated"), "right"),
        Column("read", label("basis", "reading"), "right"),
        Column("none", tr("none found"), "right"),
        Column("assessed", tr("weight assessed"), "right", unit=tr("share of 1")),
        Column("delivery", tr("delivery"), "right", unit=tr("points")),
        Column("face", tr("face"), "right", unit=tr("points")),
        Column("bounds", tr("if the others were 0 or 100"), "right", weight=1.3),
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
            ),
            strong=card.key == "whole",
        )
        for card in cards
    )
    notes = (
        words.legend(),
        tr("A half is what one side owes of a commitment: two where both owe it, one where one alone does."),
    )
    return Table("themes-delivery", tr("Public statements and delivery by theme"), columns, rows, notes)


def _bounds(card: Card) -> Cell:
    """Delivery if what nobody spoke of were 0, and 100."""
    low, high = delivery(card)[3:]
    return Cell(tr("{low} to {high}", low=low.text, high=high.text)) if low.value is not None else NOTHING


def _statuses(cells: Cells, cards: list[Card]) -> Table:
    columns = (
        Column("theme", tr("theme"), weight=3.0),
        Column("way", tr("how it was said"), weight=2.0),
        *(Column(str(status), label("status", status), "right") for status in STATUSES),
    )
    ways = ((False, label("basis", "stated")), (True, label("basis", "reading")))
    rows = tuple(
        Row(
            f"status-{card.key}-{'read' if reading else 'stated'}",
            (
                _named(card),
                Cell(way, "read" if reading else "stated"),
                *(cells.status(card, status, reading=reading) for status in STATUSES),
            ),
            strong=card.key == "whole",
        )
        for card in cards
        for reading, way in ways
    )
    note = tr("A reading is the register's own: the speaker did not use the word of the status.")
    return Table("themes-statuses", tr("Statuses stated and read, by theme"), columns, rows, (note,))


def _trend(cells: Cells, cards: list[Card]) -> Table:
    columns = (
        Column("theme", tr("theme"), weight=3.0),
        Column("since", tr("since"), weight=1.5),
        Column("improved", label("movement", "improved"), "right"),
        Column("worsened", label("movement", "worsened"), "right"),
        Column("unchanged", label("movement", "unchanged"), "right"),
        Column("unmeasured", tr("without a yearly rate"), "right"),
        Column("late", tr("begin after the agreement"), "right"),
        Column("measured", tr("measured"), "right", weight=1.8),
        Column("trend", tr("results trend"), "right", unit=tr("points")),
    )
    rows = tuple(
        Row(f"trend-{card.key}", (_named(card), *_moved(cells, card)), strong=card.key == "whole") for card in cards
    )
    rule = cells.held.scores.method.trend
    notes = (
        tr("Counts are of result series; the number is a mean over families of measures."),
        tr(
            "n/a: fewer than {n} families of measures, or less than {share} of them, are measured; the counts stand alone.",
            n=rule.families,
            share=percent(rule.share),
        ),
        tr("The whole counts each series once, though several themes may list it."),
    )
    return Table("themes-trend", tr("How the measured results moved, by theme"), columns, rows, notes)


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
            tr("begin after the agreement"),
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
    """Of how many families of measures something is compared; of the whole, of how many themes there is a trend."""
    if found.themes is not None:
        themes = [group.id for group in cells.held.score.groups if group.trend and group.trend.score is not None]
        items = [Item(code, cells.held.title("theme", code)) for code in themes]
        told = tr("{n} of {all} themes", n=found.measured_themes, all=found.themes)
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


def _attainment(cells: Cells, cards: list[Card]) -> Table:
    columns = (
        Column("theme", tr("theme"), weight=2.0),
        Column("commitments", tr("commitments"), "right"),
        Column("usable", tr("usable results"), "right"),
        Column("attainment", tr("attainment"), weight=4.0, unit=tr("points")),
    )
    rows = tuple(
        Row(
            f"attainment-{card.key}",
            (
                _named(card),
                cells.commitments(card, "commitments", tr("commitments"), card.inside),
                cells.usable(card),
                _attained(card),
            ),
            strong=card.key == "whole",
        )
        for card in cards
    )
    return Table("themes-attainment", tr("Attainment of agreed targets by theme"), columns, rows)


def _attained(card: Card) -> Cell:
    told = card.node.attainment if card.node.printable else None
    lines = "; ".join(attainment.lines(card.node))
    return Cell(lines, exported(told.score) if told else None, "" if told else "muted")


def _flags(cells: Cells, card: Card) -> Sentence:
    """The flags of the card itself, then each other with the halves that carry it."""
    told: list[Sentence] = [(label("flag", flag),) for flag in card.node.flags]
    for name, halves in words.flags_of(card.inside):
        told.append((f"{label('flag', name)} ", cells.counted(card, f"flag-{name}", label("flag", name), halves)))
    if not told:
        return ()
    parts: list[str | Count] = [f"{card.title}: "]
    for n, one in enumerate(told):
        parts += [*(["; "] if n else []), *one]
    return joined(*parts, ".")


def _scored(cells: Cells, lists: Listings, whole: Card) -> Sentence:
    """How much of the register is scored, and how much is only listed: the tables count no more than the first."""
    return sentence(
        tr("Scored: {n} commitments in {halves} halves. Listed and not scored: {left}, with the reasons below."),
        n=cells.distinct(whole, "commitments", tr("commitments"), whole.inside),
        halves=cells.counted(whole, "halves", tr("halves"), (one for one in whole.inside if one.result.in_scope)),
        left=lists.count("not-scored", tr("not scored"), _left(cells, None)),
    )


def _left(cells: Cells, reason: str | None) -> list[Item]:
    """What is not scored for a reason, or for any."""
    held = cells.held.score.inputs.not_scored
    codes = sorted((one.commitment for one in held if reason in {None, one.reason}), key=natural)
    return [Item(code, cells.held.title("commitment", code)) for code in codes]


def _not_scored(cells: Cells) -> list[Block]:
    held = Counter(one.reason for one in cells.held.score.inputs.not_scored)
    rows = tuple(
        Row(
            f"not-scored-{reason}",
            (
                Cell(label("not scored", reason), reason),
                cells.number(f"not-scored-{reason}", label("not scored", reason), _left(cells, reason)),
            ),
        )
        for reason, _n in sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    columns = (Column("reason", tr("reason"), weight=3.0), Column("commitments", tr("commitments"), "right"))
    note = tr("Each is counted once, by the first reason that holds.")
    table = Table("themes-not-scored", tr("Not scored, by reason"), columns, rows, (note,))
    return [Heading("themes-left", tr("Not scored")), table] if rows else []


def _named(card: Card) -> Cell:
    return Cell(card.title, card.node.id)


def _in(found: TrendResult, *held: str) -> list[Moved]:
    return [one for one in found.moved if one.word in held]
