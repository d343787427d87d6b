"""A side ends alone an admission that the other side had not made: it cannot be put back by the other side's own."""

from __future__ import annotations

import pytest

from attack_room import Room, waits
from symmetric_register import SIDES, admit, amend


def proposal(room: Room) -> tuple[str, ...]:
    (change,) = room.writes(amend(room.their(1), {"weight": "20"}, "OBS", sources=["PRESS"]), feed="obs-9")
    return waits(room.log, change)


def admits(room: Room, *sides: str, until: int | None = None, purpose: str = "scope") -> None:
    """Sides admit the observer for the scope of the register, or end that."""
    for side in sides:
        feed = room.feed if side == room.me else room.victim
        room.writes(admit("obs-9", purpose, until=until), feed=feed)


@pytest.mark.parametrize("purpose", ["statements", "scope"])
@pytest.mark.parametrize("side", SIDES)
def test_an_admission_that_ended_before_the_other_side_made_it_is_ended(side: str, purpose: str) -> None:
    room = Room(side)
    room.log.open("obs-9")
    if purpose == "statements":  # the other side had not admitted it for the scope
        admits(room, side, purpose="statements")
    admits(room, room.them)
    admits(room, room.them, until=1)
    admits(room, side)
    assert proposal(room) == (room.them,)
    admits(room, room.them, until=1)
    assert proposal(room) == (room.them,)
    admits(room, room.them)
    assert proposal(room) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_desk_with_old_heads_does_not_end_alone_what_both_sides_admitted(side: str) -> None:
    room = Room(side)
    room.log.open("obs-9")
    admits(room, room.them, side)
    assert proposal(room) == ()
    room.log.open(room.second, seen={})
    room.writes(admit("obs-9", "scope", until=1), feed=room.second, seen={})
    assert proposal(room) == ()
