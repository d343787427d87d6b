"""Scorecard as an Excel workbook: sheets for reading, and data sheets for filtering and calculating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents import xlsx_tables
from accordtrack.documents.model import Cell, Column, Facts, Row, Table
from accordtrack.documents.sentences import for_people, plain_text
from accordtrack.documents.xlsx_page import Page
from accordtrack.documents.xlsx_workbook import INK, Book
from accordtrack.i18n import tr, trc, trn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.documents.model import Block, Scorecard, Section

CONTRAST = "contrast"
LONG = ("commitments", "evidence", "sources")
"""Sections that are one long table and get their own sheet."""
_ANSWERING = 2
"""Number of pages on the first sheet: the answer, and the areas."""
METHOD, LISTS = "method", "lists"
_CELL, _LINE = 60.0, 120.0
"""Maximum column width for wrapped cells, and for cells of one line."""


def render(card: Scorecard) -> bytes:
    """Return the workbook. It contains no formulas; its charts refer to the cells that hold their numbers."""
    book = Book(card.title, card.subtitle, card.as_of)
    long = {
        section.id: table for section in card.sections if section.id in LONG for table in _first_table(section.blocks)
    }
    more = {table.id: table for table in card.appendices}
    data = [
        (tr("Commitments"), long.get("commitments")),
        (tr("Indicators"), more.get("indicators")),
        (tr("Measurements"), more.get("measurements")),
        (tr("History"), more.get("history")),
        (tr("Evidence"), long.get("evidence")),
        (tr("Sources"), long.get("sources")),
        (tr("Lists"), _lists_table(card)),
    ]
    sheets = [(name, table) for name, table in data if table is not None]
    if card.pages:
        _write_reading_sheet(book, trc("sheet", "Answer"), card, list(card.pages[:_ANSWERING]), closing=True)
    _write_read_me(book, card, sheets)
    sections = [section for section in card.sections if section.id not in {METHOD, CONTRAST, *LONG}]
    _write_reading_sheet(book, trc("sheet", "Scorecard"), card, sections)
    contrast = [section for section in card.sections if section.id == CONTRAST]
    if contrast:
        _write_reading_sheet(book, trc("sheet", "Contrast"), card, contrast)
    for name, table in sheets:
        _write_data_sheet(book, name, table, upright=table.id == LISTS)
    return book.to_bytes()


def _first_table(blocks: Iterable[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)][:1]


def _write_read_me(book: Book, card: Scorecard, data: list[tuple[str, Table]]) -> None:
    """Write a sheet on the workbook: what the scorecard is, its findings, its method, and a list of the sheets."""
    page = Page(book, tr("Read me"))
    page.write_title(card.title)
    page.write_text(card.subtitle, size=11, gap=1)
    for sentence in card.headline:
        page.write_text(plain_text(for_people(sentence)), size=11)
    method = next((section for section in card.sections if section.id == METHOD), None)
    if method is not None:
        page.write_section(method)
    page.row += 1
    page.write_text(tr("Sheets"), size=13, bold=True, font_color=INK, bottom=2, bottom_color=INK)
    descriptions = [
        (trc("sheet", "Scorecard"), tr("By area, by side, what is pending, and where the sides differ.")),
        (trc("sheet", "Contrast"), tr("Government activity and indicators, with a chart for each area.")),
        *(
            (name, trn("{n} row. {notes}", "{n} rows. {notes}", len(table.rows), notes=" ".join(table.notes)))
            for name, table in data
        ),
    ]
    page.write_block(Facts(tuple((name, (words.strip(),)) for name, words in descriptions)))
    page.write_text(
        tr("No cell holds a formula. Register text that looks like one is only text."),
        italic=True,
    )
    page.write_text(plain_text(card.closing), size=9)
    page.sheet.freeze_panes(1, 0)


def _write_reading_sheet(
    book: Book, name: str, card: Scorecard, sections: list[Section], *, closing: bool = False
) -> None:
    page = Page(book, name, [block for section in sections for block in section.blocks])
    page.write_title(card.title)
    page.write_text(card.subtitle, size=11)
    for section in sections:
        page.write_section(section)
    if closing:
        page.row += 1
        page.write_text(plain_text(card.closing), size=9)
    page.sheet.freeze_panes(1, 1)
    page.sheet.repeat_rows(0, 1)


def _write_data_sheet(book: Book, name: str, table: Table, *, upright: bool) -> None:
    """Write a sheet that is one table; its header row stays visible and repeats on every page.

    ``upright`` prints in portrait, with columns so wide that each row takes one line, to save pages for long tables.
    """
    sheet = book.add_sheet(name)
    if upright:
        sheet.set_portrait()
    for place, width in enumerate(xlsx_tables.fitting_widths(table, cap=_LINE if upright else _CELL)):
        sheet.set_column(place, place, width)
    xlsx_tables.write(book, sheet, 0, table)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{sanitize_line(name).replace('&', '&&')}")


def _lists_table(card: Scorecard) -> Table:
    """Return a table of the rows behind every number in a sentence."""
    columns = (
        Column("list", tr("list"), weight=5.0),
        Column("title", tr("what was counted"), weight=9.0),
        Column("code", tr("code"), weight=3.0),
        Column("words", tr("words"), weight=20.0),
    )
    rows = [
        Row(f"{listing.id}-{at}", (Cell(listing.id), Cell(listing.title), Cell(item.code), Cell(item.words)))
        for listing in card.listings
        for at, item in enumerate(listing.items, 1)
    ]
    return Table(LISTS, tr("Lists"), columns, tuple(rows))
