"""Lists to choose from: a click on a line that was drawn a moment ago and is gone."""

from __future__ import annotations

from rich.style import Style
from textual import events

from accordtrack.service import Desk
from accordtrack.tui.widgets.option_lines import OptionLines
from tui_runner import faults, press, running, settle


async def test_click_on_a_removed_option_does_nothing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        shown = app.screen
        choices = shown.query_one(OptionLines)
        gone = choices.option_count
        place = choices.region
        click = events.Click(choices, 1, 1, 0, 0, 1, False, False, False, place.x + 1, place.y + 1)  # noqa: FBT003
        click._style = Style.from_meta({"option": gone})
        choices.post_message(click)
        await settle(pilot)
        assert app.screen is shown
        assert faults(app) == []
