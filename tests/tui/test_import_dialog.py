"""A table taken in from the screens: shown row by row before it is written, then written whole, as one act, or not at all."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import service as desks
from accordtrack.__main__ import main
from accordtrack.core.paths import own_key_folder
from accordtrack.service import Desk
from accordtrack.tui.dialogs import import_table
from accordtrack.tui.dialogs.import_table import LOOK_SECONDS, ImportDialog
from import_runner import dialog, flat, lines, named, rows
from interchange.tables import COMMITMENT, EVIDENCE, MEASUREMENT, STATUS, table, written
from registers import TODAY, accept_everything, small_register
from tui_runner import at_register, faults, press, running, screen_text, settle, until, write
from workbooks import workbook

pytestmark = [pytest.mark.journeys, pytest.mark.usefixtures("folder")]


async def test_table_is_previewed_then_written_as_one_undoable_act(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", STATUS, {**STATUS, "status": "substantial", "said_on": "2024-06-05"})
    before, stood = us.version(), us.commitment("FW-US-01").row.halves
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        seen = screen_text(app)
        assert "2 rows to add, 0 unchanged, 0 refused" in seen
        assert "This will be the position of the United States" in seen
        assert "statuses 2" in seen
        assert "row 2  FW-US-01" in lines(app)
        assert "limited" in lines(app)
        assert us.version() == before
        await press(pilot, "enter")
        await until(pilot, lambda: at_register(app))
        assert "Imported: 2 rows as one act; u undoes all of it" in [said.text for said in app.said]
        assert us.version() == before + 2
        assert len({entry.act for entry in us.last_act()}) == 1
        await press(pilot, "g", "u")
        if not at_register(app):
            await press(pilot, "tab", "enter")
        await until(pilot, lambda: us.version() == before + 4)
        halves = us.commitment("FW-US-01").row.halves
        assert [replace(half, retracted=False) for half in halves] == list(stood), "only what was undone is named"
        assert faults(app) == []


async def test_escape_before_enter_writes_nothing(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", STATUS)
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        await press(pilot, "escape")
        assert at_register(app)
    assert us.version() == before


async def test_refused_rows_name_their_cells_and_block_the_import(us: Desk, folder: Path) -> None:
    bad = {**STATUS, "said_on": "05/01/2024"}
    table(folder / "t.csv", STATUS, bad, {**STATUS, "commitment": "FW-US-99"})
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        assert "1 row to add, 0 unchanged, 2 refused" in screen_text(app)
        told = " ".join(lines(app).split())
        assert 'row 3, column said_on, "05/01/2024"' in told
        assert "may mean two dates" in told
        assert "Write 2024-01-05 or 2024-05-01" in told
        assert 'row 4, column commitment, "FW-US-99"' in told
        assert "what the other rows would write" in told
        await press(pilot, "enter", "enter")
        assert us.version() == before
        table(folder / "t.csv", STATUS)  # put right, and read again by enter
        await press(pilot, "enter")
        await until(pilot, lambda: "1 row to add, 0 unchanged, 0 refused" in screen_text(app))
        assert us.version() == before, "an enter that reads writes nothing"
        await pilot.pause(LOOK_SECONDS)
        await press(pilot, "enter")
        await until(pilot, lambda: at_register(app))
    assert us.version() == before + 1


async def test_enter_too_soon_after_the_preview_writes_nothing(
    us: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_table, "LOOK_SECONDS", 60)  # however slow the machine, these come too early
    table(folder / "t.csv", STATUS)
    before = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "I")
        await write(pilot, "t.csv")
        await press(pilot, "enter", "enter", "enter")
        assert isinstance(app.screen, ImportDialog)
        await until(pilot, lambda: "1 row to add" in screen_text(app))
        assert us.version() == before


async def test_a_second_enter_does_nothing(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", *rows(20))
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: not isinstance(app.screen, ImportDialog))
        await settle(pilot)
        assert us.version() == before + 20


@pytest.mark.parametrize("how", ["other words", "same length"])
async def test_file_changed_since_the_preview_is_shown_again(us: Desk, folder: Path, how: str) -> None:
    table(folder / "t.csv", STATUS)
    other = {**STATUS, "note": "Done.." if how == "same length" else "Quite another note."}
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        table(folder / "t.csv", other, *(rows(1) if how != "same length" else []))
        await press(pilot, "enter")
        await until(pilot, lambda: "The file has changed since it was shown" in flat(app))
        await until(pilot, lambda: dialog(app)._report is not None)
        assert us.version() == before
        await pilot.pause(LOOK_SECONDS)
        await press(pilot, "enter")
        await until(pilot, lambda: at_register(app))
    assert us.version() == before + (1 if how == "same length" else 2)


async def test_evidence_changed_since_the_preview_blocks_the_import(us: Desk, folder: Path) -> None:
    (folder / "acta.pdf").write_bytes(b"signed")
    table(folder / "t.csv", {**EVIDENCE, "url": "", "file": "acta.pdf"})
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        (folder / "acta.pdf").write_bytes(b"another")
        await press(pilot, "enter")
        await until(pilot, lambda: "no longer what was shown" in flat(app))
        assert us.version() == before
        assert not list(us.path.parent.glob("*.evidence/*/*"))


async def test_importing_a_table_twice_adds_nothing(us: Desk, folder: Path) -> None:
    us.import_table(table(folder / "t.csv", STATUS))
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        assert "0 rows to add, 1 unchanged, 0 refused" in screen_text(app)
        assert "Every row is already recorded" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ImportDialog)
    assert us.version() == before


async def test_table_can_be_previewed_but_not_imported_without_a_key(tmp_path: Path, folder: Path) -> None:
    path = small_register(tmp_path)
    for key in own_key_folder(path).iterdir():
        key.unlink()
    reader = desks.open_register(path, today=TODAY)
    table(folder / "t.csv", STATUS, {**STATUS, "status": "nearly"})
    before = reader.version()
    async with running(reader) as (app, pilot):
        await named(app, pilot, "t.csv")
        assert "1 row can be read, 1 refused" in screen_text(app)
        assert "No key of this register is on this machine: the table can be viewed" in flat(app)
        assert 'Unknown status "nearly"' in lines(app)
        table(folder / "t.csv", STATUS)
        await press(pilot, "enter")
        await until(pilot, lambda: "1 row can be read, 0 refused" in screen_text(app))
        await pilot.pause(LOOK_SECONDS)
        await press(pilot, "enter")
        assert isinstance(app.screen, ImportDialog)
    assert reader.version() == before


async def test_rows_by_different_speakers_are_distinguished(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", *rows(2), {**STATUS, "speaker": "OBS", "sources": "JS-2021"})
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        assert "2 of 3" in screen_text(app)
        assert "in 1 other way: see below" in screen_text(app)
        assert "This will be recorded as quoted for" in lines(app)


async def test_workbook_with_every_table_is_imported_from_a_home_path(
    us: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    sheets = {
        "Commitments": [list(COMMITMENT), list(COMMITMENT.values())],
        "Statuses": [list(STATUS), ["FW-US-01", "limited", "2025-02-02", "Counting."]],
        "Measurements": [list(MEASUREMENT), list(MEASUREMENT.values())],
    }
    workbook(tmp_path / "all.xlsx", sheets)
    async with running(us) as (app, pilot):
        before = app.session.info.records if app.session else 0
        await named(app, pilot, "~/all.xlsx")
        assert "commitments 1, measurements 1, statuses 1" in screen_text(app)
        assert "Statuses" in lines(app)
        await press(pilot, "enter")
        await until(pilot, lambda: at_register(app))
        assert us.info().records == before, "it waits for Mexico"
    accept_everything(us.path)
    assert us.info().records == before + 1


async def test_table_kind_can_be_chosen(us: Desk, folder: Path) -> None:
    written(folder / "t.csv", [["commitment", "said_on", "note"], ["FW-US-01", "2024-05-05", "Begun."]])
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv", then="Cannot tell from the headings")
        assert "Choose the table in the field above." in flat(app)
        await press(pilot, "tab", "right", "right")
        await until(pilot, lambda: 'The column "status"' in flat(app))
        assert "--kind statuses" in flat(app)


async def test_command_names_the_file_in_the_language_of_the_screen(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "I")
        assert dialog(app).command().endswith("import FILE")
        await press(pilot, "escape", "L", "I")
        assert dialog(app).command().endswith("import ARCHIVO")


async def test_shown_command_does_the_same_import(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", STATUS)
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        command = shlex.split(dialog(app).command())
        assert "accordtrack --db" in screen_text(app)
    assert command[:1] == ["accordtrack"]
    before = us.version()
    assert main(command[1:]) == 0
    assert us.version() == before + 1


async def test_reading_stops_when_the_dialog_closes(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", *rows(2_000))
    before = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "I")
        await pilot.press(*("t", "full_stop", "c", "s", "v", "enter"))
        await until(pilot, lambda: "reading" in screen_text(app) and " of 2000 rows" in screen_text(app))
        await pilot.press("enter")
        await pilot.pause()
        assert "still being read" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: at_register(app))
        us.import_table(table(folder / "one.csv", STATUS))  # the lock is free: nobody goes on trying two thousand rows
        assert us.version() == before + 1


async def test_writing_continues_when_the_dialog_closes(us: Desk, folder: Path) -> None:
    table(folder / "t.csv", *rows(60))
    before = us.version()
    async with running(us) as (app, pilot):
        await named(app, pilot, "t.csv")
        await pilot.press("enter")
        await pilot.press("escape")
        await until(pilot, lambda: at_register(app))
        await until(pilot, lambda: any("Imported: 60 rows" in said.text for said in app.said))
        assert us.version() == before + 60
        await press(pilot, "u")
        await until(pilot, lambda: us.version() == before + 120 or not at_register(app))
        if not at_register(app):
            await press(pilot, "tab", "enter")
            await until(pilot, lambda: us.version() == before + 120)
