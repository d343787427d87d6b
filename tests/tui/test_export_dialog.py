"""Exports of what is seen: what the command line says, into a whole file, over no other, with its marks told."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import pytest
from textual.pilot import Pilot

from accordtrack.__main__ import main
from accordtrack.cli.screen_export import export
from accordtrack.core.problems import Problem, Refused
from accordtrack.service import Desk, save
from accordtrack.tui import UserOptions, text_styles
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.export import ExportDialog, audience_text
from accordtrack.tui.shown_content import DATA, Portion, Shows, command_line, markdown
from accordtrack.tui.widgets.fields import ChoiceField
from accordtrack.tui.widgets.record_view import Block
from accordtrack.types.intents import ReportStatus
from tui_runner import at_register, faults, painted, press, register, running, screen_text, settle, write

OWN = UserOptions(export=export)


pytestmark = [pytest.mark.journeys, pytest.mark.usefixtures("folder")]


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def dialog(app: AccordApp) -> ExportDialog:
    assert isinstance(app.screen, ExportDialog)
    return app.screen


async def choose(pilot: Pilot[int], app: AccordApp, form: str) -> None:
    field = dialog(app).query_one("#field-form", ChoiceField)
    field.query_one("Choice").focus()
    while field.value != form:
        await press(pilot, "right")


@pytest.mark.parametrize("form", DATA)
async def test_export_equals_the_output_of_the_shown_command(
    us: Desk, folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "-theme:governance")
        await press(pilot, "enter", "x")
        await choose(pilot, app, form)
        command = app.screen.query_one("#command").render()
        await press(pilot, "enter")
        assert at_register(app)
        assert faults(app) == []
        told = app.said[-1].text
    file = folder / f"accordtrack-register-2026-11-25.{form}"
    words = file.read_text(encoding="utf-8")
    assert "FW-US-01" in words
    assert "FW-JT-01" not in words
    line = told.removeprefix("The same in a script: ")
    assert str(command).replace("\n", " ").strip()[:20] == line[:20]
    *verb, arrow, target = shlex.split(line)
    assert (arrow, target) == (">", str(file))
    capsys.readouterr()
    assert main(verb[1:]) == 0
    assert capsys.readouterr().out == words


async def test_only_marked_rows_are_exported(us: Desk, folder: Path) -> None:
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, "F", "g", "space", "x")
        assert "the marked row" in screen_text(app)
        await press(pilot, "enter")
    (file,) = files(folder)
    assert [row["id"] for row in csv.DictReader(io.StringIO(file.read_text()))] == ["FW-JT-01"]


async def test_existing_file_is_replaced_only_by_ctrl_o(us: Desk, folder: Path) -> None:
    file = folder / "accordtrack-register-2026-11-25.csv"
    file.write_text("mine")
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, "F", "x", "enter")
        assert isinstance(app.screen, ExportDialog)
        assert "^o replaces it" in screen_text(app)
        assert file.read_text() == "mine"
        await press(pilot, "ctrl+o")
        assert at_register(app)
    assert file.read_text().startswith("id,")
    assert files(folder) == [file]


async def test_escape_writes_nothing(us: Desk, folder: Path) -> None:
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, "x", "escape")
        assert at_register(app)
    assert files(folder) == []


async def test_stopped_export_leaves_no_file(us: Desk, folder: Path) -> None:
    def slow(_register: Path, words: Sequence[str], _form: str, out: TextIO) -> None:
        out.writelines("x" for _ in range(10_000 if "--limit" not in words else 1))

    async with running(us, own=UserOptions(export=slow)) as (app, pilot):
        await press(pilot, "x")
        dialog(app)._stop.set()
        await press(pilot, "enter")
        assert "was stopped" in screen_text(app)
    assert files(folder) == []


async def test_refused_export_shows_the_reason_and_leaves_no_file(us: Desk, folder: Path) -> None:
    def refusing(*_: object) -> None:
        raise Refused(Problem("The register is damaged", "Run accordtrack verify."))

    async with running(us, own=UserOptions(export=refusing)) as (app, pilot):
        await press(pilot, "x", "enter")
        assert "The register is damaged" in screen_text(app)
        assert isinstance(app.screen, ExportDialog)
    assert files(folder) == []


@pytest.mark.parametrize(
    "keys",
    [
        ("F", "enter"),
        ("F", "enter", "tab", "tab", "tab", "tab"),
        ("5",),
        ("5", "tab"),
        ("5", "tab", "tab"),
        ("2",),
        ("3",),
    ],
)
async def test_every_screen_with_content_can_be_exported(us: Desk, folder: Path, keys: tuple[str, ...]) -> None:
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, *keys)
        screen = app.screen
        assert isinstance(screen, Shows)
        for form in DATA:
            await press(pilot, "x")
            await choose(pilot, app, form)
            await press(pilot, "enter")
            assert app.screen is screen, painted(app)
        await press(pilot, "x", "left")
        assert dialog(app).field_value("form") == "md"
        await press(pilot, "enter")
        await settle(pilot)
        assert app.screen is screen
    made = sorted(files(folder))
    assert [file.suffix for file in made] == [".csv", ".json", ".md", ".ndjson", ".txt"]
    assert all(file.stat().st_size for file in made if file.suffix != ".ndjson"), (
        "which has a line a row, of no rows none"
    )
    json.loads(made[1].read_text())


async def test_x_is_typed_as_a_letter_in_the_filter(us: Desk) -> None:
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "x")
        assert register(app).filter_line.text == "x", "x is a letter where one types"
        assert isinstance(app.screen, Shows)


async def test_dialog_explains_the_handling_of_the_exported_rows(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Said."))
    async with running(us, own=OWN) as (app, pilot):
        await press(pilot, "F", "G", "space", "x")
        assert "TLP:AMBER: for the two sides, not for the public" in screen_text(app)


def test_audience_text_follows_the_strictest_handling() -> None:
    assert "anyone" in audience_text(("TLP:CLEAR",)).plain
    assert "not for the public" in audience_text(("TLP:CLEAR", "TLP:AMBER")).plain
    assert "stays with this side" in audience_text(("TLP:CLEAR", "TLP:RED")).plain


def _write_nothing(_out: TextIO) -> None: ...


def test_failed_write_leaves_no_file(tmp_path: Path) -> None:
    def full(out: TextIO) -> None:
        out.write("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="cannot be written"):
        save(tmp_path / "a.csv", full)
    with pytest.raises(Refused, match="cannot be written"):
        save(tmp_path / "no" / "a.csv", _write_nothing)
    with pytest.raises(Refused, match="is a folder"):
        save(tmp_path, _write_nothing, replace=True)
    assert [path for path in files(tmp_path) if path.is_file()] == []


def test_markdown_escapes_register_text() -> None:
    blocks = [
        Block(text_styles.words("Facts", text_styles.HEADING)),
        Block(text_styles.words("[x](http://e) <b>"), label=text_styles.words("say *it*")),
    ]
    assert markdown(blocks) == "## Facts\n\n**say \\*it\\*** \\[x\\](http://e) \\<b\\>\n"


def test_a_command_line_is_quoted(tmp_path: Path) -> None:
    portion = Portion("rows", ("list", "--", "it's; rm -rf /"), long=True)
    line = command_line(portion, "csv", tmp_path / "a b.db", tmp_path / "o;ut.csv")
    assert shlex.split(line)[-4:] == ["--", "it's; rm -rf /", ">", str(tmp_path / "o;ut.csv")]
