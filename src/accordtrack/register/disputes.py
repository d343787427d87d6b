"""Threads between the sides: first which there are, in their order, then every word of those that are shown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, and_, cast, func, literal, or_, select

from accordtrack.ledger.authority import AGREED_FIELDS, COUNTED_FIELDS, HANDED_OVER_FIELDS
from accordtrack.register import log, threadindex, valuethreads
from accordtrack.register.columns import BODY, COMMITMENT, ENTRY, RECORD
from accordtrack.register.conditions import where
from accordtrack.register.fold import fold
from accordtrack.register.rulings import World, standing_items
from accordtrack.register.threads import Threads
from accordtrack.text import natural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from accordtrack.dates import TwoDates
    from accordtrack.ledger.fields import Record
    from accordtrack.register.filters import Term
    from accordtrack.register.items import Item
    from accordtrack.views import DisputeView, ThreadKey

C, R, B, E = COMMITMENT.c, RECORD, BODY, ENTRY
_IN_DISPUTE = tuple(sorted(standing.value for standing in threadindex.IN_DISPUTE))
_WAITING = tuple(sorted(AGREED_FIELDS | COUNTED_FIELDS | HANDED_OVER_FIELDS | {"handling"}))
_BATCH = 400
"""Commitments whose entries are read together."""
TURNS = frozenset({"turn", "waits"})
"""Filter words that ask whose turn it is in the thread itself; ``waits`` asks of a commitment for the answer to a claim."""


def keys(
    connection: Connection, projected: Connection, terms: Sequence[Term], *, at: TwoDates | None, today: str
) -> tuple[ThreadKey, ...]:
    """Threads without their words, those that wait longest first, then unresolved and settled ones.

    ``projected`` holds the rows as of ``at``; answers to values are read from ``connection``.
    """
    turned = [term for term in terms if term.field in TURNS]
    others = [term for term in terms if term.field not in TURNS]
    condition = where(others, today)
    if threadindex.kept(connection):
        found = list(threadindex.keys(projected, condition))
    else:
        refs = _touched(connection, projected)
        refs &= set(projected.execute(select(C.id).where(condition)).scalars())
        threads = _folded(connection, sorted(refs), World(connection), at, today, lambda _digest: False)
        found = [thread.key for thread in threads]
    values = valuethreads.threads(connection, World(connection), at, today)
    found += [thread.key for thread in valuethreads.matching(projected, values, others, today)]
    held = (key for key in found if all((key.turn in term.values) is not term.negated for term in turned))
    return tuple(sorted(held, key=order))


def threads(
    connection: Connection,
    wanted: Sequence[ThreadKey],
    *,
    at: TwoDates | None,
    today: str,
    file_there: Callable[[str], bool],
) -> tuple[DisputeView, ...]:
    """The threads of ``wanted`` with every word, in that order; one that is gone meanwhile is left out."""
    world = World(connection)
    refs = sorted({key.commitment for key in wanted if key.commitment is not None and key.indicator is None})
    found = {thread.id: thread for thread in _folded(connection, refs, world, at, today, file_there)}
    if any(key.indicator is not None for key in wanted):
        found |= {thread.id: thread for thread in valuethreads.threads(connection, world, at, today)}
    return tuple(found[key.id] for key in wanted if key.id in found)


def order(key: ThreadKey) -> tuple[int, str, str]:
    """By state, then by the day from which the next word is waited for."""
    return (threadindex.STATES.index(key.state), key.since, natural(key.id))


def _folded(
    connection: Connection,
    refs: Sequence[str],
    world: World,
    at: TwoDates | None,
    today: str,
    file_there: Callable[[str], bool],
) -> Iterator[DisputeView]:
    for items in _items(connection, refs, world, at):
        state = fold(items, today)
        if state is not None:
            yield from Threads(items, state, today=today, file_there=file_there).made()


def _items(
    connection: Connection, refs: Sequence[str], world: World, at: TwoDates | None
) -> Iterator[list[Item[Record]]]:
    """The entries that stand of each of ``refs``, some hundred refs by one statement."""
    for begin in range(0, len(refs), _BATCH):
        told = log.items_about(connection, refs[begin : begin + _BATCH], world.sides)
        for _ref, group in groupby(told, key=lambda item: item.ref):
            yield standing_items(list(group), world, at)


def _touched(connection: Connection, projected: Connection) -> set[str]:
    """Commitments with a half in dispute by their standing, an answer that contests, or a change that may wait."""
    standing = or_(C.us_standing.in_(_IN_DISPUTE), C.mx_standing.in_(_IN_DISPUTE))
    found = set(projected.execute(select(C.id).where(standing)).scalars())
    contests = or_(*(_holds(f'"stance":"{stance.value}"') for stance in threadindex.CONTESTS))
    waits = or_(*(_holds(f'"{name}":') for name in _WAITING))
    found |= _refs(connection, R.c.family == "position", R.c.ref != R.c.rid, contests)
    found |= _refs(connection, R.c.family == "amend", E.c.kind == "commitment.amend", waits)
    return found


def _refs(connection: Connection, *conditions: ColumnElement[bool]) -> set[str]:
    stands = and_(R.c.refused == 0, R.c.retracted_by.is_(None))
    joined = R.join(B, B.c.entry_id == R.c.entry_id).join(E, E.c.id == R.c.entry_id)
    return set(connection.execute(select(R.c.ref).select_from(joined).where(stands, *conditions)).scalars())


def _holds(part: str) -> ColumnElement[bool]:
    """Whether a body as signed has these bytes; canonical JSON has no blanks, and a quote inside a text is escaped."""
    return func.instr(B.c.raw, cast(literal(part), LargeBinary)) > 0
