"""Facets: how many rows of a list have each value of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, distinct, func, literal, select

from accordtrack.register.conditions import C, timely, where
from accordtrack.views import Facet
from accordtrack.vocabulary import UNREPORTED, Grade, Standing, Status, Theme, Timeliness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Subquery

    from accordtrack.register.filters import Term

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
    first, *others = parts
    source: Subquery = first.union_all(*others).subquery()
    value: ColumnElement[str] = source.c["v"]
    number: ColumnElement[int] = func.count(distinct(source.c["key"]))
    chosen = select(value.label("v"), number.label("n")).group_by(value)
    counts = {str(row["v"]): int(row["n"]) for row in connection.execute(chosen).mappings()}
    order = _ORDERS.get(field)
    names = (
        [name for name in order if name in counts] if order else sorted(counts, key=lambda name: (-counts[name], name))
    )
    return Facet(field, tuple((name, counts[name]) for name in names))
