"""Dialogs that are left while the desk still answers: nothing breaks, and a refusal is still heard."""

from __future__ import annotations

import asyncio
import threading

from textual.widgets import Static

from accordtrack.service import Desk
from accordtrack.tui.dialogs.form import Form
from accordtrack.types.intents import ReportStatus
from tui_runner import at_register, faults, press, running, settle


class Lingering(Static):
    """A part that takes its time to go, while the other parts of its dialog are gone."""

    def __init__(self) -> None:
        super().__init__()
        self.going, self.go = asyncio.Event(), asyncio.Event()

    async def on_unmount(self) -> None:
        self.going.set()
        await self.go.wait()


async def test_answer_arriving_while_the_dialog_closes_is_dropped(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "d")
        dialog = app.screen
        assert isinstance(dialog, Form)
        part = Lingering()
        await dialog.mount(part)
        told = threading.Event()
        heard: list[object] = []

        def answer(said: object) -> None:
            heard.append(said)
            dialog.set_problem("too late")

        dialog.ask("plan", lambda _desk: told.wait(30), answer)
        leaving = asyncio.create_task(pilot.press("escape"))
        await asyncio.wait_for(part.going.wait(), 10)
        assert not dialog.query("#form-problem")
        told.set()
        await asyncio.sleep(0.2)
        part.go.set()
        await asyncio.wait_for(leaving, 10)
        await settle(pilot)
        assert at_register(app)
        assert heard == []
        assert faults(app) == []


async def test_refusal_after_the_dialog_closed_is_still_shown(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "s")
        dialog = app.screen
        assert isinstance(dialog, Form)
        await press(pilot, "escape")
        bad = ReportStatus(commitment="FW-US-99", status="substantial")
        app.write_intents([bad], dialog.handle_saved, dialog.handle_not_saved)
        await settle(pilot)
        assert any("FW-US-99" in notice.message for notice in app._notifications)
        assert at_register(app)
