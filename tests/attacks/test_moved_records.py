"""A record that both sides moved: whoever was or is responsible by agreement is asked, whatever the entry that added it says."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.store.items import Item
from attack_room import Room, now, waits
from memory_register import MemoryReader
from register_picture import moved
from symmetric_register import SIDES, amend, answer, commitment, retract, status, target

TO = ["JOINT", "own"]


def by(room: Room, to: str) -> str:
    """The responsible side after the move: both, or the attacker alone."""
    return room.me if to == "own" else to


def agreed(
    room: Room, ref: str, fields: dict[str, Any], author: str, kind: str = "commitment", speaker: str = ""
) -> Item[Any]:
    feeds = {room.me: room.feed, room.them: room.victim}
    (change,) = room.writes(amend(ref, fields, speaker or author, kind=kind), feed=feeds[author])
    other = room.them if author == room.me else room.me
    room.writes(answer(change, other), feed=feeds[other])
    return change


@pytest.mark.parametrize("to", TO)
@pytest.mark.parametrize("proposed_by", ["me", "them"])
@pytest.mark.parametrize("side", SIDES)
def test_nobody_leaves_alone_what_became_its_own_by_agreement(side: str, proposed_by: str, to: str) -> None:
    room = Room(side)
    ref = room.their(2)
    agreed(room, ref, {"responsible_side": by(room, to)}, getattr(room, proposed_by))
    room.writes(status(ref, side, "reversed", "2026-05-02"))
    before = MemoryReader(room.log).facts().states[ref].in_scope
    assert [half.side for half in before] == ([side] if to == "own" else ["US", "MX"])
    (leaving,) = room.writes(status(ref, side, "withdrawn", "2026-05-03"))
    assert waits(room.log, leaving) == (room.them,)
    assert [half.side for half in MemoryReader(room.log).facts().states[ref].in_scope] == [one.side for one in before]


@pytest.mark.parametrize("side", SIDES)
def test_nobody_leaves_before_the_move_what_the_other_side_had_not_seen(side: str) -> None:
    room = Room(side)
    ref = room.their(2)
    (proposal,) = room.writes(amend(ref, {"responsible_side": "JOINT"}, room.them), feed=room.victim)
    (leaving,) = room.writes(status(ref, side, "withdrawn", "2026-05-01"))
    room.writes(answer(proposal, side, on="2026-05-02"))
    assert waits(room.log, leaving) == (room.them,)
    assert len(MemoryReader(room.log).facts().states[ref].in_scope) == len(SIDES)


@pytest.mark.parametrize("side", SIDES)
def test_nobody_returns_alone_to_what_became_joint(side: str) -> None:
    room = Room(side)
    ref = room.their(2)
    agreed(room, ref, {"responsible_side": "JOINT"}, room.them)
    (leaving,) = room.writes(status(ref, side, "withdrawn", "2026-05-03"))
    room.writes(answer(leaving, room.them), feed=room.victim)
    (returning,) = room.writes(status(ref, side, "completed", "2026-05-05"))
    assert waits(room.log, returning) == (room.them,)


@pytest.mark.parametrize("to", ["JOINT", "their"])
@pytest.mark.parametrize("side", SIDES)
def test_nobody_sets_alone_a_target_for_an_indicator_moved_to_the_other_side(side: str, to: str) -> None:
    room = Room(side)
    name = room.gauge(side)
    own = amend(name, {"target": target("150", side)}, side, kind="indicator")
    (free,) = room.writes(own)
    assert waits(room.log, free) == ()
    agreed(room, name, {"side": "JOINT" if to == "JOINT" else room.them}, side, "indicator")
    (later,) = room.writes(own)
    assert waits(room.log, later) == (room.them,)
    assert waits(room.log, free) == ()


@pytest.mark.parametrize("speaker", ["", "JOINT"])
@pytest.mark.parametrize("proposed_by", ["me", "them"])
@pytest.mark.parametrize("side", SIDES)
def test_an_own_action_that_the_other_side_amended_is_retracted_with_its_consent(
    side: str, proposed_by: str, speaker: str
) -> None:
    room = Room(side)
    name = f"ACT-{side}"
    fields = {"kind": "commitment", "weight": "5", "text_basis": "joint_text", "responsible_side": "JOINT"}
    agreed(room, name, fields, getattr(room, proposed_by), speaker=speaker)
    before = now(room.log)
    (back,) = room.writes(retract(room.entry("commitment.add", name)))
    assert waits(room.log, back) == (room.them,)
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("side", SIDES)
def test_an_own_action_that_nobody_else_wrote_about_is_retracted_alone(side: str) -> None:
    room = Room(side)
    action = commitment("ACT-9", side, kind="unilateral_action", text_basis="own_text")
    (added,) = room.writes(action)
    room.writes(amend("ACT-9", {"note": {"en": "Note.", "es": "Nota."}}, side))
    assert waits(room.log, room.writes(retract(added))[0]) == ()


@pytest.mark.parametrize("fields", [{"handling": "TLP:RED"}, {"review_rule": "FREQ=MONTHLY"}, {"places": ["MX-SIN"]}])
@pytest.mark.parametrize("to", ["JOINT", "their"])
@pytest.mark.parametrize("side", SIDES)
def test_a_desk_with_old_heads_marks_nothing_alone_that_its_side_agreed_to_move(
    side: str, to: str, fields: dict[str, Any]
) -> None:
    room = Room(side)
    ref = room.own(2)
    agreed(room, ref, {"responsible_side": "JOINT" if to == "JOINT" else room.them}, side)
    room.writes(status(ref, side, "limited", "2026-05-05"))  # the first desk has seen that it is agreed
    before = now(room.log)
    room.log.open(room.second, seen={})
    handling = str(fields.get("handling", "TLP:CLEAR"))
    (change,) = room.writes(amend(ref, fields, side, sources=()), feed=room.second, seen={}, handling=handling)
    assert waits(room.log, change) == (room.them,)
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("side", SIDES)
def test_an_unknown_observer_moves_nothing(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    room.log.open("obs-9")
    room.writes(amend(ref, {"responsible_side": "JOINT"}, "OBS", sources=["PRESS"]), feed="obs-9")
    assert waits(room.log, room.writes(amend(ref, {"places": ["MX-SIN"]}, side, sources=()))[0]) == ()
