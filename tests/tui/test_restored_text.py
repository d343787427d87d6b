"""Escape leaves without writing, and what was typed is not lost: the same dialog brings it back."""

from __future__ import annotations

import pytest

from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.status import StatusDialog
from tui_runner import at_register, painted, press, running, screen_text, settle, write

pytestmark = pytest.mark.journeys

OFFER = "brings back what you typed here before"


def form(app: AccordApp) -> Form:
    assert isinstance(app.screen, Form)
    return app.screen


async def test_status_left_with_escape_is_restored_only_by_its_key(us: Desk) -> None:
    version = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c")
        await write(pilot, "https://example.org/x")
        await press(pilot, "tab")
        await write(pilot, "all of it")
        await press(pilot, "escape")
        assert at_register(app)
        assert "^y in the same dialog brings your text back" in app.said[-1].text
        assert us.version() == version
        await press(pilot, "s")
        assert isinstance(app.screen, StatusDialog)
        assert (app.screen.picker.chosen, app.screen.field_value("note")) == ("", "")
        assert OFFER in screen_text(app)
        await press(pilot, "ctrl+y")
        assert OFFER not in screen_text(app)
        assert (app.screen.picker.chosen, app.screen.field_value("note")) == ("completed", "all of it")
        assert "substantial → completed" in screen_text(app)
        await press(pilot, "enter")
        assert at_register(app)
    assert us.commitment("FW-US-01").row.halves[0].status == "completed"


async def test_left_text_is_offered_on_its_own_row_until_it_is_saved(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "n")
        await write(pilot, "half a thought")
        await press(pilot, "escape", "g", "n")
        assert OFFER not in screen_text(app)
        await press(pilot, "ctrl+y")
        assert form(app).field_value("text") == ""
        assert "Nothing to bring back here" in app.said[-1].text
        await press(pilot, "escape", "G", "n", "ctrl+y")
        assert form(app).field_value("text") == "half a thought"
        await press(pilot, "enter", "n")
        assert OFFER not in screen_text(app)


async def test_untouched_dialogs_leave_no_text_behind(us: Desk) -> None:
    async with running(us) as (app, pilot):
        said = len(app.said)
        for keys in (("s", "c"), ("m",), ("e",), ("a", "right"), ("n",)):
            await press(pilot, *keys, "escape")
            assert at_register(app)
        assert len(app.said) == said
        assert app.session is not None
        assert app.session.left == {}


async def test_dispute_is_restored_with_its_speaker_ground_and_source(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "d")
        await write(pilot, "not seen")
        await press(pilot, "tab", "right")
        form(app).focus_field("speaker")
        await press(pilot, "right", "right", "right")
        form(app).focus_field("sources")
        await write(pilot, "press")
        values = form(app).values()
        assert (values["speaker"], values["ground"]) == ("OBS", "not_done")
        await press(pilot, "escape", "d", "ctrl+y")
        assert isinstance(app.screen, DisputeDialog)
        assert app.screen.values() == values
        assert app.screen.query_one("#field-sources").display
        assert "quoted for" in screen_text(app)


async def test_amendment_is_restored_beside_the_current_value(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "a", "right", "tab")
        await write(pilot, "A better title")
        await press(pilot, "escape", "a", "ctrl+y")
        assert (form(app).field_value("field"), form(app).field_value("value")) == ("title.en", "A better title")
        assert us.commitment("FW-US-01").row.title.en in screen_text(app)


async def test_left_source_is_not_offered_to_another_kind_of_record(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "A", "down", "enter")
        await write(pilot, "GAO")
        await press(pilot, "escape", "A", "enter")
        assert OFFER not in screen_text(app)
        await press(pilot, "escape", "A", "down", "enter", "ctrl+y")
        assert isinstance(app.screen, AddDialog)
        assert app.screen.field_value("publisher") == "GAO"


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_restore_offer_leaves_the_footer_keys_visible(us: Desk, language: str, size: tuple[int, int]) -> None:
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "s", "c")
        await write(pilot, "https://example.org/x")
        await press(pilot, "escape", "s")
        assert app.screen.query_one("#left").display
        assert "^y" in screen_text(app)
        assert any("esc" in line for line in painted(app))
        assert app.screen.query_one("#plan").region.height >= 1


async def test_source_suggested_for_restored_text_is_chosen_with_down_and_enter(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "a")
        form(app).focus_field("sources")
        await write(pilot, "trace tables")
        await press(pilot, "escape", "a", "ctrl+y")
        assert "did you mean ATF-2023?" in screen_text(app)
        assert "enter takes it" not in screen_text(app), "the cursor is in another field"
        form(app).focus_field("sources")
        await settle(pilot)
        assert "↓ enter takes it" in screen_text(app)
        await press(pilot, "down", "enter")
        assert form(app).field_value("sources") == "ATF-2023"
