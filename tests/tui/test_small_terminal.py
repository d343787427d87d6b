"""In 40 columns and 12 lines it is still read whose voice it is, what the letters are, and how to leave."""

from __future__ import annotations

import pytest

from accordtrack.service import Desk
from accordtrack.statuses import DEFINITIONS
from tui_runner import painted, press, running, write

pytestmark = pytest.mark.journeys


@pytest.mark.sweep("language", "side", "ascii_only")
@pytest.mark.parametrize(("language", "side"), [("en", "United States"), ("es", "Estados Unidos")])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_status_dialog_fits_a_small_terminal(us: Desk, language: str, side: str, *, ascii_only: bool) -> None:
    async with running(us, size=(40, 12), language=language, ascii_only=ascii_only) as (app, pilot):
        await press(pilot, "s")
        lines = painted(app)
        assert side in " ".join(line.strip("│| ") for line in lines)
        letters = next(line for line in lines if " n" in line and " w" in line)
        expected = [one.letter for one in DEFINITIONS]
        assert [part[0] for part in letters.strip("│| ").split()[-len(expected) :]] == expected
        assert "esc" in lines[-3]


@pytest.mark.sweep("language", "side")
@pytest.mark.parametrize(("language", "side"), [("en", "Mexico"), ("es", "México")])
@pytest.mark.parametrize("key", ["c", "d", "N"])
async def test_answer_dialogs_fit_a_small_terminal(mx: Desk, key: str, language: str, side: str) -> None:
    async with running(mx, size=(40, 12), language=language) as (app, pilot):
        await press(pilot, "F", "G", key)
        lines = painted(app)
        assert any(side in line for line in lines)
        assert any("esc" in line for line in lines)


@pytest.mark.sweep("language", "ascii_only")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_owed_screen_and_reminder_fit_a_small_terminal(us: Desk, language: str, *, ascii_only: bool) -> None:
    async with running(us, size=(40, 12), language=language, ascii_only=ascii_only) as (app, pilot):
        await press(pilot, "2")
        assert any("ATF" in line for line in painted(app))
        await press(pilot, "enter", "M")
        lines = painted(app)
        assert any("FW-US-01" in line for line in lines)
        assert any(line.strip("│| ").startswith("q ") for line in lines)


@pytest.mark.sweep("language")
@pytest.mark.parametrize(("language", "last"), [("en", "Nothing earlier changes"), ("es", "Nada anterior se modifica")])
async def test_plan_that_warns_which_side_it_waits_for_is_read_whole_in_80_by_24(
    us: Desk, language: str, last: str
) -> None:
    async with running(us, size=(80, 24), language=language) as (app, pilot):
        await press(pilot, "F", "slash")
        await write(pilot, "id:=FW-JT-01")
        await press(pilot, "enter", "a", "tab")
        await write(pilot, "2027-06-30")
        await press(pilot, "tab")
        await write(pilot, "budget")
        lines = painted(app)
        assert any(last in line for line in lines)
        assert any("esc" in line for line in lines)
