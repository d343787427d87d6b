"""Timeline of statements and events, for one commitment or counted by year for the whole register.

For the whole register SQLite counts what the bodies say without checking signatures, which would mean reading every
statement. An opened entry shows whether its signature holds, ``verify`` checks all of them, and the marks of a single
commitment come from checked entries.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.queries import commitment_detail
from accordtrack.statuses import Status
from accordtrack.store.acceptance import FIRST_WITH_ACCEPTANCES
from accordtrack.store.file_check import version
from accordtrack.types import LaneEvent, LaneMark, LanesView
from accordtrack.vocabulary import Basis, Speaker, Stance, speaks_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.records import Event

    Told = tuple[str, Collection[str], LaneMark]
    """The speaker of a statement, the sides that it waits for, and its mark."""

_FAR = "9999-12-31"
_COUNTED = """
WITH read AS MATERIALIZED (
  SELECT r.speaker, COALESCE(a.waits, '') AS waits, r.known_on, r.rid,
    json_extract(CAST(b.raw AS TEXT), '$.status', '$.basis', '$.stance') AS said
  FROM record r JOIN entry_body b ON b.entry_id = r.entry_id
  LEFT JOIN acceptance a ON a.entry_id = r.entry_id
  WHERE r.family IN ('status', 'position') AND r.retracted_by IS NULL AND r.refused = 0
    AND r.effective_on <= :as_of AND r.known_on <= :known_on AND json_valid(CAST(b.raw AS TEXT))
)
SELECT speaker, waits, said, COUNT(*), MAX(known_on || ' ' || rid) FROM read
GROUP BY speaker, waits, substr(known_on, 1, 4), said
"""
"""Materialized, because otherwise SQLite would carry whole bodies through the sort."""
_COUNTED_BEFORE_WAITING = _COUNTED.replace("COALESCE(a.waits, '')", "''").replace(
    "  LEFT JOIN acceptance a ON a.entry_id = r.entry_id\n", ""
)
"""The same for a file of an older version, in which nothing waits."""


def lanes(connection: Connection, ref: str | None, at: TwoDates | None) -> LanesView:
    """Return statements and answers by speaker and day said, and events by day.

    For the whole register, equal statements of one speaker in one year are counted as one mark. For one commitment,
    only events of its theme are included.
    """
    if ref is None:
        themes: set[str] = set()
        found = _counted_marks(connection, at)
    else:
        state, _version = commitment_detail.state_of(connection, ref, at)
        themes = {state.record.theme}
        found = [
            (one.speaker, item.waits, LaneMark(one.said_on, one.status, one.basis, None, item.id))
            for item in state.statuses
            for one in (item.body,)
        ]
        found += [
            (one.speaker, item.waits, LaneMark(one.said_on, None, None, one.stance, item.id))
            for item in state.positions
            for one in (item.body,)
        ]
    found.sort(key=lambda row: (row[2].on, row[2].entry))
    return LanesView(
        us=_lane(found, Speaker.US),
        mx=_lane(found, Speaker.MX),
        observers=tuple(mark for speaker, _waits, mark in found if speaker == Speaker.OBS),
        events=_events(record_lookup.records(connection, kinds.EVENT).values(), themes, at),
    )


def _lane(found: list[Told], side: Speaker) -> tuple[LaneMark, ...]:
    return tuple(mark for speaker, waits, mark in found if speaks_for(speaker, waits, side))


def _counted_marks(connection: Connection, at: TwoDates | None) -> list[Told]:
    """Return one mark per group of equal statements in a year, with the last one's id. Skip unknown values."""
    dates = {"as_of": at.as_of if at else _FAR, "known_on": at.known_on if at else _FAR}
    found: list[Told] = []
    chosen = _COUNTED if version(connection) >= FIRST_WITH_ACCEPTANCES else _COUNTED_BEFORE_WAITING
    for speaker, waits, statement, count, last in connection.execute(text(chosen), dates):
        status, basis, stance = json.loads(statement)
        if (status in set(Status) and basis in set(Basis)) or stance in set(Stance):
            on, _, entry = last.partition(" ")
            found.append((speaker, tuple(waits.split()), LaneMark(on, status, basis, stance, entry, count)))
    return found


def _events(events: Iterable[Event], themes: set[str], at: TwoDates | None) -> tuple[LaneEvent, ...]:
    lane_events = [
        LaneEvent(one.date, one.id, one.kind, one.side, one.title.text)
        for one in events
        if (not themes or themes & set(one.themes)) and (at is None or one.date <= min(at.as_of, at.known_on))
    ]
    return tuple(sorted(lane_events, key=lambda event: (event.on, event.id)))
