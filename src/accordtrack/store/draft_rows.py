"""Rows of ``draft``: words that wait on this machine. Unsigned, in no count and no export; each carries a checksum.

``rebuild`` keeps them and ``backup`` copies them; one that was damaged is told by ``verify`` and never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.local_values import note, put_note
from accordtrack.store.row_checksum import checksum

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LAST = "last draft"
"""The note of the last number given to a draft: none is ever given twice."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Its number, the day it was kept, the intent as canonical JSON, and whether the row is whole."""

    id: int
    made_on: str
    intent: str
    sound: bool


def every(connection: Connection) -> list[DraftRow]:
    """Every draft, in the order of their numbers."""
    rows = connection.execute(text("SELECT id, made_on, intent, checksum FROM draft ORDER BY id")).mappings()
    return [
        DraftRow(row["id"], str(row["made_on"]), str(row["intent"]), checksum(dict(row)) == row["checksum"])
        for row in rows
    ]


def one(connection: Connection, number: int) -> DraftRow | None:
    """The draft of that number, or None."""
    return next((found for found in every(connection) if found.id == number), None)


def put(connection: Connection, made_on: str, intent: str, number: int | None = None) -> int:
    """Keep a draft, in the place of ``number`` when one is given; gives its number."""
    key = number if number is not None else _next(connection)
    values = {"id": key, "made_on": made_on, "intent": intent}
    statement = text("INSERT OR REPLACE INTO draft VALUES (:id, :made_on, :intent, :checksum)")
    connection.execute(statement, {**values, "checksum": checksum(values)})
    return key


def drop(connection: Connection, number: int) -> None:
    """Delete a draft."""
    connection.execute(text("DELETE FROM draft WHERE id = :id"), {"id": number})


def _next(connection: Connection) -> int:
    """A number that no draft of this register has had."""
    held = note(connection, _LAST) or ""
    last = int(held) if held.isascii() and held.isdecimal() else 0
    key = max([last, *map(int, connection.execute(text("SELECT id FROM draft")).scalars())]) + 1
    put_note(connection, _LAST, str(key))
    return key
