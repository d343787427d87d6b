"""Text of two or more speakers in columns side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 3
"""Cells between two columns."""


def column_width(width: int, count: int) -> int:
    """Return the width in cells of one of ``count`` columns."""
    return max((width - GAP * (count - 1)) // count, 8)


def wrap_paragraphs(parts: Iterable[Content], width: int) -> list[Content]:
    """Return paragraphs as lines of at most ``width`` cells. Empty ones are omitted."""
    return [line for part in parts if part for line in part.wrap(max(width, 4))]


def quote_lines(words: Content, width: int) -> list[Content]:
    """Return quoted text with a vertical rule before each line."""
    rule = text_styles.words(text_styles.mark_or_ascii("│", "|") + " ", text_styles.FAINT)
    return [text_styles.join(rule, line) for line in words.wrap(max(width - 2, 4))] if words else []


def wrap_text(words: Content, width: int) -> Content:
    """Return text wrapped to lines of at most ``width`` cells, as one content."""
    return Content("\n").join(words.wrap(max(width, 4))) if words else words


def join_columns(cells: Sequence[Sequence[Content]], width: int) -> Content:
    """Return columns of lines side by side in ``width`` cells, all equally wide."""
    each = column_width(width, len(cells))
    lines = []
    for place in range(max((len(cell) for cell in cells), default=0)):
        row = [cell[place] if place < len(cell) else text_styles.BLANK for cell in cells]
        parts = [text_styles.fill(part, each) for part in row[:-1]]
        lines.append(Content(" " * GAP).join([*parts, text_styles.clip(row[-1], each)]))
    return Content("\n").join(lines)
