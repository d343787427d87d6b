"""Drafts on the screen: kept with ^g, marked, taken up again, cleared and discarded; where required, saving keeps one."""

from __future__ import annotations

import pytest

from accordtrack.service import Desk
from accordtrack.tui.dialogs.answer import ConcurDialog, DisputeDialog, NotAgreedDialog
from accordtrack.tui.dialogs.base import Confirm
from accordtrack.tui.dialogs.clear_draft import ClearDialog
from accordtrack.tui.dialogs.evidence import EvidenceDialog
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.tui.screens.commitment import CommitmentScreen
from accordtrack.tui.screens.drafts import DraftsScreen
from accordtrack.types.intents import AddEvidence, AddNote, ReportStatus, TakePosition
from tui_runner import at_register, faults, painted, press, register, running, screen_text, settle, write

pytestmark = pytest.mark.journeys

STATUS_INTENT = ReportStatus(commitment="FW-US-01", status="limited", note="Fewer offices.")


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_status_dialog_saves_a_draft(us: Desk, *, ascii_only: bool) -> None:
    version = us.version()
    async with running(us, ascii_only=ascii_only) as (app, pilot):
        await press(pilot, "F", "G", "s", "l", "tab")
        await write(pilot, "why")
        await press(pilot, "ctrl+g")
        assert at_register(app)
        assert "W shows it" in app.said[-1].text
        mark = "d" if ascii_only else "✎"
        assert any(f"{mark}FW-US-01" in line for line in painted(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, CommitmentScreen)
        assert any(f"{mark} 1 draft" in line for line in painted(app))
        assert faults(app) == []
    assert us.version() == version
    (draft,) = us.drafts()
    assert isinstance(draft.intent, ReportStatus)
    assert (draft.intent.status, draft.intent.note) == ("limited", "why")


@pytest.mark.sweep("size")
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize("key", ["s", "e", "d", "c", "N"])
async def test_dialogs_show_the_draft_key(mx: Desk, key: str, size: tuple[int, int]) -> None:
    async with running(mx, size=size) as (app, pilot):
        await press(pilot, "F", "G", key)
        assert any("^g" in line and "esc" in line for line in painted(app))


async def test_evidence_and_answer_dialogs_save_drafts(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "e")
        await write(pilot, "https://example.org/x")
        await press(pilot, "ctrl+g", "d")
        await write(pilot, "only two")
        await press(pilot, "ctrl+g", "c", "ctrl+g", "N")
        assert isinstance(app.screen, NotAgreedDialog)
        await press(pilot, "ctrl+g")
        assert "A reason is required" in screen_text(app)
        await write(pilot, "half of it")
        await press(pilot, "ctrl+g")
        assert at_register(app)
    kinds = [type(draft.intent) for draft in mx.drafts()]
    stances = [draft.intent.stance for draft in mx.drafts() if isinstance(draft.intent, TakePosition)]
    assert kinds == [AddEvidence, TakePosition, TakePosition, TakePosition]
    assert stances == ["dispute", "concur", "not_agreed"]


async def test_incomplete_dialog_saves_no_draft_and_shows_what_is_missing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "ctrl+g")
        assert isinstance(app.screen, StatusDialog)
        assert "Choose a status by its letter" in screen_text(app)
        await press(pilot, "r", "ctrl+g")
        assert "A reason is required" in screen_text(app)
    assert us.drafts() == ()


async def test_marked_rows_get_one_draft_each(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "space", "s", "n", "tab")
        await write(pilot, "read again")
        await press(pilot, "ctrl+g")
        assert at_register(app)
        assert "Kept as 2 drafts" in app.said[-1].text
    assert us.draft_counts() == {"FW-JT-01": 1, "FW-US-01": 1}


async def test_reopened_draft_is_replaced_or_saved_as_a_statement(us: Desk) -> None:
    us.save_drafts(STATUS_INTENT)
    async with running(us) as (app, pilot):
        await press(pilot, "W", "e")
        assert isinstance(app.screen, StatusDialog)
        assert (app.screen.picker.chosen, app.screen.field_value("note")) == ("limited", "Fewer offices.")
        app.screen.set_field_text("note", "Two offices fewer.")
        await settle(pilot)
        await press(pilot, "ctrl+g")
        assert isinstance(app.screen, DraftsScreen)
        assert "Two offices fewer." in screen_text(app)
        assert [draft.id for draft in us.drafts()] == [1]
        await press(pilot, "e", "enter")
        assert isinstance(app.screen, DraftsScreen)
        assert "There are no drafts." in screen_text(app)
        await press(pilot, "q")
        assert at_register(app)
        row = register(app).rows.row
        assert row is not None
        assert (row.id, row.halves[0].status) == ("FW-US-01", "limited")
        assert "✎" not in screen_text(app)
        assert faults(app) == []
    assert us.drafts() == ()


async def test_answer_drafts_reopen_with_their_target_and_fields(mx: Desk) -> None:
    mx.save_drafts(TakePosition(target="FW-US-01", stance="dispute", reason="Not seen.", ground="not_done"))
    mx.save_drafts(TakePosition(target="FW-US-01", stance="concur"))
    mx.save_drafts(TakePosition(target="FW-US-01", stance="not_agreed", reason="Half of it."))
    mx.save_drafts(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/x",), issuer="GAO"))
    async with running(mx) as (app, pilot):
        await press(pilot, "W", "e")
        assert isinstance(app.screen, DisputeDialog)
        assert (app.screen.field_value("reason"), app.screen.field_value("ground")) == ("Not seen.", "not_done")
        await press(pilot, "escape", "j", "e")
        assert isinstance(app.screen, ConcurDialog)
        await press(pilot, "escape", "j", "e")
        assert isinstance(app.screen, NotAgreedDialog)
        assert app.screen.field_value("reason") == "Half of it."
        await press(pilot, "enter")
        assert isinstance(app.screen, DraftsScreen)
        await press(pilot, "G", "e")
        assert isinstance(app.screen, EvidenceDialog)
        assert (app.screen.field_value("evidence"), app.screen.field_value("issuer")) == (
            "https://example.org/x",
            "GAO",
        )
        assert faults(app) == []
    assert [answer.speaker for answer in mx.commitment("FW-US-01").not_agreed] == ["MX"]
    assert [draft.id for draft in mx.drafts()] == [1, 2, 4]


@pytest.mark.usefixtures("required")
async def test_enter_saves_a_draft_where_clearance_is_required(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G", "s", "l", "tab")
        await write(pilot, "fewer")
        assert "until an office clears it" in screen_text(app)
        await press(pilot, "enter")
        assert at_register(app)
        assert "Kept as a draft" in app.said[-1].text
        await press(pilot, "W", "c")
        assert isinstance(app.screen, ClearDialog)
        assert "substantial → limited" in screen_text(app)
        await write(pilot, "Legal")
        await press(pilot, "enter")
        assert isinstance(app.screen, ClearDialog)
        assert "require a clearance" in screen_text(app)
        await press(pilot, "tab")
        await write(pilot, "L118")
        await press(pilot, "enter")
        assert isinstance(app.screen, DraftsScreen)
        assert "u undoes" in app.said[-1].text
        await press(pilot, "u")
        assert faults(app) == []
    bodies = [entry.body or {} for entry in us.history("FW-US-01").entries if entry.kind == "status.report"]
    assert (bodies[0]["cleared_by"], bodies[0]["clearance_ref"]) == ("Legal", "L118")
    assert us.commitment("FW-US-01").row.halves[0].status == "substantial"


async def test_clearing_shows_concurrent_changes_and_asks_again(us: Desk) -> None:
    us.save_drafts(STATUS_INTENT)
    async with running(us) as (app, pilot):
        await press(pilot, "W", "c")
        await write(pilot, "Legal")
        us.write(AddNote(commitment="FW-US-01", text="Read this first."))
        await press(pilot, "enter")
        assert isinstance(app.screen, ClearDialog)
        shown = screen_text(app)
        assert "Someone else saved a change" in shown
        assert app.screen.field_value("office") == "Legal"
        await press(pilot, "enter")
        assert isinstance(app.screen, DraftsScreen)
    assert us.drafts() == ()


async def test_discarding_a_draft_asks_first(us: Desk) -> None:
    us.save_drafts(STATUS_INTENT)
    async with running(us) as (app, pilot):
        await press(pilot, "W", "d")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter")
        assert len(us.drafts()) == 1
        await press(pilot, "d", "right", "enter")
        assert us.drafts() == ()
        shown = screen_text(app)
        assert "There are no drafts." in shown
        assert "^g" in shown
        await press(pilot, "e", "c", "d")
        assert isinstance(app.screen, DraftsScreen)
        assert faults(app) == []


async def test_repeated_key_never_publishes_a_draft(us: Desk) -> None:
    us.save_drafts(STATUS_INTENT)
    version = us.version()
    async with running(us) as (app, pilot):
        await press(pilot, "W")
        for key in ("enter", "e", "c", "d"):
            await press(pilot, key, key, key)
            if not isinstance(app.screen, DraftsScreen):
                await press(pilot, "escape")
            assert isinstance(app.screen, DraftsScreen)
            assert (us.version(), len(us.drafts())) == (version, 1)


async def test_drafts_shown_are_those_of_the_current_desk(us: Desk) -> None:
    us.save_drafts(STATUS_INTENT)
    async with running(us) as (app, pilot):
        await press(pilot, "F")
        assert "✎" in screen_text(app)
        await press(pilot, "D", "down", "down", "enter")
        assert us.seat == "mx-1"
        await press(pilot, "F")
        assert "✎" not in screen_text(app)
        await press(pilot, "W")
        assert "There are no drafts." in screen_text(app)


async def test_not_agreed_answer_is_shown_with_the_text(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "enter", "N")
        assert isinstance(app.screen, NotAgreedDialog)
        await write(pilot, "half of it")
        assert "no other answer changes" in " ".join(painted(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, CommitmentScreen)
        shown = screen_text(app)
        assert "does not subscribe to this wording" in shown
        assert "half of it" in shown


@pytest.mark.parametrize("language", ["en", "es"])
async def test_drafts_screen_works_at_40_by_12(us: Desk, language: str) -> None:
    us.save_drafts(STATUS_INTENT)
    async with running(us, size=(40, 12), language=language) as (app, pilot):
        await press(pilot, "W")
        assert any("FW-US-01" in line for line in painted(app))
        await press(pilot, "c")
        assert any("esc" in line for line in painted(app))
        await press(pilot, "escape", "d", "escape", "L", "q")
        assert faults(app) == []
