"""Changing the desk while something is open: header, filter and preview follow it, one's own filter stays."""

from __future__ import annotations

from accordtrack.service import Desk
from tui_runner import painted, press, register, running, settle


async def test_header_of_an_open_commitment_shows_the_new_desk_at_once(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "enter", "D", "down", "down", "enter")
        assert us.seat == "mx-1"
        for keys in ((), ("tab",), ("L",)):
            await press(pilot, *keys)
            assert "mx-1" in painted(app)[0]
        await press(pilot, "L", "q")
        assert "Entering for Mexico (mx-1)" in painted(app)[1]


async def test_default_filter_follows_the_desk(us: Desk) -> None:
    async with running(us) as (app, pilot):
        before = register(app).filter_line.text
        assert "open:US" in before
        await press(pilot, "D", "down", "down", "enter")
        assert "open:US" not in register(app).filter_line.text
        await press(pilot, "D", "up", "up", "enter")
        assert us.seat == "us-1"
        assert register(app).filter_line.text == before


async def test_user_filter_survives_a_change_of_desk(us: Desk) -> None:
    async with running(us) as (app, pilot):
        register(app).filter_line.set_text("side:US")
        await settle(pilot)
        await press(pilot, "D", "down", "down", "enter")
        assert register(app).filter_line.text == "side:US"
        assert "Entering for Mexico (mx-1)" in painted(app)[1]
