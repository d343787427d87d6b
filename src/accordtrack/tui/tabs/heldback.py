"""Entries of a commitment whose words are not in this copy, at the end of the tab to which they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn
from accordtrack.sentences import withholding
from accordtrack.tui import ink
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.views import CommitmentView, WithheldEntry

INDENT = 12
STATEMENTS = frozenset({"status.report", "position.take", "position.withdraw", "answer.ask"})
EVIDENCE = frozenset({"evidence.add", "evidence.withhold"})


def of(view: CommitmentView, kinds: frozenset[str], copy_for: str | None) -> list[Block]:
    """One item an entry of these kinds: what it is, when it was written and who has the words."""
    found: list[Block] = []
    for entry in view.withheld:
        if entry.kind in kinds:
            found += _entry(entry, copy_for)
    return found


def count(view: CommitmentView, kinds: frozenset[str]) -> int:
    """How many items there are of these kinds."""
    return sum(entry.kind in kinds for entry in view.withheld)


def _entry(entry: WithheldEntry, copy_for: str | None) -> list[Block]:
    head = ink.joined(
        ink.words(label("entry kind", entry.kind), ink.STRONG), ink.words(tr("withheld"), ink.WARN), by=ink.dot()
    )
    said = withholding.body(entry.handling, entry.feed, copy_for)
    about = ink.dot().join((tr("by {name} at {desk}", name=entry.by or "?", desk=entry.feed), entry.id))
    return [
        Block(head, label=ink.words(entry.at[:10], ink.MUTED), indent=INDENT, key=entry.id, gap=1),
        Block(ink.words(said, ink.WARN), indent=INDENT, key=entry.id),
        Block(ink.words(about, ink.MUTED), indent=INDENT, key=entry.id),
    ]


def counted(view: CommitmentView) -> list[Block]:
    """How many entries about it are not in this copy; nothing where none is."""
    number = len(view.withheld)
    words = trn(
        "{n} entry about it is withheld from this copy", "{n} entries about it are withheld from this copy", number
    )
    return [Block(ink.words(words, ink.WARN), gap=1)] if number else []
