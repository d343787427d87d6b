"""A side that agreed on a newer version brings no older one back alone: targets, expected results, chains and settlements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core import dates
from accordtrack.core.problems import Refused
from accordtrack.projection.agreements import Signed
from accordtrack.text import pending as pending_text
from accordtrack.types.intents import AddNote, Amend, SettleConflict, TakePosition
from attack_room import Room, now, waits
from memory_register import Draft, MemoryReader
from register_picture import moved
from registers import TODAY, small_register
from symmetric_register import (
    FEED,
    OTHER,
    SIDES,
    answer,
    expected_result,
    proposed_target,
    results_chain,
    settlement,
)

VERSIONS: Mapping[str, Callable[[Room, int], Draft]] = {
    "target": lambda _room, number: proposed_target("firearms-us", f"0.{number}"),
    "expected result": lambda _room, number: expected_result(rate_ratio=f"0.{number}"),
    "chain": lambda room, number: results_chain(room.joint(1), f"Mechanism {number}."),
    "settlement": lambda _room, number: settlement(number),
}


def in_force(room: Room, kind: str) -> Any:  # noqa: ANN401
    """What both sides agreed on."""
    facts = MemoryReader(room.log).facts()
    if kind == "chain":
        return [one.body.mechanism.en for one in facts.chains[room.joint(1)]]
    if kind == "settlement":
        return facts.settled["C-1"].claim
    found: tuple[Signed[Any], ...] = (*facts.targets, *facts.expected_results)
    return [one.id for one in found if one.standing.value == "agreed"]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("kind", VERSIONS)
def test_a_version_that_its_side_replaced_is_not_brought_back_alone(kind: str, side: str) -> None:
    room = Room(side)
    (old,) = room.writes(VERSIONS[kind](room, 1), feed=room.victim)
    (new,) = room.writes(VERSIONS[kind](room, 2), feed=room.victim)
    room.writes(answer(new, side))
    before = now(room.log), in_force(room, kind)
    room.writes(answer(old, side))
    assert moved(before[0], now(room.log)) == {}
    assert in_force(room, kind) == before[1]
    assert waits(room.log, old) == (side,)


ONE_OF_BOTH = ["target", "expected result", "settlement"]
"""Versions of both sides that exclude each other. Each side has its own chain."""


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("kind", ONE_OF_BOTH)
def test_what_both_agreed_on_gives_way_to_no_earlier_proposal(kind: str, side: str) -> None:
    room = Room(side)
    (old,) = room.writes(VERSIONS[kind](room, 1), feed=room.victim)
    (new,) = room.writes(VERSIONS[kind](room, 2))
    room.writes(answer(new, room.them), feed=room.victim)
    before = in_force(room, kind)
    room.writes(answer(old, side))
    assert in_force(room, kind) == before


@pytest.mark.parametrize("side", SIDES)
def test_a_settlement_that_was_proposed_anew_replaces_the_agreed_one(side: str) -> None:
    room = Room(side)
    (first,) = room.writes(settlement(2))
    room.writes(answer(first, room.them), feed=room.victim)
    (anew,) = room.writes(settlement(1), feed=room.victim)
    room.writes(answer(anew, side))
    assert in_force(room, "settlement") == 1


@pytest.mark.parametrize("side", SIDES)
def test_of_two_settlements_accepted_unseen_by_each_other_the_newer_one_counts(side: str) -> None:
    room = Room(side)
    (old,) = room.writes(settlement(1), feed=room.victim)
    (new,) = room.writes(settlement(2))
    heads = room.log.heads(room.feed)
    room.writes(answer(new, room.them), feed=room.victim)
    room.writes(answer(old, side), seen=heads)
    assert in_force(room, "settlement") == 2


@pytest.mark.parametrize("saw_it_agreed", [False, True])
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("kind", ONE_OF_BOTH)
def test_a_second_desk_with_old_heads_displaces_nothing_that_was_agreed(
    kind: str, side: str, *, saw_it_agreed: bool
) -> None:
    """The victim accepted the counterproposal; the second desk then accepts what the victim had proposed first."""
    room = Room(side)
    room.log.open(room.second)
    (old,) = room.writes(VERSIONS[kind](room, 1), feed=room.victim)
    heads = room.log.heads(room.second)
    (new,) = room.writes(VERSIONS[kind](room, 2))
    room.writes(answer(new, room.them), feed=room.victim)
    if saw_it_agreed:
        room.writes(("note.add", {"commitment": room.own(1), "text": "Seen.", "said_on": "2026-06-02"}))
    before = in_force(room, kind)
    room.writes(answer(old, side), feed=room.second, seen=heads)
    assert in_force(room, kind) == before


@pytest.mark.parametrize("side", SIDES)
def test_of_two_chains_of_a_side_the_later_agreement_stands(side: str) -> None:
    room = Room(side)
    for number, day in ((1, "2026-06-01"), (2, "2026-05-01")):
        (item,) = room.writes(results_chain(room.joint(1), f"Mechanism {number}.", said_on=day))
        room.writes(answer(item, room.them, on=day), feed=room.victim)
    assert in_force(room, "chain") == ["Mechanism 2."]


@pytest.mark.parametrize("side", SIDES)
def test_a_clock_set_back_makes_nothing_wait_longer(side: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register, other = small_register(tmp_path), OTHER[side]

    def write(day: str, *intents: Any) -> None:  # noqa: ANN401
        monkeypatch.setattr(dates, "current_time", lambda: datetime.fromisoformat(day).replace(tzinfo=UTC))
        with closing(service.open_register(register, desk=FEED[side], today=day)) as desk:
            desk.write(*intents)

    write("2026-12-02", AddNote(commitment="FW-US-01", text="x"))
    change = Amend(record=f"FW-{other}-01", fields={"weight": "3"}, reason="As agreed.", sources=("JS-2021",))
    write("2025-01-02", change)
    with closing(service.open_register(register, desk=FEED[other], today="2026-12-03")) as desk:
        acts = desk.pending(other)
        assert min(map(pending_text.since, acts)) == "2026-12-02"
        waiting = {one.side: one.since for one in desk.effects().waiting}
    assert waiting[other] == "2026-12-02"


@pytest.mark.parametrize("proposed_by", ["victim", "attacker"])
@pytest.mark.parametrize("side", SIDES)
def test_a_settlement_that_was_replaced_waits_for_nobody(side: str, proposed_by: str, tmp_path: Path) -> None:
    """Either its own side settled the conflict anew, or it agreed with the other side on something else."""
    register, other = small_register(tmp_path), OTHER[side]

    def settles(who: str, claim: int) -> str:
        with closing(service.open_register(register, desk=FEED[who], today=TODAY)) as desk:
            settling = SettleConflict(conflict="cf-traced", claim=claim, source="ATF-2023", reason="So.")
            return desk.write(settling).hashes[0]

    old = settles(other, 1)
    proposer, accepting = (other, side) if proposed_by == "victim" else (side, other)
    new = settles(proposer, 2)
    with closing(service.open_register(register, desk=FEED[accepting], today=TODAY)) as desk:
        desk.write(TakePosition(target=new, stance="concur", said_on=TODAY))
    with closing(service.open_register(register, desk=FEED[side], today=TODAY)) as desk:
        assert desk.pending(side) == ()
        assert side not in {one.side for one in desk.effects().waiting}
        with pytest.raises(Refused):
            desk.write(TakePosition(target=old, stance="concur", said_on=TODAY))
