"""Who publishes a site: named on every page of it, in its feeds and citations, as text; and what cannot be named so is refused."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from accordtrack.core.problems import Refused
from accordtrack.site.page_paths import ATOM as ATOM_FEED
from accordtrack.site.publisher import Publisher, parse_publisher
from accordtrack.text import exports
from registers import small_register
from sites import assert_whole, build, files, pages, told

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NAME = 'Observatory of the "Accord" <b>& Sons</b>'


def find_all(page: str, path: str) -> list[Any]:
    return list(html.fromstring(page.encode()).xpath(path))  # type: ignore[arg-type]


def language_pages(site: Path) -> dict[str, str]:
    """Every page of a language: the door has no frame."""
    return {path: page for path, page in pages(site).items() if path != "index.html"}


def test_every_page_and_feed_names_the_publisher_and_contact(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(small_register(tmp_path), site, publisher=NAME, contact="corrections@example.org")
    assert_whole(site)
    assert told(site)["publisher"] == {"name": NAME, "contact": "corrections@example.org"}
    for path, page in language_pages(site).items():
        line = find_all(page, '//p[@class="publisher"]')[0]
        assert NAME in line.text_content(), path
        assert [(link.get("href"), link.text) for link in line.iter("a")] == [
            ("mailto:corrections@example.org", "corrections@example.org")
        ]
        assert "<b>&" not in page
    cited = unescape(language_pages(site)["en/commitments/FW-US-01.html"]).partition('id="cite"')[2]
    assert f"{NAME}, “" in cited
    feeds = [raw for path, raw in files(site).items() if path.endswith(".xml")]
    assert len(feeds) > 2
    for raw in feeds:
        author = etree.fromstring(raw).find("a:author", ATOM)
        assert author is not None
        assert [(one.tag.rpartition("}")[2], one.text) for one in author] == [
            ("name", NAME),
            ("email", "corrections@example.org"),
        ]


def test_site_without_a_publisher_names_the_desks_and_contact_may_be_a_url(tmp_path: Path) -> None:
    register, site = small_register(tmp_path), tmp_path / "site"
    build(register, site)
    assert told(site)["publisher"] is None
    nobody = language_pages(site)
    unnamed = {
        "en": '<p class="publisher">Maintained by ',
        "es": '<p class="publisher">Mantenido por ',
    }
    for language, words in unnamed.items():
        assert all(words in page for page in nobody.values() if f'<html lang="{language}">' in page)
    again = build(register, site, publisher="A desk", contact="https://example.org/fix?a=1&b=2")
    assert not again.unchanged
    assert again.kept < len(nobody)
    assert find_all(language_pages(site)["es/index.html"], '//p[@class="publisher"]/a/@href') == [
        "https://example.org/fix?a=1&b=2"
    ]
    author = etree.fromstring(files(site)[f"es/{ATOM_FEED}"]).find("a:author", ATOM)
    assert author is not None
    assert author.findtext("a:uri", namespaces=ATOM) == "https://example.org/fix?a=1&b=2"
    assert build(register, site, publisher="A desk", contact="https://example.org/fix?a=1&b=2").unchanged


@pytest.mark.parametrize(
    ("name", "contact", "said"),
    [
        (None, "a@example.org", "--contact"),
        ("", None, "--publisher"),
        (" ", "", "--publisher"),
        ("A\u202edesk", None, "--publisher"),
        ("Two\nlines", None, "--publisher"),
        ("x" * 201, None, "--publisher"),
        ("\u0301", None, "--publisher"),
        ("A desk", "javascript:alert(1)", "--contact"),
        ("A desk", "data:text/html,x", "--contact"),
        ("A desk", "a@example.org?bcc=b@example.org", "--contact"),
        ("--force", None, "--publisher"),
        ("A desk", "mailto:a@example.org?cc=b@example.org", "--contact"),
        ("A desk", "https://[::1]evil.org/", "--contact"),
        ("A desk", "https://good.org\\.evil.org/", "--contact"),
        ("A desk", "https://..", "--contact"),
        ("A desk", "https://<img>/", "--contact"),
        ("A desk", "a@-.-", "--contact"),
        ("A desk", ".@b.c", "--contact"),
        ("A desk", "https://me:secret@example.org/", "--contact"),
        ("A desk", "nowhere", "--contact"),
        ("A desk", "a@b@example.org", "--contact"),
        ("A desk", "a b@example.org", "--contact"),
    ],
)
def test_invalid_publisher_or_contact_is_refused_before_the_build(
    tmp_path: Path, name: str | None, contact: str | None, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        build(small_register(tmp_path), tmp_path / "site", publisher=name, contact=contact)
    assert [problem.place for problem in refused.value.problems] == [said]
    assert not (tmp_path / "site").exists()


def test_publisher_name_and_contact_are_trimmed() -> None:
    assert parse_publisher("  Secretaría de Ejemplo ", " datos@example.org ") == Publisher(
        "Secretaría de Ejemplo", "datos@example.org"
    )
    assert parse_publisher("A desk", "mailto:datos@example.org") == Publisher("A desk", "datos@example.org")
    assert parse_publisher("A desk", "https://pequeño.example:8443/x") == Publisher(
        "A desk", "https://pequeño.example:8443/x"
    )
    assert parse_publisher(None, None) is None


def test_dropped_publisher_is_reported(tmp_path: Path) -> None:
    register, site = small_register(tmp_path), tmp_path / "site"
    assert exports.site_lines(build(register, site, publisher="A desk")) == []
    assert exports.site_lines(build(register, site, publisher="A desk")) == []
    dropped = build(register, site)
    assert "Its publisher was A desk; it now names nobody." in exports.site_lines(dropped)
    changed = build(register, site, publisher="B Inc.")
    assert (changed.before, changed.publisher) == ("", "B Inc.")
    line = find_all(language_pages(site)["en/index.html"], '//p[@class="publisher"]')[0]
    assert line.text_content().startswith("Published by B Inc. Maintained by ")
