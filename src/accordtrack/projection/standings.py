"""Where claim and answer stand, as lists, filters and counts read it.

The projection stores a settled dispute as a dispute; ``threadindex`` stores that it is settled. So a register that an older
version wrote is read like a new one, and nothing in its file has to be made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, case, func, literal

from accordtrack.projection.disputes import thread_index
from accordtrack.statuses import Status
from accordtrack.store.columns import COMMITMENT
from accordtrack.vocabulary import Side, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from accordtrack.types import HalfRow

C = COMMITMENT.c
_LAST = len(Standing)


def _word(standing: Standing) -> ColumnElement[str]:
    return literal(standing.value, String, literal_execute=True)


def of_half(side: str) -> ColumnElement[str]:
    """The standing of the half of ``side`` as an SQL expression over ``commitment``; null where it owes nothing."""
    kept = C[f"{side.lower()}_standing"]
    settled = and_(kept == _word(Standing.DISPUTED), C.key.in_(thread_index.settled(side.upper())))
    return case((settled, _word(Standing.SETTLED)), else_=kept)


def columns() -> tuple[ColumnElement[Any], ...]:
    """The columns of ``commitment`` with the standings of both halves."""
    told = {f"{side.lower()}_standing": of_half(side) for side in Side}
    return tuple(told[column.name].label(column.name) if column.name in told else column for column in C)


def rank() -> ColumnElement[int]:
    """The place of a row's standing in the vocabulary as an SQL expression over ``commitment``."""
    return func.min(*(_rank(side) for side in Side)) % _LAST


def _rank(side: str) -> ColumnElement[int]:
    """The rank of one half. A withdrawn half counts only if both were withdrawn; a half that is not owed never counts."""
    places = {_word(one): one.rank for one in Standing}
    found = case(places, value=of_half(side), else_=_LAST * 3 - 1)
    return found + case((C[f"{side.lower()}_status"] == Status.WITHDRAWN.value, _LAST), else_=0)


def of_row(halves: Iterable[HalfRow]) -> str:
    """The standing of a row: the first in the order of the vocabulary that holds of a half that was not withdrawn."""
    told = list(halves)
    kept = [half for half in told if half.status != Status.WITHDRAWN] or told
    return min((Standing(half.standing) for half in kept), key=lambda one: one.rank).value
