"""Lists at the end of a page are folded on a screen: a number, or the title, opens one without a script, and the place says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.i18n import LANGUAGES
from built_site import built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

LIST_SELECTOR = ".lists .list > ol"
MAX_PIXELS = 30_000
"""What a phone scrolls through on the page that keeps every list of the front page, a column of 390 pixels wide."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page(java_script_enabled=True, viewport={"width": 390, "height": 844})
    yield made
    made.close()


def visible_lists(page: Page) -> list[str]:
    """The headings of lists whose rows can be seen."""
    return [
        str(one.locator("xpath=../h3").get_attribute("id"))
        for one in page.locator(LIST_SELECTOR).all()
        if one.is_visible()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_clicking_a_count_opens_only_its_list(page: Page, language: str) -> None:
    cited: set[str] = set()
    for name in ("index.html", "themes.html"):
        page.goto((built() / language / name).as_uri())
        links = page.locator("a.count").evaluate_all("links => links.map((one) => one.hash)")
        cited |= set(links)
    page.goto((built() / language / "lists.html").as_uri())
    assert page.locator(LIST_SELECTOR).count() == len(cited) > 50, "a list for each number of the two pages"
    assert visible_lists(page) == []
    assert page.evaluate("document.documentElement.scrollHeight") < MAX_PIXELS
    page.goto((built() / language / "index.html").as_uri())
    number = page.locator('a.count[href*="list-bar-mx-none"]').first
    counted = int(number.inner_text())
    number.click()
    assert visible_lists(page) == ["list-bar-mx-none"]
    assert page.locator("#list-bar-mx-none ~ ol > li").count() == counted > 50
    page.locator("#list-bar-us-stated a").click()
    assert visible_lists(page) == ["list-bar-us-stated"]
    page.locator("#list-bar-us-stated ~ .back a").first.click()
    assert page.url.endswith("index.html#n-bar-us-stated-1")


def test_every_list_is_open_in_print(page: Page) -> None:
    page.goto((built() / "en" / "themes" / "firearms.html").as_uri())
    assert visible_lists(page) == []
    page.emulate_media(media="print")
    assert len(visible_lists(page)) == page.locator(LIST_SELECTOR).count() > 20
