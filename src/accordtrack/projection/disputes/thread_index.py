"""Index of dispute threads in the projection: one tag per thread, for ordering and counting without reading entries.

A register that was written before this index existed has none until ``rebuild``. Until then, every thread is folded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, literal, or_, select, tuple_

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.ledger.kinds import POSITION_TAKE
from accordtrack.projection.disputes import turns
from accordtrack.store.columns import COMMITMENT, TAG
from accordtrack.store.items import of_kind
from accordtrack.types import ThreadSummary
from accordtrack.vocabulary import Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from accordtrack.ledger.fields import Record
    from accordtrack.projection.fold import State
    from accordtrack.store.items import Item

C, T = COMMITMENT.c, TAG.c
FIELD = "thread"
_FIELD = literal(FIELD, String, literal_execute=True)
STATES = (turns.OPEN, turns.OBSERVER, turns.UNRESOLVED, turns.SETTLED)
"""All states of a thread, in the order in which threads are listed."""
IN_DISPUTE = frozenset({Standing.DISPUTED, Standing.SETTLED, Standing.DIVERGENT, Standing.ASKED})
CONTESTS = (Stance.DISPUTE, Stance.NOT_AGREED)
_SOME_DAY = "1970-01-01"
"""Placeholder for today: the index does not depend on the current day, and days are counted on reading."""
_NOBODY = "-"
SETTLED = f"{STATES.index(turns.SETTLED)} % {_NOBODY} half {{side}}"
"""Pattern of the tag of a settled thread about the half of a side."""
MARK = (1, FIELD, "")
"""Row that marks the index as complete. It belongs to the first entry of the register."""


def mark_complete(connection: Connection) -> None:
    """Record that the index of threads is complete from here on."""
    connection.exec_driver_sql("INSERT OR IGNORE INTO tag(key, field, value) VALUES (?, ?, ?)", MARK)


def is_complete(connection: Connection) -> bool:
    """Whether the index holds every thread of every commitment."""
    chosen = select(T.key).where(tuple_(T.key, T.field, T.value) == MARK)
    return connection.execute(chosen).first() is not None


def tags(items: Sequence[Item[Record]], state: State) -> Iterator[dict[str, Any]]:
    """Yield the tags of a commitment's threads, from its standing ``items`` and their state."""
    if not may_have_thread(items, state):
        return
    from accordtrack.projection.disputes.commitment_threads import (  # noqa: PLC0415  (needed only in a dispute)
        Threads,
    )

    for thread in Threads(items, state, today=_SOME_DAY, file_there=lambda _digest: False).build_threads():
        key = thread.summary
        value = " ".join(
            (
                str(STATES.index(key.state)),
                key.since,
                key.turn or _NOBODY,
                key.about,
                key.id.removeprefix(f"{key.commitment}#"),
            )
        )
        yield {"key": state.added.entry_id, "field": FIELD, "value": value}


def settled_tags(state: State) -> Iterator[dict[str, Any]]:
    """Yield the tags of a commitment with a settled dispute, which affects its standing; none for any other."""
    if any(half.standing is Standing.SETTLED for half in state.halves):
        yield from tags(state.items, state)


def may_have_thread(items: Sequence[Item[Record]], state: State) -> bool:
    """Whether there may be a thread: a half is in dispute, an answer contests something, or a change is pending."""
    return (
        bool(state.pending)
        or any(half.standing in IN_DISPUTE for half in state.halves)
        or any(item.body.stance in CONTESTS for item in of_kind(items, POSITION_TAKE))
    )


def select_on_turn(sides: Sequence[str]) -> Select[Any]:
    """Select the keys of commitments with an open thread in which it is the turn of one of ``sides``."""
    open_on = (f"{STATES.index(turns.OPEN)} __________ {side} %" for side in sides)
    return select(T.key).where(T.field == FIELD, or_(*(T.value.like(pattern) for pattern in open_on)))


def select_settled(side: str) -> Select[Any]:
    """Select the keys of commitments with a settled thread about the half of ``side``."""
    begins = SETTLED.partition("%")[0]
    within = T.value.between(begins, f"{begins}~")  # so that the index of values is used
    return select(T.key).where(T.field == _FIELD, within, T.value.like(SETTLED.format(side=side)))


def thread_summaries(projected: Connection, matched: ColumnElement[bool]) -> Iterator[ThreadSummary]:
    """Yield the threads of the commitments that match ``matched``, with one query."""
    chosen = select(C.id, T.value).select_from(COMMITMENT.join(TAG, T.key == C.key))
    for ref, value in projected.execute(chosen.where(T.field == FIELD, T.value != "", matched)):
        rank, since, turn, about, name = str(value).split(" ", 4)
        side = None if turn == _NOBODY else turn
        yield ThreadSummary(f"{ref}#{name}", ref, None, about, STATES[int(rank)], side, since)


def sort_key(key: ThreadSummary) -> tuple[int, str, str]:
    """Sort key: by state, then by the day since which an answer is awaited."""
    return (STATES.index(key.state), key.since, natural_sort_key(key.id))
