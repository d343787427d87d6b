"""How the room of a page is shared among columns: much text is not starved by words that could stand on two lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from accordtrack.documents import glyphs, pdf_data, render
from accordtrack.documents.column_widths import fit
from accordtrack.documents.model import Cell, Column, Row, Section, Table
from scorecard.pages import Page
from scorecard.samples import sample

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard

SOURCES = "survey-wave; portalslp-envipe2024, 2024-12-31; excelsior-envipe2025, 2025-12-31"
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


def test_a_short_table_gives_much_text_the_room_that_pairs_of_words_would_take() -> None:
    short = ["about +141 %", "United States", "2020-10/2021-09", "worsened (c, a)", "more than 27,000"]
    width = fit([4.0, *[1.3] * 5], [[SOURCES] * 3, *([words] * 3 for words in short)], ["a title"] * 6)
    assert width.shares[0] > 0.3 * sum(width.shares)
    assert not width.wide


def test_a_row_of_shared_cells_counts_as_two_of_those_that_stay_on_one_page() -> None:
    assert [told(rows)["whole"] for rows in (6, 7)] == [True, False]


def test_a_title_is_hyphenated_only_where_a_word_of_it_does_not_fit() -> None:
    table = Table("n", "Narrow", tuple(Column(f"c{at}", "unmeasurable things", "right") for at in range(12)), ())
    held = replace(card(1), sections=(Section("contrast", "Contrast", (table,)),))
    (block,) = pdf_data.document(held, str)["sections"][0]["blocks"]
    assert all(column["long"] for column in block["columns"])
    assert not any(column["long"] for column in told(2)["columns"])


def test_no_line_ends_between_a_number_and_its_sign() -> None:
    assert (
        glyphs.printable("rose by +13.2 % of 50 in all", frozenset(), spanish=False)
        == "rose by +13.2\u00a0% of 50 in all"
    )
    assert '<span class="nobreak">+13.2 %</span>' in render(card(1), "html").decode()


def test_the_head_of_a_row_shares_its_cell_on_the_web_page_too() -> None:
    heads = [one.words for one in Page(render(card(1), "html").decode()).root.every("th") if one.get("scope") == "row"]
    assert heads == [f"Adults who distrust judges{SOURCES}"]
