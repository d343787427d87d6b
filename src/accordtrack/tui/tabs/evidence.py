"""Evidence: each piece with its grade, date, what it supports and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import bounds, i18n
from accordtrack.i18n import tr
from accordtrack.sentences import withholding
from accordtrack.text import size
from accordtrack.tui import ink, words
from accordtrack.tui.tabs import heldback
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.views import CommitmentView, EvidenceView, FileView

INDENT = 12


def blocks(view: CommitmentView, copy_for: str | None = None) -> list[Block]:
    """One item a piece of evidence; behind them those that are not in this copy, which was made ``copy_for``."""
    held_back = heldback.of(view, heldback.EVIDENCE, copy_for)
    if not view.evidence and not held_back:
        adds = tr("No evidence yet. e adds a file or an address.")
        if bounds.browsed():
            adds = tr("No evidence yet. e adds a web address.")
        return [Block(ink.words(adds, ink.MUTED))]
    found: list[Block] = []
    for item in view.evidence:
        found += _piece(item)
    return found + held_back


def count(view: CommitmentView) -> int:
    """How many items the tab has."""
    return len(view.evidence) + heldback.count(view, heldback.EVIDENCE)


def _piece(item: EvidenceView) -> list[Block]:
    head = ink.joined(
        ink.words(i18n.local(item.title), ink.STRONG),
        ink.words(label("grade", item.grade)),
        ink.words(tr("withheld: {reason}", reason=i18n.local(item.withheld)) if item.withheld else "", ink.WARN),
        by=ink.dot(),
    )
    found = [Block(head, label=ink.words(item.effective_on, ink.MUTED), indent=INDENT, key=item.id, gap=1)]
    if item.text is not None:
        found.append(Block(ink.paragraph(i18n.local(item.text)), indent=INDENT, key=item.id, quoted=True))
    if item.url:
        found.append(Block(ink.words(item.url, ink.LINK), indent=INDENT, key=item.id))
    if item.file is not None:
        facts = (item.file.name, size(item.file.size), f"sha256 {item.file.digest[:12]}", _where(item.file))
        said = ink.dot().join(fact for fact in facts if fact)
        found.append(Block(ink.words(said, "" if item.file.present else ink.WARN), indent=INDENT, key=item.id))
    if item.withheld is not None:
        found.append(Block(ink.words(withholding.evidence(item), ink.WARN), indent=INDENT, key=item.id))
    about = ink.joined(
        tr("given by {speaker}", speaker=words.voice(item.speaker, item.body)),
        tr("issued by {issuer}", issuer=item.issuer) if item.issuer else "",
        tr("supports {ids}", ids=ink.listed(item.supports)) if item.supports else "",
        tr("valid until {date}", date=item.expires_on) if item.expires_on else "",
        item.handling,
        ink.listed(item.sources),
        by=ink.dot(),
    )
    found.append(Block(ink.words(about.plain, ink.MUTED), indent=INDENT, key=item.id))
    if item.inferred:
        guessed = tr("inferred: {fields}", fields=words.field_names(item.inferred))
        found.append(Block(ink.words(guessed, ink.NOTE), indent=INDENT, key=item.id))
    return found


def _where(file: FileView) -> str:
    if file.present:
        return tr("in the store")
    return tr("file withheld from this copy") if file.left_out else tr("not in the store")
