"""A side replaces a target or a baseline of its own: the list of changes has a row, and every output names the new one."""

from __future__ import annotations

import pytest

from accordtrack.i18n import using_language
from accordtrack.queries.diff import target_changes
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.text import changes
from attack_room import Room
from memory_register import AT, MemoryReader
from symmetric_register import SIDES, amend, answer, indicator, link, target


def amended(side: str, **fields: object) -> tuple[ScoreAccess, list[str]]:
    """The register before and after a side amends an indicator whose record has its target: the scores, and the rows."""
    room = Room(side)
    base = {"value": "200", "on": "2020-12-31"}
    given = indicator("GOAL", side, target=target("150", side), baseline=base, direction="decrease")
    for entry in room.writes(given, link("GOAL", room.own(1))):
        room.writes(answer(entry, room.them), feed=room.victim)
    before = MemoryReader(room.log).facts()
    room.writes(amend("GOAL", fields, side, kind="indicator"))
    after = MemoryReader(room.log).facts()
    record = after.states[room.own(1)].record
    found = target_changes(record, "GOAL", before.indicators["GOAL"], after.indicators["GOAL"], ())
    with using_language("en"):
        rows = [changes.value_after(one, ascii_only=False) for one in found]
    method = standard_method()
    return ScoreAccess(after, method, build_inputs(after, AT, method)), rows


@pytest.mark.parametrize("side", SIDES)
def test_a_target_that_replaces_that_of_the_record_is_a_change(side: str) -> None:
    scores, rows = amended(side, target=target("180", side))
    assert len(rows) == 1
    assert rows[0].startswith("180 by 2026-12-31")
    assert "from" not in rows[0], "the baseline did not change"
    assert str(scores.facts.indicators["GOAL"].targets[side].target.value) == "180"


@pytest.mark.parametrize("side", SIDES)
def test_a_moved_baseline_is_a_change(side: str) -> None:
    _scores, rows = amended(side, target=target("150", side), baseline={"value": "240", "on": "2022-12-31"})
    assert len(rows) == 1
    assert rows[0].endswith("from 240 on 2022-12-31")
