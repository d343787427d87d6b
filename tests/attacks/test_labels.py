"""Under whose name something is shown: a desk that chooses its clock does not put its words into another's mouth."""

from __future__ import annotations

import pytest

from accordtrack.types import Text
from attack_room import Room
from attempts import Attacker
from memory_register import MemoryReader
from symmetric_register import FEED, SIDES, amend, symmetric_register, words


@pytest.mark.parametrize("side", SIDES)
def test_note_of_a_desk_with_an_old_clock_bears_its_name(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, theirs = attacker.their(1), words("Done as agreed.")
    attacker.writes(amend(ref, {"note": theirs}, attacker.them), feed=FEED[attacker.them])
    state = MemoryReader(attacker.log).facts().states[ref]
    assert state.note_by == Text(FEED[attacker.them], FEED[attacker.them])
    second = f"{side.lower()}-2"
    attacker.log.open(second, seen={})
    late = amend(ref, {"note": words("We did not do it.")}, side, on="2026-06-29", sources=())
    attacker.writes(late, feed=second, seen={})
    state = MemoryReader(attacker.log).facts().states[ref]
    assert state.record.note is not None
    assert (state.record.note.en, state.note_by) == ("We did not do it.", Text(second, second))


@pytest.mark.parametrize("side", SIDES)
def test_each_language_of_a_note_bears_the_desk_that_set_it(side: str) -> None:
    room = Room(side)
    ref = room.their(1)
    room.writes(amend(ref, {"note": {"en": "They admit that nothing came.", "es": "Texto."}}, side, sources=()))
    room.writes(amend(ref, {"note": {"es": "El texto correcto."}}, room.them, sources=()), feed=room.victim)
    state = MemoryReader(room.log).facts().states[ref]
    assert state.note_by == Text(room.feed, room.victim)
