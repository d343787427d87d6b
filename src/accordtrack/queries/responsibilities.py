"""Counts of what each body or side owes, in groups by body, side, theme or framework."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from accordtrack.core.problems import Refused, unknown_word_problem
from accordtrack.counts import NOBODY
from accordtrack.ledger import kinds
from accordtrack.projection import record_lookup
from accordtrack.statuses import Status
from accordtrack.types import HalfRow, RegisterRow, Responsibilities, ResponsibilityRow, Text
from accordtrack.vocabulary import Standing, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

GROUPS = ("body", "side", "theme", "framework")
OWED, OVERDUE = "owed", "overdue"
STANDINGS = frozenset({Standing.ASKED, Standing.UNANSWERED, Standing.UNREPORTED, Standing.DISPUTED})
_FIRST_AGES, _SECOND_AGES = 30, 90
_FAR = "9999-12-31"
Counted = tuple[RegisterRow, tuple[str, ...], frozenset[str]]
"""A row, the halves for which it counts in a group, and the names of the counts that include it."""


def count_responsibilities(
    connection: Connection,
    rows: Sequence[RegisterRow],
    by: str,
    themes: Mapping[str, Text],
    sides: Mapping[str, Text],
    missed: Mapping[int, frozenset[str]],
) -> Responsibilities:
    """Return the counts of each group, most overdue first.

    A joint commitment counts for each side that still owes its half. ``rows`` are commitments (not other kinds) as of
    the requested dates; ``missed`` holds the sides whose last report was not found, by row key. Each count comes with
    the row keys behind it, earliest deadline first. Raise ``Refused`` for an unknown group.
    """
    if by not in GROUPS:
        raise Refused(unknown_word_problem(("field", "group"), by, GROUPS))
    groups = rows_by_group(rows, by, missed)
    codes = [code for code, _side in groups]
    names = dict(themes) if by == "theme" else dict(sides) if by == "side" else _group_titles(connection, by, codes)
    counted_groups = [
        (_count(code, names.get(code, Text(code, code)), side, found), _row_keys_by_count(found))
        for (code, side), found in groups.items()
    ]
    counted_groups.sort(
        key=lambda pair: (-pair[0].overdue, -pair[0].past_horizon, -pair[0].asked, -pair[0].owed, pair[0].code)
    )
    return Responsibilities(
        tuple(group for group, _keys in counted_groups), tuple(keys for _group, keys in counted_groups)
    )


def rows_by_group(
    rows: Iterable[RegisterRow], by: str, missed: Mapping[int, frozenset[str]]
) -> dict[tuple[str, str | None], list[Counted]]:
    """Return the rows of each group by its code and side, earliest deadline first."""
    groups: dict[tuple[str, str | None], list[Counted]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.due_on or _FAR):
        for code, side, halves in groups_of(row, by):
            groups[code, side].append((row, halves, count_names(row, halves, missed.get(row.key, frozenset()))))
    return groups


def _row_keys_by_count(found: Sequence[Counted]) -> dict[str, array[int]]:
    keys_by_count: dict[str, array[int]] = {}
    for row, _sides, names in found:
        for name in names:
            keys_by_count.setdefault(name, array("q")).append(row.key)
    return keys_by_count


def _group_titles(connection: Connection, by: str, codes: Iterable[str]) -> dict[str, Text]:
    dict_items = record_lookup.records(connection, kinds.FAMILIES[by], codes).items()
    return {code: record_lookup.title(record) or Text(code, code) for code, record in dict_items}


def groups_of(row: RegisterRow, by: str) -> Iterable[tuple[str, str | None, tuple[str, ...]]]:
    """Yield the groups in which a row counts (code, side), each with the halves that count there."""
    sides = tuple(half.side for half in row.halves)
    match by:
        case "body":
            for side, lead in (("US", row.lead_us), ("MX", row.lead_mx)):
                if side in sides:
                    yield lead or NOBODY, side, (side,)
        case "side":
            for side in sides:
                yield side, side, (side,)
        case "theme":
            yield row.theme, None, sides
        case _:
            yield row.framework, None, sides


def _count(code: str, name: Text, side: str | None, found: Sequence[Counted]) -> ResponsibilityRow:
    tally: Counter[str] = Counter()
    ages = [0, 0, 0]
    waiting: list[int] = []
    for row, sides, names in found:
        tally.update(names)
        if OVERDUE in names:
            days = -(row.days or 0)
            ages[0 if days <= _FIRST_AGES else 1 if days <= _SECOND_AGES else 2] += 1
        if OWED in names:
            waiting += [half.asked_days for half in open_halves(row, sides) if half.asked_days is not None]
    return ResponsibilityRow(
        code=code,
        name=name,
        side=side,
        owed=tally[OWED],
        done=tally["done"],
        overdue=tally[OVERDUE],
        past_horizon=tally["past_horizon"],
        due_soon=tally["due_soon"],
        asked=tally["asked"],
        asked_days=max(waiting, default=None),
        unanswered=tally["unanswered"],
        unreported=tally["unreported"],
        disputed=tally["disputed"],
        ages=(ages[0], ages[1], ages[2]),
        missed=tally["missed"],
    )


def open_halves(row: RegisterRow, sides: tuple[str, ...]) -> list[HalfRow]:
    """Return the halves of these sides that are in scope and not completed."""
    return [half for half in row.halves if half.side in sides and half.is_open]


def count_names(row: RegisterRow, sides: tuple[str, ...], missed: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the names of the ``OwedRow`` counts that include a row for the halves of ``sides``.

    The rule is the same as that of the filters in ``counts``, and a test compares the two. It is written out here
    because scorecards have no database and the owed view counts all rows at once. ``missed`` holds the sides whose last
    report was not found.
    """
    halves = open_halves(row, sides)
    if not halves:
        completed = any(half.side in sides and half.status == Status.COMPLETED for half in row.halves)
        return frozenset({"done"}) if completed else frozenset()
    names = {OWED} | {half.standing for half in halves} & STANDINGS
    late = row.days is not None and row.days < 0
    if late and row.timeliness in {Timeliness.OVERDUE, Timeliness.PAST_HORIZON}:
        names.add(row.timeliness)
    if row.timeliness == Timeliness.DUE_SOON:
        names.add("due_soon")
    if any(half.side in missed for half in halves):
        names.add("missed")
    return frozenset(names)
