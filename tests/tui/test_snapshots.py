"""Pictures of the main screens at two sizes: what a change moves that nobody meant to move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from tui_runner import event_driven, opened, press, register, rest

SIZES = [(80, 24), (120, 36)]
KEYS: dict[str, tuple[str, ...]] = {
    "register": ("F", "g"),
    "commitment": ("enter",),
    "status": ("F", "g", "s", "l"),
    "drafts": ("W",),
    "owed": ("2",),
    "reminder": ("M",),
    "history": ("3",),
    "disputes": ("4", "tab", "j"),
    "figures": ("4", "right"),
    "indicators": ("5",),
    "scores": ("5", "v"),
    "pending": ("E",),
    "contrast": ("5", "tab"),
    "events": ("5", "tab", "tab"),
    "targets": ("5", "tab", "tab", "tab"),
    "help": ("question_mark",),
    "messages": ("exclamation_mark",),
    "palette": ("ctrl+p",),
}


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", list(KEYS))
def test_picture(us: Desk, snap_compare: Callable[..., bool], name: str, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        with event_driven(pilot.app):
            await opened(pilot)
            await rest(pilot)
            register(cast("AccordApp", pilot.app)).load_areas()
            await press(pilot, *KEYS[name])
            await rest(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    assert snap_compare(AccordApp(lambda _progress: us), terminal_size=size, run_before=before)
