"""Not agreed: an answer to the text of a commitment. It stands beside the text and moves neither status nor standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types.intents import Amend, ReportStatus, TakePosition, WithdrawPosition
from registers import At, agree

REFUSAL = TakePosition(target="FW-US-01", stance="not_agreed", reason="It says half of what was agreed.")


def not_agreed_answers(desk: Desk, name: str = "FW-US-01") -> list[tuple[str, bool]]:
    return [(item.speaker, item.stale) for item in desk.commitment(name).not_agreed]


def test_not_agreed_answers_the_text_without_changing_the_status(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    before = us.commitment("FW-US-01")
    done = mx.write(REFUSAL)
    after = us.commitment("FW-US-01")
    added = next(entry for entry in us.history("FW-US-01").entries if entry.kind == "commitment.add")
    body = us.entry(done.ids[0]).body
    assert body is not None
    assert (body["answers"], body["half"], body["commitment"]) == (added.hash, None, "FW-US-01")
    assert (after.halves, after.row.standing) == (before.halves, before.row.standing)
    assert not_agreed_answers(us) == [("MX", False)]


def test_not_agreed_requires_a_reason(at: At) -> None:
    with pytest.raises(Refused, match="A reason is required"):
        at("mx-1").plan(TakePosition(target="FW-US-01", stance="not_agreed", reason=" "))


def test_amended_text_makes_a_not_agreed_stale(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    mx.write(REFUSAL)
    agree(at, "us-1", Amend(record="FW-US-01", fields={"due_on": "2027-01-01"}, reason="Late."))
    assert not_agreed_answers(us) == [("MX", False)]
    amended = agree(at, "us-1", Amend(record="FW-US-01", fields={"text.en": "Trace every gun."}, reason="Reworded."))
    assert not_agreed_answers(us) == [("MX", True)]
    done = mx.write(REFUSAL)
    body = mx.entry(done.ids[0]).body
    assert body is not None
    assert body["answers"] == amended.hashes[0]
    assert not_agreed_answers(us) == [("MX", False), ("MX", True)]


def test_not_agreed_applies_to_the_text_in_force_and_not_a_proposal(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    us.write(Amend(record="FW-JT-01", fields={"text.en": "Publish some."}, reason="Reworded."))
    mx.write(TakePosition(target="FW-JT-01", stance="not_agreed", reason="Too vague."))
    view = us.commitment("FW-JT-01")
    assert [change.field for change in view.proposed] == ["text"]
    assert not_agreed_answers(us, "FW-JT-01") == [("MX", False)]
    added = next(entry for entry in us.history("FW-JT-01").entries if entry.kind == "commitment.add")
    assert view.not_agreed[0].answers == added.hash


def test_not_agreed_can_be_withdrawn_or_replaced_by_concurrence(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    done = mx.write(REFUSAL)
    mx.write(WithdrawPosition(target=done.ids[0], reason="Settled."))
    assert not_agreed_answers(us) == []
    mx.write(REFUSAL)
    added = next(entry for entry in us.history("FW-US-01").entries if entry.kind == "commitment.add")
    mx.write(TakePosition(target=added.hash, stance="concur"))
    assert not_agreed_answers(us) == []


def test_withdrawal_removes_the_answer_to_the_claim_first(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    mx.write(TakePosition(target="FW-US-01", stance="concur"))
    mx.write(REFUSAL)
    mx.write(WithdrawPosition(target="FW-US-01"))
    assert us.commitment("FW-US-01").halves[0].standing == "disputed", "Mexico's dispute in the folder stands again"
    assert not_agreed_answers(us) == [("MX", False)]


def test_not_agreed_with_a_statement_is_refused(at: At) -> None:
    us, mx = at("us-1"), at("mx-1")
    said = us.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    with pytest.raises(Refused, match="Not subscribing applies only to the text of a commitment"):
        mx.write(TakePosition(target=said.ids[-1], stance="not_agreed", reason="No."))


def test_side_cannot_answer_its_own_amendment(at: At) -> None:
    us = at("us-1")
    amended = us.write(Amend(record="FW-US-01", fields={"text.en": "Trace every gun."}, reason="Reworded."))
    with pytest.raises(Refused, match="You cannot answer your own statement"):
        us.write(TakePosition(target=amended.hashes[0], stance="not_agreed", reason="No."))


def test_attributed_not_agreed_needs_a_source(at: At) -> None:
    observer = at("obs-1")
    said = TakePosition(target="FW-US-01", stance="not_agreed", reason="Said in the Senate.", speaker="MX")
    with pytest.raises(Refused, match="needs a source"):
        observer.write(said)
    observer.write(replace(said, sources=("SSPC-2024",)))
    view = observer.commitment("FW-US-01")
    assert [(item.official, item.sources) for item in view.not_agreed] == [(False, ("SSPC-2024",))]
