"""A backup never resumes a feed, opened in place or restored: its desks are closed, and whoever goes on opens a new one.

A backup may be older than the register it was made of. Were a desk to go on in both, it would sign two entries of one
number: a fork, which no other side accepts. So a backup carries the names of the desks that it had.
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


def mark(connection: Connection) -> None:
    """Close every desk that the register has; a row of the local table ``session`` says so."""
    values = {"name": _NAME, "value": json.dumps(log.feeds(connection))}
    row = {**values, "checksum": checksum(values)}
    connection.execute(text("INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)"), row)


def closed(connection: Connection) -> frozenset[str]:
    """The desks that do not go on in this file; all of them when the row cannot be read."""
    value = connection.execute(text("SELECT value FROM session WHERE name = :name"), {"name": _NAME}).scalar()
    if value is None:
        return frozenset()
    try:
        return frozenset(map(str, json.loads(value)))
    except (ValueError, TypeError):
        return frozenset(log.feeds(connection))


def problem(path: Path) -> Problem:
    """What to say to whoever would write at a closed desk."""
    return Problem(
        "This file is a backup, or was restored from one; its desks do not go on in it",
        "Read it; to write, restore with a desk of a new number: accordtrack restore FILE --desk us-2",
        str(path),
    )
