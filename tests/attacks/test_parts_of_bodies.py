"""A side alone adds no body that would be listed as a part of one of the other side."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.projection.dual_control import DualControl
from accordtrack.store.acceptance import Verdict
from accordtrack.store.items import Item
from attack_room import Room, now, waits
from memory_register import MemoryContext
from register_picture import moved
from symmetric_register import SIDES, answer, body


@pytest.mark.parametrize("side", SIDES)
def test_a_body_with_a_parent_of_another_side_waits(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    for number, parent in enumerate((f"{room.them}-LEAD", "AUDIT", "UNKNOWN", "OFFICE-3")):
        (part,) = room.writes(body(f"OFFICE-{number}", side, speaks_for=side, parent=parent))
        assert waits(room.log, part) == (room.them,), parent
    assert moved(before, now(room.log)) == {}
    room.writes(answer(part, room.them), feed=room.victim)
    assert waits(room.log, part) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_body_with_a_parent_of_its_own_side_leads_at_once(side: str) -> None:
    room = Room(side)
    (office,) = room.writes(body("OFFICE", side, speaks_for=side, parent=f"{side}-LEAD"))
    (unit,) = room.writes(body("UNIT", side, speaks_for=side, parent="OFFICE"))
    assert (waits(room.log, office), waits(room.log, unit)) == ((), ())


@pytest.mark.parametrize("side", SIDES)
def test_bodies_that_are_parts_of_each_other_wait(side: str) -> None:
    room = Room(side)
    (one,) = room.writes(body("ONE", side, speaks_for=side, parent="OTHER"))
    (other,) = room.writes(body("OTHER", side, speaks_for=side, parent="ONE"))
    assert (waits(room.log, one), waits(room.log, other)) == ((room.them,), (room.them,))


@pytest.mark.parametrize("side", SIDES)
def test_a_long_chain_of_parts_is_judged_once_for_each_part(side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries for each code, and far more codes than a call within a call could go through."""
    room, count, judged = Room(side), 400, 0
    room.writes(body("B0", side, speaks_for=side))
    for _again in range(2):
        parts = [body(f"B{number}", side, speaks_for=side, parent=f"B{number - 1}") for number in range(1, count)]
        last = room.writes(*parts)[-1]
    verdict = DualControl.verdict

    def counting(control: DualControl, item: Item[Any]) -> Verdict:
        nonlocal judged
        judged += 1
        return verdict(control, item)

    monkeypatch.setattr(DualControl, "verdict", counting)
    assert MemoryContext(room.log.items).bodies_in_force(last.ref)
    assert judged < 16 * count


@pytest.mark.parametrize("side", SIDES)
def test_a_parent_given_by_the_other_side_takes_no_body_out_of_force(side: str) -> None:
    room = Room(side)
    (unit,) = room.writes(body("UNIT", room.them, speaks_for=room.them, parent=f"{room.them}-LEAD"), feed=room.victim)
    (part,) = room.writes(body("PART", room.them, speaks_for=room.them, parent="UNIT"), feed=room.victim)
    room.writes(body(f"{room.them}-LEAD", side, speaks_for=side, parent="PART"))
    room.writes(body("UNIT", side, speaks_for=side, parent="PART"))
    assert (waits(room.log, unit), waits(room.log, part)) == ((), ())
