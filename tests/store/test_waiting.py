"""Who waits for the write lock asks for it at an even pace, gives up in the time that was given, and waits elsewhere as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from accordtrack.core.problems import Refused
from accordtrack.store import database, database_errors
from accordtrack.store.database import Database
from registers import small_register

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What each asking for the lock gave, as it comes."""
    begun, found = database._begun, list[bool]()

    def heard(connection: Connection, *, last: bool) -> bool:
        found.append(False)
        found[-1] = begun(connection, last=last)
        return found[-1]

    monkeypatch.setattr(database, "_begun", heard)
    return found


def test_a_lock_that_is_held_is_asked_for_often_and_then_given_up(tmp_path: Path, asked: list[bool]) -> None:
    path = small_register(tmp_path)
    asked.clear()
    with Database(path).writing(), pytest.raises(Refused) as refused, Database(path).jotting():
        raise AssertionError
    assert database_errors.busy(refused.value)
    assert asked.count(True) == 1
    assert asked.count(False) > 10  # SQLite would be asked once, and ask ever more seldom itself


def test_a_lock_that_is_free_is_asked_for_once_and_others_are_waited_for_as_before(
    tmp_path: Path, asked: list[bool]
) -> None:
    path = small_register(tmp_path)
    asked.clear()
    with Database(path).writing() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == database._PATIENCE
    assert asked == [True]


def test_what_is_no_lock_is_told_at_once(tmp_path: Path, asked: list[bool]) -> None:
    path = small_register(tmp_path)
    found = Database(path)
    path.write_bytes(b"no register" * 1000)
    asked.clear()
    with pytest.raises(Refused) as refused, found.writing():
        raise AssertionError
    assert not database_errors.busy(refused.value)
    assert asked in ([], [False])
