"""Blocks of the Sources tab: publisher, title, date, copy read, and note of each source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import source_lines
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import CommitmentView, SourceView

INDENT = 14


def blocks(view: CommitmentView) -> list[Block]:
    """Return one item per source; the commitment's own sources come first."""
    if not view.sources:
        return [Block(text_styles.muted(tr("No source is cited.")))]
    found: list[Block] = []
    for source in view.sources:
        found += _source(source, own=source.id in view.own_sources)
    return found


def _source(source: SourceView, *, own: bool) -> list[Block]:
    head = text_styles.join(
        text_styles.words(source.title, text_styles.STRONG),
        text_styles.words(source_lines.credit(source)),
        text_styles.words(source.locator or ""),
        by=text_styles.dot(),
    )
    copy = text_styles.join(
        text_styles.words(tr("{copy} copy", copy=label("copy", source.copy)), text_styles.WARN if source.weak else ""),
        text_styles.words(tr("gives no grade above statement only") if source.weak else "", text_styles.WARN),
        text_styles.words(source_lines.recorder(source), text_styles.NOTE),
        text_styles.muted(tr("cited by the commitment itself") if own else ""),
        text_styles.muted(source.id),
        by=text_styles.dot(),
    )
    found = [
        Block(
            head,
            label=text_styles.muted(short_date(source.date) if source.date else tr("no date")),
            indent=INDENT,
            key=source.id,
            gap=1,
        ),
        Block(text_styles.words(source.url, text_styles.LINK), indent=INDENT, key=source.id),
        Block(copy, indent=INDENT, key=source.id),
    ]
    if source.note is not None:
        found.append(
            Block(
                text_styles.paragraph(i18n.localize(source.note), text_styles.NOTE),
                indent=INDENT,
                key=source.id,
                quoted=True,
            )
        )
    return found
