"""Blocks of the page that says why the numbers of a card changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.text import score_changes as words
from accordtrack.text.calendar_names import day_name, short_date
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from accordtrack.types import ScoreChange, ScoreChanges

INDENT = 14


def blocks(counted: ScoreChanges) -> list[Block]:
    """Return the difference, then one item per act or day of time, in order."""
    changes = words.as_printed(counted)
    found = [
        Block(text_styles.words(words.title(changes), text_styles.TITLE)),
        Block(
            text_styles.paragraph(
                words.dates(replace(changes, since=day_name(changes.since), until=day_name(changes.until))),
                text_styles.MUTED,
            )
        ),
        *(Block(text_styles.words(line, text_styles.STRONG)) for line in words.difference(changes)),
        Block(text_styles.paragraph(words.summary(changes)), gap=1),
    ]
    for number, change in enumerate(changes.changes):
        found += _change(change, f"change:{number}")
    return [*found, Block(text_styles.paragraph(words.note(), text_styles.NOTE), gap=1)]


def _change(change: ScoreChange, key: str) -> list[Block]:
    kind, *lines = words.lines(change)
    head = text_styles.join(
        text_styles.words(words.points_text(change.points), text_styles.STRONG),
        text_styles.words(kind),
        by=text_styles.dot(),
    )
    day = text_styles.words(short_date(change.day), text_styles.MUTED)
    bodies = (Block(text_styles.paragraph(line), indent=INDENT, key=key) for line in lines if line)
    return [Block(head, label=day, indent=INDENT, key=key, gap=1), *bodies]
