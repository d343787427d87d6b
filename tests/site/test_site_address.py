"""The web address at which a site will be: citations, link previews and the list of pages are absolute with it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from accordtrack.core.problems import Refused
from accordtrack.site.publisher import parse_base_url
from registers import small_register
from scorecard.pages import Page
from sites import build, files, pages, told

BASE = "https://example.org/tracker"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def parsed_pages(site: Path) -> dict[str, Page]:
    """The pages of both languages, without the door and the downloads."""
    return {path: Page(text) for path, text in pages(site).items() if path.startswith(("en/", "es/"))}


def properties(page: Page) -> dict[str, str]:
    return {one.get("property"): one.get("content") for one in page.root.every("meta") if one.get("property")}


def links(page: Page, rel: str) -> list[str]:
    return [one.get("href") for one in page.root.every("link") if one.get("rel") == rel]


def test_pages_citations_and_the_sitemap_have_the_address_of_the_site(tmp_path: Path) -> None:
    register, site = small_register(tmp_path), tmp_path / "site"
    build(register, site, base_url=f"{BASE}/")
    assert told(site)["asked"]["base_url"] == BASE
    for path, page in parsed_pages(site).items():
        assert links(page, "canonical") == [f"{BASE}/{path}"]
        assert properties(page)["og:url"] == f"{BASE}/{path}"
        language, _, rest = path.partition("/")
        assert f"{BASE}/{ {'en': 'es', 'es': 'en'}[language] }/{rest}" in links(page, "alternate")
        cited = page.by_id().get("cite")
        assert cited is None or cited.words.endswith(f"; {BASE}/{path}.")
    listed = [str(one.text) for one in ET.fromstring(files(site)["sitemap.xml"]).iter(LOC)]  # noqa: S314 - our own
    assert listed == sorted(f"{BASE}/{path}" for path in pages(site))
    assert build(register, site, base_url=BASE).unchanged
    assert not build(register, site, base_url="https://other.example").unchanged


def test_site_without_an_address_has_no_absolute_links_and_no_sitemap(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(small_register(tmp_path), site)
    assert "sitemap.xml" not in files(site)
    for path, page in parsed_pages(site).items():
        assert not links(page, "canonical")
        assert not {"og:url", "og:image"} & {*properties(page)}
        cited = page.by_id().get("cite")
        assert cited is None or cited.words.endswith(f"; {path}.")


def test_every_page_has_a_title_and_a_language_for_link_previews(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(small_register(tmp_path), site)
    for path, page in parsed_pages(site).items():
        (title,) = page.root.every("title")
        assert title.words.startswith(properties(page)["og:title"])
        assert properties(page)["og:locale"] == {"en": "en_US", "es": "es_MX"}[path.partition("/")[0]]


def test_every_page_with_an_address_and_downloads_has_a_picture_of_the_size_of_link_previews(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    site = tmp_path / "site"
    build(small_register(tmp_path), site, base_url=BASE, downloads=True)
    found = files(site)
    shown = set()
    for path, page in parsed_pages(site).items():
        image = properties(page)["og:image"].removeprefix(f"{BASE}/")
        assert image.startswith(f"{path.partition('/')[0]}/previews/")
        shown.add(image)
        if "/themes/" in path:
            assert image.endswith(f"themes-{path.rpartition('/')[2].removesuffix('.html')}.png")
    assert shown == {path for path in found if path.endswith(".png")}
    for path in shown:
        raw = found[path]
        assert raw.startswith(b"\x89PNG")
        assert (int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])) == (1200, 630)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "http://example.org",
        "javascript:alert(1)",
        "https://example.org/?a=1",
        "https://example.org/#a",
        "https://me:secret@example.org/",
        "https://<img>/",
        "https://example.org/a b",
        "https://good.org\\.evil.org/",
    ],
)
def test_address_that_is_not_a_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_base_url(address)
    assert [problem.place for problem in refused.value.problems] == ["--base-url"]
