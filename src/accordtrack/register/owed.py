"""Who owes what: counts of commitments in scope by body, side, theme or framework."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from accordtrack.problems import Refused, unknown
from accordtrack.register import lookup
from accordtrack.register.filters import Term
from accordtrack.views import HalfRow, Listing, OwedRow, RegisterRow, Text
from accordtrack.vocabulary import Standing, Status, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

GROUPS = ("body", "side", "theme", "framework")
OWED, OVERDUE = "owed", "overdue"
COUNTS = (OWED, OVERDUE, "past_horizon", "due_soon", "asked", "unanswered", "unreported", "disputed", "done")
"""Numbers of a row of the view, each of which can be opened into the rows it was counted from."""
STANDINGS = frozenset({Standing.ASKED, Standing.UNANSWERED, Standing.UNREPORTED, Standing.DISPUTED})
NOBODY = "—"
"""The group of what no body leads."""
_FIRST_AGES, _SECOND_AGES = 30, 90
_FAR = "9999-12-31"


def owed(
    connection: Connection, rows: Sequence[RegisterRow], by: str, themes: Mapping[str, Text], sides: Mapping[str, Text]
) -> tuple[OwedRow, ...]:
    """One row a group, the most overdue first. A joint commitment counts for each side that still owes its half.

    ``rows`` are those of kind ``commitment`` as of the dates asked for.
    """
    if by not in GROUPS:
        raise Refused(unknown(("field", "group"), by, GROUPS))
    groups: dict[tuple[str, str | None], list[tuple[RegisterRow, tuple[str, ...]]]] = defaultdict(list)
    for row in rows:
        for code, side, halves in _groups(row, by):
            groups[code, side].append((row, halves))
    codes = [code for code, _side in groups]
    names = dict(themes) if by == "theme" else dict(sides) if by == "side" else _named(connection, by, codes)
    counted = [_count(code, names.get(code, Text(code, code)), side, found) for (code, side), found in groups.items()]
    return tuple(sorted(counted, key=lambda row: (-row.overdue, -row.past_horizon, -row.asked, -row.owed, row.code)))


def _named(connection: Connection, by: str, codes: Iterable[str]) -> dict[str, Text]:
    return {code: lookup.named(body).name for code, body in lookup.records(connection, by, codes).items()}


def _groups(row: RegisterRow, by: str) -> Iterable[tuple[str, str | None, tuple[str, ...]]]:
    """Groups that a row counts in, each with the halves that count there."""
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


def _count(code: str, name: Text, side: str | None, found: Sequence[tuple[RegisterRow, tuple[str, ...]]]) -> OwedRow:
    tally: Counter[str] = Counter()
    ages = [0, 0, 0]
    waiting: list[int] = []
    for row, sides in found:
        names = counted(row, sides)
        tally.update(names)
        if OVERDUE in names:
            days = -(row.days or 0)
            ages[0 if days <= _FIRST_AGES else 1 if days <= _SECOND_AGES else 2] += 1
        if OWED in names:
            waiting += [half.asked_days for half in _open(row, sides) if half.asked_days is not None]
    return OwedRow(
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
    )


def _open(row: RegisterRow, sides: tuple[str, ...]) -> list[HalfRow]:
    return [half for half in row.halves if half.side in sides and half.status != Status.WITHDRAWN]


def counted(row: RegisterRow, sides: tuple[str, ...]) -> frozenset[str]:
    """The counts of ``OwedRow`` in which a row stands for the halves of ``sides``: the one rule for numbers and rows."""
    halves = _open(row, sides)
    if not halves:
        return frozenset()
    if all(half.status == Status.COMPLETED for half in halves):
        return frozenset({"done"})
    names = {OWED} | {half.standing for half in halves} & STANDINGS
    late = row.days is not None and row.days < 0
    if late and row.timeliness in {Timeliness.OVERDUE, Timeliness.PAST_HORIZON}:
        names.add(row.timeliness)
    if row.timeliness == Timeliness.DUE_SOON:
        names.add("due_soon")
    return frozenset(names)


def terms(by: str, code: str) -> tuple[Term, ...]:
    """What the rows of a group have in common, for the list to ask for no others."""
    field = {"body": "lead", "side": "owes"}.get(by, by)
    named = () if code == NOBODY else (Term(field, (code,)),)
    return (Term("kind", ("commitment",)), *named)


def members(rows: Sequence[RegisterRow], by: str, code: str, side: str | None, count: str) -> Listing:
    """Keys of the rows that one count of one group was made from, the earliest deadline first."""
    if by not in GROUPS:
        raise Refused(unknown(("field", "group"), by, GROUPS))
    if count not in COUNTS:
        raise Refused(unknown(("field", "count"), count, COUNTS))
    found = [
        row
        for row in rows
        for group, of, sides in _groups(row, by)
        if (group, of) == (code, side) and count in counted(row, sides)
    ]
    found.sort(key=lambda row: row.due_on or _FAR)
    return Listing(array("q", [row.key for row in found]), len(found))
