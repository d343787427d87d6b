"""Every kind of page of the built site under axe-core at WCAG 2.2 AA, in both languages, light and dark, on a phone and on a desk."""

from __future__ import annotations

from io import BytesIO
from itertools import cycle, product
from typing import Literal, NamedTuple

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from accordtrack.i18n import LANGUAGES
from built_site import built, kinds
from scorecard import browsing
from scorecard.browsing import SHORTENED
from selection import is_sampled

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RULES = {**browsing.RULES, "preload": False}  # the page may fetch nothing, and neither may axe
WIDTHS = (390, 1280)
DISPLAYS = tuple(product(LANGUAGES, SCHEMES, WIDTHS))
KIND_WITH_MIDDLE = "commitments"
"""Of a kind with many pages the smallest and the largest are looked at, of these the one in the middle too."""
PRINTED_PAGES = ("index.html", "themes", "commitments", "method.html")
PARTS = 4
"""Tests among which the visits are shared out, so that they can run beside each other."""


class Visit(NamedTuple):
    """A page as it is looked at."""

    address: str
    scheme: Scheme
    width: int


def sample_pages(kind: str) -> list[str]:
    names = kinds()[kind]
    places = [0, len(names) // 2, len(names) - 1] if kind == KIND_WITH_MIDDLE else [0, len(names) - 1]
    return [names[place] for place in sorted(set(places))]


def visits(*, sampled: bool) -> list[Visit]:
    """Each page in two ways that have nothing in common; ways go round, so that each occurs.

    In a sample, pages of one kind take turns: the first is seen in one way, the next in the other.
    """
    subjects = [sample_pages(kind) for kind in kinds()]
    subjects += [["search.html?q=homicid", "search.html?q=side:us%20zzz:1%20firearms"]]
    subjects += [["lists.html#list-headline-commitments"]]
    found = []
    for at, names in enumerate(subjects):
        ways = (DISPLAYS[at % len(DISPLAYS)], DISPLAYS[-1 - at % len(DISPLAYS)])
        seen = zip(names, cycle(ways), strict=False) if sampled and len(names) > 1 else product(names, ways)
        for name, (language, scheme, width) in seen:
            found.append(Visit(f"{language}/{name}", scheme, width))
    return [*found, Visit("index.html", "light", 390), Visit("index.html", "dark", 1280)]


@pytest.mark.scale
@pytest.mark.parametrize("sampled", [True, False])
def test_visits_cover_every_display_and_every_page_kind_in_both_languages_and_schemes(*, sampled: bool) -> None:
    seen = visits(sampled=sampled)
    assert {(one.address[:2], one.scheme, one.width) for one in seen if "/" in one.address} == set(DISPLAYS)
    for kind, names in kinds().items():
        of_kind = [one for one in seen if one.address[3:].partition("?")[0] in names]
        assert {one.address[:2] for one in of_kind} == set(LANGUAGES), kind
        assert {one.scheme for one in of_kind} == set(SCHEMES), kind
        assert {one.width for one in of_kind} == set(WIDTHS), kind


def record_messages(page: Page, root: str) -> list[str]:
    """What the page says to the console, and what it asks for outside of the site, as it comes."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(root) else None)
    return said


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_have_no_axe_violations_and_no_browser_messages(
    browser: Browser, part: int, pytestconfig: pytest.Config
) -> None:
    wrong = []
    root = built().as_uri()
    for visit in visits(sampled=is_sampled(pytestconfig))[part::PARTS]:
        page = browser.new_page(viewport={"width": visit.width, "height": 844}, color_scheme=visit.scheme)
        said = record_messages(page, root)
        page.goto(f"{root}/{visit.address}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        styled = page.evaluate("getComputedStyle(document.body).marginTop") == "0px"
        page.evaluate(SHORTENED)
        found = Axe().run(page, options=RULES)
        page.close()
        if wider or said or not styled:
            wrong.append(f"{visit}: {wider} px wider, style {styled}, {said}")
        assert found.response["passes"]
        wrong += [
            f"{visit}: {one['id']} {[node['html'][:160] for node in one['nodes'][:3]]}"
            for one in found.response["violations"]
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", PRINTED_PAGES)
def test_printed_pages_are_not_empty(browser: Browser, kind: str) -> None:
    name = sample_pages(kind)[-1]
    page = browser.new_page()
    page.goto(f"{built().as_uri()}/es/{name}")
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    for number, sheet in enumerate(pikepdf.open(BytesIO(paper)).pages, 1):
        shown = [one for one in pikepdf.parse_content_stream(sheet) if str(one.operator) in {"Tj", "TJ"}]
        assert len(shown) > 3, (name, number)
