"""Another file at the register's path, or none: it is noticed, said in right words, and nothing goes astray."""

from __future__ import annotations

import shutil
from pathlib import Path

from accordtrack.service import Desk
from accordtrack.tui.dialogs.note import NoteDialog
from accordtrack.types.intents import AddNote
from registers import small_desk
from tui_runner import at_register, faults, press, register, running, screen_text, settle, write


def replace_register(desk: Desk) -> None:
    """Put a copy with one note more in the place of the file."""
    copy = desk.path.with_name("copy.db")
    shutil.copy(desk.path, copy)
    desk.write(AddNote(commitment="FW-US-01", text="of the file that is replaced"))
    copy.replace(desk.path)


async def test_replaced_register_file_is_reopened(tmp_path: Path) -> None:
    us = small_desk(tmp_path, "us-1")
    async with running(us) as (app, pilot):
        replace_register(us)
        app.poll()
        await settle(pilot)
        assert "was replaced" in app.said[-1].text
        assert app.session is not None
        assert app.session.desk is not us
        await press(pilot, "n")
        await write(pilot, "of the new file")
        await press(pilot, "enter")
        assert at_register(app)
        assert [note.text for note in app.session.desk.commitment("FW-US-01").notes] == ["of the new file"]
        assert faults(app) == []


async def test_saving_into_a_just_replaced_file_is_refused(tmp_path: Path) -> None:
    us = small_desk(tmp_path, "us-1")
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "late")
        replace_register(us)
        await press(pilot, "enter")
        assert isinstance(app.screen, NoteDialog)
        assert "is gone or was replaced" in screen_text(app)
        app.poll()
        await settle(pilot)
        await press(pilot, "enter")
        assert at_register(app)
        assert app.session is not None
        assert [note.text for note in app.session.desk.commitment("FW-US-01").notes] == ["late"]


async def test_missing_file_is_reported_once_and_reopened_when_it_returns(tmp_path: Path) -> None:
    us = small_desk(tmp_path, "us-1")
    away = us.path.with_name("away.db")
    async with running(us) as (app, pilot):
        us.path.rename(away)
        for _ in range(3):
            app.poll()
            await settle(pilot)
        told = [said.text for said in app.said if "is gone" in said.text]
        assert len(told) == 1
        assert "Put it back" in told[0]
        away.rename(us.path)
        app.poll()
        await settle(pilot)
        assert app.session is not None
        assert not app.session.lost
        assert register(app).rows.row is not None
