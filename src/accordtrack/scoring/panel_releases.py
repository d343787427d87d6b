"""Which release of a panel series counts on two dates, and what its cells are."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.ledger.panel import PanelRelease, PanelSeries
    from accordtrack.scoring.event_reading import Cell, ReadRelease

    Key = tuple[str, str]

STATE = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,3}")
"""Codes of the states of a country."""


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """The release of a series on two dates: all releases of one day, and those that give the cells that it leaves out."""

    released_on: str
    parts: tuple[PanelRelease, ...]
    rest: tuple[PanelRelease, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """The values by place and first day, and the cells that are missing: two releases of one day disagree on them.

    ``releases`` are those that give at least one cell, the latest first: a partial one leaves most to those before it.
    """

    values: Mapping[Key, float]
    unequal: tuple[Key, ...]
    releases: tuple[PanelRelease, ...]


def choose_release(
    releases: Iterable[PanelRelease], series: str, at: TwoDates, *, confirmed: bool = True
) -> ReleaseChoice | None:
    """Return the latest release of a series that was known, or None. Values to be confirmed never count.

    A release that names ``rest_from`` takes its other cells from that release: they are equal. Any other takes them from
    earlier releases, the latest first. Without ``confirmed``, releases with values to be confirmed are among them.
    """
    counted = [one for one in releases if one.series == series and not (confirmed and one.confirm)]
    known = [one for one in counted if one.released_on <= at.known_on]
    if not known:
        return None
    day = max(one.released_on for one in known)
    parts = tuple(one for one in known if one.released_on == day)
    named = {one.rest_from for one in parts} - {None}
    rest = (
        [one for one in counted if one.released_on in named]
        if named
        else [one for one in known if one.released_on < day]
    )
    return ReleaseChoice(day, parts, tuple(sorted(rest, key=lambda one: one.released_on, reverse=True)))


def cells_of(choice: ReleaseChoice, read: ReadRelease, at: TwoDates) -> Cells:
    """Return the cells of a release as of a date. A cell with two values on one day is missing."""
    giving, latest = list(choice.parts), [row for part in choice.parts for row in read(part)]
    end = max((last for _place, _start, last, _value in latest), default="")
    if not end:  # without the release itself there is no figure: older ones would pass for it
        return Cells({}, (), tuple(giving))
    days = [_of_one_day(latest, at.as_of)]
    given = set(days[0])
    for day, parts in groupby(choice.rest, key=lambda one: one.released_on):
        earlier = [(part, read(part)) for part in parts]
        new = [part for part, rows in earlier if not {row[:2] for row in rows} <= given]
        until = min(at.as_of, end) if day > choice.released_on else at.as_of  # a later release tells no later period
        days.append(_of_one_day((row for _part, rows in earlier for row in rows), until))
        if new:
            giving += new
            given.update(days[-1])
    cells: dict[Key, float] = {}
    for found in reversed(days):
        cells.update(found)
    unequal = tuple(sorted(key for key, value in cells.items() if math.isnan(value)))
    return Cells({key: value for key, value in cells.items() if not math.isnan(value)}, unequal, tuple(giving))


def _of_one_day(rows: Iterable[Cell], until: str) -> dict[Key, float]:
    """Return the values of periods that end by ``until``; NaN where two values of a cell disagree."""
    cells: dict[Key, float] = {}
    for place, start, last, value in rows:
        if last <= until and cells.setdefault((place, start), value) != value:
            cells[place, start] = math.nan
    return cells


def people_by_year(
    definition: PanelSeries,
    releases: Sequence[PanelRelease],
    read: ReadRelease,
    at: TwoDates,
) -> Mapping[str, Mapping[int, float]] | None:
    """Return the population at mid-year by place and year; None if the series has none, so that rates are per period."""
    if definition.people is None:
        return None
    found: dict[str, dict[int, float]] = defaultdict(dict)
    choice = choose_release(releases, definition.people, at)
    for part in (*choice.parts, *choice.rest) if choice else ():
        for place, start, _last, value in read(part):
            found[place].setdefault(int(start[:4]), value)
    return found
