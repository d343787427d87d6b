"""The front page, the door, the themes and the lists behind their numbers, of the shipped register in both languages."""

from __future__ import annotations

from collections import Counter
from functools import cache
from urllib.parse import unquote

import pytest

from accordtrack import i18n
from accordtrack.documents.model import Cell, Count, Table
from accordtrack.documents.sentences import plain_text
from accordtrack.scoring import series
from accordtrack.scoring.theme_words import Word
from accordtrack.site import build, entry_page, page_paths, render
from accordtrack.site.material import SiteData
from accordtrack.site.page import ChartPair, Page, Stack
from accordtrack.site.pages import front_page, listing, themes
from accordtrack.site.record_blocks import Collapsible
from accordtrack.site.sections import status_bars
from accordtrack.text import findings
from accordtrack.vocabulary import Side
from accordtrack.wording import label
from card_factory import held
from mirrored_facts import mirrored
from scorecard.pages import Page as Parsed
from site_factory import assert_whole, count_visible_words, of_held, shipped

MAX_FRONT_PAGE_BYTES = 150_000
MOST_WORDS_BEFORE_THE_TABLE = 210
MOST_WORDS = {"en": 800, "es": 900}
both = pytest.mark.parametrize("language", ["en", "es"])


@cache
def material(language: str, *, turned: bool = False) -> SiteData:
    return of_held(held(*([mirrored] if turned else [])), language=language)


@cache
def make_page(language: str, path: str) -> Page:
    makers = {
        page_paths.FRONT: front_page.page,
        page_paths.LISTS: listing.lists_page,
        page_paths.THEMES: themes.index_page,
    }
    with i18n.using_language(language):
        return makers[path](material(language))


def render_page(language: str, page: Page) -> bytes:
    with i18n.using_language(language):
        return render.render(page, build.build_frame(material(language)))


def parse_page(language: str, page: Page) -> Parsed:
    return Parsed(render_page(language, page).decode("utf-8"))


def stack_of(page: Page) -> Stack:
    return next(block for part in page.parts for block in part.blocks if isinstance(block, Stack))


def number(cell: Cell) -> int:
    return int(float(cell.value or 0))


@both
def test_front_page_begins_with_the_answer_and_stays_within_its_words(language: str) -> None:
    page = make_page(language, page_paths.FRONT)
    with i18n.using_language(language):
        scores = material(language).held.scores
        assert [plain_text(words) for words in page.lead] == list(findings.in_short(scores, scores.finding))
    assert len(" ".join(map(plain_text, page.lead)).split()) <= MOST_WORDS_BEFORE_THE_TABLE
    parsed = parse_page(language, page)
    (main,), (heading,) = parsed.root.every("main"), parsed.root.every("h1")
    assert count_visible_words(main) + len(heading.words.split()) <= MOST_WORDS[language]


@both
def test_front_page_with_the_event_stays_within_its_words(language: str) -> None:
    made = shipped(language)
    with i18n.using_language(language):
        page = front_page.page(made)
        parsed = Parsed(render.render(page, build.build_frame(made)).decode("utf-8"))
    (main,), (heading,) = parsed.root.every("main"), parsed.root.every("h1")
    assert "Sinaloa" in next(part for part in page.parts if part.id == "event").blocks[0].sentence[0]  # type: ignore[attr-defined]
    assert count_visible_words(main) + len(heading.words.split()) <= MOST_WORDS[language]
    counted = {"en": "Events of the kinds compared: 27;", "es": "Acontecimientos de los tipos que se comparan: 27;"}
    assert counted[language] in main.words, "the register lists more events, of other kinds"


@both
def test_front_page_names_every_area_with_its_word_and_its_country(language: str) -> None:
    page = make_page(language, page_paths.FRONT)
    (table,) = [block for part in page.parts for block in part.blocks if isinstance(block, Table)]
    themes_found = {one.paths.id: one for one in material(language).held.scores.finding.themes}
    assert {row.cells[0].value for row in table.rows} == set(themes_found)
    for row in table.rows:
        found = themes_found[str(row.cells[0].value)]
        assert row.cells[1].value == found.paths.word
        assert ("·" in row.cells[1].text) is bool(found.paths.measured)
    titles = [each.words for each in parse_page(language, page).root.every("th") if each.get("scope") == "col"]
    assert titles[-4:] == [column.title for column in table.columns], "government activity has a column of its own"


@both
def test_front_page_counts_the_areas_of_each_word_beside_the_answer(language: str) -> None:
    page = make_page(language, page_paths.FRONT)
    (table,) = [block for block in page.opening if isinstance(block, Table)]
    found = Counter(one.paths.word for one in material(language).held.scores.finding.themes)
    assert [(str(row.cells[0].value), number(row.cells[1])) for row in table.rows] == [
        (word.value, found[word]) for word in Word
    ]
    with i18n.using_language(language):
        countries = [label("side", side) for side in Side]
    for row in table.rows:
        measured = number(row.cells[1]) > 0 and row.cells[0].value != Word.NOT_MEASURED
        assert any(name in row.cells[0].text for name in countries) is measured, "a word is never without its country"


@both
def test_signs_and_dates_are_explained_above_the_answer(language: str) -> None:
    under = make_page(language, page_paths.FRONT).under
    told = {
        "en": ("Statements searched to 2026-05-31; page made ", "◊:\u00a0sources do not agree.", "≈:\u00a0assessed"),
        "es": (
            "Declaraciones consultadas hasta el 2026-05-31; página",
            "◊:\u00a0las fuentes no",
            "≈:\u00a0situación",
        ),
    }[language]
    assert all(text in under for text in told)
    with i18n.using_language(language):
        assert themes.page(material(language), "health").under == under


@both
def test_index_of_areas_begins_with_the_areas_of_the_front_page(language: str) -> None:
    first, *others = make_page(language, page_paths.THEMES).parts
    (table,) = first.blocks
    (on_front,) = [
        block
        for part in make_page(language, page_paths.FRONT).parts
        for block in part.blocks
        if isinstance(block, Table)
    ]
    assert table == on_front
    assert [part.id for part in others] == ["scored", "themes-delivery"], "no other answer"
    words = parse_page(language, make_page(language, page_paths.THEMES)).root.words.casefold()
    assert {"en": "change in indicators", "es": "evolución de los indicadores"}[language] not in words


@both
def test_front_page_is_small_and_its_markup_is_valid(language: str) -> None:
    page = make_page(language, page_paths.FRONT)
    assert len(render_page(language, page)) < MAX_FRONT_PAGE_BYTES
    assert_whole(parse_page(language, page))


@both
def test_status_bars_add_up_and_share_one_scale(language: str) -> None:
    stack = stack_of(make_page(language, page_paths.FRONT))
    page = make_page(language, page_paths.FRONT)
    lengths = {one.id: len(one.items) for one in page.listings}
    wholes = []
    for name, segments in stack.rows:
        counted = [number(one.count) for one in segments]
        assert f"{sum(counted):,}" in name
        assert counted == [lengths[one.count.listing] for one in segments if one.count.listing]
        wholes.append((sum(counted), sum(one.share for one in segments)))
    widest = max(whole for whole, _share in wholes)
    assert all(abs(share - 100 * whole / widest) <= len(status_bars.KEYS) / 2 for whole, share in wholes)
    owed = {"US": "151", "MX": "140"}
    order = ["US", "MX"] if language == "en" else ["MX", "US"]
    assert [owed[side] in name for side, (name, _segments) in zip(order, stack.rows, strict=True)] == [True, True]


def test_swapping_the_sides_swaps_the_bars() -> None:
    with i18n.using_language("en"):
        straight, turned = (stack_of(front_page.page(material("en", turned=way))) for way in (False, True))
    counts = [[number(one.count) for one in segments] for _name, segments in straight.rows]
    assert counts == [[number(one.count) for one in segments] for _name, segments in reversed(turned.rows)]
    assert counts[0] != counts[1]


@both
def test_every_count_on_the_front_page_opens_a_list_of_that_length(language: str) -> None:
    page, lists = (
        parse_page(language, make_page(language, page_paths.FRONT)),
        parse_page(language, make_page(language, page_paths.LISTS)),
    )
    opened = lists.by_id()
    links = [one for one in page.root.every("a") if one.get("class") == "count"]
    with i18n.using_language(language):
        cited = list(listing.cited_lists(make_page(language, page_paths.FRONT)))
    assert sorted(unquote(one.get("href").partition("#")[2]) for one in links) == sorted(f"list-{one}" for one in cited)
    lengths = {
        child.get("id"): len(section.every("li"))
        for section in lists.root.every("section")
        for child in section.children
        if child.tag == "h3"
    }
    for link in links:
        address, _, place = link.get("href").partition("#")
        assert address == page_paths.LISTS
        assert unquote(place) in opened
        digits = link.words.replace(",", "")
        if digits.isdigit():
            assert lengths[unquote(place)] == int(digits), link.get("href")


@both
def test_every_number_of_the_answer_and_every_area_with_data_opens_a_list(language: str) -> None:
    page = make_page(language, page_paths.FRONT)
    areas, _paths, statements = page.lead
    for paragraph in (areas, statements):
        assert not [part for part in paragraph if isinstance(part, str) and any(map(str.isdigit, part))]
    found = material(language).held.scores.finding
    counts = [part.number for part in areas if isinstance(part, Count)]
    words = Counter(one.paths.word for one in found.themes)
    assert sorted(counts[: 1 + len(words)]) == sorted([len(found.themes), *words.values()])
    (table,) = [block for part in page.parts for block in part.blocks if isinstance(block, Table)]
    measured = {one.paths.id: len(one.paths.measured) for one in found.themes}
    lists = {one.id: len(one.items) for one in page.listings}
    for row in table.rows:
        opened = row.cells[1].listing
        assert (lists[opened] if opened else 0) == measured[str(row.cells[0].value)]


@both
def test_front_page_has_one_chart_in_the_ink_of_each_country(language: str) -> None:
    page = make_page(language, page_paths.FRONT)
    (pair,) = [block for part in page.parts for block in part.blocks if isinstance(block, ChartPair)]
    assert [one.ink for one in pair.charts] == (["us", "mx"] if language == "en" else ["mx", "us"])


@both
def test_every_list_links_back_to_its_count(language: str) -> None:
    lists = parse_page(language, make_page(language, page_paths.LISTS))
    places = {
        path: set(parse_page(language, make_page(language, path)).by_id())
        for path in (page_paths.FRONT, page_paths.THEMES)
    }
    back = [link for one in lists.root.every("p") if one.get("class") == "back" for link in one.every("a")]
    closing = [link for link in back if link.get("class") == "close"]
    assert {link.get("href") for link in closing} == {"#lists"}
    back = [link for link in back if link not in closing]
    assert len(back) > 50
    for link in back:
        path, _, place = link.get("href").partition("#")
        assert unquote(place) in places[path]


def test_entry_page_links_both_languages_in_their_own_words() -> None:
    entrances = []
    for language in ("en", "es"):
        with i18n.using_language(language):
            entrances.append(entry_page.build_entrance(material(language)))
    page = Parsed(entry_page.render_entry_page(entrances).decode("utf-8"))
    told = {section.get("lang"): section for section in page.root.every("section")}
    assert [one.get("href") for one in told["en"].every("a")] == ["en/index.html"]
    assert [one.get("href") for one in told["es"].every("a")] == ["es/index.html"]
    for language, section in told.items():
        with i18n.using_language(language):
            scores = material(language).held.scores
            assert findings.in_short(scores, scores.finding)[0] in " ".join(section.words.split()), "the answer itself"


@both
def test_bars_count_as_the_answer_does(language: str) -> None:
    stack = stack_of(make_page(language, page_paths.FRONT))
    counted = {one.side: one for one in material(language).held.scores.finding.statements}
    order = [Side.US, Side.MX] if language == "en" else [Side.MX, Side.US]
    for side, (_name, segments) in zip(order, stack.rows, strict=True):
        told = {one.key: number(one.count) for one in segments}
        assert told == {"stated": counted[side].stated, "assessed": counted[side].assessed, "none": counted[side].none}


@both
def test_theme_page_shows_the_latest_value_of_every_indicator(language: str) -> None:
    made = material(language)
    with i18n.using_language(language):
        page = themes.page(made, "firearms")
    folded = [one for part in page.parts for one in part.blocks if isinstance(one, Collapsible)]
    (table,) = [one for block in folded for one in block.blocks if isinstance(one, Table) and one.id == "latest"]
    found = made.held.scores.contrast("firearms")
    every = {one.gauge.id for one in (*found.outputs, *found.outcomes, *found.guards)}
    told = {str(row.cells[0].value): row for row in table.rows}
    assert told.keys() == every
    value, period, commitment = (told["mx-firearms-traced-count"].cells[place] for place in (2, 3, 6))
    assert (value.value, period.text, commitment.value) == (25884, "2024", "BF2-JT-08")
    empty = [row for row in table.rows if row.cells[2].value is None]
    for row in empty:
        gauge = made.held.scores.inputs.gauges[str(row.cells[0].value)]
        assert not [one for one in series.counted_rows(gauge.rows, made.held.at) if one.value is not None]
