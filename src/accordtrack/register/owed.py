"""Who owes what: counts of commitments in scope by body, side, theme or framework."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from accordtrack.problems import Refused, unknown
from accordtrack.register import lookup
from accordtrack.views import OwedRow, RegisterRow, Text
from accordtrack.vocabulary import Standing, Status, Timeliness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

GROUPS = ("body", "side", "theme", "framework")
_FIRST_AGES, _SECOND_AGES = 30, 90


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
                    yield lead or "—", side, (side,)
        case "side":
            for side in sides:
                yield side, side, (side,)
        case "theme":
            yield row.theme, None, sides
        case _:
            yield row.framework, None, sides


def _count(code: str, name: Text, side: str | None, found: Sequence[tuple[RegisterRow, tuple[str, ...]]]) -> OwedRow:
    owed = done = overdue = past = soon = asked = unanswered = unreported = disputed = 0
    ages = [0, 0, 0]
    asked_days: int | None = None
    for row, sides in found:
        halves = [half for half in row.halves if half.side in sides and half.status != Status.WITHDRAWN]
        if not halves:
            continue
        if all(half.status == Status.COMPLETED for half in halves):
            done += 1
            continue
        owed += 1
        late = row.days is not None and row.days < 0
        if late and row.timeliness == Timeliness.OVERDUE:
            overdue += 1
            days = -(row.days or 0)
            ages[0 if days <= _FIRST_AGES else 1 if days <= _SECOND_AGES else 2] += 1
        past += late and row.timeliness == Timeliness.PAST_HORIZON
        soon += row.timeliness == Timeliness.DUE_SOON
        standings = {half.standing for half in halves}
        asked += Standing.ASKED in standings
        unanswered += Standing.UNANSWERED in standings
        unreported += Standing.UNREPORTED in standings
        disputed += Standing.DISPUTED in standings
        waiting = [half.asked_days for half in halves if half.asked_days is not None]
        asked_days = max([*waiting, *([asked_days] if asked_days is not None else [])], default=None)
    return OwedRow(
        code=code,
        name=name,
        side=side,
        owed=owed,
        done=done,
        overdue=overdue,
        past_horizon=past,
        due_soon=soon,
        asked=asked,
        asked_days=asked_days,
        unanswered=unanswered,
        unreported=unreported,
        disputed=disputed,
        ages=(ages[0], ages[1], ages[2]),
    )
