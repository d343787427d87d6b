"""Drafts: kept, shown, discarded and cleared; in no count, in no export; never used when damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.core import settings
from accordtrack.core.problems import Refused
from accordtrack.store import draft_rows
from accordtrack.store.database import Database
from accordtrack.types.intents import AddEvidence, AddNote, AdoptReading, ReportStatus, TakePosition
from tampering import tamper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from accordtrack.service import Desk

    At = Callable[[str], Desk]

BEGUN = ReportStatus(commitment="FW-US-01", status="limited", note="Fewer offices.")


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A side whose words wait for an office."""
    monkeypatch.setenv("ACCORDTRACK_CLEARANCE", "required")
    settings.settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.settings.cache_clear()


def test_a_draft_is_kept_unsigned_and_in_no_count(at: At) -> None:
    us = at("us-1")
    before = (us.version(), us.verify(deep=True).state_digest, us.page("status:limited").total)
    numbers = us.keep_draft(BEGUN)
    assert numbers == (1,)
    assert (us.version(), us.verify(deep=True).state_digest, us.page("status:limited").total) == before
    assert us.commitment("FW-US-01").row.halves[0].status == "substantial"
    (draft,) = us.drafts()
    assert (draft.id, draft.made_on, draft.desk, draft.commitment) == (1, us.today, "us-1", "FW-US-01")
    assert any("→" in line.template for line in draft.lines)
    assert not draft.changed
    assert us.drafted() == {"FW-US-01": 1}
    assert us.last_act() == ()


def test_drafts_are_shown_to_their_own_side_only(at: At) -> None:
    at("us-1").keep_draft(BEGUN)
    for other in ("mx-1", "obs-1"):
        assert at(other).drafts() == ()
        assert at(other).drafted() == {}
        with pytest.raises(Refused, match="There is no draft 1"):
            at(other).clear(1)
        with pytest.raises(Refused, match="There is no draft 1"):
            at(other).discard_draft(1)
    assert [draft.id for draft in at("us-2").drafts()] == [1]


def test_clearing_writes_it_and_takes_the_draft_away(at: At) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    done = us.clear(1, "Office of the Legal Adviser", "L/2026/118")
    assert us.drafts() == ()
    body = us.entry(done.ids[-1]).body
    assert body is not None
    assert (body["cleared_by"], body["clearance_ref"]) == ("Office of the Legal Adviser", "L/2026/118")
    assert us.commitment("FW-US-01").row.halves[0].status == "limited"


def test_without_the_setting_clearing_needs_neither(at: At) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    body = us.entry(us.clear(1).ids[-1]).body
    assert body is not None
    assert (body["cleared_by"], body["clearance_ref"]) == (None, None)


def test_what_it_replaces_is_what_stands_when_it_is_cleared(at: At) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    later = us.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Counted anew."))
    (draft,) = us.drafts()
    assert draft.changed
    body = us.entry(us.clear(1).ids[-1]).body
    assert body is not None
    assert later.hashes[-1] in body["base"]
    assert us.commitment("FW-US-01").row.standing != "divergent"


def test_a_version_that_was_overtaken_is_refused_and_the_draft_stays(at: At) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    seen = us.commitment("FW-US-01").version
    at("us-2").write(AddNote(commitment="FW-US-01", text="Read this first."))
    with pytest.raises(Refused, match="Someone else saved a change"):
        us.clear(1, version=seen)
    assert len(us.drafts()) == 1


def test_an_answer_answers_the_claim_that_was_seen(at: At) -> None:
    mx, us = at("mx-1"), at("us-1")
    claim = us.write(ReportStatus(commitment="FW-US-01", status="limited", note="First.")).hashes[-1]
    mx.keep_draft(TakePosition(target="FW-US-01", stance="dispute", reason="Not seen."))
    us.write(ReportStatus(commitment="FW-US-01", status="substantial", note="Second."))
    body = mx.entry(mx.clear(1).ids[-1]).body
    assert body is not None
    assert body["answers"] == claim
    assert mx.commitment("FW-US-01").halves[0].answer is None


def test_the_day_on_which_it_holds_stays_and_the_day_on_which_it_is_said_moves(at: At, register: Path) -> None:
    from accordtrack import service as door  # noqa: PLC0415

    at("us-1").keep_draft(BEGUN)
    tomorrow = door.open_register(register, desk="us-1", today="2026-11-26")
    body = tomorrow.entry(tomorrow.clear(1).ids[-1]).body
    assert body is not None
    assert (body["effective_on"], body["said_on"]) == ("2026-11-25", "2026-11-26")


def test_numbers_are_never_given_twice(at: At) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN, BEGUN)
    us.discard_draft(2)
    assert us.keep_draft(BEGUN) == (3,)
    us.clear(3)
    us.discard_draft(1)
    assert us.keep_draft(BEGUN) == (4,)


def test_several_are_kept_all_or_none(at: At) -> None:
    us = at("us-1")
    back = ReportStatus(commitment="FW-US-01", status="reversed")
    with pytest.raises(Refused, match="A reason is required"):
        us.keep_draft(BEGUN, back)
    assert us.drafts() == ()
    with pytest.raises(Refused, match="cannot be kept as a draft"):
        us.keep_draft(AddNote(commitment="FW-US-01", text="x"))


def test_a_draft_taken_up_again_is_replaced_or_gone(at: At) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    assert us.keep_draft(ReportStatus(commitment="FW-US-01", status="limited", note="Better words."), draft=1) == (1,)
    assert len(us.drafts()) == 1
    us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Said."), draft=1)
    assert us.drafts() == ()
    with pytest.raises(Refused, match="There is no draft 1"):
        us.write(ReportStatus(commitment="FW-US-01", status="limited", note="Twice."), draft=1)
    text = us.commitment("FW-US-01").statements[0].text
    assert text is not None
    assert text.en == "Said."


def test_evidence_is_a_path_that_lasts_and_a_file_that_is_the_same(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    us = at("us-1")
    monkeypatch.chdir(tmp_path)
    paper = tmp_path / "acta.pdf"
    paper.write_bytes(b"signed")
    us.keep_draft(AddEvidence(commitment="FW-US-01", evidence=("acta.pdf", "https://example.org/x")))
    monkeypatch.chdir("/")
    paper.write_bytes(b"another")
    (draft,) = us.drafts()
    assert draft.problem is not None
    with pytest.raises(Refused, match="The file changed since the draft was kept"):
        us.clear(1)
    paper.write_bytes(b"signed")
    with pytest.raises(Refused, match="Evidence is cleared by nobody"):
        us.clear(1, "Office", "7")
    us.clear(1)
    assert {piece.file.name for piece in us.commitment("FW-US-01").evidence if piece.file} == {"acta.pdf"}


@pytest.mark.usefixtures("required")
def test_where_the_settings_ask_for_it_words_wait(at: At) -> None:
    us = at("us-1")
    version = us.version()
    plan = us.plan(BEGUN)
    assert (plan.waits, plan.entries) == (True, 0)
    done = us.write(BEGUN)
    assert (done.drafts, done.ids, us.version()) == ((1,), (), version)
    with pytest.raises(Refused, match="ask for a clearance"):
        us.clear(1, "Office")
    us.clear(1, "Office", "7")
    assert us.version() > version


@pytest.mark.usefixtures("required")
def test_a_reading_made_ones_own_waits_too(at: At) -> None:
    mx = at("mx-1")
    assert mx.write(AdoptReading(commitment="FW-JT-01")).drafts == (1,)
    mx.clear(1, "Consultoría Jurídica", "44")
    claim = next(half for half in mx.commitment("FW-JT-01").halves if half.side == "MX").claim
    assert claim is not None
    assert (claim.basis, claim.official) == ("stated", True)


@pytest.mark.usefixtures("required")
def test_what_is_no_word_of_a_side_does_not_wait(at: At) -> None:
    us, observer = at("us-1"), at("obs-1")
    assert us.write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/x",))).drafts == ()
    attributed = ReportStatus(commitment="FW-MX-01", status="limited", speaker="MX", sources=("SSPC-2024",))
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
def test_a_damaged_draft_is_told_and_never_used(
    at: At, register: Path, what: str, statement: str, values: tuple[str, ...]
) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    tamper(register, statement, list(values))
    assert [finding.place for finding in us.verify().findings] == ["draft"], what
    (draft,) = us.drafts()
    assert (draft.id, draft.intent, draft.lines) == (1, None, ())
    assert draft.problem is not None
    assert us.drafted() == {}
    with pytest.raises(Refused, match="damaged"):
        us.clear(1)
    us.discard_draft(1)
    assert us.verify().sound


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
def test_other_content_with_a_fitting_checksum_is_refused_too(at: At, register: Path, old: str, new: str) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    with Database(register).writing() as connection:
        row = draft_rows.every(connection)[0]
        assert old in row.intent
        draft_rows.put(connection, row.made_on, row.intent.replace(old, new), row.id)
    assert [draft.intent for draft in us.drafts()] == [None]
    with pytest.raises(Refused, match="damaged"):
        us.clear(1)


def test_rebuild_keeps_drafts_and_a_backup_copies_them(at: At, tmp_path: Path) -> None:
    us = at("us-1")
    us.keep_draft(BEGUN)
    us.rebuild()
    assert [draft.id for draft in us.drafts()] == [1]
    copy = tmp_path / "copy.db"
    us.backup(copy)
    with Database(copy).reading() as connection:
        assert len(draft_rows.every(connection)) == 1
