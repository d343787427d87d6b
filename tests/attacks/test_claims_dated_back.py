"""A claim that is dated back before an old statement of the other side gains no agreement by it."""

from __future__ import annotations

import pytest

from accordtrack.scoring.inputs import half_statements
from accordtrack.vocabulary import Standing
from attack_room import Room
from attempts import LATER
from memory_register import MemoryReader
from symmetric_register import SIDES, status


def standing(room: Room, ref: str) -> tuple[Standing, bool]:
    """The standing of the attacker's half, and whether the score counts the old statement as an answer."""
    facts = MemoryReader(room.log).facts()
    state = facts.states[ref]
    (half,) = (one for one in state.halves if one.side == room.me)
    return half.standing, half_statements(state, half, LATER).other is not None


def claimed(side: str, *, said_on: str, holds_on: str) -> tuple[Standing, bool]:
    """The standing of a claim that equals what the other side said on March 1, 2025."""
    room = Room(side)
    ref = room.joint(5)
    room.writes(status(ref, room.them, "substantial", "2025-03-01", half=side), feed=room.victim)
    room.writes(status(ref, side, "substantial", holds_on, said_on=said_on, half=side))
    return standing(room, ref)


@pytest.mark.parametrize("side", SIDES)
def test_an_old_statement_does_not_agree_with_what_is_claimed_of_a_later_day(side: str) -> None:
    today = claimed(side, said_on="2026-01-10", holds_on="2026-01-10")
    assert today == (Standing.UNANSWERED, False)
    assert claimed(side, said_on="2025-02-28", holds_on="2026-01-10") == today


@pytest.mark.parametrize("side", SIDES)
def test_an_equal_statement_agrees_with_an_earlier_claim(side: str) -> None:
    assert claimed(side, said_on="2025-02-28", holds_on="2025-02-28") == (Standing.AGREED, True)
