"""Daily checkpoints: a register that was replaced by an older one contradicts the note beside it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from accordtrack import service
from accordtrack.core import dates
from accordtrack.core.paths import checkpoint_folder, own_key_folder
from accordtrack.core.problems import fill
from accordtrack.ledger import note, sshsig
from accordtrack.ledger.key_files import load_key, new_key
from accordtrack.service import Desk
from accordtrack.types.intents import AddNote
from registers import TODAY, At


def add_note(desk: Desk, text: str = "On.") -> None:
    desk.write(AddNote(commitment="FW-US-01", text=text))


def findings(register: Path) -> list[str]:
    return [fill(one.message, one.values) for one in service.verify_register(register).findings]


def notes(register: Path) -> list[str]:
    return sorted(path.name for path in checkpoint_folder(register).iterdir())


def test_first_act_of_a_day_leaves_one_signed_note(at: At, register: Path) -> None:
    assert not checkpoint_folder(register).exists()
    for feed in ("us-1", "mx-1", "us-1"):
        add_note(at(feed))
    files = [f"{TODAY}-{feed}.txt{end}" for feed in ("mx-1", "us-1") for end in ("", ".sig")]
    assert notes(register) == files
    stands = note.read((checkpoint_folder(register) / f"{TODAY}-us-1.txt").read_bytes())
    assert (stands.desk, stands.state_digest) == ("us-1", "")
    assert {head.feed: head.entries for head in stands.feeds}["us-1"] == 2
    assert findings(register) == []
    report = service.verify_since(register, checkpoint_folder(register) / f"{TODAY}-us-1.txt")
    assert report.is_sound


def test_register_replaced_by_an_older_one_is_reported(at: At, register: Path, tmp_path: Path) -> None:
    shutil.copyfile(register, tmp_path / "older.db")
    add_note(at("us-1"))
    shutil.copyfile(tmp_path / "older.db", register)
    assert findings(register) == ["The checkpoint has this feed up to entry 2; the register ends at entry 1"]


@pytest.mark.parametrize("change", ["another head", "another key", "no signature", "no note"])
def test_note_that_no_desk_signed_is_reported(at: At, register: Path, change: str) -> None:
    add_note(at("us-1"))
    file = checkpoint_folder(register) / f"{TODAY}-us-1.txt"
    signature = file.with_suffix(".txt.sig")
    raw = file.read_bytes()
    match change:
        case "another head":
            file.write_bytes(raw.replace(b"feed us-1 2", b"feed us-1 1"))
        case "another key":
            key = new_key()
            lines = raw.decode().splitlines()
            lines[2] = f"key {sshsig.public_line(key.public)}"
            file.write_text("\n".join([*lines, ""]), encoding="utf-8")
            signature.write_text(sshsig.sign(key, note.NAMESPACE, file.read_bytes()), encoding="utf-8")
        case "no signature":
            signature.unlink()
        case _:
            file.write_bytes(b"x")
    assert findings(register) == ["The daily checkpoint is not one that a desk of this register signed"]


def test_thirty_notes_are_kept(at: At, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 18)]
    for day in days:
        monkeypatch.setattr(dates, "today", lambda day=day: day)
        add_note(at("us-1"))
    assert [name for name in notes(register) if name.endswith(".txt")] == [f"{day}-us-1.txt" for day in days[-30:]]
    assert len(notes(register)) == 60


def test_older_register_is_reported_on_the_days_after_too(
    at: At, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(register, tmp_path / "older.db")
    add_note(at("us-1"))
    shutil.copyfile(tmp_path / "older.db", register)
    before = findings(register)
    monkeypatch.setattr(dates, "today", lambda: "2026-11-26")
    for text in ("The next day.", "And on."):
        add_note(at("us-1"), text)
    assert [name for name in notes(register) if "2026-11-26" in name] == []
    assert findings(register) == ["This entry is not the one in the checkpoint: the two diverge here or earlier"]
    assert before == ["The checkpoint has this feed up to entry 2; the register ends at entry 1"]


def test_former_key_of_a_desk_signs_no_note(at: At, register: Path) -> None:
    service.rotate_key(register, "us-1", "The key leaked.", lambda _covered: None, keep=True)
    add_note(at("us-1"))
    (former,) = own_key_folder(register).glob("us-1-*.old")
    file = checkpoint_folder(register) / f"{TODAY}-us-1.txt"
    key = load_key(former)
    raw = note.write(replace(note.read(file.read_bytes()), public_key=key.public))
    file.write_bytes(raw)
    file.with_suffix(".txt.sig").write_text(sshsig.sign(key, note.NAMESPACE, raw), encoding="utf-8")
    assert findings(register) == ["The daily checkpoint is not one that a desk of this register signed"]


def test_other_files_in_the_folder_are_ignored(at: At, register: Path) -> None:
    add_note(at("us-1"))
    (checkpoint_folder(register) / "readme.txt").write_text("Notes.", encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(checkpoint_folder(register) / "2026-01-01-us-1.txt")
    assert findings(register) == []


def test_notes_of_an_earlier_register_at_the_same_path_are_set_aside(at: At, register: Path, tmp_path: Path) -> None:
    at("us-1").backup(tmp_path / "older.db")
    add_note(at("us-1"))
    register.unlink()
    service.restore(tmp_path / "older.db", register)
    assert findings(register) == []
    assert checkpoint_folder(register).with_name("register.db.checkpoints.old-1").is_dir()


def test_act_succeeds_where_no_note_can_be_written(at: At, register: Path) -> None:
    checkpoint_folder(register).write_text("A file where the folder should be.", encoding="utf-8")
    add_note(at("us-1"))
    assert service.open_register(register, today=TODAY).verify().is_sound
