"""Rows of ``export``: the outputs made from this copy of the register, with their time, audience and digest.

The list is local and unsigned. ``rebuild`` keeps it, ``backup`` copies it, and no copy for others has it. ``verify``
reports a damaged row, which is never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.store.row_checksum import checksum

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export: its time, kind, file name, readers and SHA-256, and the key of the last ``entry`` that it could hold."""

    made_at: str
    what: str
    name: str
    audience: str
    side: str | None
    entry: int
    digest: str


def all_rows(connection: Connection) -> list[ExportRow]:
    """Return every undamaged row, the oldest first."""
    columns = "id, made_at, what, name, audience, side, entry, digest, checksum"
    rows = connection.execute(text(f"SELECT {columns} FROM export ORDER BY id")).mappings()  # noqa: S608  (a constant)
    return [
        ExportRow(
            str(row["made_at"]),
            str(row["what"]),
            str(row["name"]),
            str(row["audience"]),
            row["side"],
            int(row["entry"]),
            str(row["digest"]),
        )
        for row in rows
        if checksum(dict(row)) == row["checksum"]
    ]


def add_row(connection: Connection, row: ExportRow) -> None:
    """Add an export to the list."""
    key = int(connection.execute(text("SELECT COALESCE(MAX(id), 0) + 1 FROM export")).scalar_one())
    values = {
        "id": key,
        "made_at": row.made_at,
        "what": row.what,
        "name": row.name,
        "audience": row.audience,
        "side": row.side,
        "entry": row.entry,
        "digest": row.digest,
    }
    statement = text(
        "INSERT INTO export VALUES (:id, :made_at, :what, :name, :audience, :side, :entry, :digest, :checksum)"
    )
    connection.execute(statement, {**values, "checksum": checksum(values)})
