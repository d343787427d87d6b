"""Drafts: kept, shown, discarded and cleared; in no count, in no export; never used when damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.problems import Refused
from accordtrack.store import draft_rows
from accordtrack.store.database import Database
from accordtrack.types.intents import AddEvidence, AddNote, AdoptReading, ReportStatus, TakePosition
from registers import At
from tampering import tamper

STATUS_INTENT = ReportStatus(commitment="FW-US-01", status="limited", note="Fewer offices.")


def test_draft_is_stored_unsigned_and_not_counted(at: At) -> None:
    us = at("us-1")
    before = (us.version(), us.verify(deep=True).state_digest, us.page("status:limited").total)
    numbers = us.save_drafts(STATUS_INTENT)
    assert numbers == (1,)
    assert (us.version(), us.verify(deep=True).state_digest, us.page("status:limited").total) == before
    assert us.commitment("FW-US-01").row.halves[0].status == "substantial"
    (draft,) = us.drafts()
    assert (draft.id, draft.made_on, draft.desk, draft.commitment) == (1, us.today, "us-1", "FW-US-01")
    assert any("→" in line.template for line in draft.lines)
    assert not draft.changed
    assert us.draft_counts() == {"FW-US-01": 1}
    assert us.last_act() == ()


def test_drafts_are_shown_to_their_own_side_only(at: At) -> None:
    at("us-1").save_drafts(STATUS_INTENT)
    for other in ("mx-1", "obs-1"):
        assert at(other).drafts() == ()
        assert at(other).draft_counts() == {}
        with pytest.raises(Refused, match="There is no draft 1"):
            at(other).write_cleared_draft(1)
        with pytest.raises(Refused, match="There is no draft 1"):
            at(other).discard_draft(1)
    assert [draft.id for draft in at("us-2").drafts()] == [1]


def test_clearing_a_draft_writes_it_and_removes_the_draft(at: At) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    done = us.write_cleared_draft(1, "Office of the Legal Adviser", "L/2026/118")
    assert us.drafts() == ()
    body = us.entry(done.ids[-1]).body
    assert body is not None
    assert (body["cleared_by"], body["clearance_ref"]) == ("Office of the Legal Adviser", "L/2026/118")
    assert us.commitment("FW-US-01").row.halves[0].status == "limited"


def test_clearing_needs_no_office_or_reference_unless_required(at: At) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    body = us.entry(us.write_cleared_draft(1).ids[-1]).body
    assert body is not None
    assert (body["cleared_by"], body["clearance_ref"]) == (None, None)


def test_cleared_draft_replaces_the_status_in_force_at_that_time(at: At) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    later = us.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Counted anew."))
    (draft,) = us.drafts()
    assert draft.changed
    body = us.entry(us.write_cleared_draft(1).ids[-1]).body
    assert body is not None
    assert later.hashes[-1] in body["base"]
    assert us.commitment("FW-US-01").row.standing != "divergent"


def test_outdated_version_is_refused_and_the_draft_is_kept(at: At) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    seen = us.commitment("FW-US-01").version
    at("us-2").write(AddNote(commitment="FW-US-01", text="Read this first."))
    with pytest.raises(Refused, match="Someone else saved a change"):
        us.write_cleared_draft(1, version=seen)
    assert len(us.drafts()) == 1


def test_drafted_answer_applies_to_the_claim_it_was_drafted_for(at: At) -> None:
    mx, us = at("mx-1"), at("us-1")
    claim = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="First.")).hashes[-1]
    mx.save_drafts(TakePosition(target="FW-US-01", stance="dispute", reason="Not seen."))
    us.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Second."))
    body = mx.entry(mx.write_cleared_draft(1).ids[-1]).body
    assert body is not None
    assert body["answers"] == claim
    answer = mx.commitment("FW-US-01").halves[0].answer
    assert answer is not None, "it stands against the restated claim"
    assert answer.answers == claim


def test_clearing_later_keeps_the_effective_date_and_moves_the_said_date(at: At, register: Path) -> None:
    from accordtrack import service as door  # noqa: PLC0415

    at("us-1").save_drafts(STATUS_INTENT)
    tomorrow = door.open_register(register, desk="us-1", today="2026-11-26")
    body = tomorrow.entry(tomorrow.write_cleared_draft(1).ids[-1]).body
    assert body is not None
    assert (body["effective_on"], body["said_on"]) == ("2026-11-25", "2026-11-26")


def test_draft_numbers_are_never_reused(at: At) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT, STATUS_INTENT)
    us.discard_draft(2)
    assert us.save_drafts(STATUS_INTENT) == (3,)
    us.write_cleared_draft(3)
    us.discard_draft(1)
    assert us.save_drafts(STATUS_INTENT) == (4,)


def test_several_drafts_are_saved_all_or_none(at: At) -> None:
    us = at("us-1")
    back = ReportStatus(commitment="FW-US-01", status="reversed")
    with pytest.raises(Refused, match="A reason is required"):
        us.save_drafts(STATUS_INTENT, back)
    assert us.drafts() == ()
    with pytest.raises(Refused, match="cannot be kept as a draft"):
        us.save_drafts(AddNote(commitment="FW-US-01", text="x"))


def test_reopened_draft_is_replaced_on_save_and_removed_on_write(at: At) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    assert us.save_drafts(ReportStatus(commitment="FW-US-01", status="limited", note="Better words."), draft=1) == (1,)
    assert len(us.drafts()) == 1
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Said."), draft=1)
    assert us.drafts() == ()
    with pytest.raises(Refused, match="There is no draft 1"):
        us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Twice."), draft=1)
    text = us.commitment("FW-US-01").statements[0].text
    assert text is not None
    assert text.en == "Said."


def test_drafted_evidence_keeps_its_absolute_path_and_must_be_unchanged(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    us = at("us-1")
    monkeypatch.chdir(tmp_path)
    paper = tmp_path / "acta.pdf"
    paper.write_bytes(b"signed")
    us.save_drafts(AddEvidence(commitment="FW-US-01", evidence=("acta.pdf", "https://example.org/x")))
    monkeypatch.chdir("/")
    paper.write_bytes(b"another")
    (draft,) = us.drafts()
    assert draft.problem is not None
    with pytest.raises(Refused, match="The file changed since the draft was kept"):
        us.write_cleared_draft(1)
    paper.write_bytes(b"signed")
    with pytest.raises(Refused, match="Evidence does not need clearance"):
        us.write_cleared_draft(1, "Office", "7")
    us.write_cleared_draft(1)
    assert {piece.file.name for piece in us.commitment("FW-US-01").evidence if piece.file} == {"acta.pdf"}


@pytest.mark.usefixtures("required")
def test_required_clearance_turns_a_statement_into_a_draft(at: At) -> None:
    us = at("us-1")
    version = us.version()
    plan = us.plan(STATUS_INTENT)
    assert (plan.waits, plan.entries) == (True, 0)
    done = us.write(STATUS_INTENT)
    assert (done.drafts, done.ids, us.version()) == ((1,), (), version)
    with pytest.raises(Refused, match="require a clearance"):
        us.write_cleared_draft(1, "Office")
    us.write_cleared_draft(1, "Office", "7")
    assert us.version() > version


@pytest.mark.usefixtures("required")
def test_adopted_reading_also_waits_for_clearance(at: At) -> None:
    mx = at("mx-1")
    assert mx.write(AdoptReading(commitment="FW-JT-01")).drafts == (1,)
    mx.write_cleared_draft(1, "Consultoría Jurídica", "44")
    claim = next(half for half in mx.commitment("FW-JT-01").halves if half.side == "MX").claim
    assert claim is not None
    assert (claim.basis, claim.official) == ("stated", True)


@pytest.mark.usefixtures("required")
def test_evidence_and_attributed_statements_need_no_clearance(at: At) -> None:
    us, observer = at("us-1"), at("obs-1")
    assert us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/x",))).drafts == ()
    attributed = ReportStatus(
        commitment="FW-MX-01", status="limited", speaker="MX", sources=("SSPC-2024",), effective_on="2024-12-31"
    )
    assert us.write(attributed).drafts == ()
    assert observer.write(attributed).drafts == ()
    cleared = ReportStatus(commitment="FW-US-01", status="limited", note="Now.", cleared_by="Office", clearance_ref="7")
    assert us.write(cleared).drafts == ()


DAMAGE = (
    ("the day", "UPDATE draft SET made_on = '2020-01-01'", ()),
    ("one letter", "UPDATE draft SET intent = replace(intent, 'limited', 'reversed')", ()),
    ("no JSON", "UPDATE draft SET intent = '{'", ()),
)


@pytest.mark.parametrize(("what", "statement", "values"), DAMAGE, ids=[case[0] for case in DAMAGE])
def test_damaged_draft_is_reported_and_never_used(
    at: At, register: Path, what: str, statement: str, values: tuple[str, ...]
) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    tamper(register, statement, list(values))
    assert [finding.place for finding in us.verify().findings] == ["draft"], what
    (draft,) = us.drafts()
    assert (draft.id, draft.intent, draft.lines) == (1, None, ())
    assert draft.problem is not None
    assert us.draft_counts() == {}
    with pytest.raises(Refused, match="damaged"):
        us.write_cleared_draft(1)
    us.discard_draft(1)
    assert us.verify().is_sound


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"v":1', '"v":2'),
        ('"v":1', '"v":true'),
        ('"kind":"report_status"', '"kind":"undo"'),
        ('"side":"US"', '"side":"FR"'),
        ('"status":"limited"', '"status":7'),
        ('"stated":null', '"stated":"yes"'),
        ('"evidence":[]', '"evidence":[1]'),
        ('"files":[]', '"files":[["a","b"]]'),
        ('"half":null', '"half":null,"more":1'),
        ('"half":null,', ""),
        ('{"about"', '{ "about"'),
    ],
)
def test_invalid_draft_with_a_valid_checksum_is_refused(at: At, register: Path, old: str, new: str) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    with Database(register).writing() as connection:
        row = draft_rows.all_rows(connection)[0]
        assert old in row.intent
        draft_rows.save_row(connection, row.made_on, row.intent.replace(old, new), row.id)
    assert [draft.intent for draft in us.drafts()] == [None]
    with pytest.raises(Refused, match="damaged"):
        us.write_cleared_draft(1)


def test_rebuild_keeps_drafts_and_a_backup_copies_them(at: At, tmp_path: Path) -> None:
    us = at("us-1")
    us.save_drafts(STATUS_INTENT)
    us.rebuild()
    assert [draft.id for draft in us.drafts()] == [1]
    copy = tmp_path / "copy.db"
    us.backup(copy)
    with Database(copy).reading() as connection:
        assert len(draft_rows.all_rows(connection)) == 1
