"""A desk signs retractions, each of the one before. No retraction can be retracted, so no chain stops anybody."""

from __future__ import annotations

import pytest

from attack_room import Room, note, now, waits
from symmetric_register import SIDES, amend, retract

LENGTH = 500


@pytest.mark.parametrize("side", SIDES)
def test_a_long_chain_of_retractions_is_judged_and_changes_nothing(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    last = room.writes(note(room.their(1)))[0]
    for _ in range(LENGTH):
        last = room.writes(retract(last))[0]
    assert now(room.log) == before
    assert waits(room.log, last) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_retraction_of_a_retraction_brings_nothing_back(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    change = room.writes(amend(room.their(1), {"note": {"en": "Seen.", "es": "Visto."}}, room.me))[0]
    assert now(room.log) != before
    back = room.writes(retract(change))[0]
    room.writes(retract(back))
    assert now(room.log) == before
