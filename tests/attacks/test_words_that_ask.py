"""What a side is asked is in the words of whoever asks, so it rewords none of it alone; an own action is in its own text."""

from __future__ import annotations

import pytest

from attack_room import Room, waits
from symmetric_register import SIDES, amend, commitment

REWORDED: tuple[dict[str, object], ...] = (
    {"places": ["MX-YUC"]},
    {"review_rule": "RRULE:FREQ=YEARLY"},
    {"supporting": []},
)


@pytest.mark.parametrize("side", SIDES)
def test_an_own_action_in_the_own_text_is_in_force(side: str) -> None:
    room = Room(side)
    (action,) = room.writes(commitment("ACT-1", side, kind="unilateral_action", text_basis="own_text"))
    assert waits(room.log, action) == ()


@pytest.mark.parametrize("fields", REWORDED, ids="".join)
@pytest.mark.parametrize("side", SIDES)
def test_the_side_that_is_asked_rewords_no_request_alone(side: str, fields: dict[str, object]) -> None:
    room = Room(side)
    basis = f"{room.them.lower()}_text"
    asked = commitment("ASK-9", side, kind="request", text_basis=basis, places=["MX-SIN"])
    room.writes(asked, feed=room.victim)
    (change,) = room.writes(amend("ASK-9", fields, side, sources=()))
    assert waits(room.log, change) == (room.them,)
