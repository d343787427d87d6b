"""Evidence, answers, asking, amending, notes, new records, undo, seats: each writes what it says, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.add import AddDialog
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.evidence import EvidenceDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.types.intents import ReportStatus
from registers import accept_everything
from tui_runner import at_register, faults, painted, press, register, running, screen_text, settle, write

pytestmark = pytest.mark.journeys


def form(app: AccordApp) -> Form:
    assert isinstance(app.screen, Form)
    return app.screen


async def test_evidence_file_is_copied_and_listed(us: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text("held", encoding="utf-8")
    async with running(us) as (app, pilot):
        await press(pilot, "e")
        assert isinstance(app.screen, EvidenceDialog)
        form(app).set_field_text("evidence", str(paper))
        await settle(pilot)
        assert "document" in screen_text(app)
        await press(pilot, "enter")
        assert at_register(app)
        view = us.commitment("FW-US-01")
        files = [piece.file for piece in view.evidence if piece.file is not None]
        assert [(file.name, file.present) for file in files] == [("minutes.txt", True)]


async def test_side_can_dispute_and_then_concur(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "d")
        assert isinstance(app.screen, DisputeDialog)
        await press(pilot, "enter")
        assert "A reason is required" in screen_text(app)
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


async def test_desk_cannot_answer_its_own_statement(us: Desk) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "c", "enter")
        assert isinstance(app.screen, Form)
        assert form(app).query_one("#form-problem").display
        await press(pilot, "escape")
    assert us.version() == before


async def test_request_for_an_answer_is_recorded(mx: Desk) -> None:
    mx.write(ReportStatus(commitment="FW-MX-01", status="completed", evidence=("https://example.org/x",)))
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "id:=FW-MX-01")
        await press(pilot, "enter", "r")
        await write(pilot, "note")
        await press(pilot, "enter")
        assert at_register(app)
        half = mx.commitment("FW-MX-01").halves[0]
        assert (half.standing, half.asked_on) == ("asked", mx.today)


async def test_deadline_amendment_requires_a_reason(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "a", "tab")
        await write(pilot, "2027-03-31")
        await press(pilot, "enter")
        assert "A reason is required" in screen_text(app)
        await press(pilot, "tab")
        await write(pilot, "budget")
        await press(pilot, "enter")
        assert at_register(app)
        assert us.commitment("FW-US-01").due.proposed == "2027-03-31"
        accept_everything(us.path)
        due = us.commitment("FW-US-01").due
        assert (due.due_on, due.moves) == ("2027-03-31", 1)


async def test_note_is_saved(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "call them back")
        await press(pilot, "enter")
        assert at_register(app)
        assert [note.text for note in us.commitment("FW-US-01").notes] == ["call them back"]


async def test_undo_reverts_an_act_of_this_run_without_asking(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "n")
        await write(pilot, "a slip")
        await press(pilot, "enter", "u")
        assert at_register(app)
        assert us.commitment("FW-US-01").notes == ()


@pytest.mark.journeys
async def test_undo_asks_before_reverting_an_act_on_another_row(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "n")
        await write(pilot, "a slip")
        await press(pilot, "enter", "g", "u")
        assert isinstance(app.screen, Confirm)
        shown = screen_text(app)
        assert "about something other than the current row" in shown
        assert "FW-US-01" in shown
        await press(pilot, "escape")
        assert len(us.commitment("FW-US-01").notes) == 1
        await press(pilot, "G", "u")
        assert us.commitment("FW-US-01").notes == ()


@pytest.mark.journeys
async def test_undo_of_many_entries_lists_the_first_and_counts_the_rest(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "space", "s", "c")
        await write(pilot, "https://example.org/a, https://example.org/b, https://example.org/c")
        await press(pilot, "enter", "u")
        lines = app.said[-1].text.splitlines()
        assert lines[0] == "Taken back"
        assert len(lines) == 8
        assert lines[-1] == "and 2 more"


async def test_undo_of_an_older_act_asks_first_with_cancel_focused(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    async with running(us) as (app, pilot):
        await press(pilot, "u")
        assert isinstance(app.screen, Confirm)
        assert "FW-US-01" in screen_text(app)
        await press(pilot, "enter")
        assert us.commitment("FW-US-01").row.halves[0].status == "completed"
        await press(pilot, "u", "right", "enter")
        assert us.commitment("FW-US-01").row.halves[0].status == "substantial"
        assert faults(app) == []


async def test_undo_reports_when_there_is_nothing_to_undo(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "u")
        assert "nothing to undo" in app.said[-1].text


async def test_new_source_gets_a_proposed_id(observer: Desk) -> None:
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
            add.set_field_text(name, text)
            await settle(pilot)
        code = add.field_value("id")
        assert code
        add.focus_field("title")
        await press(pilot, "enter")
        assert "copy" in add.missing_message()
        add.focus_field("copy")
        await press(pilot, "o", "enter")
        assert at_register(app)
        assert [hit.id for hit in observer.find("source", "dictamen")] == [code]


async def test_desk_change_is_shown_in_the_first_line(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "D", "down", "down", "enter")
        assert us.seat == "mx-1"
        assert "Entering for Mexico (mx-1)" in painted(app)[1]
        assert app.session is not None
        assert app.session.side == "MX"


async def test_last_messages_can_be_shown(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "y", "exclamation_mark")
        assert any("sent to the terminal" in line for line in painted(app)[2:])
        await press(pilot, "q")
        assert at_register(app)


async def test_palette_runs_an_action(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "ctrl+p")
        await write(pilot, "note")
        await press(pilot, "enter")
        await settle(pilot)
        assert form(app).title_words == "note"


@pytest.mark.journeys
async def test_color_themes_cycle(us: Desk) -> None:
    async with running(us) as (app, pilot):
        seen = {app.theme}
        for _ in range(3):
            await press(pilot, "T")
            seen.add(app.theme)
        assert len(seen) == 4
        await press(pilot, "T")
        assert app.theme == "accord-dark"


async def test_writing_without_a_key_is_refused(tmp_path: Path) -> None:
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
