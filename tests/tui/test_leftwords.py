"""Escape leaves without writing, and what was typed is not lost: the same dialog brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.status import StatusDialog
from tui_runner import at_register, painted, press, running, settle, write

if TYPE_CHECKING:
    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp

pytestmark = pytest.mark.journeys

OFFER = "brings back what you typed here before"


def shown(app: AccordApp) -> str:
    return "\n".join(painted(app))


def form(app: AccordApp) -> Form:
    assert isinstance(app.screen, Form)
    return app.screen


async def test_a_status_comes_back_with_its_letter_and_only_on_demand(us: Desk) -> None:
    version = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c")
        await write(pilot, "https://example.org/x")
        await press(pilot, "tab")
        await write(pilot, "all of it")
        await press(pilot, "escape")
        assert at_register(app)
        assert "^y brings your words back" in app.said[-1].text
        assert us.version() == version
        await press(pilot, "s")
        assert isinstance(app.screen, StatusDialog)
        assert (app.screen.picker.chosen, app.screen.field("note")) == ("", "")
        assert OFFER in shown(app)
        await press(pilot, "ctrl+y")
        assert OFFER not in shown(app)
        assert (app.screen.picker.chosen, app.screen.field("note")) == ("completed", "all of it")
        assert "substantial → completed" in shown(app)
        await press(pilot, "enter")
        assert at_register(app)
    assert us.commitment("FW-US-01").row.halves[0].status == "completed"


async def test_once_saved_nothing_is_offered_and_another_row_never_gets_the_words(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "n")
        await write(pilot, "half a thought")
        await press(pilot, "escape", "g", "n")
        assert OFFER not in shown(app)
        await press(pilot, "ctrl+y")
        assert form(app).field("text") == ""
        assert "Nothing was left here" in app.said[-1].text
        await press(pilot, "escape", "G", "n", "ctrl+y")
        assert form(app).field("text") == "half a thought"
        await press(pilot, "enter", "n")
        assert OFFER not in shown(app)


async def test_nothing_typed_is_nothing_left(us: Desk) -> None:
    async with running(us) as (app, pilot):
        said = len(app.said)
        for keys in (("s", "c"), ("m",), ("e",), ("a", "right"), ("n",)):
            await press(pilot, *keys, "escape")
            assert at_register(app)
        assert len(app.said) == said
        assert app.session is not None
        assert app.session.left == {}


async def test_an_answer_comes_back_with_its_speaker_ground_and_source(mx: Desk) -> None:
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
        assert "attributed to" in shown(app)


async def test_a_field_that_was_being_amended_comes_back_with_what_stands_now(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "a", "right", "tab")
        await write(pilot, "A better title")
        await press(pilot, "escape", "a", "ctrl+y")
        assert (form(app).field("field"), form(app).field("value")) == ("title.en", "A better title")
        assert us.commitment("FW-US-01").row.title.en in shown(app)


async def test_a_record_of_one_kind_is_not_offered_to_another(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "A", "down", "enter")
        await write(pilot, "GAO")
        await press(pilot, "escape", "A", "enter")
        assert OFFER not in shown(app)
        await press(pilot, "escape", "A", "down", "enter", "ctrl+y")
        assert isinstance(app.screen, AddDialog)
        assert app.screen.field("publisher") == "GAO"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_offer_leaves_the_keys_in_sight(us: Desk, language: str, size: tuple[int, int]) -> None:
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "s", "c")
        await write(pilot, "https://example.org/x")
        await press(pilot, "escape", "s")
        assert app.screen.query_one("#left").display
        assert "^y" in shown(app)
        assert any("esc" in line for line in painted(app))
        assert app.screen.query_one("#plan").region.height >= 1


async def test_a_record_offered_for_words_that_came_back_is_taken_with_the_keys_that_are_named(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "a")
        form(app).focus_field("sources")
        await write(pilot, "trace tables")
        await press(pilot, "escape", "a", "ctrl+y")
        assert "did you mean ATF-2023?" in shown(app)
        assert "enter takes it" not in shown(app), "the cursor is in another field"
        form(app).focus_field("sources")
        await settle(pilot)
        assert "↓ enter takes it" in shown(app)
        await press(pilot, "down", "enter")
        assert form(app).field("sources") == "ATF-2023"
