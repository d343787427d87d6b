"""A scorecard to send from the screens: the very file and command of the command line, over no other file, and told what it is."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest

from accordtrack.__main__ import main
from accordtrack.tui.dialogs.scorecard_export import ScorecardExportDialog
from tui_runner import faults, painted, press, running, screen_text, until, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp

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
