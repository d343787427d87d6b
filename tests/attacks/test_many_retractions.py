"""A record with many agreed changes that are all taken back is read as fast as any other."""

from __future__ import annotations

import pytest

from accordtrack.projection.dual_control import DualControl
from attack_room import Room, waits
from memory_history import history_of
from symmetric_register import SIDES, amend, answer, proposed_target, retract

pytestmark = pytest.mark.scale

COUNT = 300


@pytest.mark.parametrize("kind", ["change", "version"])
@pytest.mark.parametrize("side", SIDES)
def test_retracted_agreed_changes_are_judged_in_a_moment(side: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(side)
    draft = amend(room.their(1), {"weight": "9"}, room.me) if kind == "change" else proposed_target(room.gauge("US"))
    proposed = room.writes(*[draft] * COUNT)
    room.writes(*(answer(one, room.them, on="2026-02-01") for one in proposed), feed=room.victim, seen={})
    room.writes(*map(retract, proposed))
    control = DualControl(room.log.items, history_of(room.log.items))
    judged, replaces = 0, DualControl._replaces

    def counting(self: DualControl, *of: object) -> bool:
        nonlocal judged
        judged += 1
        return replaces(self, *of)  # type: ignore[arg-type]

    monkeypatch.setattr(DualControl, "_replaces", counting)
    for item in room.written:
        control.verdict(item)
    assert judged < 2 * COUNT * len(room.log.items)


@pytest.mark.parametrize("side", SIDES)
def test_a_retracted_move_with_a_mark_is_judged(side: str) -> None:
    """Who owes the commitment decides about the mark, and depends on whether the move was taken back."""
    room = Room(side)
    draft = amend(room.own(1), {"responsible_side": room.them, "handling": "TLP:GREEN"}, side)
    for _again in range(2):
        (move,) = room.writes(draft)
        room.writes(answer(move, room.them, on="2026-02-01"), feed=room.victim)
    (back,) = room.writes(retract(move))
    assert waits(room.log, back) == (room.them,)
