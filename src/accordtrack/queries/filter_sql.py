"""Conversion of filter terms to SQL conditions on ``commitment``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Integer, String, and_, bindparam, case, column, false, func, literal, not_, or_, select, true
from sqlalchemy import text as sql
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnClause, UnaryExpression
from sqlalchemy.sql.visitors import replacement_traverse

from accordtrack.core.dates import add_days, last_day
from accordtrack.core.problems import Problem, Refused
from accordtrack.counts import NO_LEAD
from accordtrack.projection import standings
from accordtrack.projection.disputes import thread_index
from accordtrack.queries.filter_parser import FOUND, HALVES, RECORDED, WHOLE, Scope, Term, match_expression, scope
from accordtrack.statuses import UNREPORTED, Status
from accordtrack.store.columns import COMMITMENT, ENTRY, TAG
from accordtrack.vocabulary import DUE_SOON_DAYS, CommitmentKind, Responsible, Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement

T = TypeVar("T")
C = COMMITMENT.c
_COMMITMENT: ColumnElement[bool] = C.kind == CommitmentKind.COMMITMENT.value
_OTHER = {"US": "mx", "MX": "us"}
_WAITING = (Standing.UNANSWERED.value, Standing.ASKED.value)
_SEARCH = "SELECT rowid FROM search WHERE search MATCH :words"


def timeliness_sql(today: str) -> ColumnElement[str]:
    """Return ``fold.timeliness`` as an SQL expression on ``commitment``."""
    soon = literal(add_days(today, DUE_SOON_DAYS))
    literals = {one: sql_literal(one.value) for one in Timeliness}
    disputed = sql_literal(Standing.DISPUTED.value)  # stored for a settled dispute, too
    on_time = and_(C.done == 1, func.coalesce(C.done_on, C.due_on) <= C.due_on)
    return case(
        (or_(C.due_on.is_(None), C.withdrawn == 1), literals[Timeliness.NO_DEADLINE]),
        (and_(on_time, C.standing == disputed), literals[Timeliness.CLAIMED_ON_TIME]),
        (on_time, literals[Timeliness.DONE_ON_TIME]),
        (and_(C.done == 1, C.due_firm == 1), literals[Timeliness.DONE_LATE]),
        (C.done == 1, literals[Timeliness.PAST_HORIZON]),
        (and_(C.due_on < today, C.due_firm == 1), literals[Timeliness.OVERDUE]),
        (C.due_on < today, literals[Timeliness.PAST_HORIZON]),
        (C.due_on <= soon, literals[Timeliness.DUE_SOON]),
        else_=literals[Timeliness.UPCOMING],
    )


def sql_literal(word: str) -> ColumnElement[str]:
    """Return a constant as a literal in the SQL text, because SQLite would read a bound parameter for every row."""
    return literal(word, String, literal_execute=True)


def where(terms: Sequence[Term], today: str, about: Scope | None = None) -> ColumnElement[bool]:
    """Return the condition that all ``terms`` hold. ``about`` is the scope of the whole filter."""
    halves = about or scope(terms)
    return and_(true(), *(_negate_if(_condition(term, today, halves), negated=term.negated) for term in terms))


_MUCH = 1 << 15
_PLAIN: operators.custom_op[Any] = operators.custom_op("+")


def unindexed(clause: ColumnElement[T]) -> ColumnElement[T]:
    """Return the same clause in a form for which SQLite uses no index.

    A list of all matches reads most of the rows. Reading them in file order takes a quarter of the time that looking
    each one up from an index takes.
    """

    def plain(element: object, **_options: object) -> object:
        if isinstance(element, ColumnClause) and element.table is COMMITMENT and element.name != "key":
            return UnaryExpression(element, operator=_PLAIN, type_=element.type)
        return None

    return replacement_traverse(clause, {}, plain)


def split_joined(joined: str, by: str) -> Iterator[list[str]]:
    """Split a string joined by SQLite, a few thousand values at a time, to keep no list of all values in memory."""
    begin = 0
    while begin < len(joined):
        end = joined.find(by, begin + _MUCH)
        end = len(joined) if end < 0 else end
        yield joined[begin:end].split(by)
        begin = end + len(by)


def _negate_if(condition: ColumnElement[bool], *, negated: bool) -> ColumnElement[bool]:
    """Return the condition or its negation. NULL, the value of a half that is not owed, counts as false."""
    return not_(func.coalesce(condition, False)) if negated else condition


def _condition(term: Term, today: str, about: Scope) -> ColumnElement[bool]:  # noqa: C901, PLR0912
    values = term.values
    match term.field:
        case field if field in HALVES:
            return _half_condition(term, today, about)
        case "":
            expression = match_expression(values[0])
            if expression is None:
                return false() if term.negated else true()
            text_clause = sql(_SEARCH).bindparams(bindparam("words", expression, unique=True))
            return C.key.in_(text_clause.columns(column("rowid", Integer)))
        case "owes":
            return and_(_COMMITMENT, C.responsible.in_([*values, Responsible.JOINT.value]))
        case "open":
            return and_(_COMMITMENT, or_(*(_owes_open_half(value) for value in values)))
        case "reply":
            return or_(*(C[f"{_OTHER[value]}_standing"].in_(_WAITING) for value in values))
        case "turn":
            return C.key.in_(thread_index.select_on_turn(values))
        case "due" if values[0] in set(Timeliness):
            return timeliness_sql(today).in_(values)
        case "due":
            return _date_condition(C.due_on, term)
        case "agreed":
            return _date_condition(C.agreed_on, term)
        case "evidence":
            return _number(C.evidence, term)
        case "changed":
            return _changed_condition(term)
        case "place" | "source" | "inferred" | "waits" | "provenance" | "unpublished":
            return _tag_condition(term.field, values)
        case "retracted":
            return _tag_condition("taken_back", values)
        case "id" if term.op == WHOLE:
            return C.id.in_(values)
        case "id":
            return or_(*(C.id.startswith(value, autoescape=True) for value in values))
        case "framework" | "area":
            return func.upper(func.coalesce(C[term.field], "")).in_([value.upper() for value in values])
        case _:
            return _column_condition(term)


def _column_condition(term: Term) -> ColumnElement[bool]:
    """Return the condition for a field that is stored in a column as it is."""
    field = RECORDED[term.field]
    if field.further:
        return _tag_condition(field.name, term.values)
    column = C[field.column or field.name]
    if field.value_type == "flag":
        return column.in_([int(value == "yes") for value in term.values])
    return column.in_(term.values)


def _tag_condition(field: str, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a commitment has one of these values of a field that is kept as tags, in any case."""
    folded = [value.upper() for value in values]
    return C.key.in_(select(TAG.c.key).where(TAG.c.field == field, func.upper(TAG.c.value).in_(folded)))


def in_scope(side: str, about: Scope) -> ColumnElement[bool]:
    """Return the condition that a commitment has a half of ``side`` in the filter's scope."""
    return _owes_open_half(side) if side in about.still else _owes_half(side)


def _owes_half(side: str) -> ColumnElement[bool]:
    """Return the condition that the commitment has a half of this side."""
    return _half(side, "standing").is_not(None)


def _owes_open_half(side: str) -> ColumnElement[bool]:
    """Return the condition that the half of this side is in scope and not completed."""
    is_completed = func.coalesce(_half(side, "status"), "") == sql_literal(Status.COMPLETED.value)
    return and_(_owes_half(side), not_(is_completed), not_(standings.left_scope(side)))


def _half(side: str, name: str) -> ColumnElement[str]:
    return C[f"{side.lower()}_{name}"]


def _half_condition(term: Term, today: str, about: Scope) -> ColumnElement[bool]:
    """Return the condition that a term holds for any half in the filter's scope."""
    values = term.values
    match term.field:
        case "status":
            return _status(values, about)
        case "lead":
            return _lead_condition([value.upper() for value in values], about)
        case "missed" if term.op != FOUND:
            advice = "It can be used in lists of records and of disputes."
            raise Refused(Problem("{field} cannot be used here", advice, values={"field": term.field}, usage=True))
        case "missed":
            return _any_half(
                about, lambda side: C.key.in_([int(one[3:]) for one in values if one.startswith(f"{side} ")])
            )
        case "asked" if not about.named:
            return _days_asked(C.asked_on, term, today)
        case "asked":
            return _any_half(about, lambda side: _days_asked(_half(side, "asked_on"), term, today))
        case "standing":
            return _any_half(about, lambda side: standings.of_half(side).in_(values))
        case name:
            return _any_half(about, lambda side: _half(side, name).in_(values))


def _any_half(about: Scope, holds: Callable[[str], ColumnElement[bool]]) -> ColumnElement[bool]:
    return func.coalesce(or_(*(and_(in_scope(side, about), holds(side)) for side in about.sides)), False)


def _lead_condition(codes: Sequence[str], about: Scope) -> ColumnElement[bool]:
    """Return the condition that one of these bodies leads, or no body if ``codes`` contains ``NO_LEAD``."""
    lead = {side: C[f"lead_{side.lower()}"] for side in about.sides}
    if about.named:
        led = _any_half(about, lambda side: func.upper(lead[side]).in_(codes))
    else:
        led = func.coalesce(or_(*(func.upper(one).in_(codes) for one in lead.values())), False)
    return or_(led, _any_half(about, lambda side: lead[side].is_(None))) if NO_LEAD in codes else led


def _days_asked(since: ColumnElement[str], term: Term, today: str) -> ColumnElement[bool]:
    return _number(func.max(func.julianday(today) - func.julianday(since), 0), term)


def _status(values: Sequence[str], about: Scope) -> ColumnElement[bool]:
    """Return the condition that any half has one of these statuses. ``unreported`` means that no half has a status."""
    lines = [value for value in values if value != UNREPORTED]
    column_element = _any_half(about, lambda side: _half(side, "status").in_(lines)) if lines else false()
    if UNREPORTED not in values:
        return column_element
    return or_(column_element, and_(*(_has_no_status(side, about) for side in about.sides)))


def _has_no_status(side: str, about: Scope) -> ColumnElement[bool]:
    return or_(not_(in_scope(side, about)), _half(side, "status").is_(None))


def _date_condition(column: ColumnElement[str], term: Term) -> ColumnElement[bool]:
    """Compare with a day, month or year: ``<2026-12`` means before December, ``<=2026-12`` includes it."""
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


def _changed_condition(term: Term) -> ColumnElement[bool]:
    """Compare the newest entry about a commitment. A second value names a desk whose entries do not count."""
    if len(term.values) == 1:
        return _number(C.version, term)
    newest = (
        select(func.coalesce(func.max(ENTRY.c.id), 0))
        .where(ENTRY.c.ref == C.id, ENTRY.c.feed != term.values[1])
        .correlate(COMMITMENT)
        .scalar_subquery()
    )
    others = _number(newest, term)
    # The first condition limits the subquery to the few commitments that changed lately.
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
