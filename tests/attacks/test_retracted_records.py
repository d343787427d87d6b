"""A side takes back a record of its own about which the other side wrote, to put another one under the same id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attack_room import Room, note, now, waits
from memory_register import Draft, MemoryReader
from register_picture import moved
from symmetric_register import SIDES, answer, commitment, evidence, retract, status, withdraw, words


def action(room: Room) -> str:
    """The attacker's own action, which is in force without an answer."""
    return f"ACT-{room.me}"


def swapped(room: Room) -> Draft:
    """Another text under the id of the action."""
    fields: dict[str, Any] = {
        "kind": "unilateral_action",
        "text_basis": "own_text",
        "text": words("They must do everything."),
    }
    return commitment(action(room), room.me, **fields)


WORDS_OF_THE_VICTIM: dict[str, Callable[[Room], Draft]] = {
    "a reading": lambda one: status(action(one), one.them, "limited", half=one.me),
    "a concurrence": lambda one: answer(one.claim(action(one), one.me), one.them),
    "no subscription": lambda one: answer(one.entry("commitment.add", action(one)), one.them, "not_agreed"),
    "evidence": lambda one: evidence(action(one), one.them, [one.claim(action(one), one.me)]),
}


@pytest.mark.parametrize("words_of_the_victim", WORDS_OF_THE_VICTIM.values(), ids=WORDS_OF_THE_VICTIM)
@pytest.mark.parametrize("side", SIDES)
def test_no_other_text_comes_under_the_words_of_the_other_side(
    side: str, words_of_the_victim: Callable[[Room], Draft]
) -> None:
    room = Room(side)
    room.writes(words_of_the_victim(room), feed=room.victim)
    before = now(room.log)
    (back,) = room.writes(retract(room.entry("commitment.add", action(room))))
    assert waits(room.log, back) == (room.them,)
    room.writes(swapped(room))
    assert moved(before, now(room.log)) == {}
    room.log.open(room.second, seen={})
    room.writes(swapped(room), feed=room.second, seen={})
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_words_count_that_had_not_seen_the_retraction(side: str, *, seen: bool) -> None:
    room = Room(side)
    early = room.log.heads(room.victim)
    (back,) = room.writes(retract(room.entry("commitment.add", action(room))))
    draft = status(action(room), room.them, "limited", half=side)
    room.writes(draft, feed=room.victim, seen=None if seen else early)
    assert waits(room.log, back) == (() if seen else (room.them,))


@pytest.mark.parametrize("side", SIDES)
def test_a_desk_that_states_old_heads_does_not_hold_a_record(side: str) -> None:
    room = Room(side)
    other = f"{room.them.lower()}-2"
    early = room.log.heads(room.victim)
    (back,) = room.writes(retract(room.entry("commitment.add", action(room))))
    room.writes(note(room.own(1)), feed=room.victim)
    room.log.open(other, seen=early)
    room.writes(status(action(room), room.them, "limited", half=side), feed=other, seen=early)
    assert waits(room.log, back) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_record_that_nobody_else_wrote_about_is_taken_back_alone(side: str) -> None:
    room = Room(side)
    added = room.entry("commitment.add", action(room))
    room.writes(status(action(room), side, "substantial"))
    room.writes(status(action(room), "OBS", "limited", sources=["PRESS"], half=side), feed="obs-1")
    room.writes(status(action(room), room.them, "completed", sources=["JS"], half=side))  # in the other side's name
    (taken,) = room.writes(answer(added, room.them, "not_agreed"), feed=room.victim)
    room.writes(withdraw(taken), feed=room.victim)
    (back,) = room.writes(retract(added))
    assert waits(room.log, back) == ()
    assert action(room) not in MemoryReader(room.log).facts().states


@pytest.mark.parametrize("side", SIDES)
def test_the_other_side_may_agree_and_a_refused_proposal_is_taken_back_alone(side: str) -> None:
    room = Room(side)
    room.writes(status(action(room), room.them, "limited", half=side), feed=room.victim)
    (back,) = room.writes(retract(room.entry("commitment.add", action(room))))
    room.writes(answer(back, room.them), feed=room.victim)
    assert waits(room.log, back) == ()
    (proposal,) = room.writes(commitment("NEW-1", side))
    room.writes(answer(proposal, room.them, "dispute"), feed=room.victim)
    room.writes(status("NEW-1", room.them, "limited", half=side), feed=room.victim)
    assert waits(room.log, room.writes(retract(proposal))[0]) == ()


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_a_dispute_that_was_answered_is_not_taken_back_alone(side: str, *, answered: bool) -> None:
    room = Room(side)
    (dispute,) = room.writes(answer(room.claim(room.their(2), room.them), side, "dispute", on="2026-05-01"))
    if answered:
        room.writes(answer(dispute, room.them, "dispute", on="2026-05-02"), feed=room.victim)
    (back,) = room.writes(retract(dispute))
    assert waits(room.log, back) == ((room.them,) if answered else ())
