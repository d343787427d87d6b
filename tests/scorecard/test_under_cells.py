"""What stands in small letters under the text of a cell, in every form of a scorecard, hostile words too."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from python_calamine import CalamineWorkbook

from accordtrack.scorecard.forms import render
from accordtrack.scorecard.value import Cell, Column, Row, Section, Table
from accordtrack.text import wash
from scorecard.pages import Page
from scorecard.pdftext import squeezed
from scorecard.samples import HOSTILE, sample

if TYPE_CHECKING:
    from accordtrack.scorecard.value import Scorecard

TABLE = Table(
    "series",
    "Compared series",
    (Column("series", "series", under="sources"), Column("last", "last value", "right", under="period")),
    (
        Row(
            "series-1", (Cell("Homicides", "homicides", under="inegi, 2025-11-10"), Cell("33,550", 33550, under="2024"))
        ),
        Row("series-2", (Cell("Displaced", "displaced", under=HOSTILE), Cell("9.5", 9.5))),
    ),
)


def card() -> Scorecard:
    held = sample()
    return replace(held, sections=(Section("contrast", "Contrast", (TABLE,)),))


def test_pages_of_html_show_it_below_in_a_line_of_its_own() -> None:
    page = Page(render(card(), "html").decode())
    found = [one.words for one in page.root.every("span") if one.get("class") == "under"]
    assert found == ["inegi, 2025-11-10", "2024", wash(HOSTILE)]
    heads = [" ".join(one.words.split()) for one in page.root.every("th") if one.get("scope") == "col"]
    assert heads == ["series sources", "last value period"]


def test_a_period_ends_a_line_between_its_months_and_nowhere_else() -> None:
    row = Row("series-3", (Cell("Seized", "seized", under="2020-10/2021-09"), Cell("1", 1)))
    held = replace(card(), sections=(Section("contrast", "Contrast", (replace(TABLE, rows=(row,)),)),))
    told = render(held, "html").decode()
    assert "<time>2020-10</time>/<wbr><time>2021-09</time>" in told


def test_a_pdf_shows_it() -> None:
    told = squeezed(render(card(), "pdf"))
    assert "Homicidesinegi,2025-11-10" in told
    assert re.search(r"33,550(\.0|)2024", told)
    assert "lastvalueperiod" in told


def test_a_document_of_word_shows_it() -> None:
    table = Document(BytesIO(render(card(), "docx"))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["series\nsources", "last value\nperiod"],
        ["Homicides\ninegi, 2025-11-10", "33,550\n2024"],
        [f"Displaced\n{wash(HOSTILE)}", "9.5"],
    ]


def test_a_workbook_has_it_in_columns_of_its_own() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(render(card(), "xlsx")))
    rows = [row[:4] for row in book.get_sheet_by_name("Contrast").to_python(skip_empty_area=False)]
    at = next(number for number, row in enumerate(rows) if row[0] == "series")
    assert rows[at : at + 3] == [
        ["series", "series: sources", "last value", "last value: period"],
        ["Homicides", "inegi, 2025-11-10", 33550.0, "2024"],
        ["Displaced", wash(HOSTILE), 9.5, ""],
    ]


def test_a_second_line_of_a_title_makes_no_column_of_a_workbook() -> None:
    plain = tuple(replace(row, cells=tuple(replace(cell, under="") for cell in row.cells)) for row in TABLE.rows)
    held = replace(card(), sections=(Section("contrast", "Contrast", (replace(TABLE, rows=plain),)),))
    book = CalamineWorkbook.from_filelike(BytesIO(render(held, "xlsx")))
    rows = [row[:3] for row in book.get_sheet_by_name("Contrast").to_python(skip_empty_area=False)]
    assert ["series: sources", "last value: period"] in rows


def test_markdown_has_it_on_a_line_of_its_own() -> None:
    told = render(card(), "md").decode()
    assert "| series<br>sources | last value<br>period |" in told
    assert "Homicides<br>inegi, 2025-11-10 | 33,550<br>2024 |" in told


def test_json_names_it() -> None:
    (block,) = json.loads(render(card(), "json"))["sections"][0]["blocks"]
    assert block["columns"][1]["under"] == "period"
    assert block["rows"][0]["cells"][1]["under"] == "2024"
