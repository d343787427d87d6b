"""A register of an older version brought up to date: the copy that is kept, who waits, and what is refused untouched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.i18n import line_text
from accordtrack.service.maintenance import health
from accordtrack.store import migrations
from accordtrack.store.schema import SCHEMA_VERSION
from accordtrack.types.intents import AddNote
from cli_runner import at_home
from goldens import OLDEST, copied, facts_of
from registers import TODAY
from sqlite_file import contents
from tampering import ask, tamper

COPY = f"register.db.before-{SCHEMA_VERSION}"
NOT_UPGRADED_MESSAGE = "The register is an older version and cannot be brought up to date here"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return copied(OLDEST, tmp_path)


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def file_names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def refusal_text(path: Path) -> str:
    """What is said of a register that cannot be opened; it is as it was, and nothing lies beside it."""
    before, beside = path.read_bytes(), file_names(path.parent)
    with pytest.raises(Refused) as caught:
        door.open_register(path, today=TODAY)
    assert path.read_bytes() == before
    assert file_names(path.parent) == beside
    (problem,) = caught.value.problems
    assert problem.place == str(path)
    assert problem.advice
    return fill(problem.message, problem.values)


# What is done


def test_upgrade_reports_the_versions_and_the_path_of_the_copy(old: Path) -> None:
    desk = door.open_register(old, today=TODAY)
    assert desk.updated is not None
    assert line_text(desk.updated) == (
        f"The register file was version 1 and is now version {SCHEMA_VERSION}; "
        f"the original is kept in {old}.before-{SCHEMA_VERSION}"
    )
    assert door.open_register(old, today=TODAY).updated is None
    assert file_names(old.parent) == {"register.db", "register.db.evidence", COPY}


def test_upgrade_copy_is_the_original_register_with_closed_desks(old: Path) -> None:
    before = contents(old)
    door.open_register(old, today=TODAY)
    copy = old.with_name(COPY)
    assert {**contents(copy), "session": []} == {**before, "session": []}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    shutil.copytree(old.with_name("register.db.evidence"), old.with_name(f"{COPY}.evidence"))
    report = door.verify_register(copy, deep=True)
    assert (report.findings, report.file_version, report.state_digest) == (
        (),
        1,
        facts_of(OLDEST)["state_digest"],
    )
    closed = door.open_register(copy, today=TODAY).info().read_only
    assert closed == "This file is a backup, or was restored from one; its desks do not continue in it"


def test_upgrade_copy_never_replaces_an_existing_file(old: Path) -> None:
    taken = old.with_name(COPY)
    taken.write_text("mine")
    old.with_name(f"{COPY}-2").symlink_to(old.with_name("nowhere"))
    desk = door.open_register(old, today=TODAY)
    assert desk.updated is not None
    assert str(desk.updated.values["copy"]) == f"{taken}-3"
    assert taken.read_text() == "mine"
    assert version(Path(f"{taken}-3")) == 1
    assert file_names(old.parent) == {"register.db", "register.db.evidence", COPY, f"{COPY}-2", f"{COPY}-3"}


def test_upgrade_reuses_the_copy_of_an_interrupted_upgrade(old: Path) -> None:
    first = old.read_bytes()
    door.open_register(old, today=TODAY)
    made = old.with_name(COPY).read_bytes()
    old.write_bytes(first)
    old.with_name(f".{COPY}.part").write_text("half a copy")
    old.with_name(f".{COPY}.part-journal").write_text("half a journal")
    desk = door.open_register(old, today=TODAY)
    assert desk.updated is not None
    assert desk.updated.values["copy"] == old.with_name(COPY)
    assert old.with_name(COPY).read_bytes() == made
    assert file_names(old.parent) == {"register.db", "register.db.evidence", COPY}


def test_register_in_wal_mode_is_upgraded_completely(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as held:
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("DELETE FROM session")
        left = {path.name: path.read_bytes() for path in old.parent.iterdir() if path.is_file()}
    for name, content in left.items():
        old.with_name(name).write_bytes(content)
    assert "register.db-wal" in left
    desk = door.open_register(old, today=TODAY)
    assert desk.verify(deep=True).findings == ()
    assert desk.verify().state_digest == facts_of(OLDEST)["rules"]["2"]["state_digest"]
    assert file_names(old.parent) == {"register.db", "register.db.evidence", COPY}


# Who waits, and who does not know the new version


@pytest.mark.process
def test_only_one_of_several_concurrent_processes_upgrades(old: Path) -> None:
    command = [sys.executable, "-m", "accordtrack", "--db", str(old), "list", "--format", "csv"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "ACCORDTRACK_LANG": "en"}
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    told = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 4, told
    assert len({out for out, _err in told}) == 1
    assert Counter("is now version" in err for _out, err in told) == {True: 1, False: 3}
    assert file_names(old.parent) == {"register.db", "register.db.evidence", COPY}
    assert door.verify_register(old, deep=True).findings == ()


def test_open_desk_cannot_write_after_an_upgrade_to_a_newer_version(old: Path) -> None:
    desk = door.open_desk(old, "us-9", keys=own_key_folder(old), today=TODAY)
    desk.write(AddNote(commitment="FW-US-01", text="Before."))
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = ask(old, "SELECT COUNT(*) FROM entry")
    for act in (
        lambda: desk.write(AddNote(commitment="FW-US-01", text="After.")),
        desk.rebuild,
        lambda: desk.preferences.save_filter("mine", "side:US"),
    ):
        with pytest.raises(Refused, match="Made by a newer version"):
            act()
    assert ask(old, "SELECT COUNT(*) FROM entry") == before


# What is refused, the file untouched


def test_changed_guards_stop_the_upgrade(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DROP TRIGGER entry_keep_delete")
    assert refusal_text(old) == "The protections of the log were changed: entry_keep_delete"


def test_damaged_pages_stop_the_upgrade(old: Path) -> None:
    (page,) = ask(old, "SELECT rootpage FROM sqlite_master WHERE name = 'ix_entry_act'")[0]
    content = bytearray(old.read_bytes())
    content[(page - 1) * 4096 + 8 : page * 4096] = b"\xff" * 4088
    old.write_bytes(content)
    assert refusal_text(old) == "The register is damaged, so it was not brought up to date"


def test_damaged_search_index_does_not_stop_the_upgrade(old: Path) -> None:
    tamper(old, "DELETE FROM search_data WHERE id > 10")
    desk = door.open_register(old, today=TODAY)
    assert desk.updated is not None
    desk.rebuild()
    assert desk.verify(deep=True).findings == ()


def test_migration_that_loses_a_guard_is_rolled_back(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = migrations.migrate

    def losing(connection: Connection, version: int = SCHEMA_VERSION) -> None:
        whole(connection, version)
        if version == SCHEMA_VERSION:
            connection.exec_driver_sql("DROP TRIGGER entry_next")

    monkeypatch.setattr(migrations, "migrate", losing)
    assert refusal_text(old) == "The protections of the log were changed: entry_next"
    monkeypatch.undo()
    assert door.open_register(old, today=TODAY).verify(deep=True).findings == ()


def test_full_disk_stops_the_upgrade_until_there_is_space(tiny_disk: Path) -> None:
    old = copied(OLDEST, tiny_disk)
    assert refusal_text(old) == "The disk is full; the register was not brought up to date"
    assert door.verify_register(old, deep=True).findings == ()
    subprocess.run(["mount", "-o", "remount,size=2M", str(tiny_disk)], check=True)
    assert door.open_register(old, today=TODAY).verify(deep=True).findings == ()
    assert file_names(tiny_disk) == {"register.db", "register.db.evidence", COPY}


def test_disk_with_space_for_only_the_copy_keeps_no_copy(tiny_disk: Path) -> None:
    old = copied(OLDEST, tiny_disk)
    room = 2 * old.stat().st_size // 1024 + 30
    subprocess.run(["mount", "-o", f"remount,size={room}k", str(tiny_disk)], check=True)
    assert refusal_text(old) == "The disk is full; the register was not brought up to date"


SCRIPT = """
import os, sys
from accordtrack.__main__ import main

def use(register, copy):
    for words in (["list"], ["verify", "--deep"], ["note", "FW-US-01", "A."], ["restore", register, "--to", copy]):
        print(main(["--db", register, *words]), flush=True)
    print(main(["--db", copy, "list"]), flush=True)

use(sys.argv[1], sys.argv[1] + ".copy")  # once where it may be written, so that everything is imported while it can be
print("and now", flush=True)
print("and now", flush=True, file=sys.stderr)
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
if all(os.access(path, os.W_OK) for path in (sys.argv[2], os.path.dirname(sys.argv[2]))):
    sys.exit("it may be written after all")
use(sys.argv[2], sys.argv[3])
"""


@pytest.mark.sweep
@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("keys", ["none", "barred"])
@pytest.mark.parametrize("modes", ["444 755", "644 555"])
def test_upgrade_of_an_unwritable_register_advises_to_make_a_copy(
    outside: Path, tmp_path: Path, modes: str, keys: str
) -> None:
    file_mode, folder_mode = (int(mode, 8) for mode in modes.split())
    (outside / "home").mkdir(mode=0o777)
    (outside / "home").chmod(0o777)
    (outside / "still").mkdir()
    old = copied(OLDEST, outside / "still")
    for path in old.parent.rglob("*"):
        path.chmod(0o755 if path.is_dir() else file_mode)
    old.parent.chmod(folder_mode)
    before, copy = old.read_bytes(), outside / "home" / "copy.db"
    if keys == "barred":  # where nobody can tell whether a key is there
        (outside / "home" / "xdg_data_home").mkdir(mode=0)
    else:  # the first opening notes its desks there, as root
        (outside / "home" / "xdg_data_home" / "accordtrack").mkdir(parents=True)
    environment = {
        **os.environ,
        **at_home(outside / "home"),
        "HOME": str(outside / "home"),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "COLUMNS": "200",
    }
    command = [sys.executable, "-c", SCRIPT, str(copied(OLDEST, tmp_path)), str(old), str(copy)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    out, said = (words.partition("and now\n")[2].splitlines() for words in (ran.stdout, ran.stderr))
    advice = (
        "Check the permissions of the file and of its folder; "
        f"for read-only use, make a copy: accordtrack restore {old} --to PATH"
    )
    keyless = {"none": "No key of this register is on this machine", "barred": "The key folder cannot be accessed"}
    assert len(said) == 2, said
    assert said[0] == f"accordtrack: {old}: {NOT_UPGRADED_MESSAGE}. {advice}"
    assert said[1].startswith(f"accordtrack: {old}: {keyless[keys]}"), "who could not write anyhow is told so first"
    assert [line for line in out if line.isdecimal()] == ["1", "0", "1", "0", "0"]
    assert old.read_bytes() == before
    assert file_names(old.parent) == {"register.db", "register.db.evidence"}
    assert version(copy) == SCHEMA_VERSION


# Who only reads


def test_read_only_commands_do_not_upgrade(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    assert {key.desk for key in door.keys(old)} == {"us-1", "mx-1", "obs-1", "us-2", "mx-2"}
    (note,) = [check for check in door.examine(old) if check.name == "register"]
    assert (note.state, line_text(note.said)) == (
        health.NOTE,
        f"The register file is an older version (1): {old}",
    )
    found = door.repair(old, tmp_path / "saved.db")
    assert (found.findings, found.state_digest) == ((), facts_of(OLDEST)["rules"]["2"]["state_digest"])
    assert version(tmp_path / "saved.db") == SCHEMA_VERSION
    assert old.read_bytes() == before
    assert COPY not in file_names(tmp_path)


def test_old_backup_is_restored_in_the_current_version(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    (tmp_path / "new").mkdir()
    again = tmp_path / "new" / "again.db"
    report = door.restore(old, again, desk="us-9")
    assert (report.findings, report.state_digest) == ((), facts_of(OLDEST)["rules"]["2"]["state_digest"])
    assert old.read_bytes() == before
    assert file_names(tmp_path / "new") == {"again.db", "again.db.evidence"}
    desk = door.open_register(again, desk="us-9", today=TODAY)
    assert desk.updated is None
    desk.write(AddNote(commitment="FW-US-01", text="It goes on."))
    assert desk.verify(deep=True).findings == ()
