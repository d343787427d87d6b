"""Saved filters by keys: a name for the filter in force, the list of names, and what is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.saved_filters import NameDialog, SavedFilters
from tampering import tamper
from tui_runner import at_register, faults, ids, painted, press, register, running, write

if TYPE_CHECKING:
    from accordtrack.service import Desk


async def test_a_filter_is_saved_from_the_line_and_chosen_again(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F")
        assert any("saved: 0" in line for line in painted(app))
        await press(pilot, "slash")
        await write(pilot, "side:MX")
        await press(pilot, "ctrl+f")
        assert isinstance(app.screen, NameDialog)
        await write(pilot, "theirs")
        await press(pilot, "enter")
        assert us.kept.filter("theirs") == "side:MX"
        await press(pilot, "escape", "escape")
        assert len(ids(app)) == 3
        assert any("saved: 1  0 lists" in line for line in painted(app))
        await press(pilot, "0", "enter")
        assert register(app).line.text == "side:MX"
        assert ids(app) == ["FW-MX-01"]
        assert faults(app) == []


async def test_a_taken_name_is_asked_about_and_cancel_has_the_focus(us: Desk) -> None:
    us.kept.save_filter("mine", "side:US")
    async with running(us) as (app, pilot):
        await press(pilot, "F", "ctrl+f")
        await write(pilot, "mine")
        await press(pilot, "enter")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter")
        assert us.kept.filter("mine") == "side:US"
        assert isinstance(app.screen, NameDialog)
        await press(pilot, "enter", "tab", "enter")
        assert us.kept.filter("mine") == ""
        assert at_register(app)


async def test_renaming_and_deleting(us: Desk) -> None:
    us.kept.save_filter("one", "side:US")
    us.kept.save_filter("two", "side:MX")
    async with running(us) as (app, pilot):
        await press(pilot, "0", "j", "r")
        assert isinstance(app.screen, NameDialog)
        await press(pilot, "s", "enter")
        assert [saved.name for saved in us.kept.filters()] == ["one", "twos"]
        assert isinstance(app.screen, SavedFilters)
        await press(pilot, "g", "d", "enter")
        assert len(us.kept.filters()) == 2, "Cancel has the focus"
        await press(pilot, "d", "tab", "enter")
        assert [saved.name for saved in us.kept.filters()] == ["twos"]
        await press(pilot, "escape")
        assert any("saved: 1" in line for line in painted(app))


async def test_a_damaged_one_is_told_and_not_used(us: Desk) -> None:
    us.kept.save_filter("mine", "side:US")
    tamper(us.path, "UPDATE saved_filter SET words = 'side:MX'")
    async with running(us) as (app, pilot):
        await press(pilot, "F", "0")
        assert any("damaged; not used" in line for line in painted(app))
        await press(pilot, "enter")
        assert register(app).line.text == ""
        assert "damaged" in app.said[-1].text


async def test_the_list_says_so_when_there_is_none(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "0")
        assert at_register(app)
        assert "No filter is saved yet" in app.said[-1].text
