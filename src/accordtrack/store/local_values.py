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
    saved_filters = (
        SavedFilter(str(row["name"]), str(row["words"]), row["checksum"] == checksum(dict(row))) for row in rows
    )
    return tuple(sorted(saved_filters, key=lambda saved: (saved.name.casefold(), saved.name)))


def save_filter(connection: Connection, name: str, words: str) -> None:
    """Save a filter under a name, replacing any filter of that name."""
    _save_row(
        connection, "INSERT OR REPLACE INTO saved_filter VALUES (:name, :words, :checksum)", name=name, words=words
    )


def delete_filter(connection: Connection, name: str) -> bool:
    """Delete a saved filter; return whether it existed."""
    return bool(connection.execute(text("DELETE FROM saved_filter WHERE name = :name"), {"name": name}).rowcount)


def session_note(connection: Connection, name: str) -> str | None:
    """Return the session note ``name``; None if it is missing or damaged."""
    row = connection.execute(text("SELECT name, value, checksum FROM session WHERE name = :name"), {"name": name})
    row_mapping = row.mappings().first()
    if row_mapping is None or row_mapping["checksum"] != checksum(dict(row_mapping)):
        return None
    return str(row_mapping["value"])


def save_session_note(connection: Connection, name: str, value: str) -> None:
    """Store ``value`` as the session note ``name``."""
    _save_row(connection, "INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)", name=name, value=value)


def _save_row(connection: Connection, statement: str, **values: str) -> None:
    connection.execute(text(statement), {**values, "checksum": checksum(values)})
