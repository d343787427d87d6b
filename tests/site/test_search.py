"""The search: its index says of a commitment what the filter language finds, and the page finds words as people type them."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from accordtrack import i18n
from accordtrack.i18n import LANGUAGES
from accordtrack.register import filters
from accordtrack.site import paths, render, searchindex
from accordtrack.text import fold
from builtsite import built
from scorecard.browsing import browsing
from shippedscores import shipped_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

MOST = 150_000
"""Bytes of the index of the shipped register, as it is promised."""
ODD = "</script><!-- \"quoted\" 'and' \\ `back` ${x} \u2028 \u2029 & \n {{ x }}"


@cache
def index(language: str) -> dict[str, Any]:
    written = (built() / language / paths.SEARCHED).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(written.removeprefix("const ACCORDTRACK = ").removesuffix(";\n"))
    return found


def codes(words: str) -> set[str]:
    """Of the commitments that the register finds."""
    desk = shipped_desk()
    return {row.id for row in desk.rows(desk.listing(words).keys)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_is_small_and_names_every_page_but_its_own(language: str) -> None:
    assert (built() / language / paths.SEARCHED).stat().st_size < MOST
    here = built() / language
    pages = {path.relative_to(here).as_posix() for path in here.rglob("*.html")}
    named = {line[1].partition("#")[0] for line in index(language)["entries"]}
    assert named == pages - {"search.html"}


@pytest.mark.parametrize("field", searchindex.FACETS)
def test_a_filter_finds_what_the_register_finds(field: str) -> None:
    place = searchindex.FACETS.index(field)
    lines = [line for line in index("en")["entries"] if line[0] == 0]
    found = 0
    for word in filters.choices(field):
        wanted = codes(f"{field}:{word}")
        assert {line[3] for line in lines if word in line[6][place].split(" ")} == wanted, word
        found += len(wanted)
    assert found


def test_words_of_a_register_end_neither_the_script_nor_a_string() -> None:
    line = searchindex.Line("commitment", "commitments/x.html", ODD, ODD, ODD, ODD, ("US",) * len(searchindex.FACETS))
    written = searchindex.script([line])
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written.removeprefix("const ACCORDTRACK = ").removesuffix(";\n"))["entries"][0][2:6] == [ODD] * 4


def test_words_that_narrow_are_told_in_the_language_of_the_page() -> None:
    with i18n.speaking("es"):
        known = json.loads(searchindex.script([]).removeprefix("const ACCORDTRACK = ").removesuffix(";\n"))["known"]
    assert known["side"] == ["parte", ["eeuu", "mexico", "ambas"]]
    assert index("en")["known"]["side"] == ["side", ["US", "MX", "JOINT"]]
    for told in (known, index("en")["known"]):
        for field, (_name, words) in told.items():
            assert [filters.spellings(field)[fold(word).replace("-", "_")] for word in words] == list(
                filters.choices(field)
            )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = browser.new_page()
    yield found
    found.close()


def asked(page: Page, words: str, language: str = "en") -> list[str]:
    """Codes or titles that are found, in their order."""
    page.goto((built() / language / "search.html").as_uri())
    page.fill("#q", words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    return [str(one) for one in page.locator("#found li").evaluate_all("all => all.map(one => one.textContent)")]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("bf-1.1.1", "BF-1.1.1"),
        ("sspc", "SSPC"),
        ("Secretaría de Seguridad", "SSPC"),
        ("secretaria SEGURIDAD ciudadana", "SSPC"),
        ("assessed share", "assessed share"),
        ("synthetics", "synthetics"),
    ],
)
def test_what_is_meant_comes_first(page: Page, words: str, first: str) -> None:
    assert asked(page, words)[0].startswith(first)
    assert page.locator("#count").inner_text()


@pytest.mark.parametrize(("spanish", "english"), [("parte:mexico tema:armas", "side:MX theme:firearms")])
def test_words_of_both_languages_narrow_on_either_page(page: Page, spanish: str, english: str) -> None:
    wanted = codes(english)
    for language in LANGUAGES:
        for words in (spanish, english):
            lines = asked(page, words, language)
            assert len(lines) == len(wanted)
            assert all(any(line.startswith(code) for code in wanted) for line in lines)


def test_all_words_are_needed_and_a_minus_leaves_out(page: Page) -> None:
    both = asked(page, "firearms trac")
    assert both
    assert set(both) < set(asked(page, "firearms"))
    left = asked(page, "firearms -trac")
    assert not set(both) & set(left)


def test_at_most_fifty_are_shown_and_the_rest_is_counted(page: Page) -> None:
    assert len(asked(page, "a")) == 50
    said = page.locator("#count").inner_text()
    more = page.locator("#found > p").inner_text()
    assert int(said.split()[0].replace(",", "")) == 50 + int(more.split()[0].replace(",", ""))


def test_what_was_looked_for_is_marked_and_never_markup(page: Page) -> None:
    assert asked(page, "<b> firearms", "en")
    assert page.locator("#found b").count() == 0
    asked(page, "trafico", "es")
    marked = page.locator("#found mark").evaluate_all("all => all.map(one => one.textContent)")
    assert "tráfico" in marked
    assert {fold(one) for one in marked} == {"trafico"}


@pytest.mark.parametrize("words", ["a" + "-" * 60_000 + "a", "m s t u a " * 6_000, '"' * 60_000, "q:1 " * 15_000])
def test_a_long_query_in_an_address_holds_nobody_up(page: Page, words: str) -> None:
    page.set_default_timeout(5_000)
    page.goto((built() / "en" / "search.html").as_uri())
    script = (built() / "en" / paths.SEARCHED).read_text(encoding="utf-8") + render.script()
    spent = page.evaluate(
        """([script, words]) => {
            history.replaceState(null, "", "?q=" + encodeURIComponent(words));
            const begun = performance.now();
            new Function(script)();
            return performance.now() - begun;
        }""",
        [script, words],
    )
    assert spent < 1_000
    assert len(page.locator("#q").input_value()) == 300
    assert page.locator("#q").get_attribute("maxlength") == "300"
    assert len(page.locator("#count").inner_text()) < 1_000


def test_an_unknown_word_is_told_with_those_that_are_known(page: Page) -> None:
    assert asked(page, "theme:firarms") == []
    said = page.locator("#count").inner_text()
    assert "firarms" in said
    assert "firearms" in said
    assert page.locator("#count").get_attribute("role") == "status"


def test_letters_are_folded_as_the_program_folds_them(page: Page) -> None:
    words = ["ÁÉÍÓÚ Ñandú Ü", "Straße", "ﬁn", "ΣΊΣΥΦΟΣ", "İstanbul", "Ǆ 12", "ỗ"]
    page.goto((built() / "en" / "search.html").as_uri())
    folding = re.search(r"const fold = (.*?);\n", render.script(), re.DOTALL)
    assert folding
    folded = page.evaluate(f"words => words.map({folding[1]})", words)
    assert folded == [fold(word) for word in words]


def test_without_script_the_page_lists_all_pages(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built() / "es" / "search.html").as_uri())
    listed = page.locator("main section a").count()
    context.close()
    assert listed == len(index("es")["entries"])
