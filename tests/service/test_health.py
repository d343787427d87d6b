"""What doctor says of a machine: each thing that can be wrong is named with what to do, and nothing is changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import evidence_folder, own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.ledger.key_files import load_key, new_key, save_key
from accordtrack.service.maintenance import health
from accordtrack.types import HealthCheck
from accordtrack.types.intents import AddEvidence
from registers import TODAY, At
from tampering import tamper

posix = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")


def check_messages(register: Path, state: str = "must") -> list[str]:
    """What was found in that state, and what to do."""
    return [check_text(one) for one in door.examine(register) if one.state == state]


def check_text(one: HealthCheck) -> str:
    advice = f" | {fill(one.advice.template, one.advice.values)}" if one.advice else ""
    return f"{one.name}: {fill(one.said.template, one.said.values)}{advice}"


def key_of(register: Path, feed: str) -> Path:
    (found,) = own_key_folder(register).glob(f"{feed}-*.pem")
    return found


def test_health_check_of_a_sound_machine_finds_and_changes_nothing(register: Path) -> None:
    register.chmod(0o600)
    before = {path: (path.read_bytes(), path.stat().st_mode) for path in register.parent.rglob("*") if path.is_file()}
    found = door.examine(register)
    assert {one.name for one in found} == {
        *(
            "version",
            "register",
            "objects",
            "disk",
            "permissions",
            "drive",
            "evidence",
            "journal",
            "clock",
            "key",
            "desks",
        )
    }
    assert [check_text(one) for one in found if one.state == "must"] == []
    assert sum(one.name == "key" for one in found) == 4
    after = {path: (path.read_bytes(), path.stat().st_mode) for path in register.parent.rglob("*") if path.is_file()}
    assert after == before


@posix
def test_loose_permissions_are_reported_with_the_chmod_command(at: At, register: Path, tmp_path: Path) -> None:
    register.chmod(0o600)
    file = tmp_path / "tables.pdf"
    file.write_bytes(b"traces")
    at("us-1").write(AddEvidence(commitment="FW-US-01", evidence=(str(file),)))
    assert check_messages(register) == []
    (kept,) = (path for path in evidence_folder(register).rglob("*") if path.is_file())
    for path, mode, said in (
        (register, 0o640, f"permissions: Others can read or change {register} | Run chmod 600 {register}"),
        (kept, 0o604, f"permissions: Others can read or change {kept} | Run chmod 600 {kept}"),
        (
            kept.parent,
            0o757,
            f"permissions: Others can put files into the folder {kept.parent} | Run chmod o-w {kept.parent}",
        ),
        (
            key_of(register, "us-1"),
            0o644,
            f"key: The key can be read by others; protect it with chmod 600 {key_of(register, 'us-1')}",
        ),
    ):
        before = path.stat().st_mode & 0o7777
        path.chmod(mode)
        assert check_messages(register) == [said]
        path.chmod(before)
    folder = own_key_folder(register)
    folder.chmod(0o770)
    assert (
        check_messages(register) == [f"key: Others can put files into the folder {folder} | Run chmod 700 {folder}"] * 4
    )
    folder.chmod(0o700)
    assert check_messages(register) == []


def test_key_problems_are_reported_per_desk(register: Path) -> None:
    register.chmod(0o600)
    key = load_key(key_of(register, "us-1"))
    key_of(register, "us-1").unlink()
    save_key(key, own_key_folder(register) / f"us-1-{key.kid}.pem", "open, sesame")
    key_of(register, "mx-1").write_bytes(b"-----BEGIN")
    wrong = key_of(register, "obs-1")
    wrong.unlink()
    save_key(new_key(), wrong)
    assert "key: The key of us-1 is here, protected by a passphrase" in check_messages(register, "ok")
    damaged = f"key: The key file is damaged: {key_of(register, 'mx-1')} | Bring back a copy of it."
    assert check_messages(register) == [
        damaged,
        "key: The key does not belong to desk obs-1 | Bring back the right file.",
    ]
    if os.name == "posix":
        key_of(register, "us-1").chmod(0o604)
        assert check_messages(register)[0].startswith("key: The key can be read by others; protect it with chmod 600")
    for path in own_key_folder(register).iterdir():
        path.unlink()
    assert check_messages(register) == []
    assert check_messages(register, "note")[-1].startswith(
        "key: Nobody can write here: no open desk has its key on this machine"
    )


def test_backup_is_reported_to_have_no_open_desk(at: At, register: Path) -> None:
    out = register.with_name("copy.db")
    at("us-1").backup(out)
    own_key_folder(register).rename(own_key_folder(out))
    assert check_messages(out) == []
    assert any("no open desk" in line for line in check_messages(out, "note"))


def test_second_journal_file_is_reported_and_rebuild_removes_it(at: At, register: Path) -> None:
    register.chmod(0o600)
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    (line,) = check_messages(register)
    assert line.startswith("journal: The register has a second file (-wal)")
    assert at("us-1").rebuild()
    assert check_messages(register) == []


def test_active_writer_is_reported(register: Path) -> None:
    with closing(sqlite3.connect(register, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM tag")
        notes = [line for line in check_messages(register, "note") if line.startswith("journal")]
        assert [line[:31] for line in notes] == ["journal: Somebody is writing to"]
        writer.execute("ROLLBACK")
    assert not any(line.startswith("journal") for line in check_messages(register, "note"))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA user_version=999", "register: Made by a newer version; update to open"),
        ("PRAGMA application_id=1", "register: This file is not an accordtrack register | Name another with --db."),
    ],
)
def test_register_that_this_version_cannot_open_is_reported(register: Path, statement: str, said: str) -> None:
    register.chmod(0o600)
    with closing(sqlite3.connect(register)) as connection:
        connection.execute(statement)
    assert check_messages(register) == [said]


def test_missing_guards_are_reported(register: Path) -> None:
    register.chmod(0o600)
    tamper(register, "DELETE FROM tag", guards=False)
    assert [line[:50] for line in check_messages(register)] == ["register: The protections of the log were changed:"]


def test_missing_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no register"):
        door.examine(tmp_path / "none.db")
    with pytest.raises(Refused, match="is a folder"):
        door.examine(tmp_path)


@pytest.mark.parametrize(
    ("now", "newest", "state"),
    [
        ("2026-11-26T06:00:00Z", "2026-11-26T05:00:00Z", "ok"),
        ("2026-11-26T06:00:00Z", "2026-11-26T06:05:00Z", "ok"),
        ("2026-11-26T06:00:00Z", "2026-11-26T06:05:01Z", "must"),
        ("1970-01-01T00:00:00Z", "2026-11-26T06:00:00Z", "must"),
        ("2026-11-26T06:00:00Z", "", "note"),
        ("2026-11-26T06:00:00Z", "\x1b[31mnow", "note"),
    ],
)
def test_clock_behind_the_newest_entry_is_reported(now: str, newest: str, state: str) -> None:
    assert health.check_clock(now, newest).state == state


def test_low_disk_space_is_reported_with_the_space_needed() -> None:
    assert health.check_free_space(60_000_000, 10_000_000).state == "ok"
    assert check_text(health.check_free_space(59_999_999, 10_000_000)).startswith(
        "disk: Little space is left on the register's disk: 60.0 MB; 60.0 MB are needed"
    )


def test_full_disk_is_reported(tiny_disk: Path, register: Path) -> None:
    there = tiny_disk / "register.db"
    there.write_bytes(register.read_bytes()[:4096])
    assert any(line.startswith("disk: Little space is left") for line in check_messages(there))


MOUNT_TABLE = (
    "overlay / overlay rw 0 0\n"
    "server:/home /home nfs4 rw 0 0\n"
    "/dev/sdb1 /home/ana/local\\040disk ext4 rw 0 0\n"
    "//server/share /mnt cifs rw 0 0\n"
    "/dev/sdc1 /mnt ext4 rw 0 0\n"
    "odd\n"
)


@pytest.mark.skipif(os.name == "nt", reason="Windows tells it by the path")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/register.db", ""),
        ("/home/ana/register.db", "nfs4"),
        ("/home/ana/local disk/register.db", ""),
        ("/homes/register.db", ""),
        ("/mnt/register.db", ""),
    ],
)
def test_network_drive_is_detected_from_the_mount_table(path: str, kind: str) -> None:
    assert health.network_drive_type(Path(path), MOUNT_TABLE) == kind
    assert health.check_drive(Path(path), MOUNT_TABLE).state == ("must" if kind else "ok")
    assert health.check_drive(Path(path), None).state == "note"


def test_register_opened_at_a_desk_has_no_problems(at: At, register: Path) -> None:
    register.chmod(0o600)
    assert at("mx-1").info().entries == 33
    assert door.open_register(register, today=TODAY).seat == "us-1"
    assert check_messages(register) == []
