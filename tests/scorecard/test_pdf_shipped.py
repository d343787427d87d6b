"""The PDF of the shipped register in both languages: what holds of a sample holds of the real thing."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest

from accordtrack import documents
from accordtrack.documents import printed_lists, table_layout
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import BriefPart, Chart, Paragraph, Scorecard, Table
from accordtrack.documents.pdf import render
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import using_language
from accordtrack.scorecard.request import ScorecardRequest
from scorecard import pdftext
from shipped_scores import TODAY, shipped_desk

pytestmark = pytest.mark.scale

_MAX_ANNEX_PAGES = 50
"""Pages on which everything is looked up that the body rests on."""
both_languages = pytest.mark.parametrize("language", ["en", "es"])


@cache
def card(language: str) -> Scorecard:
    return shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language, since="2026-01-01"))


@cache
def rendered_pdf(language: str) -> bytes:
    return render(card(language))


@both_languages
def test_pdf_passes_the_accessibility_validator(language: str, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    file.write_bytes(rendered_pdf(language))
    assert [finding.to_dict() for finding in pdfua.validate(str(file)).findings] == []


@both_languages
def test_tables_have_header_cells_and_charts_have_alternative_text(language: str) -> None:
    blocks = [block for section in card(language).sections for block in section.blocks]
    with pikepdf.open(BytesIO(rendered_pdf(language))) as document:
        elements = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
        found = Counter(str(element.S) for element in elements)
        alts = sorted(str(element.Alt) for element in elements if element.S == "/Figure")
    tables = [block for block in blocks if isinstance(block, Table) and not block.entries]
    assert found["/TH"] == sum(len(table_layout.stacks(table)) for table in tables)
    assert found["/LI"] > sum(len(block.rows) for block in blocks if isinstance(block, Table) and block.entries)
    assert alts == sorted(block.alt for block in blocks if isinstance(block, Chart | LineChart))


@both_languages
def test_every_linked_list_is_printed(language: str) -> None:
    read = pdftext.body(rendered_pdf(language))
    assert len(pdftext.opened(rendered_pdf(language))) > 1000
    with using_language(language):
        placed = {name for names in printed_lists.lists_by_place(card(language)).values() for name in names}
    for listing in card(language).listings:
        if listing.id not in placed:
            assert re.sub(r"\s", "", listing.title) in read
            assert f"({len(listing.items):,})" in read


@both_languages
def test_annexes_are_in_order_and_within_their_page_limit(language: str) -> None:
    read = ["".join(page.split()) for page in pdftext.pages(rendered_pdf(language))]
    letters = {"en": "Annex{}:", "es": "{}:"}[language]
    heads = [
        letters.format(letter) + title.replace(" ", "")
        for letter, title in zip("ABC", annex_titles(language), strict=True)
    ]
    listed = next(at for at, page in enumerate(read) if all(head in page for head in heads))
    starts = [next(at for at, page in enumerate(read) if at > listed and head in page) for head in heads]
    assert starts == sorted(starts)
    assert len(read) - starts[0] <= _MAX_ANNEX_PAGES


def annex_titles(language: str) -> list[str]:
    return [section.title for section in card(language).sections if section.annex]


@both_languages
def test_brief_is_one_page(language: str) -> None:
    assert len(pdftext.pages(render(card(language), brief=True))) == 1


@both_languages
def test_brief_is_set_in_ten_points_or_more(language: str) -> None:
    assert min(body_sizes(render(card(language), brief=True), card(language).brief)) >= 10


def test_tarjeta_is_one_page_in_eleven_points_or_more() -> None:
    held = documents.render_note(card("es"), "pdf")
    assert len(pdftext.pages(held)) == 1
    assert min(body_sizes(held, card("es").note)) >= 11
    assert "TARJETAINFORMATIVA" in pdftext.squeezed(held)


def body_sizes(held: bytes, parts: tuple[BriefPart, ...]) -> list[float]:
    """The font sizes of everything that a sentence of a part says."""
    told = re.sub(r"\s", "", "".join(plain_text(one) for part in parts for one in part.sentences))
    found = [size for size, run in pdftext.sizes(held) if len(run.strip()) > 20 and re.sub(r"\s", "", run) in told]
    assert len(found) > 10
    return found


@both_languages
def test_scorecard_has_at_most_twelve_pages_and_areas_of_a_few_sentences_share_one(language: str) -> None:
    pages = [" ".join(page.split()) for page in pdftext.pages(documents.render(card(language), "pdf"))]
    assert len(pages) <= 12
    at, short = 0, False
    for section in card(language).pages[1:]:
        shared, short = short, all(isinstance(block, Paragraph) for block in section.blocks)
        at += not (shared and short)
        assert section.title in pages[at]
    assert at == len(pages) - 1


@both_languages
def test_same_card_gives_the_same_bytes(language: str) -> None:
    assert render(card(language)) == rendered_pdf(language)


@both_languages
def test_annexes_name_themselves_and_give_dates_in_words(language: str) -> None:
    first = " ".join(pdftext.pages(documents.render_annexes(card(language), "pdf"))[0].split())
    assert first.startswith({"en": "ANNEXES", "es": "ANEXOS"}[language])
    assert not re.search(r"\d{4}-\d\d-\d\d", first)
