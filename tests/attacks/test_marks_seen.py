"""A stricter mark binds the entries that had seen it. A desk cannot have the other side's answers refused by one behind the log."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.store.items import Item
from attempts import Attacker
from memory_register import Draft, MemoryReader
from register_picture import moved, picture
from symmetric_register import FEED, SIDES, amend, answer, symmetric_register

RESTRICTED = "TLP:AMBER"


def problems(attacker: Attacker, items: list[Item[Any]]) -> list[str]:
    ruled = MemoryReader(attacker.log).rulings(items)
    return [str(ruling.problem.message) for _item, ruling in ruled.values() if ruling.problem]


def marks(ref: str, side: str, handling: str) -> Draft:
    return amend(ref, {"handling": handling}, side, sources=())


@pytest.mark.parametrize("side", SIDES)
def test_a_mark_raised_behind_the_log_and_lowered_again_refuses_no_answer(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref = attacker.own(3)
    attacker.writes(answer(attacker.claim(ref, side), attacker.them, "dispute"), feed=FEED[attacker.them])
    answers = [item for item in attacker.log.items if (item.ref, item.kind) == (ref, "position.take")]
    before = picture(MemoryReader(attacker.log))
    second = f"{side.lower()}-7"
    attacker.log.open(second, seen={})
    attacker.writes(marks(ref, side, RESTRICTED), feed=second, seen={}, handling=RESTRICTED)
    assert problems(attacker, answers) == []
    attacker.writes(marks(ref, side, "TLP:CLEAR"), handling=RESTRICTED)
    assert problems(attacker, answers) == []
    assert moved(before, picture(MemoryReader(attacker.log))) == {}


@pytest.mark.parametrize("side", SIDES)
def test_a_raise_that_waits_binds_no_entry_before_the_concurrence_was_seen(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, victim = attacker.joint(1), FEED[attacker.them]
    (proposal,) = attacker.writes(marks(ref, side, RESTRICTED), handling=RESTRICTED)
    between = attacker.writes(answer(attacker.claim(ref, side), attacker.them, "dispute"), feed=victim)
    attacker.writes(answer(proposal, attacker.them), feed=victim, handling=RESTRICTED)
    assert MemoryReader(attacker.log).facts().states[ref].record.handling == RESTRICTED
    assert problems(attacker, between) == []


@pytest.mark.parametrize("side", SIDES)
def test_a_raise_binds_what_had_seen_it_and_what_readers_see(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, victim = attacker.own(3), FEED[attacker.them]
    attacker.writes(marks(ref, side, RESTRICTED), handling=RESTRICTED)
    assert MemoryReader(attacker.log).facts().states[ref].record.handling == RESTRICTED
    dispute = answer(attacker.claim(ref, side), attacker.them, "dispute")
    assert problems(attacker, attacker.writes(dispute, feed=victim)) != []
    assert problems(attacker, attacker.writes(dispute, feed=victim, handling=RESTRICTED)) == []
