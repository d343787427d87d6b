"""A change that lapsed or waits is never shown as what is in force, nor as what moved a date."""

from __future__ import annotations

import pytest

from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.projection.fold import State
from accordtrack.site.sections import deadline
from attempts import Attacker
from memory_register import AT, MemoryReader
from symmetric_register import FEED, SIDES, amend, answer, symmetric_register, words


def state_of(attacker: Attacker, ref: str) -> State:
    return MemoryReader(attacker.log).facts().states[ref]


@pytest.mark.parametrize("side", SIDES)
def test_a_wording_accepted_too_late_is_not_the_one_in_force(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, victim = attacker.joint(2), FEED[attacker.them]
    first = attacker.entry("commitment.add", ref)
    replaces = {"text": first.hash}
    (stale,) = attacker.writes(
        amend(ref, {"text": words("Theirs")}, attacker.them, on="2026-01-02", replaces=replaces), feed=victim
    )
    (agreed,) = attacker.writes(amend(ref, {"text": words("Ours")}, side, on="2026-01-01", replaces=replaces))
    attacker.writes(answer(agreed, attacker.them, on="2026-01-03"), feed=victim)
    attacker.writes(answer(agreed, attacker.them, "not_agreed", on="2026-01-04"), feed=victim)
    before = state_of(attacker, ref)
    assert before.wording.hash == agreed.hash
    attacker.writes(answer(stale, side, on="2026-01-10"))
    after = state_of(attacker, ref)
    assert after.record.text.en == "Ours"
    assert after.wording.hash == agreed.hash
    assert [one.body.answers for one in after.not_agreed] == [agreed.hash]
    threads = Threads(after.items, after, today=AT.as_of, file_there=lambda _digest: False).build_threads()
    (thread,) = [one for one in threads if one.about == "text"]
    assert stale.id not in {one.id for one in thread.words}


@pytest.mark.parametrize("side", SIDES)
def test_a_wording_that_waits_is_not_the_one_in_force(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref = attacker.joint(2)
    attacker.writes(amend(ref, {"text": words("Ours"), "note": words("A note.")}, side))
    state = state_of(attacker, ref)
    assert state.record.note is not None
    assert state.wording.hash == state.added.hash


@pytest.mark.parametrize("side", SIDES)
def test_a_date_accepted_too_late_moved_nothing(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, victim = attacker.joint(4), FEED[attacker.them]
    replaces = {"due_on": attacker.entry("commitment.add", ref).hash}
    dates = {attacker.them: "2029-01-31", side: "2028-01-31"}
    (stale,) = attacker.writes(
        amend(ref, {"due_on": dates[attacker.them]}, attacker.them, replaces=replaces), feed=victim
    )
    (agreed,) = attacker.writes(amend(ref, {"due_on": dates[side]}, side, replaces=replaces))
    attacker.writes(answer(agreed, attacker.them, on="2026-01-03"), feed=victim)
    attacker.writes(answer(stale, side, on="2026-01-10"))
    state = state_of(attacker, ref)
    assert state.record.due_on == dates[side]
    assert [item.hash for item, _waits in deadline.date_amendments(state)] == [agreed.hash]
