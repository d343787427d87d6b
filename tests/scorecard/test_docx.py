"""The Word document: what Word, another program and a reader who does not see find in it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Made
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from accordtrack.core.safe_text import sanitize
from accordtrack.documents import render
from accordtrack.documents.model import Scorecard, Table
from scorecard.office import FORMULAS, ILLEGAL, SHOWN, elsewhere, hard, parts, printed
from scorecard.samples import HOSTILE, LONG, sample


def open_document(card: Scorecard, *, brief: bool = False) -> Made:
    return Document(BytesIO(render(card, "docx", brief=brief)))


def all_text(document: Made) -> list[str]:
    """Every paragraph and every cell in the order of the document's two kinds."""
    held = [paragraph.text for paragraph in document.paragraphs]
    return held + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing kern sz szCs u lang",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW tcBorders shd",
    "trPr": "cantSplit tblHeader",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr tcPr tblStylePr",
}
"""The order that the schema prescribes: Word offers to repair a file that has another."""


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/footer1.xml"])
def test_xml_elements_follow_the_schema_order(part: str) -> None:
    with ZipFile(BytesIO(render(hard(), "docx"))) as archive:
        root = parse_xml(archive.read(part))
    ours = {"Normal", "Title", "Small", "Cell", "QuoteWords", "Scorecard Table", "ScorecardTable", "Counted", "Lead"}
    for name, order in ORDER.items():
        places = order.split()
        for one in root.iter(qn(f"w:{name}")):
            tags = [child.tag.split("}")[1] for child in one]
            style = one if name == "style" else next(one.iterancestors(qn("w:style")), None)
            named = None if style is None else style.find(qn("w:name"))
            if named is not None and named.get(qn("w:val")) not in ours:
                continue
            assert {*tags} <= {*places}, name
            assert [places.index(tag) for tag in tags] == sorted(places.index(tag) for tag in tags), (name, tags)


def test_sections_have_outline_headings() -> None:
    heads = [
        (one.style.name, one.text)
        for one in open_document(sample()).paragraphs
        if one.style and "Head" in one.style.name
    ]
    assert [text for style, text in heads if style == "Heading 1"] == [
        "How this was made",
        "By theme",
        "Outputs against outcomes",
        "Disagreements and figures that do not fit",
        "Annex A: Lists behind the numbers",
    ]
    assert ("Heading 2", "Firearms") in heads


def test_table_cells_are_kept_and_the_header_row_repeats() -> None:
    card = sample()
    told = next(block for section in card.sections for block in section.blocks if isinstance(block, Table))
    table = open_document(card).tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [column.title for column in told.columns],
        *[[sanitize(cell.text) for cell in row.cells] for row in told.rows],
    ]
    assert [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows] == [True, False, False, False]
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None
    assert caption.get(qn("w:val")) == "Delivery and results by theme"


def test_hostile_text_stays_text_and_illegal_characters_are_shown() -> None:
    held = all_text(open_document(hard()))
    assert sum(sanitize(HOSTILE) in one for one in held) == 2
    assert held.count(SHOWN) == 3
    assert ILLEGAL not in "".join(held)
    for one in FORMULAS:
        assert held.count(sanitize(one)) == 2


def test_every_count_links_to_its_list() -> None:
    document = parts(render(sample(), "docx"))["word/document.xml"]
    root = open_document(sample()).element
    marks = [one.get(qn("w:name")) for one in root.iter(qn("w:bookmarkStart"))]
    leads = [one.get(qn("w:anchor")) for one in root.iter(qn("w:hyperlink"))]
    assert leads == ["a_list_owed", "a_list_owed"]
    assert {*leads} <= {*marks}
    assert len({*marks}) == len(marks)
    assert "Commitments (2): BF-1, BF-2" in [one.text for one in open_document(sample()).paragraphs]
    assert 'r:id="' not in document.split("<w:sectPr", maxsplit=1)[0].replace('r:embed="', "")


def test_long_bookmark_names_stay_unique() -> None:
    from accordtrack.documents.docx_parts import bookmark_name  # noqa: PLC0415

    one, other = bookmark_name("commitment-" + "x" * 60 + "1"), bookmark_name("commitment-" + "x" * 60 + "2")
    assert one != other
    assert len(one) <= 40


@pytest.mark.parametrize(("language", "tongue"), [("en", "en-US"), ("es", "es-MX")])
def test_properties_have_language_fixed_time_and_no_author(language: str, tongue: str) -> None:
    document = open_document(sample(language))
    told = document.core_properties
    assert told.language == tongue
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert str(told.created) == str(told.modified) == "2026-11-25 12:00:00+00:00"
    normal = document.styles["Normal"].element
    assert [one.get(qn("w:val")) for one in normal.iter(qn("w:lang"))] == [tongue]


def test_pages_are_numbered() -> None:
    made = parts(render(sample(), "docx"))
    assert any(" PAGE " in text for name, text in made.items() if "footer" in name)


def test_chart_has_alternative_text() -> None:
    drawn = list(open_document(sample()).element.iter(qn("wp:docPr")))
    assert [one.get("descr") for one in drawn] == [
        "A chart of three series: seizures of firearms +48 %, two outcomes -12 % and 0 %."
    ]


def test_chart_becomes_a_table_without_the_drawing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordtrack.documents.docx.find_spec", lambda _name: None)
    document = open_document(sample())
    assert LONG in [cell.text for cell in document.tables[2].columns[0].cells]
    assert "Outputs rose while outcomes did not" in [one.text for one in document.paragraphs]
    assert not list(document.element.iter(qn("wp:docPr")))


def test_brief_has_its_headings_and_no_section() -> None:
    held = [one.text for one in open_document(sample(), brief=True).paragraphs]
    assert held[4:] == [
        "Moved",
        "Seizures of firearms rose from 2021 to 2025 (SESNSP).",
        "Next",
        "December 31, 2026: 2 dates fall due.",
    ]


@pytest.mark.parametrize("brief", [False, True])
def test_same_card_gives_the_same_bytes(brief: bool) -> None:  # noqa: FBT001
    first = render(sample("es"), "docx", brief=brief)
    assert first == render(sample("es"), "docx", brief=brief)
    with ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.process
def test_time_zone_and_locale_do_not_change_the_bytes(tmp_path: Path) -> None:
    assert elsewhere("docx", tmp_path) == render(hard(), "docx")


@pytest.mark.office
@pytest.mark.parametrize("language", ["en", "es"])
def test_libreoffice_prints_the_document(language: str, tmp_path: Path) -> None:
    told = printed(hard(language), "docx", tmp_path)
    assert "Delivery and results by theme" in told
    assert "No hay acuerdo con la DEA." in told
