"""Table of pending commitments by responsible body: what it owes, what is late, and what awaits an answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from accordtrack.counts import NOBODY
from accordtrack.documents.model import Cell, Column, Item, Row, Table
from accordtrack.i18n import sides, tr
from accordtrack.queries import responsibilities
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.text import responsibility_counts
from accordtrack.vocabulary import Side, Standing
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.deadlines import Pair

    Group = tuple[str, str]
    Groups = dict[Group, dict[str, list[Item]]]
    """The commitments behind each count, by body and side."""

_NOBODY = "_none"
"""Used in anchors instead of a code; no body can have this code."""
_COUNTS = ("owed", "overdue", "past_horizon", "due_soon", "asked", "unanswered", "missed")


def table(held: ScorecardData, lists: Listings, pairs: Sequence[Pair], missed: Mapping[int, frozenset[str]]) -> Table:
    """Return the table with one row per lead body; joint commitments count for the body of each side.

    Bodies of the side that the language lists first come first. ``missed`` holds, by the key of a commitment, the sides
    whose last report was not found.
    """
    groups, days = _grouped(held, pairs, missed)
    counts = [
        name for name in _COUNTS if name != responsibility_counts.MISSED or any(made[name] for made in groups.values())
    ]
    columns = (
        Column("body", tr("responsible body"), weight=4.0),
        Column("side", label("field", "side"), weight=1.5),
        *(Column(name, _heading(name), "right") for name in counts),
        Column("asked_days", tr("days since the first asking"), "right"),
    )
    rows = []
    for body, side in _ordered(groups):
        name = tr("no lead body named") if body == NOBODY else cells.body_name(held, body)
        key = f"body-{side}-{_NOBODY if body == NOBODY else quotations.anchor(body)}"
        made, waited = groups[body, side], days.get((body, side))
        numbers = [
            cells.number(cells.counted(lists, f"{key}-{count}", f"{name}: {_heading(count)}", made[count]))
            for count in counts
        ]
        since = Cell("—", None, "muted") if waited is None else Cell(f"{waited:,}", waited)
        rows.append(Row(key, (Cell(name, body), Cell(label("side", side), side), *numbers, since)))
    notes = (
        tr("A joint commitment counts with the lead body of each side, so columns do not add up."),
        tr(
            "Dates count where no completion of every half was found; only a date in the text, or one that the "
            "responsible side set later, can be overdue."
        ),
        *_chosen([state for state, _row in pairs]),
    )
    return Table("pending-bodies", tr("By responsible body"), columns, tuple(rows), notes)


def _chosen(states: Sequence[State]) -> list[str]:
    """Return a note with the number of commitments whose text does not name the body; empty if every text does."""
    found = sum("lead" in state.record.inferred for state in states)
    if not found:
        return []
    template = tr(
        "On {n} of the {all} commitments the text does not name the body: this register chose it, and {mark} marks it in the "
        "tables of dates and of commitments."
    )
    return [template.format(n=f"{found:,}", all=f"{len(states):,}", mark=cells.CHOSEN)]


def _grouped(
    held: ScorecardData, pairs: Sequence[Pair], missed: Mapping[int, frozenset[str]]
) -> tuple[Groups, dict[Group, int]]:
    """Return the commitments behind each count, and the days since the first request, by body and side."""
    groups: Groups = defaultdict(lambda: defaultdict(list))
    days: dict[Group, int] = {}
    for state, row in pairs:
        for body, side, halves in responsibilities.groups_of(row, "body"):
            group = (body, str(side))
            names = responsibilities.counts_of(row, halves, missed[row.key])
            for name in names:
                groups[group][name].append(held.item(state))
            since = [
                half.asked_days for half in responsibilities.still_owed(row, halves) if half.asked_days is not None
            ]
            if since:
                days[group] = max([days.get(group, 0), *since])
    return groups, days


def _heading(count: str) -> str:
    """Return the title of a count: the register's own, unless it is easily misread next to the name of a body."""
    match count:
        case "owed":
            return tr("no completion of every half found")
        case "asked":
            return tr("its side's statement, asked about, no answer found")
        case "unanswered":
            return tr("its side's statement, no answer found")
        case "overdue":
            return label("timeliness", count)
        case "past_horizon":
            return tr("past a period, or a date not in the text")
        case _:
            return responsibility_counts.whole(count)


def _ordered(groups: Groups) -> list[Group]:
    """Return the groups, one side after the other, most overdue first, as in the register's own list."""
    tally = {group: Counter({name: len(rows) for name, rows in made.items()}) for group, made in groups.items()}
    order = sides(Side)

    def key(group: Group) -> tuple[int, int, int, int, int, str]:
        one = tally[group]
        return (
            order.index(group[1]),
            -one["overdue"],
            -one["past_horizon"],
            -one[Standing.ASKED],
            -one["owed"],
            group[0],
        )

    return sorted(tally, key=key)
