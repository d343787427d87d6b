"""Atom feeds: they are valid and say what is new in text alone, with ids that last and addresses that hold; no clock, no host."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree

from accordtrack import i18n
from accordtrack import service as door
from accordtrack.site import atom, build
from accordtrack.site.material import SiteData
from accordtrack.site.sections.history import History
from accordtrack.types.intents import AddNote, ReportStatus
from registers import TODAY, small_desk, small_register
from scorecard.pages import Page as Parsed
from shipped_scores import shipped_desk
from site_material import HOSTILE, hostile, material

SCHEMA = etree.RelaxNG(file=str(Path(__file__).with_name("atom.rng")))
ATOM = {"a": atom.NAMESPACE}
CLEAR = "TLP:CLEAR"
both = pytest.mark.parametrize("language", ["en", "es"])


def make_feeds(found: SiteData, language: str = "en") -> dict[str, bytes]:
    with i18n.using_language(language):
        return dict(atom.feed_files(found, History(found)))


@cache
def shipped_feeds(language: str) -> dict[str, bytes]:
    return make_feeds(material(shipped_desk(), language), language)


def texts(raw: bytes, path: str) -> list[str]:
    found = etree.fromstring(raw).xpath(path, namespaces=ATOM)
    assert isinstance(found, list)
    return [one if isinstance(one, str) else str(one.text) for one in found]  # type: ignore[union-attr]


@pytest.mark.sweep
@both
def test_every_feed_of_the_shipped_register_is_valid(language: str) -> None:
    found = shipped_feeds(language)
    assert {"feed.xml", "feeds/firearms.xml", "feeds/body-SRE.xml"} <= {*found}
    for path, raw in found.items():
        SCHEMA.assertValid(etree.fromstring(raw))
        ids = texts(raw, "//a:id")
        assert len(ids) == len({*ids}), path
        assert 1 < len(ids) <= atom.SHOWN + 1
        assert texts(raw, "/a:feed/a:updated") == [max(texts(raw, "//a:entry/a:updated"))]
        assert len(texts(raw, "/a:feed/a:link[@rel='self']/@href")) == 1
        assert len(texts(raw, "/a:feed/a:link[@rel='alternate']/@href")) == 1


@both
def test_every_feed_link_leads_to_a_page_and_an_anchor_of_the_site(tmp_path: Path, language: str) -> None:
    found = material(small_desk(tmp_path), language)
    with i18n.using_language(language):
        files = dict(build.render_files(found))
    pages, places = 0, 0
    for path in (one for one in files if one.endswith(".xml")):
        for href in texts(files[path], "//a:link[@type='text/html']/@href"):
            page, place = urldefrag(href)
            there = PurePosixPath(path).parent.joinpath(unquote(page))
            parts: list[str] = []
            for part in there.parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            raw = files["/".join(parts)]
            pages += 1
            if place:
                places += 1
                assert unquote(place) in Parsed(raw.decode()).by_id()
    assert pages > 20
    assert places > 10


def test_entry_id_is_the_same_in_every_feed_of_one_language() -> None:
    here, there = shipped_feeds("en"), shipped_feeds("es")
    ids = {path: {*texts(raw, "//a:entry/a:id")} for path, raw in here.items()}
    assert ids["feed.xml"] & set().union(*(held for path, held in ids.items() if path != "feed.xml"))
    assert not ids["feed.xml"] & {*texts(there["feed.xml"], "//a:id")}
    assert len({texts(raw, "/a:feed/a:id")[0] for raw in (*here.values(), *there.values())}) == len(here) + len(there)


def test_feed_and_entry_ids_do_not_depend_on_the_build_date(tmp_path: Path) -> None:
    small_register(tmp_path)
    before = make_feeds(material(door.open_register(tmp_path / "register.db", today=TODAY)))
    later = door.open_register(tmp_path / "register.db", desk="us-1", today="2026-12-24")
    assert make_feeds(material(later)) == before
    later.write(ReportStatus(commitment="FW-US-01", status="limited", no_evidence=True, note="Late.", handling=CLEAR))
    after = make_feeds(material(later))
    ids = [texts(found["feeds/firearms.xml"], "//a:entry/a:id") for found in (before, after)]
    assert ids[1][1:] == ids[0]
    assert after["feeds/body-GAO.xml"] == before["feeds/body-GAO.xml"]


def test_feed_entries_are_sorted_newest_first() -> None:
    days = texts(shipped_feeds("en")["feed.xml"], "//a:entry/a:published")
    assert days == sorted(days, reverse=True)


def test_hostile_text_is_escaped_and_the_feed_stays_valid(tmp_path: Path) -> None:
    found = make_feeds(hostile(material(small_desk(tmp_path))))
    for raw in found.values():
        tree = etree.fromstring(raw)
        SCHEMA.assertValid(tree)
        assert not {"\u202e", "\x00", "\ufffe"} & {*raw.decode("utf-8")}
        assert {element.tag for element in tree.iter()} <= {
            f"{{{atom.NAMESPACE}}}{name}"
            for name in [
                "feed",
                "title",
                "subtitle",
                "id",
                "updated",
                "author",
                "name",
                "link",
                "entry",
                "published",
                "category",
                "summary",
            ]
        }
    assert HOSTILE[:25] in "".join(texts(found["feed.xml"], "//a:summary"))


def test_restricted_entries_do_not_change_the_feeds(tmp_path: Path) -> None:
    us = small_desk(tmp_path)
    before = make_feeds(material(us))
    us.write(AddNote(commitment="FW-US-01", text="Zopilote", handling="TLP:GREEN"))
    assert make_feeds(material(us)) == before


def test_empty_feed_is_valid_and_dated_by_the_site(tmp_path: Path) -> None:
    found = make_feeds(replace(material(small_desk(tmp_path)), entries={}))
    assert {*found} == {"feed.xml", "feeds/firearms.xml"}
    for raw in found.values():
        SCHEMA.assertValid(etree.fromstring(raw))
        assert texts(raw, "//a:updated") == [f"{TODAY}T00:00:00Z"]


@pytest.mark.sweep("language")
@both
@pytest.mark.parametrize("day", ["2022-06-30", "2024-02-29", TODAY])
def test_every_feed_linked_from_a_page_exists_on_any_date(tmp_path: Path, day: str, language: str) -> None:
    """Words that were said behind the day are on no page, so that they open no feed either."""
    found = material(small_desk(tmp_path), language, day=day)
    with i18n.using_language(language):
        files = dict(build.render_files(found))
        named = {page.atom for page in (make() for make in build.page_builders(found)) if page.atom}
    assert {"feed.xml", "feeds/firearms.xml"} <= named <= files.keys()
    assert ("feeds/body-ATF.xml" in named) == (day == TODAY)
    words = {"en": "Most guns are traced.", "es": "La mayoría de las armas se rastrea."}[language]
    pages = [path for path, raw in files.items() if words.encode() in raw]
    assert ("commitments/FW-US-01.html" in pages) == (day == TODAY)
    assert bool(pages) == (day == TODAY)
