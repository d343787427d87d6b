"""Reading a register's bytes while SQLite has it open never takes a lock away."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from accordtrack.store import safe_io
from accordtrack.store.database import Database
from accordtrack.verification import full_check

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
    print("free")
except sqlite3.OperationalError:
    print("locked")
"""


def seen_by_another_program(register: Path) -> str:
    ran = subprocess.run([sys.executable, "-c", SCRIPT, str(register)], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_a_writers_lock_outlives_a_look_at_the_file(register: Path) -> None:
    database = Database(register)
    with database.writing():
        Database(register).check()
        with safe_io.opened(register) as file:
            assert file.read(6) == b"SQLite"
        assert seen_by_another_program(register) == "locked"
        assert not file.closed
    assert seen_by_another_program(register) == "free"
    assert file.closed


def test_a_writers_lock_outlives_a_checkup_which_reads_the_whole_file(register: Path) -> None:
    with Database(register).writing() as connection:
        assert not full_check.verify(connection, deep=False).findings
        assert seen_by_another_program(register) == "locked"
    assert seen_by_another_program(register) == "free"


def test_a_file_is_closed_at_once_when_nothing_is_open_on_it(register: Path) -> None:
    Database(register).check()
    with safe_io.opened(register) as file:
        pass
    assert file.closed
    assert not safe_io._OPEN
    assert not safe_io._LATE


def test_it_is_closed_with_the_last_of_several_transactions(register: Path) -> None:
    link = register.with_name("link.db")
    link.symlink_to(register)
    with safe_io.transaction(register.resolve()):
        with safe_io.transaction(link.resolve()), safe_io.opened(link) as file:
            pass
        assert not file.closed
    assert file.closed


def test_nothing_is_kept_open_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), safe_io.opened(tmp_path / "none.db"):
        pass
    assert not safe_io._LATE
