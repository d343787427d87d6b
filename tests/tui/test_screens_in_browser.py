"""The screens in a browser: what cannot be done there is said at opening, and no folder of the server is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as desks
from accordtrack.cli.screen_export import export
from accordtrack.core import capabilities
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Problem
from accordtrack.i18n import explain
from accordtrack.text import field_values
from accordtrack.tui import UserOptions
from accordtrack.tui.widgets.fields import Field
from registers import TODAY
from tui_runner import at_register, one_line, press, running

pytestmark = [pytest.mark.journeys, pytest.mark.usefixtures("lifted")]

NO_FILE = "In a browser, no file on the serving machine can be read or written"


@pytest.mark.parametrize("key", ["s", "e", "n", "a", "r", "c", "d", "m"])
async def test_forms_in_a_read_only_browser_say_nothing_can_be_saved(register: Path, key: str) -> None:
    capabilities.restrict_to_browser(writes=False)
    async with running(desks.open_register(register, today=TODAY)) as (app, pilot):
        await press(pilot, key)
        assert "Opened in a browser, read only: nothing can be saved here" in one_line(app)
        assert "nothing, as things stand" in one_line(app)
        assert "enter save" not in one_line(app)
        assert "keep as a draft" not in one_line(app)
        await press(pilot, "escape")
        assert at_register(app)


async def test_form_on_a_terminal_without_a_key_says_nothing_can_be_saved(register: Path) -> None:
    for key in own_key_folder(register).iterdir():
        key.unlink()
    async with running(desks.open_register(register, today=TODAY)) as (app, pilot):
        await press(pilot, "s")
        assert "No key of this register is on this machine: nothing can be saved here" in one_line(app)
        assert "enter save" not in one_line(app)


@pytest.mark.parametrize("writes", [True, False])
async def test_export_in_a_browser_offers_no_file_and_shows_no_folder(register: Path, *, writes: bool) -> None:
    capabilities.restrict_to_browser(writes=writes)
    async with running(desks.open_register(register, today=TODAY), own=UserOptions(export=export)) as (app, pilot):
        for keys in (["x"], ["5", "X"]):
            await press(pilot, *keys)
            assert NO_FILE in one_line(app)
            assert "evidence" not in one_line(app).split(NO_FILE)[1][:60]
            assert "--db register.db" in one_line(app)
            assert not app.screen.query_one("#field-file", Field).display
            assert "enter save" not in one_line(app)
            assert "/" not in one_line(app).split("--db ")[1].split("╭")[0]
            await press(pilot, "right", "enter", "ctrl+o")
            assert NO_FILE in one_line(app)
            assert str(register.parent) not in one_line(app)
            await press(pilot, "escape")


async def test_evidence_in_a_browser_is_a_web_address_only(register: Path) -> None:
    capabilities.restrict_to_browser(writes=True)
    async with running(desks.open_register(register, today=TODAY)) as (app, pilot):
        await press(pilot, "e")
        assert "web address, commas for more" in one_line(app)
        assert "Paste a web address" in one_line(app)
        assert "path" not in one_line(app)
        assert "enter save" in one_line(app)


async def test_saving_filters_and_reminders_is_refused_at_once(register: Path) -> None:
    capabilities.restrict_to_browser(writes=False)
    async with running(desks.open_register(register, today=TODAY)) as (app, pilot):
        await press(pilot, "ctrl+f")
        assert at_register(app)
        assert app.said[-1].text.startswith("Opened in a browser, read only")
        await press(pilot, "M")
        shown = app.screen
        await press(pilot, "w")
        assert app.screen is shown
        assert app.said[-1].text.startswith(NO_FILE)


def test_refusals_in_a_browser_show_no_folder(tmp_path: Path) -> None:
    problem = Problem("The file cannot be read: {x}", "", str(tmp_path / "a.db"), {"x": tmp_path / "b.pdf"})
    whole = f"{tmp_path}/a.db: The file cannot be read: {tmp_path}/b.pdf"
    assert explain(problem) == field_values.explain_problem(problem) == whole
    capabilities.restrict_to_browser(writes=True)
    assert explain(problem) == field_values.explain_problem(problem) == "a.db: The file cannot be read: b.pdf"
