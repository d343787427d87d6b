"""Columns of the register list: their widths for a given screen width, and the rendering of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import trc
from accordtrack.tui import cell_text, text_styles
from accordtrack.vocabulary import Responsible, Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import RegisterRow

GUTTER = 3
"""Cells before the first column: cursor, mark and a blank."""
END = 1
"""Blanks after the last column."""
ID_WIDEST, MARKS = 12, 3
"""Width of the widest id, and of the marks of a government's status."""
WIDE, NARROW, TINY = 88, 60, 46
"""List widths below which columns are dropped: first the answer and the documents, then who, then the due date."""
_SORTED = {"who": "side", "US": "status", "MX": "status", "answer": "standing"}
"""Sort orders by column, where the names differ."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its width in cells, the blanks after it, and whether it is right-aligned."""

    name: str
    width: int
    gap: int = 2
    right: bool = False


def heading(name: str) -> str:
    """Return the heading of a column."""
    match name:
        case "id":
            return trc("column", "code")
        case "title":
            return trc("column", "commitment")
        case "who":
            return trc("column", "who")
        case "answer":
            return trc("column", "answer")
        case "due":
            return trc("column", "due")
        case "evidence":
            return trc("column", "docs")
        case _:
            return "MX" if name == "MX" else label("short side", name)


def columns(width: int, longest_id: int) -> tuple[Column, ...]:
    """Return the columns that fit into ``width`` cells around the title."""

    def column(name: str, *contents: str, least: int = 0, gap: int = 2, right: bool = False) -> Column:
        return Column(name, max(least, *map(cell_len, (heading(name), *contents))), gap, right)

    answers = (label("short standing", one.value) for one in Standing)
    fixed = [
        column("id", least=min(longest_id, ID_WIDEST)),
        Column("title", 0),
        *([column("who", *map(cell_text.who, Responsible))] if width >= NARROW else []),
        *(column(side, least=MARKS) for side in i18n.sides(Side)),
        *([column("answer", *answers)] if width >= WIDE else []),
        *([column("due", least=8, right=True)] if width >= TINY else []),
        *([column("evidence", right=True)] if width >= WIDE else []),
    ]
    used = GUTTER + sum(column.width + column.gap for column in fixed) - fixed[-1].gap + END
    return tuple(
        Column("title", max(width - used, 4), column.gap) if column.name == "title" else column for column in fixed
    )


def header(shown: tuple[Column, ...], *, sort: str, descending: bool) -> Content:
    """Return the header line, with an arrow at the sorted column."""
    parts: list[Content | str] = [" " * GUTTER]
    for column in shown:
        text = heading(column.name)
        here = _SORTED.get(column.name, column.name) == sort
        if here and cell_len(text) < column.width:
            arrow = text_styles.mark_or_ascii("↓", "v") if descending else text_styles.mark_or_ascii("↑", "^")
            text = f"{arrow}{text}" if column.right else f"{text}{arrow}"
        parts.append(
            text_styles.words(
                text_styles.fit(text, column.width, right=column.right),
                text_styles.HEADING if here else text_styles.MUTED,
            )
        )
        parts.append(" " * (column.gap if column is not shown[-1] else END))
    return text_styles.join(*parts)


def row_line(row: RegisterRow, shown: tuple[Column, ...]) -> Content:
    """Return one row of the list, without its gutter."""
    parts: list[Content | str] = []
    for column in shown:
        parts.append(_cell(row, column))
        parts.append(" " * (column.gap if column is not shown[-1] else END))
    return text_styles.join(*parts)


def _cell(row: RegisterRow, column: Column) -> Content:
    width = column.width
    match column.name:
        case "id":
            return text_styles.muted(text_styles.fit(row.id, width))
        case "title":
            return text_styles.words(text_styles.fit(i18n.localize(row.title), width))
        case "who":
            return text_styles.words(text_styles.fit(cell_text.who(row.responsible), width))
        case "US" | "MX":
            return text_styles.fill(cell_text.half_cell(row, column.name), width)
        case "answer":
            return text_styles.fill(cell_text.answer_cell(row), width)
        case "due":
            cell = cell_text.due_cell(row)
            return text_styles.join(
                " " * max(width - cell.cell_length, 0), text_styles.fill(cell, min(width, cell.cell_length))
            )
        case "evidence":
            return text_styles.muted(text_styles.fit(row.evidence or "", width, right=True))
        case _:
            return text_styles.BLANK
