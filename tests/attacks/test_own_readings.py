"""A side's desk does not present its own word as a status that this tracker read from published reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.service import open_register
from attack_room import Room, now
from interchange.tables import STATUS, table, taken
from memory_register import MemoryReader
from registers import TODAY, small_register
from symmetric_register import FEED, SIDES, answer, status


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("ref", ["own-2", "joint-1"])
@pytest.mark.parametrize("side", SIDES)
def test_a_signed_reading_of_ones_own_half_counts_for_nothing(side: str, ref: str, *, joint: bool) -> None:
    room = Room(side)
    name, speaker = room.own(2) if ref == "own-2" else room.joint(1), "JOINT" if joint else side
    before = now(room.log)
    room.writes(status(name, speaker, "completed", "2026-01-15", basis="reading", sources=["JS"]))
    assert now(room.log) == before


@pytest.mark.parametrize("side", SIDES)
def test_a_statement_whose_fields_this_tracker_is_said_to_supply_counts_for_nothing(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    (claim,) = room.writes(status(room.own(2), side, "completed", "2026-01-15", inferred=["status"]))
    room.writes(answer(room.claim(room.their(1), room.them), side, "dispute", inferred=["stance"]))
    assert now(room.log) == before
    assert claim.hash not in {item.hash for item in MemoryReader(room.log).facts().states[room.own(2)].items}


@pytest.mark.parametrize("side", SIDES)
def test_a_table_with_such_a_row_is_refused(side: str, tmp_path: Path) -> None:
    desk = open_register(small_register(tmp_path), desk=FEED[side], today=TODAY)
    row = {**STATUS, "commitment": f"FW-{side}-01", "basis": "reading"}
    report = taken(desk, table(tmp_path / "own.csv", row), "statuses")
    assert [one.state for one in report.rows] == ["refused"]
    assert report.refusals[0].problem.message.startswith("A side cannot assess its own statements")


@pytest.mark.parametrize("side", SIDES)
def test_a_side_s_own_view_of_the_other_half_is_no_assessment_by_this_tracker(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    room.writes(status(room.their(1), side, "reversed", "2026-01-15", basis="reading", sources=["JS"]))
    assert now(room.log) == before
