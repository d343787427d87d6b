"""A side alone does not end what both sides agreed on: a results chain of an observer with which both concurred."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accordtrack.store.items import Item
from accordtrack.vocabulary import Side
from attack_room import Room, note, waits
from memory_register import MemoryReader
from symmetric_register import SIDES, answer, results_chain, retract, withdraw

Draft = tuple[str, Any]

BACK: dict[str, Callable[[Room, Item[Any], Item[Any]], Draft]] = {
    "withdrawn": lambda _room, _chain, given: withdraw(given),
    "retracted": lambda _room, _chain, given: retract(given),
    "disputed": lambda room, chain, _given: answer(chain, room.me, "dispute", on="2026-06-01"),
}
ways = pytest.mark.parametrize("way", BACK)


def concurring(room: Room) -> set[Side]:
    (one,) = MemoryReader(room.log).facts().chains[room.joint(1)]
    return set(one.concur)


def agreed(room: Room) -> tuple[Item[Any], Item[Any]]:
    (chain,) = room.writes(results_chain(room.joint(1), "Courts act."), feed="obs-0")
    (given,) = room.writes(answer(chain, room.me))
    room.writes(answer(chain, room.them), feed=room.victim)
    room.writes(note(room.own(1)))
    room.writes(note(room.own(1)), feed=room.victim)
    return chain, given


@ways
@pytest.mark.parametrize("side", SIDES)
def test_a_side_alone_does_not_leave_a_chain_on_which_both_agreed(side: str, way: str) -> None:
    room = Room(side)
    (word,) = room.writes(BACK[way](room, *agreed(room)))
    assert concurring(room) == {*Side}
    assert waits(room.log, word) == (room.them,)
    room.writes(answer(word, room.them, on="2026-06-02"), feed=room.victim)
    assert concurring(room) == {Side(room.them)}


@ways
@pytest.mark.parametrize("side", SIDES)
def test_another_desk_of_the_side_with_old_heads_does_not_leave_it_either(side: str, way: str) -> None:
    room = Room(side)
    room.log.open(room.second)
    room.writes(BACK[way](room, *agreed(room)), feed=room.second, seen={"obs-0": 1})
    assert concurring(room) == {*Side}


@ways
@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_went_back_before_the_other_one_concurred_made_nothing_agreed(side: str, way: str) -> None:
    room = Room(side)
    (chain,) = room.writes(results_chain(room.joint(1), "Courts act."), feed="obs-0")
    (given,) = room.writes(answer(chain, side))
    room.writes(note(room.own(1)))
    (word,) = room.writes(BACK[way](room, chain, given))
    room.writes(answer(chain, room.them, on="2026-06-02"), feed=room.victim)
    assert waits(room.log, word) == ()
    assert concurring(room) == {Side(room.them)}


@pytest.mark.parametrize("side", SIDES)
def test_a_side_may_agree_after_it_disputed(side: str) -> None:
    room = Room(side)
    (chain,) = room.writes(results_chain(room.joint(1), "Courts act."), feed="obs-0")
    (word,) = room.writes(answer(chain, side, "dispute"))
    room.writes(answer(chain, room.them), feed=room.victim)
    room.writes(answer(chain, side, on="2026-06-02"))
    assert waits(room.log, word) == ()
    assert concurring(room) == {*Side}
