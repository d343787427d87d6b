"""The only module that opens a register file: pragmas and transactions.

Rollback journal with ``synchronous=EXTRA``: people copy registers to sticks, and a WAL database copied alone cannot be
read. Writers begin immediately, since a deferred begin that later wants to write fails at once under load.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from accordtrack.core import capabilities
from accordtrack.core.problems import Problem, Refused
from accordtrack.store import cancellation, safe_io
from accordtrack.store.database_errors import Work, spoken
from accordtrack.store.file_check import check_header, check_triggers, check_version, refuse_newer, version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Engine

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE passes the DELETE trigger
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)
_PATIENCE, _HASTE, _LONG = 10_000, 400, 600_000
"""Milliseconds to wait for a lock: to read or write, to note something in passing, and to open a register of an older
version, which another program may be bringing up to date."""
_AGAIN = 0.01
"""Seconds after which a lock that is held is asked for again."""
_READER_PRAGMAS = ("PRAGMA query_only=ON",)
_WRITER_PRAGMAS = ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA")
_HELD_PRAGMA = "PRAGMA cache_spill=OFF"  # of no effect once a transaction has begun


def _connect(path: Path, *, writing: bool, patience: int = _PATIENCE, held: bool = False) -> sqlite3.Connection:
    """A connection to a file that is there.

    One that only reads is opened for writing too, and then told not to: else the journal of a writer that was killed
    could not be rolled back, and the register would not open again. A file that cannot be written opens all the same.
    """
    connection = sqlite3.connect(address(path), uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={patience}")
    for pragma in (*_PRAGMAS, *(_WRITER_PRAGMAS if writing else _READER_PRAGMAS), *([_HELD_PRAGMA] if held else [])):
        connection.execute(pragma)
    return connection


def address(path: Path) -> str:
    """A file that is there, as SQLite is told of it."""
    return f"file:{quote(str(path.resolve()))}?mode=rw"


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
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path, writing=writing, patience=patience, held=held),
        poolclass=pool,
        hide_parameters=True,  # words of the register do not belong into what is said of an error
    )
    begin = partial(_begin_writing, patience=patience) if writing else _begin_reading
    event.listen(engine, "begin", begin)
    return engine


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection, patience: int) -> None:
    """Take the write lock within ``patience`` milliseconds.

    SQLite itself asks the more seldom the longer it waits, so that of many writers the newest is served and another waits
    in vain.
    """
    until = monotonic() + patience / 1000
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        while not _begun(connection, last=monotonic() >= until):
            sleep(_AGAIN)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")


def _begun(connection: Connection, *, last: bool) -> bool:
    """Whether this connection has the write lock now; raises what SQLite does, at the ``last`` asking of a lock that is held too."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if last or getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _given_up(connection: Connection) -> AbstractContextManager[None]:
    """Let SQLite be interrupted on this connection by whoever gives the question up."""
    driver = connection.connection.driver_connection
    return cancellation.read_by(driver.interrupt) if isinstance(driver, sqlite3.Connection) else nullcontext()


class Database:
    """A register file. ``reading`` and ``writing`` give a connection inside one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = path.resolve()
        self._reader = _engine(path, writing=False)
        self._writer = _engine(path, writing=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that cannot write, on one snapshot.

        It is rolled back at the end: of a damaged file, SQLite may refuse to commit what was only read.
        """
        place, engine = self._place, self._reader
        with (
            spoken(self.path, Work.READING),
            safe_io.transaction(place),
            engine.connect() as connection,
            _given_up(connection),
        ):
            connection.begin()
            yield connection

    @contextmanager
    def writing(self, *, work: Work = Work.SAYING) -> Iterator[Connection]:
        """A connection that holds the write lock; commits at the end, rolls back on any error.

        Refuses a file that a newer program brought up to date since it was opened, and in a process that only reads.
        """
        with self._locked(self._writer, work) as connection:
            yield connection

    @contextmanager
    def _locked(self, engine: Engine, work: Work = Work.SAYING) -> Iterator[Connection]:
        capabilities.refuse_writing()
        with spoken(self.path, work), safe_io.transaction(self._place), engine.begin() as connection:
            refuse_newer(version(connection), self.path)
            yield connection

    @contextmanager
    def writing_long(self, *, work: Work = Work.SAYING) -> Iterator[Connection]:
        """Like ``writing``, for what takes a while: all that changed is held in memory until the end.

        Else SQLite writes to the file as soon as its cache is full, and nobody can read any more until that.
        """
        engine = _engine(self.path, writing=True, held=True)
        try:
            with self._locked(engine, work) as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def updating(self) -> Iterator[Connection]:
        """Like ``writing_long``, for bringing the file up to date: waits for whoever is doing so already."""
        engine = _engine(self.path, writing=True, held=True, patience=_LONG)
        try:
            with self._locked(engine, Work.UPDATING) as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def jotting(self) -> Iterator[Connection]:
        """Like ``writing``, for what is worth no waiting: refused soon while somebody else writes."""
        engine = _engine(self.path, writing=True, patience=_HASTE)
        try:
            with self._locked(engine) as connection:
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

    def check(self) -> int:
        """Refuse a file that is no register, or of a newer version, before anything is written. Gives its version."""
        check_header(self.path)
        with self.reading() as connection:
            found = version(connection)
            check_version(found, self.path)
            check_triggers(connection, found, self.path)
        return found


class Aside:
    """A connection of its own to a register file that only reads it, and keeps temporary tables between questions."""

    def __init__(self, path: Path, place: Path) -> None:
        self._path, self._place = path, place
        self._engine = _engine(path, writing=False, pool=StaticPool)

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """The connection, on one snapshot; temporary tables that were made are kept unless an error ends it."""
        place, engine = self._place, self._engine
        with (
            spoken(self._path, Work.READING),
            safe_io.transaction(place),
            engine.begin() as connection,
            _given_up(connection),
        ):
            yield connection

    def close(self) -> None:
        """Give the connection back, and its tables with it."""
        self._engine.dispose()


def refuse_left(path: Path) -> None:
    """Refuse a name for a new file beside which SQLite left what it was writing to another: it would be mixed in."""
    for name in (f"{path.name}-journal", f"{path.name}-wal"):
        left = path.with_name(name)
        if os.path.lexists(left):
            raise Refused(
                Problem(
                    "What was being written to another file of that name still lies here: {x}",
                    "Move it away together with the file that it belongs to, or choose another name.",
                    str(path),
                    {"x": left},
                )
            )


def unlink(path: Path) -> None:
    """Remove a file that was being made, with the journal that a full disk leaves beside it."""
    for left in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
