"""Evidence, answers, asking, amending, notes, new records, undo, seats: each writes what it says, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.evidence import EvidenceDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.types.intents import ReportStatus
from tui_runner import at_register, faults, painted, press, register, running, settle, write

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp


def form(app: AccordApp) -> Form:
    assert isinstance(app.screen, Form)
    return app.screen


async def test_evidence_is_copied_and_counted(us: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text("held", encoding="utf-8")
    async with running(us) as (app, pilot):
        await press(pilot, "e")
        assert isinstance(app.screen, EvidenceDialog)
        form(app).put("evidence", str(paper))
        await settle(pilot)
        assert "documented" in "\n".join(painted(app))
        await press(pilot, "enter")
        assert at_register(app)
        view = us.commitment("FW-US-01")
        files = [piece.file for piece in view.evidence if piece.file is not None]
        assert [(file.name, file.present) for file in files] == [("minutes.txt", True)]


async def test_dispute_then_concur(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "d")
        assert isinstance(app.screen, DisputeDialog)
        await press(pilot, "enter")
        assert "A reason is required" in "\n".join(painted(app))
        await write(pilot, "only two of ten")
        await press(pilot, "enter")
        assert at_register(app)
        half = mx.commitment("FW-US-01").halves[0]
        assert half.answer is not None
        assert half.answer.official
        await press(pilot, "c", "enter")
        row = register(app).rows.row
        assert row is not None
        assert (row.id, row.standing) == ("FW-US-01", "agreed")
        assert faults(app) == []


async def test_nobody_answers_their_own_word(us: Desk) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "c", "enter")
        assert isinstance(app.screen, Form)
        assert form(app).query_one("#form-problem").display
        await press(pilot, "escape")
    assert us.version() == before


async def test_ask_for_an_answer(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "r")
        await write(pilot, "note")
        await press(pilot, "enter")
        assert at_register(app)
        half = us.commitment("FW-US-01").halves[0]
        assert (half.standing, half.asked_on) == ("asked", us.today)


async def test_amend_a_deadline_with_a_reason(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "a", "tab")
        await write(pilot, "2027-03-31")
        await press(pilot, "enter")
        assert "A reason is required" in "\n".join(painted(app))
        await press(pilot, "tab")
        await write(pilot, "budget")
        await press(pilot, "enter")
        assert at_register(app)
        due = us.commitment("FW-US-01").due
        assert (due.due_on, due.moves) == ("2027-03-31", 1)


async def test_a_note(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "call them back")
        await press(pilot, "enter")
        assert at_register(app)
        assert [note.text for note in us.commitment("FW-US-01").notes] == ["call them back"]


async def test_undo_takes_back_an_act_of_this_run_at_once(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "a slip")
        await press(pilot, "enter", "u")
        assert at_register(app)
        assert us.commitment("FW-US-01").notes == ()


@pytest.mark.journeys
async def test_undo_shows_an_act_about_another_row_first(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "n")
        await write(pilot, "a slip")
        await press(pilot, "enter", "g", "u")
        assert isinstance(app.screen, Confirm)
        shown = "\n".join(painted(app))
        assert "about something else than the row you are on" in shown
        assert "FW-US-01" in shown
        await press(pilot, "escape")
        assert len(us.commitment("FW-US-01").notes) == 1
        await press(pilot, "G", "u")
        assert us.commitment("FW-US-01").notes == ()


@pytest.mark.journeys
async def test_undoing_an_act_of_many_entries_names_the_first_and_counts_the_rest(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "space", "s", "c")
        await write(pilot, "https://example.org/a, https://example.org/b, https://example.org/c")
        await press(pilot, "enter", "u")
        lines = app.said[-1].text.splitlines()
        assert lines[0] == "Taken back"
        assert len(lines) == 8
        assert lines[-1] == "and 2 more"


async def test_undo_shows_an_older_act_first_and_cancel_has_the_focus(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    async with running(us) as (app, pilot):
        await press(pilot, "u")
        assert isinstance(app.screen, Confirm)
        assert "FW-US-01" in "\n".join(painted(app))
        await press(pilot, "enter")
        assert us.commitment("FW-US-01").row.halves[0].status == "completed"
        await press(pilot, "u", "right", "enter")
        assert us.commitment("FW-US-01").row.halves[0].status == "substantial"
        assert faults(app) == []


async def test_nothing_to_undo_says_so(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "u")
        assert "Nothing" in app.said[-1].text


async def test_a_source_is_added_with_a_proposed_code(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "A", "down", "enter")
        add = form(app)
        assert isinstance(add, AddDialog)
        for name, text in (
            ("publisher", "Senado"),
            ("title", "Dictamen"),
            ("date", "2026-10-01"),
            ("url", "https://example.org/dictamen"),
        ):
            add.put(name, text)
            await settle(pilot)
        code = add.field("id")
        assert code
        add.focus_field("title")
        await press(pilot, "enter")
        assert "copy" in add.missing()
        add.focus_field("copy")
        await press(pilot, "o", "enter")
        assert at_register(app)
        assert [hit.id for hit in observer.find("source", "dictamen")] == [code]


async def test_change_the_seat(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "D", "down", "down", "enter")
        assert us.seat == "mx-1"
        assert "mx-1" in painted(app)[0]
        assert app.session is not None
        assert app.session.side == "MX"


async def test_the_last_messages_are_kept(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "y", "exclamation_mark")
        assert any("sent to the terminal" in line for line in painted(app)[2:])
        await press(pilot, "q")
        assert at_register(app)


async def test_the_palette_runs_an_action(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "note")
        await press(pilot, "enter")
        await settle(pilot)
        assert form(app).title_words == "note"


@pytest.mark.journeys
async def test_themes_go_round(us: Desk) -> None:
    async with running(us) as (app, pilot):
        seen = {app.theme}
        for _ in range(3):
            await press(pilot, "T")
            seen.add(app.theme)
        assert len(seen) == 4
        await press(pilot, "T")
        assert app.theme == "accord-dark"


async def test_without_a_key_writing_is_refused_with_advice(tmp_path: Path) -> None:
    from accordtrack.core.paths import own_key_folder  # noqa: PLC0415
    from registers import small_register  # noqa: PLC0415

    path = small_register(tmp_path)
    for key in own_key_folder(path).iterdir():
        key.unlink()
    reader = door.open_register(path, today="2026-11-25")
    async with running(reader) as (app, pilot):
        assert "read only" in painted(app)[0]
        await press(pilot, "n")
        await write(pilot, "x")
        await press(pilot, "enter")
        assert form(app).query_one("#form-problem").display
