"""Open register files: connections, pragmas and transactions. No other module opens one.

The journal mode is a rollback journal with ``synchronous=EXTRA``: people copy registers to USB sticks, and a WAL
database that is copied without its log cannot be read. Writers begin immediately, since a deferred transaction that
later wants to write fails at once under load.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from accordtrack.core import capabilities
from accordtrack.core.problems import Problem, Refused
from accordtrack.store import cancellation, safe_io
from accordtrack.store.database_errors import Work, translate_errors
from accordtrack.store.engines import sqlite_engine
from accordtrack.store.file_check import (
    check_header,
    check_triggers,
    check_version,
    refuse_newer,
    refuse_odd_objects,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Engine

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it, INSERT OR REPLACE bypasses the DELETE trigger
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)
_PATIENCE, _HASTE, _LONG = 10_000, 400, 600_000
"""Milliseconds to wait for a lock: to read or write, to store a minor note, and to update an older register.

The last wait is long, because another program may be updating the same register.
"""
_AGAIN = 0.01
"""Seconds between attempts to take a lock."""
_READER_PRAGMAS = ("PRAGMA query_only=ON",)
_WRITER_PRAGMAS = ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA")
_HELD_PRAGMA = "PRAGMA cache_spill=OFF"  # has no effect once a transaction has begun


def _connect(path: Path, *, writing: bool, patience: int = _PATIENCE, no_spill: bool = False) -> sqlite3.Connection:
    """Return a connection to an existing file.

    A read-only connection is also opened for writing and then set to ``query_only``: otherwise the journal of a killed
    writer could not be rolled back, and the register would not open again. A file without write permission opens all
    the same.
    """
    connection = sqlite3.connect(sqlite_uri(path), uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={patience}")
    for pragma in (
        *_PRAGMAS,
        *(_WRITER_PRAGMAS if writing else _READER_PRAGMAS),
        *([_HELD_PRAGMA] if no_spill else []),
    ):
        connection.execute(pragma)
    return connection


def sqlite_uri(path: Path) -> str:
    """Return the SQLite URI of an existing file."""
    return f"file:{quote(str(path.resolve()))}?mode=rw"


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Return a bare read-only connection, for SQLite's own backup."""
    return _connect(path, writing=False)


def _engine(
    path: Path,
    *,
    writing: bool,
    patience: int = _PATIENCE,
    no_spill: bool = False,
    pool: type[QueuePool | StaticPool] = QueuePool,
) -> Engine:
    engine = sqlite_engine(
        creator=lambda: _connect(path, writing=writing, patience=patience, no_spill=no_spill),
        poolclass=pool,
        hide_parameters=True,  # error messages must not contain text of the register
    )
    begin = partial(_begin_writing, patience=patience) if writing else _begin_reading
    event.listen(engine, "begin", begin)
    return engine


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection, patience: int) -> None:
    """Take the write lock within ``patience`` milliseconds.

    SQLite itself retries less often the longer it waits, so with many writers the newest gets the lock and others wait
    in vain.
    """
    until = monotonic() + patience / 1000
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        while not _try_begin_writing(connection, last=monotonic() >= until):
            sleep(_AGAIN)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")


def _try_begin_writing(connection: Connection, *, last: bool) -> bool:
    """Try to take the write lock; return whether this connection has it.

    Raise SQLite's error, except that a busy lock raises only on the ``last`` attempt.
    """
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if last or getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _interruptible_connection(connection: Connection) -> AbstractContextManager[None]:
    """Let a canceled query interrupt SQLite on this connection."""
    driver = connection.connection.driver_connection
    return cancellation.interruptible(driver.interrupt) if isinstance(driver, sqlite3.Connection) else nullcontext()


class Database:
    """A register file. ``reading`` and ``writing`` yield a connection inside one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = path.resolve()
        self._reader = _engine(path, writing=False)
        self._writer = _engine(path, writing=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a read-only connection on one snapshot. It is rolled back, since a damaged file may refuse a commit."""
        place, engine = self._place, self._reader
        with (
            translate_errors(self.path, Work.READING),
            safe_io.transaction(place),
            engine.connect() as connection,
            _interruptible_connection(connection),
        ):
            connection.begin()
            yield connection

    @contextmanager
    def writing(self, *, work: Work = Work.SAYING) -> Iterator[Connection]:
        """Yield a connection that holds the write lock; commit at the end, roll back on any error.

        Raise ``Refused`` if a newer program updated the file since it was opened, or if this process only reads.
        """
        with self._locked_connection(self._writer, work) as connection:
            yield connection

    @contextmanager
    def _locked_connection(self, engine: Engine, work: Work = Work.SAYING) -> Iterator[Connection]:
        capabilities.refuse_writing()
        with translate_errors(self.path, work), safe_io.transaction(self._place), engine.begin() as connection:
            refuse_newer(version(connection), self.path)
            refuse_odd_objects(connection, self.path)
            yield connection

    @contextmanager
    def writing_long(self, *, work: Work = Work.SAYING) -> Iterator[Connection]:
        """Like ``writing``, for long operations: changes stay in memory until the end.

        Otherwise SQLite writes to the file as soon as its cache is full and blocks all readers from then on.
        """
        engine = _engine(self.path, writing=True, no_spill=True)
        try:
            with self._locked_connection(engine, work) as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def updating(self) -> Iterator[Connection]:
        """Like ``writing_long``, for updating the file version; wait for another program that is updating it."""
        engine = _engine(self.path, writing=True, no_spill=True, patience=_LONG)
        try:
            with self._locked_connection(engine, Work.UPDATING) as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def writing_briefly(self) -> Iterator[Connection]:
        """Like ``writing``, for minor notes that are not worth waiting for: fail soon while another program writes."""
        engine = _engine(self.path, writing=True, patience=_HASTE)
        try:
            with self._locked_connection(engine) as connection:
                yield connection
        finally:
            engine.dispose()

    def separate_connection(self) -> Aside:
        """Return another connection, for temporary tables."""
        return Aside(self.path, self._place)

    def close(self) -> None:
        """Close the pooled connections."""
        self._reader.dispose()
        self._writer.dispose()

    def check(self) -> int:
        """Return the version of the file. Raise ``Refused`` if it is not a register or is newer than this program."""
        check_header(self.path)
        with self.reading() as connection:
            found = version(connection)
            check_version(found, self.path)
            check_triggers(connection, found, self.path)
        return found


class Aside:
    """A separate read-only connection to a register file that keeps temporary tables between queries."""

    def __init__(self, path: Path, place: Path) -> None:
        self._path, self._place = path, place
        self._engine = _engine(path, writing=False, pool=StaticPool)

    @contextmanager
    def snapshot_connection(self) -> Iterator[Connection]:
        """Yield the connection on one snapshot. Temporary tables are kept unless an error occurs."""
        place, engine = self._place, self._engine
        with (
            translate_errors(self._path, Work.READING),
            safe_io.transaction(place),
            engine.begin() as connection,
            _interruptible_connection(connection),
        ):
            yield connection

    def close(self) -> None:
        """Close the connection, which drops its temporary tables."""
        self._engine.dispose()


def refuse_leftover_journal(path: Path) -> None:
    """Refuse a path for a new file if a SQLite journal of another file exists beside it: SQLite would mix it in."""
    for name in (f"{path.name}-journal", f"{path.name}-wal"):
        left = path.with_name(name)
        if os.path.lexists(left):
            raise Refused(
                Problem(
                    "What was being written to another file of that name is still here: {x}",
                    "Move it away together with the file it belongs to, or choose another name.",
                    str(path),
                    {"x": left},
                )
            )


def unlink(path: Path) -> None:
    """Remove an unfinished file and the journal that a full disk leaves beside it."""
    for left in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
