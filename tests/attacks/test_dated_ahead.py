"""An entry dated after it was recorded counts for nothing and delays no later agreement."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.store.items import Item
from attack_room import Room, now, waits, weight
from memory_register import TODAY, MemoryReader
from register_picture import moved
from symmetric_register import SIDES, amend, answer, status

NEVER = "2199-01-01"


def is_refused(room: Room, item: Item[Any]) -> bool:
    """Whether an entry counts for nothing."""
    _item, ruling = MemoryReader(room.log).rulings([item])[item.hash]
    return ruling.problem is not None


@pytest.mark.parametrize("side", SIDES)
def test_a_concurrence_dated_ahead_accepts_nothing(side: str) -> None:
    room = Room(side)
    proposal = room.proposed(room.joint(4))
    (word,) = room.writes(answer(proposal, side, on=NEVER))
    assert waits(room.log, proposal) == (side,)
    assert is_refused(room, word)


@pytest.mark.parametrize("recorded_on", [TODAY, NEVER])
@pytest.mark.parametrize("side", SIDES)
def test_a_concurrence_dated_ahead_puts_off_no_later_agreement(side: str, recorded_on: str) -> None:
    """Not even with a clock that is set ahead: the other side's desk had seen it earlier than it says."""
    room = Room(side)
    first = room.proposed(room.joint(4))
    room.writes(answer(first, side, on=NEVER), recorded_on=recorded_on)
    (later,) = room.writes(amend(room.joint(4), {"weight": "7"}, room.them), feed=room.victim)
    room.writes(answer(later, side, on=TODAY))
    assert weight(room.log, room.joint(4)) == "7"


@pytest.mark.parametrize("side", SIDES)
def test_a_proposal_dated_ahead_puts_off_no_later_agreement(side: str) -> None:
    room = Room(side)
    (ahead,) = room.writes(amend(room.joint(4), {"weight": "9"}, side, on=NEVER))
    room.writes(answer(ahead, room.them, on=TODAY), feed=room.victim)
    (later,) = room.writes(amend(room.joint(4), {"weight": "7"}, room.them), feed=room.victim)
    room.writes(answer(later, side, on=TODAY))
    assert is_refused(room, ahead)
    assert weight(room.log, room.joint(4)) == "7"


@pytest.mark.parametrize("side", SIDES)
def test_a_claim_and_a_dispute_dated_ahead_count_for_nothing(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    (claim,) = room.writes(status(room.own(4), side, "completed", said_on=NEVER))
    (later,) = room.writes(status(room.own(4), side, "completed", NEVER, said_on=TODAY))
    (word,) = room.writes(answer(room.claim(room.their(1), room.them), side, "dispute", on=NEVER))
    assert is_refused(room, claim)
    assert is_refused(room, later)
    assert is_refused(room, word)
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("side", SIDES)
def test_the_day_after_in_utc_may_be_the_same_day_at_the_desk(side: str) -> None:
    room = Room(side)
    proposal = room.proposed(room.joint(4))
    (word,) = room.writes(answer(proposal, side, on="2026-07-01"))
    assert not is_refused(room, word)
    assert waits(room.log, proposal) == ()
