"""Annexes: rows that are looked up one at a time, columns that share a cell on paper, lists that are not printed twice."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfua
import pytest
from docx import Document

from accordtrack.documents import annexes, printed_lists, render, table_layout
from accordtrack.documents.model import Cell, Column, Count, Item, Listing, Paragraph, Row, Scorecard, Section, Table
from accordtrack.i18n import using_language
from scorecard import pdftext
from scorecard.pages import Page
from scorecard.samples import HOSTILE, sample
from scorecard.test_pdf import tags

GOOD = "https://example.org/a_b?q=1&r=2"
BAD = (
    "javascript:alert(1)",
    "data:text/html,x",
    "https://user:secret@example.org/",
    "https://a.org/ b",
    "ftp://a.org/",
    HOSTILE,
)


def evidence_table(addresses: tuple[str, ...] = (GOOD, *BAD)) -> Table:
    """Entries under two commitments; the first commitment has one entry."""
    columns = (
        Column("evidence", "evidence"),
        Column("commitment", "commitment", holds="elsewhere"),
        Column("title", "title", holds="title"),
        Column("said_on", "said on", named=True),
        Column("sources", "sources", named=True, holds="codes"),
        Column("url", "address", holds="address"),
    )
    rows = tuple(
        Row(
            f"proof-{at}",
            (
                Cell(f"p-{at}", f"p-{at}"),
                Cell("BF-1" if at == 0 else "BF-2", "BF-1" if at == 0 else "BF-2"),
                Cell(f"Report {at}"),
                Cell("2026-01-02" if at else "—"),
                Cell("p-1, p-0"),
                Cell(address, address),
            ),
            group="BF-1 Trace every gun" if at == 0 else "BF-2 Tell",
        )
        for at, address in enumerate(addresses)
    )
    return Table("proofs", "Evidence", columns, rows, entries=True)


def commitments() -> Table:
    columns = (
        Column("code", "code"),
        Column("title", "title", weight=4.0),
        Column("first", "first deadline", within="due", named=True),
        Column("due", "deadline"),
        Column("kind", "kind", within="title"),
    )
    rows = (
        Row("row-1", tuple(Cell(word, word) for word in ("BF-1", "Trace", "2024-01-01", "2026-01-01", "request"))),
        Row("row-2", tuple(Cell(word, word) for word in ("BF-2", "Tell", "2026-01-01", "2026-01-01", "—"))),
    )
    return Table("rows", "All", columns, rows)


def card(language: str = "en") -> Scorecard:
    """The sample with two annexes, and lists that are their rows."""
    one, two, of_all = Item("p-0", "Report 0"), Item("p-1", "Report 1"), [f"p-{at}" for at in range(7)]
    lists = (
        *sample().listings,
        Listing("of-1", "Evidence on BF-1", (one,)),
        Listing("all", "All evidence", tuple(Item(code, f"Report {code[2:]}") for code in of_all)),
        Listing("some", "Some", (one, two)),
        Listing("same", "The same", (one, two)),
    )
    said = Paragraph(tuple(Count(len(found.items), str(len(found.items)), found.id) for found in lists[2:]))
    more = (
        Section("commitments", "All", (commitments(),), annex=True),
        Section("evidence", "Evidence", (said, evidence_table()), annex=True),
    )
    return replace(sample(language), sections=(*sample().sections, *more), listings=lists)


def test_entry_omits_empty_cells_and_what_its_group_says() -> None:
    told = [piece.name + piece.text for piece in table_layout.pieces(evidence_table(), evidence_table().rows[0])]
    assert told == ["Report 0", "sources: p-1, p-0", GOOD]
    assert [(name, len(rows)) for name, rows in table_layout.groups(evidence_table())] == [
        ("BF-1 Trace every gun", 1),
        ("BF-2 Tell", len(BAD)),
    ]
    with using_language("en"):
        assert table_layout.legend(evidence_table()).endswith("evidence; title; said on; sources; address.")


def test_only_a_safe_address_shown_in_full_becomes_a_link() -> None:
    links = [table_layout.pieces(evidence_table(), row)[-1].address for row in evidence_table().rows]
    assert links == [GOOD, *([""] * len(BAD))]
    unlike = replace(
        evidence_table().rows[0], cells=(*evidence_table().rows[0].cells[:-1], Cell(GOOD, GOOD + "/other"))
    )
    assert table_layout.pieces(evidence_table(), unlike)[-1].address == ""


def test_shared_cells_show_an_equal_value_once() -> None:
    table = commitments()
    stacks = table_layout.stacks(table)
    assert stacks == [(0,), (1, 4), (3, 2)]
    assert [table_layout.stack_titles(table, stack) for stack in stacks] == [["code"], ["title", "kind"], ["deadline"]]
    told = [[text for text, _cell in table_layout.stack_cells(table, row, stacks[2])] for row in table.rows]
    assert told == [["2026-01-01", "first deadline: 2024-01-01"], ["2026-01-01"]]
    assert [text for text, _cell in table_layout.stack_cells(table, table.rows[1], stacks[1])] == ["Tell"]


@pytest.mark.parametrize(("language", "told"), [("en", "Annex B: Evidence"), ("es", "B: Evidence")])
@pytest.mark.parametrize("form", ["pdf", "html", "docx", "md"])
def test_every_format_shows_where_the_annexes_begin(form: str, language: str, told: str) -> None:
    made = render(card(language), form)
    if form == "pdf":
        assert told.replace(" ", "") in pdftext.squeezed(made)
    elif form == "html":
        heads = [one.words for one in Page(made.decode()).root.every("h2")]
        assert any(head.endswith(told) for head in heads)
    elif form == "docx":
        assert any(one.text.endswith(told) for one in Document(BytesIO(made)).paragraphs)
    else:
        assert told in made.decode()
    with using_language("en"):
        assert annexes.lists_title(card()) == "Annex C: Lists behind the numbers"
        assert annexes.codes_title(card()) == "Annex D: Codes in these lists"


def test_html_links_safe_addresses_and_keeps_hostile_ones_as_text() -> None:
    page = Page(render(card(), "html").decode())
    outward = [one for one in page.root.every("a") if not one.get("href").startswith("#")]
    assert [(one.get("href"), one.get("rel"), one.words) for one in outward] == [(GOOD, "noopener noreferrer", GOOD)]
    items = {one.get("id"): one for one in page.root.every("li") if one.get("id").startswith("proof-")}
    assert list(items) == [f"proof-{at}" for at in range(7)]
    for at, address in enumerate(BAD, start=1):
        assert address.replace("\u202e", "<U+202E>") in items[f"proof-{at}"].words
    codes = [one.get("href") for one in items["proof-0"].every("a")][:2]
    assert codes == ["#proof-1", "#proof-0"]


def test_pdf_entries_are_list_items_and_pass_the_validator(tmp_path: Path) -> None:
    held = render(card(), "pdf")
    file = tmp_path / "card.pdf"
    file.write_bytes(held)
    assert [finding.to_dict() for finding in pdfua.validate(str(file)).findings] == []
    found = tags(held)
    assert found["/TH"] == 4 + 3
    assert found["/LI"] >= len(evidence_table().rows)
    read = pdftext.squeezed(held)
    assert "BF-1TraceeverygunTrace" not in read
    assert "p-0Report0;sources:p-1,p-0;example.org/a_b" in read
    assert "deadline:Jan1,2024" in read
    place = next(at for at, page in enumerate(pdftext.pages(held)) if "sources: p-1" in " ".join(page.split()))
    assert pdftext.opened(held).count(place) >= 2 * len(evidence_table().rows)


def test_equal_lists_and_annex_rows_are_printed_once() -> None:
    with using_language("en"):
        parts = printed_lists.grouped_lists(card())
        places = printed_lists.lists_by_place(card())
    assert places == {
        "rows": ["owed"],
        "proofs": ["all"],
        "proofs/BF-1 Trace every gun": ["of-1"],
        "proofs/BF-2 Tell": [],
    }
    told = [one for part in parts for one in part["lists"]]
    assert [(one["ids"], one["titles"], one["count"]) for one in told] == [
        (["list-some", "list-same"], ["Some", "The same"], "2"),
        (["list-none"], ["Nothing"], "0"),
    ]
    assert [part["title"] for part in parts] == ["Evidence", "Empty lists"]


def test_shared_suffix_of_a_long_list_is_printed_once() -> None:
    plain = tuple(Item(f"BF-{at}", f"Title {at}") for at in range(1, 6))
    halves = tuple(Item(f"BF-{at}", f"Title {at} (half of Mexico)") for at in range(1, 6))
    mixed = (*halves, Item("BF-6", "Title 6"))
    lists = (Listing("plain", "Plain", plain), Listing("halves", "Halves", mixed))
    with using_language("en"):
        found = {
            one["titles"][0]: one["sets"]
            for part in printed_lists.grouped_lists(replace(sample(), listings=lists))
            for one in part["lists"]
        }
    assert [shared for shared, _rows in found["Halves"]] == ["", "half of Mexico"]
    assert sum(len(rows) for _shared, rows in found["Halves"]) == len(mixed)
    with using_language("en"):
        assert [one["code"] for one in printed_lists.explained_codes(replace(sample(), listings=lists))] == [
            f"BF-{at}" for at in range(1, 7)
        ]


def test_docx_and_markdown_list_every_entry_under_its_group() -> None:
    read = [one.text for one in Document(BytesIO(render(card(), "docx"))).paragraphs]
    assert f"p-0 Report 0; sources: p-1, p-0; {GOOD}" in read
    assert read.index("BF-1 Trace every gun (1)") + 1 == read.index(f"p-0 Report 0; sources: p-1, p-0; {GOOD}")
    told = render(card(), "md").decode()
    assert '- <a id="proof-0"></a>**p-0** Report 0; sources: p-1, p-0; https\\://example.org' in told
    assert "**BF-2 Tell (6)**" in told
