"""Disputes over the whole register: what is found, filtered, ordered, and about values too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.text import disputes as words
from accordtrack.types.intents import AddEvidence, Amend, ReportStatus, Retract, TakePosition
from registers import At


def ids(desk: Desk, words: str = "", at: TwoDates | None = None) -> list[str]:
    return [thread.id for thread in desk.disputes(words, at=at)]


def dispute(desk: Desk, target: str, on: str = "2026-11-01", ground: str | None = None) -> str:
    taken = TakePosition(target=target, stance="dispute", reason="No.", said_on=on, effective_on=on, ground=ground)
    return str(desk.write(taken).hashes[-1])


def test_dispute_adds_exactly_one_thread(at: At) -> None:
    at("us-1").write(ReportStatus(commitment="FW-JT-01", status="substantial"))
    before = ids(at("us-1"))
    dispute(at("mx-1"), "FW-JT-01")
    assert set(ids(at("us-1"))) - set(before) == {"FW-JT-01#US"}
    assert set(before) < set(ids(at("us-1")))


def test_disputes_can_be_limited_by_filter_and_date(at: At) -> None:
    at("us-1").write(
        ReportStatus(commitment="FW-JT-01", status="substantial", said_on="2026-10-01", effective_on="2026-10-01")
    )
    dispute(at("mx-1"), "FW-JT-01", "2026-11-01")
    desk = at("us-1")
    assert "FW-JT-01#US" in ids(desk, "id:FW-JT-01")
    assert "FW-JT-01#US" not in ids(desk, "-id:FW-JT-01")
    assert "FW-JT-01#US" not in ids(desk, at=TwoDates("2026-10-15", "2026-10-15"))
    then = next(one for one in desk.disputes(at=TwoDates("2026-11-11", "2026-11-11")) if one.id == "FW-JT-01#US")
    assert (then.days, then.turn_days) == (0, 0), "recorded after that day"


def test_new_evidence_passes_the_turn_to_the_other_side(at: At, tmp_path: Path) -> None:
    at("us-1").write(
        ReportStatus(commitment="FW-US-01", status="substantial", said_on="2026-10-01", effective_on="2026-10-01")
    )
    dispute(at("mx-1"), "FW-US-01", "2026-11-01", ground="evidence_fails")
    assert at("us-1").disputes("id:FW-US-01")[0].turn == "US"
    paper = tmp_path / "acta.pdf"
    paper.write_bytes(b"signed")
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(paper),)))
    (thread,) = at("us-1").disputes("id:FW-US-01")
    assert thread.turn == "MX"
    assert [word.kind for word in thread.words][-1] == "evidence"
    claim = next(word for word in thread.words if word.kind == "claim" and word.counts)
    assert [proof.file.name for proof in claim.evidence if proof.file] == ["acta.pdf"]


def test_answer_shows_its_evidence_and_proposal(at: At, tmp_path: Path) -> None:
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="substantial"))
    paper = tmp_path / "acta.pdf"
    paper.write_bytes(b"signed")
    at("mx-1").write(
        TakePosition(
            target="FW-US-01",
            stance="dispute",
            reason="Half.",
            ground="not_enough",
            proposes="limited",
            evidence=(str(paper),),
        )
    )
    (thread,) = at("us-1").disputes("id:FW-US-01")
    answer = thread.words[-1]
    assert (answer.ground, answer.proposed_status, len(answer.evidence)) == ("not_enough", "limited", 1)
    assert [word.kind for word in thread.words].count("evidence") == 0, "it stands with the answer that cites it"


def test_measurement_can_be_disputed_and_replied_to(at: At) -> None:
    measured = next(entry for entry in at("us-1").history("guns-traced").entries if entry.kind == "measurement.add")
    speaker, other = ("mx-1", "us-1") if measured.body and measured.body["party"] == "US" else ("us-1", "mx-1")
    first = dispute(at(speaker), measured.hash)
    (thread,) = [one for one in at("us-1").disputes() if one.indicator == "guns-traced"]
    assert (thread.about, thread.commitment) == ("value", "FW-US-01")
    assert thread.words[0].figure is not None
    assert thread.turn == (measured.body or {})["party"]
    reply = dispute(at(other), first, "2026-11-02")
    (thread,) = [one for one in at("us-1").disputes("id:FW-US-01") if one.indicator == "guns-traced"]
    assert [word.depth for word in thread.words] == [0, 1, 2]
    dispute(at(speaker), reply, "2026-11-03")
    (thread,) = [one for one in at("us-1").disputes() if one.indicator == "guns-traced"]
    assert thread.state == "unresolved"
    assert not [one for one in at("us-1").disputes("-id:FW-US-01") if one.indicator == "guns-traced"]


def test_measurement_answer_takes_no_evidence_and_can_be_a_draft(at: At, tmp_path: Path) -> None:
    measured = next(entry for entry in at("us-1").history("guns-traced").entries if entry.kind == "measurement.add")
    paper = tmp_path / "acta.pdf"
    paper.write_bytes(b"signed")
    said = TakePosition(target=measured.hash, stance="dispute", reason="Counted twice.")
    with pytest.raises(Refused, match="Evidence belongs to a commitment"):
        at("mx-1").write(replace(said, evidence=(str(paper),)))
    at("mx-1").save_drafts(said)
    (draft,) = at("mx-1").drafts()
    assert isinstance(draft.intent, TakePosition)
    assert (draft.intent.target, draft.intent.reason) == (measured.hash, "Counted twice.")
    assert [one for one in at("us-1").disputes() if one.indicator == "guns-traced"] == []
    at("mx-1").write(draft.intent, draft=draft.id)
    assert len([one for one in at("us-1").disputes() if one.indicator == "guns-traced"]) == 1
    assert at("mx-1").drafts() == ()


def test_retracted_dispute_is_not_listed(at: At) -> None:
    at("us-1").write(ReportStatus(commitment="FW-JT-01", status="substantial"))
    said = dispute(at("mx-1"), "FW-JT-01")
    at("mx-1").write(Retract(entry=said, reason="In error."))
    assert ids(at("us-1"), "id:FW-JT-01") == []


def test_disputes_are_sorted_by_longest_wait_with_ended_ones_last(at: At) -> None:
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="substantial"))
    dispute(at("mx-1"), "FW-US-01", "2026-11-20")
    moved = at("us-1").write(
        Amend(record="FW-JT-01", fields={"due_on": "2027-06-30"}, reason="Budget.", said_on="2026-11-10")
    )
    assert all(one.about != "change" for one in at("us-1").disputes()), "a proposal that waits is no dispute"
    at("mx-1").write(TakePosition(target=moved.hashes[0], stance="dispute", reason="No.", said_on="2026-11-12"))
    found = [one for one in at("us-1").disputes() if one.commitment in {"FW-US-01", "FW-JT-01"} and one.state == "open"]
    since = [one.turn_since or "" for one in found]
    assert since == sorted(since)
    assert {one.about for one in found} >= {"half", "change"}
    at("mx-1").write(TakePosition(target=moved.hashes[0], stance="concur"))
    states = [one.state for one in at("us-1").disputes()]
    assert states == sorted(states, key=("open", "observer", "unresolved", "settled").index)
    assert "settled" in states


def test_settled_thread_shows_who_concurred_with_whom(at: At) -> None:
    at("us-1").write(ReportStatus(commitment="FW-US-01", status="substantial"))
    contest = dispute(at("mx-1"), "FW-US-01", "2026-11-20")

    def outcome() -> str:
        (thread,) = (one for one in at("us-1").disputes() if one.commitment == "FW-US-01")
        return words.outcome(thread)

    at("us-1").write(TakePosition(target=contest, stance="concur", said_on="2026-11-22", effective_on="2026-11-22"))
    assert outcome() == "Settled on 2026-11-22: the United States agrees with what Mexico said on 2026-11-20."
    at("mx-1").write(TakePosition(target="FW-US-01", stance="concur", said_on="2026-11-24", effective_on="2026-11-24"))
    assert outcome() == "Settled on 2026-11-24: Mexico agrees with the statement."


def test_late_dispute_of_an_earlier_claim_stands_against_the_one_in_force(at: At) -> None:
    earlier = at("us-1").write(
        ReportStatus(
            commitment="FW-US-01", status="limited", note="Half.", effective_on="2026-09-01", said_on="2026-09-01"
        )
    )
    at("us-1").write(
        ReportStatus(commitment="FW-US-01", status="substantial", effective_on="2026-10-01", said_on="2026-10-01")
    )
    dispute(at("mx-1"), earlier.hashes[0], "2026-11-20")
    (thread,) = (one for one in at("us-1").disputes() if one.commitment == "FW-US-01")
    assert (thread.state, thread.turn, thread.standing) == ("open", "US", "disputed")
    assert words.hints(thread) == []
    assert [at("us-1").listing(f"turn:{side}").total for side in ("US", "MX")] == [1, 0]
    counts = {one.name: one.count for one in at("us-1").attention(side="US")}
    assert counts["turn"] == 1
