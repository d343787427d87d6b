"""The checkup as a reader of the file: it reads ahead without an error of its own, and leaves SQLite as it was."""

from __future__ import annotations

from pathlib import Path

from accordtrack.store.database import Database
from accordtrack.store.in_memory import in_memory
from accordtrack.verification import full_check
from registers import small_register


def test_read_ahead_ignores_a_missing_file(tmp_path: Path) -> None:
    full_check._read_ahead(tmp_path / "gone.db")


def test_verify_restores_the_sqlite_cache_size(tmp_path: Path) -> None:
    with Database(small_register(tmp_path)).reading() as connection:
        before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        with full_check._enlarged_cache(connection, 5000):
            assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == -5000
        full_check.verify(connection, deep=False)
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == before


def test_register_in_memory_has_no_file_path(tmp_path: Path) -> None:
    with Database(small_register(tmp_path)).reading() as connection, in_memory() as fresh:
        assert full_check._path(connection) == (tmp_path / "register.db").resolve()
        assert full_check._path(fresh) is None
