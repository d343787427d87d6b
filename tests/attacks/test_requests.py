"""A request is the own word of the side that asks: in force at once, unless it sets the other side something or quotes it."""

from __future__ import annotations

from typing import Any

import pytest

from attack_room import Room, waits
from symmetric_register import SIDES, commitment


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text_basis": "own_text"},
        {"due_on": "2027-01-31"},
        {"first_due_on": "2022-01-31"},
        {"review_rule": "FREQ=MONTHLY"},
    ],
)
def test_a_request_waits_only_if_it_sets_a_day_or_is_a_text_of_the_side_that_is_asked(
    side: str, fields: dict[str, Any]
) -> None:
    room = Room(side)
    asked = {"kind": "request", "text_basis": f"{side.lower()}_text", "due_on": None, **fields}
    (request,) = room.writes(commitment("ASK-1", room.them, **asked))
    assert waits(room.log, request) == ((room.them,) if fields else ())
