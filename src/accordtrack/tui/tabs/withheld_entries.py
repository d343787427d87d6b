"""Blocks for entries of a commitment whose bodies are not in this copy, shown at the end of their tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn
from accordtrack.text import withheld
from accordtrack.text.calendar_names import short_date
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import CommitmentView, WithheldEntry

INDENT = 14
STATEMENTS = frozenset({"status.report", "position.take", "position.withdraw", "answer.ask"})
EVIDENCE = frozenset({"evidence.add", "evidence.withhold"})


def entry_blocks(view: CommitmentView, kinds: frozenset[str], copy_for: str | None) -> list[Block]:
    """Return one item per withheld entry of these kinds: its kind, its date, and who holds its text."""
    blocks: list[Block] = []
    for entry in view.withheld:
        if entry.kind in kinds:
            blocks += _entry(entry, copy_for)
    return blocks


def count(view: CommitmentView, kinds: frozenset[str]) -> int:
    """Return the number of withheld entries of these kinds."""
    return sum(entry.kind in kinds for entry in view.withheld)


def _entry(entry: WithheldEntry, copy_for: str | None) -> list[Block]:
    head = text_styles.join(
        text_styles.words(label("entry kind", entry.kind), text_styles.STRONG),
        text_styles.words(tr("not public"), text_styles.WARN),
        by=text_styles.dot(),
    )
    text = withheld.body_notice(entry.handling, entry.feed, copy_for)
    about = text_styles.dot().join((tr("by {name} at {desk}", name=entry.by or "?", desk=entry.feed), entry.id))
    return [
        Block(head, label=text_styles.muted(short_date(entry.at[:10])), indent=INDENT, key=entry.id, gap=1),
        Block(text_styles.words(text, text_styles.WARN), indent=INDENT, key=entry.id),
        Block(text_styles.muted(about), indent=INDENT, key=entry.id),
    ]


def count_message(view: CommitmentView) -> list[Block]:
    """Return the number of withheld entries about the commitment, or nothing if there are none."""
    number = len(view.withheld)
    words = trn("{n} entry about it is not in this copy", "{n} entries about it are not in this copy", number)
    return [Block(text_styles.words(words, text_styles.WARN), gap=1)] if number else []
