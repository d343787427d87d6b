"""The workbook: what a reader, a spreadsheet and another program find in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from accordtrack.core.safe_text import sanitize
from accordtrack.documents import render
from accordtrack.documents.model import Cell, Column, Row, Scorecard, Table
from scorecard.office import FORMULAS, ILLEGAL, SHOWN, elsewhere, hard, parts, printed
from scorecard.samples import HOSTILE, LONG, sample


def render_xlsx(card: Scorecard) -> bytes:
    return render(card, "xlsx")


def sheets(card: Scorecard) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(render_xlsx(card)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def cells(card: Scorecard) -> list[Any]:
    return [cell for rows in sheets(card).values() for row in rows for cell in row]


def table_of(identifier: str, *cells_of: tuple[Cell, ...]) -> Table:
    columns = (Column("status", "status"), Column("day", "said on"), Column("n", "counted", "right"))
    return Table(
        identifier, identifier, columns, tuple(Row(f"{identifier}-{n}", row) for n, row in enumerate(cells_of))
    )


def test_sheets_are_in_reading_order() -> None:
    rows = [(Cell("limited", "limited"), Cell("2026-01-02"), Cell("1", 1))]
    card = replace(
        sample(), appendices=tuple(table_of(name, *rows) for name in ("indicators", "measurements", "history"))
    )
    assert list(sheets(card)) == ["Read me", "Scorecard", "Contrast", "Indicators", "Measurements", "History", "Lists"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_table_is_read_back_cell_by_cell(language: str) -> None:
    rows = next(rows for name, rows in list(sheets(sample(language)).items())[1:] if name)
    at = next(number for number, row in enumerate(rows) if row[0] == "theme")
    assert rows[at][:3] == ["theme", "halves", "delivery (face)"]
    assert rows[at][4] == "standing"
    assert rows[at + 1][:5] == ["Whole", 147.0, 27.25, "(27, face 48)", "disputed 1"]
    assert rows[at + 2][:5] == [LONG, 12.0, "n/a", "n/a", sanitize(HOSTILE)]
    assert rows[at + 3][:5] == ["Firearms", 1028.0, -16.5, "-16.5", "✓ agreed"]


def test_numbers_and_dates_keep_their_types() -> None:
    table = table_of(
        "history",
        (Cell("limited", "limited"), Cell("2026-01-02"), Cell("1,028", 1028)),
        (Cell("completed", "completed"), Cell("—"), Cell("48 %", 0.483)),
    )
    head, *rows = sheets(replace(sample(), appendices=(table,)))["History"]
    assert head == ["status", "said on", "counted"]
    assert rows == [["limited", date(2026, 1, 2), 1028.0], ["completed", "—", 0.483]]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    found = cells(hard())
    for words in FORMULAS:
        assert found.count(sanitize(words)) == 2
    assert sanitize(HOSTILE) in found


def test_characters_illegal_in_xml_are_shown() -> None:
    found = cells(hard())
    assert found.count(SHOWN) == 3
    assert ILLEGAL not in found


def test_workbook_has_no_formulas_links_or_outside_addresses() -> None:
    held = parts(render_xlsx(hard()))
    sheet_parts = {name: words for name, words in held.items() if name.startswith("xl/worksheets/sheet")}
    assert len(sheet_parts) == 4
    for words in sheet_parts.values():
        assert not re.search(r"<f[ >/]", words)
        assert "<hyperlink" not in words
    assert not any("calculatedColumnFormula" in words or 'TargetMode="External"' in words for words in held.values())
    assert not any("calcChain" in name for name in held)
    drawn = re.findall(r"<c:f>([^<]*)</c:f>", held["xl/charts/chart1.xml"])
    assert drawn
    assert all(re.fullmatch(r"Contrast!\$[A-Z]\$\d+(:\$[A-Z]\$\d+)?", one) for one in drawn)


def test_tables_have_frozen_headers_that_repeat_on_every_page() -> None:
    table = table_of("history", *[(Cell("limited", "limited"), Cell("2026-01-02"), Cell(str(n), n)) for n in range(6)])
    held = parts(render_xlsx(replace(sample(), appendices=(table,))))
    history = held["xl/worksheets/sheet4.xml"]
    assert 'state="frozen"' in history
    assert 'orientation="landscape"' in history
    assert 'fitToHeight="0"' in history
    assert "<autoFilter" in "".join(words for name, words in held.items() if name.startswith("xl/tables/"))
    assert "History!$1:$1" in held["xl/workbook.xml"]


def test_vocabulary_cells_are_colored_and_have_a_choice_list() -> None:
    words = ("limited", "completed", "limited", "reversed")
    table = table_of("history", *[(Cell(f"◔ {word}", word), Cell(""), Cell("1", 1)) for word in words])
    held = parts(render_xlsx(replace(sample(), appendices=(table,))))["xl/worksheets/sheet4.xml"]
    assert held.count('type="containsText"') == 3
    assert '<formula1>"◔ completed,◔ limited,◔ reversed"</formula1>' in held


def test_hostile_text_is_never_in_a_validation_rule() -> None:
    rows = [(Cell(words, "limited"), Cell(""), Cell("1", 1)) for words in ('a",b', "=1+1", "x", "y")]
    held = parts(render_xlsx(replace(sample(), appendices=(table_of("history", *rows),))))["xl/worksheets/sheet4.xml"]
    assert "<dataValidation " not in held
    assert re.findall(r"<formula>([^<]*)</formula>", held) == ['NOT(ISERROR(SEARCH("limited",A2)))']


def test_chart_has_alternative_text() -> None:
    held = parts(render_xlsx(sample()))
    assert 'descr="A chart of three series: seizures of firearms +48 %, two outcomes -12 % and 0 %."' in "".join(
        words for name, words in held.items() if "drawing" in name
    )
    assert "Outputs rose while outcomes did not" in held["xl/charts/chart1.xml"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_same_card_gives_the_same_bytes_with_a_fixed_time(language: str) -> None:
    first = render_xlsx(sample(language))
    assert first == render_xlsx(sample(language))
    with ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2026-11-25T12:00:00Z" in parts(first)["docProps/core.xml"]
    assert "<dc:creator></dc:creator>" in parts(first)["docProps/core.xml"]


@pytest.mark.process
def test_time_zone_and_locale_do_not_change_the_bytes(tmp_path: Path) -> None:
    assert elsewhere("xlsx", tmp_path) == render_xlsx(hard())


@pytest.mark.office
@pytest.mark.parametrize("language", ["en", "es"])
def test_libreoffice_prints_the_workbook(language: str, tmp_path: Path) -> None:
    words = printed(hard(language), "xlsx", tmp_path)
    assert "Outputs rose while outcomes did not" in words
    assert "Err:" not in words
