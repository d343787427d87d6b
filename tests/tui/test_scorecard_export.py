"""A scorecard to send from the screens: the very file and command of the command line, over no other file, and told what it is."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from textual.pilot import Pilot

from accordtrack.__main__ import main
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.scorecard_export import ScorecardExportDialog
from accordtrack.tui.screens.owed import OwedScreen
from tui_runner import faults, painted, press, register, running, screen_text, settle, until, write

SCORECARD_FILE = "accordtrack-scorecard-2026-11-25.pdf"


pytestmark = pytest.mark.usefixtures("folder")


async def open_export_dialog(app: AccordApp, pilot: Pilot[None]) -> ScorecardExportDialog:
    await press(pilot, "5", "X")
    assert isinstance(app.screen, ScorecardExportDialog)
    dialog = app.screen
    await until(pilot, lambda: any("Of 9 areas" in line or "No comparable figures" in line for line in painted(app)))
    return dialog


async def choose(pilot: Pilot[None], field: str, times: int) -> None:
    pilot.app.screen.query_one(f"#field-{field} Choice").focus()
    await press(pilot, *["right"] * times)


def file_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_dialog_previews_the_scorecard_and_escape_writes_nothing(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        await open_export_dialog(app, pilot)
        shown = screen_text(app)
        assert "entries are not in it" in shown
        assert SCORECARD_FILE in shown
        await press(pilot, "escape")
        assert file_names(folder) == []
        assert faults(app) == []


async def test_suggested_command_writes_an_identical_file(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        dialog = await open_export_dialog(app, pilot)
        await choose(pilot, "form", 5)
        await choose(pilot, "audience", 1)
        await choose(pilot, "language", 1)
        assert dialog.scorecard_request.audience == "parties"
        command = shlex.split(dialog.command(us.path))
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, ScorecardExportDialog))
        (name,) = file_names(folder)
        assert name == SCORECARD_FILE.replace(".pdf", ".json")
        assert any("The same in a script: accordtrack" in said.text for said in app.said)
    mine = (folder / name).read_bytes()
    assert json.loads(mine)["asked"]["language"] == "es"
    assert command[0] == "accordtrack"
    dates = ["--as-of", us.today, "--known-on", us.today]  # the desk of the test sits on another day
    assert main([*command[1:], *dates, "--force"]) == 0
    assert (folder / name).read_bytes() == mine


async def test_existing_file_is_replaced_only_with_the_overwrite_key(us: Desk, folder: Path) -> None:
    (folder / "card.md").write_text("mine", encoding="utf-8")
    async with running(us) as (app, pilot):
        await open_export_dialog(app, pilot)
        await choose(pilot, "form", 4)
        field = app.screen.query_one("#field-file Input")
        field.focus()
        await press(pilot, "ctrl+u")
        await write(pilot, "card.md")
        await press(pilot, "enter")
        await until(pilot, lambda: any("A file already exists" in line for line in painted(app)))
        assert (folder / "card.md").read_text(encoding="utf-8") == "mine"
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: not isinstance(app.screen, ScorecardExportDialog))
        assert (folder / "card.md").read_text(encoding="utf-8").startswith("# ")
        assert faults(app) == []


async def test_brief_in_an_unsupported_format_is_refused_without_a_file(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        await open_export_dialog(app, pilot)
        await choose(pilot, "form", 3)
        await choose(pilot, "length", 1)
        await press(pilot, "enter")
        await until(pilot, lambda: any("No brief is available as xlsx" in line for line in painted(app)))
        assert file_names(folder) == []


async def open_over_rows(pilot: Pilot[None], app: AccordApp) -> ScorecardExportDialog:
    await press(pilot, "X")
    assert isinstance(app.screen, ScorecardExportDialog)
    return app.screen


async def test_rows_of_the_filter_make_a_scorecard_that_says_how_many_commitments_it_covers(
    us: Desk, folder: Path
) -> None:
    async with running(us) as (app, pilot):
        register(app).filter_line.set_text("owes:MX")
        await settle(pilot)
        dialog = await open_over_rows(pilot, app)
        part = next(text for text in map(str.strip, painted(app)) if "The scorecard covers" in text)
        assert "The scorecard covers 1 of 3 commitments (owes:MX) and is saved as" in part
        await choose(pilot, "form", 5)
        command = shlex.split(dialog.command(us.path))
        assert command[-2:] == ["--", "owes:MX"]
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, ScorecardExportDialog))
    (name,) = file_names(folder)
    mine = (folder / name).read_bytes()
    assert json.loads(mine)["asked"]["part"] == "owes:MX"
    dates = ["--as-of", us.today, "--known-on", us.today]
    assert main([*command[1:-2], *dates, "--force", *command[-2:]]) == 0
    assert (folder / name).read_bytes() == mine


async def test_marked_rows_come_first_and_saved_filters_last(us: Desk) -> None:
    us.preferences.save_filter("theirs", "side:MX")
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "space")
        marked = ",".join(one.id for one in register(app).rows.marked.values())
        assert marked.count(",") == 1
        dialog = await open_over_rows(pilot, app)
        assert dialog.part.filter == f"id:={marked}"
        await choose(pilot, "what", 1)
        assert dialog.scorecard_request.part is None
        await settle(pilot)
        assert "The scorecard covers all 3 commitments" in screen_text(app)
        await choose(pilot, "what", 1)
        assert dialog.scorecard_request.part == "side:MX"
        assert dialog.command(us.path).endswith("--saved theirs")


async def test_filter_that_cannot_limit_a_scorecard_is_refused_in_the_dialog(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        register(app).filter_line.set_text("reply:US")
        await settle(pilot)
        await open_over_rows(pilot, app)
        assert "cannot limit a scorecard" in screen_text(app)
        assert "The scorecard covers" not in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ScorecardExportDialog)
        assert file_names(folder) == []


async def test_rows_of_a_government_make_a_scorecard(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "2")
        dialog = await open_over_rows(pilot, app)
        assert dialog.part.filter is not None
        listed = us.listing(dialog.part.filter).keys
        await press(pilot, "escape")
        owed = app.screen
        assert isinstance(owed, OwedScreen)
        assert sorted(listed) == sorted(owed.rows.pages.keys)
