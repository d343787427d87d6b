"""The search index: empty it, seal it and check it. Only SQLite's FTS5 reads its tables.

FTS5 keeps outdated contents until it merges them, and its own check does not read the keys by which it looks up words.
So the index is sealed after each change with a SHA-256 over its tables, which detects any flipped bit.
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
"""FTS5's internal tables with their keys."""


def clear(connection: Connection) -> None:
    """Remove all words, whatever the state of the index. A DELETE would rely on the current contents."""
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
    """Store the digest of the index, in the transaction that changed it."""
    connection.begin_nested().commit()  # at a savepoint FTS5 flushes pending changes into its tables
    values = {"digest": _digest(connection)}
    connection.execute(text("INSERT OR REPLACE INTO seal(name, digest) VALUES ('search', :digest)"), values)


def is_sound(connection: Connection) -> bool:
    """Whether the index matches its seal and, according to FTS5, the words it was made from."""
    noted = list(connection.exec_driver_sql("SELECT name, digest FROM seal"))
    return [tuple(row) for row in noted] == [("search", _digest(connection))] and _is_consistent(connection)


def _is_consistent(connection: Connection) -> bool:
    """Run FTS5's own check on an in-memory copy of its tables: it needs an INSERT, which a reader cannot do."""
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
            with closing(sqlite3.connect(name, uri=True)) as copy:  # a connection without any cached page
                copy.execute("INSERT INTO search(search) VALUES ('integrity-check')")
        except sqlite3.DatabaseError:
            return False
    return True
