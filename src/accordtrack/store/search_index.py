"""The search index: emptied, sealed and checked. Nobody but SQLite's FTS5 reads its tables.

FTS5 keeps what an index no longer says until it is merged, and looks words up by keys that its own check does not
read. So the index is sealed after each change: a SHA-256 over its tables, which finds any flipped bit.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import text

from accordtrack.store.schema import SEARCH

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TABLES = {"data": "id", "idx": "segid, term", "content": "id", "docsize": "id", "config": "k"}
"""FTS5's own tables with their keys."""


def empty(connection: Connection) -> None:
    """Forget every word, whatever state the index is in: a DELETE would trust the words that stand in it."""
    connection.execute(text("DELETE FROM search_content"))
    connection.execute(text("INSERT INTO search(search) VALUES ('rebuild')"))


def _rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    order = _TABLES[table]
    return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM search_{table} ORDER BY {order}")]  # noqa: S608


def _digest(connection: Connection) -> str:
    digest = hashlib.sha256()
    for table in _TABLES:
        for row in _rows(connection, table):
            for value in row:
                raw = value if isinstance(value, bytes) else str(value).encode()
                digest.update(f"{type(value).__name__}{len(raw)}:".encode() + raw)
    return digest.hexdigest()


def seal(connection: Connection) -> None:
    """Note the digest of the index as it stands; in the transaction that changed it."""
    connection.begin_nested().commit()  # at a savepoint FTS5 writes into its tables what it had only noted
    values = {"digest": _digest(connection)}
    connection.execute(text("INSERT OR REPLACE INTO seal(name, digest) VALUES ('search', :digest)"), values)


def sound(connection: Connection) -> bool:
    """Whether the index is as it was sealed, and FTS5 finds it to hold the words that stand beside it."""
    noted = list(connection.exec_driver_sql("SELECT name, digest FROM seal"))
    return [tuple(row) for row in noted] == [("search", _digest(connection))] and _consistent(connection)


def _consistent(connection: Connection) -> bool:
    """FTS5's own check, on a copy of its tables in memory: it is asked by an INSERT, which a reader cannot do."""
    name = f"file:search-{uuid4().hex}?mode=memory&cache=shared"
    with closing(sqlite3.connect(name, uri=True)) as filled:
        try:
            filled.execute(SEARCH)
            for table in _TABLES:
                rows = _rows(connection, table)
                filled.execute(f"DELETE FROM search_{table}")  # noqa: S608
                for row in rows:
                    places = ",".join("?" * len(row))
                    filled.execute(f"INSERT INTO search_{table} VALUES ({places})", row)  # noqa: S608
            filled.commit()
            with closing(sqlite3.connect(name, uri=True)) as copy:  # a connection that has read nothing yet
                copy.execute("INSERT INTO search(search) VALUES ('integrity-check')")
        except sqlite3.DatabaseError:
            return False
    return True
