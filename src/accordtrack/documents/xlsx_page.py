"""Worksheet for reading from top to bottom: sentences, tables, charts and quotations."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents import xlsx_tables
from accordtrack.documents.charts import line_table
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Chart, Facts, Heading, Paragraph, Quote, Section, Table
from accordtrack.documents.sentences import for_people, plain_text
from accordtrack.documents.xlsx_workbook import FONT, INK, LETTERS, LINE, LINE_HEIGHT, PALE, TALLEST, cell_text
from accordtrack.i18n import tr
from accordtrack.text.calendar_names import dates_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

    from accordtrack.documents.model import Block
from accordtrack.documents.xlsx_workbook import Book

_LEAST, _FIRST = 8, 30.0
_SMALL = {"name": FONT, "size": 8}
_BLUE, _AMBER = "#1f5f8b", "#b35c00"
_HATCHED = {"pattern": "wide_upward_diagonal", "fg_color": _BLUE, "bg_color": "#ffffff"}
_SERIES: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("output", 1, {"pattern": _HATCHED, "border": {"color": _BLUE}}),
    ("outcome", 2, {"fill": {"color": _AMBER}, "border": {"color": _AMBER}}),
)
"""Kind, column and appearance of the series; one is hatched because color alone must not distinguish them."""
_LABELS = {"value": True, "num_format": '+0" %";-0" %";0" %"', "font": _SMALL}
_LOOK: dict[str, Any] = {"gap": 60, "overlap": 100, "data_labels": _LABELS}
"""Common options of both series. A row holds an output or an outcome, never both, so the series can overlap."""


class Page:
    """A sheet filled from the top; ``row`` is the next free row."""

    def __init__(self, book: Book, name: str, blocks: Iterable[Block] = ()) -> None:
        self.book = book
        self.sheet: Worksheet = book.add_sheet(name)
        self.row = 0
        self._widths = _shared_widths(blocks)
        for place, width in enumerate(self._widths):
            self.sheet.set_column(place, place, width)

    @property
    def last_column(self) -> int:
        """Index of the last column that sentences span."""
        return len(self._widths) - 1

    def write_text(self, text: str, *, first: int = 0, size: int = 10, gap: int = 0, **properties: Any) -> None:  # noqa: ANN401 - XlsxWriter's own
        """Write text across the sheet, in a row of sufficient height."""
        clean = cell_text(text)
        wide = sum(self._widths[first:]) * LETTERS * 10 / size
        lines = sum(max(1, ceil(len(line) / wide)) for line in clean.split("\n"))
        form = self.book.format(font_size=size, **properties)
        self.sheet.merge_range(self.row, first, self.row, self.last_column, "", form)
        self.sheet.write_string(self.row, first, clean, form)
        self.sheet.set_row(self.row, min(lines * LINE_HEIGHT * size / 10 + 2, TALLEST))
        self.row += 1 + gap

    def write_title(self, text: str) -> None:
        """Write the title of the sheet in its first row."""
        self.write_text(text, size=16, bold=True, font_color=INK)

    def write_section(self, section: Section) -> None:
        """Write a section under its title."""
        self.row += 1
        self.write_text(section.title, size=13, bold=True, font_color=INK, bottom=2, bottom_color=INK)
        for block in section.blocks:
            self.write_block(block)

    def write_block(self, block: Block) -> None:
        """Write a block, followed by an empty row if needed."""
        match block:
            case Paragraph():
                look: dict[str, Any] = {"font_color": PALE, "italic": True} if block.small else {}
                self.write_text(plain_text(for_people(block.sentence)), size=9 if block.small else 10, **look)
            case Heading():
                self.row += 1
                self.write_text(block.text, size=11, bold=True, font_color=INK)
            case Table():
                self._write_table(block)
            case Chart():
                self._write_chart(block)
            case LineChart():
                self.write_text(block.subtitle, size=9, font_color=PALE)
                self._write_table(line_table.table(block))
            case Facts():
                self._write_facts(block)
            case Quote():
                self._write_quote(block)

    def _write_table(self, table: Table) -> None:
        self.write_text(table.title, size=11, bold=True)
        self.row = xlsx_tables.write(self.book, self.sheet, self.row, table, self._widths)
        for note in table.notes:
            self.write_text(dates_in_words(note), size=9, italic=True, font_color=PALE)
        self.row += 1

    def _write_facts(self, facts: Facts) -> None:
        if facts.title:
            self.write_text(facts.title, size=11, bold=True)
        name = self.book.format(bold=True)
        for label, lines in facts.pairs:
            self.sheet.write_string(self.row, 0, cell_text(label), name)
            self.write_text(dates_in_words("\n".join(lines)), first=1)
        self.row += 1

    def _write_quote(self, quote: Quote) -> None:
        bar: dict[str, Any] = {"left": 5, "left_color": LINE, "indent": 1}
        self.write_text(dates_in_words(quote.head), bold=True, **bar)
        self.write_text(quote.words, **bar)
        if quote.original:
            tongue = f" ({quote.original_language})" if quote.original_language else ""
            self.write_text(f"{quote.original}{tongue}", italic=True, **bar)
        if quote.source:
            self.write_text(dates_in_words(quote.source), size=9, font_color=PALE, **bar)
        self.row += 1

    def _write_chart(self, chart: Chart) -> None:
        """Write the numbers of a chart, then an Excel chart that refers to them."""
        self.write_text(chart.title, size=11, bold=True)
        self.write_text(chart.subtitle, size=9, font_color=PALE)
        head = self.book.format(bold=True, bottom=1)
        titles = (
            tr("series"),
            tr("government activity, change in percent"),
            tr("indicators, change in percent"),
            tr("as printed"),
        )
        for place, title in enumerate(titles):
            self.sheet.write_string(self.row, place, title, head)
        self.sheet.set_row(self.row, 3 * LINE_HEIGHT)
        first = self.row + 1
        for below, bar in enumerate(chart.bars):
            row = first + below
            self.sheet.write_string(row, 0, cell_text(bar.label), self.book.format())
            place = 1 if bar.kind == "output" else 2
            self.sheet.write_number(
                row, place, bar.change, self.book.format(num_format="+0.0;-0.0;0.0", align="right", indent=1)
            )
            text = f"{bar.shown}; {bar.detail}" if bar.detail else bar.shown
            tall = max(
                ceil(len(bar.label) / self._widths[0] / LETTERS), ceil(len(text) / sum(self._widths[3:]) / LETTERS)
            )
            self.sheet.set_row(row, tall * LINE_HEIGHT + 2)
            self.sheet.merge_range(row, 3, row, self.last_column, "", self.book.format())
            self.sheet.write_string(row, 3, cell_text(text), self.book.format())
        self.row = first + len(chart.bars)
        if chart.bars:
            self._insert_chart(chart, first, self.row - 1)
        self.write_text(chart.source, size=9, font_color=PALE)
        self.row += 1

    def _insert_chart(self, chart: Chart, first: int, last: int) -> None:
        """Insert a chart of rows ``first`` to ``last_column`` below them."""
        excel_chart = self.book.workbook.add_chart({"type": "bar"})
        name = self.sheet.get_name()
        kinds = {bar.kind for bar in chart.bars}
        for kind, place, look in _SERIES:
            if kind in kinds:
                cells = {
                    "name": [name, first - 1, place],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, place, last, place],
                }
                excel_chart.add_series({**cells, **look, **_LOOK})
        excel_chart.set_title(
            {"name": _escape_formula(chart.title), "name_font": {"name": FONT, "size": 11}, "overlay": False}
        )
        excel_chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": _SMALL})
        excel_chart.set_x_axis(
            {
                "name": _escape_formula(chart.subtitle),
                "name_font": {**_SMALL, "bold": False},
                "num_font": _SMALL,
                "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            }
        )
        excel_chart.set_legend({"position": "bottom", "font": _SMALL})
        high = 180 + 38 * (last - first + 1)
        excel_chart.set_size({"width": 760, "height": high})
        self.sheet.insert_chart(
            self.row,
            0,
            excel_chart,
            {"description": cell_text(chart.alt)[:2000], "object_position": 1, "x_offset": 4, "y_offset": 4},
        )
        self.row += ceil((high + 8) / 20) + 1


def _escape_formula(words: str) -> str:
    """Return chart text that XlsxWriter cannot mistake for a reference, which begins with an equals sign."""
    line = sanitize_line(words)[:250]
    return f"‘{line}" if line.startswith("=") else line


def _shared_widths(blocks: Iterable[Block]) -> list[float]:
    """Return column widths that suit all tables of a sheet."""
    found = [_FIRST, *([11.0] * (_LEAST - 1))]
    for block in blocks:
        if isinstance(block, Table):
            weights = [block.columns[shape.at].weight for shape in xlsx_tables.sheet_columns(block)]
            for place, (width, weight) in enumerate(zip(xlsx_tables.fitting_widths(block), weights, strict=True)):
                if place == len(found):
                    found.append(11.0)
                most = 40.0 if place == 0 else min(10 + 6 * weight, 34)
                found[place] = max(found[place], min(width, most))
    return found
