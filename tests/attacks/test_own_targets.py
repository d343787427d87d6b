"""A side's own target of an indicator that both halves share moves its own half alone, also with ``--targets all``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from attack_room import Room, waits
from memory_register import MemoryReader
from register_picture import EVERY_TARGET
from symmetric_register import SIDES, amend, answer, link, target

if TYPE_CHECKING:
    from accordtrack.scoring.indicator import IndicatorResult


def result(room: Room, side: str) -> IndicatorResult:
    """What the shared indicator gives in the half of a side."""
    found = MemoryReader(room.log).score(EVERY_TARGET).commitments
    (one,) = [one for one in found if one.owed.leaf.id == f"{room.joint(2)}#{side}"]
    (shared,) = [part for part in one.result.indicators if part.indicator.id == f"health-{room.me.lower()}"]
    return shared


@pytest.mark.parametrize("working", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_an_own_target_counts_in_no_half_of_the_other_side(side: str, *, working: bool) -> None:
    room = Room(side)
    name, start = f"health-{side.lower()}", {"value": "100", "on": "2020-12-31"}
    drafts = [link(name, room.joint(2))]
    if working:
        change = {"target": target("50", "working"), "baseline": start}
        drafts.append(amend(name, change, "OBS", kind="indicator"))
    for item in room.writes(*drafts, feed="obs-0"):
        room.writes(answer(item, room.me))
        room.writes(answer(item, room.them), feed=room.victim)
    before = result(room, room.them)
    own = {"target": target("99", side), "baseline": start}
    (item,) = room.writes(amend(name, own, side, kind="indicator"))
    assert waits(room.log, item) == ()
    assert result(room, side).indicator.target == 99
    assert result(room, room.them) == before
    assert before.indicator.target == (50 if working else None)
