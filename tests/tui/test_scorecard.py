"""The scorecard: a line a card, what it rests on, outputs against outcomes, aftermath; and the score of a commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.intents import ReportStatus
from accordtrack.tui.screens.commitment import SCORE, CommitmentScreen
from accordtrack.tui.screens.reading import ReadingScreen
from accordtrack.tui.screens.scorecard import AFTERMATH, CONTRAST, ScorecardScreen
from tuirun import at_register, faults, painted, press, running, settle

if TYPE_CHECKING:
    from accordtrack.desk import Desk
    from accordtrack.tui.app import AccordApp


def card(app: AccordApp) -> ScorecardScreen:
    assert isinstance(app.screen, ScorecardScreen)
    return app.screen


def shown(app: AccordApp) -> str:
    return "\n".join(painted(app))


async def test_the_first_look_names_every_theme_with_its_coverage(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5")
        text = card(app).leaf.text
        assert "public statements" in text
        assert "not yet measurable beyond outputs" in text
        held = card(app).held
        assert held is not None
        assert all(theme["title"]["en"] in text for theme in held.facts.accord["themes"])
        await press(pilot, "q")
        assert at_register(app)
        assert faults(app) == []


async def test_enter_opens_what_a_card_rests_on_then_a_commitment_as_sums(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "j", "enter")
        screen = card(app)
        assert screen.leaf.chosen is not None
        leaves = [key for key in screen.leaf.items if key.startswith("leaf:")]
        assert leaves
        screen.leaf.choose(leaves[0])
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        assert page.tabs.chosen == SCORE
        assert "attainment" in page.leaf.text
        await press(pilot, "q")
        assert card(app) is screen


async def test_a_report_moves_the_score_behind_the_page(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5")
        before = card(app).score
        us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Less of it."))
        await press(pilot, "R")
        after = card(app).score
        assert before is not None
        assert after is not None
        assert before.overall.stated != after.overall.stated


async def test_other_cards_over_the_same_whole(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5")
        wholes = []
        for expected in ("theme", "framework", "side", "body"):
            found = card(app).score
            assert found is not None
            assert found.by == expected
            wholes.append(found.overall.delivery)
            await press(pilot, "b")
        assert len({whole.shown for whole in wholes if whole is not None}) == 1


async def test_contrast_opens_the_measurements_behind_a_line(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "tab")
        screen = card(app)
        assert screen.tabs.chosen == CONTRAST
        series = [key for key in screen.leaf.items if key.startswith("series:")]
        assert screen.held is not None
        gauges = screen.held.inputs.gauges
        measured = [key for key in series if gauges[key.rpartition("/")[2]].rows]
        screen.leaf.choose(measured[0])
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        assert "released" in app.screen.leaf.text
        await press(pilot, "escape")
        assert card(app) is screen


async def test_aftermath_says_that_it_shows_no_cause(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "shift+tab")
        screen = card(app)
        assert screen.tabs.chosen == AFTERMATH
        assert "it does not show a cause" in screen.leaf.text
        events = [key for key in screen.leaf.items if key.startswith("event:")]
        if events:
            screen.leaf.choose(events[0])
            await press(pilot, "enter")
            assert "before:" in screen.leaf.text
            await press(pilot, "enter")
            assert "before:" not in screen.leaf.text


async def test_the_score_tab_of_a_commitment_waits_for_nothing_else(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "enter")
        page = app.screen
        assert isinstance(page, CommitmentScreen)
        assert page.scores is None
        page.choose(SCORE)
        await settle(pilot)
        assert page.scores is not None
        assert "Method AT-1.0.0" in page.leaf.text


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_it_fits_and_speaks_both_languages(us: Desk, size: tuple[int, int], language: str) -> None:
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "5", "tab", "tab", "tab", "j", "enter", "G")
        card(app)
        await press(pilot, "L")
        assert all(len(line) <= size[0] for line in painted(app))
        assert faults(app) == []


async def test_mexico_stands_first_in_spanish(us: Desk) -> None:
    async with running(us, language="es") as (app, pilot):
        await press(pilot, "5")
        text = card(app).leaf.text
        assert text.index("de México") < text.index("de Estados Unidos")


async def test_ascii_draws_no_block(us: Desk) -> None:
    async with running(us, ascii_only=True) as (app, pilot):
        await press(pilot, "5")
        assert not set("█▒▁▂▃▄▅▆▇·") & set(shown(app))
