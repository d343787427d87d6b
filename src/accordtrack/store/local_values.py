"""What one copy of a register keeps for whoever sits at it: saved filters, and where a person was.

These tables are in no log, no digest and no export. A row whose checksum does not fit is told and never used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.row_checksum import checksum
from accordtrack.types import SavedFilter

if TYPE_CHECKING:
    from sqlalchemy import Connection


def filters(connection: Connection) -> tuple[SavedFilter, ...]:
    """Every saved filter by name, damaged ones too, which are marked so."""
    rows = connection.execute(text("SELECT name, words, checksum FROM saved_filter")).mappings()
    found = (SavedFilter(str(row["name"]), str(row["words"]), row["checksum"] == checksum(dict(row))) for row in rows)
    return tuple(sorted(found, key=lambda saved: (saved.name.casefold(), saved.name)))


def put_filter(connection: Connection, name: str, words: str) -> None:
    """Keep a filter under a name, over what that name stood for."""
    _put(connection, "INSERT OR REPLACE INTO saved_filter VALUES (:name, :words, :checksum)", name=name, words=words)


def drop_filter(connection: Connection, name: str) -> bool:
    """Take a saved filter away; gives whether it was there."""
    return bool(connection.execute(text("DELETE FROM saved_filter WHERE name = :name"), {"name": name}).rowcount)


def note(connection: Connection, name: str) -> str | None:
    """What was noted under ``name`` of the session; None when there is nothing, or it is damaged."""
    row = connection.execute(text("SELECT name, value, checksum FROM session WHERE name = :name"), {"name": name})
    found = row.mappings().first()
    if found is None or found["checksum"] != checksum(dict(found)):
        return None
    return str(found["value"])


def put_note(connection: Connection, name: str, value: str) -> None:
    """Note ``value`` under ``name`` of the session."""
    _put(connection, "INSERT OR REPLACE INTO session VALUES (:name, :value, :checksum)", name=name, value=value)


def _put(connection: Connection, statement: str, **values: str) -> None:
    connection.execute(text(statement), {**values, "checksum": checksum(values)})
