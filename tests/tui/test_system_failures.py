"""When the world fails under the program: a full disk, a locked file, a closed terminal. Told, nothing typed is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Static

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.store import database
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.status import StatusDialog
from pty_runner import count, started
from registers import TODAY, small_desk, small_register
from tui_runner import at_register, press, running, screen_text, write

pytestmark = pytest.mark.process


def problem(app: AccordApp) -> str:
    """What the dialog says is wrong, however long the path in it is."""
    line = app.screen.query_one("#form-problem", Static)
    assert line.display
    return str(line.render())


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program waits a thirtieth as long as it does for a register that another program has locked."""
    begin = database._begin_writing
    monkeypatch.setattr(
        database, "_begin_writing", lambda connection, patience: begin(connection, patience=patience // 30)
    )


async def test_full_disk_while_saving_keeps_the_dialog_and_its_text(tiny_disk: Path) -> None:
    register = small_register(tiny_disk)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    ballast = tiny_disk / "ballast"
    async with running(desk) as (app, pilot):
        before = count(register)
        await press(pilot, "n")
        await write(pilot, "words that must not be lost")
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
        await press(pilot, "enter")
        assert isinstance(app.screen, Form)
        assert "words that must not be lost" in screen_text(app)
        assert "The disk is full; the entry was not saved" in problem(app)
        assert count(register) == before
        ballast.unlink()
        await press(pilot, "enter")
        assert at_register(app)
        assert count(register) == before + 1
    assert door.open_register(register, desk="us-1", today=TODAY).verify(deep=True).is_sound


@pytest.mark.usefixtures("_impatient")
async def test_locked_register_is_reported_and_the_save_can_be_retried(tmp_path: Path) -> None:
    desk: Desk = small_desk(tmp_path)
    register = tmp_path / "register.db"
    async with running(desk) as (app, pilot):
        before = count(register)
        with contextlib.closing(sqlite3.connect(register, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await press(pilot, "n")
            await write(pilot, "still here")
            await press(pilot, "enter")
            assert isinstance(app.screen, Form)
            assert "still here" in screen_text(app)
            assert "Another program is writing" in problem(app)
            other.execute("ROLLBACK")
        await press(pilot, "enter")
        assert at_register(app)
        assert count(register) == before + 1


@pytest.mark.usefixtures("_impatient")
async def test_locked_register_keeps_the_fields_of_the_status_dialog(tmp_path: Path) -> None:
    desk: Desk = small_desk(tmp_path)
    register = tmp_path / "register.db"
    async with running(desk) as (app, pilot):
        before = count(register)
        await press(pilot, "s", "c")
        await write(pilot, "https://example.org/x")
        await press(pilot, "tab")
        await write(pilot, "all done")
        with contextlib.closing(sqlite3.connect(register, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for key in ("enter", "ctrl+g"):
                await press(pilot, key)
                assert isinstance(app.screen, StatusDialog)
                assert "Another program is writing" in problem(app)
                assert (app.screen.picker.chosen, app.screen.field_value("note")) == ("completed", "all done")
            other.execute("ROLLBACK")
        assert (count(register), desk.drafts()) == (before, ())
        await press(pilot, "ctrl+g")
        assert at_register(app)
    assert len(desk.drafts()) == 1


async def test_dialog_stays_open_when_evidence_does_not_fit_on_the_disk(tiny_disk: Path, tmp_path: Path) -> None:
    register = small_register(tiny_disk)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    paper = tmp_path / "large.pdf"
    paper.write_bytes(os.urandom(700_000))
    assert shutil.disk_usage(tiny_disk).free < paper.stat().st_size  # room for the entry, none for the file
    async with running(desk) as (app, pilot):
        before = count(register)
        await press(pilot, "s", "c")
        app.post_message(events.Paste(str(paper)))
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "cannot be stored beside the register" in " ".join(screen_text(app).split())
        assert app.screen.field_value("evidence") == str(paper)
        assert count(register) == before


def test_closing_the_terminal_ends_the_program_without_damage(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    assert terminal.until(b"FW-US-01")
    os.close(terminal.fd)
    end = time.monotonic() + 20
    ended = 0
    while not ended and time.monotonic() < end:
        ended, status = os.waitpid(terminal.pid, os.WNOHANG)
        time.sleep(0.05)
    assert ended == terminal.pid, "the program outlived its terminal"
    assert os.WIFEXITED(status) or os.WIFSIGNALED(status)
    assert door.open_register(tmp_path / "register.db", desk="us-1", today=TODAY).verify(deep=True).is_sound
