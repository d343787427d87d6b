"""Blocks of the Evidence tab: each piece with its grade, its date, what it supports, and its location."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core import capabilities
from accordtrack.core.safe_text import format_size
from accordtrack.i18n import tr
from accordtrack.text import late_entries, withheld
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import cell_text, text_styles
from accordtrack.tui.tabs import withheld_entries
from accordtrack.tui.widgets.record_view import Block, dated_block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import CommitmentView, EvidenceView, FileView

INDENT = 14


def blocks(view: CommitmentView, copy_for: str | None = None) -> list[Block]:
    """Return one item per piece of evidence, then the withheld ones; ``copy_for``: the audience of this copy."""
    held_back = withheld_entries.entry_blocks(view, withheld_entries.EVIDENCE, copy_for)
    if not view.evidence and not held_back:
        adds = tr("No evidence yet. e adds a file or an address.")
        if capabilities.serves_browser():
            adds = tr("No evidence yet. e adds a web address.")
        return [Block(text_styles.muted(adds))]
    found: list[Block] = []
    for item in view.evidence:
        found += _piece(item)
    return found + held_back


def count(view: CommitmentView) -> int:
    """Return the number of items in the tab."""
    return len(view.evidence) + withheld_entries.count(view, withheld_entries.EVIDENCE)


def _piece(item: EvidenceView) -> list[Block]:
    head = text_styles.join(
        text_styles.words(i18n.localize(item.title), text_styles.STRONG),
        text_styles.words(label("grade", item.grade)),
        text_styles.words(late_entries.mark(late=item.late), text_styles.WARN),
        text_styles.words(
            tr("not public: {reason}", reason=i18n.localize(item.withheld)) if item.withheld else "", text_styles.WARN
        ),
        by=text_styles.dot(),
    )
    found = [dated_block(head, item.effective_on, item.id, indent=INDENT)]
    if item.text is not None:
        found.append(Block(text_styles.paragraph(i18n.localize(item.text)), indent=INDENT, key=item.id, quoted=True))
    if item.url:
        found.append(Block(text_styles.words(item.url, text_styles.LINK), indent=INDENT, key=item.id))
    if item.file is not None:
        facts = (
            item.file.name,
            format_size(item.file.size),
            f"sha256 {item.file.digest[:12]}",
            _storage_text(item.file),
        )
        text = text_styles.dot().join(fact for fact in facts if fact)
        found.append(
            Block(text_styles.words(text, "" if item.file.present else text_styles.WARN), indent=INDENT, key=item.id)
        )
    if item.withheld is not None:
        found.append(
            Block(text_styles.words(withheld.evidence_notice(item), text_styles.WARN), indent=INDENT, key=item.id)
        )
    about = text_styles.join(
        tr("given by {speaker}", speaker=cell_text.speaker_with_body(item.speaker, item.body)),
        tr("issued by {issuer}", issuer=item.issuer) if item.issuer else "",
        tr("supports {ids}", ids=text_styles.join_items(item.supports)) if item.supports else "",
        tr("valid until {date}", date=short_date(item.expires_on)) if item.expires_on else "",
        item.handling,
        text_styles.join_items(item.sources),
        by=text_styles.dot(),
    )
    found.append(Block(text_styles.muted(about.plain), indent=INDENT, key=item.id))
    if item.inferred:
        guessed = tr("supplied by this tracker: {fields}", fields=cell_text.field_labels(item.inferred))
        found.append(Block(text_styles.words(guessed, text_styles.NOTE), indent=INDENT, key=item.id))
    return found


def _storage_text(file: FileView) -> str:
    if file.present:
        return tr("in the store")
    return tr("file not included in this copy") if file.left_out else tr("not in the store")
