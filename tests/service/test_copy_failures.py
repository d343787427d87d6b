"""What a copy meets where it is to lie: journals of other files, full disks, links; and what it leaves when it fails."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.types.intents import AddEvidence
from folders import make_folder
from registers import TODAY, At, small_register

LEFTOVER_MESSAGE = "What was being written to another file of that name is still here: {x}"


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def journal_files(register: Path, mode: str) -> dict[str, bytes]:
    """What lies beside a register while somebody writes to it: its journal by name."""
    with closing(sqlite3.connect(register, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA journal_mode={mode}")
        writer.execute("PRAGMA cache_size=2")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE commitment SET theme = 'finance'")
        writer.execute("CREATE TABLE spy AS SELECT * FROM entry")
        if mode == "WAL":
            writer.execute("COMMIT")
        names = [f"{register.name}-journal", f"{register.name}-wal"]
        return {name: register.with_name(name).read_bytes() for name in names if register.with_name(name).exists()}


def file_makers(folder: Path, at: At, backup: Path) -> dict[str, Callable[[Path], object]]:
    """Everything that makes a file of a name."""
    return {
        "backup": at("us-1").backup,
        "backup --force": lambda out: at("us-1").backup(out, force=True),
        "restore": lambda out: door.restore(backup, out),
        "restore with a desk": lambda out: door.restore(backup, out, desk="us-9"),
        "repair": lambda out: door.repair(backup, out),
        "init": lambda out: door.create_register(out, data=make_folder(folder / "data"), keys=folder / "keys"),
    }


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_copy_is_refused_where_a_journal_of_another_file_lies(at: At, tmp_path: Path, mode: str) -> None:
    backup = tmp_path / "backup.db"
    at("us-1").backup(backup)
    (tmp_path / "crashed").mkdir()
    left = journal_files(small_register(tmp_path / "crashed"), mode)
    assert len(left) == 1
    place = tmp_path / "place"
    place.mkdir()
    (name,) = left
    (place / name).write_bytes(left[name])
    for make in file_makers(tmp_path, at, backup).values():
        before = names(place)
        with pytest.raises(Refused) as caught:
            make(place / "register.db")
        (problem,) = caught.value.problems
        assert fill(problem.message, problem.values) == LEFTOVER_MESSAGE.format(x=place / name)
        assert "Move it away together with the file it belongs to" in problem.advice
        assert names(place) == before
        assert (place / name).read_bytes() == left[name]
    (place / name).unlink()
    assert door.restore(backup, place / "register.db").findings == ()


def test_sqlite_applies_a_leftover_journal_to_the_copy(at: At, tmp_path: Path) -> None:
    """Why it is refused: SQLite takes the journal for the copy's own."""
    at("us-1").backup(tmp_path / "backup.db")
    (tmp_path / "crashed").mkdir()
    crashed = small_register(tmp_path / "crashed")
    with closing(sqlite3.connect(crashed)) as connection:
        connection.execute("CREATE TABLE other AS SELECT * FROM entry")
    ((name, content),) = journal_files(crashed, "DELETE").items()
    (tmp_path / "place").mkdir()
    shutil.copyfile(tmp_path / "backup.db", tmp_path / "place" / "register.db")
    (tmp_path / "place" / name).write_bytes(content)
    assert door.verify_register(tmp_path / "place" / "register.db").findings
    assert not (tmp_path / "place" / name).exists()


def test_restore_refuses_a_dangling_link_and_a_folder(at: At, tmp_path: Path) -> None:
    at("us-1").backup(tmp_path / "backup.db")
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
    (tmp_path / "folder").mkdir()
    before = names(tmp_path)
    for name, words in (("link.db", "A register already exists"), ("folder", "is a folder")):
        with pytest.raises(Refused, match=words):
            door.restore(tmp_path / "backup.db", tmp_path / name)
    assert names(tmp_path) == before


def resize(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def register_with_evidence(folder: Path) -> Path:
    """A register with half a megabyte of evidence."""
    folder.mkdir()
    register, paper = small_register(folder), folder / "paper.bin"
    for part in range(4):
        paper.write_bytes(bytes([part]) + os.urandom(120_000))
        desk = door.open_register(register, desk="us-1", today=TODAY)
        desk.write(AddEvidence(commitment="FW-US-01", evidence=(str(paper),)))
    return register


def test_backup_leaves_nothing_when_the_disk_is_full(tmp_path: Path, tiny_disk: Path) -> None:
    register = register_with_evidence(tmp_path / "whole")
    desk = door.open_register(register, desk="us-1", today=TODAY)
    whole = tmp_path / "backup.db"
    desk.backup(whole)
    room = register.stat().st_size // 1024
    for size in (
        room // 2,
        room + 40,
        room + 200,
    ):  # no room for the register; for a bit more; for half of the evidence
        resize(tiny_disk, f"{size}k")
        for make in (desk.backup, lambda out: door.restore(whole, out), lambda out: door.repair(whole, out)):
            with pytest.raises(Refused) as caught:
                make(tiny_disk / "copy.db")
            (problem,) = caught.value.problems
            assert problem.message == "The disk is full; the file was not created"
            assert problem.place == str(tiny_disk / "copy.db")
            assert names(tiny_disk) == set()
    assert desk.verify(deep=True).findings == ()
    resize(tiny_disk, "4M")
    assert desk.backup(tiny_disk / "copy.db").findings == ()
    assert door.open_register(tiny_disk / "copy.db", today=TODAY).verify(deep=True).findings == ()


def test_failed_backup_keeps_the_older_backup(at: At, tmp_path: Path) -> None:
    register = register_with_evidence(tmp_path / "whole")
    out = tmp_path / "copy.db"
    door.open_register(register, today=TODAY).backup(out)
    kept = {path: path.read_bytes() for path in tmp_path.glob("copy.db*") if path.is_file()}
    store = names(evidence_folder(out))
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("UPDATE commitment SET theme = 'finance'")
        connection.commit()
    with pytest.raises(Refused, match="The copy does not verify"):
        door.open_register(register, today=TODAY).backup(out, force=True)
    assert {path: path.read_bytes() for path in tmp_path.glob("copy.db*") if path.is_file()} == kept
    assert names(evidence_folder(out)) == store
    assert at("us-1").info().read_only is None


def test_backup_does_not_copy_stray_files_of_the_evidence_store(tmp_path: Path) -> None:
    register = register_with_evidence(tmp_path / "whole")
    store = evidence_folder(register)
    (store / "tmpabc").write_text("half a file")
    door.open_register(register, today=TODAY).backup(tmp_path / "copy.db")
    assert names(evidence_folder(tmp_path / "copy.db")) == names(store) - {"tmpabc"}


def test_checkpoint_of_a_closed_copy_is_refused(at: At, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    at("us-1").backup(copy)
    own_key_folder(at("us-1").path).rename(own_key_folder(copy))
    with pytest.raises(Refused, match="its desks do not continue in it"):
        door.open_register(copy, today=TODAY).write_checkpoint(tmp_path / "note")
