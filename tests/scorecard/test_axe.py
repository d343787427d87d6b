"""The page under axe-core at WCAG 2.2 AA in a real browser, and what a browser alone can tell about it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from accordtrack.documents.html import render
from accordtrack.documents.model import BriefPart, Cell, Column, Count, Item, Listing, Paragraph, Row, Section, Table
from scorecard.browsing import RULES
from scorecard.samples import sample

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LINKED = Table(
    "all",
    "Commitments",
    (Column("code", "Code"), Column("title", "Title")),
    tuple(Row(f"commitment-BF-{number}", (Cell(f"BF-{number}", f"BF-{number}"), Cell("x"))) for number in (1, 2)),
)
PAGES = ("linked", "en", "es", "brief")


@cache
def rendered_page(name: str) -> bytes:
    if name != "linked":
        return render(sample("es" if name == "es" else "en"), brief=name == "brief")
    listing = Listing("owed", "Commitments", (Item("BF-1", "Trace"), Item("BF-2", "Tell")))
    section = Section("commitments", "Commitments", (Paragraph((Count(2, "2", "owed"),)), LINKED))
    return render(replace(sample(), sections=(section,), listings=(listing, *sample().listings[1:])))


def open_page(browser: Browser, folder: Path, name: str, scheme: Scheme = "light", size: str = "desktop") -> Page:
    file = folder / f"{name}.html"
    file.write_bytes(rendered_page(name))
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(file.as_uri())
    return page


@pytest.mark.sweep("size")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violations(browser: Browser, tmp_path: Path, name: str, scheme: Scheme, size: str) -> None:
    page = open_page(browser, tmp_path, name, scheme, size)
    found = Axe().run(page, options=RULES)
    page.close()
    assert found.response["passes"]
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_page_never_scrolls_sideways_nor_logs_errors(browser: Browser, tmp_path: Path, name: str, size: str) -> None:
    page = open_page(browser, tmp_path, name, size=size)
    errors: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    styled = page.evaluate("getComputedStyle(document.querySelector('.top')).borderTopStyle")
    page.close()
    assert wider == 0
    assert styled == "solid"  # the policy lets the style through
    assert not errors
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == 1


@pytest.mark.parametrize("size", SIZES)
def test_chart_text_stays_inside_and_one_chart_is_shown(browser: Browser, tmp_path: Path, size: str) -> None:
    page = open_page(browser, tmp_path, "es", size=size)
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.chart svg')].filter(s => s.getBoundingClientRect().width > 0).map(s => {
            const box = s.getBoundingClientRect();
            return [s.getAttribute('class'), [...s.querySelectorAll('text')].every(t => {
                const b = t.getBoundingClientRect();
                return b.left >= box.left - 1 && b.right <= box.right + 1 && b.bottom <= box.bottom + 1;
            })];
        })"""
    )
    page.close()
    assert shown == [["chart-narrow" if size == "phone" else "chart-wide", True]]


def test_count_links_to_its_list_and_back(browser: Browser, tmp_path: Path) -> None:
    page = open_page(browser, tmp_path, "en")
    page.locator("a.count").first.click()
    there = page.evaluate("location.hash")
    page.locator(f".list:has({there}) .back a").first.click()
    back = page.evaluate("location.hash")
    page.close()
    assert there == "#list-owed"
    assert back == "#n-owed-1"


def counts(many: int) -> Table:
    columns = (
        Column("a", "Por parte responsable", weight=7.0),
        *(Column(f"n{n}", "Estados Unidos", "right") for n in range(3)),
    )
    numbers = (Cell("1,234", 1234),) * 3
    words = Cell("… la otra parte hizo una propia, no anterior, declarada o interpretada con la misma situación")
    return Table("glance", "Mitades", columns, tuple(Row(f"row-{n}", (words, *numbers)) for n in range(many)))


def test_brief_of_the_most_words_prints_on_one_page(browser: Browser, tmp_path: Path) -> None:
    word = "Impunidad en desapariciones: 91.8 (2021) a 96.3 (2022), sin cambio. "
    parts = tuple(BriefPart(f"part-{number}", f"Parte {number}", ((word * 2,),) * 3) for number in range(5))
    file = tmp_path / "long.html"
    file.write_bytes(render(replace(sample("es"), lead=((word * 5,),), brief=parts), brief=True))
    page = browser.new_page()
    page.goto(file.as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(pikepdf.open(BytesIO(paper)).pages) == 1


def test_colors_have_sufficient_contrast(browser: Browser, tmp_path: Path) -> None:
    for scheme in SCHEMES:
        page = open_page(browser, tmp_path, "en", scheme)
        found = page.evaluate(
            """() => { const s = getComputedStyle(document.documentElement); const of = n => s.getPropertyValue(n);
            return Object.fromEntries(['--paper','--target','--ink','--muted','--link','--good','--bad','--warn','--mark',
                                       '--outcome','--hatch','--ground'].map(n => [n.slice(2), of(n).trim()])); }"""
        )
        page.close()
        for name in ("ink", "muted", "link", "good", "bad", "warn", "mark"):
            for ground in ("paper", "target"):
                assert contrast(found[name], found[ground]) >= 4.5, (scheme, name, ground)
        for one, other in (("outcome", "paper"), ("hatch", "paper"), ("hatch", "ground")):
            assert contrast(found[one], found[other]) >= 3, (scheme, one, other)


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
