"""Under whose name something is shown: a desk that chooses its clock does not put its words into another's mouth."""

from __future__ import annotations

import pytest

from attempts import Attacker
from memory_register import MemoryReader
from symmetric_register import FEED, SIDES, amend, symmetric_register, words


@pytest.mark.parametrize("side", SIDES)
def test_note_of_a_desk_with_an_old_clock_bears_its_name(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, theirs = attacker.their(1), words("Done as agreed.")
    attacker.writes(amend(ref, {"note": theirs}, attacker.them), feed=FEED[attacker.them])
    state = MemoryReader(attacker.log).facts().states[ref]
    assert state.note_by == FEED[attacker.them]
    second = f"{side.lower()}-2"
    attacker.log.open(second, seen={})
    late = amend(ref, {"note": words("We did not do it.")}, side, on="2026-06-29", sources=())
    attacker.writes(late, feed=second, seen={})
    state = MemoryReader(attacker.log).facts().states[ref]
    assert state.record.note is not None
    assert (state.record.note.en, state.note_by) == ("We did not do it.", second)
