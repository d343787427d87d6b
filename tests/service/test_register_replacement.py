"""What takes the name of a register that is there: a backup only that of an older one, and everything else of none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused
from accordtrack.service import Desk
from accordtrack.types.intents import AddEvidence, AddNote, WithholdEvidence
from folders import make_folder
from goldens import OLDEST, copied
from registers import TODAY, At, small_register
from tampering import ask, tamper

ADVICE = "Give the backup another name, or move that register away by hand."


def add_note(path: Path, feed: str, handling: str = "TLP:CLEAR") -> None:
    door.open_register(path, desk=feed, today=TODAY).write(AddNote(commitment="FW-US-01", text="A.", handling=handling))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def backup_refusal(desk: Desk, out: Path, audience: str | None = None) -> str:
    """What is said; nothing was written."""
    before = files(out.parent)
    with pytest.raises(Refused) as caught:
        desk.backup(out, force=True, audience=audience)
    assert files(out.parent) == before
    (problem,) = caught.value.problems
    assert problem.advice == ADVICE
    return str(caught.value)


def test_older_backup_of_the_same_register_can_be_replaced(at: At, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.db"
    at("us-1").backup(out)
    for audience in (None, "public", "parties", None):
        add_note(register, "us-1", "TLP:AMBER")
        assert at("us-1").backup(out, force=True, audience=audience).is_sound
        assert len(ask(out, "SELECT 1 FROM entry")) == len(ask(register, "SELECT 1 FROM entry"))


def test_shared_copy_with_evidence_withheld_since_can_be_replaced(at: At, tmp_path: Path) -> None:
    out, paper = tmp_path / "copy.db", tmp_path / "paper.txt"
    paper.write_text("Words")
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(paper),), handling="TLP:AMBER"))
    at("us-1").backup(out, audience="parties")
    ((held,),) = ask(out, "SELECT COUNT(*) FROM entry_body")
    at("us-1").write(WithholdEvidence(evidence="us-1-2", reason="It names people.", authority="Order 7"))
    shutil.rmtree(out.with_name("copy.db.evidence"))
    assert at("us-1").backup(out, force=True, audience="parties").is_sound
    assert ask(out, "SELECT COUNT(*) FROM entry_body") == [(held,)], "one more, one less"


@pytest.mark.parametrize("audience", [None, "public"])
def test_register_with_more_entries_is_not_replaced(
    at: At, register: Path, tmp_path: Path, audience: str | None
) -> None:
    """It may be the newer of two, one at which somebody went on, or another one altogether."""
    newer, another, gone_on = (tmp_path / name / "register.db" for name in ("newer", "another", "gone on"))
    for path in (newer, another, gone_on):
        path.parent.mkdir()
    old = tmp_path / "old.db"
    at("us-1").backup(old)
    add_note(register, "us-1")
    add_note(register, "mx-1")
    at("us-1").backup(newer)
    said = backup_refusal(door.open_register(old, today=TODAY), newer, audience)
    assert said == f"{newer} is a register with entries or entry bodies that this one does not hold: 2"
    door.restore(old, gone_on, desk="us-7")
    assert backup_refusal(at("us-1"), gone_on, audience).endswith(" does not hold: 1")
    door.create_register(another, data=make_folder(tmp_path / "data"), keys=own_key_folder(another), today=TODAY)
    total = len(ask(another, "SELECT 1 FROM entry"))
    assert backup_refusal(at("us-1"), another, audience).endswith(f" does not hold: {total}")


def test_fuller_copy_is_not_replaced_by_one_without_bodies(at: At, register: Path, tmp_path: Path) -> None:
    whole, public = tmp_path / "whole.db", tmp_path / "public.db"
    add_note(register, "us-1", "TLP:AMBER")
    at("us-1").backup(whole)
    at("us-1").backup(public, audience="public")
    ((lacks,),) = ask(public, "SELECT COUNT(*) FROM entry WHERE id NOT IN (SELECT entry_id FROM entry_body)")
    assert lacks > 0
    assert backup_refusal(door.open_register(public, today=TODAY), whole).endswith(f" does not hold: {lacks}")
    assert at("us-1").backup(public, force=True).is_sound


def test_register_with_open_desks_is_not_replaced(at: At, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "live" / "register.db"
    out.parent.mkdir()
    shutil.copyfile(register, out)
    add_note(register, "us-1")
    said = backup_refusal(at("us-1"), out)
    assert said == f"{out} is not a backup but a register with desks still open: us-1, mx-1, obs-1, us-2"


@pytest.mark.parametrize("how", ["cut", "a newer version", "a hash that is ours"])
def test_unreadable_register_is_not_replaced(at: At, tmp_path: Path, how: str) -> None:
    out = tmp_path / "copy.db"
    at("us-1").backup(out)
    match how:
        case "cut":
            out.write_bytes(out.read_bytes()[:5000])
        case "a newer version":
            tamper(out, "PRAGMA user_version = 999", guards=False, lifted=False)
        case _:
            tamper(out, "UPDATE entry SET raw = CAST(' ' || raw AS BLOB) WHERE feed = 'us-1' AND seq = 1")
            assert backup_refusal(at("us-1"), out).endswith(" does not hold: 1")
            return
    assert (
        backup_refusal(at("us-1"), out)
        == f"{out} is a register that cannot be read, and may hold what this one does not"
    )


def test_register_of_an_older_version_is_not_replaced(at: At, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    out = copied(OLDEST, tmp_path / "old")
    total = len(ask(out, "SELECT 1 FROM entry"))
    assert backup_refusal(at("us-1"), out).endswith(f" does not hold: {total}")


def test_register_placed_during_the_backup_is_kept(at: At, register: Path, tmp_path: Path) -> None:
    out, paper = tmp_path / "copy.db", tmp_path / "paper.txt"
    paper.write_text("Words")
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(paper),)))
    at("us-1").backup(out)
    (tmp_path / "other").mkdir()
    other = small_register(tmp_path / "other")
    add_note(other, "us-2")
    shutil.rmtree(out.with_name("copy.db.evidence"))

    def meanwhile(_done: int, _total: int) -> None:
        shutil.copyfile(other, out)

    with pytest.raises(Refused, match=" does not hold: 1"):
        at("us-1").backup(out, force=True, reading=meanwhile)
    assert out.read_bytes() == other.read_bytes()
    assert register.is_file()


@pytest.mark.parametrize("beside", ["", "-journal", "-wal", "-shm"])
def test_no_other_command_replaces_a_register(at: At, tmp_path: Path, beside: str) -> None:
    desk, out = at("us-1"), tmp_path / "away" / "register.db"
    out.parent.mkdir()
    small_register(out.parent)
    if beside:
        out.with_name(out.name + beside).mkdir()
    before = files(out.parent)
    for write in (
        lambda: door.save_bytes(out, b"words", replace=True),
        lambda: door.disclose(desk.path, out, ["us-1-1"], force=True),
        lambda: desk.write_checkpoint(out, force=True),
        lambda: door.repair(desk.path, out),
        lambda: door.restore(desk.path, out),
        lambda: door.create_register(out, empty=True, keys=tmp_path / "keys"),
    ):
        with pytest.raises(Refused, match=r"is a register$|A register already exists|A file already exists"):
            write()
        assert files(out.parent) == before


def test_data_folder_holding_other_files_is_not_replaced(at: At, tmp_path: Path) -> None:
    desk, out = at("us-1"), tmp_path / "package"
    desk.export_data(out)
    desk.export_data(out, force=True)
    for name in ("register.db", "notes.txt", "accord.csv"):
        (out / name).unlink(missing_ok=True)
        (out / name).mkdir() if name == "accord.csv" else (out / name).write_text("mine")
        before = sorted(out.iterdir())
        with pytest.raises(Refused) as caught:
            desk.export_data(out, force=True)
        assert str(caught.value) == f"The folder holds something else: {out / name}"
        assert sorted(out.iterdir()) == before
        (out / name).rmdir() if name == "accord.csv" else (out / name).unlink()
    desk.export_data(out, force=True)


def test_register_created_meanwhile_by_another_process_is_kept(tmp_path: Path) -> None:
    path, other = tmp_path / "new.db", small_register(tmp_path)
    own_key_folder(other).rename(tmp_path / "away")

    def meanwhile(_done: int, _total: int) -> None:
        if not path.exists():
            shutil.copyfile(other, path)

    with pytest.raises(Refused, match="A register already exists"):
        door.create_register(path, data=make_folder(tmp_path / "data"), keys=tmp_path / "keys", progress=meanwhile)
    assert path.read_bytes() == other.read_bytes()
    assert list((tmp_path / "keys").iterdir()) == []
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]
