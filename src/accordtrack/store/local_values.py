"""Local values of one copy of a register: saved filters, and the user's last position.

These tables are in no log, digest or export. A row whose checksum does not fit is reported and never used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.row_checksum import checksum
from accordtrack.types import SavedFilter

if TYPE_CHECKING:
    from sqlalchemy import Connection


def filters(connection: Connection) -> tuple[SavedFilter, ...]:
    """Return every saved filter by name. Damaged ones are included and marked."""
    rows = connection.execute(text("SELECT name, words, checksum FROM saved_filter")).mappings()
    found = (SavedFilter(str(row["name"]), str(row["words"]), row["checksum"] == checksum(dict(row))) for row in rows)
    return tuple(sorted(found, key=lambda saved: (saved.name.casefold(), saved.name)))


def put_filter(connection: Connection, name: str, words: str) -> None:
    """Save a filter under a name, replacing any filter of that name."""
    _put(connection, "INSERT OR REPLACE INTO saved_filter VALUES (:name, :words, :checksum)", name=name, words=words)


def drop_filter(connection: Connection, name: str) -> bool:
    """Delete a saved filter; return whether it existed."""
    return bool(connection.execute(text("DELETE FROM saved_filter WHERE name = :name"), {"name": name}).rowcount)


def note(connection: Connection, name: str) -> str | None:
    """Return the session note ``name``; None if it is missing or damaged."""
    row = connection.execute(text("SELECT name, value, checksum FROM session WHERE name = :name"), {"name": name})
    found = row.mappings().first()
    if found is None or found["checksum"] != checksum(dict(found)):
        return None
    return str(found["value"])


def put_note(connection: Connection, name: str, value: str) -> None:
    """Store ``value`` as the session note ``name``."""
    _put(connection, "INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)", name=name, value=value)


def _put(connection: Connection, statement: str, **values: str) -> None:
    connection.execute(text(statement), {**values, "checksum": checksum(values)})
