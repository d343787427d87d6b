"""Parses the CSV file of a panel release: one row for each place and period.

Columns: ``place`` (ISO 3166), optionally ``area`` (a part of it), ``period_start``, ``period_end``, ``value`` and
optionally ``op`` (``<=`` or ``>=`` for a bound). A missing row is not 0.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from accordtrack.core.dates import is_date
from accordtrack.core.problems import Problem
from accordtrack.core.safe_text import sanitize_line, shorten
from accordtrack.i18n import gettext_lazy
from accordtrack.types.regions import NAMES
from accordtrack.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Columns = tuple[tuple[str, ...], ...]
"""Columns: the fields of ``PanelRow`` in order, each as a tuple with a value for each row."""
REQUIRED = ("place", "period_start", "period_end", "value")
OPTIONAL = ("area", "op")
OPERATORS = ("=", "<=", ">=")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
_WHOLE = re.compile(r"[0-9]{1,15}")
_LONGEST_AREA = 80
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for a formula."""
_EXTRA_PLACES = frozenset({"US-NY-NYC"})
"""Places without an ISO code: New York City, which CDC/NCHS counts apart from its state."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One cell of a release. ``value`` is its text as published."""

    place: str
    area: str
    start: str
    end: str
    value: str
    op: str = "="

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the cell in its release."""
        return self.place, self.area, self.start

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in their order."""
        return self.place, self.area, self.start, self.end, self.value, self.op

    @property
    def text(self) -> str:
        """The value with its operator, as published."""
        return f"{self.op}{self.value}".removeprefix("=")


def read_rows(
    lines: Iterable[str], measure: Measure, released_on: str, *, people: bool = False
) -> Iterator[tuple[int, PanelRow | Problem]]:
    """Yield each row with its line number, or the problem of a row or of the header. ``lines`` are those of the file.

    A cell that appears twice with the same value counts once; with another value it is a problem of the later row.
    ``people``: the values are populations, which are above 0.
    """
    seen: dict[tuple[str, str, str], str] = {}
    for line, found in parse_rows(lines, measure, released_on, people=people):
        if isinstance(found, Problem):
            yield line, found
        elif found.key not in seen:
            seen[found.key] = found.text
            yield line, found
        elif seen[found.key] != found.text:
            values = {"place": found.place, "period": found.start, "x": seen[found.key], "y": found.text}
            message = gettext_lazy("The cell {place}, {period} has two values: {x} and {y}")
            yield line, Problem(message, "Keep the one that the source publishes.", values=values)


def parse_rows(
    lines: Iterable[str], measure: Measure, released_on: str, *, people: bool = False
) -> Iterator[tuple[int, PanelRow | Problem]]:
    """Yield each row with its line number, or the problem of a row or of the header, also if a cell appears twice."""
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        problem = _header_problem(header)
        if problem is not None:
            yield 1, problem
            return
        for cells in reader:
            if cells:
                yield reader.line_num, _row(header, cells, measure, released_on, people=people)
    except csv.Error as error:
        advice = gettext_lazy("Look for a quotation mark that is not closed or not doubled.")
        yield (
            reader.line_num,
            Problem("The table cannot be read past this point: {why}", advice, values={"why": str(error)}),
        )


def sound_columns(lines: Sequence[str], measure: Measure, released_on: str, *, people: bool = False) -> Columns | None:
    """Return the columns of a file, or None if ``parse_rows`` would find a problem or the file has quotation marks.

    Values repeat, so each distinct one is checked once. This takes a tenth of the time of ``parse_rows``.
    """
    header, rows = (lines[0] if lines else "").split(","), [line for line in lines[1:] if line]
    if _header_problem(header) is not None or {line.count(",") for line in rows} - {len(header) - 1}:
        return None
    joined = ",".join(rows)
    if '"' in joined:
        return None
    cells = joined.split(",") if rows else []
    columns = {name: tuple(cells[number :: len(header)]) for number, name in enumerate(header)}
    place, start, end, value = (columns[name] for name in REQUIRED)
    area = columns.get("area", ("",) * len(rows))
    op = tuple(one or "=" for one in columns["op"]) if "op" in columns else ("=",) * len(rows)
    sound = (
        not any(_place_problem(*one) for one in {*zip(place, area, strict=True)})
        and not any(_period_problem(*one, measure, released_on) for one in {*zip(start, end, strict=True)})
        and not any(value_problem(*one, measure, people=people) for one in {*zip(value, op, strict=True)})
    )
    return (place, area, start, end, value, op) if sound else None


def period_of(rows: Iterable[PanelRow]) -> dict[str, str]:
    """Return the first and the last day that rows cover, as a release states them. There must be a row."""
    starts, ends = zip(*((row.start, row.end) for row in rows), strict=True)
    return {"first": min(starts), "last": max(ends)}


def _header_problem(header: list[str]) -> Problem | None:
    for name in REQUIRED:
        if name not in header:
            return Problem('The column "{field}" is missing', "Separate columns with commas.", values={"field": name})
    for name in header:
        if name not in {*REQUIRED, *OPTIONAL}:
            return Problem(
                'Unknown column "{field}"', "Remove it, or correct its name.", values={"field": _shown(name)}
            )
        if header.count(name) > 1:
            return Problem('The column "{field}" appears twice', "Remove one.", values={"field": name})
    return None


def _row(
    header: list[str], cells: list[str], measure: Measure, released_on: str, *, people: bool
) -> PanelRow | Problem:
    if len(cells) != len(header):
        values = {"n": len(cells), "expected": len(header)}
        advice = gettext_lazy("Put text that contains commas in quotation marks.")
        return Problem("The row has {n} fields instead of {expected}", advice, values=values)
    row = dict(zip(header, cells, strict=True))
    found = PanelRow(
        row["place"], row.get("area", ""), row["period_start"], row["period_end"], row["value"], row.get("op") or "="
    )
    return (
        _place_problem(found.place, found.area)
        or _period_problem(found.start, found.end, measure, released_on)
        or value_problem(found.value, found.op, measure, people=people)
        or found
    )


@lru_cache(maxsize=4096)
def _place_problem(place: str, area: str) -> Problem | None:
    if place not in NAMES and place not in _EXTRA_PLACES:
        advice = gettext_lazy("Write a country or state as ISO 3166: US-TX, MX-SIN.")
        return Problem('Unknown place "{x}"', advice, values={"x": _shown(place)})
    if len(area) > _LONGEST_AREA or sanitize_line(area) != area or area.startswith(_FORMULA):
        return Problem('"{x}" is not an area', "Write a short name.", values={"x": _shown(area)})
    return None


@lru_cache(maxsize=4096)
def _period_problem(start: str, end: str, measure: Measure, released_on: str) -> Problem | None:
    for day in (start, end):
        if not is_date(day):
            return Problem('"{x}" is not a date', "Write it as 2026-01-31.", values={"x": _shown(day)})
    if end < start:
        return Problem("The period ends before it starts", "Swap the two dates.")
    if end > released_on and measure is not Measure.STOCK:
        message = gettext_lazy("The release of {x} is earlier than the end of the period, {y}")
        return Problem(message, "Correct one of the dates.", values={"x": released_on, "y": end})
    return None


def value_problem(value: str, op: str, measure: Measure, *, people: bool = False) -> Problem | None:
    """Return the problem of a value and its operator; None if a series of that measure can have them."""
    if measure is Measure.COUNT and op == "=" and not _WHOLE.fullmatch(value):
        advice = gettext_lazy("Write digits; leave out a row without a value.")
        return Problem('"{x}" is not a whole number from 0 up', advice, values={"x": _shown(value)})
    if not _NUMBER.fullmatch(value):
        advice = gettext_lazy("Write digits with a decimal point: 41.5")
        return Problem('"{x}" is not a number from 0 up', advice, values={"x": _shown(value)})
    if op not in OPERATORS:
        return Problem('"{x}" is not an operator', "Write =, <= or >=.", values={"x": _shown(op)})
    if people and not float(value):
        return Problem("A place cannot have 0 people", "Leave out a row without a value.")
    return None


def _shown(text: str) -> str:
    return shorten(sanitize_line(text), 40)
