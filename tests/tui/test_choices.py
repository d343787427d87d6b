"""Choices: their keys in the last line, letters that go to a word, and what fits none goes to the value."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from accordtrack.service import Desk
from accordtrack.tui.dialogs.amend import AmendDialog
from accordtrack.tui.dialogs.choose import Choose
from accordtrack.tui.widgets.filter_line import FilterInput
from tui_runner import at_register, faults, ids, painted, press, register, rest, running, screen_text, settle, write

pytestmark = pytest.mark.journeys


async def test_footer_shows_arrows_only_on_a_choice(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "a")
        assert "← previous choice" in screen_text(app)
        await press(pilot, "tab")
        assert "← previous choice" not in screen_text(app)


async def test_letters_choose_a_field_and_digits_start_the_value(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "a", "l")
        assert isinstance(app.screen, AmendDialog)
        assert app.screen.field_value("field") == "lead.US"
        await press(pilot, "d")
        assert app.screen.field_value("field") == "due_on"
        await write(pilot, "2027-03-31")
        assert app.screen.field_value("value") == "2027-03-31"
        assert faults(app) == []


async def test_clearing_the_filter_keeps_the_cursor_and_preview_visible(us: Desk) -> None:
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


async def test_desk_list_is_aligned_in_columns(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "D")
        assert isinstance(app.screen, Choose)
        lines = [line for line in painted(app) if "-1 " in line or "-2 " in line]
        places = {line.index(side) for line in lines for side in ("United States", "Mexico") if side in line}
        assert len(places) == 1


async def test_spanish_help_shows_spanish_filter_examples(us: Desk) -> None:
    async with running(us, language="es") as (app, pilot):
        await press(pilot, "question_mark", "G")
        await settle(pilot)
        shown = screen_text(app)
        assert "due:" not in shown
        assert "status:" not in shown


async def test_facets_dialog_shows_the_escape_key(us: Desk) -> None:
    async with running(us, size=(80, 24)) as (app, pilot):
        await press(pilot, "f")
        assert "esc to the rows" in screen_text(app)


async def test_selecting_an_outdated_option_does_nothing(us: Desk) -> None:
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


async def test_closing_a_dialog_twice_is_harmless(us: Desk) -> None:
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
