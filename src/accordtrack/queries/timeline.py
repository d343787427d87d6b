"""Who said what over the years: one commitment, or the whole register counted by year.

Of the whole register SQLite counts what bodies say, and nothing is held against what was signed: that would read and
digest every statement ever made, for marks that lead nowhere. An entry that is opened says whether its signature holds,
``verify`` says it of all, and the marks of one commitment are made of entries that were checked.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import text

from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.queries import commitment_detail
from accordtrack.statuses import Status
from accordtrack.types import LaneEvent, LaneMark, LanesView
from accordtrack.vocabulary import Basis, Speaker, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.records import Event

_FAR = "9999-12-31"
_COUNTED = """
WITH read AS MATERIALIZED (
  SELECT r.speaker, r.known_on, r.rid, json_extract(CAST(b.raw AS TEXT), '$.status', '$.basis', '$.stance') AS said
  FROM record r JOIN entry_body b ON b.entry_id = r.entry_id
  WHERE r.family IN ('status', 'position') AND r.retracted_by IS NULL AND r.refused = 0
    AND r.effective_on <= :as_of AND r.known_on <= :known_on AND json_valid(CAST(b.raw AS TEXT))
)
SELECT speaker, said, COUNT(*), MAX(known_on || ' ' || rid) FROM read GROUP BY speaker, substr(known_on, 1, 4), said
"""
"""Materialized, since what is grouped would otherwise carry the whole bodies through the sorting."""


def lanes(connection: Connection, ref: str | None, at: TwoDates | None) -> LanesView:
    """Statements and answers by speaker and the day they were said, and events on their days.

    Of the whole register, words alike of one speaker in one year are counted. Of one commitment, only events of its theme.
    """
    if ref is None:
        themes: set[str] = set()
        found = _counted(connection, at)
    else:
        state, _version = commitment_detail.state_of(connection, ref, at)
        themes = {state.record.theme}
        found = [
            (one.speaker, LaneMark(one.said_on, one.status, one.basis, None, item.id))
            for item in state.statuses
            for one in (item.body,)
        ]
        found += [
            (one.speaker, LaneMark(one.said_on, None, None, one.stance, item.id))
            for item in state.positions
            for one in (item.body,)
        ]
    found.sort(key=lambda pair: (pair[1].on, pair[1].entry))
    return LanesView(
        us=_lane(found, Speaker.US),
        mx=_lane(found, Speaker.MX),
        observers=tuple(mark for speaker, mark in found if speaker == Speaker.OBS),
        events=_events(record_lookup.records(connection, kinds.EVENT).values(), themes, at),
    )


def _lane(found: list[tuple[str, LaneMark]], side: Speaker) -> tuple[LaneMark, ...]:
    return tuple(mark for speaker, mark in found if speaker in {side, Speaker.JOINT})


def _counted(connection: Connection, at: TwoDates | None) -> list[tuple[str, LaneMark]]:
    """Words alike of one year as one mark, under the last of them; what says nothing that is known is no mark."""
    dates = {"as_of": at.as_of if at else _FAR, "known_on": at.known_on if at else _FAR}
    found = []
    for speaker, said, count, last in connection.execute(text(_COUNTED), dates):
        status, basis, stance = json.loads(said)
        if (status in set(Status) and basis in set(Basis)) or stance in set(Stance):
            on, _, entry = last.partition(" ")
            found.append((speaker, LaneMark(on, status, basis, stance, entry, count)))
    return found


def _events(events: Iterable[Event], themes: set[str], at: TwoDates | None) -> tuple[LaneEvent, ...]:
    found = [
        LaneEvent(one.date, one.id, one.kind, one.side, record_lookup.words(one.title))
        for one in events
        if (not themes or themes & set(one.themes)) and (at is None or one.date <= min(at.as_of, at.known_on))
    ]
    return tuple(sorted(found, key=lambda event: (event.on, event.id)))
