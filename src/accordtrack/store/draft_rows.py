"""Rows of ``draft``: texts kept on this machine, unsigned, in no count and no export. Each row has a checksum.

``rebuild`` keeps them and ``backup`` copies them. ``verify`` reports a damaged row, which is never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.local_values import save_session_note, session_note
from accordtrack.store.row_checksum import checksum

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LAST = "last draft"
"""Name of the note that holds the last draft number. Numbers are never reused."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Number, day, intent as canonical JSON, and whether the checksum of the row fits."""

    id: int
    made_on: str
    intent: str
    sound: bool


def all_rows(connection: Connection) -> list[DraftRow]:
    """Return every draft, ordered by number."""
    rows = connection.execute(text("SELECT id, made_on, intent, checksum FROM draft ORDER BY id")).mappings()
    return [
        DraftRow(row["id"], str(row["made_on"]), str(row["intent"]), checksum(dict(row)) == row["checksum"])
        for row in rows
    ]


def find_row(connection: Connection, number: int) -> DraftRow | None:
    """Return the draft with that number, or None."""
    return next((draft_row for draft_row in all_rows(connection) if draft_row.id == number), None)


def save_row(connection: Connection, made_on: str, intent: str, number: int | None = None) -> int:
    """Store a draft, replacing draft ``number`` if given; return its number."""
    key = number if number is not None else _next_number(connection)
    values = {"id": key, "made_on": made_on, "intent": intent}
    statement = text("INSERT OR REPLACE INTO draft VALUES (:id, :made_on, :intent, :checksum)")
    connection.execute(statement, {**values, "checksum": checksum(values)})
    return key


def delete_row(connection: Connection, number: int) -> None:
    """Delete a draft."""
    connection.execute(text("DELETE FROM draft WHERE id = :id"), {"id": number})


def _next_number(connection: Connection) -> int:
    """Return a number that no draft of this register has had."""
    note = session_note(connection, _LAST) or ""
    last = int(note) if note.isascii() and note.isdecimal() else 0
    key = max([last, *map(int, connection.execute(text("SELECT id FROM draft")).scalars())]) + 1
    save_session_note(connection, _LAST, str(key))
    return key
