"""Facets: how many rows of a list have each value of a field.

One pass over the matching rows counts all facets: each row contributes one character per value, and SQLite joins the
characters. Grouping would sort the rows again for every facet, and passing a value per row to Python would block the
user interface.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, null, select

from accordtrack.projection import standings
from accordtrack.queries.filter_parser import scope
from accordtrack.queries.filter_sql import C, in_scope, split_joined, sql_literal, timeliness_sql, unindexed, where
from accordtrack.statuses import UNREPORTED, Status
from accordtrack.types import Facet
from accordtrack.vocabulary import CommitmentKind, Responsible, Standing, TextBasis, Theme, Timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import StrEnum

    from sqlalchemy import ColumnElement, Connection

    from accordtrack.queries.filter_parser import Scope, Term

_FIRST = ord("A")
"""The character for the first value of a vocabulary; the character before it means no value."""
_PART = "\x1f"
_PLAIN: dict[str, tuple[str, type[StrEnum]]] = {
    "side": ("responsible", Responsible),
    "theme": ("theme", Theme),
    "kind": ("kind", CommitmentKind),
    "text": ("text_basis", TextBasis),
}
_HALVES: dict[str, type[StrEnum]] = {"status": Status, "standing": Standing}
_SIDES = ("us", "mx")
_BY_COUNT = frozenset({"kind", "framework", "text"})
"""Facets whose values are sorted by count; the others keep the order of the vocabulary."""
_FACETS = ("side", "status", "standing", "due", "theme", "kind", "framework", "text")


def facets(connection: Connection, terms: Sequence[Term], today: str) -> tuple[Facet, ...]:
    """Return the counts by value of each facet, over the matching rows.

    A row with two halves may count under two values. A count is the length of the list if the value is added to the
    filter, so only halves in the filter's scope count.
    """
    about = scope(terms)
    columns = {name: _join_places(C[column], kind) for name, (column, kind) in _PLAIN.items()}
    columns["due"] = _join_places(timeliness_sql(today), Timeliness)
    for name, kind in _HALVES.items():
        columns |= {f"{side}_{name}": _join_places(_half_value(side, name, about), kind) for side in _SIDES}
    columns["framework"] = func.group_concat(C.framework, sql_literal(_PART))
    chosen = select(*(value.label(name) for name, value in columns.items())).where(unindexed(where(terms, today)))
    joined = dict(connection.execute(chosen).mappings().one())
    return tuple(Facet(name, _counts(name, joined)) for name in _FACETS)


def _half_value(side: str, name: str, about: Scope) -> ColumnElement[Any]:
    """Return the value of a half; null if the half is outside the filter's scope."""
    value = standings.of_half(side) if name == "standing" else C[f"{side}_{name}"]
    if not about.named:
        return value
    if side.upper() not in about.sides:
        return null()
    return case((in_scope(side.upper(), about), value))


def _join_places(value: ColumnElement[Any], kind: type[StrEnum]) -> ColumnElement[str]:
    """Join one character per row: the place of its value in the vocabulary."""
    places = [(sql_literal(word.value), sql_literal(chr(_FIRST + place))) for place, word in enumerate(kind)]
    return func.group_concat(case(*places, value=value, else_=sql_literal(chr(_FIRST - 1))), sql_literal(""))


def _counts(name: str, row: Mapping[str, str | None]) -> tuple[tuple[str, int], ...]:
    """Return the values of a facet with their counts, sorted."""
    if name in _HALVES:
        counts = _count_halves(name, row)
    elif name == "framework":
        counts = Counter(value for part in split_joined(row[name] or "", _PART) for value in part)
    else:
        kind = Timeliness if name == "due" else _PLAIN[name][1]
        counts = _counts_by_value(kind, (row[name] or "").count)
    if name in _BY_COUNT:
        return tuple(sorted(counts.items(), key=lambda found: (-found[1], found[0])))
    return tuple(counts.items())


def _counts_by_value(kind: type[StrEnum], count: Callable[[str], int]) -> Counter[str]:
    """Convert counts by character to counts by value, in the order of the vocabulary."""
    places = {word.value: count(chr(_FIRST + place)) for place, word in enumerate(kind)}
    return Counter({value: count for value, count in places.items() if count})


def _count_halves(name: str, row: Mapping[str, str | None]) -> Counter[str]:
    """Count each row once per value that one of its halves has, and as unreported if neither half has a status."""
    pairs = Counter(zip(*(row[f"{side}_{name}"] or "" for side in _SIDES), strict=True))
    totals = Counter[str]()
    for pair, count in pairs.items():
        totals.update(dict.fromkeys(pair, count))
    counts = _counts_by_value(_HALVES[name], totals.__getitem__)
    none = chr(_FIRST - 1)
    silent = pairs[none, none] if name == "status" else 0
    return Counter({UNREPORTED: silent, **counts}) if silent else counts
