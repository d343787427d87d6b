"""The indicators screen: a card per theme, activity and indicators, events, targets, scores; and the score of a commitment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import i18n, service
from accordtrack.i18n import tr
from accordtrack.scoring.findings import by_measured
from accordtrack.scoring.theme_words import word_of
from accordtrack.service import Desk
from accordtrack.text import findings, paths
from accordtrack.text.numbers import format_signed
from accordtrack.tui import keys
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.commitment import SCORE, CommitmentScreen
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.screens.scorecard import CARDS, CONTRAST, EVENTS, SCORES, TARGETS, ScorecardScreen
from accordtrack.tui.tabs import score_table, theme_cards
from accordtrack.tui.tabs.scores import FACTS, WHOLE
from accordtrack.types.intents import Measure, ReportStatus
from accordtrack.wording import label
from registers import TODAY, small_desk
from shipped_scores import shipped_desk
from target_register import sign_targets, target_register
from tui_runner import at_register, faults, painted, press, running, screen_text, settle

pytestmark = pytest.mark.journeys


def scorecard_screen(app: AccordApp) -> ScorecardScreen:
    assert isinstance(app.screen, ScorecardScreen)
    return app.screen


@pytest.mark.parametrize("language", ["en", "es"])
async def test_card_of_a_theme_says_what_the_composer_says(language: str) -> None:
    async with running(shipped_desk(), size=(120, 200), language=language) as (app, pilot):
        await press(pilot, "5")
        screen = scorecard_screen(app)
        held = screen.held
        assert held is not None
        blocks = screen.page_view.blocks
        assert blocks[0].body.plain == paths.whole(held.all_theme_paths)
        for theme in held.inputs.themes:
            found = held.theme_finding(theme.code)
            card = next(one.body.plain for one in blocks if one.key == f"{theme_cards.CARD}:{theme.code}")
            assert card.startswith(findings.word_with_countries(found))
            assert card.endswith(i18n.localize(held.title_of("theme", theme.code)))
            spoken = [one.body.plain for one in blocks if (one.key or "").startswith(f"series:{theme.code}/")]
            assert len(spoken) == len(found.spoken)
            for one in found.spoken:
                told = f"{findings.path_sentence(held, one)} {theme_cards.area_mark(word_of(one.path.votes))}"
                assert any(line.startswith(told) for line in spoken)
            assert any(findings.activity_words(found) in one.body.plain for one in blocks)
        stated = {"en": "Stated: US 0 of 11, MX 0 of 11", "es": "Declarado: México 0 de 11, EE. UU. 0 de 11"}
        assert any(stated[language] in one.body.plain for one in blocks)


async def test_enter_opens_the_answer_of_a_theme_in_full() -> None:
    async with running(shipped_desk(), size=(120, 60)) as (app, pilot):
        await press(pilot, "5", "enter")
        screen = scorecard_screen(app)
        held = screen.held
        assert held is not None
        first, *_rest = by_measured(held.theme_finding(one.code) for one in held.inputs.themes)
        told = findings.about_theme(held, first)
        assert [one.body.plain for one in screen.page_view.blocks[2 : 2 + len(told)]] == list(told)
        await press(pilot, "enter")
        assert told[1] not in {one.body.plain for one in screen.page_view.blocks}


async def test_v_shows_the_scores_and_the_cards_again(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5")
        assert scorecard_screen(app).tabs.chosen == CARDS
        await press(pilot, "v")
        assert scorecard_screen(app).tabs.chosen == SCORES
        await press(pilot, "v")
        assert scorecard_screen(app).tabs.chosen == CARDS


async def test_marks_of_words_are_letters_with_ascii() -> None:
    async with running(shipped_desk(), ascii_only=True) as (app, pilot):
        await press(pilot, "5")
        held = scorecard_screen(app).held
        assert held is not None
        assert theme_cards.count_marks(held) == (("(+)", 2), ("+/-", 1), ("(-)", 3), ("?", 3))


async def test_scores_list_every_theme_with_its_coverage(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "v")
        text = scorecard_screen(app).page_view.text
        assert "assessed by this tracker" in text
        assert "not yet measurable beyond arrests and seizures" in text
        held = scorecard_screen(app).held
        assert held is not None
        assert held.facts.accord is not None
        assert all(theme.title.en in text for theme in held.facts.accord.themes)
        await press(pilot, "q")
        assert at_register(app)
        assert faults(app) == []


async def test_enter_opens_the_basis_of_a_card_then_the_score_of_a_commitment(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "v", "j", "enter")
        screen = scorecard_screen(app)
        assert screen.page_view.chosen is not None
        leaves = [key for key in screen.page_view.items if key.startswith("leaf:")]
        assert leaves
        screen.page_view.choose(leaves[0])
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        assert page.tabs.chosen == SCORE
        assert "agreed targets" in page.page_view.text
        await press(pilot, "q")
        assert scorecard_screen(app) is screen


async def test_new_status_changes_the_score_after_reload(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5")
        before = scorecard_screen(app).score
        us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less of it."))
        await press(pilot, "R")
        after = scorecard_screen(app).score
        assert before is not None
        assert after is not None
        assert before.overall.stated != after.overall.stated


async def test_every_grouping_has_the_same_overall_score(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "v")
        wholes = []
        for expected in ("theme", "framework", "side", "body"):
            found = scorecard_screen(app).score
            assert found is not None
            assert found.by == expected
            wholes.append(found.overall.delivery)
            await press(pilot, "b")
        assert len({whole.displayed_score for whole in wholes if whole is not None}) == 1


async def test_measurements_of_an_indicator_end_with_the_own_values_of_a_side(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, "mx-1")
    period = "2025-01-01..2025-12-31"
    desk.write(Measure(indicator="guns-traced", value="70", period=period, series="year-atf", source="SSPC-2024"))
    async with running(desk) as (app, pilot):
        await press(pilot, "5", "tab")
        screen = scorecard_screen(app)
        screen.page_view.choose(next(key for key in screen.page_view.items if key.endswith("/guns-traced")))
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        page = " ".join(app.screen.page_view.text.split())
        assert "Mexico's own value, not confirmed by the United States; not counted" in page.partition("70 percent")[2]


async def test_contrast_line_opens_its_measurements(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "tab")
        screen = scorecard_screen(app)
        assert screen.tabs.chosen == CONTRAST
        series = [key for key in screen.page_view.items if key.startswith("series:")]
        assert screen.held is not None
        gauges = screen.held.inputs.gauges
        measured = [key for key in series if gauges[key.rpartition("/")[2]].rows]
        screen.page_view.choose(measured[0])
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        assert "released" in app.screen.page_view.text
        await press(pilot, "escape")
        assert scorecard_screen(app) is screen


async def test_events_tab_states_that_it_shows_no_cause_and_opens_every_comparison() -> None:
    async with running(shipped_desk(), size=(120, 36)) as (app, pilot):
        await press(pilot, "5", "tab", "tab")
        screen = scorecard_screen(app)
        assert screen.tabs.chosen == EVENTS
        assert "does not show a cause" in screen.page_view.text
        assert "All comparisons" not in screen.page_view.text
        screen.page_view.choose("event:ev-zambada-2024")
        await press(pilot, "enter")
        told = " ".join(screen.page_view.text.split())
        assert "3.53 times that of the median state" in told
        assert "people registered as missing" in told[told.index("All comparisons") :]
        await press(pilot, "enter")
        assert "All comparisons" not in screen.page_view.text


async def test_score_tab_loads_the_scores_when_it_is_opened(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        assert page.scores is None
        page.switch_to_tab(SCORE)
        await settle(pilot)
        assert page.scores is not None
        assert "Method AT-1.0.0" in page.page_view.text


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_screen_fits_every_size_in_both_languages(us: Desk, size: tuple[int, int], language: str) -> None:
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "5", "tab", "tab", "enter", "tab", "j", "G")
        scorecard_screen(app)
        await press(pilot, "L")
        assert all(len(line) <= size[0] for line in painted(app))
        assert faults(app) == []


async def test_mexico_comes_first_in_spanish(us: Desk) -> None:
    async with running(us, language="es") as (app, pilot):
        await press(pilot, "5", "v")
        text = scorecard_screen(app).page_view.text
        assert text.index("de México") < text.index("de Estados Unidos")


@pytest.mark.sweep
@pytest.mark.parametrize(("width", "language"), [(120, "en"), (120, "es"), (160, "en"), (160, "es"), (200, "en")])
async def test_theme_line_shows_every_score_with_its_counts(width: int, language: str) -> None:
    async with running(shipped_desk(), size=(width, 36), language=language) as (app, pilot):
        await press(pilot, "5", "v")
        held, found = scorecard_screen(app).held, scorecard_screen(app).score
        assert held is not None
        assert found is not None
        for node in found.groups:
            named = (i18n.localize(held.title_of("theme", node.id)), label("short theme", node.id))
            line = next(one for one in scorecard_screen(app).page_view.text.splitlines() if one.startswith(named))
            words = line.split()
            assert node.trend is not None
            counts = (
                node.trend.improved_count,
                node.trend.worsened_count,
                node.trend.unchanged_count,
                node.trend.unmeasured_count,
            )
            assert [f"{sign}{count}" for sign, count in zip("▲▼=?", counts, strict=True)] == [
                word for word in words if word[0] in "▲▼=?" and word[1:].isdigit()
            ]
            assert " ".join(map(str, (node.n, sum(node.stated.values()), sum(node.read.values())))) in " ".join(words)
            assert tr("{n} of {all}", n=node.usable, all=node.commitments) in line
            assert format_signed(node.trend.score) in line
            assert set(line) & set("█▒·")
        signs = dict(zip(("up", "down", "same", "unknown"), "▲▼=?", strict=True))
        assert tr(
            "{up} improved, {down} worsened, {same} unchanged, {unknown} without a yearly rate", **signs
        ) in screen_text(app)
        assert (findings.word_with_countries(held.theme_finding("health")) in screen_text(app)) is (width >= 200)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_narrow_line_drops_bar_and_trend_but_keeps_the_counts(language: str) -> None:
    async with running(shipped_desk(), size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "5", "v")
        found = scorecard_screen(app).score
        assert found is not None
        assert found.overall.trend is not None
        line = next(line for line in painted(app) if "▲" in line and str(found.overall.n) in line)
        assert f"▲{found.overall.trend.improved_count} ▼{found.overall.trend.worsened_count}" in line
        assert tr("{n} of {all}", n=found.overall.usable, all=found.overall.commitments) in line
        assert format_signed(found.overall.trend.score) not in line
        assert not set(line) & set("█▒")


def test_attainment_is_shown_only_where_it_is_printable() -> None:
    found = shipped_desk().scores().by_theme
    whole, first = found.overall, found.groups[0]
    assert first.attainment is not None
    met = replace(first, printable=True, usable=9, attainment=replace(first.attainment, score=62.4))
    made = score_table.build_table("theme", (whole, first, met), ("the whole", "not yet", "met"), ("", "", ""), 113)
    assert made.line(1, "").plain.endswith(f"  0 of {first.commitments}")
    assert made.line(2, "").plain.endswith(f"  62 on 9 of {first.commitments}")


async def test_flags_are_shown_by_their_label() -> None:
    async with running(shipped_desk()) as (app, pilot):
        await press(pilot, "5", "v")
        lines = scorecard_screen(app).page_view.text.splitlines()
        assert [line for line in lines if label("flag", "SHARE_NOT_AGREED") in line]
        assert not [line for line in lines if "SHARE_NOT_AGREED" in line]


async def test_enter_on_the_overall_line_goes_to_its_basis_and_back() -> None:
    async with running(shipped_desk(), size=(80, 24)) as (app, pilot):
        await press(pilot, "5", "v", "enter")
        assert scorecard_screen(app).page_view.chosen == FACTS
        assert "stated on" in screen_text(app)
        await press(pilot, "enter")
        assert scorecard_screen(app).page_view.chosen == WHOLE


@pytest.mark.parametrize(("language", "place"), [("en", "  Mexico City  "), ("es", "  Ciudad de México  ")])
async def test_events_tab_names_the_place_of_an_event(language: str, place: str) -> None:
    async with running(shipped_desk(), size=(160, 40), language=language) as (app, pilot):
        await press(pilot, "5", "tab", "tab")
        assert place in scorecard_screen(app).page_view.text


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "1 target is agreed by both governments;"), ("es", "1 meta está acordada por ambos gobiernos;")],
)
async def test_targets_tab_says_first_what_both_signed(language: str, first: str, tmp_path: Path) -> None:
    register = target_register(tmp_path)
    sign_targets(register)
    desk = service.open_register(register, desk="us-1", today=TODAY)
    async with running(desk, size=(120, 36), language=language) as (app, pilot):
        await press(pilot, "5", "shift+tab", "shift+tab")
        screen = scorecard_screen(app)
        assert screen.tabs.chosen == TARGETS
        told = " ".join(screen.page_view.text.split())
        assert told.startswith(first)
        assert all(entry in told for entry in ("us-1-2", "us-1-3", "us-1-4", "us-1-5", "mx-1-6"))


@pytest.mark.parametrize("language", ["en", "es"])
async def test_keys_that_do_not_fit_the_footer_are_in_the_help(language: str) -> None:
    async with running(shipped_desk(), size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "5")
        footer = painted(app)[-1]
        assert footer.rstrip().endswith(f"… ? {tr('help')}")
        assert "   v " in footer or language == "es"
        own = [key for key in keys.active_keys("scorecard") if key.place == "scorecard"]
        await press(pilot, "question_mark")
        assert isinstance(app.screen, ReadingScreen)
        assert [key.action for key in own if tr(key.label) not in app.screen.page_view.text] == []


async def test_ascii_option_draws_no_block_characters(us: Desk) -> None:
    async with running(us, ascii_only=True) as (app, pilot):
        await press(pilot, "5")
        assert not set("█▒▁▂▃▄▅▆▇·") & set(screen_text(app))
