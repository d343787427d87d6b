"""Sources cited on a commitment's page: publisher, title, date, what copy was read, and its note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.tui import ink
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.views import CommitmentView, SourceView

INDENT = 12


def blocks(view: CommitmentView) -> list[Block]:
    """One item a source; those of the commitment itself come first."""
    if not view.sources:
        return [Block(ink.words(tr("No source is cited."), ink.MUTED))]
    found: list[Block] = []
    for source in view.sources:
        found += _source(source, own=source.id in view.own_sources)
    return found


def _source(source: SourceView, *, own: bool) -> list[Block]:
    head = ink.joined(ink.words(source.title, ink.STRONG), ink.words(source.publisher), by=ink.dot())
    copy = ink.joined(
        ink.words(tr("{copy} copy", copy=label("copy", source.copy)), ink.WARN if source.weak else ""),
        ink.words(tr("gives no grade above claimed") if source.weak else "", ink.WARN),
        ink.words(tr("cited by the commitment itself") if own else "", ink.MUTED),
        ink.words(source.id, ink.MUTED),
        by=ink.dot(),
    )
    found = [
        Block(head, label=ink.words(source.date or tr("no date"), ink.MUTED), indent=INDENT, key=source.id, gap=1),
        Block(ink.words(source.url, ink.LINK), indent=INDENT, key=source.id),
        Block(copy, indent=INDENT, key=source.id),
    ]
    if source.note is not None:
        found.append(Block(ink.paragraph(i18n.local(source.note), ink.NOTE), indent=INDENT, key=source.id, quoted=True))
    return found
