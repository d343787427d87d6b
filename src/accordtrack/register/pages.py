"""Lists of commitments: conditions, order, pages by keyset, facets. Core rows only, one statement a page."""

from __future__ import annotations

import base64
import json
from array import array
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, false, func, literal, not_, or_, select, true, tuple_, union_all
from sqlalchemy import text as sql

from accordtrack.dates import days_between, last_day
from accordtrack.problems import Problem, Refused
from accordtrack.register.filters import Term, match_expression
from accordtrack.register.fold import timeliness
from accordtrack.register.tables import CommitmentRow, TagRow, table_of
from accordtrack.views import Facet, HalfRow, Listing, Page, RegisterRow, Text
from accordtrack.vocabulary import DUE_SOON_DAYS, UNREPORTED, Grade, Standing, Status, Theme, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

C = table_of(CommitmentRow).c
_TAG = table_of(TagRow)
_SEARCH = "commitment.key IN (SELECT rowid FROM search WHERE search MATCH :words)"
_FAR = "9999-12-31"

SORTS = ("id", "title", "side", "lead", "status", "standing", "due", "evidence", "agreed", "theme")


def timely(today: str) -> ColumnElement[str]:
    """``fold.timeliness`` as an SQL expression over ``commitment``."""
    soon = literal(_plus(today, DUE_SOON_DAYS))
    return case(
        (or_(C.due_on.is_(None), C.withdrawn == 1), Timeliness.NO_DEADLINE.value),
        (and_(C.done == 1, func.coalesce(C.done_on, C.due_on) <= C.due_on), Timeliness.DONE_ON_TIME.value),
        (and_(C.done == 1, C.due_firm == 1), Timeliness.DONE_LATE.value),
        (C.done == 1, Timeliness.PAST_HORIZON.value),
        (and_(C.due_on < today, C.due_firm == 1), Timeliness.OVERDUE.value),
        (C.due_on < today, Timeliness.PAST_HORIZON.value),
        (C.due_on <= soon, Timeliness.DUE_SOON.value),
        else_=Timeliness.UPCOMING.value,
    )


def _plus(day: str, days: int) -> str:
    from datetime import date, timedelta  # noqa: PLC0415

    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def where(terms: Iterable[Term], today: str) -> ColumnElement[bool]:
    """The condition that all ``terms`` hold."""
    parts = [not_(_condition(term, today)) if term.negated else _condition(term, today) for term in terms]
    return and_(true(), *parts)


def _condition(term: Term, today: str) -> ColumnElement[bool]:  # noqa: C901, PLR0912
    values = term.values
    match term.field:
        case "":
            expression = match_expression(values[0])
            found = sql(_SEARCH).bindparams(words=expression) if expression else None
            return true() if found is None else _grouped(found)
        case "side":
            return C.responsible.in_(values)
        case "owes":
            return C.responsible.in_([*values, "JOINT"])
        case "status":
            return _either("status", "standing", values)
        case "standing":
            return or_(C.us_standing.in_(values), C.mx_standing.in_(values))
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
        case "lead":
            upper = [value.upper() for value in values]
            return func.coalesce(or_(func.upper(C.lead_us).in_(upper), func.upper(C.lead_mx).in_(upper)), False)
        case "verifiable":
            return C.verifiable.in_([int(value == "yes") for value in values])
        case "place" | "source" | "inferred":
            folded = [value.upper() for value in values]
            tagged = select(_TAG.c.key).where(_TAG.c.field == term.field, func.upper(_TAG.c.value).in_(folded))
            return C.key.in_(tagged)
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


def _grouped(clause: Any) -> ColumnElement[bool]:  # noqa: ANN401
    return and_(clause, true()).self_group()


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


def _key(sort: str, language: str) -> ColumnElement[Any]:
    match sort:
        case "title":
            return C.title_es if language == "es" else C.title_en
        case "side":
            return C.responsible
        case "lead":
            return (
                func.coalesce(C.lead_us, C.lead_mx, "") if language == "en" else func.coalesce(C.lead_mx, C.lead_us, "")
            )
        case "status":
            return C.status_rank
        case "standing":
            return C.standing_rank
        case "due":
            return func.coalesce(C.due_on, _FAR)
        case "evidence":
            return C.evidence
        case "agreed":
            return C.agreed_on
        case "theme":
            return C.theme
        case "id":
            return C.id_sort
        case _:
            known = ", ".join(SORTS)
            problem = Problem(
                'Unknown order "{x}"', "Known are: {known}.", values={"x": sort, "known": known}, usage=True
            )
            raise Refused(problem)


def listing(
    connection: Connection, terms: Sequence[Term], *, today: str, sort: str, descending: bool, language: str
) -> Listing:
    """Keys of all matching rows, in order."""
    key = _key(sort, language)
    order = (key.desc(), C.id_sort.asc()) if descending else (key.asc(), C.id_sort.asc())
    found = array("q", connection.execute(select(C.key).where(where(terms, today)).order_by(*order)).scalars())
    return Listing(found, len(found))


def rows(connection: Connection, keys: Sequence[int], today: str) -> tuple[RegisterRow, ...]:
    """The rows of ``keys``, in that order; a key that is gone is left out."""
    found = {row["key"]: row for row in connection.execute(select(*C).where(C.key.in_(keys))).mappings()}
    return tuple(as_row(found[key], today) for key in keys if key in found)


def page(
    connection: Connection,
    terms: Sequence[Term],
    *,
    today: str,
    sort: str,
    descending: bool,
    language: str,
    limit: int,
    after: str | None,
) -> Page:
    """One page by keyset: the rows after the cursor ``after``, at any depth at the same price."""
    key = _key(sort, language)
    condition = where(terms, today)
    total = connection.execute(select(func.count()).select_from(table_of(CommitmentRow)).where(condition)).scalar_one()
    seen = condition
    if after is not None:
        last = _cursor(after)
        place = tuple_(key, C.id_sort)
        seen = and_(condition, place < tuple_(*last) if descending else place > tuple_(*last))
    order = (key.desc(), C.id_sort.desc()) if descending else (key, C.id_sort)
    chosen = select(key.label("sort_key"), *C).where(seen).order_by(*order).limit(limit + 1)
    found = list(connection.execute(chosen).mappings())
    more = len(found) > limit
    found = found[:limit]
    cursor = None
    if more:
        raw = json.dumps([found[-1]["sort_key"], found[-1]["id_sort"]]).encode()
        cursor = base64.urlsafe_b64encode(raw).decode()
    return Page(tuple(as_row(row, today) for row in found), cursor, int(total))


def _cursor(after: str) -> tuple[Any, Any]:
    try:
        value, identifier = json.loads(base64.urlsafe_b64decode(after.encode()))
    except (ValueError, TypeError) as error:
        raise Refused(Problem("The cursor is not one of this list", "Leave --after out.", usage=True)) from error
    return value, identifier


def as_row(row: Any, today: str) -> RegisterRow:  # noqa: ANN401
    """A row of ``commitment`` as a frozen value."""
    due = row["due_on"]
    timing = timeliness(
        due_on=due,
        firm=bool(row["due_firm"]),
        done=bool(row["done"]),
        done_on=row["done_on"],
        withdrawn=bool(row["withdrawn"]),
        today=today,
    )
    halves = tuple(_half_row(row, side, today) for side in ("US", "MX") if row[f"{side.lower()}_standing"])
    return RegisterRow(
        key=row["key"],
        id=row["id"],
        title=Text(row["title_en"], row["title_es"]),
        kind=row["kind"],
        framework=row["framework"],
        responsible=row["responsible"],
        lead_us=row["lead_us"],
        lead_mx=row["lead_mx"],
        level=row["level"],
        theme=row["theme"],
        text_basis=row["text_basis"],
        handling=row["handling"],
        halves=halves,
        standing=row["standing"],
        timeliness=timing.value,
        due_on=due,
        due_basis=row["due_basis"],
        days=days_between(today, due) if due else None,
        evidence=row["evidence"],
        inferred=tuple(row["inferred"].split()),
    )


def _half_row(row: Any, side: str, today: str) -> HalfRow:  # noqa: ANN401
    name = side.lower()
    asked = row[f"{name}_asked_on"]
    return HalfRow(
        side=side,
        status=row[f"{name}_status"],
        basis=row[f"{name}_basis"],
        grade=row[f"{name}_grade"],
        standing=row[f"{name}_standing"],
        effective_on=row[f"{name}_effective_on"],
        asked_days=days_between(asked, today) if asked else None,
    )


_ORDERS: dict[str, tuple[str, ...]] = {
    "side": ("US", "MX", "JOINT"),
    "status": (UNREPORTED, *(status.value for status in Status)),
    "standing": tuple(standing.value for standing in Standing),
    "due": tuple(value.value for value in Timeliness),
    "theme": tuple(theme.value for theme in Theme),
    "grade": tuple(grade.value for grade in Grade),
}


def facets(connection: Connection, terms: Sequence[Term], today: str) -> tuple[Facet, ...]:
    """Counts by value of each facet, of the rows that match; halves may make one row count under two values."""
    condition = where(terms, today)
    found = [
        _counted(connection, "side", [select(C.key, C.responsible.label("v")).where(condition)]),
        _counted(connection, "status", _halves("status", condition)),
        _counted(connection, "standing", _halves("standing", condition)),
        _counted(connection, "due", [select(C.key, timely(today).label("v")).where(condition)]),
        _counted(connection, "theme", [select(C.key, C.theme.label("v")).where(condition)]),
        _counted(connection, "kind", [select(C.key, C.kind.label("v")).where(condition)]),
        _counted(connection, "framework", [select(C.key, C.framework.label("v")).where(condition)]),
        _counted(connection, "text", [select(C.key, C.text_basis.label("v")).where(condition)]),
    ]
    return tuple(found)


def _halves(name: str, condition: ColumnElement[bool]) -> list[Any]:
    parts = [
        select(C.key, C[f"{side}_{name}"].label("v")).where(condition, C[f"{side}_{name}"].is_not(None))
        for side in ("us", "mx")
    ]
    if name == "status":
        silent = and_(C.us_status.is_(None), C.mx_status.is_(None))
        parts.append(select(C.key, literal(UNREPORTED).label("v")).where(condition, silent))
    return parts


def _counted(connection: Connection, field: str, parts: Sequence[Any]) -> Facet:
    source = (parts[0] if len(parts) == 1 else union_all(*parts)).subquery()
    chosen = select(source.c.v, func.count(func.distinct(source.c.key))).group_by(source.c.v)
    counts = {str(value): int(count) for value, count in connection.execute(chosen).tuples()}
    order = _ORDERS.get(field)
    names = (
        [name for name in order if name in counts] if order else sorted(counts, key=lambda name: (-counts[name], name))
    )
    return Facet(field, tuple((name, counts[name]) for name in names))
