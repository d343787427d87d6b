"""One key on any number of the scorecard lists why it changed."""

from __future__ import annotations

from typing import Any

from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.score_changes import ScoreChangesScreen
from accordtrack.tui.screens.scorecard import GROUPS, ScorecardScreen, card_of
from accordtrack.tui.tabs.scores import WHOLE
from accordtrack.types.intents import ReportStatus
from tui_runner import press, running


def changes_screen(app: AccordApp) -> ScoreChangesScreen:
    assert isinstance(app.screen, ScoreChangesScreen)
    return app.screen


async def test_key_lists_what_moved_each_number_of_the_screen(us: Desk) -> None:
    dates: dict[str, Any] = {"said_on": "2026-11-20", "effective_on": "2026-11-20"}
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="x", **dates))
    async with running(us) as (app, pilot):
        await press(pilot, "5", "v")
        assert isinstance(app.screen, ScorecardScreen)
        app.screen.page_view.choose(WHOLE)
        await press(pilot, "w")
        page = changes_screen(app)
        assert (page.card, page.made.since, page.made.until) == (None, "2025-11-25", "2026-11-25")
        assert "status reported, FW-US-01" in page.page_view.text
        assert "us-1 (United States)" in page.page_view.text
        await press(pilot, "left_square_bracket", "left_square_bracket", "left_square_bracket")
        assert page.made.since == "2022-11-25"
        assert "entered by a third party" in page.page_view.text
        await press(pilot, "right_square_bracket", "y")
        assert page.made.since == "2023-11-25"
        await press(pilot, "right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert page.made.since == "2025-11-25", "the days stay in order"
        await press(pilot, "escape")
        assert isinstance(app.screen, ScorecardScreen)


async def test_every_item_of_every_group_has_its_list(us: Desk) -> None:
    seen = set()
    async with running(us) as (app, pilot):
        await press(pilot, "5", "v")
        for _group in GROUPS:
            screen = app.screen
            assert isinstance(screen, ScorecardScreen)
            screen.opened = {key for key in screen.page_view.items if key.startswith("card:")}
            screen._draw_tab(keep=True)
            seen |= {card_of(key) for key in screen.page_view.items}
            await press(pilot, "b")
    assert {None, "firearms", "US", "MX", "FW", "ATF", "FW-US-01"} <= seen
    for name in seen:
        assert us.score_changes(name, "2020-01-01", "2026-11-25").changes or name not in {None, "firearms", "US"}


async def test_page_changes_its_language(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "w")
        page = changes_screen(app)
        assert "From the end of" in page.page_view.text
        await press(pilot, "escape", "L", "w")
        assert "Del cierre del" in changes_screen(app).page_view.text


async def test_page_begins_with_the_name_of_an_area_and_says_when_a_number_did_not_change(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "v")
        screen = app.screen
        assert isinstance(screen, ScorecardScreen)
        screen.page_view.choose(next(key for key in screen.page_view.items if "firearms" in key))
        await press(pilot, "w")
        lines = changes_screen(app).page_view.text.splitlines()
        assert lines[0] == "Firearms"
        assert any(line.endswith(" after, no change") for line in lines)
