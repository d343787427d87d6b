"""Views under the names of our tables, and a register in write-ahead mode: neither hangs nor hides anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.store import foreign_objects
from accordtrack.store.database import Database
from accordtrack.store.file_check import objects_digest
from accordtrack.store.in_memory import migrated_register
from accordtrack.store.schema import OBJECTS_DIGEST
from accordtrack.types.intents import AddNote
from log_checkers import compared
from registers import TODAY
from tampering import ask, tamper

ENDLESS_VIEW = (
    "CREATE VIEW {name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"
)


@pytest.mark.parametrize("name", ["entry", "entry_body", "record", "session"])
def test_endless_view_in_place_of_a_table_is_refused(register: Path, name: str) -> None:
    with closing(sqlite3.connect(register, isolation_level=None)) as connection:
        connection.execute(f"ALTER TABLE {name} RENAME TO gone")
        connection.execute(ENDLESS_VIEW.format(name=name))
    out = register.with_name("saved.db")
    with pytest.raises(Refused, match="parts that no register has"):
        door.repair(register, out)
    assert not out.exists()
    (found,) = door.verify_register(register).findings
    assert found.message == "The file holds parts that no register has: {names}"
    with pytest.raises(Refused):
        door.open_register(register, today=TODAY)


def test_query_over_the_limit_is_interrupted() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        foreign_objects.limit_queries(connection, 1_000)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
            ).fetchone()


def test_register_in_wal_mode_is_verified_and_rebuilt_as_one_file(register: Path) -> None:
    out = register.with_name("copy.db")
    with closing(sqlite3.connect(register, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("INSERT INTO session VALUES ('x', 'y', 'z')")
        other.execute("DELETE FROM session WHERE name = 'x'")
        assert register.with_name("register.db-wal").exists()
        assert door.verify_register(register, deep=True).is_sound
        assert compared(register)[1].sound
        desk = door.open_register(register, desk="us-1", today=TODAY)
        assert desk.backup(out).is_sound
        (line,) = (one for one in door.examine(register) if one.name == "journal")
        assert line.state == "must"
        assert "accordtrack rebuild" in line.advice.template if line.advice else False
    assert ask(out, "PRAGMA journal_mode") == [("delete",)]
    desk.rebuild()
    assert ask(register, "PRAGMA journal_mode") == [("delete",)]
    desk.write(AddNote(commitment="FW-US-01", text="On."))
    assert door.verify_register(register, deep=True).is_sound


OBJECTS = {
    "a foreign table": "CREATE TABLE notes (words TEXT)",
    "a foreign index": "CREATE INDEX by_words ON entry (by)",
    "a missing index": "DROP INDEX ix_entry_act",
    "a further column": "ALTER TABLE record ADD COLUMN more TEXT",
}


@pytest.mark.parametrize("name", OBJECTS)
def test_doctor_reports_what_verify_reports_and_nothing_is_written(register: Path, name: str) -> None:
    tamper(register, OBJECTS[name])
    before = register.read_bytes()
    parts = {one.values["name"] for one in door.verify_register(register).findings if "name" in one.values}
    (check,) = (one for one in door.examine(register) if one.name == "objects")
    assert check.state == "must"
    assert parts == set(str(check.said.values["names"]).split(", "))
    us = door.open_register(register, desk="us-1", today=TODAY)
    for work in (lambda: us.write(AddNote(commitment="FW-US-01", text="On.")), us.rebuild):
        with pytest.raises(Refused, match="Parts of the file are foreign, missing or changed"):
            work()
    assert register.read_bytes() == before


def test_digest_of_the_objects_is_that_of_a_new_register(register: Path) -> None:
    with migrated_register() as fresh:
        assert objects_digest(fresh) == OBJECTS_DIGEST
    database = Database(register)
    with database.reading() as connection:
        assert objects_digest(connection) == OBJECTS_DIGEST
    database.close()
