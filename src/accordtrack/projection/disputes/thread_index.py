"""Threads as the projection keeps them: a tag a thread, so that a list is ordered and counted before a word is read.

A register that was made before this index was kept has none, until ``rebuild`` makes it: then every thread is folded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, literal, or_, select, tuple_

from accordtrack.core.safe_text import natural
from accordtrack.ledger.kinds import POSITION_TAKE
from accordtrack.projection.disputes import turns
from accordtrack.store.columns import COMMITMENT, TAG
from accordtrack.store.items import of_kind
from accordtrack.types import ThreadKey
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
"""In the order of a list."""
IN_DISPUTE = frozenset({Standing.DISPUTED, Standing.SETTLED, Standing.DIVERGENT, Standing.ASKED})
CONTESTS = (Stance.DISPUTE, Stance.NOT_AGREED)
_SOME_DAY = "1970-01-01"
"""Days are counted when somebody asks; what is kept does not depend on the day."""
_NOBODY = "-"
SETTLED = f"{STATES.index(turns.SETTLED)} % {_NOBODY} half {{side}}"
"""The pattern of the tag of a settled thread about the half of a side."""
MARK = (1, FIELD, "")
"""The row that says that the index is kept: it hangs from the entry that a register begins with."""


def begin(connection: Connection) -> None:
    """Note that threads are kept from here on."""
    connection.exec_driver_sql("INSERT OR IGNORE INTO tag(key, field, value) VALUES (?, ?, ?)", MARK)


def kept(connection: Connection) -> bool:
    """Whether every thread of a commitment stands in the index."""
    chosen = select(T.key).where(tuple_(T.key, T.field, T.value) == MARK)
    return connection.execute(chosen).first() is not None


def tags(items: Sequence[Item[Record]], state: State) -> Iterator[dict[str, Any]]:
    """The tags of the threads of a commitment: of ``items``, which stand, and the state that they add up to."""
    if not touched(items, state):
        return
    from accordtrack.projection.disputes.commitment_threads import (  # noqa: PLC0415  (only what is in dispute waits for it)
        Threads,
    )

    for thread in Threads(items, state, today=_SOME_DAY, file_there=lambda _digest: False).made():
        key = thread.key
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
    """The tags of a commitment with a settled dispute, which are a part of its standing; none for any other."""
    if any(half.standing is Standing.SETTLED for half in state.halves):
        yield from tags(state.items, state)


def touched(items: Sequence[Item[Record]], state: State) -> bool:
    """Whether a half is in dispute by its standing, an answer contests, or a change waits."""
    return (
        bool(state.pending)
        or any(half.standing in IN_DISPUTE for half in state.halves)
        or any(item.body.stance in CONTESTS for item in of_kind(items, POSITION_TAKE))
    )


def on_turn(sides: Sequence[str]) -> Select[Any]:
    """Keys of the commitments with an open thread whose next word is for one of ``sides``."""
    open_on = (f"{STATES.index(turns.OPEN)} __________ {side} %" for side in sides)
    return select(T.key).where(T.field == FIELD, or_(*(T.value.like(pattern) for pattern in open_on)))


def settled(side: str) -> Select[Any]:
    """Keys of the commitments with a settled thread about the half of ``side``."""
    begins = SETTLED.partition("%")[0]
    within = T.value.between(begins, f"{begins}~")  # for the index of values
    return select(T.key).where(T.field == _FIELD, within, T.value.like(SETTLED.format(side=side)))


def keys(projected: Connection, matched: ColumnElement[bool]) -> Iterator[ThreadKey]:
    """Threads of the commitments that ``matched`` holds of, by one statement."""
    chosen = select(C.id, T.value).select_from(COMMITMENT.join(TAG, T.key == C.key))
    for ref, value in projected.execute(chosen.where(T.field == FIELD, T.value != "", matched)):
        rank, since, turn, about, name = str(value).split(" ", 4)
        side = None if turn == _NOBODY else turn
        yield ThreadKey(f"{ref}#{name}", ref, None, about, STATES[int(rank)], side, since)


def order(key: ThreadKey) -> tuple[int, str, str]:
    """By state, then by the day from which the next word is waited for."""
    return (STATES.index(key.state), key.since, natural(key.id))
