"""What outputs say about dual control, for an audience and two dates: counts of what waits, and notes about desks."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from accordtrack.ledger import kinds
from accordtrack.projection.authorization import FoldContext
from accordtrack.projection.dual_control import VERSIONED
from accordtrack.projection.log_desks import SeenInLog
from accordtrack.projection.refusals import refusing_answers
from accordtrack.queries.pending import without_replaced
from accordtrack.store import desk_keys
from accordtrack.store.acceptance import FIRST_WITH_ACCEPTANCES
from accordtrack.store.file_check import version
from accordtrack.store.items import as_of_dates
from accordtrack.types.effects import DeskSummary, EffectSummary, OpenedBeside, UnansweredDesk, WaitingCount
from accordtrack.vocabulary import COMPILER, Provenance, Seat, Side

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.projection.audience import Audience
    from accordtrack.projection.desk_history import DeskHistory
    from accordtrack.store.items import Item

_JUDGED = text("""
SELECT a.entry_id FROM acceptance a JOIN record r ON r.entry_id = a.entry_id
WHERE r.retracted_by IS NULL AND r.refused IN (0, 3) AND (a.waits <> '' OR a.accepted IS NOT NULL OR a.provenance = :counterpart)
ORDER BY a.entry_id
""")
_ANSWERS = text("""
SELECT e.id FROM entry e JOIN record r ON r.entry_id = e.id
WHERE e.kind IN ('position.take', 'position.withdraw') AND e.feed <> :compiler AND r.retracted_by IS NULL AND r.refused IN (0, 3)
ORDER BY e.id
""")
_ABOUT_DESK = text("""
SELECT e.kind, b.raw FROM entry e JOIN entry_body b ON b.entry_id = e.id JOIN record r ON r.entry_id = e.id
WHERE e.ref = :feed AND +e.feed = :feed AND e.kind IN ('desk.open', 'desk.close') AND r.refused <> 1
""")
_STATEMENTS = kinds.STATEMENTS


def desk_summary(connection: Connection) -> DeskSummary:
    """Return the notes about desks. It loads no models, so that lists stay fast."""
    present: dict[str, list[str]] = {}
    every: dict[str, list[str]] = {}
    beside = []
    for feed, desk in desk_keys.desks_by_feed(connection).items():
        found = [tuple(row) for row in connection.execute(_ABOUT_DESK, {"feed": feed})]
        if desk.side in set(Side):
            every.setdefault(desk.side, []).append(feed)
        if desk.side in set(Side) and not any(kind == kinds.DESK_CLOSE.name for kind, _raw in found):
            present.setdefault(desk.side, []).append(feed)
        opening: dict[str, Any] = next((json.loads(raw) for kind, raw in found if kind == kinds.DESK_OPEN.name), {})
        if isinstance(other := opening.get("beside"), str):
            beside.append(OpenedBeside(feed, other))
    ordered = sorted(beside, key=lambda one: one.desk)
    alone = next(iter(present)) if len(present) == 1 else None
    return DeskSummary(alone, tuple(ordered), tuple(_unanswered_desks(connection, every, present)))


def _unanswered_desks(
    connection: Connection, every: Mapping[str, Sequence[str]], present: Mapping[str, Sequence[str]]
) -> Iterator[UnansweredDesk]:
    """Yield each desk of a side, open or closed, that another open desk of that side has not stated to have seen.

    Heads never decrease, so the last act of a desk decides. Nothing in the log proves who opened such a desk.
    """
    seen = SeenInLog(connection)
    for side, feeds in sorted(present.items()):
        for desk, other in product(sorted(every[side]), sorted(feeds)):
            if desk != other and not (seen.heads_at(other, seen.last_seq(other)) or {}).get(desk):
                yield UnansweredDesk(desk, side, other)


def summarize(connection: Connection, audience: Audience | None = None, at: TwoDates | None = None) -> EffectSummary:
    """Return the summary of what ``audience`` may read as of two dates; without dates, of everything."""
    desks = desk_summary(connection)
    if version(connection) < FIRST_WITH_ACCEPTANCES:
        return EffectSummary(desks=desks)
    world = FoldContext(connection)
    judged = _items(world, connection.execute(_JUDGED, {"counterpart": Provenance.COUNTERPART.value}).scalars())
    hidden = frozenset(item.hash for item in judged if audience is not None and not audience.may_read(item))
    standing = as_of_dates(judged, at)
    known = [item for item in standing if item.hash not in hidden]
    answers = _items(world, connection.execute(_ANSWERS, {"compiler": COMPILER}).scalars()) if known else []
    readable = [item for item in answers if audience is None or audience.may_read(item)]
    answers_to = refusing_answers(as_of_dates(readable, at))
    refused = {digest: {answer.seat for answer in found} for digest, found in answers_to.items()}
    counts = (_waiting_count(world, side, standing, refused, hidden) for side in Side)
    recorded = {side: sum(_is_recorded_by(item, side) for item in known) for side in Side}
    return EffectSummary(
        tuple(count for count in counts if count is not None),
        tuple((side.value, count) for side, count in recorded.items() if count),
        desks,
        tuple(sorted(_not_admitted(world.history))),
    )


def _not_admitted(history: DeskHistory) -> Iterator[str]:
    """Yield the desks of observers whose last entry not every side with an open desk admits."""
    for feed in history.feeds_of(Seat.OBS):
        if feed != COMPILER and not history.accepts(feed, history.seen.last_seq(feed)):
            yield feed


def _items(world: FoldContext, keys: Iterable[int]) -> list[Item[Record]]:
    return list(world.items_with_keys([int(key) for key in keys]))


def _is_recorded_by(item: Item[Record], side: Side) -> bool:
    """Whether an entry is a statement in another's name that a desk of ``side`` recorded."""
    verdict = item.verdict
    return (
        item.kind in _STATEMENTS
        and item.seat == side
        and verdict is not None
        and verdict.provenance is Provenance.COUNTERPART
    )


def _waiting_count(
    world: FoldContext,
    side: Side,
    items: Sequence[Item[Record]],
    refused: Mapping[str, set[str]],
    hidden: Collection[str],
) -> WaitingCount | None:
    """Return how much waits for a side and since when, or None. Entries in ``hidden`` replace others but are not counted."""
    versions = [item for item in items if side in item.waits or item.kind in VERSIONED]
    waiting = [
        item
        for item in without_replaced(versions)
        if side in item.waits and side not in refused.get(item.hash, ()) and item.hash not in hidden
    ]
    if not waiting:
        return None
    first: dict[str, Item[Record]] = {}
    for item in sorted(waiting, key=lambda one: one.seq):
        first.setdefault(item.feed, item)
    return WaitingCount(side.value, len(waiting), min(_since(world.history, side, one) for one in first.values()))


def _since(history: DeskHistory, side: Side, item: Item[Record]) -> str:
    """Return the day of the first act of a side that had seen an entry; if none had, the day on which it was recorded.

    The heads in a feed never decrease, so a binary search finds the first act.
    """
    days = []
    for opening in history.openings[side]:
        low, high = 1, history.seen.last_seq(opening.feed) + 1
        last = high
        while low < high:
            middle = (low + high) // 2
            seen = (history.seen.heads_at(opening.feed, middle) or {}).get(item.feed, 0) >= item.seq
            low, high = (low, middle) if seen else (middle + 1, high)
        days += [history.recorded_by(opening.feed, low, side)[:10]] if low < last else []
    return min(days, default=history.recorded_at(item)[:10])
