"""Lists of commitments: sort order, pages by keyset, and rows as frozen values. One statement reads a page."""

from __future__ import annotations

import base64
import json
from array import array
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, true, tuple_

from accordtrack.core.dates import days_between, days_since
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import casefold_plain
from accordtrack.i18n import ALTERNAT
from accordtrack.projection import standings
from accordtrack.projection.dual_control import FIRST_RULES_WITH_WAITING, RULES
from accordtrack.projection.fold import timeliness
from accordtrack.queries.filter_parser import field_spellings, field_word
from accordtrack.queries.filter_sql import C, split_joined, unindexed, where
from accordtrack.store.columns import COMMITMENT
from accordtrack.types import HalfRow, Listing, Page, RegisterRow, Text
from accordtrack.vocabulary import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from accordtrack.queries.filter_parser import Term

_ROWS = select(*standings.columns())
_EVERY = true()
_GREATEST = 2**62
_FAR = "9999-12-31"
SORTS = ("id", "title", "side", "lead", "status", "standing", "due", "evidence", "agreed", "theme")


def _key(sort: str, language: str) -> ColumnElement[Any]:
    """Return the sort column. Where each side has a value, the language's alternat decides which comes first."""
    spanish = language == "es"
    columns: dict[str, ColumnElement[Any]] = {
        "id": C.id_sort,
        "title": C.title_es if spanish else C.title_en,
        "side": case({side: place for place, side in enumerate(ALTERNAT[language])}, value=C.responsible, else_=2),
        "lead": func.coalesce(C.lead_mx, C.lead_us, "") if spanish else func.coalesce(C.lead_us, C.lead_mx, ""),
        "status": C.status_rank,
        "standing": standings.rank(),
        "due": func.coalesce(C.due_on, _FAR),
        "evidence": C.evidence,
        "agreed": C.agreed_on,
        "theme": C.theme,
    }
    plain = casefold_plain(sort)
    name = "title" if plain == "titulo" else field_spellings().get(plain, plain)
    if name not in columns:
        listed = [{**field_word(one), **({"es": "titulo"} if one == "title" else {})} for one in SORTS]
        raise Refused(unknown_word_problem(("field", "order"), sort, listed))
    return columns[name]


def listing(
    connection: Connection,
    terms: Sequence[Term],
    *,
    today: str,
    sort: str,
    descending: bool,
    language: str,
    within: ColumnElement[bool] = _EVERY,
) -> Listing:
    """Return the keys of all matching rows, in order. ``within`` is an additional condition of the caller.

    SQLite joins the keys into one string; fetching one row per key would block the user interface.
    """
    key = _key(sort, language)
    order, condition = _order_columns(key, descending=descending), and_(where(terms, today), within)
    if terms:
        order, condition = tuple(unindexed(part) for part in order), unindexed(condition)
    ordered = select(C.key).where(condition).order_by(*order).subquery()
    joined_keys = connection.execute(select(func.group_concat(ordered.c.key))).scalar()
    found = array("q")
    for part in split_joined(joined_keys or "", ","):
        found.extend(map(int, part))
    return Listing(found, len(found))


def ids(connection: Connection, terms: Sequence[Term], today: str) -> list[str]:
    """Return the ids of all matching rows, in no particular order."""
    return list(connection.execute(select(C.id).where(where(terms, today))).scalars())


def _order_columns(key: ColumnElement[Any], *, descending: bool) -> tuple[ColumnElement[Any], ...]:
    """Return the sort columns. Ties sort by id in both directions, then by key, since BF-1 and BF-01 sort alike."""
    return (key.desc() if descending else key.asc(), C.id_sort.asc(), C.key.asc())


def _is_after_row(key: ColumnElement[Any], last: tuple[Any, str, int], *, descending: bool) -> ColumnElement[bool]:
    """Return the condition for rows after ``last``, in a form that lets SQLite walk an index on ``key``."""
    if not descending:
        return tuple_(key, C.id_sort, C.key) > tuple_(*last)
    value, *tie = last
    return and_(key <= value, or_(key < value, tuple_(C.id_sort, C.key) > tuple_(*tie)))


def rows(connection: Connection, keys: Sequence[int], today: str) -> tuple[RegisterRow, ...]:
    """Return the rows of ``keys``, in that order. A key that no longer exists is left out."""
    found = {row.key: row for row in connection.execute(_ROWS.where(C.key.in_(keys)))}
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
    within: ColumnElement[bool] = _EVERY,
    total: int | None = None,
) -> Page:
    """Return one page by keyset: the rows after the cursor ``after``. The cost does not depend on the depth.

    ``within`` is an additional condition of the caller; ``total`` is the number of matches, if known. Raise ``Refused``
    for an invalid cursor.
    """
    key = _key(sort, language)
    condition = and_(where(terms, today), within)
    if total is None:
        total = connection.execute(select(func.count()).select_from(COMMITMENT).where(condition)).scalar_one()
    seen = condition
    if after is not None:
        seen = and_(condition, _is_after_row(key, _cursor(after), descending=descending))
    order = _order_columns(key, descending=descending)
    chosen = _ROWS.add_columns(key.label("sort_key")).where(seen).order_by(*order).limit(limit + 1)
    found = list(connection.execute(chosen))
    more = len(found) > limit
    found = found[:limit]
    cursor = None
    if more:
        raw = json.dumps([found[-1].sort_key, found[-1].id_sort, found[-1].key]).encode()
        cursor = base64.urlsafe_b64encode(raw).decode()
    return Page(tuple(as_row(row, today) for row in found), cursor, int(total))


def _cursor(after: str) -> tuple[Any, str, int]:
    """Decode a cursor: sort value, id and key of the last row of a page."""
    try:
        value, identifier, key = json.loads(base64.urlsafe_b64decode(after.encode()))
        known = type(value) in {str, int} and type(identifier) is str and type(key) is int
        f"{value}{identifier}".encode()
    except (ValueError, TypeError):
        known = False
    if not known or any(type(number) is int and abs(number) > _GREATEST for number in (value, key)):
        raise Refused(Problem("The cursor does not belong to this list", "Leave --after out.", usage=True))
    return value, identifier, key


def as_row(row: Any, today: str) -> RegisterRow:  # noqa: ANN401
    """Convert a row of ``commitment``, with its columns as attributes, to a frozen value."""
    due, days = row.due_on, None
    if due is not None:
        days = days_between(today, due)
    halves = []
    if row.us_standing is not None:
        half_fields = (row.us_status, row.us_basis, row.us_grade, row.us_standing, row.us_effective_on)
        half_notes = (
            _days_since(row.us_asked_on, today),
            row.us_observed,
            bool(row.us_withdrawal_waits),
            bool(row.us_taken_back),
        )
        halves.append(HalfRow("US", *half_fields, *half_notes))
    if row.mx_standing is not None:
        half_fields = (row.mx_status, row.mx_basis, row.mx_grade, row.mx_standing, row.mx_effective_on)
        half_notes = (
            _days_since(row.mx_asked_on, today),
            row.mx_observed,
            bool(row.mx_withdrawal_waits),
            bool(row.mx_taken_back),
        )
        halves.append(HalfRow("MX", *half_fields, *half_notes))
    standing = standings.of_row(halves)
    return RegisterRow(
        key=row.key,
        id=row.id,
        title=Text(row.title_en, row.title_es),
        kind=row.kind,
        framework=row.framework,
        responsible=row.responsible,
        lead_us=row.lead_us,
        lead_mx=row.lead_mx,
        level=row.level,
        theme=row.theme,
        text_basis=row.text_basis,
        handling=row.handling,
        halves=tuple(halves),
        standing=standing,
        timeliness=timeliness(
            due_on=due,
            firm=bool(row.due_firm),
            done=bool(row.done),
            done_on=row.done_on,
            withdrawn=bool(row.withdrawn),
            today=today,
            disputed=getattr(row, "rules", RULES) >= FIRST_RULES_WITH_WAITING
            and standing in {Standing.DISPUTED, Standing.SETTLED},
        ).value,
        due_on=due,
        due_basis=row.due_basis,
        days=days,
        evidence=row.evidence,
        inferred=tuple(row.inferred.split()),
    )


def _days_since(day: str | None, today: str) -> int | None:
    return None if day is None else days_since(day, today)


def all_rows(connection: Connection, terms: Sequence[Term], today: str) -> tuple[RegisterRow, ...]:
    """Return every matching row, sorted by id, for counts over the whole register."""
    chosen = _ROWS.where(where(terms, today)).order_by(C.id_sort, C.key)
    return tuple(as_row(row, today) for row in connection.execute(chosen))


def key_of(connection: Connection, identifier: str) -> int | None:
    """Return the key of a commitment's row, or None."""
    key = connection.execute(select(C.key).where(C.id == identifier)).scalar()
    return None if key is None else int(key)
