"""Detect views and virtual tables in a register file: reading one runs SQL written by whoever made the file.

Such a query may never end. This program makes one virtual table, its search index, and no view.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_LISTED = "PRAGMA main.table_list"  # as SQLite parsed them, whatever the schema text says
_OWN = "search"
_PATIENCE, _PER_BYTE, _STEP = 100_000_000, 10, 1_000_000
"""Steps of SQLite's virtual machine: the base limit, the addition per byte, and how many steps pass between checks."""


def foreign_names(connection: Connection) -> list[str]:
    """Return the names of views, and of virtual tables other than the search index."""
    return _sorted_foreign_names(tuple(row) for row in connection.exec_driver_sql(_LISTED))


def foreign_names_of_file(connection: sqlite3.Connection) -> list[str]:
    """Return the same for a bare connection; empty if the schema cannot be read."""
    try:
        return _sorted_foreign_names(connection.execute(_LISTED).fetchall())
    except sqlite3.Error:
        return []


def _sorted_foreign_names(rows: Iterable[tuple[object, ...]]) -> list[str]:
    return sorted(str(row[1]) for row in rows if row[2] == "view" or (row[2] == "virtual" and row[1] != _OWN))


def limit_queries(connection: sqlite3.Connection, size: int) -> None:
    """Interrupt queries on a file of ``size`` bytes after more steps than reading all its rows could take."""
    left = [(_PATIENCE + size * _PER_BYTE) // _STEP]

    def count() -> bool:
        left[0] -= 1
        return left[0] < 0

    connection.set_progress_handler(count, _STEP)
