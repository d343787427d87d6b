"""The only module that opens a register file: pragmas, checks, transactions, and errors put into words.

Rollback journal with ``synchronous=EXTRA``: people copy registers to sticks, and a WAL database copied alone cannot be
read. Writers begin immediately, since a deferred begin that later wants to write fails at once under load.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from accordtrack.problems import Problem, Refused
from accordtrack.register import asked, beside
from accordtrack.register.schema import APPLICATION_ID, SCHEMA_VERSION, SEARCH, TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Engine

_HEADER = b"SQLite format 3\x00"
_VERSION = slice(60, 64)  # where it holds user_version
_APPLICATION = slice(68, 72)  # where SQLite's header holds application_id
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE passes the DELETE trigger
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)
_PATIENCE, _HASTE = 10_000, 400
"""Milliseconds for which a lock is waited for: by whoever asks or writes, and by what is only noted in passing."""
_READER_PRAGMAS = ("PRAGMA query_only=ON",)
_WRITER_PRAGMAS = ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA")
_HELD_PRAGMA = "PRAGMA cache_spill=OFF"  # of no effect once a transaction has begun


def _connect(path: Path, *, writing: bool, patience: int = _PATIENCE, held: bool = False) -> sqlite3.Connection:
    """A connection to a file that is there.

    One that only reads is opened for writing too, and then told not to: else the journal of a writer that was killed
    could not be rolled back, and the register would not open again. A file that cannot be written opens all the same.
    """
    uri = f"file:{quote(str(path.resolve()))}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={patience}")
    for pragma in (*_PRAGMAS, *(_WRITER_PRAGMAS if writing else _READER_PRAGMAS), *([_HELD_PRAGMA] if held else [])):
        connection.execute(pragma)
    return connection


def reader(path: Path) -> sqlite3.Connection:
    """A bare connection that only reads, for SQLite's own backup."""
    return _connect(path, writing=False)


def _engine(
    path: Path,
    *,
    writing: bool,
    patience: int = _PATIENCE,
    held: bool = False,
    pool: type[QueuePool | StaticPool] = QueuePool,
) -> Engine:
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, writing=writing, patience=patience, held=held), poolclass=pool
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


@contextmanager
def _transaction(engine: Engine, path: Path, place: Path) -> Iterator[Connection]:
    with spoken(path), beside.transaction(place), engine.begin() as connection:
        yield connection


def _given_up(connection: Connection) -> AbstractContextManager[None]:
    """Let SQLite be interrupted on this connection by whoever gives the question up."""
    driver = connection.connection.driver_connection
    return asked.read_by(driver.interrupt) if isinstance(driver, sqlite3.Connection) else nullcontext()


class Database:
    """A register file. ``reading`` and ``writing`` give a connection inside one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = path.resolve()
        self._reader = _engine(path, writing=False)
        self._writer = _engine(path, writing=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that cannot write, on one snapshot."""
        with _transaction(self._reader, self.path, self._place) as connection, _given_up(connection):
            yield connection

    @contextmanager
    def writing(self, *, making: bool = False) -> Iterator[Connection]:
        """A connection that holds the write lock; commits at the end, rolls back on any error."""
        with spoken(self.path, making=making), beside.transaction(self._place), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def writing_long(self) -> Iterator[Connection]:
        """Like ``writing``, for what takes a while: all that changed is held in memory until the end.

        Else SQLite writes to the file as soon as its cache is full, and nobody can read any more until that.
        """
        engine = _engine(self.path, writing=True, held=True)
        try:
            with spoken(self.path), beside.transaction(self._place), engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def jotting(self) -> Iterator[Connection]:
        """Like ``writing``, for what is worth no waiting: refused soon while somebody else writes."""
        engine = _engine(self.path, writing=True, patience=_HASTE)
        try:
            with spoken(self.path), beside.transaction(self._place), engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def aside(self) -> Aside:
        """A further connection, for temporary tables."""
        return Aside(self.path, self._place)

    def close(self) -> None:
        """Give back the connections that wait for the next question."""
        self._reader.dispose()
        self._writer.dispose()

    def check(self) -> None:
        """Refuse a file that is not a register of this program and version, before anything is written."""
        check_header(self.path)
        with self.reading() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            _check_version(version, self.path)
            if odd := odd_triggers(connection):
                raise Refused(
                    Problem(
                        "The guards of the log were changed: {names}",
                        "Restore a backup; the entries can still be read with verify.",
                        str(self.path),
                        {"names": ", ".join(odd)},
                    )
                )


class Aside:
    """A connection of its own to a register file that only reads it, and keeps temporary tables between questions."""

    def __init__(self, path: Path, place: Path) -> None:
        self._path, self._place = path, place
        self._engine = _engine(path, writing=False, pool=StaticPool)

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """The connection, on one snapshot; temporary tables that were made are kept unless an error ends it."""
        with _transaction(self._engine, self._path, self._place) as connection, _given_up(connection):
            yield connection

    def close(self) -> None:
        """Give the connection back, and its tables with it."""
        self._engine.dispose()


def check_file(path: Path) -> None:
    """Refuse what verify cannot look at: no register, or one of another version. What is damaged passes."""
    check_header(path)
    with beside.opened(path) as file:
        head = file.read(_VERSION.stop)
    _check_version(int.from_bytes(head[_VERSION], "big"), path)


def _check_version(version: int, path: Path) -> None:
    if version > SCHEMA_VERSION:
        raise Refused(Problem("Made by a newer version; update to open", place=str(path)))
    if version < SCHEMA_VERSION:
        raise Refused(Problem("The register was not finished when it was made", "Make it again.", str(path)))


def check_header(path: Path) -> None:
    """Refuse what is missing, a folder, empty, or no file of this program, without opening it as a database."""
    try:
        with beside.opened(path) as file:
            head = file.read(_APPLICATION.stop)
    except FileNotFoundError as error:
        raise Refused(
            Problem(
                "There is no register at {x}",
                'Make one with "accordtrack init", or look at the shipped one first with "accordtrack demo".',
                values={"x": path},
            )
        ) from error
    except IsADirectoryError as error:
        raise Refused(Problem("{x} is a folder", "Name the register file in it.", values={"x": path})) from error
    except OSError as error:
        raise Refused(
            Problem("The register cannot be read: {x}", "Check the permissions of the file.", values={"x": path})
        ) from error
    if not head.startswith(_HEADER) or head[_APPLICATION] != APPLICATION_ID.to_bytes(4, "big"):
        raise Refused(_another_program(path))


def _another_program(path: Path) -> Problem:
    return Problem("This file is not a register of accordtrack", "Name another with --db.", str(path))


def odd_triggers(connection: Connection) -> list[str]:
    """Names of triggers that are missing, changed, or not ours."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = {str(name): str(sql) for name, sql in rows}
    return sorted(name for name in found.keys() | TRIGGERS.keys() if found.get(name) != TRIGGERS.get(name))


def unlink(path: Path) -> None:
    """Remove a file that was being made, with the journal that a full disk leaves beside it."""
    for left in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)


@contextmanager
def spoken(path: Path, *, making: bool = False) -> Iterator[None]:
    """Turn what SQLite raises into a ``Refused`` with a place and advice. ``making``: a new file, not an entry."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        raise Refused(_problem(str(original).lower(), path, making=making)) from error
    except json.JSONDecodeError as error:  # a body that holds no words any more
        raise Refused(_damaged(str(path))) from error
    except UnicodeDecodeError as error:  # SQLite names a part of the schema that is no text any more
        raise Refused(_damaged(str(path))) from error
    except UnicodeEncodeError as error:  # half a surrogate pair: what a terminal gives for bytes that are no UTF-8
        values = {"character": f"U+{ord(error.object[error.start]):04X}"}
        raise Refused(
            Problem(
                "The text holds the character {character}, which cannot be shown",
                "Remove it.",
                values=values,
                usage=True,
            )
        ) from error


def _problem(message: str, path: Path, *, making: bool) -> Problem:
    place = str(path)
    if making and "full" in message:
        return Problem("The disk is full; the file was not made", "Free some space and try again.", place)
    if making and "disk i/o" in message:
        return Problem("The disk gave an error; the file was not made", "Check the disk, then try again.", place)
    if "readonly" in message or "read-only" in message or "unable to open" in message:
        return Problem("The register cannot be written", "Check the permissions of the file and of its folder.", place)
    if "disk is full" in message or "full" in message:
        return Problem("The disk is full; the entry was not saved", "Free some space and say it again.", place)
    if "locked" in message or "busy" in message:
        return Problem("Another program is writing to the register", "Wait a moment and say it again.", place)
    if "malformed" in message or "not a database" in message or "corrupt" in message:
        return _damaged(place)
    if message == "interrupted":
        return asked.GIVEN_UP
    if "disk i/o" in message:
        return Problem("The disk gave an error; the entry was not saved", "Check the disk, then say it again.", place)
    return Problem("The register cannot be used: {why}", "Run accordtrack verify.", place, {"why": message})


def _damaged(place: str) -> Problem:
    return Problem("The register is damaged", "Run accordtrack verify, or restore a backup.", place)


@contextmanager
def in_memory() -> Iterator[Connection]:
    """A connection to an empty projection in memory: for the state as of two dates, and for verify."""
    from accordtrack.register.tables import Table  # noqa: PLC0415  (the models are slow to import)

    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.begin() as connection:
        Table.metadata.create_all(connection)
        connection.execute(text(SEARCH))
        yield connection
    engine.dispose()


@contextmanager
def migrated() -> Iterator[Connection]:
    """A connection to an empty register in memory, made by the migrations."""
    from accordtrack.register.migrations import migrate  # noqa: PLC0415  (alembic is slow to import)

    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        migrate(connection)
        yield connection
    engine.dispose()
