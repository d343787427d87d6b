"""Blocks of the Drafts page: what each draft would write now, and warnings to read before clearing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.service import draft_text
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.service import DraftView

INDENT = 8


def blocks(drafts: Sequence[DraftView]) -> list[Block]:
    """Return one item per draft, or an explanation when there is none."""
    if not drafts:
        return [
            Block(text_styles.words(tr("There are no drafts."), text_styles.STRONG)),
            Block(
                text_styles.muted(tr("^g in the status, evidence and answer dialogs keeps what is typed as a draft.")),
                gap=1,
            ),
            Block(
                text_styles.muted(tr("A draft is local and unsigned: it is in no count or export until it is cleared."))
            ),
        ]
    return [block for draft in drafts for block in _draft(draft)]


def _draft(draft: DraftView) -> list[Block]:
    key = str(draft.id)
    label = text_styles.join(cell_text.draft_mark(), text_styles.words(key, text_styles.STRONG), by=" ")
    head = text_styles.code_and_title(draft.commitment or "", i18n.localize(draft.title))
    found = [Block(head, label=label, indent=INDENT, key=key, gap=1)]
    found += [Block(text_styles.words(line), indent=INDENT, key=key) for line in draft_text.preview_lines(draft)]
    if text := draft_text.note_or_reason(draft):
        found.append(Block(text_styles.paragraph(text), indent=INDENT, key=key, quoted=True))
    saved_text = draft_text.saved_text(draft) if draft.desk else draft.made_on
    found.append(Block(text_styles.muted(saved_text), indent=INDENT, key=key))
    sign = text_styles.mark_or_ascii("▲", "!")
    found += [
        Block(text_styles.words(f"{sign} {warning}", text_styles.WARN), indent=INDENT, key=key)
        for warning in draft_text.warnings(draft)
    ]
    return found
