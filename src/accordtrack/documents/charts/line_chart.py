"""Render a line chart as SVG: values at the middle of their periods, straight segments, zero always on the axis.

A legend above the chart explains everything other than the line, so that labels never collide. Only the first, last,
highest and lowest values are labeled at their dots. ``<title>`` and ``<desc>`` repeat all text.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts import line_axes, line_model, svg
from accordtrack.documents.charts.line_labels import Labels
from accordtrack.documents.charts.svg import COLOURS, NARROW, WIDE, format_number
from accordtrack.documents.text_width import width, wrap
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.documents.charts.line_model import LineChart, Point

_HIGH, _LOW = 210.0, 170.0
_TEXT, _SMALL = 13.0, 11.5
_SAMPLE, _KEY = 30.0, 17.0
_FOOT, _HEAD, _EDGE = 24.0, 24.0, 8.0
_MANY = 40
"""Charts with more points than this have smaller dots."""


def draw(curve: LineChart, language: str, *, narrow: bool = False) -> str:
    """Return ``curve`` as one ``<svg>`` element; ``narrow`` is for phones."""
    with i18n.using_language(language):
        return _Drawing(curve, narrow=narrow).to_svg(language)


class _Drawing:
    """Draws legend, plot and axes from the top down."""

    def __init__(self, curve: LineChart, *, narrow: bool) -> None:
        self.curve, self.narrow = curve, narrow
        self.across = NARROW if narrow else WIDE
        self.parts: list[str] = []
        self.told: list[str] = []
        self.values = line_axes.Values.for_chart(curve)
        self.days = line_axes.Days.for_chart(curve)
        self.left = max(width(words, _SMALL) for _value, words in self.values.ticks) + 8
        self.top = 0.0
        self.bottom = 0.0

    def to_svg(self, language: str) -> str:
        """Return the whole SVG image. Call it only once."""
        self._draw_legend()
        self.top += _HEAD
        high = _LOW if self.narrow else _HIGH
        self.bottom = self.top + high
        self._draw_band()
        self._draw_grid()
        self._draw_reference_marks()
        self._draw_line()
        return svg.image(
            self.curve.id,
            title=self.curve.title,
            description=" ".join([self.curve.alt, *(f"{one}." for one in self.told)]),
            language=language,
            size=(self.across, self.bottom + _FOOT),
            body="".join(self.parts),
            narrow=self.narrow,
        )

    def _x(self, day: int) -> float:
        return self.days.position_of(day, self.left + _EDGE, self.across - _EDGE)

    def _y(self, value: float) -> float:
        return self.values.position_of(value, self.top, self.bottom)

    # Legend

    def _draw_legend(self) -> None:
        """Draw one legend line for each thing drawn beside the line: a sample, then its text."""
        curve = self.curve
        for mark in curve.marks:
            self._draw_legend_entry(
                '<path class="c-zero" d="M11 {y0}V{y1}" stroke-dasharray="2 3" fill="none" {zero}/>', mark.words
            )
        if curve.band is not None:
            self._draw_legend_entry('<path class="c-ground" d="M0 {y0}H22V{y1}H0Z" {ground}/>', curve.band.range_words)
            self._draw_legend_entry(
                '<path class="c-hatch" d="M0 {y}H22" stroke-width="1.5" stroke-dasharray="5 3" fill="none" {hatch}/>',
                curve.band.middle_words,
            )
        for spot in curve.spots:
            self._draw_legend_entry(_legend_sample(spot.kind), spot.words)
        for level in curve.levels:
            self._draw_legend_entry(
                '<path class="c-hatch" d="M0 {y}H22" stroke-width="2" fill="none" {hatch}/>', level.words
            )
        if any(
            line_model.has_gap_between(curve.points[one], curve.points[two], curve.every)
            for one, two in self._joined_pairs()
        ):
            dashed = '<path class="c-line" d="M0 {y}H22" stroke-dasharray="1.5 4" stroke-linecap="round" stroke-width="2" fill="none" {line}/>'
            self._draw_legend_entry(dashed, tr("no value was found for the time between"))
        if curve.unsure and any(point.hollow for point in curve.points):
            self._draw_legend_entry(
                '<circle class="c-ring" cx="11" cy="{y}" r="3.6" stroke-width="2" {ring}/>', curve.unsure
            )

    def _draw_legend_entry(self, sample: str, words: str) -> None:
        places = {
            "y0": format_number(self.top + 2),
            "y1": format_number(self.top + 16),
            "y": format_number(self.top + 9),
        }
        self.parts.append(sample.format(**places, **COLOURS))
        for line in wrap(sanitize_line(words), _SMALL, self.across - _SAMPLE):
            self.parts.append(svg.text_element(line, (_SAMPLE, self.top + 13), _SMALL, tone="muted"))
            self.top += _KEY
        self.told.append(sanitize_line(words))

    # Axes

    def _draw_grid(self) -> None:
        """Draw grid lines at round values, with a darker zero line, and the years below."""
        for value, words in self.values.ticks:
            y, tone = self._y(value), "grid" if value else "zero"
            span = f'd="M{format_number(self.left)} {format_number(y)}H{format_number(self.across)}"'
            self.parts.append(f'<path class="c-{tone}" {span} fill="none" {COLOURS[tone]}/>')
            at = (self.left - 6, y + 4)
            self.parts.append(svg.text_element(words, at, _SMALL, tone="muted", extra=' text-anchor="end"'))
        self._draw_years()
        low, high = self.values.ticks[0][1], self.values.ticks[-1][1]
        self.told.append(
            tr("The chart's values run from {low} to {high}, including the line for 0", low=low, high=high)
        )

    def _draw_years(self) -> None:
        y = format_number(self.bottom + 5)
        edge = self.values.position_of(self.values.low, self.top, self.bottom)
        right = self.left - 2
        for first, after, words in self.days.labeled_spans(
            self.across - self.left - 2 * _EDGE, width("0000-00", _SMALL) + 12
        ):
            if first > self.days.first:
                at = format_number(self._x(first))
                self.parts.append(
                    f'<path class="c-zero" d="M{at} {format_number(edge)}V{y}" fill="none" {COLOURS["zero"]}/>'
                )
            half = width(words, _SMALL) / 2
            middle = (self._x(max(first, self.days.first)) + self._x(min(after, self.days.last))) / 2
            middle = min(max(middle, self.left + half), self.across - half)
            if middle - half > right:
                place = (middle, self.bottom + 19)
                self.parts.append(svg.text_element(words, place, _SMALL, tone="muted", extra=' text-anchor="middle"'))
                right = middle + half + 6

    # Plot

    def _draw_band(self) -> None:
        """Draw the range of comparable values as an area, and their median as a dashed line."""
        if self.curve.band is None:
            return
        points = self.curve.band.points
        across = [self._x((line_axes.ordinal(one.start) + line_axes.ordinal(one.end)) // 2) for one in points]

        def path(values: Iterable[tuple[float, float]]) -> str:
            return "L".join(f"{format_number(x)} {format_number(self._y(value))}" for x, value in values)

        upper = path((x, one.high) for x, one in zip(across, points, strict=True))
        lower = path((x, one.low) for x, one in reversed(list(zip(across, points, strict=True))))
        middle = path((x, one.middle) for x, one in zip(across, points, strict=True))
        self.parts.append(f'<path class="c-ground" d="M{upper}L{lower}Z" {COLOURS["ground"]}/>')
        self.parts.append(
            f'<path class="c-hatch" d="M{middle}" stroke-width="1.5" stroke-dasharray="5 3" fill="none" {COLOURS["hatch"]}/>'
        )

    def _draw_reference_marks(self) -> None:
        """Draw vertical lines for marked days, horizontal lines for levels, and shapes for targets and other spots."""
        for mark in self.curve.marks:
            at = format_number(self._x(line_axes.ordinal(mark.day)))
            span = f'd="M{at} {format_number(self.top - 6)}V{format_number(self.bottom)}" stroke-dasharray="2 3"'
            self.parts.append(f'<path class="c-zero" {span} fill="none" {COLOURS["zero"]}/>')
        for level in self.curve.levels:
            ends = (self._x(line_axes.ordinal(level.since)), self._x(line_axes.ordinal(level.until)))
            span = f'd="M{format_number(ends[0])} {format_number(self._y(level.value))}H{format_number(ends[1])}" stroke-width="2"'
            self.parts.append(f'<path class="c-hatch" {span} fill="none" {COLOURS["hatch"]}/>')
        for spot in self.curve.spots:
            x, y = self._x(line_axes.ordinal(spot.day)), self._y(spot.value)
            if spot.kind == "target":
                span = f'd="M{format_number(self.left)} {format_number(y)}H{format_number(self.across)}" stroke-dasharray="6 4" stroke-width="1.5"'
                self.parts.append(f'<path class="c-hatch" {span} fill="none" {COLOURS["hatch"]}/>')
            self.parts.append(_shape(spot.kind, x, y))

    def _draw_line(self) -> None:
        points = self.curve.points
        placed = [(self._x(day), self._y(point.value)) for day, point in zip(self.days.of_points, points, strict=True)]
        for before, after in self._joined_pairs():
            gap = (
                ' stroke-dasharray="1.5 4"'
                if line_model.has_gap_between(points[before], points[after], self.curve.every)
                else ""
            )
            (x0, y0), (x1, y1) = placed[before], placed[after]
            way = f'd="M{format_number(x0)} {format_number(y0)}L{format_number(x1)} {format_number(y1)}" stroke-linecap="round" stroke-width="2"{gap}'
            self.parts.append(f'<path class="c-line" {way} fill="none" {COLOURS["line"]}/>')
        size = "2.2" if len(points) > _MANY else "3.6"
        for point, (x, y) in zip(points, placed, strict=True):
            place = f'cx="{format_number(x)}" cy="{format_number(y)}" r="{size}"'
            kind, colours = ("ring", COLOURS["ring"]) if point.hollow else ("outcome", COLOURS["outcome"])
            thick = ' stroke-width="2"' if point.hollow else ""
            self.parts.append(f'<circle class="c-{kind}" {place}{thick} {colours}/>')
        self._draw_labels(placed)

    def _joined_pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the indexes of adjacent points joined by a line, unless an uncounted value lies between them."""
        points = self.curve.points if self.curve.joined else ()
        days = [spot.day for spot in self.curve.spots if spot.kind == "uncounted"]
        for at, (before, after) in enumerate(itertools.pairwise(points)):
            if not any(before.end < day < after.start for day in days):
                yield at, at + 1

    def _draw_labels(self, placed: list[tuple[float, float]]) -> None:
        """Label the first and the last dot, and the highest and the lowest if there is room."""
        labels = Labels((self.left + 2, self.top - 20, self.across, self.bottom - 3), _TEXT, placed)
        points = self.curve.points
        for at in dict.fromkeys((len(points) - 1, 0)):
            self._draw_label(labels, points[at], placed[at], must=True)
        for at in dict.fromkeys(_extremes(points)):
            self._draw_label(labels, points[at], placed[at], must=False)

    def _draw_label(self, labels: Labels, point: Point, at: tuple[float, float], *, must: bool) -> None:
        words = sanitize_line(point.shown)
        label = labels.place(words, at, must=must)
        if label is not None:
            self.parts.append(svg.text_element(label.words, (label.x, label.y), _TEXT, extra=svg.BOLD, halo=True))


def _extremes(points: tuple[Point, ...]) -> list[int]:
    """Return the indexes of the highest and lowest points, unless the first or the last point has the same value."""
    order = sorted(range(len(points)), key=lambda at: points[at].value)
    found = (order[-1], order[0])
    ends = {points[0].value, points[-1].value}
    return [at for at in found if points[at].value not in ends]


def _legend_sample(kind: str) -> str:
    """Return the legend sample of a value beside the line."""
    if kind == "uncounted":
        return '<circle class="c-still" cx="11" cy="{y}" r="4.5" stroke-width="1.5" stroke-dasharray="2 2" {still}/>'
    if kind == "target":
        return '<path class="c-hatch" d="M0 {y}H22" stroke-dasharray="6 4" stroke-width="1.5" fill="none" {hatch}/>'
    return '<rect class="c-hollow" x="7" y="{y0}" width="8" height="8" stroke-width="2" fill="none" {hatch}/>'


def _shape(kind: str, x: float, y: float) -> str:
    if kind == "target":
        way = f"M{format_number(x)} {format_number(y - 6)}l6 6l-6 6l-6 -6z"
        return f'<path class="c-hollow" d="{way}" stroke-width="2" fill="none" {COLOURS["hatch"]}/>'
    if kind == "uncounted":
        place = f'cx="{format_number(x)}" cy="{format_number(y)}" r="4.5" stroke-width="1.5" stroke-dasharray="2 2"'
        return f'<circle class="c-still" {place} {COLOURS["still"]}/>'
    place = f'x="{format_number(x - 4)}" y="{format_number(y - 4)}" width="8" height="8"'
    return f'<rect class="c-hollow" {place} stroke-width="2" fill="none" {COLOURS["hatch"]}/>'
