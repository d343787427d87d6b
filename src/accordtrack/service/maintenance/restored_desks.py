"""Closes the desks of a backup: a backup, opened in place or restored, never continues a feed.

A backup may be older than the register it was made of. If a desk continued in both, it would sign two entries with the
same number: a fork, which no other side accepts. A backup therefore stores the names of its closed desks, and whoever
continues opens a new desk.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.core.problems import Problem
from accordtrack.store import log
from accordtrack.store.row_checksum import checksum

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_NAME = "restored"


def close_all_desks(connection: Connection) -> None:
    """Close every desk of the register, recorded in a row of the local table ``session``."""
    values = {"name": _NAME, "value": json.dumps(log.feeds(connection))}
    row = {**values, "checksum": checksum(values)}
    connection.execute(text("INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)"), row)


def closed_desks(connection: Connection) -> frozenset[str]:
    """Return the closed desks of this file; all desks if the row cannot be read."""
    value = connection.execute(text("SELECT value FROM session WHERE name = :name"), {"name": _NAME}).scalar()
    if value is None:
        return frozenset()
    try:
        return frozenset(map(str, json.loads(value)))
    except (ValueError, TypeError, RecursionError):
        return frozenset(log.feeds(connection))


def closed_desk_problem(path: Path, desk: str = "us-2") -> Problem:
    """Return the problem for writing at a closed desk; ``desk`` is the name of one that could be opened."""
    return Problem(
        "This file is a backup, or was restored from one; its desks do not continue in it",
        "You can read it; to write, restore with a new desk number: accordtrack restore FILE --desk {y}",
        str(path),
        {"y": desk},
    )
