"""Statuses and evidence: what a side reports, what it replaces, and what takes it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types.intents import AddEvidence, AdoptReading, ReportStatus, Retract, TakePosition, Undo
from accordtrack.vocabulary import Standing
from registers import At


def refusal_text(desk: Desk, intent: object) -> str:
    with pytest.raises(Refused) as caught:
        desk.write(intent)  # type: ignore[arg-type]
    return str(caught.value)


def test_status_with_evidence_writes_two_signed_entries_in_one_act(at: At, tmp_path: Path) -> None:
    desk = at("us-1")
    file = tmp_path / "tables.pdf"
    file.write_bytes(b"traces" * 1000)
    done = desk.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=(str(file),)))
    view = desk.commitment("FW-US-01")
    (half,) = view.halves
    assert half.claim is not None
    assert (half.claim.status, half.claim.basis, half.claim.official) == ("completed", "stated", True)
    assert half.claim.grade == "documented"
    assert half.claim.body == "ATF"
    assert view.evidence[0].supports == (half.claim.id,)
    assert view.evidence[0].file is not None
    assert view.evidence[0].file.present
    entries = [entry for entry in desk.history("FW-US-01").entries if entry.act == done.act]
    assert {entry.kind for entry in entries} == {"status.report", "evidence.add"}
    assert {entry.signature for entry in entries} == {"valid"}
    assert desk.rows([view.row.key])[0].halves[0].status == "completed"


def test_official_status_outranks_an_attributed_one_and_is_marked_amber(at: At) -> None:
    desk = at("us-1")
    before = desk.commitment("FW-US-01").halves[0]
    assert before.claim is not None
    assert before.claim.status == "substantial"
    assert before.standing == Standing.DISPUTED
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="Fewer than thought."))
    after = desk.commitment("FW-US-01")
    claim = after.halves[0].claim
    assert claim is not None
    assert (claim.status, claim.handling) == ("limited", "TLP:AMBER")
    assert after.halves[0].standing == Standing.UNANSWERED
    assert [position.stale for position in after.positions] == [True]


def test_refusal_of_an_older_source_names_the_day_that_it_would_support(at: At) -> None:
    report = ReportStatus(commitment="FW-MX-01", status="limited", speaker="MX", sources=("JS-2021",), note="back")
    with pytest.raises(Refused) as refused:
        at("us-1").write(report)
    assert "--effective-on" in refused.value.problems[0].advice
    at("us-1").write(replace(report, effective_on="2021-10-08"))


def test_undo_passes_over_an_act_whose_retraction_waits(at: At) -> None:
    desk = at("us-1")
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="back"))
    second = desk.write(ReportStatus(commitment="FW-US-01", status="not_started", note="back"))
    at("mx-1").write(TakePosition(target=second.ids[-1], stance="dispute", reason="No."))
    desk.write(Undo())
    assert second.ids[-1] in {entry.takes_back for act in desk.pending("MX") for entry in act.entries}, "it waits"
    assert not {entry.id for entry in desk.last_act()} & {*second.ids}, "a second u takes back the act before"
    with pytest.raises(Refused, match="waits already"):
        desk.write(Retract(entry=second.ids[-1], reason="Once more."))


def test_undo_retracts_the_whole_act_and_keeps_it_in_the_history(at: At, tmp_path: Path) -> None:
    desk = at("us-1")
    file = tmp_path / "a.txt"
    file.write_text("x")
    first = desk.write(ReportStatus(commitment="FW-US-01", status="limited", note="back"))
    second = desk.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=(str(file),)))
    assert {entry.act for entry in desk.last_act()} == {second.act}
    undone = desk.write(Undo())
    assert len(undone.ids) == 2
    view = desk.commitment("FW-US-01")
    assert view.halves[0].claim is not None
    assert view.halves[0].claim.status == "limited"
    assert {entry.act for entry in desk.last_act()} == {first.act}, "a second u takes back the act before"
    desk.write(Undo())
    restored = desk.commitment("FW-US-01").halves[0]
    assert restored.claim is not None
    assert restored.claim.status == "substantial"
    entries = desk.history("FW-US-01").entries
    taken = [entry for entry in entries if entry.retracted_by]
    assert len(taken) == 3
    assert sum(entry.kind == "entry.retract" for entry in entries) == 3
    assert "nothing by us-1" in refusal_text(desk, Undo())


def test_only_the_desk_that_wrote_an_entry_can_retract_it(at: At) -> None:
    done = at("us-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="n"))
    assert "Only the desk that wrote" in refusal_text(at("mx-1"), Retract(entry=done.hashes[0], reason="no"))
    taken = at("us-1").write(Retract(entry=done.hashes[0], reason="wrong date"))
    assert "A retraction cannot be retracted" in refusal_text(
        at("us-1"), Retract(entry=taken.hashes[0], reason="again")
    )


def test_status_with_an_earlier_date_does_not_replace_the_claim(at: At) -> None:
    desk = at("us-1")
    desk.write(ReportStatus(commitment="FW-US-01", status="completed", evidence=("https://example.org/x",)))
    plan = desk.plan(ReportStatus(commitment="FW-US-01", status="limited", effective_on="2022-01-01", note="then"))
    assert any("remains" in line.template for line in plan.lines)
    desk.write(ReportStatus(commitment="FW-US-01", status="limited", effective_on="2022-01-01", note="then"))
    half = desk.commitment("FW-US-01").halves[0]
    assert half.claim is not None
    assert half.claim.status == "completed"
    assert half.standing != Standing.DIVERGENT


def test_conflicting_statuses_from_two_desks_of_one_side_diverge(at: At, register: Path) -> None:
    at("mx-1").write(TakePosition(target="FW-US-01", stance="concur", said_on="2026-11-01"))
    first, second = at("us-1"), at("us-2")
    first.write(ReportStatus(commitment="FW-US-01", status="limited", note="n", effective_on="2026-11-20"))
    second.write(ReportStatus(commitment="FW-US-01", status="substantial", effective_on="2026-11-10"))
    half = first.commitment("FW-US-01").halves[0]
    assert half.standing == Standing.DIVERGENT
    assert [rival.status for rival in half.rivals] == ["substantial"]
    second.write(ReportStatus(commitment="FW-US-01", status="substantial"))
    assert first.commitment("FW-US-01").halves[0].standing == Standing.UNANSWERED, "the later word replaced both"
    assert register.is_file()


def test_joint_commitment_has_two_halves(at: At) -> None:
    at("us-1").write(ReportStatus(commitment="FW-JT-01", status="substantial"))
    view = at("mx-1").commitment("FW-JT-01")
    assert [(half.side, half.claim.status if half.claim else None) for half in view.halves] == [
        ("US", "substantial"),
        ("MX", "limited"),
    ]
    assert view.row.standing in {"unanswered", "agreed"}
    keys = at("us-1").listing("status:limited").keys
    assert view.row.key in keys
    assert view.row.key in at("us-1").listing("status:substantial").keys
    us, mx = (half.claim for half in view.halves)
    assert us is not None
    assert mx is not None
    assert us.handling == "TLP:AMBER", "never less restricted than its commitment, which is GREEN"


def test_status_from_the_other_side_is_a_reading_beside_the_claim(at: At) -> None:
    at("mx-1").write(ReportStatus(commitment="FW-US-01", status="limited"))
    half = at("us-1").commitment("FW-US-01").halves[0]
    assert half.claim is not None
    assert half.claim.status == "substantial", "the claim stays"
    assert half.reading is not None
    assert half.reading.status == "limited"


def test_adopted_reading_becomes_the_sides_own_statement(at: At) -> None:
    desk = at("mx-1")
    assert desk.commitment("FW-JT-01").halves[1].claim is not None
    desk.write(AdoptReading(commitment="FW-JT-01"))
    claim = desk.commitment("FW-JT-01").halves[1].claim
    assert claim is not None
    assert (claim.speaker, claim.basis, claim.official, claim.status) == ("MX", "stated", True, "limited")


def test_evidence_supports_the_claim_in_force_of_its_side(at: At) -> None:
    desk = at("us-1")
    desk.write(ReportStatus(commitment="FW-US-01", status="substantial"))
    claim = desk.commitment("FW-US-01").halves[0].claim
    assert claim is not None
    assert claim.grade == "claimed"
    desk.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/doc",)))
    view = desk.commitment("FW-US-01")
    assert view.evidence[0].supports == (claim.id,)
    assert view.halves[0].claim is not None
    assert view.halves[0].claim.grade == "claimed", "a bare address shows nothing"
    assert view.row.evidence == 2


REFUSALS = {
    "unknown status": (ReportStatus(commitment="FW-US-01", status="complete"), "us-1", "did you mean completed?"),
    "unknown id": (ReportStatus(commitment="FW-US-1", status="limited"), "us-1", "did you mean FW-US-01?"),
    "ambiguous date": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x", said_on="05/01/2026"),
        "us-1",
        "Ambiguous date 05/01/2026: write 2026-01-05",
    ),
    "no such day": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x", said_on="2026-02-30"),
        "us-1",
        "is not a date",
    ),
    "the future": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x", effective_on="2027-01-01"),
        "us-1",
        "is in the future",
    ),
    "step backwards": (ReportStatus(commitment="FW-US-01", status="limited"), "us-1", "A reason is required"),
    "completed bare": (ReportStatus(commitment="FW-US-01", status="completed"), "us-1", "Completed needs evidence"),
    "missing file": (
        ReportStatus(commitment="FW-US-01", status="substantial", evidence=("/no/such",)),
        "us-1",
        "File not found",
    ),
    "password": (
        ReportStatus(commitment="FW-US-01", status="substantial", evidence=("https://u:p@example.org",)),
        "us-1",
        "contains a password",
    ),
    "control character": (
        ReportStatus(commitment="FW-US-01", status="substantial", evidence=("https://example.org/\x1b[0m",)),
        "us-1",
        "space or a control character",
    ),
    "for the other side": (
        ReportStatus(commitment="FW-US-01", status="limited", speaker="US", note="x"),
        "mx-1",
        "cannot speak for US",
    ),
    "attributed without source": (
        ReportStatus(commitment="FW-US-01", status="limited", speaker="OBS", note="x"),
        "obs-1",
        "needs a source",
    ),
    "observer without speaker": (ReportStatus(commitment="FW-US-01", status="limited"), "obs-1", "Whose words"),
    "half not owed": (
        ReportStatus(commitment="FW-US-01", status="limited", half="MX", note="x"),
        "us-1",
        "is not responsible for any part",
    ),
    "unknown source": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x", sources=("JS-2020",)),
        "us-1",
        "did you mean JS-2021?",
    ),
    "wrong voice": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x", body="GAO"),
        "us-1",
        "does not speak for",
    ),
    "hostile note": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x\x1b]0;owned\x07"),
        "us-1",
        "U+001B",
    ),
    "less restricted": (
        ReportStatus(commitment="FW-JT-01", status="limited", handling="TLP:CLEAR"),
        "us-1",
        "less restricted",
    ),
    "weak copy": (
        ReportStatus(
            commitment="FW-US-01", status="limited", speaker="OBS", note="x", sources=("MIRROR-2024",), grade="verified"
        ),
        "obs-1",
        'no grade above "statement only"',
    ),
    "own grade": (
        ReportStatus(commitment="FW-US-01", status="limited", note="x", grade="verified"),
        "us-1",
        "evidence raises it",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_invalid_status_is_refused_with_a_reason_and_writes_nothing(at: At, name: str) -> None:
    intent, seat, words = REFUSALS[name]
    desk = at(seat)
    before = desk.version()
    assert words in refusal_text(desk, intent)
    assert desk.version() == before


def test_change_by_another_desk_is_detected(at: At) -> None:
    seen = at("us-1").commitment("FW-US-01").version
    at("mx-1").write(ReportStatus(commitment="FW-US-01", status="limited"))
    late = ReportStatus(commitment="FW-US-01", status="substantial", version=seen)
    assert "Someone else saved a change" in refusal_text(at("us-1"), late)
