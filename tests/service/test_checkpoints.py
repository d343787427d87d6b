"""Checkpoints: a signed note, and whether a register still goes on from it: grown, cut, rewritten, altered."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused, fill
from accordtrack.documents import render
from accordtrack.scorecard.request import ScorecardRequest
from accordtrack.service import Desk
from accordtrack.types.intents import AddNote
from programs import needed
from registers import TODAY, At
from tampering import tamper

FORK = "This entry is not the one in the checkpoint: the two diverge here or earlier"
NO_SIGNATURE = "The signature of the checkpoint is not valid"


def findings_since(register: Path, note: Path) -> tuple[list[str], int]:
    """What verify finds wrong from the note on, and how many signatures it checked."""
    report = door.verify_since(register, note)
    return [f"{one.place}: {fill(one.message, one.values)}" for one in report.findings], report.signatures


@pytest.fixture
def note(at: At, tmp_path: Path) -> Path:
    out = tmp_path / "away" / "note"
    out.parent.mkdir()
    at("us-1").write_checkpoint(out)
    return out


def test_checkpoint_matches_the_verify_report(at: At, note: Path) -> None:
    report = at("us-1").verify()
    lines = note.read_text().splitlines()
    assert lines[1] == "desk us-1"
    assert lines[3] == f"state {report.state_digest}"
    assert lines[4:] == sorted(f"feed {feed.feed} {feed.entries} {feed.head}" for feed in report.feeds)


def test_printed_verification_command_works(at: At, tmp_path: Path) -> None:
    needed("ssh-keygen")
    folder = tmp_path / "a folder; $(touch no)"
    folder.mkdir()
    made = at("mx-1").write_checkpoint(folder / "año 'x'.txt")
    (folder / "allowed_signers").write_text(made.allowed_signer + "\n")
    ran = subprocess.run(["/bin/sh", "-c", made.command], cwd=folder, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert 'Good "accordtrack-checkpoint" signature for mx-1' in ran.stdout
    (folder / "año 'x'.txt").write_text("another")
    assert subprocess.run(["/bin/sh", "-c", made.command], cwd=folder, capture_output=True, check=False).returncode
    assert shlex.split(made.command)[0] == "ssh-keygen"


def test_checkpoint_is_reproducible_and_overwrites_only_by_force(at: At, note: Path) -> None:
    signature = note.with_name("note.sig")
    before = note.read_bytes(), signature.read_bytes()
    with pytest.raises(Refused, match="A file already exists"):
        at("us-1").write_checkpoint(note)
    note.unlink()
    with pytest.raises(Refused, match="A file already exists"):
        at("us-1").write_checkpoint(note)
    assert not note.exists()
    at("us-1").write_checkpoint(note, force=True)
    assert (note.read_bytes(), signature.read_bytes()) == before
    assert sorted(path.name for path in note.parent.iterdir()) == ["note", "note.sig"]


def test_failed_checkpoint_leaves_no_file(at: At, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    for out in (tmp_path / "no" / "note", tmp_path / "folder"):
        with pytest.raises(Refused):
            at("us-1").write_checkpoint(out, force=True)
    assert sorted(tmp_path.iterdir()) == before


def test_verify_since_checks_only_entries_after_the_checkpoint(at: At, register: Path, note: Path) -> None:
    assert findings_since(register, note) == ([], 5), "the head of each feed"
    for seat in ("us-1", "mx-1", "us-1"):
        at(seat).write(AddNote(commitment="FW-US-01", text="A note."))
    assert findings_since(register, note) == ([], 8)
    door.open_desk(register, "us-3", keys=register.with_name("register.db.keys"), today=TODAY)
    assert findings_since(register, note) == ([], 9), "a feed that began since is read from its first entry"
    report = door.verify_since(register, note)
    assert (report.deep, report.entries, report.present, report.state_digest) == (True, 37, 4, "")
    assert report.since is not None
    assert [(feed.feed, feed.side, feed.entries) for feed in report.feeds if feed.feed == "us-1"] == [("us-1", "US", 3)]


ALTERATIONS = {
    "an entry behind it": ("UPDATE entry SET by = 'x' WHERE feed = 'us-1' AND seq = 3", "us-1-3: The columns differ"),
    "a body behind it": (
        "UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 3)",
        "us-1-3: The body differs",
    ),
    "a signature behind it": (
        "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 3",
        "us-1-3: The signature is not valid",
    ),
    "the signature of its head": (
        "UPDATE entry SET sig = zeroblob(64) WHERE feed = 'us-1' AND seq = 2",
        "us-1-2: The signature is not valid",
    ),
    "its head": (
        "UPDATE entry SET raw = CAST(replace(CAST(raw AS TEXT), 'us-1', 'us-9') AS BLOB) WHERE feed='us-1' AND seq=2",
        "us-1-2: This entry is not the one in the checkpoint: the two diverge here or earlier",
    ),
    "a cut": (
        "DELETE FROM entry WHERE feed = 'us-1' AND seq > 1",
        "us-1-2: The checkpoint has this feed up to entry 2; the register ends at entry 1",
    ),
    "a feed that is gone": (
        "DELETE FROM entry WHERE feed = 'mx-1'",
        "mx-1-1: The checkpoint has this feed up to entry 1; the register has no such feed",
    ),
    "another key": (
        (
            "UPDATE entry_body SET raw = CAST(json_set(CAST(raw AS TEXT), '$.public_key', hex(zeroblob(32))) AS BLOB) "
            "WHERE entry_id = (SELECT id FROM entry WHERE feed = 'us-1' AND seq = 1)"
        ),
        "us-1: The checkpoint was not signed with the key that this desk has in the register",
    ),
    "a guard": ("CREATE TABLE spy (x)", ": The part spy of the file is foreign, missing or changed"),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_verify_since_reports_what_was_altered(at: At, register: Path, tmp_path: Path, name: str) -> None:
    us, out = at("us-1"), tmp_path / "note"
    us.write(AddNote(commitment="FW-US-01", text="First."))
    us.write_checkpoint(out)
    us.write(AddNote(commitment="FW-US-01", text="Second."))
    statement, said = ALTERATIONS[name]
    tamper(register, statement)
    found, _signatures = findings_since(register, out)
    assert any(line.startswith(said) for line in found), found


def test_rewritten_log_is_detected_although_it_verifies(at: At, register: Path, tmp_path: Path) -> None:
    copy, out = tmp_path / "copy.db", tmp_path / "note"
    shutil.copyfile(register, copy)
    shutil.copytree(register.with_name("register.db.keys"), tmp_path / "copy.db.keys")
    at("us-1").write(AddNote(commitment="FW-US-01", text="What was said."))
    at("us-1").write_checkpoint(out)
    other = door.open_register(copy, desk="us-1", today=TODAY)
    other.write(AddNote(commitment="FW-US-01", text="What they would rather have said."))
    assert other.verify(deep=True).is_sound
    assert findings_since(copy, out)[0] == [f"us-1-2: {FORK}"]


def test_state_that_differs_from_the_checkpoint_is_detected(register: Path, note: Path) -> None:
    tamper(register, "UPDATE record SET official = 1")
    assert findings_since(register, note)[0] == [": The state differs from that of the checkpoint"]


def test_checkpoint_signed_with_another_key_is_rejected(at: At, register: Path, note: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    at("mx-1").write_checkpoint(other)
    assert findings_since(register, other) == ([], 5)
    shutil.copyfile(other.with_name("other.sig"), note.with_name("note.sig"))
    assert findings_since(register, note)[0] == [f"{note}: {NO_SIGNATURE}"]
    other.write_text(note.read_text().replace("desk us-1", "desk mx-1"))
    assert findings_since(register, other)[0][0] == f"{other}: {NO_SIGNATURE}"
    assert "mx-1: The checkpoint was not signed with the key" in findings_since(register, other)[0][1]


def test_file_that_is_not_a_checkpoint_is_refused(register: Path, note: Path, tmp_path: Path) -> None:
    note.with_name("note.sig").unlink()
    (tmp_path / "odd").write_text("odd")
    (tmp_path / "odd.sig").write_text("odd")
    no_note = "cannot be read as a checkpoint"
    told = {note: no_note, tmp_path / "odd": no_note, tmp_path / "none": "File not found", tmp_path: "is a folder"}
    for file, says in told.items():
        with pytest.raises(Refused, match=says):
            door.verify_since(register, file)


def card(desk: Desk) -> dict[str, object]:
    asked = ScorecardRequest(as_of=TODAY, known_on=TODAY, audience="public", language="en", side=None, since=None)
    found: dict[str, object] = json.loads(render(desk.scorecard(asked), "json"))
    return found


def test_scorecard_checkpoint_detects_an_altered_feed(at: At, register: Path) -> None:
    us = at("us-1")
    told = card(us)
    assert us.find_divergences(told) == ()
    us.write(AddNote(commitment="FW-US-01", text="More."))
    assert us.find_divergences(told) == ()
    tamper(register, "UPDATE entry SET raw = x'7b7d' WHERE feed = 'mx-1'")
    assert [finding.place for finding in us.find_divergences(told)] == ["mx-1-1"]


@pytest.mark.parametrize(
    "odd",
    [None, [], {}, {"feeds": []}, {"feeds": [1]}, {"feeds": [{"feed": "us-1", "entries": True, "head": "x"}]}],
    ids=str,
)
def test_scorecard_without_a_readable_checkpoint_is_reported(at: At, odd: object) -> None:
    (found,) = at("us-1").find_divergences({"checkpoint": odd})
    assert found.message == "The scorecard names no readable checkpoint"
    huge = {"checkpoint": {"feeds": [{"feed": "us-1", "entries": 2**70, "head": "x"}]}}
    assert at("us-1").find_divergences(huge)
