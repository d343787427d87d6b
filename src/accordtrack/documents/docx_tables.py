"""Tables of a Word document: shared cells, column widths and tones.

Columns are wide enough for their words where possible. A tone never carries information that the text lacks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from accordtrack.documents import table_layout
from accordtrack.documents.docx_parts import cell, paragraph, row, run, table
from accordtrack.documents.docx_styles import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.documents.model import Cell, Row, Table

    Marked = Callable[..., list[Any]]
    """Function that wraps elements in a bookmark with the given name."""

_BREAKS = re.compile(r"[\s/]+|(?<![0-9])-|-(?![0-9])")
"""Where a cell can break a line; dates do not break."""
_DENSE = 6
"""Tables with more columns use a smaller font."""
_HEAD = "1F3A5F"
_FILLS = {"warn": "FFF4D6", "bad": "FDE8E6", "good": "E2F4E8", "mark": "E3ECF7"}
INKS = {"muted": "5A6570", "warn": "7A4B00", "bad": "8C1D18", "good": "0B5A2B", "mark": "1F3A5F"}
"""Text colors, dark enough for sufficient contrast."""
_LETTER, _WORD, _MOST_CUT = 11.5, 15, 0.6
"""Parameters of ``_widths``.

They are the width of a letter in twentieths of a point per point of font size, the length of the longest word that
widens a column, and the largest share of their spare width that other columns give up for it.
"""


def build_table(block: Table, across: int, marked: Marked) -> Any:  # noqa: ANN401 - lxml's own
    """Return a Word table that is ``across`` twentieths of a point wide."""
    stacks = table_layout.stacks(block)
    widths = _widths(block, stacks, across)
    dense = "Dense" if len(stacks) > _DENSE else ""
    header_cells = [_head_cell(block, stack, width, dense) for stack, width in zip(stacks, widths, strict=True)]
    rows = [row(header_cells, head=True), *(_row(block, one, widths, dense, marked) for one in block.rows)]
    return table(TABLE, widths, rows, title=block.title)


def _head_cell(block: Table, stack: tuple[int, ...], width: int, dense: str) -> Any:  # noqa: ANN401
    """Return a header cell: the first title, then the others on a second line."""
    first, *others = table_layout.stack_titles(block, stack)
    lines = [first, *([table_layout.SEPARATOR.join(others)] if others else [])]
    right = block.columns[stack[0]].align == "right"
    return cell(width, *(paragraph(f"{dense}CellHead", run(line), right=right) for line in lines), fill=_HEAD)


def _row(block: Table, one: Row, widths: list[int], dense: str, marked: Marked) -> Any:  # noqa: ANN401
    cells = []
    for number, (stack, width) in enumerate(zip(table_layout.stacks(block), widths, strict=True)):
        parts = table_layout.stack_cells(block, one, stack)
        right = block.columns[stack[0]].align == "right"
        first, *others = (run(text, **_run_properties(content, strong=one.strong)) for text, content in parts)
        inside = marked(one.anchor, first) if number == 0 else [first]
        lines = [paragraph(f"{dense}Cell", *inside, right=right)]
        if others:
            below = [part for other in others for part in (run(table_layout.SEPARATOR), other)][1:]
            lines.append(paragraph(f"{dense}Cell", *below, right=right))
        cells.append(cell(width, *lines, fill=_FILLS.get(parts[0][1].tone, "")))
    return row(cells)


def _widths(block: Table, stacks: list[tuple[int, ...]], across: int) -> list[int]:
    """Return widths by weight, but widen columns for their longest word if other columns have space to spare."""
    columns = [block.columns[stack[0]] for stack in stacks]
    words = [
        [
            *table_layout.stack_titles(block, stack),
            *(text for row in block.rows for text, _cell in table_layout.stack_cells(block, row, stack)),
        ]
        for stack in stacks
    ]
    letter = _LETTER * (7.0 if len(stacks) > _DENSE else 8.5)
    least = [
        min(max(len(word) for text in texts for word in _BREAKS.split(text)), _WORD) * letter + 160 for texts in words
    ]
    share = sum(column.weight for column in columns)
    wanted = [across * column.weight / share for column in columns]
    short = sum(max(0.0, low - wide) for low, wide in zip(least, wanted, strict=True))
    spare = sum(max(0.0, wide - low) for low, wide in zip(least, wanted, strict=True))
    cut = min(_MOST_CUT, short / spare) if spare else 0.0
    gain = min(1.0, spare * cut / short) if short else 0.0
    return [
        int(wide - (wide - low) * cut if wide >= low else wide + (low - wide) * gain)
        for low, wide in zip(least, wanted, strict=True)
    ]


def _run_properties(one: Cell, *, strong: bool) -> dict[str, str]:
    look = {"b": ""} if strong else {}
    ink = INKS.get(one.tone)
    return {**look, "color": ink} if ink else look
