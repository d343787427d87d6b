"""Any desk of a side can retract what that side proposed; what the other side accepted waits, and statements stay."""

from __future__ import annotations

from typing import Any

import pytest

from attack_room import Room, waits, weight
from memory_register import MemoryReader
from symmetric_register import SIDES, WORDS, amend, answer, commitment, retract, status


@pytest.mark.parametrize("side", SIDES)
def test_second_desk_retracts_a_proposal_that_waits(side: str) -> None:
    room = Room(side)
    ref = room.their(1)
    (proposed,) = room.writes(amend(ref, {"weight": "9"}, room.me))
    room.log.open(room.second)
    (back,) = room.writes(retract(proposed), feed=room.second)
    assert waits(room.log, back) == ()
    ((_item, ruling),) = MemoryReader(room.log).rulings([back]).values()
    assert ruling.problem is None
    room.writes(answer(proposed, room.them, on="2026-02-01"), feed=room.victim)
    assert weight(room.log, ref) == "1", "the other side had seen that it was retracted"


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seen", [None, {}])
def test_second_desk_cannot_retract_what_the_other_side_accepted(side: str, seen: dict[str, int] | None) -> None:
    room = Room(side)
    ref = room.their(1)
    (proposed,) = room.writes(amend(ref, {"weight": "9"}, room.me))
    room.writes(answer(proposed, room.them, on="2026-02-01"), feed=room.victim)
    room.log.open(room.second, seen=seen)
    (back,) = room.writes(retract(proposed), feed=room.second, seen=seen)
    assert waits(room.log, back) == (room.them,)
    assert weight(room.log, ref) == "9"


@pytest.mark.parametrize("side", SIDES)
def test_retraction_by_a_second_desk_takes_effect_once_both_sides_agree(side: str) -> None:
    room = Room(side)
    ref = room.their(1)
    (proposed,) = room.writes(amend(ref, {"weight": "9"}, room.me))
    room.writes(answer(proposed, room.them, on="2026-02-01"), feed=room.victim)
    room.log.open(room.second)
    (back,) = room.writes(retract(proposed), feed=room.second)
    room.writes(answer(back, room.them, on="2026-02-02"), feed=room.victim)
    assert weight(room.log, ref) == "1"


@pytest.mark.parametrize("side", SIDES)
def test_own_action_that_a_second_desk_retracts_is_gone_from_every_list(side: str) -> None:
    room = Room(side)
    (own,) = room.writes(commitment("OWN-1", side, kind="unilateral_action", text_basis=f"{side.lower()}_text"))
    assert "OWN-1" in MemoryReader(room.log).facts().states
    room.log.open(room.second)
    (back,) = room.writes(retract(own), feed=room.second)
    assert waits(room.log, back) == ()
    assert "OWN-1" not in MemoryReader(room.log).facts().states


@pytest.mark.parametrize("side", SIDES)
def test_replaced_settlement_stays_replaced_while_the_retraction_of_the_newer_waits(side: str) -> None:
    """The attacker accepts the victim's newer settlement; while its retraction waits, it cannot take the older one instead."""
    room = Room(side)
    about = {"commitments": [room.joint(1)]}
    claims = [{"speaker": one, "said_on": "2026-01-01", "text": WORDS, "sources": ["JS"]} for one in SIDES]
    conflict = {
        "id": "CF-1",
        "title": WORDS,
        "about": about,
        "claims": claims,
        "may_explain": WORDS,
        "would_settle": WORDS,
    }
    (added,) = room.writes(("conflict.record", conflict), feed=room.victim)
    room.writes(answer(added, room.me, on="2026-01-05"))
    first, newer = (room.writes(("conflict.settle", settle(claim)), feed=room.victim)[0] for claim in (1, 2))
    room.writes(answer(newer, room.me, on="2026-02-01"))
    (back,) = room.writes(retract(newer), feed=room.victim)
    assert waits(room.log, back) == (room.me,)
    room.writes(answer(first, room.me, on="2026-02-02"))
    assert MemoryReader(room.log).facts().settled["CF-1"].claim == 2


def settle(claim: int) -> dict[str, Any]:
    return {"conflict": "CF-1", "claim": claim, "source": "JS", "reason": WORDS, "said_on": f"2026-01-{10 + claim}"}


@pytest.mark.parametrize("side", SIDES)
def test_second_desk_cannot_retract_a_statement_of_the_first(side: str) -> None:
    room = Room(side)
    (claim,) = room.writes(status(room.own(1), room.me, "limited", "2026-01-10"))
    room.log.open(room.second)
    (back,) = room.writes(retract(claim), feed=room.second)
    ((_item, ruling),) = MemoryReader(room.log).rulings([back]).values()
    assert "Only the desk that wrote an entry may retract it" in str(ruling.problem)
