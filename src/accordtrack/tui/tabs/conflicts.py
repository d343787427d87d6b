"""Blocks of the list of conflicts: conflicting claims side by side, with explanations and what would settle them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trc, trn
from accordtrack.text import source_lines
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text, side_by_side, text_styles
from accordtrack.tui.widgets.record_view import Block, explanation_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import ClaimView, ConflictView

LEAST = 34
"""Minimum width of a claim in cells; below it, fewer claims stand side by side."""
INDENT = 22


def blocks(conflicts: Sequence[ConflictView], width: int, *, whole: bool = True) -> list[Block]:
    """Return one item per conflict, open ones before settled ones; ``whole`` is set when no filter is active."""
    open_ = [conflict for conflict in conflicts if conflict.settled is None]
    settled = [conflict for conflict in conflicts if conflict.settled is not None]
    if not conflicts:
        return empty_message() if whole else no_match_message()
    found: list[Block] = []
    for text, group in ((trc("conflict", "Open"), open_), (trc("conflict", "Settled"), settled)):
        if group:
            found.append(Block(text_styles.words(f"{text} {len(group)}", text_styles.HEADING), gap=1 if found else 0))
            for conflict in group:
                found += _conflict(conflict, width)
    return found


def _conflict(conflict: ConflictView, width: int) -> list[Block]:
    key = conflict.id
    head = text_styles.join(
        text_styles.words(i18n.localize(conflict.title), text_styles.TITLE), text_styles.muted(conflict.id), by="  "
    )
    found = [Block(head, key=key, gap=1)]
    room = max(width - 4, LEAST)
    across = min(len(conflict.claims), max((room + side_by_side.GAP) // (LEAST + side_by_side.GAP), 1))
    each = side_by_side.column_width(room, across)
    cells = [_claim(claim, conflict, each) for claim in _in_order(conflict.claims)]
    rows = (cells[begin : begin + across] for begin in range(0, len(cells), across))
    found += [Block(side_by_side.join_columns(row, room), key=key) for row in rows]
    facts = [
        (tr("what may explain it"), i18n.localize(conflict.may_explain)),
        (tr("what would settle it"), i18n.localize(conflict.would_settle)),
        (tr("about"), text_styles.join_items((*conflict.commitments, *conflict.indicators, *conflict.events))),
    ]
    found += [_fact(name, text_styles.paragraph(text), key) for name, text in facts if text]
    if conflict.settled is not None:
        stands = tr(
            "claim {number} stands, per source {source}", number=conflict.settled, source=conflict.settled_by or ""
        )
        found.append(_fact(tr("settled"), text_styles.words(stands, text_styles.GOOD), key))
        found.append(
            Block(text_styles.paragraph(i18n.localize(conflict.settled_why)), indent=INDENT, key=key, quoted=True)
        )
    return found


def _fact(name: str, content: Content, key: str) -> Block:
    return Block(content, label=text_styles.muted(name), indent=INDENT, key=key)


def _in_order(claims: Sequence[ClaimView]) -> list[ClaimView]:
    """Return the claims of the sides in alternat order, followed by those of others; the numbers do not change."""
    return i18n.in_alternat(claims, lambda claim: claim.speaker)


def _claim(claim: ClaimView, conflict: ConflictView, width: int) -> list[Content]:
    """Return the lines of one claim: number and speaker, the quoted text, and the sources with the copy read."""
    stands = conflict.settled == claim.number
    number = tr("claim {number}", number=claim.number)
    head = text_styles.join(
        text_styles.words(number, text_styles.GOOD if stands else text_styles.HEADING),
        text_styles.words(cell_text.speaker_with_body(claim.speaker, claim.body), text_styles.STRONG),
        text_styles.muted(short_date(claim.said_on)),
        text_styles.words(tr("stands"), text_styles.GOOD) if stands else text_styles.BLANK,
        by=text_styles.dot(),
    )
    sources = [
        replace(source, date=short_date(source.date) if source.date else None)
        for source in conflict.cited
        if source.id in claim.sources
    ]
    contents = [
        text_styles.words(source_lines.source(source), text_styles.WARN if source.weak else text_styles.MUTED)
        for source in sources
    ]
    return [
        *side_by_side.wrap_paragraphs([head], width),
        *side_by_side.quote_lines(text_styles.paragraph(i18n.localize(claim.text)), width),
        *side_by_side.wrap_paragraphs(contents, width),
        text_styles.BLANK,
    ]


def heading(conflicts: Sequence[ConflictView]) -> str:
    """Return the sentence that says how often sources do not agree, and how many of these are open."""
    open_ = sum(conflict.settled is None for conflict in conflicts)
    return trn(
        "Sources do not agree on {n} point; still open: {open}.",
        "Sources do not agree on {n} points; still open: {open}.",
        len(conflicts),
        open=open_,
    )


def no_match_message() -> list[Block]:
    """Return the message shown when no conflict matches the filter."""
    return [Block(text_styles.muted(tr("No conflict matches. F clears the filter.")))]


def empty_message() -> list[Block]:
    """Return the explanation of conflicts that is shown when there is none."""
    return explanation_blocks(
        tr("No conflicting figures or words are recorded."),
        tr(
            "When two sources give different values or words for the same fact, both are kept side by "
            "side, each with its source."
        ),
        tr(
            "accordtrack add conflict --from FILE records one; settle says which claim stands, according to "
            "which source."
        ),
    )
