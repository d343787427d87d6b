"""A line without axes, for a tile: the values of one series from zero, and a dashed line at a day.

A sentence beside it gives its values, so it is hidden from screen readers.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from accordtrack.core.dates import day_ordinal
from accordtrack.documents.charts.line_model import has_gap_between
from accordtrack.documents.charts.svg import bracket, colours_with_ink, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.charts.line_model import Point

_WIDE, _HIGH, _EDGE = 210.0, 48.0, 4.0


def draw(points: Sequence[Point], *, agreed_on: str | None, ink: str = "", every: int = 0) -> str:
    """Return an ``<svg>`` of values with exact or estimated numbers; empty without two of them.

    The line is dashed where values are missing; ``every`` is the number of days from one value to the next, or 0 if irregular.
    """
    shown = [one for one in points if not one.bound]
    if len(shown) < 2:  # noqa: PLR2004 - a line
        return ""
    colours = colours_with_ink(ink)
    days = [(day_ordinal(one.start) + day_ordinal(one.end)) // 2 for one in shown]
    marked = day_ordinal(agreed_on) if agreed_on else days[0]
    first, last = min(*days, marked), max(*days, marked)
    values = [value for one in shown for value in (one.value, one.other) if value is not None]
    low, high = min(0.0, *values), max(0.0, *values)

    def x(day: int) -> float:
        return _EDGE + (_WIDE - 2 * _EDGE) * (day - first) / max(last - first, 1)

    def y(value: float) -> float:
        return _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * (value - low) / ((high - low) or 1.0)

    zero, at = format_number(y(0.0)), format_number(x(marked))
    parts = [f'<path class="c-grid" d="M0 {zero}H{format_number(_WIDE)}" fill="none" {colours["grid"]}/>']
    if agreed_on:
        span = f'd="M{at} 1V{format_number(_HIGH)}" stroke-dasharray="2 3"'
        parts.append(f'<path class="c-zero" {span} fill="none" {colours["zero"]}/>')
    places = [(format_number(x(day)), format_number(y(one.value))) for day, one in zip(days, shown, strict=True)]
    for (before, after), (start, end) in zip(itertools.pairwise(shown), itertools.pairwise(places), strict=True):
        gap = ' stroke-dasharray="1.5 4"' if has_gap_between(before, after, every) else ""
        way = f'd="M{" ".join(start)}L{" ".join(end)}" stroke-linecap="round" stroke-width="2"{gap}'
        parts.append(f'<path class="c-line" {way} fill="none" {colours["line"]}/>')
    parts += [
        bracket(x(day), y(one.value), y(one.other), colours)
        for day, one in zip(days, shown, strict=True)
        if one.other is not None
    ]
    for one, (left, top) in zip(shown, places, strict=True):
        kind = "ring" if one.hollow else "outcome"
        parts.append(f'<circle class="c-{kind}" cx="{left}" cy="{top}" r="2.4" {colours[kind]}/>')
    size = f'viewBox="0 0 {format_number(_WIDE)} {format_number(_HIGH)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" {size} aria-hidden="true">{"".join(parts)}</svg>'
