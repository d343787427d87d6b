"""Drafts as a page: what each would write now, and what to read before it is cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.service import draft_text
from accordtrack.tui import ink, words
from accordtrack.tui.widgets.leaf import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.service import DraftView

INDENT = 8


def blocks(drafts: Sequence[DraftView]) -> list[Block]:
    """One item a draft; what would fill the page where there is none."""
    if not drafts:
        return [
            Block(ink.words(tr("No draft waits."), ink.STRONG)),
            Block(
                ink.words(
                    tr("^g in the dialogs of a status, of evidence and of an answer keeps what is typed as a draft."),
                    ink.MUTED,
                ),
                gap=1,
            ),
            Block(
                ink.words(
                    tr("A draft is local and unsigned: it is in no count and in no export, until it is cleared."),
                    ink.MUTED,
                )
            ),
        ]
    return [block for draft in drafts for block in _draft(draft)]


def _draft(draft: DraftView) -> list[Block]:
    key = str(draft.id)
    label = ink.joined(words.draft_mark(), ink.words(key, ink.STRONG), by=" ")
    head = ink.joined(
        ink.words(draft.commitment or "", ink.HEADING), ink.words(i18n.local(draft.title), ink.TITLE), by="  "
    )
    found = [Block(head, label=label, indent=INDENT, key=key, gap=1)]
    found += [Block(ink.words(line), indent=INDENT, key=key) for line in draft_text.would_write(draft)]
    if said := draft_text.words(draft):
        found.append(Block(ink.paragraph(said), indent=INDENT, key=key, quoted=True))
    kept = draft_text.kept(draft) if draft.desk else draft.made_on
    found.append(Block(ink.words(kept, ink.MUTED), indent=INDENT, key=key))
    sign = ink.sign("▲", "!")
    found += [
        Block(ink.words(f"{sign} {warning}", ink.WARN), indent=INDENT, key=key)
        for warning in draft_text.warnings(draft)
    ]
    return found
