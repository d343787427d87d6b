"""Every link, source and place of the built site, held against the files that are there."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from lxml import html

from accordtrack.i18n import LANGUAGES
from built_site import built, pages

pytestmark = pytest.mark.scale


@cache
def tree(path: Path) -> html.HtmlElement:
    return html.fromstring((built() / path).read_bytes())


@cache
def places(path: Path) -> frozenset[str]:
    return frozenset(str(one) for one in tree(path).xpath("//@id"))


def addresses(path: Path) -> list[str]:
    return [str(one) for one in tree(path).xpath("//@href | //@src | //form/@action")]


def test_every_link_leads_to_a_file_and_an_existing_anchor() -> None:
    dead = []
    for page in pages():
        for address in set(addresses(page)):
            if urlsplit(address).scheme:
                continue
            there, fragment = urldefrag(address)
            target = Path(*_up(page.parent / unquote(there))) if there else page
            if not (built() / target).is_file():
                dead.append(f"{page}: {address}")
            elif fragment and unquote(fragment) not in places(target):
                dead.append(f"{page}: {address} has no such place")
    assert not dead, (len(dead), dead[:20])


def _up(path: Path) -> list[str]:
    """Parts of a path with what goes up taken out; none may go above the site."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


def test_anchors_are_unique_on_each_page() -> None:
    twice = {
        f"{page}: {name}"
        for page in pages()
        for name, times in Counter(map(str, tree(page).xpath("//@id"))).items()
        if times > 1
    }
    assert not twice


def test_external_links_are_plain_links_without_a_referrer() -> None:
    for page in pages():
        for link in tree(page).xpath("//*[@href or @src]"):
            address = urlsplit(str(link.get("href") or link.get("src")))
            if address.scheme or address.netloc:
                assert address.scheme in {"http", "https"}, (page, address)
                assert link.tag == "a", (page, address)
                assert link.get("rel") == "noopener noreferrer", (page, address)
            else:
                assert not address.path.startswith("/"), (page, address)


def test_every_page_exists_in_both_languages_and_declares_its_own() -> None:
    by_language = {name: {page.relative_to(name) for page in pages() if page.parts[0] == name} for name in LANGUAGES}
    assert by_language["en"] == by_language["es"]
    for page in pages():
        if page.parts[0] in LANGUAGES:
            assert tree(page).get("lang") == page.parts[0], page
            other = tree(page).xpath("string(//link[@hreflang]/@hreflang)")
            assert other == next(name for name in LANGUAGES if name != page.parts[0]), page


def test_only_the_search_page_may_run_scripts() -> None:
    for page in pages():
        policy = tree(page).xpath("string(//meta[@http-equiv]/@content)")
        searches = page.name == "search.html"
        assert ("script-src 'self'" in policy) is searches, page
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert len(tree(page).xpath("//script[@src and not(text())]")) == (2 if searches else 0), page
        assert not tree(page).xpath("//script[text()] | //style | //@style | //@*[starts-with(name(), 'on')]"), page


@pytest.mark.parametrize("language", LANGUAGES)
def test_glossary_and_method_link_to_each_other(language: str) -> None:
    glossary, method = Path(language, "glossary.html"), Path(language, "method.html")
    there = {str(one) for one in tree(glossary).xpath("//dl[@class='glossary']//dd//@href")}
    back = {urldefrag(address)[1] for address in addresses(method) if address.startswith("glossary.html#")}
    assert len(there) > 10
    assert {urldefrag(address)[1] for address in there} <= places(method)
    linked = {str(one.get("id")) for one in tree(glossary).xpath("//dl[@class='glossary']/div[.//dd//a]")}
    assert back == linked
