"""Choices: their keys in the last line, letters that go to a word, and what fits none goes to the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from accordtrack.tui.dialogs.amend import AmendDialog
from accordtrack.tui.dialogs.choose import Choose
from accordtrack.tui.widgets.filter_line import FilterInput
from tui_runner import at_register, faults, ids, painted, press, register, rest, running, settle, write

if TYPE_CHECKING:
    from accordtrack.service import Desk

pytestmark = pytest.mark.journeys


async def test_the_last_line_shows_the_arrows_on_a_choice_only(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "a")
        assert "← previous choice" in "\n".join(painted(app))
        await press(pilot, "tab")
        assert "← previous choice" not in "\n".join(painted(app))


async def test_letters_choose_a_field_and_digits_begin_the_value(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "a", "l")
        assert isinstance(app.screen, AmendDialog)
        assert app.screen.field("field") == "lead.US"
        await press(pilot, "d")
        assert app.screen.field("field") == "due_on"
        await write(pilot, "2027-03-31")
        assert app.screen.field("value") == "2027-03-31"
        assert faults(app) == []


async def test_clearing_the_filter_keeps_the_cursor_in_sight_and_its_preview(us: Desk) -> None:
    async with running(us, size=(80, 18)) as (app, pilot):
        await press(pilot, "F", "G")
        row = register(app).rows.row
        assert row is not None
        await press(pilot, "slash")
        await write(pilot, row.id)
        await press(pilot, "escape")
        assert isinstance(app.focused, FilterInput)
        await rest(pilot)
        rows = register(app).rows
        assert rows.row is not None
        assert rows.row.id == row.id
        assert rows.scroll_offset.y <= rows.cursor < rows.scroll_offset.y + rows.size.height
        view = register(app).view
        assert view is not None
        assert view.row.id == row.id
        await press(pilot, "escape")
        assert len(ids(app)) == 3


async def test_seats_stand_in_columns(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "D")
        assert isinstance(app.screen, Choose)
        lines = [line for line in painted(app) if "-1 " in line or "-2 " in line]
        places = {line.index(side) for line in lines for side in ("United States", "Mexico") if side in line}
        assert len(places) == 1


async def test_spanish_examples_of_filters_and_short_sides(us: Desk) -> None:
    async with running(us, language="es") as (app, pilot):
        await press(pilot, "question_mark", "G")
        await settle(pilot)
        shown = "\n".join(painted(app))
        assert "due:" not in shown
        assert "status:" not in shown


async def test_the_facets_dialog_names_escape(us: Desk) -> None:
    async with running(us, size=(80, 24)) as (app, pilot):
        await press(pilot, "f")
        assert "esc to the rows" in "\n".join(painted(app))


async def test_an_option_of_an_old_list_chooses_nothing_else(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        dialog = app.screen
        assert isinstance(dialog, Choose)
        old = dialog.choices.get_option_at_index(dialog.choices.option_count - 1)
        late = OptionList.OptionSelected(dialog.choices, old, dialog.choices.option_count - 1)
        await write(pilot, "undo")
        dialog.on_option_list_option_selected(late)
        await settle(pilot)
        assert app.screen is dialog
        assert faults(app) == []


async def test_a_dialog_is_closed_once(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        dialog = app.screen
        assert isinstance(dialog, Choose)
        dialog.action_leave()
        dialog.action_leave()
        dialog.dismiss("undo")
        await settle(pilot)
        assert at_register(app)
        assert app.is_running
