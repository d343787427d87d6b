"""Tables of HTML pages: header cells, the layout of rows, CSS classes and column widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.documents import table_layout

if TYPE_CHECKING:
    from accordtrack.documents.model import Cell, Column, Row, Table

    Laid = tuple[str, Column, Cell, list[tuple[str, Cell]]]
    """CSS classes, column, first cell, and the cells below it, each with the text before its number."""

_PLAIN_NUMBER = re.compile(r"[+−-]?[\d,]+(?:\.(\d+))?")
_MANY, _MOST = 6, 9
"""Column counts from which a table is wider than the text, and from which its font is smaller."""
_MOST_DECIMALS = 4
_ONE_LINE = {"left": 14, "right": 18}
"""Maximum length of text that stays on one line, by alignment."""
_ROOMY, _HEAD = 24, 22
"""Lengths from which text, and column titles, need a wider column. Longer words, such as web addresses, break."""


def head_columns(table: Table) -> list[tuple[Column, str]]:
    """Return the columns that have a header cell, each with the text below its title."""
    return [
        (
            table.columns[stack[0]],
            table_layout.SEPARATOR.join(table_layout.stack_titles(table, stack)[1:]) or table.columns[stack[0]].unit,
        )
        for stack in table_layout.stacks(table)
    ]


def head_class(column: Column) -> str:
    """Return the CSS classes of a header cell."""
    return f"{column.align} roomy" if len(column.title) > _HEAD else column.align


def width_class(table: Table) -> str:
    """Return additional CSS classes for a table with many columns."""
    columns = len(table_layout.stacks(table))
    return (" many" if columns >= _MANY else "") + (" most" if columns >= _MOST else "")


def column_percentages(table: Table) -> list[int]:
    """Return column widths as integer percentages."""
    columns = [column for column, _under in head_columns(table)]
    whole = sum(column.weight for column in columns) or 1.0
    return [max(1, round(100 * column.weight / whole)) for column in columns]


def lay_out_rows(table: Table) -> list[tuple[Row, list[Laid]]]:
    """Return the rows, each with its cells as laid out on the page."""
    decimals, stacks = _decimals(table), table_layout.stacks(table)
    found = []
    for row in table.rows:
        cells = []
        for stack in stacks:
            (_text, first), *others = table_layout.stack_cells(table, row, stack)
            names = _cell_class(first, table.columns[stack[0]], decimals[stack[0]])
            under = [(text.removesuffix(cell.text), cell) for text, cell in others]
            cells.append((names, table.columns[stack[0]], first, under))
        found.append((row, cells))
    return found


def _cell_class(cell: Cell, column: Column, decimals: int) -> str:
    """Return the CSS classes of a cell: alignment, tone, length, and padding up to the column's ``decimals``."""
    names = [column.align, f"t-{cell.tone}" if cell.tone else ""]
    names.append("one-line" if len(cell.text) <= _ONE_LINE[column.align] else "")
    names.append("roomy" if column.align == "left" and len(cell.text) > _ROOMY else "")
    names.append("broken" if any(len(word) > _ROOMY for word in cell.text.split()) else "")
    digits = _decimal_places(cell) if column.align == "right" else None
    if digits is not None:
        lacking = min(decimals, _MOST_DECIMALS) - digits
        names.append(f"room-{lacking}{'' if digits else 'p'}" if lacking > 0 else "")
    return " ".join(name for name in names if name)


def _decimals(table: Table) -> list[int]:
    """Return, for each column, the largest number of decimals in a plain number."""
    return [
        max((_decimal_places(row.cells[number]) or 0 for row in table.rows if number < len(row.cells)), default=0)
        for number in range(len(table.columns))
    ]


def _decimal_places(cell: Cell) -> int | None:
    found = _PLAIN_NUMBER.fullmatch(cell.text)
    return None if found is None else len(found[1] or "")
