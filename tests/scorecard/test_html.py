"""The page: no script, one style known by its hash, every number opens its list, hostile words stay words."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from urllib.parse import unquote

import pytest

from accordtrack.documents.html import render
from accordtrack.documents.model import Cell, Column, Paragraph, Row, Scorecard, Section, Table
from scorecard.pages import Element, Page
from scorecard.samples import HOSTILE, sample

CARDS: list[tuple[Scorecard, bool]] = [
    (sample(language), brief) for language in ("en", "es") for brief in (False, True)
]
every_page = pytest.mark.parametrize(("card", "brief"), CARDS, ids=["en", "en-brief", "es", "es-brief"])
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "main", "nav", "section", "footer"),
    *("h1", "h2", "h3", "p", "div", "span", "ol", "ul", "li", "dl", "dt", "dd", "code"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "blockquote", "svg", "desc", "defs", "pattern", "rect", "path", "text", "time"),
}


def page(card: Scorecard, *, brief: bool = False) -> Page:
    return Page(render(card, brief=brief).decode("utf-8"))


@every_page
def test_every_element_is_allowed_and_closed(card: Scorecard, *, brief: bool) -> None:
    found = page(card, brief=brief)
    assert {element.tag for element in found.root.every() if element.tag} <= ALLOWED
    assert not found.unclosed
    assert found.open == [found.root]


@every_page
def test_page_has_no_scripts_handlers_or_outside_addresses(card: Scorecard, *, brief: bool) -> None:
    for element in page(card, brief=brief).root.every():
        names = set(element.attributes)
        assert not {name for name in names if name.startswith("on")} | names & {"style", "src", "srcset"}
        for name in ("href", "xlink:href", "action"):
            assert (element.attributes.get(name) or "#").startswith("#")


@every_page
def test_content_security_policy_allows_only_the_style(card: Scorecard, *, brief: bool) -> None:
    found = page(card, brief=brief)
    (style,) = found.root.every("style")
    (policy,) = (meta for meta in found.root.every("meta") if meta.get("http-equiv"))
    digest = b64encode(sha256(style.words.encode()).digest()).decode()
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy.get("content") == expected
    assert "@import" not in style.words
    assert "url(" not in style.words


@every_page
def test_ids_are_unique_and_all_references_resolve(card: Scorecard, *, brief: bool) -> None:
    elements = page(card, brief=brief).root.every()
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in elements:
        if element.tag == "a":
            assert unquote(element.get("href")[1:]) in ids
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.get(name).split()) <= set(ids)
    for reference in re.findall(r"url\(#([^)]+)\)", render(card, brief=brief).decode()):
        assert reference in ids


@every_page
def test_counts_link_to_lists_of_that_length_and_back(card: Scorecard, *, brief: bool) -> None:
    found = page(card, brief=brief)
    ids, lists = found.by_id(), {listing.id: listing for listing in card.listings}
    counts = [element for element in found.root.every("a") if element.get("class") == "count"]
    assert counts
    for count in counts:
        name = count.get("href").removeprefix("#list-")
        section = _around(found.root, ids[f"list-{name}"])
        assert len(section.every("li")) == len(lists[name].items)
        assert f"#{count.get('id')}" in [link.get("href") for link in section.every("a")]


@every_page
def test_count_in_a_sentence_equals_the_length_of_its_list(card: Scorecard, *, brief: bool) -> None:
    found = page(card, brief=brief)
    ids = found.by_id()
    for paragraph in found.root.every("p"):
        for count in (link for link in paragraph.every("a") if link.get("class") == "count"):
            section = _around(found.root, ids[count.get("href")[1:]])
            assert int(count.words.replace(",", "")) == len(section.every("li"))


def _around(root: Element, wanted: Element) -> Element:
    return next(element for element in root.every("section") if wanted in element.children)


def test_hostile_text_is_shown_as_text() -> None:
    text = render(sample()).decode()
    assert "<script" not in text
    assert "49" not in re.sub(r"<style>.*?</style>|<svg.*?</svg>|sha256-\S+", "", text, flags=re.DOTALL)
    assert "\u202e" not in text
    assert HOSTILE.replace("\u202e", "<U+202E>") in page(sample()).root.words


def test_hostile_anchors_stay_attributes() -> None:
    odd = 'a"b c&<x>%41'
    table = Table(odd, odd, (Column("a", odd),), (Row(odd + "r", (Cell(odd),)),))
    card = replace(sample(), sections=(Section(odd + "s", odd, (table, Paragraph((odd,)))),))
    found = page(card)
    assert not found.unclosed
    assert {odd + "r", odd + "s"} <= set(found.by_id())
    assert odd + "s" in [unquote(link.get("href")[1:]) for link in found.root.every("a")]


@every_page
def test_same_card_gives_the_same_bytes(card: Scorecard, *, brief: bool) -> None:
    assert render(card, brief=brief) == render(card, brief=brief)


@every_page
def test_page_has_language_title_and_landmarks(card: Scorecard, *, brief: bool) -> None:
    found = page(card, brief=brief)
    (root,) = found.root.every("html")
    assert root.get("lang") == card.language
    assert found.root.every("title")[0].words == f"{card.title}: {card.subtitle}"
    for landmark in ("header", "main", "footer", "h1"):
        assert len(found.root.every(landmark)) == 1
    (body,) = found.root.every("body")
    assert body.children[0].get("href") == "#text"
    assert len(found.root.every("nav")) == (0 if brief else 1)


def test_tables_have_captions_scopes_and_anchors() -> None:
    card, found = sample(), page(sample())
    (table,) = found.root.every("table")
    (source,) = (block for section in card.sections for block in section.blocks if isinstance(block, Table))
    assert table.every("caption")[0].words == source.title
    assert [head.get("scope") for head in table.every("th")] == ["col"] * 4 + ["row"] * 3
    assert [row.get("id") for row in table.every("tr") if row.get("id")] == [row.anchor for row in source.rows]
    region = next(element for element in found.root.every("div") if table in element.children)
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")


def test_dates_are_in_words_that_break_no_line() -> None:
    told = (Section("s", "Section", (Paragraph(("From 2020-10/2021-09 to 2025-10/2026-09.",)),)),)
    page = render(replace(sample(), sections=told)).decode()
    october, september = (
        '<time datetime="2020-10">October 2020</time>',
        '<time datetime="2021-09">September 2021</time>',
    )
    assert f"From {october} to {september} to <time" in page


def test_decimal_points_are_aligned() -> None:
    values = ("1", "1.5", "-20.25", "n/a", "(27, face 48)")
    rows = tuple(Row(f"r{n}", (Cell(str(n)), Cell(text))) for n, text in enumerate(values))
    table = Table("t", "T", (Column("a", "A"), Column("b", "B", "right")), rows)
    found = page(replace(sample(), sections=(Section("s", "S", (table,)),)))
    rooms = [
        next((name for name in cell.get("class").split() if name.startswith("room")), "")
        for cell in found.root.every("td")
    ]
    assert rooms == ["room-2p", "room-1", "", "", ""]


def test_quotation_is_in_its_own_language_beside_the_translation() -> None:
    original, translation = page(sample()).root.every("blockquote")
    assert (original.get("lang"), original.words) == ("es", "No hay acuerdo con la DEA.")
    assert not translation.get("lang")
