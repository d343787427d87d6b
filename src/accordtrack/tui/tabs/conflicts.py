"""Figures and words that do not fit: claims beside each other, what may explain them, what would settle them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr, trc
from accordtrack.sentences import copies
from accordtrack.tui import facing, ink, words
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.views import ClaimView, ConflictView

LEAST = 34
"""Cells below which a claim would be broken too often to stand beside another."""
INDENT = 22


def blocks(conflicts: Sequence[ConflictView], width: int, *, whole: bool = True) -> list[Block]:
    """One item a conflict, open ones first, settled ones apart; ``whole`` when no filter is on."""
    open_ = [conflict for conflict in conflicts if conflict.settled is None]
    settled = [conflict for conflict in conflicts if conflict.settled is not None]
    if not conflicts:
        return nothing() if whole else none_match()
    found: list[Block] = []
    for said, held in ((trc("conflict", "Open"), open_), (trc("conflict", "Settled"), settled)):
        if held:
            found.append(Block(ink.words(f"{said} {len(held)}", ink.HEADING), gap=1 if found else 0))
            for conflict in held:
                found += _conflict(conflict, width)
    return found


def _conflict(conflict: ConflictView, width: int) -> list[Block]:
    key = conflict.id
    head = ink.joined(ink.words(i18n.local(conflict.title), ink.TITLE), ink.words(conflict.id, ink.MUTED), by="  ")
    found = [Block(head, key=key, gap=1)]
    room = max(width - 4, LEAST)
    across = min(len(conflict.claims), max((room + facing.GAP) // (LEAST + facing.GAP), 1))
    each = facing.wide(room, across)
    cells = [_claim(claim, conflict, each) for claim in _in_order(conflict.claims)]
    rows = (cells[begin : begin + across] for begin in range(0, len(cells), across))
    found += [Block(facing.columns(row, room), key=key) for row in rows]
    facts = [
        (tr("what may explain it"), i18n.local(conflict.may_explain)),
        (tr("what would settle it"), i18n.local(conflict.would_settle)),
        (tr("about"), ink.listed((*conflict.commitments, *conflict.indicators, *conflict.events))),
    ]
    found += [_fact(name, ink.paragraph(said), key) for name, said in facts if said]
    if conflict.settled is not None:
        stands = tr(
            "claim {number} stands, by source {source}", number=conflict.settled, source=conflict.settled_by or ""
        )
        found.append(_fact(tr("settled"), ink.words(stands, ink.GOOD), key))
        found.append(Block(ink.paragraph(i18n.local(conflict.settled_why)), indent=INDENT, key=key, quoted=True))
    return found


def _fact(name: str, said: Content, key: str) -> Block:
    return Block(said, label=ink.words(name, ink.MUTED), indent=INDENT, key=key)


def _in_order(claims: Sequence[ClaimView]) -> list[ClaimView]:
    """Claims of the sides in the order of the language, those of others behind; numbers stay with them."""
    return i18n.in_alternat(claims, lambda claim: claim.speaker)


def _claim(claim: ClaimView, conflict: ConflictView, width: int) -> list[Content]:
    """One claim as lines: number and who, the words quoted, its sources with the copy that was read."""
    stands = conflict.settled == claim.number
    number = tr("claim {number}", number=claim.number)
    head = ink.joined(
        ink.words(number, ink.GOOD if stands else ink.HEADING),
        ink.words(words.voice(claim.speaker, claim.body), ink.STRONG),
        ink.words(claim.said_on, ink.MUTED),
        ink.words(tr("stands"), ink.GOOD) if stands else ink.BLANK,
        by=ink.dot(),
    )
    sources = [source for source in conflict.cited if source.id in claim.sources]
    told = [ink.words(copies.source(source), ink.WARN if source.weak else ink.MUTED) for source in sources]
    return [
        *facing.wrapped([head], width),
        *facing.quoted(ink.paragraph(i18n.local(claim.text)), width),
        *facing.wrapped(told, width),
        ink.BLANK,
    ]


def heads(conflicts: Sequence[ConflictView]) -> str:
    """The line over the list."""
    open_ = sum(conflict.settled is None for conflict in conflicts)
    themes = sorted({label("theme", theme) for conflict in conflicts for theme in conflict.themes})
    return tr("{open} open of {total}: {themes}", open=open_, total=len(conflicts), themes=", ".join(themes))


def none_match() -> list[Block]:
    """What stands there when a filter finds none."""
    return [Block(ink.words(tr("No conflict matches. F clears the filter."), ink.MUTED))]


def nothing() -> list[Block]:
    """What a conflict of figures is, where there is none."""
    said = (
        tr("No figures or words are recorded as not fitting."),
        tr(
            "When two sources give different values or words for one fact, both are kept side by side, each with its "
            "source."
        ),
        tr("accordtrack add conflict --from FILE records one; settle says which claim stands, by what source."),
    )
    return [Block(ink.words(said[0], ink.STRONG)), *(Block(ink.words(one, ink.MUTED), gap=1) for one in said[1:])]
