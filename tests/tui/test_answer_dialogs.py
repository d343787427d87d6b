"""``c`` and ``d`` with the cursor on an entry answer that entry, and say which one."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from accordtrack import service as door
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.amend import AmendDialog
from accordtrack.tui.dialogs.answer import ConcurDialog, DisputeDialog
from accordtrack.tui.dialogs.ask import AskDialog
from accordtrack.tui.screens.commitment import HISTORY, STATEMENTS, CommitmentScreen
from accordtrack.tui.widgets.fields import Choice
from accordtrack.types.intents import Amend, ReportStatus, TakePosition
from tui_runner import press, running, screen_text, settle, write

pytestmark = pytest.mark.journeys

JOINT = "FW-JT-01"


async def open_commitment(app: AccordApp, pilot: Pilot[Any], code: str, tab: int) -> CommitmentScreen:
    await press(pilot, "slash", "escape")
    await write(pilot, code)
    await press(pilot, "enter", "enter")
    page = app.screen
    assert isinstance(page, CommitmentScreen)
    page.switch_to_tab(tab)
    await settle(pilot)
    return page


async def test_concur_accepts_the_proposed_change_under_the_cursor(us: Desk) -> None:
    us.use_desk("mx-1")
    us.write(Amend(record=JOINT, fields={"due_on": "2027-06-30"}, reason="budget"))
    us.use_desk("us-1")
    async with running(us) as (app, pilot):
        page = await open_commitment(app, pilot, JOINT, HISTORY)
        assert page.entries[0].kind == "commitment.amend"
        await press(pilot, "c")
        assert isinstance(app.screen, ConcurDialog)
        shown = screen_text(app)
        assert "this entry" in shown
        assert page.entries[0].id in shown
        await press(pilot, "enter")
        assert us.commitment(JOINT).due.due_on == "2027-06-30"
        assert us.commitment(JOINT).proposed == ()


async def test_facts_tab_explains_how_to_agree_to_a_proposed_change(us: Desk) -> None:
    us.use_desk("mx-1")
    us.write(Amend(record=JOINT, fields={"due_on": "2027-06-30"}, reason="budget"))
    us.use_desk("us-1")
    async with running(us) as (app, pilot):
        page = await open_commitment(app, pilot, JOINT, 0)
        assert "press E to see everything that waits" in page.page_view.text.replace("\n", " ")


async def test_only_the_other_sides_statement_under_the_cursor_is_answered(us: Desk) -> None:
    us.use_desk("mx-1")
    us.write(ReportStatus(commitment=JOINT, status="limited", note="begun"))
    us.use_desk("us-1")
    async with running(us) as (app, pilot):
        page = await open_commitment(app, pilot, JOINT, STATEMENTS)
        item = us.commitment(JOINT).statements[0]
        page.page_view.choose(item.id)
        await press(pilot, "d")
        assert isinstance(app.screen, DisputeDialog)
        assert app.screen.target == item.entry
        await write(pilot, "not seen")
        await press(pilot, "enter")
        half = next(half for half in us.commitment(JOINT).halves if half.side == "MX")
        assert half.standing == "disputed"
        own = next(item.id for item in us.commitment(JOINT).positions if item.speaker == "US")
        page.page_view.choose(own)
        await press(pilot, "c")
        assert isinstance(app.screen, ConcurDialog)
        assert app.screen.target == JOINT


async def test_concur_dialog_shows_the_default_half_and_handling(us: Desk) -> None:
    us.use_desk("mx-1")
    us.write(ReportStatus(commitment=JOINT, status="limited", note="begun"))
    us.use_desk("us-1")
    async with running(us) as (app, pilot):
        await open_commitment(app, pilot, JOINT, 0)
        await press(pilot, "c")
        assert isinstance(app.screen, ConcurDialog)
        assert "TLP:" in str(app.screen.query_one("#field-handling Choice", Choice).render())
        assert "the other side's" in str(app.screen.query_one("#field-half Choice", Choice).render())


def replace_claim(desk: Desk, status: str, side: str = "us-1") -> None:
    """Another process at the other side's desk replaces the claim."""
    other = door.open_register(desk.path, desk=side, today=desk.today)
    other.write(
        ReportStatus(commitment="FW-US-01", status=status, note="not shown", evidence=("https://example.org/n",))
    )


@pytest.mark.parametrize("key", ["c", "d"])
async def test_replaced_claim_is_shown_before_it_is_answered(mx: Desk, key: str) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "FW-US-01")
        await press(pilot, "enter", key)
        if key == "d":
            await write(pilot, "not so")
        assert "substantial" in screen_text(app)
        replace_claim(mx, "completed")
        before = mx.version()
        await press(pilot, "enter")
        shown = screen_text(app)
        assert "Someone else saved a change" in shown
        assert "completed" in shown
        assert mx.version() == before
        await press(pilot, "enter")
        assert mx.commitment("FW-US-01").halves[0].answer is not None


async def test_enter_before_the_claim_loads_saves_nothing(mx: Desk) -> None:
    async with running(mx) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "FW-US-01")
        await press(pilot, "enter")
        before = mx.version()
        await press(pilot, "c")
        form = app.screen
        assert isinstance(form, ConcurDialog)
        form.view = None
        await press(pilot, "enter")
        assert "Read the claim first" in screen_text(app)
        assert mx.version() == before


@pytest.mark.parametrize(("key", "typed"), [("a", ""), ("r", "letter")])
async def test_amend_and_ask_warn_about_a_change_saved_meanwhile(us: Desk, key: str, typed: str) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "FW-US-01")
        await press(pilot, "enter", key)
        form = app.screen
        assert isinstance(form, AmendDialog | AskDialog)
        if isinstance(form, AmendDialog):
            form.set_field_text("value", "2027-01-31")
            form.set_field_text("reason", "moved")
        else:
            form.set_field_text("channel", typed)
        await settle(pilot)
        replace_claim(us, "limited", "us-2")
        before = us.version()
        await press(pilot, "enter")
        assert "Someone else saved a change" in screen_text(app)
        assert us.version() == before


async def test_ask_dialog_shows_the_answer_that_leaves_nothing_to_ask(us: Desk) -> None:
    us.write(ReportStatus(commitment=JOINT, status="limited", note="begun"))
    us.use_desk("mx-1")
    us.write(TakePosition(target=JOINT, stance="concur"))
    us.use_desk("us-1")
    async with running(us) as (app, pilot):
        await open_commitment(app, pilot, JOINT, 0)
        await press(pilot, "r")
        shown = screen_text(app)
        assert "The statement has been answered" in shown
        assert "agrees" in str(app.screen.query_one("#now", Static).render())
