"""A table to fill, written from the screens, and taken in when it is filled."""

from __future__ import annotations

import shlex
from pathlib import Path

from accordtrack.__main__ import main
from accordtrack.service import Desk
from accordtrack.tui.dialogs.import_table import ImportDialog
from accordtrack.tui.dialogs.template import TemplateDialog
from import_runner import flat, named
from interchange.tables import STATUS, written
from tui_runner import faults, press, running, screen_text, until


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_template_file_is_replaced_only_by_ctrl_o(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "I", "ctrl+l")
        assert isinstance(app.screen, TemplateDialog)
        assert "import --template" in flat(app)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportDialog))
        (file,) = files(folder)
        assert file.name == "accordtrack-table.xlsx"
        line = next(said.text for said in app.said if said.text.startswith("The same in a script: "))
        command = shlex.split(line.removeprefix("The same in a script: "))
        mine = file.read_bytes()
        assert main([*command[1:], "--force"]) == 0
        assert file.read_bytes() == mine
        file.write_bytes(b"filled")
        await press(pilot, "ctrl+l", "enter")
        await until(pilot, lambda: "A file already exists" in flat(app))
        assert file.read_bytes() == b"filled"
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ImportDialog))
        assert file.read_bytes() == mine
        assert faults(app) == []


async def test_csv_template_holds_one_table_and_can_be_imported(us: Desk, folder: Path) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "I", "ctrl+l", "shift+tab", "shift+tab", "right")
        await press(pilot, "tab", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, ImportDialog))
        (file,) = files(folder)
        head = file.read_text(encoding="utf-8").strip().split(",")
        assert head[:2] == ["commitment", "status"]
        written(file, [head, [STATUS.get(name, "") for name in head]])
        await named(app, pilot, file.name)
        assert "1 row to add" in screen_text(app)
