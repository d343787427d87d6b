"""Standings of commitments as SQL expressions and values, for lists, filters and counts.

The projection stores a settled dispute as a dispute; ``thread_index`` stores that it is settled. So a register written
by an older version reads like a new one and needs no rebuild.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, case, false, func, literal, not_, select

from accordtrack.projection.disputes import thread_index
from accordtrack.projection.projection_rows import OBSERVED, TAKEN_BACK, WITHDRAWAL_WAITS
from accordtrack.statuses import Status
from accordtrack.store.columns import COMMITMENT, TAG
from accordtrack.vocabulary import Side, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from accordtrack.types import HalfRow

C, T = COMMITMENT.c, TAG.c
_LAST = len(Standing)


def _word(standing: Standing) -> ColumnElement[str]:
    return literal(standing.value, String, literal_execute=True)


def of_half(side: str) -> ColumnElement[str]:
    """Return the standing of the half of ``side`` as SQL over ``commitment``; null if that side owes nothing."""
    column_clause = C[f"{side.lower()}_standing"]
    settled = and_(column_clause == _word(Standing.DISPUTED), C.key.in_(thread_index.select_settled(side.upper())))
    return case((settled, _word(Standing.SETTLED)), else_=column_clause)


def columns() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of ``commitment`` with standings, statuses from observers, and whether a withdrawal waits or a statement was taken back."""
    standing_columns = {f"{side.lower()}_standing": of_half(side) for side in Side}
    stored = (
        standing_columns[column.name].label(column.name) if column.name in standing_columns else column for column in C
    )
    observed = (_observed(side).label(f"{side.lower()}_observed") for side in Side)
    waiting = (_withdrawal_waits(side).label(f"{side.lower()}_{WITHDRAWAL_WAITS}") for side in Side)
    taken = (_has_tag(TAKEN_BACK, side).label(f"{side.lower()}_{TAKEN_BACK}") for side in Side)
    return (*stored, *observed, *waiting, *taken)


def _has_tag(name: str, value: str) -> ColumnElement[bool]:
    field, found = (literal(word, String, literal_execute=True) for word in (name, value))
    return C.key.in_(select(T.key).where(T.field == field, T.value == found))


def _observed(side: str) -> ColumnElement[str]:
    """Return an observer's status of the half of ``side`` as SQL; null if its own side gave one, or nobody did."""
    begins = f"{side} "
    within = T.value.between(begins, f"{begins}~")
    found = select(func.substr(T.value, len(begins) + 1)).where(T.key == C.key, T.field == OBSERVED, within)
    silent = C[f"{side.lower()}_standing"] == _word(Standing.UNREPORTED)
    return case((silent, found.correlate(COMMITMENT).scalar_subquery()))


def _is_withdrawal(side: str) -> ColumnElement[bool]:
    withdrawn = literal(Status.WITHDRAWN.value, String, literal_execute=True)
    return func.coalesce(C[f"{side.lower()}_status"] == withdrawn, false())


def _withdrawal_waits(side: str) -> ColumnElement[bool]:
    """Return as SQL whether the withdrawal of the half of ``side`` waits; only withdrawn halves cost a search."""
    return and_(_is_withdrawal(side), _has_tag(WITHDRAWAL_WAITS, side))


def left_scope(side: str) -> ColumnElement[bool]:
    """Return as SQL whether the half of ``side`` was withdrawn and its withdrawal does not wait."""
    return and_(_is_withdrawal(side), not_(_withdrawal_waits(side)))


def rank() -> ColumnElement[int]:
    """Return the rank of a row's standing as SQL over ``commitment``."""
    return func.min(*(_rank(side) for side in Side)) % _LAST


def _rank(side: str) -> ColumnElement[int]:
    """Return the rank of one half. One out of scope counts only if both are; a half that is not owed never counts."""
    places = {_word(one): one.rank for one in Standing}
    found = case(places, value=of_half(side), else_=_LAST * 3 - 1)
    return found + case((left_scope(side), _LAST), else_=0)


def of_row(halves: Iterable[HalfRow]) -> str:
    """Return the standing of a row: the first, in vocabulary order, of a half in scope."""
    half_rows = list(halves)
    active_rows = [half for half in half_rows if half.in_scope] or half_rows
    return min((Standing(half.standing) for half in active_rows), key=lambda one: one.rank).value
