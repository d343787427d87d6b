"""An answer about one half says nothing of the other one: a side that accepts the other's half keeps its own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.i18n import line_text
from accordtrack.projection.fold import HalfState
from accordtrack.service import Desk
from accordtrack.types.intents import AddRecord, ReportStatus, TakePosition
from attack_room import Room, waits
from memory_register import MemoryReader
from registers import NEW, TODAY, accept, small_register
from symmetric_register import FEED, OTHER, SIDES, answer, status

REF = "FW-JT-09"
JOINT: dict[str, Any] = {"speaker": "JOINT", "sources": ("JS-2021",), "override": "As dated.", "note": "Both say so."}


def half(room: Room, side: str) -> HalfState:
    return next(one for one in MemoryReader(room.log).facts().states[room.joint(5)].halves if one.side == side)


@pytest.mark.parametrize("value", ["not_started", "withdrawn"])
@pytest.mark.parametrize("side", SIDES)
def test_an_answer_about_the_half_of_its_writer_accepts_no_joint_status(side: str, value: str) -> None:
    room = Room(side)
    before = half(room, room.them)
    (joint,) = room.writes(status(room.joint(5), "JOINT", value, "2026-01-01", sources=["JS"]))
    room.writes(answer(joint, room.them, half=side, on="2026-01-02"), feed=room.victim)
    assert waits(room.log, joint) == (room.them,)
    assert half(room, room.them) == before
    assert half(room, side).standing == "agreed"


@pytest.mark.parametrize("side", SIDES)
def test_an_answer_about_the_own_half_accepts_it_and_leaves_the_other_half_unanswered(side: str) -> None:
    room = Room(side)
    (joint,) = room.writes(status(room.joint(5), "JOINT", "limited", "2026-01-01", sources=["JS"]))
    room.writes(answer(joint, room.them, half=room.them, on="2026-01-02"), feed=room.victim)
    assert half(room, room.them).status == "limited"
    assert half(room, side).answer is None
    room.writes(answer(joint, room.them, half=side, on="2026-01-03"), feed=room.victim)
    assert half(room, side).standing == "agreed"


class Office:
    """A register with a commitment of both sides, and a joint status that one side recorded."""

    def __init__(self, folder: Path, side: str) -> None:
        self.register, self.other = small_register(folder), OTHER[side]
        fields = {**NEW, "id": REF, "responsible_side": "JOINT"}
        fields = {name: value for name, value in fields.items() if name != "lead.US"}
        with closing(self.desk(side)) as desk:
            accept(self.register, *desk.write(AddRecord(kind="commitment", fields=fields)).hashes, by=FEED[self.other])
        with closing(self.desk(side)) as desk:
            self.told = desk.write(ReportStatus(commitment=REF, status="limited", **JOINT))

    def desk(self, side: str) -> Desk:
        return service.open_register(self.register, desk=FEED[side], today=TODAY)

    def answers(self, target: str, half: str | None) -> tuple[list[str], bool]:
        """What the plan of an answer says, and whether the statement waits after it was written."""
        intent = TakePosition(target=target, stance="concur", half=half)
        with closing(self.desk(self.other)) as desk:
            lines = [line_text(line) for line in desk.plan(intent).lines]
            desk.write(intent)
            return lines, bool(desk.pending(self.other))


@pytest.mark.parametrize("by_code", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_the_plan_says_which_halves_are_answered(side: str, tmp_path: Path, *, by_code: bool) -> None:
    office = Office(tmp_path, side)
    target = REF if by_code else office.told.ids[0]
    names = {"US": "the United States", "MX": "Mexico"}
    lines, waiting = office.answers(target, side)
    assert waiting
    assert f"on the part of {names[side]} alone" in lines
    assert f"It goes on waiting for {names[office.other]}: only an answer without --half accepts it" in lines
    lines, waiting = office.answers(target, None)
    assert not waiting
    assert {"on both parts", "It comes into force"} <= set(lines)


@pytest.mark.parametrize("side", SIDES)
def test_a_joint_status_says_that_the_own_half_counts(side: str, tmp_path: Path) -> None:
    lines = [line_text(line) for line in Office(tmp_path, side).told.lines]
    owner = {"US": "the United States", "MX": "Mexico"}[side]
    assert f"Recorded. It is the statement in force on what {owner} is responsible for." in lines
    assert not [line for line in lines if "earns nothing" in line]
