"""The whole page of the shipped register in a real browser: nothing that axe finds, no table to scroll on a desktop."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from accordtrack.documents.html import render
from accordtrack.documents.model import Scorecard
from accordtrack.scorecard.request import ScorecardRequest
from scorecard import browsing
from scorecard.browsing import SHORTENED
from shipped_scores import TODAY, shipped_desk

RULES = {
    **browsing.RULES,
    "rules": {"color-contrast": {"enabled": False}},  # minutes here; the samples hold every colour that there is
}
SCROLLING_TABLES_JS = """() => [...document.querySelectorAll('div.table')].filter(t => t.scrollWidth > t.clientWidth + 1)
    .map(t => t.getAttribute('aria-labelledby'))"""


@cache
def card(language: str) -> Scorecard:
    return shipped_desk().scorecard(ScorecardRequest(TODAY, TODAY, "public", language))


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("es", 390, "dark")])
def test_axe_finds_no_violations_on_the_whole_page(
    browser: Browser, tmp_path: Path, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(render(card(language)))
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(file.as_uri())
    page.evaluate(SHORTENED)
    found = Axe().run(page, options=RULES)
    page.close()
    assert len(found.response["passes"]) > 30
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("language", ["en", "es"])
def test_tables_fit_a_desktop_and_the_brief_fits_one_page(browser: Browser, tmp_path: Path, language: str) -> None:
    whole, brief = tmp_path / "page.html", tmp_path / "brief.html"
    whole.write_bytes(render(card(language)))
    brief.write_bytes(render(card(language), brief=True))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(whole.as_uri())
    assert page.locator("div.table").count() > 10
    assert page.evaluate(SCROLLING_TABLES_JS) == []
    page.goto(brief.as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(pikepdf.open(BytesIO(paper)).pages) == 1
