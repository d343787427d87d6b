"""Worksheet for reading from top to bottom: sentences, tables, charts and quotations."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents import xlsx_tables
from accordtrack.documents.counted_sentences import plain_text
from accordtrack.documents.model import Chart, Facts, Heading, Paragraph, Quote, Section, Table
from accordtrack.documents.xlsx_workbook import FONT, INK, LETTERS, LINE, LINE_HEIGHT, PALE, TALLEST, shown
from accordtrack.i18n import tr

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
        self.sheet: Worksheet = book.sheet(name)
        self.row = 0
        self._widths = _shared(blocks)
        for place, width in enumerate(self._widths):
            self.sheet.set_column(place, place, width)

    @property
    def last(self) -> int:
        """Index of the last column that sentences span."""
        return len(self._widths) - 1

    def words(self, text: str, *, first: int = 0, size: int = 10, gap: int = 0, **properties: Any) -> None:  # noqa: ANN401 - XlsxWriter's own
        """Write text across the sheet, in a row of sufficient height."""
        clean = shown(text)
        wide = sum(self._widths[first:]) * LETTERS * 10 / size
        lines = sum(max(1, ceil(len(line) / wide)) for line in clean.split("\n"))
        form = self.book.format(font_size=size, **properties)
        self.sheet.merge_range(self.row, first, self.row, self.last, "", form)
        self.sheet.write_string(self.row, first, clean, form)
        self.sheet.set_row(self.row, min(lines * LINE_HEIGHT * size / 10 + 2, TALLEST))
        self.row += 1 + gap

    def title(self, text: str) -> None:
        """Write the title of the sheet in its first row."""
        self.words(text, size=16, bold=True, font_color=INK)

    def section(self, section: Section) -> None:
        """Write a section under its title."""
        self.row += 1
        self.words(section.title, size=13, bold=True, font_color=INK, bottom=2, bottom_color=INK)
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Write a block, followed by an empty row if needed."""
        match block:
            case Paragraph():
                look: dict[str, Any] = {"font_color": PALE, "italic": True} if block.small else {}
                self.words(plain_text(block.sentence), size=9 if block.small else 10, **look)
            case Heading():
                self.row += 1
                self.words(block.text, size=11, bold=True, font_color=INK)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Facts():
                self._facts(block)
            case Quote():
                self._quote(block)

    def _table(self, table: Table) -> None:
        self.words(table.title, size=11, bold=True)
        self.row = xlsx_tables.write(self.book, self.sheet, self.row, table, self._widths)
        for note in table.notes:
            self.words(note, size=9, italic=True, font_color=PALE)
        self.row += 1

    def _facts(self, facts: Facts) -> None:
        if facts.title:
            self.words(facts.title, size=11, bold=True)
        name = self.book.format(bold=True)
        for label, lines in facts.pairs:
            self.sheet.write_string(self.row, 0, shown(label), name)
            self.words("\n".join(lines), first=1)
        self.row += 1

    def _quote(self, quote: Quote) -> None:
        bar: dict[str, Any] = {"left": 5, "left_color": LINE, "indent": 1}
        self.words(quote.head, bold=True, **bar)
        self.words(quote.words, **bar)
        if quote.original:
            tongue = f" ({quote.original_language})" if quote.original_language else ""
            self.words(f"{quote.original}{tongue}", italic=True, **bar)
        if quote.source:
            self.words(quote.source, size=9, font_color=PALE, **bar)
        self.row += 1

    def _chart(self, chart: Chart) -> None:
        """Write the numbers of a chart, then an Excel chart that refers to them."""
        self.words(chart.title, size=11, bold=True)
        self.words(chart.subtitle, size=9, font_color=PALE)
        head = self.book.format(bold=True, bottom=1)
        titles = (tr("series"), tr("outputs, change in percent"), tr("outcomes, change in percent"), tr("as printed"))
        for place, title in enumerate(titles):
            self.sheet.write_string(self.row, place, title, head)
        self.sheet.set_row(self.row, 3 * LINE_HEIGHT)
        first = self.row + 1
        for below, bar in enumerate(chart.bars):
            row = first + below
            self.sheet.write_string(row, 0, shown(bar.label), self.book.format())
            place = 1 if bar.kind == "output" else 2
            self.sheet.write_number(
                row, place, bar.change, self.book.format(num_format="+0.0;-0.0;0.0", align="right", indent=1)
            )
            said = f"{bar.shown}; {bar.detail}" if bar.detail else bar.shown
            tall = max(
                ceil(len(bar.label) / self._widths[0] / LETTERS), ceil(len(said) / sum(self._widths[3:]) / LETTERS)
            )
            self.sheet.set_row(row, tall * LINE_HEIGHT + 2)
            self.sheet.merge_range(row, 3, row, self.last, "", self.book.format())
            self.sheet.write_string(row, 3, shown(said), self.book.format())
        self.row = first + len(chart.bars)
        if chart.bars:
            self._drawn(chart, first, self.row - 1)
        self.words(chart.source, size=9, font_color=PALE)
        self.row += 1

    def _drawn(self, chart: Chart, first: int, last: int) -> None:
        """Insert a chart of rows ``first`` to ``last`` below them."""
        drawn = self.book.workbook.add_chart({"type": "bar"})
        name = self.sheet.get_name()
        kinds = {bar.kind for bar in chart.bars}
        for kind, place, look in _SERIES:
            if kind in kinds:
                cells = {
                    "name": [name, first - 1, place],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, place, last, place],
                }
                drawn.add_series({**cells, **look, **_LOOK})
        drawn.set_title(
            {"name": _never_formula(chart.title), "name_font": {"name": FONT, "size": 11}, "overlay": False}
        )
        drawn.set_y_axis({"reverse": True, "label_position": "low", "num_font": _SMALL})
        drawn.set_x_axis(
            {
                "name": _never_formula(chart.subtitle),
                "name_font": {**_SMALL, "bold": False},
                "num_font": _SMALL,
                "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            }
        )
        drawn.set_legend({"position": "bottom", "font": _SMALL})
        high = 180 + 38 * (last - first + 1)
        drawn.set_size({"width": 760, "height": high})
        self.sheet.insert_chart(
            self.row,
            0,
            drawn,
            {"description": shown(chart.alt)[:2000], "object_position": 1, "x_offset": 4, "y_offset": 4},
        )
        self.row += ceil((high + 8) / 20) + 1


def _never_formula(words: str) -> str:
    """Return chart text that XlsxWriter cannot mistake for a reference, which begins with an equals sign."""
    line = sanitize_line(words)[:250]
    return f"‘{line}" if line.startswith("=") else line


def _shared(blocks: Iterable[Block]) -> list[float]:
    """Return column widths that suit all tables of a sheet."""
    found = [_FIRST, *([11.0] * (_LEAST - 1))]
    for block in blocks:
        if isinstance(block, Table):
            weights = [block.columns[shape.at].weight for shape in xlsx_tables.shapes(block)]
            for place, (width, weight) in enumerate(zip(xlsx_tables.widths(block), weights, strict=True)):
                if place == len(found):
                    found.append(11.0)
                most = 40.0 if place == 0 else min(10 + 6 * weight, 34)
                found[place] = max(found[place], min(width, most))
    return found
