"""Of two settlements that both sides agreed on, the later agreement stands, whatever the dates that they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.service import open_register
from accordtrack.types.intents import SettleConflict
from attack_room import Room
from memory_register import MemoryReader
from registers import TODAY, accept_everything, small_register
from symmetric_register import SIDES, answer, settlement


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("rules", [1, 2])
def test_the_later_agreement_stands(side: str, rules: int) -> None:
    room = Room(side)
    for claim, day in ((1, "2026-06-01"), (2, "2026-05-01")):
        proposed = room.writes(settlement(claim, said_on=day))[0]
        room.writes(answer(proposed, room.them, on=day), feed=room.victim)
    found = MemoryReader(room.log, rules=rules).facts().settled["C-1"]
    assert found.claim == (2 if rules > 1 else 1)


def test_lists_show_the_later_agreement(tmp_path: Path) -> None:
    path = small_register(tmp_path)
    for claim, day in ((1, TODAY), (2, "2026-11-24")):
        us = open_register(path, desk="us-1", today=day)
        us.write(SettleConflict(conflict="cf-traced", claim=claim, source="ATF-2023", reason="So."))
        accept_everything(path)
    found = next(one for one in open_register(path, desk="us-1", today=TODAY).conflicts() if one.id == "cf-traced")
    assert found.settled == 2
