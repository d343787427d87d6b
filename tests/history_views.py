"""The history screen as tests see it."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from accordtrack.tui.app import AccordApp
from accordtrack.tui.screens.history import HistoryScreen
from tui_runner import faults, settle


def shown(app: AccordApp) -> HistoryScreen:
    assert isinstance(app.screen, HistoryScreen)
    assert faults(app) == []
    return app.screen


async def at_entry(app: AccordApp, pilot: Pilot[Any], wanted: str) -> None:
    screen = shown(app)
    digest = next(entry.hash for entry in screen.entries or () if entry.id == wanted)
    screen.entries_pane.choose(digest)
    await settle(pilot)
