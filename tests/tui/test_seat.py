"""Changing the seat while something is open: header, filter and preview follow it, one's own filter stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_runner import painted, press, register, running, settle

if TYPE_CHECKING:
    from accordtrack.service import Desk


async def test_the_header_of_an_open_commitment_shows_the_new_seat_at_once(us: Desk) -> None:
    async with running(us) as (app, pilot):
        await press(pilot, "F", "enter", "D", "down", "down", "enter")
        assert us.seat == "mx-1"
        for keys in ((), ("tab",), ("L",)):
            await press(pilot, *keys)
            assert "mx-1" in painted(app)[0]
        await press(pilot, "L", "q")
        assert "mx-1" in painted(app)[0]


async def test_the_filter_that_the_program_chose_follows_the_seat(us: Desk) -> None:
    async with running(us) as (app, pilot):
        before = register(app).line.text
        assert "open:US" in before
        await press(pilot, "D", "down", "down", "enter")
        assert "open:US" not in register(app).line.text
        await press(pilot, "D", "up", "up", "enter")
        assert us.seat == "us-1"
        assert register(app).line.text == before


async def test_ones_own_filter_stays(us: Desk) -> None:
    async with running(us) as (app, pilot):
        register(app).line.put("side:US")
        await settle(pilot)
        await press(pilot, "D", "down", "down", "enter")
        assert register(app).line.text == "side:US"
        assert "mx-1" in painted(app)[0]
