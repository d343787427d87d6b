"""A side contests a value that an observer recorded as its own: the other side, which said nothing of it, owes no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from symmetric_register import FEED, OTHER, SIDES
from value_disputes import Room


@pytest.mark.parametrize("stance", ["dispute", "concur"])
@pytest.mark.parametrize("side", SIDES)
def test_who_contests_a_value_attributed_to_it_leaves_the_other_side_no_turn(
    side: str, stance: str, tmp_path: Path
) -> None:
    room = Room(tmp_path)
    value = room.measure("obs-1", "60.25", side, grade="claimed")
    room.answer(FEED[side], value, "dispute")
    if stance == "concur":
        room.answer(FEED[side], value, stance, "2026-03-02")
    desk = room.desk(FEED[OTHER[side]])
    (thread,) = [one for one in desk.disputes() if one.about == "value"]
    assert (thread.state, thread.turn, thread.turn_days) == ("open", None, None)
    assert thread not in desk.disputes(f"turn:{OTHER[side]}")
    room.answer(FEED[OTHER[side]], value, "dispute", "2026-03-03")
    (thread,) = [one for one in desk.disputes() if one.about == "value"]
    assert thread.turn == side
