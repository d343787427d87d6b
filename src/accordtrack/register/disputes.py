"""Every thread between the sides: of the commitments that a filter matches and that a dispute touches, and of values."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, and_, cast, func, literal, or_, select

from accordtrack.ledger.authority import AGREED_FIELDS, COUNTED_FIELDS, HANDED_OVER_FIELDS
from accordtrack.register import log, turns, valuethreads
from accordtrack.register.columns import BODY, COMMITMENT, ENTRY, RECORD
from accordtrack.register.conditions import where
from accordtrack.register.fold import fold
from accordtrack.register.projection import World, natural, standing_items
from accordtrack.register.threads import Threads
from accordtrack.vocabulary import Stance, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Connection

    from accordtrack.dates import TwoDates
    from accordtrack.register.filters import Term
    from accordtrack.views import DisputeView

C, R, B, E = COMMITMENT.c, RECORD, BODY, ENTRY
_IN_DISPUTE = (Standing.DISPUTED.value, Standing.DIVERGENT.value, Standing.ASKED.value)
_CONTESTS = (Stance.DISPUTE, Stance.NOT_AGREED)
_WAITING = tuple(sorted(AGREED_FIELDS | COUNTED_FIELDS | HANDED_OVER_FIELDS | {"handling"}))
_BATCH = 400
"""Commitments whose entries are read together."""
_STATES = (turns.OPEN, turns.OBSERVER, turns.UNRESOLVED, turns.SETTLED)


def disputes(
    connection: Connection,
    projected: Connection,
    terms: Sequence[Term],
    *,
    at: TwoDates | None,
    today: str,
    file_there: Callable[[str], bool],
) -> tuple[DisputeView, ...]:
    """Threads, those that wait longest first, then unresolved and settled ones.

    ``projected`` holds the rows as of ``at``; entries are read from ``connection``. Only what a dispute touches is folded.
    """
    world = World(connection)
    matched = set(projected.execute(select(C.id).where(where(terms, today))).scalars()) if terms else None
    touched = _touched(connection, projected)
    refs = sorted(touched if matched is None else touched & matched)
    found: list[DisputeView] = []
    for begin in range(0, len(refs), _BATCH):
        told = log.items_about(connection, refs[begin : begin + _BATCH], world.sides)
        for _ref, group in groupby(told, key=lambda item: item.ref):
            items = standing_items(list(group), world, at)
            state = fold(items, today)
            if state is not None:
                found += Threads(items, state, today=today, file_there=file_there).made()
    values = valuethreads.threads(connection, world, at, today)
    found += [thread for thread in values if matched is None or thread.commitment in matched]
    return tuple(sorted(found, key=_order))


def _order(thread: DisputeView) -> tuple[int, str, str]:
    since = thread.turn_since or thread.ended_on or thread.opened_on
    return (_STATES.index(thread.state), since, natural(thread.id))


def _touched(connection: Connection, projected: Connection) -> set[str]:
    """Commitments with a half in dispute by their standing, an answer that contests, or a change that may wait."""
    standing = or_(C.us_standing.in_(_IN_DISPUTE), C.mx_standing.in_(_IN_DISPUTE))
    found = set(projected.execute(select(C.id).where(standing)).scalars())
    contests = or_(*(_holds(f'"stance":"{stance.value}"') for stance in _CONTESTS))
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
