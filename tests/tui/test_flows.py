"""The sentences of the design on updating a status, each with the keys that it costs, and what others wrote meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from accordtrack import service as door
from accordtrack.tui.dialogs.answer import DisputeDialog
from accordtrack.tui.dialogs.evidence import EvidenceDialog
from accordtrack.tui.dialogs.status import StatusDialog
from accordtrack.types.intents import AddNote, ReportStatus
from tui_runner import at_register, painted, press, register, running, settle, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from accordtrack.service import Desk
    from accordtrack.tui.app import AccordApp
    from accordtrack.tui.dialogs.form import Form

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


def shown(app: AccordApp) -> str:
    return "\n".join(painted(app))


def second(us: Desk) -> Desk:
    return door.open_register(us.path, desk="us-2", today=us.today)


async def test_three_keys_and_a_paste(us: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "labs-q3.pdf"
    paper.write_bytes(b"x" * 2048)
    async with running(us) as (app, pilot):
        hands, place = Hands(pilot), register(app).rows.cursor
        await hands.press("s", "c")
        await hands.paste(str(paper))
        assert "2 kB" in shown(app)
        assert "documented" in shown(app)
        await hands.press("enter")
        assert (hands.keys, at_register(app), register(app).rows.cursor) == (3, True, place)
        assert "u undoes" in app.said[-1].text
        row = register(app).rows.row
        assert row is not None
        assert (row.halves[0].status, row.evidence) == ("completed", 2)


@pytest.mark.parametrize("keys", [("s", "c"), ("s", "c", "tab", "shift+tab")])
async def test_the_paste_may_come_before_the_dialog_is_there(us: Desk, keys: tuple[str, ...]) -> None:
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


async def test_a_run_of_rows_under_one_document_is_four_keys_a_row(us: Desk) -> None:
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


async def test_a_reading_is_made_ones_own_by_two_keys(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "g")
        hands = Hands(pilot)
        await hands.press("s")
        assert "becomes the word of Mexico" in shown(app)
        await hands.press("enter")
        assert (hands.keys, at_register(app)) == (2, True)
    claim = next(half.claim for half in mx.commitment("FW-JT-01").halves if half.side == "MX")
    assert claim is not None
    assert (claim.basis, claim.official) == ("stated", True)


async def test_what_a_reading_would_not_carry_is_never_dropped_with_it(mx: Desk) -> None:
    version = mx.version()
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "g", "s")
        await Hands(pilot).paste("https://example.org/x")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Choose a status by its letter" in shown(app)
        assert mx.version() == version
        app.screen.picker.focus()
        await press(pilot, "l", "enter")
        assert at_register(app)
    assert [piece.url for piece in mx.commitment("FW-JT-01").evidence if piece.official] == ["https://example.org/x"]


async def test_marked_rows_share_one_dialog_and_one_undo(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g")
        hands = Hands(pilot)
        await hands.press("space", "j", "space", "s", "c")
        await hands.paste("https://example.org/report")
        await hands.press("enter")
        assert (hands.keys, at_register(app)) == (6, True)
        assert [us.commitment(name).row.halves[0].status for name in ("FW-JT-01", "FW-US-01")] == ["completed"] * 2
        await hands.press("u")
        assert us.commitment("FW-US-01").row.halves[0].status == "substantial"


async def test_marked_rows_of_other_bodies_are_not_said_to_be_the_words_of_the_first(us: Desk) -> None:
    async with running(us, size=(80, 24)) as (app, pilot):
        await press(pilot, "F", "g", "space", "G", "space", "s")
        assert "by DOJ (us-1) · FW-JT-01" in shown(app)
        await press(pilot, "l")
        await write(pilot, "https://example.org/report")
        await press(pilot, "tab")
        await write(pilot, "why")
        said = shown(app)
        assert "by DOJ (us-1) · 1 of 2 rows" in said
        rest = " ".join(re.sub("[│ \\n]+", " ", said.partition("FW-US-01, otherwise:")[2]).split())
        assert rest.startswith("This will be the position of the United States, by ATF (us-1) + status")


@pytest.mark.parametrize(("letter", "needs"), [("n", True), ("l", True), ("r", True), ("w", True), ("b", False)])
async def test_a_note_is_needed_for_a_step_back_reversed_and_withdrawn_only(
    us: Desk, letter: str, *, needs: bool
) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", letter, "enter")
        assert at_register(app) is not needs
        if needs:
            assert "A reason is required" in shown(app)
            await press(pilot, "tab")
            await write(pilot, "why")
            await press(pilot, "enter")
            assert at_register(app)


async def test_completed_needs_evidence_or_none_with_a_reason(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "c", "enter")
        assert "Completed needs evidence" in shown(app)
        await write(pilot, "none")
        assert "say why in the note" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        await press(pilot, "tab")
        await write(pilot, "seen on site")
        await press(pilot, "enter")
        assert at_register(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_the_first_line_says_in_whose_name_and_the_last_part_what_will_be_written(
    us: Desk, size: tuple[int, int]
) -> None:
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
            assert "substantial → completed" in shown(app)
            assert "Nothing earlier changes" in shown(app)


async def test_the_words_of_another_side_are_attributed_and_ask_for_a_source(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "j", "s", "l")
        assert isinstance(app.screen, StatusDialog)
        assert "how the United States reads" in shown(app)
        app.screen.focus_field("speaker")
        await press(pilot, "right")
        assert "attributed to Mexico" in shown(app)
        await press(pilot, "left")
        assert "how the United States reads" in shown(app)
        await press(pilot, "right")
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "source" in shown(app)


async def test_an_address_is_looked_at_while_it_is_typed(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await Hands(pilot).paste("https://example.org/x")
        assert "well formed" in shown(app)
        await Hands(pilot).paste(", https://")
        assert "▲" in shown(app)


# Somebody else writes while the dialog is open


async def overtaken(app: AccordApp, pilot: Pilot[Any], us: Desk) -> Form:
    """Save once after the second desk has written: nothing is written, both are shown."""
    second(us).write(ReportStatus(commitment="FW-US-01", status="limited", note="From the other desk."))
    version = us.version()
    await press(pilot, "enter")
    assert us.version() == version
    seen = shown(app)
    assert "Someone else saved a change while you wrote" in seen
    assert "us-2" in seen
    assert "Enter saves yours all the same" in seen
    form: Any = app.screen
    return form  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_status_shows_both_and_asks_once_more(us: Desk, size: tuple[int, int]) -> None:
    async with running(us, size=size) as (app, pilot):
        await press(pilot, "s", "c")
        await Hands(pilot).paste("https://example.org/x")
        await press(pilot, "tab")
        await write(pilot, "all done")
        form = await overtaken(app, pilot, us)
        assert isinstance(form, StatusDialog)
        assert "limited → completed" in shown(app)
        assert (form.picker.chosen, form.field("evidence"), form.field("note")) == (
            "completed",
            "https://example.org/x",
            "all done",
        )
        await press(pilot, "enter")
        assert at_register(app)
    view = us.commitment("FW-US-01")
    assert (view.row.halves[0].status, view.row.standing) == ("completed", "unanswered")


async def test_evidence_shows_both_and_asks_once_more(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "e")
        await write(pilot, "https://example.org/x")
        form = await overtaken(app, pilot, us)
        assert isinstance(form, EvidenceDialog)
        assert form.field("evidence") == "https://example.org/x"
        assert "◔ limited" in shown(app)
        await press(pilot, "enter")
        assert at_register(app)


async def test_an_answer_shows_the_new_claim_and_asks_once_more(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "G", "d")
        await write(pilot, "not seen")
        us = door.open_register(mx.path, desk="us-2", today=mx.today)
        form = await overtaken(app, pilot, us)
        assert isinstance(form, DisputeDialog)
        assert form.field("reason") == "not seen"
        await press(pilot, "enter")
        assert at_register(app)
    assert mx.commitment("FW-US-01").halves[0].standing == "disputed"


async def test_of_marked_rows_the_changed_ones_are_named(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "g", "space", "j", "j", "space", "s", "c")
        await Hands(pilot).paste("https://example.org/x")
        await overtaken(app, pilot, us)
        panel = str(app.screen.query_one("#overtaken").render())
        assert "FW-US-01" in panel
        assert "FW-JT-01" not in panel
        await press(pilot, "enter")
        assert at_register(app)


async def test_overtaken_twice_asks_twice_and_leaving_writes_nothing(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s", "b")
        await overtaken(app, pilot, us)
        second(us).write(AddNote(commitment="FW-US-01", text="And this."))
        version = us.version()
        await press(pilot, "enter")
        assert isinstance(app.screen, StatusDialog)
        assert "Someone else saved a change" in shown(app)
        await press(pilot, "escape")
        assert at_register(app)
        assert us.version() == version


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_what_others_wrote_leaves_room_for_plan_and_keys(us: Desk, language: str, size: tuple[int, int]) -> None:
    us.write(ReportStatus(commitment="FW-JT-01", status="limited", note="Begun."))
    async with running(us, size=size, language=language) as (app, pilot):
        await press(pilot, "F", "g", "s", "b", "tab")
        await write(pilot, "why")
        for note in ("one", "two", "three"):
            second(us).write(AddNote(commitment="FW-JT-01", text=note))
        await press(pilot, "enter")
        panel, plan = app.screen.query_one("#overtaken"), app.screen.query_one("#plan")
        assert panel.display
        assert panel.region.bottom <= plan.region.y
        assert plan.region.height >= 5
        assert any("enter" in line and "esc" in line and "^g" in line for line in painted(app))
