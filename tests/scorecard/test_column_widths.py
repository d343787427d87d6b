"""How the room of a page is shared among columns: much text is not starved by words that could stand on two lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accordtrack.documents import glyphs, pdf_data, render
from accordtrack.documents.column_widths import fit_columns
from accordtrack.documents.model import Cell, Column, Row, Scorecard, Section, Table
from scorecard.pages import Page
from scorecard.samples import sample

SOURCES = "survey-wave; portalslp-envipe2024, 2024-12-31; excelsior-envipe2025, 2025-12-31"
SOURCES_IN_WORDS = "survey-wave; portalslp-envipe2024, December 31, 2024; excelsior-envipe2025, December 31, 2025"
COLUMNS = (
    Column("series", "series", weight=4.0),
    Column("sources", "its name, sources, releases", within="series"),
    Column("last", "last value", "right"),
    Column("period", "period", "right", within="last"),
    Column("change", "change in percent", "right"),
)


def card(rows: int) -> Scorecard:
    cells = (Cell("Adults who distrust judges"), Cell(SOURCES), Cell("42.9", 42.9), Cell("2025-03/2025-04"))
    told = tuple(Row(f"row-{at}", (*cells, Cell("+13.2 %", 13.2))) for at in range(rows))
    return replace(sample(), sections=(Section("contrast", "Contrast", (Table("t", "Series", COLUMNS, told),)),))


def told(rows: int) -> dict[str, Any]:
    found: dict[str, Any] = pdf_data.document(card(rows), str)["sections"][0]["blocks"][0]
    return found


def test_long_text_gets_the_width_that_short_cells_can_give_up() -> None:
    short = ["about +141 %", "United States", "2020-10/2021-09", "worsened (c, a)", "more than 27,000"]
    width = fit_columns([4.0, *[1.3] * 5], [[SOURCES] * 3, *([words] * 3 for words in short)], ["a title"] * 6)
    assert width.shares[0] > 0.3 * sum(width.shares)
    assert not width.wide


def test_row_of_shared_cells_counts_as_two_when_keeping_a_table_whole() -> None:
    assert [told(rows)["whole"] for rows in (6, 7)] == [True, False]


def test_title_is_hyphenated_only_when_one_of_its_words_does_not_fit() -> None:
    table = Table("n", "Narrow", tuple(Column(f"c{at}", "unmeasurable things", "right") for at in range(12)), ())
    held = replace(card(1), sections=(Section("contrast", "Contrast", (table,)),))
    (block,) = pdf_data.document(held, str)["sections"][0]["blocks"]
    assert all(column["long"] for column in block["columns"])
    assert not any(column["long"] for column in told(2)["columns"])


def test_number_and_percent_sign_stay_on_one_line() -> None:
    assert (
        glyphs.printable("rose by +13.2 % of 50 in all", frozenset(), spanish=False)
        == "rose by +13.2\u00a0% of 50 in all"
    )
    assert '<span class="nobreak">+13.2 %</span>' in render(card(1), "html").decode()


def test_row_header_shares_its_cell_in_html() -> None:
    heads = [one.words for one in Page(render(card(1), "html").decode()).root.every("th") if one.get("scope") == "row"]
    assert heads == [f"Adults who distrust judges{SOURCES_IN_WORDS}"]
