"""The shipped register as a workbook, a Word document and Markdown, in both languages: every cell is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches
from python_calamine import CalamineWorkbook

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize
from accordtrack.documents import render, render_annexes, table_layout
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Cell, Paragraph, Scorecard, Table
from accordtrack.documents.sentences import plain_text, table_for_people
from card_factory import held, whole
from scorecard.office import printed
from scorecard.test_markdown import cells as markdown_cells

pytestmark = pytest.mark.scale

both_languages = pytest.mark.parametrize("language", ["en", "es"])
_READING = 3
"""How many sheets are for reading: the answer, read me and the scorecard."""
SHEETS = ["Commitments", "Indicators", "Measurements", "History", "Evidence", "Sources", "Lists"]


@cache
def card(language: str) -> Scorecard:
    return whole(replace(held(), has_paths=True), language)


@cache
def sheets(language: str) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(render(card(language), "xlsx")))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def fixed_scale_bar_count(language: str) -> int:
    """How many bars run to a whole that is named, whatever the longest number is."""
    with ZipFile(BytesIO(render(card(language), "xlsx"))) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    return sum(len(re.findall(r'<cfvo type="num"', page)) for page in pages)


def test_point_bars_have_a_fixed_scale_in_both_languages() -> None:
    assert fixed_scale_bar_count("en") == fixed_scale_bar_count("es") > 2


def document(language: str, form: str) -> bytes:
    """The annexes, which have every table but those of the pages."""
    return render_annexes(card(language), form)


@both_languages
def test_workbook_begins_with_the_answer_and_the_areas(language: str) -> None:
    first = next(iter(sheets(language).values()))
    words = [str(cell).replace("\u00a0", " ") for row in first for cell in row if cell]
    answer, areas = card(language).pages[:2]
    told = [plain_text(block.sentence) for block in answer.blocks if isinstance(block, Paragraph)]
    (table,) = (block for block in areas.blocks if isinstance(block, Table))
    told += [sanitize(cell.text) for row in table.rows for cell in row.cells]
    assert {text.replace("\u00a0", " ") for text in told} <= set(words)
    assert words[-1] == plain_text(card(language).closing)


def tables(of: Scorecard) -> list[Table]:
    return [block for section in of.sections for block in section.blocks if isinstance(block, Table)]


def cell_matches(read: Any, cell: Cell) -> bool:  # noqa: ANN401 - what a spreadsheet gives
    """Whether a cell was read as it is: a number as its number, everything else as its text."""
    if isinstance(read, float):
        return isinstance(cell.value, int | float) and abs(read - cell.value) < 1e-9
    return str(read) == sanitize(cell.text)


@both_languages
def test_every_workbook_table_has_its_rows(language: str) -> None:
    found = sheets(language)
    assert len(found) == _READING + len(SHEETS)
    assert language == "es" or list(found)[_READING:] == SHEETS
    appendices = {table.id: table for table in card(language).appendices}
    told = {table.id: table for table in tables(card(language))}
    wanted = [
        told["commitments-all"],
        *(appendices[name] for name in ("indicators", "measurements", "history")),
        told["evidence-list"],
        told["source-list"],
    ]
    for name, table in zip(list(found)[_READING:], wanted, strict=False):
        head, *rows = found[name]
        assert len(rows) == len(table.rows)
        places = [head.index(column.title) for column in table.columns]
        for read, row in zip(rows, table.rows, strict=True):
            assert all(cell_matches(read[at], cell) for at, cell in zip(places, row.cells, strict=True)), row.anchor


@both_languages
def test_lists_sheet_has_the_items_of_every_list(language: str) -> None:
    _, *rows = list(sheets(language).values())[-1]
    for listing in card(language).listings:
        assert [row[2] for row in rows if row[0] == listing.id] == [item.code for item in listing.items]


@both_languages
def test_reading_sheets_have_every_other_table(language: str) -> None:
    reading = dict(list(sheets(language).items())[:_READING])
    words = {str(cell) for rows in reading.values() for row in rows for cell in row}
    for section in card(language).sections:
        assert section.title in words or section.id in {"commitments", "evidence", "sources"}
        if section.id not in {"commitments", "evidence", "sources"}:
            told = [block.title for block in section.blocks if isinstance(block, Table)]
            assert {*told} <= words


def row_texts(cell: Any) -> str:  # noqa: ANN401 - lxml's own
    return "".join(words.text or "" for words in cell.iter(qn("w:t")))


@both_languages
def test_docx_annexes_have_every_row(language: str) -> None:
    made = Document(BytesIO(document(language, "docx")))
    read = {tuple(map(row_texts, row.tc_lst)) for table in made.tables for row in table._tbl.tr_lst}
    paragraphs = {one.text for one in made.paragraphs}
    with i18n.using_language(language):
        made_for_people = [table_for_people(table) for table in tables(card(language))]
    for table in made_for_people:
        for row in table.rows:
            if table.entries:
                told = table_layout.SEPARATOR.join(piece.name + piece.text for piece in table_layout.pieces(table, row))
                assert f"{row.cells[0].text} {sanitize(told)}" in paragraphs, row.anchor
            else:
                stacks = [table_layout.stack_cells(table, row, stack) for stack in table_layout.stacks(table)]
                cells = [
                    first[0] + table_layout.SEPARATOR.join(text for text, _ in others) for first, *others in stacks
                ]
                assert tuple(sanitize(text).replace("\n", "") for text in cells) in read, row.anchor


@both_languages
def test_markdown_has_every_cell_in_order(language: str) -> None:
    read = markdown_cells(document(language, "md").decode())
    at = 0
    for table in tables(card(language)):
        if table.entries:
            continue
        told = [column.title for column in table.columns]
        told += [sanitize(cell.text).strip().replace("\n", "") for row in table.rows for cell in row.cells]
        at = next(start for start in range(at, len(read)) if read[start : start + len(told)] == told) + len(told)


@both_languages
def test_markdown_links_all_resolve(language: str) -> None:
    words = document(language, "md").decode()
    places = re.findall(r'<a id="([^"]*)"></a>', words)
    assert len({*places}) == len(places)
    assert {*re.findall(r"\]\(#([^)]*)\)", words)} <= {*places}


@pytest.mark.office
@both_languages
def test_brief_is_one_page(language: str, tmp_path: Path) -> None:
    words = printed(card(language), "docx", tmp_path, brief=True)
    assert words.count("\f") == 1
    assert card(language).title in words


@both_languages
def test_docx_chart_is_described_fits_its_page_and_keeps_its_proportions(language: str) -> None:
    made = Document(BytesIO(render(card(language), "docx")))
    rooms: Iterator[Any] = iter(made.sections)
    page, seen = next(rooms), 0
    for paragraph in made.element.body.iter(qn("w:p")):
        for extent in paragraph.iter(qn("wp:extent")):
            seen += 1
            room = page.page_height - page.top_margin - page.bottom_margin
            assert int(extent.get("cy")) < room - Inches(1.2)
            drawn = made.inline_shapes[seen - 1]._inline.graphic.graphicData.pic.blipFill.blip.embed
            picture = made.part.related_parts[drawn].image
            assert abs(picture.px_width / picture.px_height - int(extent.get("cx")) / int(extent.get("cy"))) < 0.01
        if paragraph.find(qn("w:pPr") + "/" + qn("w:sectPr")) is not None:
            page = next(rooms)
    charts = [block for section in card(language).pages for block in section.blocks if isinstance(block, LineChart)]
    assert seen == len(charts) > 5
    assert [one.get("descr") for one in made.element.iter(qn("wp:docPr"))] == [chart.alt for chart in charts]
