"""What one desk of a side had seen, its side had seen: a desk that states old heads, or closes and reopens, gains nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attack_room import Room, note, now, waits, weight
from memory_register import MemoryReader
from register_picture import moved
from symmetric_register import SIDES, WORDS, amend, answer, retract, status


@pytest.fixture(params=SIDES)
def room(request: pytest.FixtureRequest) -> Room:
    return Room(request.param)


def claim_taken_back(room: Room, ref: str) -> tuple[str, tuple[str, ...]]:
    """The standing of the half after its claim was retracted and made again; the sides for which the retraction waits."""
    claim = room.claim(ref, room.me)
    (back, _again) = room.writes(retract(claim), status(ref, room.me, claim.body.status, "2026-05-01"))
    state = MemoryReader(room.log).facts().states[ref]
    return next(half.standing for half in state.halves if half.side == room.me), waits(room.log, back)


@pytest.mark.parametrize("owed", ["own", "joint"])
def test_disputed_claim_that_is_retracted_and_made_again_stays_disputed(room: Room, owed: str) -> None:
    ref = getattr(room, owed)(3)
    assert claim_taken_back(room, ref) == ("disputed", (room.them,))


@pytest.mark.parametrize("owed", ["own", "joint"])
def test_claim_that_the_other_side_reads_otherwise_stays_disputed(room: Room, owed: str) -> None:
    ref = getattr(room, owed)(2)
    room.writes(status(ref, room.them, "not_started", "2024-05-01", half=room.me), feed=room.victim)
    assert claim_taken_back(room, ref) == ("disputed", (room.them,))


def test_status_of_the_other_half_is_no_answer(room: Room) -> None:
    room.writes(status(room.joint(4), room.them, "not_started", "2024-05-01"), feed=room.victim)
    assert waits(room.log, room.writes(retract(room.claim(room.joint(4), room.me)))[0]) == ()


def test_claim_that_is_merely_made_again_stays_disputed(room: Room) -> None:
    room.writes(status(room.own(3), room.me, "substantial", "2026-05-01"))
    assert MemoryReader(room.log).facts().states[room.own(3)].standing == "disputed"


def test_claim_is_retracted_at_once_if_nobody_answered_it_or_the_dispute_was_withdrawn(room: Room) -> None:
    assert waits(room.log, room.writes(retract(room.claim(room.own(2), room.me)))[0]) == ()
    dispute = room.entry("position.take", room.own(3), room.victim)
    (back,) = room.writes(retract(room.claim(room.own(3), room.me)))
    assert waits(room.log, back) == (room.them,)
    room.writes(retract(dispute), feed=room.victim)
    assert waits(room.log, back) == ()


@pytest.mark.parametrize("told_by", ["first", "second"])
def test_answer_to_a_claim_whose_retraction_its_side_had_seen_does_not_revive_it(room: Room, told_by: str) -> None:
    claim = room.claim(room.own(2), room.me)
    (back,) = room.writes(retract(claim))
    room.writes(note(room.own(2)), feed=room.victim)
    other = room.victim
    if told_by == "second":
        other = f"{room.them.lower()}-2"
        room.log.open(other, seen={})
    room.writes(answer(claim, room.them, "dispute"), feed=other, seen={} if told_by == "second" else None)
    assert waits(room.log, back) == ()


def test_second_desk_cannot_accept_a_proposal_whose_withdrawal_the_first_saw(room: Room) -> None:
    ref = room.joint(3)
    proposal = room.proposed(ref)
    room.writes(retract(proposal), feed=room.victim)
    room.writes(note(ref))
    before = now(room.log)
    room.log.open(room.second, seen={})
    room.writes(answer(proposal, room.me), feed=room.second, seen={})
    assert moved(before, now(room.log)) == {}


def test_desk_that_goes_back_to_old_heads_cannot_accept_a_withdrawn_proposal(room: Room) -> None:
    ref = room.joint(3)
    proposal = room.proposed(ref)
    old = room.log.heads(room.feed)
    room.writes(retract(proposal), feed=room.victim)
    room.writes(note(ref))
    before = now(room.log)
    room.writes(answer(proposal, room.me), seen=old)
    assert moved(before, now(room.log)) == {}


def test_concurrence_from_before_the_withdrawal_was_seen_still_counts(room: Room) -> None:
    ref = room.joint(3)
    proposal = room.proposed(ref)
    old = room.log.heads(room.feed)
    (back,) = room.writes(retract(proposal), feed=room.victim)
    room.writes(answer(proposal, room.me), seen=old)
    room.writes(note(ref))
    assert (weight(room.log, ref), waits(room.log, back)) == ("9", (room.me,))


def test_attacker_cannot_hide_the_victims_newer_proposal(room: Room) -> None:
    ref = room.joint(3)
    older = room.proposed(ref)
    (newer,) = room.writes(amend(ref, {"weight": "3"}, room.them), feed=room.victim)
    before = now(room.log)
    room.writes(retract(newer))
    room.writes(answer(older, room.me))
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("desk", ["first", "second"])
def test_concurrence_on_which_the_other_side_relies_is_final(room: Room, desk: str) -> None:
    ref = room.joint(3)
    proposal = room.proposed(ref)
    feed = room.feed
    if desk == "second":
        feed = room.second
        room.log.open(feed)
    old = room.log.heads(feed)
    (given,) = room.writes(answer(proposal, room.me), feed=feed)
    room.writes(note(ref), feed=room.victim)
    room.writes(note(ref), feed=room.feed if desk == "second" else room.victim)
    before = now(room.log)
    room.writes(retract(given), feed=feed, seen=old)
    assert moved(before, now(room.log)) == {}
    assert weight(room.log, ref) == "9"


def test_concurrence_that_nobody_saw_can_be_taken_back_and_not_revived(room: Room) -> None:
    ref = room.joint(3)
    proposal = room.proposed(ref)
    before = now(room.log)
    (given,) = room.writes(answer(proposal, room.me))
    unseen = room.log.heads()
    room.writes(retract(given))
    assert moved(before, now(room.log)) == {}
    room.writes(note(ref), feed=room.victim)
    other = f"{room.them.lower()}-2"
    room.log.open(other, seen=unseen)
    room.writes(note(ref), feed=other, seen=unseen)
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("acts", [("A", "A", "A", "B"), ("A", "B", "A", "B"), ("A", "B", "C", "A")])
def test_reused_act_does_not_keep_a_concurrence_revocable(room: Room, acts: tuple[str, ...]) -> None:
    ref = room.joint(3)
    proposal = room.proposed(ref)
    old = room.log.heads(room.feed)
    (given,) = room.writes(answer(proposal, room.me), act=acts[0])
    room.writes(note(ref), feed=room.victim)
    for act in acts[1:-1]:
        (written,) = room.writes(note(ref), act=act, seen=old)
        if act == "A":
            room.log.items[room.log.items.index(written)] = replace(written, heads=None)
    before = now(room.log)
    room.writes(retract(given), act=acts[-1], seen=old)
    assert moved(before, now(room.log)) == {}
    assert weight(room.log, ref) == "9"


def test_side_that_closes_and_reopens_with_old_heads_is_not_asked_anew(room: Room) -> None:
    ref = room.joint(3)
    old = room.log.heads(room.feed)
    proposal = room.proposed(ref)
    upto = room.log.heads(room.feed)
    room.writes(retract(proposal), feed=room.victim)
    before = now(room.log)
    (closed,) = room.writes(("desk.close", {"reason": WORDS, "said_on": "2026-06-01"}), seen=old)
    assert moved(before, now(room.log)) == {}
    room.log.open(room.second, seen={**upto, room.feed: closed.seq})
    assert moved(before, now(room.log)) == {}


def test_second_desk_that_leaves_out_the_first_finds_nothing_by_opening(room: Room) -> None:
    ref = room.joint(3)
    room.proposed(ref)
    before = now(room.log)
    heads = room.log.heads()
    del heads[room.feed]
    room.log.open(room.second, seen=heads)
    assert moved(before, now(room.log)) == {}


def test_entry_that_a_closed_desk_had_seen_waits_after_another_desk_opens(room: Room) -> None:
    """The closed desk had seen it, but says so only in an entry that the new desk leaves out."""
    ref = room.joint(3)
    room.writes(("desk.close", {"reason": WORDS, "said_on": "2026-06-01"}))
    old = room.log.heads()
    proposal = room.proposed(ref)
    assert waits(room.log, proposal) == (), "no desk is open, and no desk had seen it"
    room.writes(note(ref))
    assert waits(room.log, proposal) == (room.me,)
    room.log.open(room.second, seen={**room.log.heads(), **old, room.victim: proposal.seq})
    assert waits(room.log, proposal) == (room.me,)
