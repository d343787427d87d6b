"""Checks that the population which the rates of a panel need is there, for each state and year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack.core.problems import Problem
from accordtrack.i18n import gettext_lazy
from accordtrack.vocabulary import Periodicity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from accordtrack.dataset.panel_table import PanelRow
    from accordtrack.ledger.panel import PanelSeries

_STATE = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,3}")
_JULY = 7


def population_series(series: Iterable[PanelSeries]) -> frozenset[str]:
    """Return the ids of the series that hold the people of others."""
    return frozenset(one.people for one in series if one.people is not None)


def missing_people(
    definition: PanelSeries, rows: Iterable[tuple[int, PanelRow]], held: Collection[tuple[str, int]]
) -> Iterator[tuple[int, Problem]]:
    """Yield the problem of the first row for each state and year whose population is not ``held``, with its line.

    Only the counts of states are compared by people. Bounds and parts of a state are not.
    """
    if definition.people is None:
        return
    reported: set[tuple[str, int]] = set()
    for line, row in rows:
        if row.area or row.op != "=" or not _STATE.fullmatch(row.place):
            continue
        for year in _years_needed(row.start, definition.period):
            if (row.place, year) not in held and (row.place, year) not in reported:
                reported.add((row.place, year))
                message = gettext_lazy("The series {series} has no people of {place} in {year}")
                values = {"series": definition.people, "place": row.place, "year": year}
                yield line, Problem(message, "Add a release with them first.", values=values)


def _years_needed(start: str, period: Periodicity) -> tuple[int, ...]:
    """Return the years whose population at mid-year gives that of a period: two for a month, which is interpolated."""
    year = int(start[:4])
    if period is Periodicity.YEAR:
        return (year,)
    return (year, year + 1) if int(start[5:7]) >= _JULY else (year - 1, year)
