"""The days without an answer count from the request, and not before there was a claim to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.core.problems import Refused
from accordtrack.types.intents import AskAnswer, ReportStatus
from attempts import Attacker
from memory_register import MemoryReader
from registers import small_desk
from symmetric_register import FEED, SIDES, symmetric_register

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("asked_on", "since"), [("2010-01-01", "2024-03-01"), ("2025-01-01", "2025-01-01")])
@pytest.mark.parametrize("side", SIDES)
def test_a_request_dated_before_the_claim_counts_from_the_claim(side: str, asked_on: str, since: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref = attacker.own(2)
    claim = attacker.claim(ref, side)
    assert claim.body.said_on == "2024-03-01"
    request = {"commitment": ref, "half": side, "claim": claim.hash, "of": attacker.them}
    attacker.writes(("answer.ask", {**request, "asked_on": asked_on, "said_on": "2026-06-01"}))
    (half,) = MemoryReader(attacker.log).facts().states[ref].halves
    assert half.standing == "asked"
    assert half.asked_on == since


@pytest.mark.parametrize("side", SIDES)
def test_the_command_refuses_a_day_before_the_claim(side: str, tmp_path: Path) -> None:
    desk = small_desk(tmp_path, FEED[side])
    ref = f"FW-{side}-01"
    desk.write(
        ReportStatus(commitment=ref, status="limited", note="Begun.", effective_on="2026-11-20", said_on="2026-11-20")
    )
    with pytest.raises(Refused) as refused:
        desk.write(AskAnswer(commitment=ref, asked_on="2026-11-19"))
    assert "there was no claim to ask about" in refused.value.problems[0].message
    assert desk.write(AskAnswer(commitment=ref, asked_on="2026-11-20")).ids
