"""Draws of the score: under a bar, cancelled at once, with a fault told, and left with the program."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from textual.pilot import Pilot

from accordtrack.core.problems import Problem, Refused
from accordtrack.service import Desk
from accordtrack.tui.app import AccordApp
from accordtrack.tui.dialogs.uncertainty import DrawsDialog
from accordtrack.tui.screens.reader import ReadingScreen
from accordtrack.tui.screens.scorecard import ScorecardScreen
from shipped_scores import shipped_desk
from tui_runner import painted, press, running, screen_text, settle, until

pytestmark = pytest.mark.journeys

MANY_DRAWS = 2_000_000
"""Draws that take seconds, so that a test looks into the middle of them."""


def card(app: AccordApp) -> ScorecardScreen:
    assert isinstance(app.screen, ScorecardScreen)
    return app.screen


def is_drawing() -> bool:
    """Whether a thread is still busy with draws: its own frames say so."""
    for top in sys._current_frames().values():
        frame: FrameType | None = top
        while frame is not None:
            if frame.f_code.co_name == "uncertain":
                return True
            frame = frame.f_back
    return False


async def start_draws(pilot: Pilot[Any], app: AccordApp, draws: int) -> DrawsDialog:
    """Draws that have begun and are not done."""
    await press(pilot, "5")
    card(app).draws = draws
    card(app).action_draws()
    await until(pilot, lambda: isinstance(app.screen, DrawsDialog) and app.screen.done > 0)
    dialog = app.screen
    assert isinstance(dialog, DrawsDialog)
    assert dialog.done < dialog.total
    return dialog


async def test_finished_draws_open_their_result(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5", "d")
        assert isinstance(app.screen, ReadingScreen)
        assert "1000 draws" in app.screen.page_view.text
        await press(pilot, "q")
        card(app)


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_progress_is_shown_as_text_and_as_a_bar(*, ascii_only: bool) -> None:
    async with running(shipped_desk(), size=(80, 24), ascii_only=ascii_only) as (app, pilot):
        dialog = await start_draws(pilot, app, MANY_DRAWS)
        assert dialog.total == len(dialog._found.commitments)
        await until(pilot, lambda: any(f" of {dialog.total}" in line for line in painted(app)))
        await until(pilot, lambda: any(("##" if ascii_only else "██") in line for line in painted(app)))
        told = screen_text(app)
        assert "2,000,000 draws, step" in told
        assert not any("⠀" <= sign <= "⣿" for sign in told)
        await pilot.press("escape")


async def test_escape_cancels_the_draws_and_the_scorecard_stays_usable() -> None:
    async with running(shipped_desk()) as (app, pilot):
        dialog = await start_draws(pilot, app, MANY_DRAWS)
        await pilot.press("escape")
        screen = card(app)
        assert dialog.done < dialog.total
        await until(pilot, lambda: not is_drawing())
        await press(pilot, "enter")
        assert screen.opened
        assert [said.text for said in app.said] == []
        screen.draws = 10
        await press(pilot, "d")
        assert isinstance(app.screen, ReadingScreen)
        assert "10 draws" in app.screen.page_view.text


async def test_quitting_the_program_stops_the_draws() -> None:
    async with running(shipped_desk()) as (app, pilot):
        dialog = await start_draws(pilot, app, MANY_DRAWS)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not is_drawing())
        assert dialog.done < dialog.total
    assert app.return_code == 0


async def test_error_in_draws_is_reported_and_the_scorecard_stays_open(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "5")
        card(app).draws = -1
        await press(pilot, "d")
        card(app)
        assert "The register did not respond" in app.said[-1].text


async def test_refused_draws_are_reported_and_the_scorecard_stays_open() -> None:
    async with running(shipped_desk()) as (app, pilot):
        dialog = await start_draws(pilot, app, MANY_DRAWS)
        dialog._show_refusal(Refused(Problem("No draws today", "Come again.")))
        await until(pilot, lambda: not is_drawing())
        await settle(pilot)
        card(app)
        assert "No draws today" in app.said[-1].text
