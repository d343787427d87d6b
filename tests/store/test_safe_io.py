"""Reading a register's bytes while SQLite has it open never takes a lock away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from accordtrack.store import safe_io
from accordtrack.store.database import Database
from accordtrack.verification import full_check

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


def test_write_lock_survives_reading_the_file(register: Path) -> None:
    database = Database(register)
    with database.writing():
        Database(register).check()
        with safe_io.open_for_reading(register) as file:
            assert file.read(6) == b"SQLite"
        assert seen_by_another_program(register) == "locked"
        assert not file.closed
    assert seen_by_another_program(register) == "free"
    assert file.closed


def test_write_lock_survives_a_full_check(register: Path) -> None:
    with Database(register).writing() as connection:
        assert not full_check.verify(connection, deep=False).findings
        assert seen_by_another_program(register) == "locked"
    assert seen_by_another_program(register) == "free"


def test_file_is_closed_at_once_without_an_open_transaction(register: Path) -> None:
    Database(register).check()
    with safe_io.open_for_reading(register) as file:
        pass
    assert file.closed
    assert not safe_io._OPEN
    assert not safe_io._LATE


def test_file_is_closed_with_the_last_of_several_transactions(register: Path) -> None:
    link = register.with_name("link.db")
    link.symlink_to(register)
    with safe_io.transaction(register.resolve()):
        with safe_io.transaction(link.resolve()), safe_io.open_for_reading(link) as file:
            pass
        assert not file.closed
    assert file.closed


def test_missing_file_is_not_kept_open(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), safe_io.open_for_reading(tmp_path / "none.db"):
        pass
    assert not safe_io._LATE
