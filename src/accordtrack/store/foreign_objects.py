"""Views and virtual tables where a table of ours should be: to read one runs the words of whoever made the file.

Such a reading may never end. This program makes one virtual table, its search index, and no view.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_LISTED = "PRAGMA main.table_list"  # as SQLite took them, whatever the words of the schema say
_OWN = "search"
_PATIENCE, _PER_BYTE, _STEP = 100_000_000, 10, 1_000_000
"""Steps of SQLite's machine: those that any file may take, those that each of its bytes may add, and how often they are counted."""


def strangers(connection: Connection) -> list[str]:
    """Names of views and of virtual tables that are not ours."""
    return _named(tuple(row) for row in connection.exec_driver_sql(_LISTED))


def of_file(connection: sqlite3.Connection) -> list[str]:
    """The same on a bare connection; empty where the schema cannot be read."""
    try:
        return _named(connection.execute(_LISTED).fetchall())
    except sqlite3.Error:
        return []


def _named(rows: Iterable[tuple[object, ...]]) -> list[str]:
    return sorted(str(row[1]) for row in rows if row[2] == "view" or (row[2] == "virtual" and row[1] != _OWN))


def bounded(connection: sqlite3.Connection, size: int) -> None:
    """Let questions to a file of ``size`` bytes be interrupted once they took more steps than all its rows could."""
    left = [(_PATIENCE + size * _PER_BYTE) // _STEP]

    def count() -> bool:
        left[0] -= 1
        return left[0] < 0

    connection.set_progress_handler(count, _STEP)
