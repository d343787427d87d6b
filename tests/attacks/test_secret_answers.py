"""An acceptance is readable for everyone who reads the proposal, also if its side marked the commitment in between."""

from __future__ import annotations

import pytest

from attack_room import Room, waits, weight
from memory_register import MemoryReader
from symmetric_register import SIDES, amend, answer

AMBER, RED, CLEAR = "TLP:AMBER", "TLP:RED", "TLP:CLEAR"


def marks(room: Room, ref: str, handling: str, by: str | None = None) -> None:
    """A side gives its commitment a mark."""
    feed = room.victim if by == room.them else room.feed
    room.writes(amend(ref, {"handling": handling}, by or room.me, sources=()), feed=feed, handling=handling)


@pytest.mark.parametrize("again", [None, CLEAR])
@pytest.mark.parametrize("side", SIDES)
def test_a_mark_that_a_side_gives_after_a_proposal_does_not_hide_its_acceptance(side: str, again: str | None) -> None:
    room = Room(side)
    ref = room.own(2)
    proposal = room.proposed(ref)
    marks(room, ref, RED)
    room.writes(answer(proposal, side, on="2026-05-01"), handling=RED)
    if again:
        marks(room, ref, again)
    assert waits(room.log, proposal) == (side,)
    assert weight(room.log, ref) == "1"


@pytest.mark.parametrize("side", SIDES)
def test_a_mark_that_was_lowered_before_a_proposal_does_not_hide_its_acceptance(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    marks(room, ref, RED)
    marks(room, ref, CLEAR)
    proposal = room.proposed(ref)
    room.writes(answer(proposal, side, on="2026-05-01"), handling=RED)
    assert waits(room.log, proposal) == (side,)


@pytest.mark.parametrize("lowered", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_an_acceptance_bears_the_mark_that_the_proposing_side_gave(side: str, *, lowered: bool) -> None:
    room = Room(side)
    ref = room.their(2)
    proposal = room.proposed(ref)
    marks(room, ref, AMBER, room.them)
    if lowered:
        marks(room, ref, CLEAR, room.them)
    room.writes(answer(proposal, side, on="2026-05-01"), handling=AMBER)
    assert waits(room.log, proposal) == ((side,) if lowered else ())


@pytest.mark.parametrize("side", SIDES)
def test_an_acceptance_bears_the_mark_to_which_both_sides_agreed(side: str) -> None:
    room = Room(side)
    ref = room.joint(4)
    proposal = room.proposed(ref)
    (raised,) = room.writes(amend(ref, {"handling": AMBER}, side, sources=()), handling=AMBER)
    room.writes(answer(raised, room.them, on="2026-04-01"), feed=room.victim, handling=AMBER)
    room.writes(answer(proposal, side, on="2026-05-01"), handling=AMBER)
    assert (waits(room.log, proposal), weight(room.log, ref)) == ((), "9")


@pytest.mark.parametrize("side", SIDES)
def test_an_acceptance_of_a_lower_mark_bears_it(side: str) -> None:
    room = Room(side)
    ref = room.joint(4)
    for handling in (RED, AMBER):
        (change,) = room.writes(amend(ref, {"handling": handling}, side, sources=()), handling=handling)
        room.writes(answer(change, room.them, on="2026-04-01"), feed=room.victim, handling=handling)
        assert MemoryReader(room.log).facts().states[ref].record.handling == handling


@pytest.mark.parametrize("side", SIDES)
def test_readers_of_the_lower_mark_read_that_a_commitment_is_lowered(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    marks(room, ref, RED)
    (lowered,) = room.writes(amend(ref, {"handling": AMBER}, side, sources=()), handling=AMBER)
    (laxer,) = room.writes(amend(ref, {"handling": AMBER}, side, sources=(), on="2026-05-01"))
    ruled = MemoryReader(room.log).rulings([lowered, laxer])
    assert [ruled[one.hash][1].problem is None for one in (lowered, laxer)] == [True, False]
    assert MemoryReader(room.log).facts().states[ref].record.handling == AMBER
