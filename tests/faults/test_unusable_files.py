"""Files that are no register, or one that cannot be used: each is refused in clear words and nothing is written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.paths import own_key_folder
from accordtrack.core.problems import Refused, fill
from accordtrack.store.schema import SCHEMA_VERSION, TRIGGERS
from accordtrack.types.intents import AddNote
from registers import TODAY, small_register

Make = Callable[[Path], object]

pytestmark = pytest.mark.faults

NO_REGISTER = "This file is not an accordtrack register"


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def other_program(path: Path) -> None:
    path.unlink()
    sql(path, "PRAGMA application_id=1196444487", "CREATE TABLE features (id INTEGER PRIMARY KEY)")


def plain_sqlite(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE entry (id INTEGER PRIMARY KEY, raw BLOB)")


def empty_sqlite(path: Path) -> None:
    path.unlink()
    sql(path, "VACUUM")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def cut(keep: float) -> Make:
    def make(path: Path) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * keep)])

    return make


def cut_at(size: int) -> Make:
    return lambda path: path.write_bytes(path.read_bytes()[:size])


def with_sql(*statements: str) -> Make:
    return lambda path: sql(path, *statements)


def with_overwritten_bytes(start: int, length: int) -> Make:
    def make(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[start : start + length] = b"\xff" * length
        path.write_bytes(content)

    return make


DAMAGED = "The register is damaged"
FILES: dict[str, tuple[Make, str]] = {
    "nothing there": (lambda path: path.unlink(), "There is no register at {path}"),
    "a folder": (folder, "{path} is a folder"),
    "empty": (cut_at(0), NO_REGISTER),
    "one byte": (cut_at(1), NO_REGISTER),
    "its first line only": (cut_at(16), NO_REGISTER),
    "its header only": (cut_at(100), DAMAGED),
    "one page": (cut_at(4096), DAMAGED),
    "half of it": (cut(0.5), DAMAGED),
    "all but the last page": (cut_at(-4096), DAMAGED),
    "a text": (lambda path: path.write_text("commitment,status\n"), NO_REGISTER),
    "zeroes": (lambda path: path.write_bytes(bytes(8192)), NO_REGISTER),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(8192)), NO_REGISTER),
    "another program's SQLite": (other_program, NO_REGISTER),
    "SQLite of nobody": (plain_sqlite, NO_REGISTER),
    "an empty SQLite": (empty_sqlite, NO_REGISTER),
    "a newer version": (
        with_sql(f"PRAGMA user_version={SCHEMA_VERSION + 1}"),
        "Made by a newer version; update to open",
    ),
    "not finished": (with_sql("PRAGMA user_version=0"), "The creation of the register was not finished"),
    "no guard": (with_sql("DROP TRIGGER entry_next"), "The protections of the log were changed: entry_next"),
    "no guards": (with_sql(*(f"DROP TRIGGER {name}" for name in TRIGGERS)), "The protections of the log were changed"),
    "a guard of somebody": (
        with_sql("CREATE TRIGGER spy AFTER INSERT ON entry BEGIN DELETE FROM tag; END"),
        "The protections of the log were changed: spy",
    ),
    "a weaker guard": (
        with_sql(
            "DROP TRIGGER entry_keep_delete",
            "CREATE TRIGGER entry_keep_delete BEFORE DELETE ON entry BEGIN SELECT 1; END",
        ),
        "The protections of the log were changed: entry_keep_delete",
    ),
    "no table": (with_sql("PRAGMA foreign_keys=OFF", "DROP TABLE record"), "The register cannot be used"),
    "spoilt header": (with_overwritten_bytes(16, 40), "The register"),
    "spoilt schema": (with_overwritten_bytes(100, 400), "The register"),
}


def problem_text(error: Refused) -> str:
    (problem,) = error.problems
    assert problem.advice or "newer" in problem.message
    return fill(problem.message, problem.values)


def contents(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("name", FILES)
def test_unusable_file_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    register = small_register(tmp_path)
    make, words = FILES[name]
    make(register)
    before = contents(tmp_path)

    def use() -> None:
        desk = door.open_register(register, today=TODAY)
        desk.listing("")
        desk.history()

    with pytest.raises(Refused) as caught:
        use()
    assert problem_text(caught.value).startswith(words.format(path=register))
    assert contents(tmp_path) == before


def test_damage_after_opening_is_reported(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    desk = door.open_register(register, desk="us-1", today=TODAY)
    desk.listing("")
    with_overwritten_bytes(4096, register.stat().st_size - 4096)(register)
    with pytest.raises(Refused, match=DAMAGED):
        desk.history()


# Files and folders that cannot be written: by somebody whom permissions bind, which root is not

SCRIPT = """
import os, sys
from pathlib import Path
from accordtrack import service as door
from accordtrack.types.intents import AddNote
from accordtrack.core.problems import Refused

def use(register):
    desk = door.open_register(Path(register), desk="us-1", today="2026-11-25")
    print(desk.listing("").total, desk.verify(deep=True).is_sound)
    try:
        desk.write(AddNote(commitment="FW-US-01", text="A note."))
        print("written")
    except Refused as error:
        print(error)
        print(error.problems[0].advice)

use(sys.argv[1])  # once where it may be written, so that everything is imported while it can be
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
use(sys.argv[2])
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("modes", ["444 755", "444 555", "666 555"])
def test_register_without_write_permission_is_read_and_refuses_writes(
    outside: Path, tmp_path: Path, modes: str
) -> None:
    register = small_register(outside)
    keys = own_key_folder(register)
    if os.getuid() == 0:
        for path in (keys, *keys.iterdir()):
            os.chown(path, 65534, 65534)
    file_mode, folder_mode = (int(mode, 8) for mode in modes.split())
    register.chmod(file_mode)
    outside.chmod(folder_mode)
    before = register.read_bytes()
    environment = {**os.environ, "HOME": str(keys), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", SCRIPT, str(small_register(tmp_path)), str(register)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr
    refusal = ["The register cannot be written", "Check the permissions of the file and of its folder."]
    assert ran.stdout.splitlines() == ["3 True", "written", "3 True", *refusal]
    assert register.read_bytes() == before
    assert sorted(path.name for path in outside.iterdir()) == ["register.db", "register.db.keys"]


def test_register_on_a_read_only_disk_is_read_and_refuses_writes(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    commands = (["mount", "--bind", str(tmp_path), str(tmp_path)], ["mount", "-o", "remount,ro,bind", str(tmp_path)])
    try:
        if any(subprocess.run(command, capture_output=True, check=False).returncode for command in commands):
            pytest.skip("no right to mount a file system here")
        desk = door.open_register(register, desk="us-1", today=TODAY)
        assert desk.listing("").total == 3
        assert desk.verify(deep=True).is_sound
        with pytest.raises(Refused, match="The register cannot be written"):
            desk.write(AddNote(commitment="FW-US-01", text="A note."))
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], capture_output=True, check=False)
