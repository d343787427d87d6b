"""The sentences of the design on updating a status, each with the keys that it costs, and what others wrote meanwhile."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.evidence import EvidenceDialog
from accordtrack.tui.dialogs.form import Form
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.types.intents import AddNote, ReportStatus
from tui_runner import at_register, painted, press, running, screen_text, settle, write

pytestmark = pytest.mark.journeys


class Hands:
    """Presses keys and counts them; a paste is no key."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await press(self.pilot, *keys)

    async def paste(self, text: str) -> None:
        self.pilot.app.post_message(events.Paste(text))
        await settle(self.pilot)


def open_second_desk(us: Desk) -> Desk:
    return door.open_register(us.path, desk="us-2", today=us.today)


@pytest.mark.parametrize("keys", [("s", "c"), ("s", "c", "tab", "shift+tab")])
async def test_paste_before_the_dialog_opens_is_kept(us: Desk, keys: tuple[str, ...]) -> None:
    async with running(us) as (app, pilot):
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        app.post_message(events.Paste("https://example.org/x"))
        app.post_message(events.Key("enter", "\r"))
        await settle(pilot)
        await pilot.pause(0.2)
        await settle(pilot)
        assert at_register(app)
    assert us.commitment("FW-US-01").row.halves[0].status == "completed"


async def test_reusing_evidence_takes_four_keys_per_row(us: Desk) -> None:
    us.write(ReportStatus(commitment="FW-JT-01", status="limited", note="Begun."))
    async with running(us) as (app, pilot):
        await press(pilot, "F", "G")
        hands = Hands(pilot)
        await hands.press("s", "c")
        await hands.paste("https://example.org/report")
        await hands.press("enter")
        await press(pilot, "g")
        hands.keys = 0
        await hands.press("s", "c", "ctrl+r", "enter")
        assert (hands.keys, at_register(app)) == (4, True)
    urls = [piece.url for name in ("FW-US-01", "FW-JT-01") for piece in us.commitment(name).evidence if piece.official]
    assert urls == ["https://example.org/report"] * 2


async def test_reading_becomes_a_statement_with_two_keys(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "g")
        hands = Hands(pilot)
        await hands.press("s")
        assert "becomes a statement by Mexico" in screen_text(app)
        await hands.press("enter")
        assert (hands.keys, at_register(app)) == (2, True)
    claim = next(half.claim for half in mx.commitment("FW-JT-01").halves if half.side == "MX")
    assert claim is not None
    assert (claim.basis, claim.official) == ("stated", True)


async def test_evidence_added_to_a_reading_requires_a_chosen_status(mx: Desk) -> None:
    version = mx.version()
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "g", "s")
        await Hands(pilot).paste("https://example.org/x")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Choose a status by its letter" in screen_text(app)
        assert mx.version() == version
        app.screen.picker.focus()
        await press(pilot, "l", "enter")
        assert at_register(app)
    assert [piece.url for piece in mx.commitment("FW-JT-01").evidence if piece.official] == ["https://example.org/x"]


async def test_marked_rows_of_different_bodies_are_attributed_separately(us: Desk) -> None:
    async with running(us, size=(80, 24)) as (app, pilot):
        await press(pilot, "F", "g", "space", "G", "space", "s")
        assert "by DOJ (us-1) · FW-JT-01" in screen_text(app)
        await press(pilot, "l")
        await write(pilot, "https://example.org/report")
        await press(pilot, "tab")
        await write(pilot, "why")
        said = screen_text(app)
        assert "by DOJ (us-1) · 1 of 2 rows" in said
        rest = " ".join(re.sub("[│ \\n]+", " ", said.partition("For FW-US-01:")[2]).split())
        assert rest.startswith("This will be the position of the United States, by ATF (us-1) · + status")


@pytest.mark.parametrize(("letter", "needs"), [("n", True), ("l", True), ("r", True), ("w", True), ("b", False)])
async def test_note_is_required_only_for_step_back_reversed_or_withdrawn(us: Desk, letter: str, *, needs: bool) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", letter, "enter")
        assert at_register(app) is not needs
        if needs:
            assert "A reason is required" in screen_text(app)
            await press(pilot, "tab")
            await write(pilot, "why")
            await press(pilot, "enter")
            assert at_register(app)


async def test_completed_needs_evidence_and_no_reason_replaces_it(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c", "enter")
        assert "Completed needs evidence" in screen_text(app)
        await write(pilot, "none")
        assert "it cites no evidence" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        await press(pilot, "tab")
        await write(pilot, "seen on site")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Completed needs evidence" in screen_text(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_dialog_starts_with_the_side_and_ends_with_the_plan(us: Desk, size: tuple[int, int]) -> None:
    async with running(us, size=size) as (app, pilot):
        await press(pilot, "s", "c")
        lines = painted(app)
        top = next(number for number, line in enumerate(lines) if "update status" in line)
        first = " ".join(lines[top + 1 : top + 3])
        assert "United States" in first
        dialog = app.screen
        voice, plan = dialog.query_one("#voice"), dialog.query_one("#plan")
        fields = dialog.query_one("#fields")
        assert voice.region.y < fields.region.y < plan.region.y
        if size[1] > 12:
            await Hands(pilot).paste("https://example.org/x")
            assert "substantial → completed" in screen_text(app)
            assert "Nothing earlier changes" in screen_text(app)


async def test_statement_by_another_side_is_attributed_and_needs_a_source(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "j", "s", "l")
        assert isinstance(app.screen, StatusDialog)
        assert "how the United States assesses" in screen_text(app)
        app.screen.focus_field("speaker")
        await press(pilot, "right")
        assert "quoted for Mexico" in screen_text(app)
        await press(pilot, "left")
        assert "how the United States assesses" in screen_text(app)
        await press(pilot, "right")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "source" in screen_text(app)


async def test_address_is_checked_while_typing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await Hands(pilot).paste("https://example.org/x")
        assert "well formed · statement only" in screen_text(app)
        await Hands(pilot).paste(", https://")
        assert "▲" in screen_text(app)


# Somebody else writes while the dialog is open


async def save_after_another_desk(app: AccordApp, pilot: Pilot[Any], us: Desk) -> Form:
    """Save once after the second desk has written: nothing is written, both are shown."""
    open_second_desk(us).write(ReportStatus(commitment="FW-US-01", status="limited", note="From the other desk."))
    version = us.version()
    await press(pilot, "enter")
    assert us.version() == version
    seen = screen_text(app)
    assert "Someone else saved a change while you were writing" in seen
    assert "us-2" in seen
    assert "Enter saves yours anyway" in seen
    form: Any = app.screen
    return form  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_status_asks_again_after_another_desk_saved(us: Desk, size: tuple[int, int]) -> None:
    async with running(us, size=size) as (app, pilot):
        await press(pilot, "s", "c")
        await Hands(pilot).paste("https://example.org/x")
        await press(pilot, "tab")
        await write(pilot, "all done")
        form = await save_after_another_desk(app, pilot, us)
        assert isinstance(form, StatusDialog)
        assert "limited → completed" in screen_text(app)
        assert (form.picker.chosen, form.field_value("evidence"), form.field_value("note")) == (
            "completed",
            "https://example.org/x",
            "all done",
        )
        await press(pilot, "enter")
        assert at_register(app)
    view = us.commitment("FW-US-01")
    assert (view.row.halves[0].status, view.row.standing) == ("completed", "disputed"), (
        "a dispute outlasts a restated claim"
    )


async def test_evidence_asks_again_after_another_desk_saved(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "e")
        await write(pilot, "https://example.org/x")
        form = await save_after_another_desk(app, pilot, us)
        assert isinstance(form, EvidenceDialog)
        assert form.field_value("evidence") == "https://example.org/x"
        assert "◔ limited" in screen_text(app)
        await press(pilot, "enter")
        assert at_register(app)


async def test_answer_asks_again_after_another_desk_saved(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "d")
        await write(pilot, "not seen")
        us = door.open_register(mx.path, desk="us-2", today=mx.today)
        form = await save_after_another_desk(app, pilot, us)
        assert isinstance(form, DisputeDialog)
        assert form.field_value("reason") == "not seen"
        await press(pilot, "enter")
        assert at_register(app)
    assert mx.commitment("FW-US-01").halves[0].standing == "disputed"


async def test_only_changed_marked_rows_are_named(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "j", "space", "s", "c")
        await Hands(pilot).paste("https://example.org/x")
        await save_after_another_desk(app, pilot, us)
        panel = str(app.screen.query_one("#overtaken").render())
        assert "FW-US-01" in panel
        assert "FW-JT-01" not in panel
        await press(pilot, "enter")
        assert at_register(app)


async def test_second_change_by_others_asks_again_and_escape_saves_nothing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await save_after_another_desk(app, pilot, us)
        open_second_desk(us).write(AddNote(commitment="FW-US-01", text="And this."))
        version = us.version()
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Someone else saved a change" in screen_text(app)
        await press(pilot, "escape")
        assert at_register(app)
        assert us.version() == version


@pytest.mark.sweep("size", "language")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_panel_of_changes_by_others_leaves_room_for_plan_and_keys(
    us: Desk, language: str, size: tuple[int, int]
) -> None:
    us.write(ReportStatus(commitment="FW-JT-01", status="limited", note="Begun."))
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "F", "g", "s", "b", "tab")
        await write(pilot, "why")
        for note in ("one", "two", "three"):
            open_second_desk(us).write(AddNote(commitment="FW-JT-01", text=note))
        await press(pilot, "enter")
        panel, plan = app.screen.query_one("#overtaken"), app.screen.query_one("#plan")
        assert panel.display
        assert panel.region.bottom <= plan.region.y
        assert plan.region.height >= 5
        assert any("enter" in line and "esc" in line and "^g" in line for line in painted(app))
