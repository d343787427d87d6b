"""A claim that is dated back before an old statement of the other side gains no agreement by it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.i18n import using_language
from accordtrack.scoring.inputs import half_statements
from accordtrack.service import open_register
from accordtrack.text import changes, score_changes
from accordtrack.types.intents import ReportStatus, TakePosition
from accordtrack.vocabulary import Standing
from attack_room import Room
from attempts import LATER
from memory_register import MemoryReader
from registers import TODAY, small_register
from symmetric_register import FEED, OTHER, SIDES, answer, status


def standing(room: Room, ref: str) -> tuple[Standing, bool]:
    """The standing of the attacker's half, and whether the score counts the old statement as an answer."""
    facts = MemoryReader(room.log).facts()
    state = facts.states[ref]
    (half,) = (one for one in state.halves if one.side == room.me)
    return half.standing, half_statements(state, half, LATER).other is not None


def claimed(side: str, *, said_on: str, holds_on: str, joint: bool) -> tuple[Standing, bool]:
    """The standing of a claim, own or joint, that equals what the other side said on March 1, 2025."""
    room = Room(side)
    ref, speaker = room.joint(5), "JOINT" if joint else side
    room.writes(status(ref, room.them, "substantial", "2025-03-01", half=side), feed=room.victim)
    room.writes(status(ref, speaker, "substantial", holds_on, said_on=said_on, half=side, sources=["JS"] * joint))
    return standing(room, ref)


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_an_old_statement_does_not_agree_with_what_is_claimed_of_a_later_day(side: str, *, joint: bool) -> None:
    today = claimed(side, said_on="2026-01-10", holds_on="2026-01-10", joint=joint)
    assert today == (Standing.UNANSWERED, False)
    assert claimed(side, said_on="2025-02-28", holds_on="2026-01-10", joint=joint) == today


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_an_equal_statement_agrees_with_an_earlier_claim(side: str, *, joint: bool) -> None:
    assert claimed(side, said_on="2025-02-28", holds_on="2025-02-28", joint=joint) == (Standing.AGREED, True)


@pytest.mark.parametrize("side", SIDES)
def test_an_older_assessment_does_not_clear_a_later_dispute_of_a_restated_claim(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    (claim,) = room.writes(status(ref, side, "completed", "2026-01-02"))
    room.writes(status(ref, room.them, "completed", "2026-01-10", sources=["JS"]), feed=room.victim)
    dispute = answer(claim, room.them, "dispute", on="2026-01-20", proposed_status="limited")
    room.writes(dispute, feed=room.victim)
    assert standing(room, ref)[0] is Standing.DISPUTED
    room.writes(status(ref, side, "completed", "2026-01-02", said_on="2026-01-10"))
    assert standing(room, ref)[0] is Standing.DISPUTED


@pytest.mark.parametrize("side", SIDES)
def test_an_assessment_written_after_a_claim_disputes_it_across_time_zones(side: str) -> None:
    """The claim bears the date of a place where the next day has begun; the other side read it and is a day behind."""
    room = Room(side)
    ref = room.own(2)
    room.writes(status(ref, side, "substantial", "2026-01-10"))
    room.writes(status(ref, room.them, "limited", "2026-01-09"), feed=room.victim)
    assert standing(room, ref) == (Standing.DISPUTED, True)
    other = room.own(3)
    room.writes(status(other, side, "substantial", "2026-01-20"))
    room.writes(status(other, room.them, "limited", "2026-01-12"), feed=room.victim)
    assert standing(room, other)[0] is not Standing.DISPUTED, "more than a day is no matter of time zones"


@pytest.mark.parametrize("side", SIDES)
def test_a_comparison_names_what_was_recorded_in_between_about_an_earlier_day(tmp_path: Path, side: str) -> None:
    """It counts on both days, so no change is listed."""
    path, ref = small_register(tmp_path), f"FW-{side}-01"
    since = TwoDates("2026-11-22", "2026-11-22")
    with closing(open_register(path, desk=FEED[side], today=TODAY)) as desk:
        said = ReportStatus(commitment=ref, status="reversed", note="Said.", effective_on="2026-11-10")
        done = desk.write(replace(said, said_on="2026-11-20"))
        found = desk.diff(since, TwoDates(TODAY, TODAY))
        moved = desk.score_changes(None, since.known_on, TODAY)
    assert ref not in found.ids
    assert set(done.ids) <= set(found.dated_earlier)
    assert set(done.ids) <= set(moved.dated_earlier)
    with using_language("en"):
        for text in (changes.summary(found), score_changes.summary(moved)):
            assert f"is about an earlier day, and counts on both: {done.ids[0]}." in text


@pytest.mark.parametrize("side", SIDES)
def test_a_dispute_dated_back_is_as_old_as_its_recording(tmp_path: Path, side: str) -> None:
    path, ref = small_register(tmp_path), "FW-JT-01"
    with closing(open_register(path, desk=FEED[side], today=TODAY)) as desk:
        desk.write(ReportStatus(commitment=ref, status="limited", note="Said.", effective_on="2026-11-01"))
    with closing(open_register(path, desk=FEED[OTHER[side]], today=TODAY)) as desk:
        desk.write(TakePosition(target=ref, stance="dispute", reason="Not so.", said_on="2024-03-15"))
        days = [one.opened_on for one in desk.threads(desk.thread_keys(f"id:{ref}"))]
    assert TODAY in days
    assert "2024-03-15" not in days


@pytest.mark.parametrize("side", SIDES)
def test_restating_a_claim_does_not_clear_an_assessment_of_the_day_before(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    room.writes(status(ref, side, "substantial", "2026-01-10"))
    room.writes(status(ref, room.them, "limited", "2026-01-09"), feed=room.victim)
    room.writes(status(ref, side, "substantial", "2026-01-10"))
    assert standing(room, ref)[0] is Standing.DISPUTED
