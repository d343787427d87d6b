"""The pages of the themes of the shipped register, in both languages, and with the two sides exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from accordtrack import i18n
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.charts.tile_map import PLACES
from accordtrack.documents.model import Table
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import localize
from accordtrack.scoring import series
from accordtrack.scoring.findings import ThemeFinding
from accordtrack.scoring.measured_paths import drawn_points
from accordtrack.site.material import SiteData
from accordtrack.site.page import Page
from accordtrack.site.pages import themes
from accordtrack.site.record_blocks import Collapsible, Lines
from accordtrack.site.sections import not_found
from accordtrack.site.theme_blocks import Beside, Tile, Tiles
from accordtrack.text import findings, paths
from accordtrack.types import regions
from card_factory import held
from mirrored_facts import mirrored
from site_factory import assert_whole, count_visible_words, of_held, read

pytestmark = pytest.mark.sweep

MOST_WORDS = {"en": 600, "es": 690}
THEMES = ("firearms", "finance", "justice", "health", "border", "synthetics", "migration", "violence", "governance")
UNMEASURED = ("finance", "border", "migration")
both = pytest.mark.parametrize("language", ["en", "es"])
every = pytest.mark.parametrize("theme", THEMES)


@cache
def material(language: str, *, turned: bool = False) -> SiteData:
    return of_held(held(*([mirrored] if turned else [])), language=language)


@cache
def page_of(language: str, theme: str, *, turned: bool = False) -> Page:
    with i18n.using_language(language):
        return themes.page(material(language, turned=turned), theme)


def finding(language: str, theme: str) -> ThemeFinding:
    return material(language).held.scores.theme_finding(theme)


def blocks(page: Page) -> Iterator[object]:
    for part in page.parts:
        for block in part.blocks:
            yield block
            if isinstance(block, Collapsible | Beside):
                yield from block.blocks


def charts(page: Page) -> list[LineChart]:
    return [block for part in page.parts for block in part.blocks if isinstance(block, LineChart)]


def tiles(page: Page) -> tuple[Tile, ...]:
    return next((block.tiles for block in blocks(page) if isinstance(block, Tiles)), ())


def latest_values_of(language: str, theme: str) -> Table:
    (folded,) = [
        one for one in blocks(page_of(language, theme)) if isinstance(one, Collapsible) and one.id == "figures-listed"
    ]
    table = folded.blocks[0]
    assert isinstance(table, Table)
    return table


@both
@every
def test_heading_names_the_theme_its_series_and_the_country_without_an_indicator(language: str, theme: str) -> None:
    title, found = page_of(language, theme).title, finding(language, theme)
    with i18n.using_language(language):
        assert title.startswith(material(language).held.title("theme", theme))
        for one in found.spoken[:2]:
            assert one.phrase is not None
            assert localize(one.phrase.name.text).casefold() in title.casefold()
            assert title.count("◊") == sum(spoken.in_conflict for spoken in found.spoken[:2])
    missing = {"en": {"US": "no comparable U.S. indicator", "MX": "no comparable indicator for Mexico"}}
    missing["es"] = {"US": "EE. UU., sin indicador comparable", "MX": "México, sin indicador comparable"}
    about = {side for family in found.paths.measured for side in family.sides}
    for side, words in missing[language].items():
        assert (words in title) is (bool(about) and side not in about)
    assert bool(about) is (theme not in UNMEASURED)


@both
@every
def test_theme_page_stays_within_its_words_and_its_markup_is_whole(language: str, theme: str) -> None:
    parsed = read(material(language), page_of(language, theme), language)
    assert_whole(parsed)
    (main,), (heading,) = parsed.root.every("main"), parsed.root.every("h1")
    assert count_visible_words(main) + len(heading.words.split()) <= MOST_WORDS[language]


@both
@every
def test_theme_page_begins_with_the_word_its_country_and_the_composed_answer(language: str, theme: str) -> None:
    page, found = page_of(language, theme), finding(language, theme)
    with i18n.using_language(language):
        told = findings.about_theme(material(language).held.scores, found)
        assert [plain_text(words) for words in page.lead] == list(told)
        assert page.verdict is not None
        assert page.verdict.text == findings.word_with_countries(found)
    assert page.summary == told[0], "the description names the countries"


@both
@every
def test_chart_of_a_theme_has_all_years_of_its_first_series_and_the_first_agreement(language: str, theme: str) -> None:
    found, drawn = finding(language, theme), charts(page_of(language, theme))
    assert len(drawn) == (theme not in UNMEASURED)
    for chart in drawn:
        spoken = next(one for one in found.spoken if one.side == ("US" if chart.ink == "us" else "MX"))
        gauge = material(language).held.scores.inputs.gauges[spoken.indicator]
        values = drawn_points(gauge, spoken.path, material(language).held.at)
        assert [point.value for point in chart.points] == [point.value for point in values]
        drawn_values = {point.end: point.value for point in chart.points}
        told = paths.told_figures(spoken.path)
        assert [drawn_values[one.end] for one in told] == [one.value for one in told], "the sentence's values"
        assert [mark.day for mark in chart.marks] == [found.paths.base]
        assert ("◊" in chart.title) is spoken.in_conflict


@both
def test_chart_shows_the_series_that_an_open_conflict_sets_beside_it(language: str) -> None:
    (chart,) = charts(page_of(language, "violence"))
    assert chart.other is not None
    assert chart.other.words == "SESNSP ◊"
    assert chart.other.words_of_first == "INEGI ◊"
    gauge = material(language).held.scores.inputs.gauges["mx-homicide-daily-sesnsp"]
    values = series.points(gauge, "year", material(language).held.at)
    assert [point.value for point in chart.other.points] == [point.value for point in values]
    parts = {"en": "65.1* (11 months)", "es": "65.1* (11 meses)"}
    assert [point.shown for point in chart.other.points] == ["92.4", "82.1*", parts[language]]
    assert all(one.other is None for theme in ("health", "justice") for one in charts(page_of(language, theme)))


@both
@every
def test_every_family_with_comparable_data_has_a_tile_with_its_word_and_its_producer_first(
    language: str, theme: str
) -> None:
    found, made = finding(language, theme), material(language)
    shown = {one.anchor: one for one in tiles(page_of(language, theme))}
    assert set(shown) == {f"family-{family.id}" for family in found.paths.measured}
    indicators = made.held.facts.indicators
    start = {"en": "Source: ", "es": "Fuente: "}[language]
    for family in found.paths.measured:
        tile = shown[f"family-{family.id}"]
        assert tile.word.value == family.word
        assert tile.word.text.startswith(findings.mark(family.word))
        assert tile.source.startswith(start)
        publishers = {indicators[one.gauge.id].publisher for one in family.indicators}
        assert any(tile.source.removeprefix(start).startswith(publisher) for publisher in publishers)
        in_conflict = made.held.scores.in_conflict & {one.gauge.id for one in family.indicators}
        assert ("◊" in f"{tile.title}{tile.word.text}{tile.path}") is bool(in_conflict)


@both
@every
def test_map_has_a_dot_where_an_event_of_the_theme_took_place(language: str, theme: str) -> None:
    scores = material(language).held.scores
    events = [one for one in scores.events() if theme in map(str, one.themes)]
    page = page_of(language, theme)
    assert any(part.id == "events" for part in page.parts) is bool(events)
    places = {one.place for one in events if one.place in PLACES}
    maps = [block.map for block in blocks(page) if isinstance(block, Beside)]
    assert [one.dotted for one in maps] == ([places] if places else [])
    for one in maps:
        held_places = {gauge.place for gauge in scores.inputs.gauges.values() if gauge.theme == theme and gauge.place}
        assert held_places <= one.filled
    listed = [block for block in blocks(page) if isinstance(block, Collapsible) and block.id == "events-all"]
    assert sum(len(lines.lines) for one in listed for lines in one.blocks if isinstance(lines, Lines)) == len(events)


def test_tile_shows_both_values_of_a_disputed_year() -> None:
    tile = next(one for one in tiles(page_of("en", "violence")) if one.anchor == "family-displacement")
    assert [(one.end[:4], one.shown) for one in tile.points if one.other is not None] == [
        ("2021", "29,000 or 44,905 ◊"),
        ("2024", "26,000 or 28,900 ◊"),
    ]


@both
@every
def test_latest_value_has_the_mark_of_an_open_conflict_about_its_indicator(language: str, theme: str) -> None:
    in_conflict = material(language).held.scores.in_conflict
    table = latest_values_of(language, theme)
    for row in table.rows:
        name, value = row.cells[0].value, row.cells[2]
        assert ("◊" in value.text) is (name in in_conflict and value.value is not None), name
    page = read(material(language), page_of(language, theme), language).by_id()
    links = [one.get("href") for one in page["figures-listed"].every("a") if one.words.startswith("◊")]
    assert links == ["#not-agreed"] * any("◊" in row.cells[2].text for row in table.rows)
    assert not links or "not-agreed" in page


@pytest.mark.parametrize(
    ("theme", "name", "shown"),
    [("violence", "mx-idp-new", "26,000 ◊"), ("health", "mx-fentanyl-treatment-cases", "518 ◊")],
)
def test_latest_value_of_two_series_is_that_of_the_main_one(theme: str, name: str, shown: str) -> None:
    (value,) = [row.cells[2].text for row in latest_values_of("en", theme).rows if row.cells[0].value == name]
    assert value == shown


@pytest.mark.parametrize(
    ("language", "theme", "name", "series_of"),
    [
        ("en", "violence", "mx-homicide-rate-inegi", "six months"),
        ("es", "violence", "mx-homicide-rate-inegi", "semestre"),
        ("en", "firearms", "us-southbound-firearms-seized-cbp", "fiscal year, Laredo"),
        ("en", "justice", "mx-extraditions-to-us", "January 1 to October 9, Mexican nationals"),
    ],
)
def test_latest_value_names_its_series(language: str, theme: str, name: str, series_of: str) -> None:
    (told,) = [row.cells[4].text for row in latest_values_of(language, theme).rows if row.cells[0].value == name]
    assert told == series_of


@both
def test_tile_says_from_which_day_a_change_counts_if_that_is_not_the_first_scored_agreement(language: str) -> None:
    day = {"en": ", since October 14, 2022", "es": ", desde el 14 de octubre de 2022"}[language]
    assert {day in one.word.text for one in tiles(page_of(language, "justice"))} == {True}
    assert {day in one.word.text for one in tiles(page_of(language, "violence"))} == {False}


@both
@pytest.mark.parametrize("theme", ["health", "justice", "violence", "governance"])
def test_list_of_indicators_names_those_of_the_tiles(language: str, theme: str) -> None:
    page = page_of(language, theme)
    listed = [item.words for one in page.listings if one.id == "answer-indicators" for item in one.items]
    named = [f"{one.title.removesuffix(' ◊')}: " for one in tiles(page)]
    assert len(listed) == len(named)
    assert all(any(item.startswith(name) for item in listed) for name in named)


def test_map_has_a_tile_for_each_federal_entity() -> None:
    assert PLACES.keys() == {code for code in regions.NAMES if code.startswith("MX-")}
    assert len(set(PLACES.values())) == len(PLACES) == 32


@both
@every
def test_commitments_are_folded_and_as_many_as_the_answer_counts(language: str, theme: str) -> None:
    page, found = page_of(language, theme), finding(language, theme)
    (folded,) = [one for one in blocks(page) if isinstance(one, Collapsible) and one.id == "commitments-listed"]
    (table,) = folded.blocks
    assert len(table.rows) == found.listed.total  # type: ignore[attr-defined]
    assert str(found.listed.total) in folded.summary


@both
@every
def test_every_open_conflict_of_a_theme_is_listed_and_leads_to_its_claims(language: str, theme: str) -> None:
    facts = material(language).held.facts
    ours = {name for name, one in facts.indicators.items() if str(one.theme) == theme}
    open_ones = [
        one
        for one in facts.conflicts.values()
        if one.id not in facts.settled and (theme in map(str, one.themes) or ours & {*one.about.indicators})
    ]
    with i18n.using_language(language):
        (section,) = not_found.section(material(language), finding(language, theme))
    (folded,) = [one for one in section.blocks if isinstance(one, Collapsible)]
    lines = [line for block in folded.blocks if isinstance(block, Lines) for line in block.lines]
    assert len(lines) == len(open_ones)
    assert folded.summary.startswith(f"◊ {len(lines)} ")
    linked = sum(bool(one.about.commitments or one.about.events) for one in open_ones)
    page = read(material(language), page_of(language, theme), language)
    links = [one for one in page.by_id()["not-agreed"].every("a") if "#conflict-" in one.get("href")]
    assert len(links) == linked


@every
def test_exchanging_the_sides_exchanges_headings_and_inks_and_no_word(theme: str) -> None:
    straight, turned = page_of("en", theme), page_of("en", theme, turned=True)
    assert straight.verdict is not None
    assert turned.verdict is not None
    assert straight.verdict.value == turned.verdict.value
    words = {
        "no comparable U.S. indicator": "no comparable indicator for Mexico",
        "no comparable indicator for Mexico": "no comparable U.S. indicator",
    }
    assert all((one in straight.title) is (other in turned.title) for one, other in words.items())
    inks = {"us": "mx", "mx": "us", "": ""}
    assert [inks[one.ink] for one in tiles(straight)] == [one.ink for one in tiles(turned)]
