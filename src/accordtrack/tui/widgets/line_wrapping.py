"""Wrapping of a block into lines: hanging indents, ruled quotes, and limits for very long texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import MOST_MARKS
from accordtrack.i18n import tr
from accordtrack.tui import text_styles

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.tui.widgets.record_view import Block

QUOTED = 200
"""Maximum number of quoted lines shown; ordinary text is far shorter."""
STACKED = 44
"""Width below which a label stands above its text instead of beside it."""


def wrap_block(block: Block, width: int) -> list[Content]:
    """Return the lines of a block, with the label beside the first line, or above it if there is no room."""
    indent = min(block.indent, max(width - 12, 0))
    if indent and block.label and width < STACKED:
        above = [text_styles.clip(block.label, width)]
        return above + [text_styles.join("  ", line) for line in _wrap_body(block, width - 2)]
    lines = _wrap_body(block, max(width - indent, 4))
    if not indent:
        return [text_styles.join(block.label, line, by=" ") for line in lines[:1]] + lines[1:] if block.label else lines
    blank = " " * indent
    label = text_styles.fill(block.label, indent - 1) if block.label.cell_length >= indent else block.label
    first = text_styles.join(label, " " * (indent - label.cell_length), lines[0] if lines else text_styles.BLANK)
    return [first, *(text_styles.join(blank, line) for line in lines[1:])]


def _wrap_quoted(body: Content, width: int) -> list[Content]:
    """Return the lines of a quoted text, cut after a limit so that a huge text cannot block the screen."""
    plain = body.plain
    begun = "".join(plain.splitlines(keepends=True)[: QUOTED + 1])[: (QUOTED + 1) * width]
    lines = body[: len(begun)].wrap(width)
    if len(begun) == len(plain) and len(lines) <= QUOTED:
        return lines
    cut = tr("cut after {n} lines; the command line shows all of it", n=QUOTED)
    return [*lines[:QUOTED], *text_styles.words(cut, text_styles.NOTE).wrap(width)]


def _wrap_body(block: Block, width: int) -> list[Content]:
    if not block.body:
        return [text_styles.BLANK]
    if block.quoted:
        rule = text_styles.words(text_styles.mark_or_ascii("│", "|") + " ", text_styles.FAINT)
        return [text_styles.join(rule, line) for line in _wrap_quoted(block.body, max(width - 2, 4))]
    width = max(width, 4)
    # Wrap only the part of a long text that may be visible; a cell holds one character and its combining marks.
    body = block.body[: (block.most + 1) * width * (1 + MOST_MARKS)] if block.most else block.body
    lines = body.wrap(width)
    if block.most and len(lines) > block.most:
        last = text_styles.join(lines[block.most - 1], " ", lines[block.most])
        lines = [*lines[: block.most - 1], text_styles.clip(last, width)]
    return lines
