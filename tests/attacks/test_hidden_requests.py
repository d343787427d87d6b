"""A side hides no request or recommendation of others alone; what is hidden of any kind is counted for the readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accordtrack.service import open_register
from accordtrack.types.intents import AddRecord, Amend
from all_outputs import every_output, holding
from attack_room import Room, waits
from memory_register import MemoryReader
from register_picture import moved, picture
from registers import NEW, TODAY, accept_everything, small_register
from symmetric_register import FEED, OTHER, SIDES, amend, answer, commitment

pytestmark = pytest.mark.sweep

AMBER, RED = "TLP:AMBER", "TLP:RED"
KINDS = ("request", "recommendation")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("author", ["victim", "attacker", "obs-0"])
@pytest.mark.parametrize("side", SIDES)
def test_the_mark_of_what_others_ask_waits_for_the_other_side(side: str, author: str, kind: str) -> None:
    room = Room(side)
    feed = {"victim": room.victim, "attacker": room.feed}.get(author, author)
    (asked,) = room.writes(commitment("ASK-9", side, kind=kind), feed=feed)
    for one in SIDES:
        room.writes(answer(asked, one), feed=FEED[one])
    assert "ASK-9" in MemoryReader(room.log).facts().states
    (change,) = room.writes(amend("ASK-9", {"handling": RED}, side, sources=()), handling=RED)
    assert waits(room.log, change) == (room.them,)
    room.writes(answer(change, room.them, on="2026-02-01"), feed=room.victim, handling=RED)
    assert waits(room.log, change) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_request_in_the_words_of_the_side_that_asks_is_in_force_and_moves_no_number(side: str) -> None:
    room = Room(side)
    before = picture(MemoryReader(room.log))
    fields: dict[str, Any] = {"kind": "request", "agreed_on": "2020-01-01", "due_on": None, "weight": "100"}
    (own,) = room.writes(commitment("ASK-9", room.them, text_basis=f"{side.lower()}_text", **fields))
    (foreign,) = room.writes(commitment("ASK-8", side, text_basis=f"{side.lower()}_text", **fields))
    assert (waits(room.log, own), waits(room.log, foreign)) == ((), (room.them,))
    changed = moved(before, picture(MemoryReader(room.log)))
    assert changed
    assert [name for _owner, name in changed if not name.startswith("ASK-9 ")] == []


@pytest.mark.parametrize("kind", [*KINDS, "unilateral_action"])
@pytest.mark.parametrize("side", SIDES)
def test_a_hidden_record_of_any_kind_is_counted_in_public_outputs(side: str, kind: str, tmp_path: Path) -> None:
    register = small_register(tmp_path)

    def write(one: str, *intents: AddRecord | Amend) -> None:
        open_register(register, desk=FEED[one], today=TODAY).write(*intents)

    fields = {name: value for name, value in NEW.items() if name != "lead.US"}
    for number in (1, 2):
        asked = {**fields, "id": f"ASK-9{number}", "kind": kind, "responsible_side": side}
        write(side, AddRecord(kind="commitment", fields=asked))
    accept_everything(register, by=FEED[OTHER[side]])
    hide = [Amend(record=f"ASK-9{n}", fields={"handling": AMBER}, reason="Hide.", handling=AMBER) for n in (1, 2)]
    write(side, *hide)
    accept_everything(register, by=FEED[OTHER[side]])
    outputs = every_output(open_register(register, desk=FEED[side], today=TODAY), tmp_path / "out")
    assert holding(outputs, "ASK-91", "ASK-92") == []
    told = f"2 {kind.replace('_', ' ')}s not public."
    counting = {"annexes.en.md", "annexes.en.html", "site/en/commitments.html"}
    assert counting <= set(holding(outputs, told))
