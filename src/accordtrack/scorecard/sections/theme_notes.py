"""Notes of the section "By theme": attainment, flags, and commitments that are listed but not scored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first, natural_sort_key
from accordtrack.documents.model import Cell, Column, Item, Paragraph, Row, Table
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import tr
from accordtrack.scorecard.sections.cards import Card, Cells, round_for_export
from accordtrack.scoring import flags as names
from accordtrack.scoring.inputs import NOT_VERIFIABLE, NOT_YET_AGREED, ONE_SIDED_TEXT, WITHDRAWN
from accordtrack.text import attainment
from accordtrack.text import score as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.documents.model import Block, Count, Part, Sentence
    from accordtrack.documents.sentences import Listings


def attainment_blocks(cells: Cells, cards: list[Card]) -> list[Block]:
    """Return a table if attainment is printable for any card; otherwise a sentence on the usable results by theme."""
    if any(card.node.printable for card in cards):
        return [_attainment_table(cells, cards)]
    whole, *themes = cards
    parts = [sentence(tr("{theme} {n} of {all}"), theme=card.title, **_usable_counts(cells, card)) for card in themes]
    listed: list[Part] = []
    for part in parts:
        listed += ["; " if listed else " (", *part]
    opening = sentence(
        tr(
            "Progress toward agreed targets is not yet measurable beyond arrests and seizures: usable"
            " indicators on {n} of {all} commitments"
        ),
        **_usable_counts(cells, whole),
    )
    rests = [
        f" {label('flag', flag)}."
        for flag in (names.WORKING_TARGET, names.UNILATERAL_TARGET)
        if flag in whole.node.flags
    ]
    return [Paragraph(join_parts(*opening, *listed, ")." if listed else ".", *map(str, rests)))]


def _usable_counts(cells: Cells, card: Card) -> dict[str, Count]:
    return {
        "n": cells.count_commitments(
            card, "usable", tr("with usable indicators"), (one for one in card.inside if one.result.has_usable_result)
        ),
        "all": cells.count_commitments(card, "commitments", tr("commitments"), card.inside),
    }


def _attainment_table(cells: Cells, cards: list[Card]) -> Table:
    columns = (
        Column("theme", tr("area"), weight=2.0),
        Column("commitments", tr("commitments"), "right"),
        Column("usable", tr("with usable indicators"), "right"),
        Column("attainment", tr("progress toward agreed targets"), weight=4.0, unit=tr("points")),
    )
    rows = tuple(
        Row(
            f"attainment-{card.key}",
            (
                Cell(card.title, card.node.id),
                cells.commitments(card, "commitments", tr("commitments"), card.inside),
                cells.usable_results(card),
                _attainment_cell(card),
            ),
            strong=card.key == "whole",
        )
        for card in cards
    )
    return Table("themes-attainment", tr("Progress toward agreed targets by area"), columns, rows)


def _attainment_cell(card: Card) -> Cell:
    result = card.node.attainment if card.node.printable else None
    lines = "; ".join(attainment.lines(card.node))
    return Cell(lines, round_for_export(result.score) if result else None, "" if result else "muted")


def flag_blocks(cells: Cells, cards: list[Card]) -> list[Block]:
    """Return a table of halves by flag and card; flags of a theme itself are in a note."""
    flags_by_card = {card.key: dict(words.flags_of(card.inside)) for card in cards}
    order = list(flags_by_card["whole"])
    columns = (
        Column("flag", tr("flag"), weight=9.0),
        *(Column(card.key, _short_title(card), "right") for card in cards),
    )
    rows = tuple(
        Row(
            f"flag-{name}",
            (
                Cell(_flag_text(cells, name), name),
                *(
                    cells.halves(card, f"flag-{name}", _flag_text(cells, name), flags_by_card[card.key].get(name, ()))
                    for card in cards
                ),
            ),
        )
        for name in order
    )
    own = [
        f"{card.title}: {', '.join(label('flag', flag) for flag in card.node.flags)}"
        for card in cards
        if card.node.flags
    ]
    text = f"{tr('Flags for a whole area')}: {'; '.join(own)}."
    if any(names.GUARD_REGRESSED in card.node.flags for card in cards):
        guard = tr("An indicator read beside others should not worsen, whichever way they moved.")
        text = f"{text} {guard}"
    if not rows:
        return [Paragraph((text,), small=True)] if own else []
    return [
        Table("themes-flags", tr("Flags: number of scored commitments, by area"), columns, rows, (text,) if own else ())
    ]


def _flag_text(cells: Cells, name: str) -> str:
    """Return the text of a flag; the age limit of statements depends on the method."""
    if name == names.NOT_RENEWED:
        return tr("latest status found older than {days} days", days=cells.held.scores.method.renewal.days)
    return label("flag", name)


def _short_title(card: Card) -> str:
    """Return the short title of a theme, since many columns stand side by side."""
    short = label("theme", card.node.id)
    return card.title if card.key == "whole" or short == card.node.id else capitalize_first(short)


_ASKED = (NOT_YET_AGREED, WITHDRAWN, NOT_VERIFIABLE, ONE_SIDED_TEXT)
"""Reasons in the order of the rule, after the kinds of records that are never scored."""


def _reason_sort_key(counted: tuple[str, int]) -> tuple[int, int, str]:
    reason, count = counted
    return (_ASKED.index(reason) + 1 if reason in _ASKED else 0, -count, reason)


def unscored_items(cells: Cells, reason: str | None) -> list[Item]:
    """Return the commitments that are not scored for ``reason``, or for any reason if it is None."""
    unscored_commitments = cells.held.score.inputs.not_scored
    codes = sorted(
        (one.commitment for one in unscored_commitments if reason in {None, one.reason}), key=natural_sort_key
    )
    return [Item(code, cells.held.title("commitment", code)) for code in codes]


def reasons_sentence(cells: Cells, lists: Listings) -> Sentence:
    """Return the counts of unscored commitments by reason, in the order of the rule."""
    counts = Counter(one.reason for one in cells.held.score.inputs.not_scored)
    parts: list[Part] = []
    for reason, _n in sorted(counts.items(), key=_reason_sort_key):
        why = label("not scored", reason)
        count = lists.count(f"not-scored-{reason}", f"{tr('not scored')}: {why}", unscored_items(cells, reason))
        parts += [", " if parts else "", f"{why} ", count]
    return join_parts(*parts)
