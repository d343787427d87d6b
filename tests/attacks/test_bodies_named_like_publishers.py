"""A side that adds a body under the name of a publisher lowers no grade of the other side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.service import open_register
from accordtrack.types.intents import AddRecord, ReportStatus
from attack_room import Room
from memory_register import AT, MemoryReader
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES, body, evidence, source, status, words

PAPERS = ("Alpha News", "Beta Post")


def observed(side: str, *, named: bool) -> Room:
    """Two newspapers, one of which a side may have named a body of its own before the observer cites both."""
    room = Room(side)
    papers = [source(name.partition(" ")[0], publisher=name, copy="press", date="2025-02-01") for name in PAPERS]
    room.writes(*papers, feed="obs-1")
    if named:
        room.writes(body("PAPER", side, name=words(PAPERS[0]), speaks_for=side))
    cited: dict[str, Any] = {"sources": ["Alpha", "Beta"], "grade": "corroborated"}
    claim = room.claim(room.joint(5), "JOINT")
    room.writes(evidence(room.joint(5), "OBS", [claim], "2025-02-01", **cited), feed="obs-1")
    for ref in (room.own(1), room.their(1), room.joint(1)):
        room.writes(status(ref, "OBS", "substantial", "2025-01-31", **cited), feed="obs-1")
    return room


def grades(room: Room) -> dict[str, tuple[str, ...]]:
    """The grades of the claim and of the observer's status, by leaf."""
    found = build_inputs(MemoryReader(room.log).facts(), AT, standard_method()).owed
    said = {one.leaf.id: (one.said.claim, one.said.observer) for one in found}
    return {name: tuple(one.grade.value for one in both if one is not None) for name, both in said.items()}


@pytest.mark.parametrize("side", SIDES)
def test_a_body_named_like_a_publisher_lowers_only_the_grades_of_its_own_side(side: str) -> None:
    room = Room(side)
    before, after = grades(observed(side, named=False)), grades(observed(side, named=True))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {room.own(1), f"{room.joint(1)}#{side}", f"{room.joint(5)}#{side}"}
    for name in (room.their(1), f"{room.joint(1)}#{room.them}"):
        assert after[name][1] == "corroborated"
    assert after[f"{room.joint(5)}#{room.them}"][0] == "corroborated"
    assert after[f"{room.joint(5)}#{side}"][0] == "documented"


@pytest.mark.parametrize("side", SIDES)
def test_the_page_of_a_commitment_shows_the_grade_that_counts(side: str, tmp_path: Path) -> None:
    register, ref = small_register(tmp_path), f"FW-{side}-01"

    def write(feed: str, *intents: Any) -> None:  # noqa: ANN401
        open_register(register, desk=feed, today=TODAY).write(*intents)

    paper = {"title": "It ran", "url": "https://example.org/a", "copy": "press", "date": "2026-11-01"}
    for name in PAPERS:
        write("obs-1", AddRecord(kind="source", fields={**paper, "id": name.partition(" ")[0], "publisher": name}))
    office = {"name": PAPERS[0], "side": side, "branch": "executive", "code": "PAPER", "speaks_for": side}
    write(FEED[side], AddRecord(kind="body", fields=office))
    said: dict[str, Any] = {"speaker": "OBS", "sources": ("Alpha", "Beta"), "grade": "corroborated"}
    for name in (ref, f"FW-{OTHER[side]}-01"):
        write("obs-1", ReportStatus(commitment=name, status="limited", effective_on="2026-10-31", **said))
    desk = open_register(register, today=TODAY)
    assert desk.commitment(ref).statements[0].grade == "documented"
    assert desk.commitment(f"FW-{OTHER[side]}-01").statements[0].grade == "corroborated"
