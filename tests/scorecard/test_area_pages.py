"""The pages of a scorecard: the answer, the areas, a page for each area with its chart and indicators, and the checks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from docx import Document

from accordtrack import documents, i18n
from accordtrack.documents import BRIEF, files
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Paragraph, Scorecard, Section, Table
from accordtrack.documents.sentences import plain_text
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.text import findings as words
from scorecard import pdftext
from scorecard.pages import Page
from scorecard.samples import sample
from shipped_scores import TODAY, shipped_desk

MOST_BYTES = 300_000
both_languages = pytest.mark.parametrize("language", ["en", "es"])


@cache
def card(language: str) -> Scorecard:
    return shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language))


def texts(section: Section) -> list[str]:
    return [plain_text(block.sentence) for block in section.blocks if isinstance(block, Paragraph)]


@both_languages
def test_pages_are_the_answer_the_areas_nine_areas_and_the_checks(language: str) -> None:
    ids = [one.id for one in card(language).pages]
    assert (ids[0], ids[1], ids[-1]) == ("answer", "areas", "check")
    assert len(ids) == 12
    assert {one.removeprefix("page-") for one in ids[2:-1]} == {row["id"] for row in card(language).finding[1:]}


@both_languages
def test_pages_say_what_the_answer_says_in_json(language: str) -> None:
    """One composer: the page of an area and the JSON have the same strings."""
    found = {str(row["id"]): row["text"][language] for row in card(language).finding}
    *first, note = texts(card(language).pages[0])
    assert " ".join(first) == card(language).finding[0]["text"][language]
    assert note == {"en": "◊ Sources do not agree.", "es": "◊ Las fuentes no concuerdan."}[language]
    for section in card(language).pages[2:-1]:
        assert found[section.id.removeprefix("page-")] in " ".join(texts(section))


@both_languages
def test_an_area_with_figures_has_a_chart_and_a_row_for_each_indicator(language: str) -> None:
    with i18n.using_language(language):
        scores = shipped_desk().scores(ScorecardRequest(TODAY, TODAY, "public", language).at)
        for section in card(language).pages[2:-1]:
            found = scores.theme_finding(section.id.removeprefix("page-"))
            charts = [block for block in section.blocks if isinstance(block, LineChart)]
            rows = [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
            assert len(rows) == len(found.paths.measured)
            assert len(charts) == bool(found.paths.measured)
            assert all(words.path_sentence(scores, found.spoken[0]) == chart.title for chart in charts)


def test_a_source_line_begins_with_the_producer_of_the_figures() -> None:
    facts = shipped_desk().scores(ScorecardRequest(TODAY, TODAY, "public", "en").at).facts
    rows = [
        row
        for page in card("en").pages[2:-1]
        for block in page.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert len(rows) > 10
    for row in rows:
        listed = facts.indicators[str(row.cells[0].value)].publisher
        assert row.cells[-1].text.startswith(listed if ";" not in listed else tuple(listed.split("; ")))
    displacement = next(row for row in rows if row.anchor.endswith("-displacement"))
    assert displacement.cells[-1].text == "IDMC, read in Ríodoce, EFE"


def test_a_disputed_indicator_never_appears_without_its_mark() -> None:
    scores = shipped_desk().scores(ScorecardRequest(TODAY, TODAY, "public", "en").at)
    rows = [row for one in card("en").pages for block in one.blocks if isinstance(block, Table) for row in block.rows]
    disputed = [row for row in rows if row.cells[0].value in scores.in_conflict]
    assert disputed
    assert all("◊" in row.cells[0].text for row in disputed)


def test_tarjeta_counts_as_many_indicators_in_conflict_as_the_pages_mark() -> None:
    rows = [
        row for one in card("es").pages[2:-1] for block in one.blocks if isinstance(block, Table) for row in block.rows
    ]
    marked = [row for row in rows if any("◊" in cell.text for cell in row.cells)]
    (told,) = (
        plain_text(one)
        for part in card("es").note
        for one in part.sentences
        if "◊" in plain_text(one) and part.key == "risks"
    )
    assert re.findall(r"\d+", told) == [str(len(marked)), str(len(rows))]


@both_languages
def test_web_page_is_small_and_links_its_data(language: str) -> None:
    made = dict(files.made(card(language), "card.html", files.Kind.WHOLE))
    assert list(made) == ["card.html", "card-annexes.html", "card.json", "card.csv"]
    assert len(made["card.html"]) <= MOST_BYTES
    page = Page(made["card.html"].decode())
    outward = [one.get("href") for one in page.root.every("a") if not one.get("href").startswith("#")]
    assert outward == list(made)[1:]


def test_annexes_have_every_section_and_list() -> None:
    made = documents.render_annexes(card("en"), "md").decode()
    page = documents.render(card("en"), "md").decode()
    for section in card("en").sections:
        assert f'<a id="{section.id}"></a>' in made
    assert all(f'<a id="list-{one.id}"></a>' in made for one in card("en").listings if one.items)
    assert '<a id="list-' not in page
    assert "Annexes. Progress scorecard" in made


@pytest.mark.sweep
@pytest.mark.parametrize("form", BRIEF)
def test_every_document_ends_with_who_maintains_it(form: str) -> None:
    closing = plain_text(card("en").closing)
    said = "Maintained by the desks us-1 (United States) and obs-0 (observer). Statements searched to May 31, 2026; some statistics to September 2026."
    assert closing == f"{said} Only the United States has an open desk in this register."
    made = (
        documents.render(card("en"), form),
        documents.render(card("en"), form, brief=True),
        documents.render_annexes(card("en"), form),
        documents.render_note(replace(card("en"), note=card("es").note), form),
    )
    assert all(squeezed(closing) in end_of(one, form) for one in made)


def end_of(made: bytes, form: str) -> str:
    """Return the last words of a document, without blanks."""
    match form:
        case "pdf":
            text = pdftext.pages(made)[-1]
        case "docx":
            text = Document(BytesIO(made)).paragraphs[-1].text
        case "html":
            text = Page(made.decode()).root.every("footer")[0].words
        case _:
            text = made.decode()[-250:]
    return squeezed(text)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_scorecard_without_pages_is_one_file() -> None:
    assert files.names("card.pdf", files.Kind.WHOLE, paged=False) == ("card.pdf",)
    assert [name for name, _raw in files.made(sample(), "card.md", files.Kind.WHOLE)] == ["card.md"]
    assert documents.render(sample(), "md") == dict(files.made(sample(), "card.md", files.Kind.WHOLE))["card.md"]


def test_csv_has_a_row_for_each_record_and_no_formula() -> None:
    lines = documents.render(card("en"), "csv").decode().splitlines()
    records = next(one for one in card("en").sections if one.id == "commitments")
    (table,) = (block for block in records.blocks if isinstance(block, Table))
    assert len(lines) == 1 + len(table.rows)
    assert not any(cell.lstrip('"').startswith(("=", "+", "@")) for line in lines for cell in line.split(","))
