"""Terms of a filter as conditions over ``commitment``: what a row must hold to be in a list or a count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Integer, String, and_, bindparam, case, column, false, func, literal, not_, or_, select, true
from sqlalchemy import text as sql
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnClause, UnaryExpression
from sqlalchemy.sql.visitors import replacement_traverse

from accordtrack.dates import last_day
from accordtrack.register import standings, threadindex
from accordtrack.register.columns import COMMITMENT, ENTRY, TAG
from accordtrack.register.filters import WHOLE, Term, match_expression
from accordtrack.vocabulary import DUE_SOON_DAYS, UNREPORTED, Standing, Status, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement

T = TypeVar("T")
C = COMMITMENT.c
_OTHER = {"US": "mx", "MX": "us"}
_WAITING = (Standing.UNANSWERED.value, Standing.ASKED.value)
_SEARCH = "SELECT rowid FROM search WHERE search MATCH :words"


def timely(today: str) -> ColumnElement[str]:
    """``fold.timeliness`` as an SQL expression over ``commitment``."""
    soon = literal(_plus(today, DUE_SOON_DAYS))
    told = {one: as_is(one.value) for one in Timeliness}
    return case(
        (or_(C.due_on.is_(None), C.withdrawn == 1), told[Timeliness.NO_DEADLINE]),
        (and_(C.done == 1, func.coalesce(C.done_on, C.due_on) <= C.due_on), told[Timeliness.DONE_ON_TIME]),
        (and_(C.done == 1, C.due_firm == 1), told[Timeliness.DONE_LATE]),
        (C.done == 1, told[Timeliness.PAST_HORIZON]),
        (and_(C.due_on < today, C.due_firm == 1), told[Timeliness.OVERDUE]),
        (C.due_on < today, told[Timeliness.PAST_HORIZON]),
        (C.due_on <= soon, told[Timeliness.DUE_SOON]),
        else_=told[Timeliness.UPCOMING],
    )


def as_is(word: str) -> ColumnElement[str]:
    """A word of ours that stands in the statement as it is: SQLite takes a value beside it anew for every row."""
    return literal(word, String, literal_execute=True)


def _plus(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def where(terms: Iterable[Term], today: str) -> ColumnElement[bool]:
    """The condition that all ``terms`` hold."""
    return and_(true(), *(_signed(_condition(term, today), negated=term.negated) for term in terms))


_MUCH = 1 << 15
_PLAIN: operators.custom_op[Any] = operators.custom_op("+")


def unindexed(clause: ColumnElement[T]) -> ColumnElement[T]:
    """The same for SQLite's planner as an expression that no index serves.

    A list of every match reads most of the rows. In the order of the file that takes a quarter of the time that it
    takes in the order of an index, from which each row is looked up.
    """

    def plain(element: object, **_options: object) -> object:
        if isinstance(element, ColumnClause) and element.table is COMMITMENT and element.name != "key":
            return UnaryExpression(element, operator=_PLAIN, type_=element.type)
        return None

    return replacement_traverse(clause, {}, plain)


def parts(joined: str, by: str) -> Iterator[list[str]]:
    """What SQLite joined, a few thousand values at a time: a list of all would be the largest thing in memory."""
    begin = 0
    while begin < len(joined):
        end = joined.find(by, begin + _MUCH)
        end = len(joined) if end < 0 else end
        yield joined[begin:end].split(by)
        begin = end + len(by)


def _signed(condition: ColumnElement[bool], *, negated: bool) -> ColumnElement[bool]:
    """The condition or its opposite; what is unknown of a half that is not owed does not hold."""
    return not_(func.coalesce(condition, False)) if negated else condition


def _condition(term: Term, today: str) -> ColumnElement[bool]:  # noqa: C901, PLR0912
    values = term.values
    match term.field:
        case "":
            expression = match_expression(values[0])
            if expression is None:
                return false() if term.negated else true()
            found = sql(_SEARCH).bindparams(bindparam("words", expression, unique=True))
            return C.key.in_(found.columns(column("rowid", Integer)))
        case "side":
            return C.responsible.in_(values)
        case "owes":
            return C.responsible.in_([*values, "JOINT"])
        case "open":
            return or_(*(_unfinished(value.lower()) for value in values))
        case "waits":
            return or_(*(C[f"{_OTHER[value]}_standing"].in_(_WAITING) for value in values))
        case "turn":
            return C.key.in_(threadindex.on_turn(values))
        case "status":
            return _either("status", "standing", values)
        case "standing":
            return or_(*(func.coalesce(standings.of_half(side).in_(values), False) for side in ("us", "mx")))
        case "basis":
            return or_(C.us_basis.in_(values), C.mx_basis.in_(values))
        case "grade":
            return or_(C.us_grade.in_(values), C.mx_grade.in_(values))
        case "due" if values[0] in set(Timeliness):
            return timely(today).in_(values)
        case "due":
            return _dated(C.due_on, term)
        case "agreed":
            return _dated(C.agreed_on, term)
        case "asked":
            return _number(func.julianday(today) - func.julianday(C.asked_on), term)
        case "evidence":
            return _number(C.evidence, term)
        case "changed":
            return _changed(term)
        case "lead":
            upper = [value.upper() for value in values]
            return func.coalesce(or_(func.upper(C.lead_us).in_(upper), func.upper(C.lead_mx).in_(upper)), False)
        case "verifiable":
            return C.verifiable.in_([int(value == "yes") for value in values])
        case "place" | "source" | "inferred":
            folded = [value.upper() for value in values]
            tagged = select(TAG.c.key).where(TAG.c.field == term.field, func.upper(TAG.c.value).in_(folded))
            return C.key.in_(tagged)
        case "id" if term.op == WHOLE:
            return C.id.in_(values)
        case "id":
            return or_(*(C.id.startswith(value, autoescape=True) for value in values))
        case "framework" | "area":
            return func.upper(func.coalesce(C[term.field], "")).in_([value.upper() for value in values])
        case "text":
            return C.text_basis.in_(values)
        case "rests":
            return func.coalesce(C.due_basis, "").in_(values)
        case _:
            return C[term.field].in_(values)


def _unfinished(side: str) -> ColumnElement[bool]:
    """The half of a side is owed and neither completed nor withdrawn."""
    ended = (Status.COMPLETED.value, Status.WITHDRAWN.value)
    return and_(C[f"{side}_standing"].is_not(None), func.coalesce(C[f"{side}_status"], "").not_in(ended))


def _either(name: str, owed: str, values: Sequence[str]) -> ColumnElement[bool]:
    """A filter on halves matches when either does; ``unreported`` only when both owed halves are."""
    said = [value for value in values if value != UNREPORTED]
    parts: list[ColumnElement[bool]] = [
        func.coalesce(or_(C[f"us_{name}"].in_(said), C[f"mx_{name}"].in_(said)), False) if said else false()
    ]
    if UNREPORTED in values:
        silent = [or_(C[f"{side}_{owed}"].is_(None), C[f"{side}_{name}"].is_(None)) for side in ("us", "mx")]
        parts.append(and_(*silent))
    return or_(*parts)


def _dated(column: ColumnElement[str], term: Term) -> ColumnElement[bool]:
    """Compare with a day, a month or a year: ``<2026-12`` ends before December, ``<=2026-12`` with it."""
    value = term.values[0]
    first, last = (value + "-01-01"[len(value) - 4 :])[:10], last_day(value)
    if len(value) == 7:  # noqa: PLR2004
        first = value + "-01"
    compared = {
        "<": column < first,
        "<=": column <= last,
        ">": column > last,
        ">=": column >= first,
        "=": and_(column >= first, column <= last),
    }[term.op]
    return func.coalesce(compared, False)


def _changed(term: Term) -> ColumnElement[bool]:
    """By the newest entry about a commitment; where a second value names a desk, by the newest of all others."""
    if len(term.values) == 1:
        return _number(C.version, term)
    newest = (
        select(func.coalesce(func.max(ENTRY.c.id), 0))
        .where(ENTRY.c.ref == C.id, ENTRY.c.feed != term.values[1])
        .correlate(COMMITMENT)
        .scalar_subquery()
    )
    others = _number(newest, term)
    # Few commitments changed lately: the subquery runs for these only.
    return and_(_number(C.version, term), others) if term.op in {">", ">="} else others


def _number(column: ColumnElement[Any], term: Term) -> ColumnElement[bool]:
    value = int(term.values[0])
    compared = {
        "<": column < value,
        "<=": column <= value,
        ">": column > value,
        ">=": column >= value,
        "=": column == value,
    }[term.op]
    return func.coalesce(compared, False)
