"""What authority is told of an entry: its commitment, the entry that it names, the body that speaks."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.ledger import kinds
from accordtrack.ledger.authority import rule_on_entry
from accordtrack.ledger.context import Context, Target, context_from, named_entry
from accordtrack.ledger.records import Body
from accordtrack.ledger.statements import StatusReport
from items import COMMITMENT, WORDS

RECORD = kinds.COMMITMENT.decode_values({**COMMITMENT, "responsible_side": "JOINT", "handling": "TLP:GREEN"})
DIGEST = "0" * 64
DAY = "2024-01-01"
STATUS = {
    "id": "us-1-2",
    "commitment": "FW-01",
    "speaker": "US",
    "status": "limited",
    "basis": "stated",
    "effective_on": DAY,
    "said_on": DAY,
}
ANSWER = {
    "id": "us-1-2",
    "commitment": "FW-01",
    "speaker": "US",
    "stance": "concur",
    "effective_on": DAY,
    "said_on": DAY,
}
RETRACT = kinds.ENTRY_RETRACT.decode_values({"target": DIGEST, "reason": WORDS})


def status(speaker_body: str | None) -> StatusReport:
    return kinds.STATUS_REPORT.decode_values({**STATUS, "speaker_body": speaker_body})


def voice(code: str, speaks_for: str | None = None) -> Body:
    found = {"code": code, "name": WORDS, "side": "US", "branch": "executive", "speaks_for": speaks_for}
    return kinds.BODY.decode_values(found)


@pytest.mark.parametrize(
    ("kind", "body", "named"),
    [
        ("entry.retract", {"target": DIGEST, "reason": WORDS}, DIGEST),
        ("position.take", {**ANSWER, "answers": DIGEST, "evidence": ["us-1-2"]}, DIGEST),
        ("position.take", {**ANSWER, "answers": None, "evidence": ["us-1-2"]}, None),
        ("position.withdraw", {"position": DIGEST, "speaker": "US", "said_on": DAY}, DIGEST),
        (
            "answer.ask",
            {"commitment": "FW-01", "half": "MX", "claim": DIGEST, "of": "US", "asked_on": DAY, "said_on": DAY},
            DIGEST,
        ),
        (
            "evidence.withhold",
            {"evidence": "us-1-2", "commitment": "FW-01", "reason": WORDS, "authority": "Court", "said_on": DAY},
            "us-1-2",
        ),
        ("status.report", {**STATUS, "evidence": ["us-1-2"], "base": [DIGEST]}, None),
        ("note.add", {"commitment": "FW-01", "text": "Words.", "said_on": DAY}, None),
    ],
)
def test_body_gives_the_entry_it_names(kind: str, body: dict[str, Any], named: str | None) -> None:
    assert named_entry(kinds.KINDS[kind].decode_values(body)) == named


def test_context_is_empty_when_nothing_is_known() -> None:
    assert context_from(None, record=None, target=None, voice=None) == Context()
    assert context_from(RETRACT, record=None, target=None, voice=None) == Context()


def test_context_holds_everything_that_is_known() -> None:
    target = Target("us-1", "status.report", "US", official=True)
    found = context_from(status("ATF"), record=RECORD, target=target, voice=voice("ATF", "US"))
    assert found == Context(
        responsible="JOINT",
        commitment_handling="TLP:GREEN",
        target_feed="us-1",
        target_kind="status.report",
        target_speaker="US",
        target_official=True,
        body_known=True,
        body_speaks_for="US",
    )


def test_context_tells_whether_the_speaking_body_is_known() -> None:
    assert not context_from(status("ATFF"), record=None, target=None, voice=None).body_known
    assert context_from(status(None), record=None, target=None, voice=None).body_known
    silent = context_from(status("GAO"), record=None, target=None, voice=voice("GAO"))
    assert (silent.body_known, silent.body_speaks_for) == (True, None)


def test_retraction_may_be_less_restricted_than_its_commitment() -> None:
    context = Context(responsible="US", commitment_handling="TLP:RED", target_feed="us-1", target_kind="note.add")
    assert rule_on_entry("US", "us-1", "entry.retract", RETRACT, "TLP:CLEAR", context).official
