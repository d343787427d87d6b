"""The days without an answer count from the recording of a side's own words, and not before there was a claim to answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accordtrack.core.problems import Refused
from accordtrack.projection.disputes import fact_threads
from accordtrack.projection.fold import HalfState
from accordtrack.store.items import Item
from accordtrack.types import DisputeView
from accordtrack.types.intents import AskAnswer, ReportStatus
from attempts import Attacker
from memory_register import TODAY, MemoryReader, MemoryRegister
from registers import small_desk
from symmetric_register import FEED, SIDES, answer, evidence, status, symmetric_register


def attacker_of(side: str) -> Attacker:
    """A side's desk at a register whose entries were recorded early."""
    early = [replace(item, at="2021-11-01T10:00:00Z") for item in symmetric_register().items]
    return Attacker(MemoryRegister(early), side)


def ask(attacker: Attacker, claim: Item[Any], asked_on: str, recorded_on: str, **more: Any) -> None:  # noqa: ANN401
    request = {"commitment": claim.ref, "half": attacker.me, "claim": claim.hash, "of": attacker.them}
    draft = ("answer.ask", {**request, "asked_on": asked_on, "said_on": asked_on})
    attacker.writes(draft, recorded_on=recorded_on, **more)


def half_of(attacker: Attacker, ref: str, rules: int = 2) -> HalfState:
    halves = MemoryReader(attacker.log, rules=rules).facts().states[ref].halves
    return next(half for half in halves if half.side == attacker.me)


def thread(attacker: Attacker, ref: str, rules: int = 2) -> DisputeView:
    facts = MemoryReader(attacker.log, rules=rules).facts()
    (found,) = (one for one in fact_threads.threads(facts, TODAY) if ref in {one.commitment, one.indicator})
    return found


REQUESTS = [
    ("2010-01-01", "2024-03-01", "2024-03-01", "2024-03-01"),
    ("2025-01-01", "2025-01-01", "2024-03-01", "2025-01-01"),
    ("2025-01-01", "2025-01-02", "2024-03-01", "2025-01-01"),  # the same day west of Greenwich
    ("2025-01-01", "2026-06-01", "2024-03-01", "2026-06-01"),
    ("2025-01-01", "2025-01-01", "2026-06-01", "2026-06-01"),
]
"""When the other side was asked, when that and the claim of 2024-03-01 were recorded, and since when the days count."""


@pytest.mark.parametrize(("asked_on", "asked", "claimed", "since"), REQUESTS)
@pytest.mark.parametrize("side", SIDES)
def test_days_count_from_the_recording_of_the_claim_and_of_the_request(
    side: str, asked_on: str, asked: str, claimed: str, since: str
) -> None:
    attacker = attacker_of(side)
    ref = attacker.own(5)
    (claim,) = attacker.writes(status(ref, side, "limited"), recorded_on=claimed)
    ask(attacker, claim, asked_on, asked)
    half = half_of(attacker, ref)
    assert (half.standing, half.asked_on) == ("asked", since)
    found = thread(attacker, ref)
    assert (found.turn, found.turn_since, found.opened_on) == (attacker.them, since, since)
    (request,) = [word for word in found.words if word.kind == "asked"]
    assert request.said_on == asked_on
    assert half_of(attacker, ref, rules=1).asked_on == asked_on


@pytest.mark.parametrize("side", SIDES)
def test_a_claim_by_an_observer_keeps_its_date_but_not_a_request_about_it(side: str) -> None:
    for recorded_on in ("2024-04-01", TODAY):
        attacker = attacker_of(side)
        ref = attacker.own(5)
        (claim,) = attacker.writes(status(ref, side, "limited", sources=["JS"]), feed="obs-1")
        ask(attacker, claim, "2024-04-01", recorded_on)
        assert half_of(attacker, ref).asked_on == recorded_on


@pytest.mark.parametrize("side", SIDES)
def test_the_turn_passes_when_a_restated_claim_and_its_evidence_are_recorded(side: str) -> None:
    attacker = attacker_of(side)
    ref, victim = attacker.own(5), FEED[attacker.them]
    (first,) = attacker.writes(status(ref, side, "limited"), recorded_on="2024-03-01")
    refused = answer(first, attacker.them, "dispute", proposed_status="not_started")
    attacker.writes(refused, feed=victim, recorded_on="2024-06-01")
    assert (thread(attacker, ref).turn, thread(attacker, ref).turn_since) == (side, "2024-06-01")
    (again,) = attacker.writes(status(ref, side, "limited", "2024-07-01", base=[first.hash]))
    assert (thread(attacker, ref).turn, thread(attacker, ref).turn_since) == (side, "2024-06-01")
    attacker.writes(evidence(ref, side, [again], "2024-07-02"))
    assert (thread(attacker, ref).turn, thread(attacker, ref).turn_since) == (attacker.them, TODAY)
    assert thread(attacker, ref).turn_days == 0


@pytest.mark.parametrize("side", SIDES)
def test_the_turn_passes_when_an_answer_is_recorded(side: str) -> None:
    attacker = attacker_of(side)
    ref = attacker.their(5)
    (claim,) = attacker.writes(status(ref, attacker.them, "limited"), feed=FEED[attacker.them])
    attacker.writes(answer(claim, side, "dispute", proposed_status="not_started"))
    assert (thread(attacker, ref).turn, thread(attacker, ref).turn_since) == (attacker.them, TODAY)
    assert thread(attacker, ref, rules=1).turn_since == "2024-06-01"


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_a_clock_set_back_behind_an_entry_of_the_same_side_invents_no_days(side: str, *, second: bool) -> None:
    attacker = attacker_of(side)
    ref = attacker.own(5)
    attacker.writes(status(attacker.own(4), side, "limited"), recorded_on="2026-05-01")
    feed = f"{side.lower()}-2" if second else attacker.feed
    if second:
        attacker.log.open(feed, admits=["obs-0", "obs-1"])
    (claim,) = attacker.writes(status(ref, side, "limited", "2022-01-10"), feed=feed, recorded_on="2022-01-10")
    ask(attacker, claim, "2022-01-11", "2022-01-11", feed=feed)
    assert half_of(attacker, ref).asked_on == (TODAY if second else "2026-05-01")


@pytest.mark.parametrize("side", SIDES)
def test_a_clock_that_is_ahead_does_not_shorten_the_days_since_the_other_side_asked(side: str) -> None:
    attacker = attacker_of(side)
    ref = attacker.own(5)
    attacker.writes(
        status(attacker.their(5), attacker.them, "limited"), feed=FEED[attacker.them], recorded_on="2999-01-01"
    )
    (claim,) = attacker.writes(status(ref, side, "limited"), recorded_on="2024-03-01")
    ask(attacker, claim, "2025-01-01", "2025-01-01")
    assert half_of(attacker, ref).asked_on == "2025-01-01"


@pytest.mark.parametrize("side", SIDES)
def test_what_is_typed_today_about_an_earlier_day_waits_for_an_answer_since_today(side: str, tmp_path: Path) -> None:
    desk, ref = small_desk(tmp_path, FEED[side]), f"FW-{side}-01"
    day = "2022-01-10"
    desk.write(ReportStatus(commitment=ref, status="limited", note="Begun.", effective_on=day, said_on=day))
    desk.write(AskAnswer(commitment=ref, asked_on="2022-01-11"))
    (half,) = desk.commitment(ref).halves
    assert (half.asked_on, half.asked_days) == (desk.today, 0)
    assert desk.listing(f"id:{ref} asked:0").total == 1


@pytest.mark.parametrize("side", SIDES)
def test_the_command_refuses_a_day_before_the_claim(side: str, tmp_path: Path) -> None:
    desk = small_desk(tmp_path, FEED[side])
    ref = f"FW-{side}-01"
    desk.write(
        ReportStatus(commitment=ref, status="limited", note="Begun.", effective_on="2026-11-20", said_on="2026-11-20")
    )
    with pytest.raises(Refused) as refused:
        desk.write(AskAnswer(commitment=ref, asked_on="2026-11-19"))
    assert "there was no statement to ask about" in refused.value.problems[0].message
    assert desk.write(AskAnswer(commitment=ref, asked_on="2026-11-20")).ids
