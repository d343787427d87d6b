"""Rows of a past beside those that a fold of the whole log as of the same dates gives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from accordtrack.projection.authorization import FoldContext, standing_items
from accordtrack.projection.projector import Rows
from accordtrack.store import log
from accordtrack.store.columns import COMMITMENT, TAG
from accordtrack.store.database import Database

Found = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


def held(connection: Connection) -> Found:
    """Rows, tags and words of a past."""
    rows = connection.execute(select(*COMMITMENT.c).order_by(COMMITMENT.c.key)).mappings()
    tags = connection.execute(select(*TAG.c).order_by(*TAG.c)).mappings()
    words = connection.execute(text("SELECT rowid AS key, id, words FROM search ORDER BY rowid")).mappings()
    return [dict(row) for row in rows], [dict(row) for row in tags], [dict(row) for row in words]


def folded(database: Database, at: TwoDates) -> Found:
    """The same, with every entry of the log folded again."""
    with database.reading() as connection:
        world = FoldContext(connection)
        rows = Rows(world)
        for ref, state in facts.read(connection, at).states.items():
            told = standing_items(list(world.items(ref)), world, at)
            rows.add_state(state, max(item.entry_id for item in log.items(connection, ref)), told)
    rows.tags.sort(key=lambda row: (row["key"], row["field"], row["value"]))
    return (
        sorted(rows.commitments, key=lambda row: row["key"]),
        rows.tags,
        sorted(rows.words, key=lambda row: row["key"]),
    )


def days(database: Database) -> list[str]:
    """The days on which something takes effect or becomes known, and their neighbors."""
    with database.reading() as connection:
        told = connection.exec_driver_sql("SELECT effective_on FROM record UNION SELECT known_on FROM record").scalars()
        found = [date.fromisoformat(day) for day in told if day > "1000"]
    near = {day + timedelta(days=shift) for day in found for shift in (-1, 0, 1)}
    return sorted(day.isoformat() for day in near)
