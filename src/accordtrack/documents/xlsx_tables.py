"""Tables of a scorecard as Excel tables with typed cells, filters and conditional formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.xlsx_workbook import (
    INK,
    LETTERS,
    LINE,
    LINE_HEIGHT,
    TALLEST,
    TONES,
    cell_text,
    is_number,
    parse_day,
)
from accordtrack.i18n import tr
from accordtrack.statuses import BY_RANK, DEFINITIONS, SCORED, UNREPORTED
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from accordtrack.documents.model import Cell, Table
    from accordtrack.documents.xlsx_workbook import Book

Kind = Literal["text", "number", "day", "printed"]
_NOTHING = frozenset({"", "—"})
"""Texts of an empty cell."""
_COUNTED: frozenset[Kind] = frozenset({"number", "printed"})
WORDS = {
    "status": (*reversed(SCORED), *(one for one in BY_RANK if one not in SCORED), UNREPORTED),
    "standing": ("disputed", "divergent", "asked", "unanswered", "settled", "agreed"),
    "timeliness": ("overdue", "past_horizon", "due_soon", "done_late", "claimed_on_time", "done_on_time"),
}
"""Vocabulary terms with colored cells, by label group."""
_STATUS_TONES: dict[str, str] = {"good": "good", "progress": "mark", "bad": "bad"}
_TONES: dict[str, str] = {
    **{one.status: _STATUS_TONES[one.tone] for one in DEFINITIONS if one.tone in _STATUS_TONES},
    **dict.fromkeys(("agreed", "done_on_time"), "good"),
    **dict.fromkeys(("asked", "settled", "due_soon"), "mark"),
    **dict.fromkeys(("disputed", "divergent", "past_horizon", "claimed_on_time", "done_late"), "warn"),
    "overdue": "bad",
}
_OF_A_WHOLE = frozenset({"assessed", "attainment", "delivery", "face"})
"""Columns whose data bars have a fixed maximum of 1 or 100, whatever their largest value."""
_DIGITS = re.compile(r"[+-]?[0-9][0-9,\u00a0\u202f]*(?:\.([0-9]+))?\s*%?")
_BAR = "#c9d8ea"
_BRACKET = re.compile(r"\([+-]?[0-9,]+(?:\.([0-9]+))?")
_MOST_CHOICES, _LONGEST_CHOICE, _LONGEST_LIST, _LEAST_ROWS = 12, 40, 250, 4
_CHOICE = re.compile(r'[^",=\n\r]+')


@dataclass(frozen=True, slots=True)
class Shape:
    """A column of the sheet; ``at`` is its index in the scorecard table."""

    title: str
    kind: Kind
    at: int


def sheet_columns(table: Table) -> list[Shape]:
    """Return the columns of the sheet, twice where the text says more than the numbers: as numbers, as printed."""
    shapes: list[Shape] = []
    for at, column in enumerate(table.columns):
        cells = [row.cells[at] for row in table.rows if at < len(row.cells)]
        kind = _column_kind(cells)
        alike = sum(other.title == column.title for other in table.columns) > 1
        title = sanitize_line(f"{column.title}, {column.unit}" if alike and column.unit else column.title)
        shapes.append(Shape(_unique_title(title, shapes), kind, at))
        if kind == "number" and any(is_number(cell.value) and number_format(cell) is None for cell in cells):
            shapes.append(Shape(_unique_title(tr("{column}, as printed", column=title), shapes), "printed", at))
    return shapes


def _unique_title(title: str, shapes: Sequence[Shape]) -> str:
    """Return a column title that is not yet in use, as an Excel table requires."""
    names = {shape.title.casefold() for shape in shapes}
    wanted, count = title or "-", 2
    while wanted.casefold() in names:
        wanted, count = f"{title} ({count})", count + 1
    return wanted


def _column_kind(cells: Sequence[Cell]) -> Kind:
    if any(is_number(cell.value) for cell in cells):
        return "number"
    texts = [cell.text for cell in cells if cell.text not in _NOTHING]
    return "day" if texts and all(parse_day(text) for text in texts) else "text"


def number_format(cell: Cell) -> str | None:
    """Return the number format that reproduces the text of a cell; None if the text says more than its number."""
    found = _DIGITS.fullmatch(cell.text.strip())
    if found is None or not isinstance(cell.value, int | float):
        return None
    number = float(re.sub(r"[^0-9.+-]", "", cell.text))
    places = len(found[1] or "")
    sign = "+" if cell.text.strip().startswith("+") else ""
    body = ("#,##0" if "," in cell.text or abs(number) < 1000 else "0") + ("." + "0" * places if places else "")  # noqa: PLR2004
    for factor, tail in ((1, ' "%"' if "%" in cell.text else ""), (100, " %")):
        if abs(number - cell.value * factor) <= 0.5 * 10**-places + 1e-9:
            plus = f"+{body}{tail};-{body}{tail};0{tail}" if sign else body + tail
            return plus if factor == 1 or "%" in cell.text else None
    return None


def write(book: Book, sheet: Worksheet, top: int, table: Table, wide: Sequence[float] = ()) -> int:
    """Write the table with its header in row ``top``, and return the row below it.

    If ``wide`` gives the column widths, row heights are set explicitly, so that the content below has the same position
    in every program.
    """
    columns = sheet_columns(table)
    last = top + max(len(table.rows), 1)
    headers = [{"header": shape.title} for shape in columns]
    sheet.add_table(
        top,
        0,
        last,
        len(columns) - 1,
        {"columns": headers, "name": book.next_table_name(), "style": "Table Style Light 1"},
    )
    for place, shape in enumerate(columns):
        side = {"align": "right", "indent": 1} if shape.kind in _COUNTED else {}
        head = book.format(bold=True, font_color="#ffffff", bg_color=INK, border=1, border_color=LINE, **side)
        sheet.write_string(top, place, shape.title, head)
    for below, row in enumerate(table.rows, 1):
        for place, shape in enumerate(columns):
            cell = row.cells[shape.at] if shape.at < len(row.cells) else None
            if cell is not None:
                _write_cell(book, sheet, (top + below, place), cell, shape, strong=row.strong)
    if wide:
        sheet.set_row(top, _row_height([shape.title for shape in columns], wide, 3))
        for below, row in enumerate(table.rows, 1):
            texts = [row.cells[shape.at].text if shape.at < len(row.cells) else "" for shape in columns]
            sheet.set_row(top + below, _row_height(texts, wide, 1))
    if table.rows:
        for place, shape in enumerate(columns):
            _format_column(book, sheet, (top + 1, place, last, place), table, shape)
    return last + 1


def _row_height(texts: Sequence[str], wide: Sequence[float], aside: int) -> float:
    """Return the height of a row of wrapped cells; ``aside`` is the width taken by margins or a filter button."""
    lines = max(
        sum(max(1, ceil(len(line) / (max(width - aside, 4) * LETTERS))) for line in text.split("\n"))
        for text, width in zip(texts, wide, strict=False)
    )
    return min(lines * LINE_HEIGHT + 2, TALLEST)


def _write_cell(book: Book, sheet: Worksheet, at: tuple[int, int], cell: Cell, shape: Shape, *, strong: bool) -> None:
    """Write a cell at (row, column) as a number, date or text."""
    properties: dict[str, object] = {"border": 1, "border_color": LINE}
    if strong:
        properties["bold"] = True
    properties.update(TONES.get(cell.tone, {}))
    if shape.kind == "number" and is_number(cell.value):
        form = number_format(cell) or _bracketed_format(cell)
        sheet.write_number(*at, float(cell.value or 0), book.format(**properties, num_format=form, align="right"))
        return
    day = parse_day(cell.text) if shape.kind == "day" else None
    if day is not None:
        sheet.write_datetime(*at, day, book.format(**properties, num_format="yyyy-mm-dd", align="left"))
        return
    if shape.kind in _COUNTED:
        properties |= {"align": "right", "indent": 1}
    sheet.write_string(*at, cell_text(cell.text), book.format(**properties))


def _bracketed_format(cell: Cell) -> str:
    """Return the number format of a value in parentheses, as in the text: ``(27, face 48)`` appears as (27)."""
    found = _BRACKET.match(cell.text)
    if found is None:
        return "#,##0" if float(cell.value or 0).is_integer() else "General"
    places = len(found[1] or "")
    body = "0." + "0" * places if places else "0"
    return f"({body});(-{body})"


def _format_column(book: Book, sheet: Worksheet, where: tuple[int, int, int, int], table: Table, shape: Shape) -> None:
    """Add conditional colors, data bars and value lists to a column; ``where`` is its range of cells."""
    column = table.columns[shape.at]
    cells = [row.cells[shape.at] for row in table.rows]
    if shape.kind == "number" and column.unit:
        _add_data_bars(sheet, where, cells, whole=column.key in _OF_A_WHOLE)
    if shape.kind == "text":
        for word, words in _vocabulary_terms(cells):
            form = book.workbook.add_format(dict(TONES[_TONES.get(word, "muted")]))
            sheet.conditional_format(*where, {"type": "text", "criteria": "containing", "value": words, "format": form})
        choices = sorted({cell.text for cell in cells if cell.text})
        if len(cells) >= _LEAST_ROWS and _is_valid_list(choices):
            sheet.data_validation(
                *where, {"validate": "list", "source": choices, "error_type": "warning", "ignore_blank": True}
            )


def _add_data_bars(sheet: Worksheet, where: tuple[int, int, int, int], cells: Sequence[Cell], *, whole: bool) -> None:
    """Add data bars to a column without negative numbers, whose red bars would look like a judgment."""
    values = [float(cell.value or 0) for cell in cells if is_number(cell.value)]
    if min(values) < 0:
        return
    bar: dict[str, object] = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": _BAR}
    if whole:
        bar |= {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1 if max(values) <= 1 else 100}
    sheet.conditional_format(*where, bar)


def _vocabulary_terms(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """Return the vocabulary terms of a column that holds only such terms, with their labels in the sheet's language."""
    names = {str(cell.value) for cell in cells if cell.value}
    for group, words in WORDS.items():
        if names and names <= {*words, "no_deadline", "upcoming", "unreported"}:
            return [(word, label(group, word)) for word in words if word in names]
    return []


def _is_valid_list(choices: Sequence[str]) -> bool:
    """Whether the choices are valid for a value list: few, short, and without its special characters."""
    short = all(len(one) <= _LONGEST_CHOICE and _CHOICE.fullmatch(one) for one in choices)
    return short and 1 < len(choices) <= _MOST_CHOICES and len(",".join(choices)) <= _LONGEST_LIST


def fitting_widths(table: Table, *, cap: float = 60) -> list[float]:
    """Return column widths that fit the longest word and show most text in few lines."""
    found = []
    for shape in sheet_columns(table):
        column = table.columns[shape.at]
        texts = [row.cells[shape.at].text for row in table.rows if shape.at < len(row.cells)]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        word = max((len(word) for text in [*texts, shape.title] for word in text.split()), default=0)
        roomy = min(cap, 8 + 6 * column.weight)
        head = max((len(word) for word in shape.title.split()), default=0) + 3
        found.append(float(min(max(min(longest + 2, roomy), min(word + 2, 26), head, 9), cap)))
    return found
