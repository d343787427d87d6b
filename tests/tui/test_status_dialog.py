"""A status update with evidence: three keys and a paste, and everything that can stand in its way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.types.intents import ReportStatus
from registers import accept_everything
from tui_runner import at_register, faults, painted, press, register, running, screen_text, settle, write

pytestmark = pytest.mark.journeys


async def paste(pilot: Pilot[Any], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await settle(pilot)


def dialog(app: AccordApp) -> StatusDialog:
    assert isinstance(app.screen, StatusDialog)
    return app.screen


@pytest.mark.journeys
async def test_mark_of_a_new_status_appears_at_once(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "id:=FW-MX-01")
        await press(pilot, "enter")
        assert register(app).rows.visible_lines()[1].split()[-2:] == ["MX", "·"]
        await press(pilot, "s", "n", "enter")
        assert register(app).rows.visible_lines()[1].split()[-4:-2] == ["MX", "○"]


async def test_status_with_evidence_takes_three_keys_and_a_paste(us: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "report.pdf"
    paper.write_bytes(b"x" * 2048)
    async with running(us) as (app, pilot):
        place = register(app).rows.cursor
        await press(pilot, "s", "c")
        await paste(pilot, str(paper))
        assert "2 kB" in screen_text(app)
        assert "document" in screen_text(app)
        await press(pilot, "enter")
        assert at_register(app)
        assert "u undoes" in app.said[-1].text
        row = register(app).rows.row
        assert row is not None
        assert (row.id, row.halves[0].status, row.halves[0].basis) == ("FW-US-01", "completed", "stated")
        assert row.evidence == 2
        assert register(app).rows.cursor == place
        assert faults(app) == []


async def test_keys_typed_before_the_dialog_opens_reach_it(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await pilot.press("s", "b", *"abc", "tab", *"seen", "enter")
        await settle(pilot)
        assert us.commitment("FW-US-01").halves[0].claim is not None
        assert dialog(app).picker.chosen == "substantial"
        assert dialog(app).field_value("note") == "seen"
        assert any("abc" in line for line in painted(app))


async def test_letters_typed_right_after_the_status_go_to_the_evidence(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s")
        for key in "b" + "nonewhere":
            app.post_message(events.Key(key, key))
        await settle(pilot)
        assert dialog(app).picker.chosen == "substantial"
        assert dialog(app).field_value("evidence") == "nonewhere"


@pytest.mark.journeys
async def test_paste_right_after_the_status_goes_to_the_evidence(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s")
        app.post_message(events.Key("c", "c"))
        app.post_message(events.Paste("https://example.org/a"))
        await settle(pilot)
        assert dialog(app).picker.chosen == "completed"
        assert dialog(app).field_value("evidence") == "https://example.org/a"


async def test_dialog_shows_the_speaker_and_what_will_be_written(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s")
        shown = screen_text(app)
        assert "United States" in shown
        assert "FW-US-01" in shown
        await press(pilot, "l")
        await press(pilot, "tab")
        await write(pilot, "a step back")
        shown = screen_text(app)
        assert "substantial → limited" in shown
        assert "Nothing earlier changes" in shown


async def test_step_back_requires_a_reason(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "l", "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "A reason is required" in screen_text(app)
        await press(pilot, "tab")
        await write(pilot, "office closed")
        await press(pilot, "enter")
        assert at_register(app)
        assert us.commitment("FW-US-01").row.halves[0].status == "limited"


async def test_completed_without_evidence_is_refused_even_with_a_reason(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c")
        await write(pilot, "none")
        shown = screen_text(app)
        assert ("Completed needs evidence" in shown, "say why" in shown) == (True, False)
        await press(pilot, "tab")
        await write(pilot, "seen on site")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert us.commitment("FW-US-01").row.halves[0].status == "substantial"


async def test_escape_writes_nothing(us: Desk) -> None:
    before = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c")
        await write(pilot, "none")
        await press(pilot, "escape")
        assert at_register(app)
    assert us.version() == before


async def test_enter_without_a_status_shows_how_to_choose_one(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Choose a status by its letter" in screen_text(app)


async def test_enter_turns_a_reading_into_an_official_statement(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F")
        assert [row.id for row in [register(app).rows.pages.row(0)] if row] == ["FW-JT-01"]
        await press(pilot, "g", "s", "enter")
        assert at_register(app)
        half = next(half for half in mx.commitment("FW-JT-01").halves if half.side == "MX")
        assert half.claim is not None
        assert (half.claim.basis, half.claim.official) == ("stated", True)


async def test_missing_evidence_file_is_reported_while_typing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await paste(pilot, "/nowhere/at/all.pdf")
        assert "File not found" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


@pytest.mark.journeys
async def test_ctrl_r_inserts_the_last_evidence(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "s", "c")
        await paste(pilot, "https://example.org/report")
        await press(pilot, "enter", "g", "s", "c", "ctrl+r")
        assert dialog(app).field_value("evidence") == "https://example.org/report"
        await press(pilot, "enter")
        assert at_register(app)
        row = register(app).rows.row
        assert row is not None
        assert row.id == "FW-JT-01"
        assert {half.side: half.status for half in row.halves}["US"] == "completed"


async def test_marked_rows_share_one_dialog_and_one_undo(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "space", "s", "n")
        await press(pilot, "tab")
        await write(pilot, "read again")
        assert any("and 1 more" in line for line in painted(app))
        await press(pilot, "enter")
        assert at_register(app)
        assert us.commitment("FW-JT-01").row.halves[0].status == "not_started"
        assert us.commitment("FW-US-01").row.halves[0].status == "not_started"
        await press(pilot, "u")
        assert us.commitment("FW-US-01").row.halves[0].status == "substantial"


@pytest.mark.journeys
async def test_attributed_statement_requires_a_source_found_by_typing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "j", "s", "l")
        form = dialog(app)
        form.focus_field("speaker")
        await press(pilot, "right")
        assert form.speaker == "MX"
        assert "a source is required" in screen_text(app)
        form.focus_field("sources")
        await write(pilot, "informe")
        await press(pilot, "down", "enter")
        assert form.sources == ("SSPC-2024",)
        form.set_field_text("effective_on", "2024-10-01")
        await settle(pilot)
        await press(pilot, "enter")
        assert at_register(app)
        assert us.commitment("FW-MX-01").halves[0].claim is None, "it waits for Mexico"
        accept_everything(us.path)
        claim = us.commitment("FW-MX-01").halves[0].claim
        assert claim is not None
        assert (claim.official, claim.sources) == (False, ("SSPC-2024",))


@pytest.mark.journeys
async def test_saving_marked_rows_clears_the_marks_and_one_undo_reverts_all(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "space", "s", "n", "tab")
        await write(pilot, "read again")
        await press(pilot, "enter")
        assert not register(app).rows.marked
        assert "u undoes all of it" in app.said[-1].text
        await press(pilot, "u")
        assert us.commitment("FW-US-01").row.halves[0].status == "substantial"
        assert us.commitment("FW-JT-01").row.halves[0].status is None


@pytest.mark.journeys
async def test_attributed_statement_keeps_its_own_dates_and_body(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "j", "s", "l")
        form = dialog(app)
        form.focus_field("speaker")
        await press(pilot, "right")
        for name, text in (("said_on", "2026-10-01"), ("body", "SSPC"), ("sources", "MIRROR-2024")):
            form.set_field_text(name, text)
        form.set_field_text("effective_on", "2026-09-30")
        await settle(pilot)
        await press(pilot, "enter")
        accept_everything(us.path)
        claim = us.commitment("FW-MX-01").halves[0].claim
        assert claim is not None
        assert (claim.said_on, claim.effective_on, claim.body) == ("2026-10-01", "2026-09-30", "SSPC")


async def test_the_program_can_be_left_from_a_dialog(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c")
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.return_value == 0


async def test_observer_can_only_write_attributed_statements(observer: Desk) -> None:
    async with running(observer) as (app, pilot):
        await press(pilot, "s", "l")
        form = dialog(app)
        assert form.is_attributed
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)


async def test_concurrent_change_is_shown_before_saving(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c")
        other = door.open_register(us.path, desk="us-2", today=us.today)
        other.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Still."))
        await write(pilot, "https://example.org/a")
        await press(pilot, "tab")
        await write(pilot, "done")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Someone else saved a change" in screen_text(app)
        await press(pilot, "enter")
        assert at_register(app)
        assert us.commitment("FW-US-01").row.halves[0].status == "completed"


@pytest.mark.journeys
async def test_concurrent_change_to_a_marked_row_is_shown_before_saving(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "space", "s", "n", "tab")
        await write(pilot, "why")
        shown = screen_text(app)
        assert "For FW-" in shown
        assert "substantial → not started" in shown
        other = door.open_register(us.path, desk="us-2", today=us.today)
        other.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Still."))
        before = us.version()
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Someone else saved a change" in screen_text(app)
        assert us.version() == before
        await press(pilot, "enter")
        assert at_register(app)
        assert us.commitment("FW-US-01").row.halves[0].status == "not_started"


async def test_preview_shows_the_refusal_of_a_marked_row(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "j", "space", "s", "l")
        assert isinstance(app.screen, StatusDialog)
        assert "A reason is required" in screen_text(app)


async def test_inputs_drop_control_characters(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await paste(pilot, "https://example.org/\x1b]0;x\x07\u202ereport")
        assert dialog(app).field_value("evidence") == "https://example.org/]0;xreport"
        await paste(pilot, "\n\n")
        assert faults(app) == []


async def test_dialog_keeps_its_fields_when_resized(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await write(pilot, "none")
        for size in ((40, 12), (200, 60), (80, 24), (20, 5), (120, 36)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert dialog(app).field_value("evidence") == "none"
        assert dialog(app).picker.chosen == "substantial"
