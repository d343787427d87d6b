"""A claim that is dated back before an old statement of the other side gains no agreement by it."""

from __future__ import annotations

import pytest

from accordtrack.scoring.inputs import half_statements
from accordtrack.vocabulary import Standing
from attack_room import Room
from attempts import LATER
from memory_register import MemoryReader
from symmetric_register import SIDES, answer, status


def standing(room: Room, ref: str) -> tuple[Standing, bool]:
    """The standing of the attacker's half, and whether the score counts the old statement as an answer."""
    facts = MemoryReader(room.log).facts()
    state = facts.states[ref]
    (half,) = (one for one in state.halves if one.side == room.me)
    return half.standing, half_statements(state, half, LATER).other is not None


def claimed(side: str, *, said_on: str, holds_on: str, joint: bool) -> tuple[Standing, bool]:
    """The standing of a claim, own or joint, that equals what the other side said on March 1, 2025."""
    room = Room(side)
    ref, speaker = room.joint(5), "JOINT" if joint else side
    room.writes(status(ref, room.them, "substantial", "2025-03-01", half=side), feed=room.victim)
    room.writes(status(ref, speaker, "substantial", holds_on, said_on=said_on, half=side, sources=["JS"] * joint))
    return standing(room, ref)


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_an_old_statement_does_not_agree_with_what_is_claimed_of_a_later_day(side: str, *, joint: bool) -> None:
    today = claimed(side, said_on="2026-01-10", holds_on="2026-01-10", joint=joint)
    assert today == (Standing.UNANSWERED, False)
    assert claimed(side, said_on="2025-02-28", holds_on="2026-01-10", joint=joint) == today


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_an_equal_statement_agrees_with_an_earlier_claim(side: str, *, joint: bool) -> None:
    assert claimed(side, said_on="2025-02-28", holds_on="2025-02-28", joint=joint) == (Standing.AGREED, True)


@pytest.mark.parametrize("side", SIDES)
def test_an_older_assessment_does_not_clear_a_later_dispute_of_a_restated_claim(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    (claim,) = room.writes(status(ref, side, "completed", "2026-01-02"))
    room.writes(status(ref, room.them, "completed", "2026-01-10", sources=["JS"]), feed=room.victim)
    dispute = answer(claim, room.them, "dispute", on="2026-01-20", proposed_status="limited")
    room.writes(dispute, feed=room.victim)
    assert standing(room, ref)[0] is Standing.DISPUTED
    room.writes(status(ref, side, "completed", "2026-01-02", said_on="2026-01-10"))
    assert standing(room, ref)[0] is Standing.DISPUTED
