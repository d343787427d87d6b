"""Font size at which a brief fits on one sheet of A4 paper, estimated from its text in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import OPENING
from accordtrack.documents.sentences import plain_text
from accordtrack.documents.text_width import BOLD, width, wrap

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard, Sentence, Table

SIZES = ((9.0, 1.33), (8.4, 1.33), (7.8, 1.33), (7.3, 1.3), (6.8, 1.28), (6.5, 1.26))
"""Font sizes and line heights in print, as defined in the style sheet for ``dense-0`` and the following classes."""
_SHEET, _COLUMN = 526.0, 240.0
"""Line width across the sheet, and in one of its two columns."""
_HIGH, _TITLE = 750.0, 15.0
"""Height between the title and the bottom margin, and the font size of the title."""
_LEAD = 1.08
_AFTER_PARAGRAPH, _AFTER_ITEM, _AROUND_PART = 2.4, 2.4, 6.5
_HEAD, _ROW = 1.5, 1.4
_SLACK = 2
"""Number of lines that stay empty at the end of a column."""


def brief_size_index(card: Scorecard) -> int:
    """Return the index of the first of ``SIZES`` at which the brief fits; the last index if none fits."""
    titles = len(wrap(card.title, _TITLE, _SHEET)) - 1
    room = _HIGH - titles * _TITLE * 1.2
    fitting = (number for number, (size, line) in enumerate(SIZES) if _height(card, size, line) <= room)
    return next(fitting, len(SIZES) - 1)


def _height(card: Scorecard, size: float, line: float) -> float:
    leads = sum(
        _paragraph_height(words, size * _LEAD, line, _SHEET) + _AFTER_PARAGRAPH for words in card.headline[:OPENING]
    )
    rows = sum(_table_line_count(part.table, size) * size * _ROW for part in card.brief if part.table)
    columns = sum(
        _AROUND_PART
        + size * _HEAD
        + sum(_paragraph_height(words, size, line, _COLUMN) + _AFTER_ITEM for words in part.sentences)
        for part in card.brief
    )
    return leads + rows + columns / 2 + _SLACK * size * line


def _paragraph_height(words: Sentence, size: float, line: float, room: float) -> float:
    return len(wrap(plain_text(words), size, room)) * size * line


def _table_line_count(table: Table, size: float) -> int:
    """Return the number of lines of a full-width table, including the header; only the first column can wrap."""
    first, *others = table.columns
    share = first.weight / sum(column.weight for column in table.columns)
    titles = sum(width(column.title, size * BOLD) + size for column in others)
    room = min(_SHEET * share, _SHEET - titles) - size
    return 1 + sum(len(wrap(row.cells[0].text, size, room)) for row in table.rows)
