"""Views under the names of our tables, and a register in write-ahead mode: neither hangs nor hides anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.store import foreign_objects
from accordtrack.types.intents import AddNote
from log_checkers import compared
from registers import TODAY
from tampering import ask

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "CREATE VIEW {name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"


@pytest.mark.parametrize("name", ["entry", "entry_body", "record", "session"])
def test_a_view_that_never_ends_is_refused_and_not_read(register: Path, name: str) -> None:
    with closing(sqlite3.connect(register, isolation_level=None)) as connection:
        connection.execute(f"ALTER TABLE {name} RENAME TO gone")
        connection.execute(ENDLESS.format(name=name))
    out = register.with_name("saved.db")
    with pytest.raises(Refused, match="parts that no register has"):
        door.repair(register, out)
    assert not out.exists()
    (found,) = door.verify_register(register).findings
    assert found.message == "The file holds parts that no register has: {names}"
    with pytest.raises(Refused):
        door.open_register(register, today=TODAY)


def test_a_question_that_takes_too_long_is_given_up() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        foreign_objects.bounded(connection, 1_000)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
            ).fetchone()


def test_a_register_in_write_ahead_mode_is_verified_copied_and_made_one_file_again(register: Path) -> None:
    out = register.with_name("copy.db")
    with closing(sqlite3.connect(register, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("INSERT INTO session VALUES ('x', 'y', 'z')")
        other.execute("DELETE FROM session WHERE name = 'x'")
        assert register.with_name("register.db-wal").exists()
        assert door.verify_register(register, deep=True).sound
        assert compared(register)[1].sound
        desk = door.open_register(register, desk="us-1", today=TODAY)
        assert desk.backup(out).sound
        (line,) = (one for one in door.examine(register) if one.name == "journal")
        assert line.state == "must"
        assert "accordtrack rebuild" in line.advice.template if line.advice else False
    assert ask(out, "PRAGMA journal_mode") == [("delete",)]
    desk.rebuild()
    assert ask(register, "PRAGMA journal_mode") == [("delete",)]
    desk.write(AddNote(commitment="FW-US-01", text="On."))
    assert door.verify_register(register, deep=True).sound
