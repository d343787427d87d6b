"""The method as a page: its numbering is kept, its places are the same in both languages, and nothing in it is markup."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html

from accordtrack import i18n, service
from accordtrack.i18n import LANGUAGES
from accordtrack.site import method_html
from accordtrack.site.page import Prose
from accordtrack.text import glossary
from built_site import built

pytestmark = pytest.mark.scale


@pytest.mark.parametrize("language", LANGUAGES)
def test_method_page_contains_every_heading_table_and_formula(language: str) -> None:
    written = service.method_text(language)
    page: Any = html.fromstring((built() / language / "method.html").read_bytes())
    heads = re.findall(r"^(?:##|###) (.+)$", written, re.MULTILINE)
    shown = [one.text_content().strip() for one in page.xpath("//main//h2 | //main//h3")]
    assert shown == [head.replace("`", "") for head in heads]
    assert len(page.xpath("//main//pre")) == len(re.findall(r"^```", written, re.MULTILINE)) / 2
    assert len(page.xpath("//main//table")) == len(re.findall(r"^\| ?-", written, re.MULTILINE))
    formula = re.findall(r"^```\n(.*?)^```", written, re.MULTILINE | re.DOTALL)[0]
    assert page.xpath("//main//pre")[0].text_content() == formula
    assert "](" not in page.text_content(), "a link to a page outside the site would show its Markdown"


def test_method_anchors_are_the_same_in_both_languages() -> None:
    english, spanish = (
        [place for place, _title in method_html.headings(method_html.parse_chapters(service.method_text(language))[1])]
        for language in LANGUAGES
    )
    assert english == spanish
    assert "section-3-5" in english
    assert len(set(english)) == len(english)


def test_every_method_section_named_in_the_glossary_exists() -> None:
    places = {place for place, _title in method_html.headings(method_html.parse_chapters(service.method_text("en"))[1])}
    words = glossary.terms()
    assert {method_html.section_anchor(term.section) for term in words if term.section} <= places
    assert len({term.anchor for term in words}) == len(words)
    with i18n.using_language("es"):
        assert {(term.anchor, term.section) for term in words} == {
            (term.anchor, term.section) for term in glossary.terms()
        }


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](file:///etc/passwd)",
        "[x](//example.org/x)",
        "[x](../../secret.html)",
        "![x](https://example.org/x.png)",
        "<https://example.org/\u202e>",
        "| a |\n| --: |\n| <b onclick=x> |",
        "```\n</code></pre><script>\n```",
    ],
)
def test_method_text_is_escaped_and_links_only_to_https(words: str) -> None:
    found: Any = html.fromstring(f"<div>{method_html.render_html(Prose('x', words))}</div>")
    assert not found.xpath("//script | //img | //@onclick | //@style | //b")
    assert all(str(one).startswith(("https://", "#")) for one in found.xpath("//@href | //@src"))
    assert "\u202e" not in html.tostring(found, encoding="unicode")


def test_documentation_links_are_rewritten_to_site_pages() -> None:
    found: Any = html.fromstring(
        str(
            method_html.render_html(
                Prose("x", "[a](method.es.md) [g](glossary.md) [b](#section-1) [c](https://example.org/)")
            )
        )
    )
    assert found.xpath("//@href") == ["../es/method.html", "../en/glossary.html", "#section-1", "https://example.org/"]
    assert found.xpath("//a[@rel]/@href") == ["https://example.org/"]
