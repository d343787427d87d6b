"""Saved filters by keys: a name for the filter in force, the list of names, and what is damaged."""

from __future__ import annotations

from accordtrack.service import Desk
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.saved_filters import NameDialog, SavedFilters
from tampering import tamper
from tui_runner import at_register, faults, ids, painted, press, register, running, write


async def test_filter_is_saved_from_the_filter_line_and_applied_again(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F")
        assert any("saved: 0" in line for line in painted(app))
        await press(pilot, "slash")
        await write(pilot, "side:MX")
        await press(pilot, "ctrl+f")
        assert isinstance(app.screen, NameDialog)
        await write(pilot, "theirs")
        await press(pilot, "enter")
        assert us.preferences.filter("theirs") == "side:MX"
        await press(pilot, "escape", "escape")
        assert len(ids(app)) == 3
        assert any("saved: 1  0 lists" in line for line in painted(app))
        await press(pilot, "0", "enter")
        assert register(app).filter_line.text == "side:MX"
        assert ids(app) == ["FW-MX-01"]
        assert faults(app) == []


async def test_replacing_a_saved_filter_asks_first_with_cancel_focused(us: Desk) -> None:
    us.preferences.save_filter("mine", "side:US")
    async with running(us) as (app, pilot):
        await press(pilot, "F", "ctrl+f")
        await write(pilot, "mine")
        await press(pilot, "enter")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter")
        assert us.preferences.filter("mine") == "side:US"
        assert isinstance(app.screen, NameDialog)
        await press(pilot, "enter", "tab", "enter")
        assert us.preferences.filter("mine") == ""
        assert at_register(app)


async def test_saved_filters_can_be_renamed_and_deleted(us: Desk) -> None:
    us.preferences.save_filter("one", "side:US")
    us.preferences.save_filter("two", "side:MX")
    async with running(us) as (app, pilot):
        await press(pilot, "0", "j", "r")
        assert isinstance(app.screen, NameDialog)
        await press(pilot, "s", "enter")
        assert [saved.name for saved in us.preferences.filters()] == ["one", "twos"]
        assert isinstance(app.screen, SavedFilters)
        await press(pilot, "g", "d", "enter")
        assert len(us.preferences.filters()) == 2, "Cancel has the focus"
        await press(pilot, "d", "tab", "enter")
        assert [saved.name for saved in us.preferences.filters()] == ["twos"]
        await press(pilot, "escape")
        assert any("saved: 1" in line for line in painted(app))


async def test_damaged_saved_filter_is_reported_and_not_applied(us: Desk) -> None:
    us.preferences.save_filter("mine", "side:US")
    tamper(us.path, "UPDATE saved_filter SET words = 'side:MX'")
    async with running(us) as (app, pilot):
        await press(pilot, "F", "0")
        assert any("damaged; not used" in line for line in painted(app))
        await press(pilot, "enter")
        assert register(app).filter_line.text == ""
        assert "damaged" in app.said[-1].text


async def test_empty_list_shows_that_no_filters_are_saved(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "0")
        assert at_register(app)
        assert "No filters are saved yet" in app.said[-1].text
