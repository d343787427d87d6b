"""A target that both sides agreed stays agreed, whatever one of them says of it later."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.problems import Refused
from accordtrack.projection import record_lookup
from accordtrack.service import open_register
from accordtrack.types.intents import AddNote, Amend, TakePosition, WithdrawPosition
from attack_room import Room, note, now
from memory_register import Draft, MemoryReader
from register_picture import moved
from registers import TODAY, concur, small_register
from symmetric_register import FEED, OTHER, SIDES, amend, answer, indicator, retract, target, withdraw

AGREED = {"target.value": "60", "target.by": "2026-12-31", "target.set_by": "agreed", "target.source": "JS-2021"}


@pytest.mark.parametrize("way", ["withdraw", "dispute", "not_agreed", "retract"])
@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_agreed_to_a_target_cannot_make_it_one_of_the_other_side(
    side: str, way: str, *, added: bool
) -> None:
    room = Room(side)
    name = "new-indicator" if added else room.gauge(room.them)
    draft: Draft = (
        indicator(name, room.them, baseline={"value": "100", "on": "2022-12-31"}, target=target("50"))
        if added
        else amend(name, {"target": target("50")}, room.them, kind="indicator")
    )
    (proposed,) = room.writes(draft, feed=room.victim)
    (agreed,) = room.writes(answer(proposed, side))
    room.writes(note(room.their(1)), feed=room.victim)
    found = MemoryReader(room.log).facts().indicators[name].target
    assert found is not None
    assert (found.value, found.set_by.value) == ("50", "agreed")
    before = now(room.log)
    room.writes({"withdraw": withdraw(agreed), "retract": retract(agreed)}.get(way) or answer(proposed, side, way))
    assert MemoryReader(room.log).facts().indicators[name].target == found
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("way", ["withdraw", "dispute"])
@pytest.mark.parametrize("side", SIDES)
def test_every_list_shows_the_target_as_agreed(side: str, way: str, tmp_path: Path) -> None:
    path, them = small_register(tmp_path), OTHER[side]
    me, other = (open_register(path, desk=FEED[one], today=TODAY) for one in (side, them))
    done = other.write(Amend(record="guns-traced", fields=AGREED, reason="Agreed.", sources=("JS-2021",)))
    (agreed,) = concur(me, done)
    other.write(AddNote(commitment=f"FW-{them}-01", text="Seen."))
    if way == "withdraw":
        with pytest.raises(Refused, match="can no longer be taken back"):
            me.write(WithdrawPosition(target=agreed, reason="No."))
    else:
        me.write(TakePosition(target=done.ids[0], stance="dispute", reason="No."))
    with me._db.reading() as connection:
        found = record_lookup.indicators(connection)["guns-traced"].target
    assert found is not None
    assert (str(found.value), found.set_by.value) == ("60", "agreed")
    waiting = [one.id for one in me.disputes() if one.about == "indicator" and way == "withdraw"]
    assert waiting == [], "no target waits for a concurrence that was given"
