"""Render a line chart as SVG: values at the middle of their periods, straight segments, zero always on the axis.

A legend above the chart explains everything other than the line, so that labels never collide. Only the first, last,
highest and lowest values are labeled at their dots. ``<title>`` and ``<desc>`` repeat all text.
"""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents import svg_style
from accordtrack.documents.svg_style import COLOURS, FACES, number, safe
from accordtrack.documents.text_width import width, wrap
from accordtrack.i18n import tr
from accordtrack.site import chart_axes, chart_model
from accordtrack.site.label_placement import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.chart_model import LineChart, Point

WIDE, NARROW = 820.0, 340.0
_HIGH, _LOW = 210.0, 170.0
_TEXT, _SMALL = 13.0, 11.5
_SAMPLE, _KEY = 30.0, 17.0
_FOOT, _HEAD, _EDGE = 24.0, 24.0, 8.0
_MANY = 40
"""Charts with more points than this have smaller dots."""


def svg(curve: LineChart, language: str) -> Markup:
    """Return ``curve`` as two SVG images, wide and for phones; a page displays one of them."""
    with i18n.using_language(language):
        both = [_Drawing(curve, narrow=narrow).drawn(language) for narrow in (False, True)]
    return Markup("".join(both))  # noqa: S704 - every word is escaped


class _Drawing:
    """Draws legend, plot and axes from the top down."""

    def __init__(self, curve: LineChart, *, narrow: bool) -> None:
        self.curve, self.narrow = curve, narrow
        self.across = NARROW if narrow else WIDE
        self.parts: list[str] = []
        self.told: list[str] = []
        self.values = chart_axes.Values.of(curve)
        self.days = chart_axes.Days.of(curve)
        self.left = max(width(words, _SMALL) for _value, words in self.values.ticks) + 8
        self.top = 0.0
        self.bottom = 0.0

    def drawn(self, language: str) -> str:
        """Return the whole SVG image. Call it only once."""
        name = escape(f"{self.curve.id}-{'narrow' if self.narrow else 'wide'}")
        self._key()
        self.top += _HEAD
        high = _LOW if self.narrow else _HIGH
        self.bottom = self.top + high
        self._grid()
        self._beside()
        self._line()
        tall = number(self.bottom + _FOOT)
        words = " ".join([self.curve.alt, *(f"{one}." for one in self.told)])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-{"narrow" if self.narrow else "wide"}" '
            f'viewBox="0 0 {number(self.across)} {tall}" width="{number(self.across)}" height="{tall}" role="img" '
            f'xml:lang="{escape(language)}" aria-labelledby="{name}-t" aria-describedby="{name}-d" font-family="{FACES}">'
            f'<title id="{name}-t">{safe(self.curve.title)}</title><desc id="{name}-d">{safe(words)}</desc>'
            f"{''.join(self.parts)}</svg>"
        )

    def _x(self, day: int) -> float:
        return self.days.at(day, self.left + _EDGE, self.across - _EDGE)

    def _y(self, value: float) -> float:
        return self.values.at(value, self.top, self.bottom)

    # Legend

    def _key(self) -> None:
        """Draw one legend line for each thing drawn beside the line: a sample, then its text."""
        curve = self.curve
        for mark in curve.marks:
            self._explained(
                '<path class="c-zero" d="M11 {y0}V{y1}" stroke-dasharray="2 3" fill="none" {zero}/>', mark.words
            )
        for spot in curve.spots:
            self._explained(_sample(spot.kind), spot.words)
        for level in curve.levels:
            self._explained('<path class="c-hatch" d="M0 {y}H22" stroke-width="2" fill="none" {hatch}/>', level.words)
        if any(chart_model.apart(curve.points[one], curve.points[two], curve.every) for one, two in self._joined()):
            dashed = '<path class="c-line" d="M0 {y}H22" stroke-dasharray="1.5 4" stroke-linecap="round" stroke-width="2" fill="none" {line}/>'
            self._explained(dashed, tr("no value was found for the time between"))
        if curve.unsure and any(point.hollow for point in curve.points):
            self._explained('<circle class="c-ring" cx="11" cy="{y}" r="3.6" stroke-width="2" {ring}/>', curve.unsure)

    def _explained(self, sample: str, words: str) -> None:
        places = {"y0": number(self.top + 2), "y1": number(self.top + 16), "y": number(self.top + 9)}
        self.parts.append(sample.format(**places, **COLOURS))
        for line in wrap(sanitize_line(words), _SMALL, self.across - _SAMPLE):
            self.parts.append(svg_style.text(line, (_SAMPLE, self.top + 13), _SMALL, tone="muted"))
            self.top += _KEY
        self.told.append(sanitize_line(words))

    # Axes

    def _grid(self) -> None:
        """Draw grid lines at round values, with a darker zero line, and the years below."""
        for value, words in self.values.ticks:
            y, tone = self._y(value), "grid" if value else "zero"
            span = f'd="M{number(self.left)} {number(y)}H{number(self.across)}"'
            self.parts.append(f'<path class="c-{tone}" {span} fill="none" {COLOURS[tone]}/>')
            at = (self.left - 6, y + 4)
            self.parts.append(svg_style.text(words, at, _SMALL, tone="muted", extra=' text-anchor="end"'))
        self._years()
        low, high = self.values.ticks[0][1], self.values.ticks[-1][1]
        self.told.append(
            tr("The values of the drawing run from {low} to {high}, with the line of 0 in it", low=low, high=high)
        )

    def _years(self) -> None:
        y = number(self.bottom + 5)
        edge = self.values.at(self.values.low, self.top, self.bottom)
        right = self.left - 2
        for first, after, words in self.days.spans(self.across - self.left - 2 * _EDGE, width("0000-00", _SMALL) + 12):
            if first > self.days.first:
                at = number(self._x(first))
                self.parts.append(f'<path class="c-zero" d="M{at} {number(edge)}V{y}" fill="none" {COLOURS["zero"]}/>')
            half = width(words, _SMALL) / 2
            middle = (self._x(max(first, self.days.first)) + self._x(min(after, self.days.last))) / 2
            middle = min(max(middle, self.left + half), self.across - half)
            if middle - half > right:
                place = (middle, self.bottom + 19)
                self.parts.append(svg_style.text(words, place, _SMALL, tone="muted", extra=' text-anchor="middle"'))
                right = middle + half + 6

    # Plot

    def _beside(self) -> None:
        """Draw vertical lines for marked days, horizontal lines for levels, and shapes for targets and other spots."""
        for mark in self.curve.marks:
            at = number(self._x(chart_axes.ordinal(mark.day)))
            span = f'd="M{at} {number(self.top - 6)}V{number(self.bottom)}" stroke-dasharray="2 3"'
            self.parts.append(f'<path class="c-zero" {span} fill="none" {COLOURS["zero"]}/>')
        for level in self.curve.levels:
            ends = (self._x(chart_axes.ordinal(level.since)), self._x(chart_axes.ordinal(level.until)))
            span = f'd="M{number(ends[0])} {number(self._y(level.value))}H{number(ends[1])}" stroke-width="2"'
            self.parts.append(f'<path class="c-hatch" {span} fill="none" {COLOURS["hatch"]}/>')
        for spot in self.curve.spots:
            x, y = self._x(chart_axes.ordinal(spot.day)), self._y(spot.value)
            if spot.kind == "target":
                span = f'd="M{number(self.left)} {number(y)}H{number(self.across)}" stroke-dasharray="6 4" stroke-width="1.5"'
                self.parts.append(f'<path class="c-hatch" {span} fill="none" {COLOURS["hatch"]}/>')
            self.parts.append(_shape(spot.kind, x, y))

    def _line(self) -> None:
        points = self.curve.points
        placed = [(self._x(day), self._y(point.value)) for day, point in zip(self.days.of_points, points, strict=True)]
        for before, after in self._joined():
            gap = (
                ' stroke-dasharray="1.5 4"'
                if chart_model.apart(points[before], points[after], self.curve.every)
                else ""
            )
            (x0, y0), (x1, y1) = placed[before], placed[after]
            way = (
                f'd="M{number(x0)} {number(y0)}L{number(x1)} {number(y1)}" stroke-linecap="round" stroke-width="2"{gap}'
            )
            self.parts.append(f'<path class="c-line" {way} fill="none" {COLOURS["line"]}/>')
        size = "2.2" if len(points) > _MANY else "3.6"
        for point, (x, y) in zip(points, placed, strict=True):
            place = f'cx="{number(x)}" cy="{number(y)}" r="{size}"'
            kind, colours = ("ring", COLOURS["ring"]) if point.hollow else ("outcome", COLOURS["outcome"])
            thick = ' stroke-width="2"' if point.hollow else ""
            self.parts.append(f'<circle class="c-{kind}" {place}{thick} {colours}/>')
        self._labels(placed)

    def _joined(self) -> Iterator[tuple[int, int]]:
        """Yield the indexes of adjacent points joined by a line, unless an uncounted value lies between them."""
        points = self.curve.points if self.curve.joined else ()
        days = [spot.day for spot in self.curve.spots if spot.kind == "uncounted"]
        for at, (before, after) in enumerate(itertools.pairwise(points)):
            if not any(before.end < day < after.start for day in days):
                yield at, at + 1

    def _labels(self, placed: list[tuple[float, float]]) -> None:
        """Label the first and the last dot, and the highest and the lowest if there is room."""
        labels = Labels((self.left + 2, self.top - 20, self.across, self.bottom - 3), _TEXT, placed)
        points = self.curve.points
        for at in dict.fromkeys((len(points) - 1, 0)):
            self._label(labels, points[at], placed[at], must=True)
        for at in dict.fromkeys(_extremes(points)):
            self._label(labels, points[at], placed[at], must=False)

    def _label(self, labels: Labels, point: Point, at: tuple[float, float], *, must: bool) -> None:
        words = sanitize_line(point.shown)
        found = labels.place(words, at, must=must)
        if found is not None:
            self.parts.append(svg_style.text(found.words, (found.x, found.y), _TEXT, extra=svg_style.BOLD, halo=True))


def _extremes(points: tuple[Point, ...]) -> list[int]:
    """Return the indexes of the highest and lowest points, unless the first or the last point has the same value."""
    order = sorted(range(len(points)), key=lambda at: points[at].value)
    found = (order[-1], order[0])
    ends = {points[0].value, points[-1].value}
    return [at for at in found if points[at].value not in ends]


def _sample(kind: str) -> str:
    """Return the legend sample of a value beside the line."""
    if kind == "uncounted":
        return '<circle class="c-still" cx="11" cy="{y}" r="4.5" stroke-width="1.5" stroke-dasharray="2 2" {still}/>'
    if kind == "target":
        return '<path class="c-hatch" d="M0 {y}H22" stroke-dasharray="6 4" stroke-width="1.5" fill="none" {hatch}/>'
    return '<rect class="c-hollow" x="7" y="{y0}" width="8" height="8" stroke-width="2" fill="none" {hatch}/>'


def _shape(kind: str, x: float, y: float) -> str:
    if kind == "target":
        way = f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6 -6z"
        return f'<path class="c-hollow" d="{way}" stroke-width="2" fill="none" {COLOURS["hatch"]}/>'
    if kind == "uncounted":
        place = f'cx="{number(x)}" cy="{number(y)}" r="4.5" stroke-width="1.5" stroke-dasharray="2 2"'
        return f'<circle class="c-still" {place} {COLOURS["still"]}/>'
    place = f'x="{number(x - 4)}" y="{number(y - 4)}" width="8" height="8"'
    return f'<rect class="c-hollow" {place} stroke-width="2" fill="none" {COLOURS["hatch"]}/>'
