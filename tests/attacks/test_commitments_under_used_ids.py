"""An own action under the id of something else, or of what comes next, makes nothing of the other side disappear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from accordtrack.store.items import Item
from attack_room import Room, now, waits
from memory_register import Draft, MemoryReader
from register_picture import moved
from symmetric_register import (
    SIDES,
    answer,
    commitment,
    expected_result,
    proposed_target,
    retract,
    status,
    value,
    words,
)

RED = "TLP:RED"
SERIES = {"id": "murders", "title": words("Murders"), "unit": words("deaths"), "kind": "counts"}


def own_action(name: str, side: str, **fields: Any) -> Draft:  # noqa: ANN401
    """An action that a side states alone, with the strictest mark unless another is given."""
    body = {"kind": "unilateral_action", "text_basis": f"{side.lower()}_text", "handling": RED, **fields}
    return commitment(name, side, **body)


def problems(room: Room, items: Sequence[Item[Any]]) -> list[bool]:
    rulings = MemoryReader(room.log).rulings(items)
    return [rulings[item.hash][1].problem is not None for item in items]


def expectation(room: Room) -> Sequence[Item[Any]]:
    """An expected result that both sides signed."""
    (item,) = room.writes(expected_result("OP-1"), feed=room.victim)
    return [item, *room.writes(answer(item, room.me))]


def dispute(room: Room) -> Sequence[Item[Any]]:
    """The victim's dispute of a target that the attacker proposed."""
    (item,) = room.writes(proposed_target(f"firearms-{room.them.lower()}"))
    return room.writes(answer(item, room.them, "dispute"), feed=room.victim)


def measurement(room: Room) -> Sequence[Item[Any]]:
    return room.writes(value(f"firearms-{room.them.lower()}", 2025, 90, party=room.them), feed=room.victim)


def action(room: Room) -> Sequence[Item[Any]]:
    """An action that the victim stated alone, and its status."""
    kept = own_action("NEW", room.them, handling="TLP:CLEAR")
    found = room.writes(kept, status("NEW", room.them, "limited"), feed=room.victim)
    room.writes(("note.add", {"commitment": "NEW", "text": "Seen.", "said_on": "2026-02-01"}))
    return found


def owed(room: Room) -> Sequence[Item[Any]]:
    return room.writes(status(room.their(5), room.them, "completed"), feed=room.victim)


HELD = {"status": owed, "expected result": expectation, "dispute": dispute, "value": measurement, "action": action}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("held", HELD)
def test_secret_action_under_an_id_in_use_hides_nothing(side: str, held: str) -> None:
    room = Room(side)
    found = HELD[held](room)
    before = now(room.log)
    taken = own_action(found[0].ref, side)
    room.log.open(room.second, seen={})
    room.writes(taken, handling=RED)
    room.writes(taken, feed=room.second, seen={}, handling=RED)
    assert problems(room, found) == [False] * len(found)
    assert {owner for owner, _what in moved(before, now(room.log))} <= {side}


@pytest.mark.parametrize("side", SIDES)
def test_secret_action_that_was_taken_back_binds_no_later_one(side: str) -> None:
    room = Room(side)
    room.log.open(room.second, seen={})
    (taken,) = room.writes(own_action("NEW", side), feed=room.second, seen={}, handling=RED)
    kept = own_action("NEW", room.them, handling="TLP:CLEAR")
    found = room.writes(kept, status("NEW", room.them, "limited"), feed=room.victim, seen={"obs-0": 99, room.feed: 1})
    room.writes(retract(taken), feed=room.second)
    assert problems(room, found) == [False, False]
    assert MemoryReader(room.log).facts().states["NEW"].record.responsible_side.value == room.them


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("beforehand", [1, 2])
def test_no_record_has_the_id_of_an_entry_to_come(side: str, beforehand: int) -> None:
    room = Room(side)
    last = max(item.seq for item in room.log.items if item.feed == room.victim)
    (item,) = room.writes(proposed_target(f"firearms-{room.them.lower()}"))
    taken = room.writes(own_action(f"{room.victim}-{last + beforehand}", side), handling=RED)
    refusal = answer(item, room.them, "dispute")
    found = [room.writes(refusal, feed=room.victim)[0] for _ in range(beforehand)]
    assert (problems(room, taken), problems(room, found)) == ([True], [False] * beforehand)


@pytest.mark.parametrize("side", SIDES)
def test_no_record_has_the_id_of_an_operation(side: str) -> None:
    room = Room(side)
    found = expectation(room)
    assert problems(room, [*found, *room.writes(own_action("OP-1", side), handling=RED)]) == [False, False, True]


EVALUATION = {
    "id": "EV-1",
    "question": words("Did it work?"),
    "finding": words("It worked."),
    "finds": "contribution",
    "design": "audit",
    "about": {"commitments": ["NEW"]},
    "published_on": "2026-05-01",
    "sources": ["JS"],
}


def accepted_evaluation(room: Room) -> None:
    """An evaluation of the attacker's action by the attacker, which the victim accepted."""
    (item,) = room.writes(("evaluation.record", {**EVALUATION, "made_by": [f"{room.me}-LEAD"]}))
    room.writes(answer(item, room.them), feed=room.victim)


def own_evaluation(room: Room) -> None:
    room.writes(("evaluation.record", {**EVALUATION, "made_by": [f"{room.them}-LEAD"]}), feed=room.victim)


CHAIN = {
    "commitment": "NEW",
    "work": "enforcement",
    "mechanism": words("Patrols find arms."),
    "outcome": "firearms-both",
    "assumptions": [words("Patrols go on.")],
    "rivals": [{"text": words(text), "would_see": words("Less elsewhere.")} for text in ("Prices.", "Courts.")],
    "said_on": "2026-03-01",
}


def accepted_chain(room: Room) -> None:
    """The attacker's chain of results, which the victim accepted."""
    (item,) = room.writes(("chain.set", CHAIN))
    room.writes(answer(item, room.them), feed=room.victim)


def own_chain(room: Room) -> None:
    room.writes(("chain.set", CHAIN), feed=room.victim)


CITING: dict[str, Callable[[Room], None]] = {
    "accepted evaluation": accepted_evaluation,
    "own evaluation": own_evaluation,
    "accepted chain": accepted_chain,
    "own chain": own_chain,
}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("citing", CITING)
def test_action_that_the_other_side_relies_on_is_exchanged_only_with_it(side: str, citing: str) -> None:
    room = Room(side)
    (item,) = room.writes(own_action("NEW", side, handling="TLP:CLEAR", text=words("We train officers.")))
    CITING[citing](room)
    (back,) = room.writes(retract(item))
    again = room.writes(own_action("NEW", side, handling="TLP:CLEAR", text=words("They disarm.")))
    assert waits(room.log, back) == (room.them,)
    assert problems(room, again) == [True]
    assert MemoryReader(room.log).facts().states["NEW"].record.text.en == "We train officers."


@pytest.mark.parametrize("side", SIDES)
def test_action_that_nobody_relies_on_is_taken_back_alone(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(own_action("NEW", side, handling="TLP:CLEAR"))
    (back,) = room.writes(retract(item))
    again = room.writes(own_action("NEW", side, handling="TLP:CLEAR", text=words("Other words.")))
    assert (waits(room.log, back), problems(room, again)) == ((), [False])
