"""The search: its index says of a commitment what the filter language finds, and the page finds words as people type them."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from accordtrack import i18n
from accordtrack.core.safe_text import casefold_plain
from accordtrack.i18n import LANGUAGES
from accordtrack.queries import filter_parser
from accordtrack.site import page_paths, render, search_index
from accordtrack.site.search_index import ALIKE
from built_site import built
from shipped_scores import shipped_desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MAX_INDEX_BYTES = 152_000
"""Bytes of the index of the shipped register, as it is promised."""
HOSTILE_TEXT = "</script><!-- \"quoted\" 'and' \\ `back` ${x} \u2028 \u2029 & \n {{ x }}"


@cache
def index(language: str) -> dict[str, Any]:
    written = (built() / language / page_paths.SEARCHED).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(written.removeprefix("const ACCORDTRACK = ").removesuffix(";\n"))
    return found


def codes(words: str) -> set[str]:
    """Of the commitments that the register finds."""
    desk = shipped_desk()
    return {row.id for row in desk.rows(desk.listing(words).keys)}


@pytest.mark.scale
@pytest.mark.parametrize("language", LANGUAGES)
def test_search_index_is_small_and_lists_every_other_page(language: str) -> None:
    assert (built() / language / page_paths.SEARCHED).stat().st_size < MAX_INDEX_BYTES
    here = built() / language
    pages = {path.relative_to(here).as_posix() for path in here.rglob("*.html")}
    folders = index(language)["folders"]
    named = {(line[1] or f"{folders[line[0]]}/{line[3]}.html").partition("#")[0] for line in index(language)["entries"]}
    assert named == pages - {"search.html"}


@pytest.mark.sweep
@pytest.mark.parametrize("field", search_index.FACETS)
def test_search_filter_finds_what_the_register_finds(field: str) -> None:
    place = search_index.FACETS.index(field)
    lines = [line for line in index("en")["entries"] if line[0] == 0]
    found = 0
    for word in filter_parser.choices(field):
        wanted = codes(f"{field}:{word}")
        assert {
            line[3] for line in lines if word in facet_words(line[6].split("|")[place].split(" "), field)
        } == wanted, word
        found += len(wanted)
    assert found


def facet_words(words: list[str], field: str) -> set[str]:
    """Words of a line as the script takes them: of halves without the side, and no status only where no half has one."""
    if field not in search_index.HALVES:
        return {*words}
    of_halves = {word.partition(".")[2] for word in words}
    return of_halves - {"unreported"} or of_halves if field == "status" else of_halves


def test_register_text_cannot_break_out_of_the_index_script() -> None:
    entry = search_index.Line(
        "commitment",
        "commitments/x.html",
        HOSTILE_TEXT,
        HOSTILE_TEXT,
        HOSTILE_TEXT,
        HOSTILE_TEXT,
        ("US",) * len(search_index.FACETS),
    )
    written = search_index.index_script([entry], {"theme": {HOSTILE_TEXT: HOSTILE_TEXT}})
    assert not set("<>&\u2028\u2029") & set(written)
    assert (
        json.loads(written.removeprefix("const ACCORDTRACK = ").removesuffix(";\n"))["entries"][0][2:6]
        == [HOSTILE_TEXT] * 4
    )


def test_filter_words_are_in_the_language_of_the_page() -> None:
    with i18n.using_language("es"):
        known = json.loads(search_index.index_script([], {}).removeprefix("const ACCORDTRACK = ").removesuffix(";\n"))[
            "known"
        ]
    assert known["side"] == ["parte", ["mexico", "eeuu", "ambas"]]
    assert index("en")["known"]["side"] == ["side", ["US", "MX", "JOINT"]]
    for told in (known, index("en")["known"]):
        for field, (_name, words) in told.items():
            assert (field in search_index.FACETS) == bool(words)
            meant = [filter_parser.spellings(field)[casefold_plain(word).replace("-", "_")] for word in words]
            assert sorted(meant) == sorted(filter_parser.choices(field))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


def search_results(page: Page, words: str, language: str = "en") -> list[str]:
    """Codes or titles that are found, in their order. The address asks, as the page does when one presses enter."""
    page.goto(f"{(built() / language / 'search.html').as_uri()}?{urlencode({'q': words})}")
    return _shown_results(page)


def _shown_results(page: Page) -> list[str]:
    return [str(one) for one in page.locator("#found li").evaluate_all("all => all.map(one => one.textContent)")]


def test_pressing_enter_starts_the_search(page: Page) -> None:
    page.goto((built() / "en" / "search.html").as_uri())
    page.fill("#q", "secretaria SEGURIDAD ciudadana")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    typed = _shown_results(page)
    assert typed
    assert typed == search_results(page, "secretaria SEGURIDAD ciudadana")


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
def test_best_match_comes_first(page: Page, words: str, first: str) -> None:
    assert search_results(page, words)[0].startswith(first)
    assert page.locator("#count").inner_text()


@pytest.mark.parametrize(("spanish", "english"), [("parte:mexico tema:armas", "side:MX theme:firearms")])
def test_filters_work_in_both_languages_on_either_page(page: Page, spanish: str, english: str) -> None:
    wanted = codes(english)
    for language in LANGUAGES:
        for words in (spanish, english):
            lines = search_results(page, words, language)
            assert len(lines) == len(wanted)
            assert all(any(line.startswith(code) for code in wanted) for line in lines)


DATE_FILTERS = (
    "due:<2026-12", "due:<=2024-12-31", "due:2026", "due:2023-12", "due:>2025", "due:>=2024-06", "due:2022-12-31",
    "agreed:<2021-10", "agreed:2025-09", "agreed:>2026-01", "agreed:>=2026-01-23", "-agreed:<2026 kind:commitment",
)  # fmt: skip
SIDE_FILTERS = (
    "owes:US status:completed",
    "owes:MX status:limited",
    "open:US standing:disputed",
    "open:MX status:unreported theme:health",
    "open:US lead:ATF",
    "open:US lead:SRE",
    "open:US,MX status:limited theme:firearms",
    "acargo:mexico -situacion:sin_declaracion",
    "lead:- theme:firearms",
)
CODE_FILTERS = (
    "lead:ATF",
    "lead:atf,fgr",
    "framework:JS25",
    "area:BF-A2.2",
    "id:bf21-1.1",
    "id:=JS25-01",
)


def found_codes(page: Page, words: str, language: str = "en") -> set[str]:
    """Codes of all commitments that a search finds, whose number it tells; it shows fifty."""
    lines = search_results(page, words, language)
    known = {line[3] for line in index(language)["entries"] if line[0] == 0}
    codes = {next((word for word in (line.split()[0],) if word in known), "") for line in spaced_results(page)} - {""}
    assert len(lines) == len(codes)
    return codes


def spaced_results(page: Page) -> list[str]:
    """The code of each line that is found, a blank, and the rest."""
    return [
        str(one)
        for one in page.locator("#found li").evaluate_all(
            "all => all.map(one => [...one.childNodes].map(node => node.textContent).join(' '))"
        )
    ]


@pytest.mark.parametrize("words", [*DATE_FILTERS, *CODE_FILTERS])
def test_date_and_code_filters_match_the_register(page: Page, words: str) -> None:
    wanted = codes(words)
    assert 0 < len(wanted) < 50
    assert found_codes(page, words) == wanted


@pytest.mark.parametrize("words", SIDE_FILTERS)
def test_filters_with_a_side_apply_to_its_half_as_in_the_register(page: Page, words: str) -> None:
    wanted = codes(words)
    assert len(wanted) < 50
    assert found_codes(page, words) == wanted


def test_spanish_date_field_names_mean_the_same(page: Page) -> None:
    assert found_codes(page, "plazo:<2023 acordado:<2022", "es") == codes("due:<2023 agreed:<2022")


@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        ("due:2026-13", "en", '"2026-13" is not a date. Write it as 2026, 2026-12 or 2026-12-31.'),
        ("agreed:soon", "en", '"soon" is not a date.'),
        ("due:<05/01/2026", "en", '"05/01/2026" is not a date.'),
        ("side:<US", "en", "side cannot be compared."),
        ("zzz:1", "en", 'Unknown filter word "zzz". Known are: side, owes,'),
        ("zzz:1", "es", "parte, acargo,"),
        ("asked:>90", "en", 'The filter word "asked" works in the program, not on this page. Known are: side,'),
    ],
)
def test_invalid_filter_shows_an_error_and_no_results(page: Page, words: str, language: str, told: str) -> None:
    assert search_results(page, words, language) == []
    assert told in page.locator("#count").inner_text()


def alike_to(word: str) -> set[str]:
    return {one for row in ALIKE if word in row.split() for one in row.split()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "filtered"),
    [
        ("guns", "theme:firearms"),
        ("armas", "theme:firearms"),
        ("overdue", "due:overdue"),
        ("vencido", "due:overdue"),
        ("cumplido", "status:completed"),
        ("completed", "status:completed"),
        ("solicitud", "kind:request"),
        ("recommendation", "kind:recommendation"),
        ("firearms explosives", "lead:ATF"),
    ],
)
def test_everyday_words_in_either_language_find_their_records(
    page: Page, words: str, filtered: str, language: str
) -> None:
    for one in sorted(codes(filtered))[:8]:
        assert search_results(page, f"{words} id:={one}", language), one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("one", "other"), [("guns", "armas"), ("fentanyl", "fentanilo"), ("extradition", "extradición")]
)
def test_word_and_its_translation_find_the_same(page: Page, one: str, other: str, language: str) -> None:
    first, second = search_results(page, one, language), search_results(page, other, language)
    assert len(first) > 3
    told = []
    for words in (one, other):
        search_results(page, words, language)
        told.append(int(re.findall(r"\d+", page.locator("#count").inner_text())[0]))
    assert told[0] == pytest.approx(told[1], abs=3)
    assert {*first} & {*second}


def test_synonym_is_highlighted_as_a_whole_word(page: Page) -> None:
    search_results(page, "armas theme:firearms")
    marked = page.locator("#found mark").evaluate_all("all => all.map(one => one.textContent)")
    assert "firearms" in {casefold_plain(one) for one in marked}


def test_synonyms_are_case_folded_and_in_one_row_only() -> None:
    words = [word for row in ALIKE for word in row.split()]
    assert len(words) == len({*words})
    assert [casefold_plain(word) for word in words] == words


def test_all_words_must_match_and_a_minus_excludes(page: Page) -> None:
    both = search_results(page, "firearms trac")
    assert both
    assert set(both) < set(search_results(page, "firearms"))
    left = search_results(page, "firearms -trac")
    assert not set(both) & set(left)


def test_at_most_fifty_results_are_shown_and_the_rest_are_counted(page: Page) -> None:
    assert len(search_results(page, "a")) == 50
    said = page.locator("#count").inner_text()
    more = page.locator("#found > p").inner_text()
    assert int(said.split()[0].replace(",", "")) == 50 + int(more.split()[0].replace(",", ""))


def test_search_words_are_highlighted_and_escaped(page: Page) -> None:
    assert search_results(page, "<b> firearms", "en")
    assert page.locator("#found b").count() == 0
    search_results(page, "trafico", "es")
    marked = page.locator("#found mark").evaluate_all("all => all.map(one => one.textContent)")
    assert "tráfico" in marked
    assert {casefold_plain(one) for one in marked} <= {"trafico", "traficos", *alike_to("trafico")}


@pytest.mark.parametrize("words", ["a" + "-" * 60_000 + "a", "m s t u a " * 6_000, '"' * 60_000, "q:1 " * 15_000])
def test_long_query_in_the_url_is_cut_and_fast(page: Page, words: str) -> None:
    page.set_default_timeout(5_000)
    page.goto((built() / "en" / "search.html").as_uri())
    script = (built() / "en" / page_paths.SEARCHED).read_text(encoding="utf-8") + render.script()
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


def test_unknown_filter_value_error_lists_the_known_ones(page: Page) -> None:
    assert search_results(page, "theme:firarms") == []
    said = page.locator("#count").inner_text()
    assert "firarms" in said
    assert "firearms" in said
    assert page.locator("#count").get_attribute("role") == "status"


def test_script_folds_letters_as_the_program_does(page: Page) -> None:
    words = ["ÁÉÍÓÚ Ñandú Ü", "Straße", "ﬁn", "ΣΊΣΥΦΟΣ", "İstanbul", "Ǆ 12", "ỗ"]
    page.goto((built() / "en" / "search.html").as_uri())
    folding = re.search(r"const fold = (.*?);\n", render.script(), re.DOTALL)
    assert folding
    folded = page.evaluate(f"words => words.map({folding[1]})", words)
    assert folded == [casefold_plain(word) for word in words]


def test_search_page_without_javascript_lists_all_pages(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built() / "es" / "search.html").as_uri())
    listed = page.locator("main section a").count()
    context.close()
    assert listed == len(index("es")["entries"])
