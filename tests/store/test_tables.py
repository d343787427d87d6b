"""Tables, guards and the file itself: what the migrations make, and what the log never lets happen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column

from accordtrack.store.database import Database
from accordtrack.store.file_check import odd_triggers
from accordtrack.store.in_memory import in_memory, migrated_register
from accordtrack.store.schema import APPLICATION_ID, SCHEMA_VERSION, SEARCH, TRIGGERS
from accordtrack.store.tables import LOCAL, PROJECTION, Table
from registers import small_register
from tampering import ask


@pytest.mark.filterwarnings("ignore:.*expression-based index:Warning")
def test_migrations_create_the_tables_of_the_models() -> None:
    shadows = {"search", "search_data", "search_idx", "search_content", "search_docsize", "search_config"}

    def ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
        return not (kind == "table" and name in shadows | {"alembic_version"})

    with migrated_register() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "include_object": ours}
        )
        assert compare_metadata(context, Table.metadata) == []


INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"


def test_migrations_create_each_index_exactly() -> None:
    with migrated_register() as made, in_memory() as told:
        found = made.exec_driver_sql(INDEXES).all()
        assert found == told.exec_driver_sql(INDEXES).all()
    assert {"ix_entry_body_due_on", "ix_entry_body_expires_on"} <= {name for name, _sql in found}


def test_migrations_create_the_search_index_and_the_guards() -> None:
    with migrated_register() as connection:
        assert odd_triggers(connection) == []
        (made,) = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'search'").scalars()
        assert made == SEARCH
        assert connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION


def test_every_table_belongs_to_the_log_the_projection_or_local_data() -> None:
    log = {"entry", "entry_body", "seal"}
    assert {table.name for table in Table.metadata.tables.values()} == {
        *log,
        *(str(model.__tablename__) for model in (*PROJECTION, *LOCAL)),
    }
    for model in LOCAL:
        assert "checksum" in {column.name for column in Table.metadata.tables[str(model.__tablename__)].columns}


def test_every_constraint_and_index_has_a_name() -> None:
    for table in Table.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


def test_no_column_holds_floating_point_numbers() -> None:
    columns: list[Column[object]] = [column for table in Table.metadata.tables.values() for column in table.columns]
    assert not [column for column in columns if "FLOAT" in str(column.type) or "NUMERIC" in str(column.type)]


@pytest.fixture
def writer(register: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the file with SQLite's own defaults: another program that has it open."""
    with closing(sqlite3.connect(register, isolation_level=None)) as connection:
        yield connection


ENTRY_COPY = (
    "SELECT {id}, feed, {seq}, prev, lc, at, kid, by, act, kind, ref, handling, v, body_hash, {hash}, sig, raw "
    "FROM entry WHERE feed = 'obs-0' AND seq = 3"
)
NEXT_ID = "(SELECT MAX(id) + 1 FROM entry)"
NEXT_SEQ = "(SELECT MAX(seq) + 1 FROM entry WHERE feed = 'obs-0')"
FORBIDDEN = {
    "change": ("UPDATE entry SET handling = 'TLP:CLEAR' WHERE id = 5", "entries are never changed"),
    "change nothing": ("UPDATE entry SET handling = handling", "entries are never changed"),
    "change or replace": ("UPDATE OR REPLACE entry SET seq = 2 WHERE id = 5", "entries are never changed"),
    "delete one": ("DELETE FROM entry WHERE id = 5", "entries are never deleted"),
    "delete all": ("DELETE FROM entry", "entries are never deleted"),
    "insert a seq that is there": (
        "INSERT INTO entry " + ENTRY_COPY.format(id=NEXT_ID, seq="seq", hash="'x'"),
        "not the next entry of its feed",
    ),
    "insert over it": (
        "INSERT OR REPLACE INTO entry " + ENTRY_COPY.format(id="id", seq="seq", hash="hash"),
        "not the next entry of its feed",
    ),
    "skip one": (
        "INSERT INTO entry " + ENTRY_COPY.format(id=NEXT_ID, seq=NEXT_SEQ + " + 1", hash="'x'"),
        "not the next entry of its feed",
    ),
    "seq 0": (
        "INSERT INTO entry " + ENTRY_COPY.format(id=NEXT_ID, seq="0", hash="'x'"),
        "not the next entry of its feed",
    ),
    "seq null": (
        "INSERT INTO entry " + ENTRY_COPY.format(id=NEXT_ID, seq="NULL", hash="'x'"),
        "not the next entry of its feed",
    ),
    "seq as text": (
        "INSERT INTO entry " + ENTRY_COPY.format(id=NEXT_ID, seq="'next'", hash="'x'"),
        "not the next entry of its feed",
    ),
    "hash that is there": (
        "INSERT INTO entry " + ENTRY_COPY.format(id=NEXT_ID, seq=NEXT_SEQ, hash="hash"),
        "UNIQUE constraint",
    ),
    "change a body": ("UPDATE entry_body SET raw = x'7b7d' WHERE entry_id = 5", "bodies are never changed"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_log_refuses_changes_and_deletions(register: Path, writer: sqlite3.Connection, name: str) -> None:
    before = (
        ask(register, "SELECT * FROM entry ORDER BY id"),
        ask(register, "SELECT * FROM entry_body ORDER BY entry_id"),
    )
    statement, words = FORBIDDEN[name]
    with pytest.raises(sqlite3.IntegrityError, match=words):
        writer.execute(statement)
    after = (
        ask(register, "SELECT * FROM entry ORDER BY id"),
        ask(register, "SELECT * FROM entry_body ORDER BY entry_id"),
    )
    assert after == before


REPLACING = {
    "insert or replace by hash": "INSERT OR REPLACE INTO entry "
    + ENTRY_COPY.format(id=NEXT_ID, seq=NEXT_SEQ, hash="hash"),
    "insert or replace by id": "INSERT OR REPLACE INTO entry " + ENTRY_COPY.format(id="id", seq=NEXT_SEQ, hash="'x'"),
    "replace a body": "REPLACE INTO entry_body VALUES (5, x'00', x'7b7d')",
}


@pytest.mark.parametrize("name", REPLACING)
def test_replace_is_refused_on_the_programs_own_connection(register: Path, name: str) -> None:
    database = Database(register)
    before = (
        ask(register, "SELECT * FROM entry ORDER BY id"),
        ask(register, "SELECT * FROM entry_body ORDER BY entry_id"),
    )
    with pytest.raises(Exception, match=r"never (changed|deleted)"), database.writing() as connection:
        connection.exec_driver_sql(REPLACING[name])
    after = (
        ask(register, "SELECT * FROM entry ORDER BY id"),
        ask(register, "SELECT * FROM entry_body ORDER BY entry_id"),
    )
    assert after == before


def test_entry_body_can_be_deleted_and_the_entry_stays(writer: sqlite3.Connection) -> None:
    writer.execute("DELETE FROM entry_body WHERE entry_id = 5")
    assert writer.execute("SELECT COUNT(*) FROM entry WHERE id = 5").fetchone() == (1,)


def test_entry_body_without_an_entry_is_refused(register: Path) -> None:
    with pytest.raises(Exception, match="foreign key"), Database(register).writing() as connection:
        connection.exec_driver_sql("INSERT INTO entry_body VALUES (99999, x'00', x'7b7d')")


# The connection


def pragma(database: Database, name: str, *, writing: bool) -> object:
    with database.writing() if writing else database.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize("writing", [False, True])
def test_every_connection_uses_strict_pragmas(register: Path, *, writing: bool) -> None:
    database = Database(register)
    expected = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 10000,
    }
    assert {name: pragma(database, name, writing=writing) for name in expected} == expected


def test_write_connection_syncs_fully_and_leaves_one_file(register: Path) -> None:
    database = Database(register)
    assert pragma(database, "journal_mode", writing=True) == "delete"
    assert pragma(database, "synchronous", writing=True) == 3, "EXTRA"
    assert sorted(path.name for path in register.parent.iterdir()) == ["register.db", "register.db.keys"]


def test_a_reader_cannot_write(register: Path) -> None:
    database = Database(register)
    before = register.read_bytes()
    for statement in ("DELETE FROM commitment", "CREATE TABLE x (y)", "PRAGMA user_version=9", "VACUUM"):
        with pytest.raises(Exception, match=r"cannot be written|cannot be used"), database.reading() as connection:
            connection.exec_driver_sql(statement)
    assert register.read_bytes() == before


def test_failed_transaction_is_rolled_back_completely(register: Path) -> None:
    def fail() -> None:
        with Database(register).writing() as connection:
            connection.exec_driver_sql("DELETE FROM commitment")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ask(register, "SELECT COUNT(*) FROM commitment") == [(3,)]


def test_files_with_unusual_names_can_be_opened(tmp_path: Path) -> None:
    register = small_register(tmp_path)
    for name in ("a b.db", "año.db", "what?.db", "50%41.db", "#1.db", "a&b=c.db", "mode=ro.db", "'quoted'.db"):
        path = tmp_path / name
        shutil.copyfile(register, path)
        database = Database(path)
        database.check()
        with database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM tag")
        assert ask(register, "SELECT COUNT(*) FROM tag") != [(0,)], "the file that was named is the one written"


def test_changed_or_missing_guards_are_detected(register: Path) -> None:
    for name, words in TRIGGERS.items():
        for other in (None, words.replace("RAISE(ABORT", "RAISE(FAIL"), words + " "):
            with closing(sqlite3.connect(register)) as connection:
                connection.execute(f"DROP TRIGGER {name}")
                if other:
                    connection.execute(other)
                connection.commit()
            with Database(register).reading() as connection_:
                odd = odd_triggers(connection_)
            with closing(sqlite3.connect(register)) as connection:
                if other:
                    connection.execute(f"DROP TRIGGER {name}")
                connection.execute(words)
                connection.commit()
            assert odd == ([name] if other != words + " " else []), "SQLite leaves blanks at the end out"
