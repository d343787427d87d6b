"""Columns of the register list: their widths for a given screen width, and the rendering of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import trc
from accordtrack.tui import cell_text, text_styles
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.types import RegisterRow

GUTTER = 3
"""Cells before the first column: cursor, mark and a blank."""
END = 1
"""Blanks after the last column."""
ID_WIDEST = 12
WIDE, NARROW, TINY = 88, 60, 46
"""List widths below which columns are dropped: first the lead, then side and evidence, then the due date."""


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
            return trc("column", "title")
        case "side":
            return trc("column", "side")
        case "lead":
            return trc("column", "lead")
        case "status":
            return trc("column", "status")
        case "due":
            return trc("column", "due")
        case "evidence":
            return trc("column", "ev")
        case _:
            return ""


def columns(width: int, longest_id: int, widest_status: int = 0) -> tuple[Column, ...]:
    """Return the columns that fit into ``width`` cells around the title and the ``widest_status`` of the rows."""
    side_width = max(cell_len(label("short side", side)) for side in ("US", "MX", "JOINT"))
    side_width = max(side_width, cell_len(heading("side")))
    id_width = max(min(longest_id, ID_WIDEST), cell_len(heading("id")))
    status_width = 11 if width < NARROW else max(11, widest_status)
    fixed = [
        Column("id", id_width),
        Column("title", 0),
        *([Column("side", side_width, gap=1)] if width >= NARROW else []),
        *([Column("lead", 16 if width > WIDE + 40 else 10, gap=1)] if width >= WIDE else []),
        Column("status", status_width, gap=1),
        Column("flag", 1, gap=1),
        *([Column("due", max(8, cell_len(heading("due"))), right=True)] if width >= TINY else []),
        *([Column("evidence", max(3, cell_len(heading("evidence"))), right=True)] if width >= NARROW else []),
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
        here = column.name == sort
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
            return text_styles.words(text_styles.fit(row.id, width), text_styles.MUTED)
        case "title":
            return text_styles.words(text_styles.fit(i18n.localize(row.title), width))
        case "side":
            return text_styles.words(text_styles.fit(label("short side", row.responsible), width))
        case "lead":
            return text_styles.words(text_styles.fit(cell_text.lead_codes(row), width), text_styles.MUTED)
        case "status":
            return text_styles.fill(cell_text.status_cell(row, width), width)
        case "flag":
            return text_styles.words(text_styles.fit(cell_text.dispute_flag(row.standing), width), text_styles.WARN)
        case "due":
            cell = cell_text.due_cell(row)
            return text_styles.join(
                " " * max(width - cell.cell_length, 0), text_styles.fill(cell, min(width, cell.cell_length))
            )
        case "evidence":
            return text_styles.words(text_styles.fit(row.evidence or "", width, right=True), text_styles.MUTED)
        case _:
            return text_styles.BLANK
