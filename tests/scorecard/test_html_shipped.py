"""The page of the shipped register, in both languages and as a brief: what holds of a sample holds of the real thing."""

from __future__ import annotations

from functools import cache
from urllib.parse import unquote

import pytest

from accordtrack.core.addresses import url_problem
from accordtrack.documents.html import render
from accordtrack.documents.model import Scorecard, Table
from accordtrack.scorecard.request import ScorecardRequest
from scorecard.pages import Element, Page
from shipped_scores import TODAY, shipped_desk

pytestmark = pytest.mark.scale


@cache
def card_and_page(language: str, *, brief: bool) -> tuple[Scorecard, Page]:
    card = shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language, since="2026-01-01"))
    return card, Page(render(card, brief=brief).decode("utf-8"))


every_page = pytest.mark.parametrize(("language", "brief"), [("en", False), ("es", False), ("en", True), ("es", True)])


@pytest.mark.sweep("language", "brief")
@every_page
def test_ids_are_unique_and_every_link_resolves(language: str, *, brief: bool) -> None:
    _card, page = card_and_page(language, brief=brief)
    elements = page.root.every()
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    known = set(ids)
    links = [element.get("href") for element in elements if element.tag == "a" and not element.get("rel")]
    outward = [element.get("href") for element in elements if element.get("rel")]
    assert all(url_problem(address) is None for address in outward)
    assert brief or len(outward) > 400
    assert brief or len(links) > 100
    assert [link for link in links if not link.startswith("#") or unquote(link[1:]) not in known] == []
    assert not page.unclosed
    assert not page.root.every("script")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_count_opens_a_list_of_that_length(language: str) -> None:
    card, page = card_and_page(language, brief=False)
    lengths = {
        child.get("id"): len(section.every("li"))
        for section in page.root.every("section")
        for child in section.children
        if child.tag == "h3" and child.get("id").startswith("list-")
    }
    items = {f"list-{listing.id}": len(listing.items) for listing in card.listings}
    assert lengths
    assert {name: items[name] for name in lengths} == lengths
    counted = [count for paragraph in page.root.every("p") for count in _counts(paragraph)]
    assert counted
    for count in counted:
        assert int(count.words.replace(",", "")) == lengths[unquote(count.get("href")[1:])]


def _counts(element: Element) -> list[Element]:
    return [link for link in element.every("a") if link.get("class") == "count"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_row_and_chart_is_present_in_order(language: str) -> None:
    card, page = card_and_page(language, brief=False)
    tables = [block for section in card.sections for block in section.blocks if isinstance(block, Table)]
    anchors = [row.anchor for table in tables for row in table.rows]
    rows = [one for one in page.root.every() if one.tag in {"tr", "li"} and one.get("id")]
    assert [row.get("id") for row in rows] == anchors
    assert len(page.root.every("svg")) == 2 * len([f for f in page.root.every("figure") if f.get("class") == "chart"])
    assert [head.get("id") for head in page.root.every("h2")][2:-1] == [section.id for section in card.sections]
