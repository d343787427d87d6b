"""A copy for others: it verifies without what is not theirs, holds no trace of it, and takes it in when it is disclosed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core import settings
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger import copy_statement
from accordtrack.ledger.entry import canonical
from accordtrack.ledger.key_files import load_key, new_key
from accordtrack.service import Desk
from accordtrack.store.row_checksum import checksum
from accordtrack.types import EvidenceReport, EvidenceView, VerifyReport
from accordtrack.types.intents import AddEvidence, AddNote, TakePosition, WithholdEvidence
from hostile_data import PLANTED, RED, STRICT, bodies, bodiless, planted, traces
from log_checkers import second_verifier
from registers import TODAY, At, small_register
from tampering import ask, tamper


def finding_messages(report: VerifyReport) -> list[str]:
    return [fill(found.message, found.values) for found in report.findings]


def evidence_of(desk: Desk, commitment: str) -> EvidenceView:
    (found,) = (one for one in desk.commitment(commitment).evidence if one.feed == "us-1")
    return found


@pytest.mark.sweep
@pytest.mark.parametrize("audience", ["parties", "side", "public"])
def test_shared_copy_verifies_without_entries_withheld_from_its_audience(at: At, tmp_path: Path, audience: str) -> None:
    planted(at, tmp_path)
    out = tmp_path / "copy.db"
    us = at("us-1")
    whole = us.verify(deep=True)
    report = us.backup(out, audience=audience, side="MX" if audience == "side" else None)
    assert finding_messages(report) == []
    assert report.withheld == len(bodiless(out)) > 0
    assert (report.entries, report.present, report.wrong) == (whole.entries, whole.entries - report.withheld, 0)
    assert [(feed.feed, feed.head) for feed in report.feeds] == [(feed.feed, feed.head) for feed in whole.feeds]
    own, second = door.verify_register(out, deep=True), second_verifier(out)
    assert (own.findings, second.wrong) == ((), [])
    assert dict(second.bodies) == {"present": own.present, "withheld": own.withheld, "wrong": own.wrong}
    hidden = bodies(us.path, f"%{PLANTED}%")
    if audience == "side":
        assert "mx-1-2" not in bodiless(out), "what its own desks kept for the side"
        assert set(hidden) - set(bodiless(out)) == {"mx-1-2"}
        return
    assert set(hidden) <= set(bodiless(out))
    assert traces(out) == []
    assert traces(us.path), "there was something to be found"
    files = [path for path in evidence_folder(out).rglob("*") if path.is_file()]
    assert len(files) == (audience == "parties")


def test_shared_copy_shows_no_trace_of_withheld_entries(at: At, tmp_path: Path) -> None:
    planted(at, tmp_path)
    out = tmp_path / "copy.db"
    at("us-1").backup(out, audience="parties")
    copy = door.open_register(out, today=TODAY)
    assert copy.info().read_only is not None
    assert copy.key_of("FW-US-09") is None
    assert copy.listing(PLANTED).total == 0
    assert copy.drafts() == ()
    assert copy.preferences.filters() == ()
    shown = copy.commitment("FW-US-01")
    told = at("us-1").commitment("FW-US-01").statements
    assert [one.id for one in shown.statements] == [one.id for one in told if one.handling != RED] != []
    assert len(shown.statements) < len(told)
    assert {one.feed for one in shown.evidence} == {"obs-0"}
    entry = next(one for one in copy.history("FW-US-01").entries if one.kind == "note.add")
    assert (entry.body, entry.signature, entry.handling) == (None, "valid", RED)
    with pytest.raises(Refused, match="backup"):
        copy.write(AddNote(commitment="FW-US-01", text="No."))


def test_shared_copy_can_be_restored_with_a_new_desk_and_written_to(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    planted(at, tmp_path)
    out, again = tmp_path / "copy.db", tmp_path / "again.db"
    at("us-1").backup(out, audience="parties")
    assert door.restore(out, again, desk="mx-7").findings == ()
    desk = door.open_register(again, desk="mx-7", today=TODAY)
    desk.write(AddNote(commitment="FW-US-01", text="Where words of the other side are withheld."))
    report = desk.verify(deep=True)
    assert (finding_messages(report), report.withheld) == ([], len(bodiless(out)))


# Disclosed later


def test_importing_a_full_disclosure_restores_the_original_state(at: At, tmp_path: Path) -> None:
    planted(at, tmp_path)
    us, out, told = at("us-1"), tmp_path / "copy.db", tmp_path / "told.jsonl"
    us.backup(out, audience="parties")
    before = us.verify(deep=True)
    assert door.verify_register(out).state_digest != before.state_digest
    hidden = bodiless(out)
    made = door.disclose(us.path, told, hidden)
    assert [entry.id for entry in made.entries] == hidden
    assert {entry.handling for entry in made.entries} == {RED, STRICT}
    assert (made.files, made.bytes) == (1, told.stat().st_size)
    assert told.stat().st_mode & 0o077 == 0
    found = door.import_disclosure(out, told)
    assert (found.bodies, found.files, found.withheld) == (len(hidden), 1, 0)
    after = door.verify_register(out, deep=True)
    assert finding_messages(after) == []
    assert (after.state_digest, after.withheld, after.present) == (before.state_digest, 0, before.entries)
    assert after.evidence == EvidenceReport(present=2, missing=0, altered=0, withheld=0)
    assert second_verifier(out).wrong == []
    copy = door.open_register(out, today=TODAY)
    assert copy.commitment("FW-US-01") == us.commitment("FW-US-01")
    assert copy.listing(PLANTED).total == 1
    again = door.import_disclosure(out, told)
    assert (again.bodies, again.bodies_known, again.files, again.files_known) == (0, len(hidden), 0, 1)


def test_disclosing_one_entry_leaves_the_others_withheld(at: At, tmp_path: Path) -> None:
    planted(at, tmp_path)
    us, out, told = at("us-1"), tmp_path / "copy.db", tmp_path / "told.jsonl"
    us.backup(out, audience="parties")
    count = len(bodiless(out))
    door.disclose(us.path, told, ["us-1-2"])
    assert door.import_disclosure(out, told).withheld == count - 1
    report = door.verify_register(out, deep=True)
    assert (finding_messages(report), report.withheld) == ([], count - 1)


def test_disclosure_of_missing_or_altered_content_is_refused(at: At, tmp_path: Path) -> None:
    planted(at, tmp_path)
    us, out, told = at("us-1"), tmp_path / "copy.db", tmp_path / "told.jsonl"
    us.backup(out, audience="parties")
    with pytest.raises(Refused, match="The body of us-1-2 is not here"):
        door.disclose(out, told, ["us-1-2"])
    with pytest.raises(Refused, match='No entry "us-1-999" here'):
        door.disclose(us.path, told, ["us-1-999"])
    (evidence,) = (one for one in us.history("FW-US-01").entries if one.kind == "evidence.add" and one.feed == "us-1")
    assert evidence.body is not None
    kept = evidence_folder(us.path) / evidence.body["file"]["digest"][:2] / evidence.body["file"]["digest"]
    kept.write_bytes(b"x" * kept.stat().st_size)
    with pytest.raises(Refused, match="The file in the evidence store was altered"):
        door.disclose(us.path, told, [evidence.id])
    kept.unlink()
    with pytest.raises(Refused, match="The file is not in the evidence store"):
        door.disclose(us.path, told, [evidence.id])
    tamper(
        us.path,
        "UPDATE entry_body SET salt = zeroblob(16) WHERE entry_id = (SELECT id FROM entry WHERE seq = 2 AND feed = 'us-1')",
    )
    with pytest.raises(Refused, match="The body differs from what was signed"):
        door.disclose(us.path, told, ["us-1-2"])
    assert not told.exists()


def test_shared_copy_is_refused_where_evidence_of_a_fuller_copy_remains(at: At, tmp_path: Path) -> None:
    """A copy is passed on with its store."""
    planted(at, tmp_path)
    us, out = at("us-1"), tmp_path / "copy.db"
    us.backup(out)
    whole = out.read_bytes()
    with pytest.raises(Refused, match="already contains files that are not for its readers"):
        us.backup(out, audience="parties", force=True)
    assert out.read_bytes() == whole
    out.unlink()
    (left,) = (one for one in evidence_folder(out).rglob("*") if one.is_file() and PLANTED.encode() in one.read_bytes())
    left.rename(evidence_folder(out) / "taking-left.part")
    with pytest.raises(Refused, match="already contains files that are not for its readers"):
        us.backup(out, audience="parties")
    assert not out.exists()
    (evidence_folder(out) / "taking-left.part").unlink()
    assert us.backup(out, audience="parties").is_sound, "what may be there is kept"
    assert traces(out) == []


# Withheld by authority


def test_withheld_evidence_is_left_out_and_its_reason_is_shown(at: At, tmp_path: Path) -> None:
    us, out, told = at("us-1"), tmp_path / "copy.db", tmp_path / "told.jsonl"
    open_file, amber = tmp_path / "open.pdf", tmp_path / "amber.pdf"
    open_file.write_bytes(os.urandom(3_000))
    amber.write_bytes(f"{PLANTED} ".encode() * 500)
    us.write(AddEvidence(commitment="FW-US-01", evidence=(str(open_file),), handling="TLP:CLEAR"))
    us.write(AddEvidence(commitment="FW-JT-01", evidence=(str(amber),), title=PLANTED))
    for number in (2, 3):
        us.write(WithholdEvidence(evidence=f"us-1-{number}", reason="It names people.", authority="Order 7"))
    assert evidence_of(us, "FW-US-01").withheld is not None
    report = us.backup(out, audience="parties")
    assert (finding_messages(report), report.withheld, bodiless(out)) == ([], 1, ["us-1-3"])
    assert report.evidence == EvidenceReport(present=0, missing=0, altered=0, withheld=1)
    assert door.verify_register(out, deep=True).evidence == report.evidence
    assert traces(out) == []
    copy = door.open_register(out, today=TODAY)
    shown = evidence_of(copy, "FW-US-01").withheld
    assert shown is not None
    assert shown.en == "It names people."
    door.disclose(us.path, told, ["us-1-2", "us-1-3"])
    found = door.import_disclosure(out, told)
    assert (found.bodies, found.bodies_known, found.files) == (1, 1, 2)
    assert door.verify_register(out, deep=True).state_digest == us.verify().state_digest


def test_only_the_desk_that_gave_evidence_can_withhold_it_once(at: At) -> None:
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=("https://example.org/x",)))
    intent = WithholdEvidence(evidence="us-1-2", reason="No.", authority="Order 7")
    with pytest.raises(Refused, match="Only the desk that gave evidence may withhold it"):
        at("us-2").write(intent)
    with pytest.raises(Refused, match="A reason and an authority are required"):
        at("us-1").write(WithholdEvidence(evidence="us-1-2", reason=" ", authority="Order 7"))
    with pytest.raises(Refused, match='No evidence "us-1-1" here'):
        at("us-1").write(WithholdEvidence(evidence="us-1-1", reason="No.", authority="Order 7"))
    at("us-1").write(intent)
    with pytest.raises(Refused, match="already marked not public"):
        at("us-1").write(intent)
    assert at("us-1").verify(deep=True).is_sound


# Forged


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_lines(path: Path, told: list[dict[str, object]]) -> None:
    words = (json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for one in told)
    path.write_text("".join(f"{one}\n" for one in words), encoding="utf-8")


FORGERIES: dict[str, tuple[Callable[[list[dict[str, object]]], object], str]] = {
    "another salt": (lambda told: told[1].update(salt="00" * 16), "not what was signed"),
    "no salt": (lambda told: told[1].update(salt=""), "not what was signed"),
    "other words": (
        lambda told: told[1].update(body=str(told[1]["body"]).replace(PLANTED, "Nobody")),
        "not what was signed",
    ),
    "the words of another entry": (lambda told: told[1].update(body=told[2]["body"]), "not what was signed"),
    "words and salt of another entry": (
        lambda told: told[1].update(body=told[2]["body"], salt=told[2]["salt"]),
        "not what was signed",
    ),
    "an entry of nobody": (lambda told: told[1].update(entry="f" * 64), "is not in this register"),
    "a body that is a number": (lambda told: told[1].update(body=7), "This is not an accordtrack disclosure"),
    "a field more": (lambda told: told[1].update(more=1), "This is not an accordtrack disclosure"),
    "a line less": (lambda told: told.pop(1), "This is not an accordtrack disclosure"),
    "a line more": (lambda told: told.append({"chunk": "eA=="}), "This is not an accordtrack disclosure"),
    "the last line gone": (lambda told: told.pop(), "This is not an accordtrack disclosure"),
    "a count of a thousand million": (
        lambda told: told[0].update(bodies=10**9),
        "This is not an accordtrack disclosure",
    ),
    "a count below zero": (lambda told: told[0].update(files=-1), "This is not an accordtrack disclosure"),
    "a count that is true": (lambda told: told[0].update(bodies=True), "This is not an accordtrack disclosure"),
    "another form": (lambda told: told[0].update(accordtrack="bundle"), "This is not an accordtrack disclosure"),
    "a newer version": (lambda told: told[0].update(v=2), "This is not an accordtrack disclosure"),
    "an altered file": (lambda told: told[-1].update(chunk="eHh4" * 1500), "is not the one that was signed"),
    "a file cut short": (lambda told: told[-1].update(chunk="eHh4"), "This is not an accordtrack disclosure"),
    "a file too long": (lambda told: told[-1].update(chunk="eHh4" * 1501), "This is not an accordtrack disclosure"),
    "no base64": (lambda told: told[-1].update(chunk="%%%"), "This is not an accordtrack disclosure"),
    "a file that nobody named": (lambda told: told[-2].update(file="0" * 64), "no entry here names"),
    "a file that is a path": (lambda told: told[-2].update(file="../../x"), "no entry here names"),
    "a file of another size": (lambda told: told[-2].update(size=5), "no entry here names"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", FORGERIES)
def test_forged_disclosure_is_refused_and_nothing_is_imported(at: At, tmp_path: Path, name: str) -> None:
    planted(at, tmp_path)
    us, out, told = at("us-1"), tmp_path / "copy.db", tmp_path / "told.jsonl"
    us.backup(out, audience="parties")
    door.disclose(us.path, told, bodiless(out))
    read = read_lines(told)
    change, words = FORGERIES[name]
    change(read)
    write_lines(told, read)
    before = out.read_bytes()
    with pytest.raises(Refused, match=words):
        door.import_disclosure(out, told)
    assert out.read_bytes() == before
    assert traces(out) == []
    assert not [one for one in evidence_folder(out).iterdir() if one.name.endswith(".part")]


def test_shared_copy_with_an_invalid_audience_is_refused(at: At, tmp_path: Path) -> None:
    """Where the audience is wrong, and where a mark is needed."""
    us = at("us-1")
    with pytest.raises(Refused, match="audience"):
        us.backup(tmp_path / "copy.db", audience="press")
    with pytest.raises(Refused, match="Which side is it for"):
        us.backup(tmp_path / "copy.db", audience="side")
    assert settings.settings().official_handling == "TLP:AMBER"
    assert not (tmp_path / "copy.db").exists()


REMOVED = "Bodies are missing, and no desk signed that this file is a copy without them: {}"


def delete_body(register: Path, entry: str) -> None:
    feed, _, seq = entry.rpartition("-")
    found = "SELECT id FROM entry WHERE feed = ? AND seq = ?"
    assert tamper(register, f"DELETE FROM entry_body WHERE entry_id = ({found})", [feed, int(seq)]) == 1  # noqa: S608
    door.open_register(register, today=TODAY).rebuild(accept_loss=True)


def statement_row(register: Path) -> dict[str, str]:
    return dict(json.loads(ask(register, "SELECT value FROM session WHERE name = 'copy'")[0][0]))


def put_statement(register: Path, value: object) -> None:
    row = {"name": "copy", "value": json.dumps(value)}
    tamper(register, "INSERT OR REPLACE INTO session VALUES (?, ?, ?)", [*row.values(), checksum(row)])


@pytest.fixture
def disputed(at: At, register: Path) -> Path:
    """A register with an official dispute of mx-1 that is not public (mx-1-2)."""
    at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No.", handling="TLP:AMBER"))
    return register


@pytest.mark.parametrize("deep", [False, True])
def test_removed_dispute_is_a_fault_whatever_its_mark(disputed: Path, *, deep: bool) -> None:
    delete_body(disputed, "mx-1-2")
    assert finding_messages(door.verify_register(disputed, deep=deep)) == [REMOVED.format("mx-1-2")]


def test_removed_dispute_is_found_since_a_checkpoint(at: At, disputed: Path, tmp_path: Path) -> None:
    at("us-1").write_checkpoint(tmp_path / "note")
    delete_body(disputed, "mx-1-2")
    assert REMOVED.format("mx-1-2") in finding_messages(door.verify_since(disputed, tmp_path / "note"))


def test_statement_covers_only_the_bodies_that_were_left_out(at: At, disputed: Path, tmp_path: Path) -> None:
    at("mx-1").write(AddNote(commitment="FW-US-01", text="For both.", handling="TLP:GREEN"))
    copy = tmp_path / "copy.db"
    at("us-1").backup(copy, audience="parties")
    delete_body(copy, "mx-1-3")
    assert finding_messages(door.verify_register(copy)) == [REMOVED.format("mx-1-3")]
    put_statement(disputed, statement_row(copy))
    delete_body(disputed, "mx-1-3")
    assert finding_messages(door.verify_register(disputed)) == [REMOVED.format("mx-1-3")]


def test_copy_that_ends_before_its_statement_is_reported(at: At, disputed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    at("us-1").backup(copy, audience="public")
    for table, column in (("entry_body", "entry_id"), ("entry", "id")):
        tamper(copy, f"DELETE FROM {table} WHERE {column} = (SELECT MAX(id) FROM entry)")  # noqa: S608
    door.open_register(copy, today=TODAY).rebuild(accept_loss=True)
    assert finding_messages(door.verify_register(copy)) == [REMOVED.format("obs-0-17, obs-0-21, obs-0-27")]
    assert disputed.is_file()


def test_removed_body_is_not_covered_by_a_later_copy(at: At, disputed: Path, tmp_path: Path) -> None:
    delete_body(disputed, "mx-1-2")
    report = at("us-1").backup(tmp_path / "copy.db", audience="public")
    assert finding_messages(report) == [REMOVED.format("mx-1-2")]


def test_copy_of_a_copy_keeps_what_the_first_one_left_out(at: At, disputed: Path, tmp_path: Path) -> None:
    at("us-1").backup(tmp_path / "public.db", audience="public")
    door.restore(tmp_path / "public.db", tmp_path / "restored.db", desk="mx-7")
    restored = door.open_register(tmp_path / "restored.db", desk="mx-7", today=TODAY)
    restored.write(AddNote(commitment="FW-US-01", text="Between us.", handling="TLP:AMBER"))
    assert restored.verify().findings == ()
    assert finding_messages(restored.backup(tmp_path / "again.db", audience="parties")) == []
    assert disputed.is_file()


def test_former_key_of_a_desk_signs_no_copy(at: At, disputed: Path, tmp_path: Path) -> None:
    door.rotate_key(disputed, "us-1", "The key leaked.", lambda _covered: None, keep=True)
    copy = tmp_path / "copy.db"
    at("us-1").backup(copy, audience="public")
    row = statement_row(copy)
    statement = copy_statement.read(row["statement"].encode(), bytes.fromhex(row["signature"]))
    assert statement is not None
    (former,) = own_key_folder(disputed).glob("us-1-*.old")
    key = load_key(former)
    raw, signature = copy_statement.sign(key, replace(statement, public_key=key.public))
    put_statement(copy, {"statement": raw.decode(), "signature": signature.hex()})
    assert len(door.verify_register(copy).findings) == 1


def test_nested_row_of_a_copy_crashes_nothing(at: At, disputed: Path) -> None:
    row = {"name": "copy", "value": "[" * 100_000}
    tamper(disputed, "INSERT OR REPLACE INTO session VALUES (?, ?, ?)", [*row.values(), checksum(row)])
    assert door.examine(disputed)
    assert at("us-1").info().copy_for is None


@pytest.mark.parametrize(
    "forgery", ["no row", "no signature", "another audience", "another key", "fewer entries", "of version 1"]
)
@pytest.mark.usefixtures("disputed")
def test_statement_that_no_desk_signed_covers_nothing(at: At, tmp_path: Path, forgery: str) -> None:
    copy = tmp_path / "copy.db"
    assert at("us-1").backup(copy, audience="public").findings == ()
    row = statement_row(copy)
    signed = json.loads(row["statement"])
    match forgery:
        case "no row":
            tamper(copy, "DELETE FROM session WHERE name = 'copy'")
        case "no signature":
            put_statement(copy, row | {"signature": ""})
        case "another audience":
            put_statement(copy, row | {"statement": canonical(signed | {"audience": "parties"}).decode()})
        case "another key":
            key = new_key()
            statement = copy_statement.read(row["statement"].encode(), bytes.fromhex(row["signature"]))
            assert statement is not None
            raw, signature = copy_statement.sign(key, replace(statement, public_key=key.public))
            put_statement(copy, {"statement": raw.decode(), "signature": signature.hex()})
        case "fewer entries":
            at("mx-1").write(AddNote(commitment="FW-US-01", text="Between us.", handling="TLP:AMBER"))
            at("us-1").backup(tmp_path / "later.db", audience="public")
            put_statement(tmp_path / "later.db", row)
            copy = tmp_path / "later.db"
        case _:
            put_statement(copy, {"audience": "public", "files": []})
    removed = "mx-1-3" if forgery == "fewer entries" else "obs-0-17, obs-0-21, obs-0-27, mx-1-2"
    assert finding_messages(door.verify_register(copy)) == [REMOVED.format(removed)]


def test_statement_of_another_register_covers_nothing(at: At, disputed: Path, tmp_path: Path) -> None:
    at("us-1").backup(tmp_path / "copy.db", audience="public")
    note = AddNote(commitment="FW-US-01", text="Between us.", handling="TLP:AMBER")
    (tmp_path / "other").mkdir()
    other = small_register(tmp_path / "other")
    door.open_register(other, desk="mx-1", today=TODAY).write(note)
    put_statement(other, statement_row(tmp_path / "copy.db"))
    delete_body(other, "mx-1-2")
    assert finding_messages(door.verify_register(other)) == [REMOVED.format("mx-1-2")]
    assert disputed.is_file()


def test_copy_names_its_readers_and_the_desk_that_signed(at: At, disputed: Path, tmp_path: Path) -> None:
    at("us-1").backup(tmp_path / "copy.db", audience="side", side="MX")
    statement = json.loads(statement_row(tmp_path / "copy.db")["statement"])
    assert (statement["audience"], statement["side"], statement["desk"]) == ("side", "MX", "us-1")
    heads = ask(disputed, "SELECT feed, MAX(seq), hash FROM entry GROUP BY feed")
    assert statement["heads"] == {feed: [seq, digest] for feed, seq, digest in heads}


def test_copy_for_others_needs_a_desk_that_signs_it(disputed: Path, tmp_path: Path) -> None:
    for key in own_key_folder(disputed).iterdir():
        key.unlink()
    reader = door.open_register(disputed, today=TODAY)
    for work in (reader.refuse_backup, reader.backup):
        with pytest.raises(Refused, match="No key of this register is on this machine") as refused:
            work(tmp_path / "copy.db", audience="public")
        assert "A desk signs a copy for others" in refused.value.problems[0].advice
    assert not (tmp_path / "copy.db").exists()
    assert reader.backup(tmp_path / "whole.db").findings == ()


def test_register_with_a_removed_body_can_still_be_backed_up_and_continued(disputed: Path, tmp_path: Path) -> None:
    delete_body(disputed, "mx-1-2")
    report = door.open_register(disputed, today=TODAY).backup(tmp_path / "copy.db")
    assert finding_messages(report) == [REMOVED.format("mx-1-2")]
    door.restore(tmp_path / "copy.db", tmp_path / "restored.db", desk="us-7")
    restored = door.open_register(tmp_path / "restored.db", desk="us-7", today=TODAY)
    restored.write(AddNote(commitment="FW-US-01", text="On."))
    assert finding_messages(restored.verify(deep=True)) == [REMOVED.format("mx-1-2")]
