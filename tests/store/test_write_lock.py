"""Who waits for the write lock asks for it at an even pace, gives up in the time that was given, and waits elsewhere as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from accordtrack.core.problems import Refused
from accordtrack.store import database, database_errors
from accordtrack.store.database import Database
from registers import small_register


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What each asking for the lock gave, as it comes."""
    begun, found = database._try_begin_writing, list[bool]()

    def heard(connection: Connection, *, last: bool) -> bool:
        found.append(False)
        found[-1] = begun(connection, last=last)
        return found[-1]

    monkeypatch.setattr(database, "_try_begin_writing", heard)
    return found


def test_held_write_lock_is_retried_often_and_then_given_up(tmp_path: Path, asked: list[bool]) -> None:
    path = small_register(tmp_path)
    asked.clear()
    with Database(path).writing(), pytest.raises(Refused) as refused, Database(path).writing_briefly():
        raise AssertionError
    assert database_errors.is_busy(refused.value)
    assert asked.count(True) == 1
    assert asked.count(False) > 10  # SQLite would be asked once, and ask ever more seldom itself


def test_free_write_lock_is_requested_once(tmp_path: Path, asked: list[bool]) -> None:
    path = small_register(tmp_path)
    asked.clear()
    with Database(path).writing() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == database._PATIENCE
    assert asked == [True]


def test_error_other_than_a_lock_is_reported_at_once(tmp_path: Path, asked: list[bool]) -> None:
    path = small_register(tmp_path)
    found = Database(path)
    path.write_bytes(b"no register" * 1000)
    asked.clear()
    with pytest.raises(Refused) as refused, found.writing():
        raise AssertionError
    assert not database_errors.is_busy(refused.value)
    assert asked in ([], [False])
