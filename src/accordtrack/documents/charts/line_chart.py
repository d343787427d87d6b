"""Render a line chart as SVG: values at the middle of their periods, straight segments, zero always on the axis.

A legend above the chart explains everything other than the line, so that labels never collide. Only the last value
and those that a sentence names, or else the first, highest and lowest, are labeled at their dots. ``<title>`` and ``<desc>`` repeat all text.
"""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.dates import day_ordinal
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts import line_axes, line_model, svg
from accordtrack.documents.charts.line_labels import Labels
from accordtrack.documents.charts.svg import NARROW, WIDE, colours_with_ink, format_number
from accordtrack.documents.text_width import BOLD, width, wrap
from accordtrack.i18n import tr
from accordtrack.text.calendar_names import dates_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from accordtrack.documents.charts.line_labels import Place
    from accordtrack.documents.charts.line_model import LineChart, Point

_HIGH, _LOW = 210.0, 170.0
_TITLE, _TEXT, _SMALL, _LEADING = 17.0, 13.0, 11.5, 1.4
_SAMPLE, _KEY = 30.0, 17.0
_FOOT, _HEAD, _EDGE = 24.0, 24.0, 8.0
_MANY = 40
"""Charts with more points than this have smaller dots."""
EDITION = "edition"
"""The class of the group with the edition of an image that stands alone."""
_TINT = ".16"
"""The opacity of shaded areas."""


def draw(curve: LineChart, language: str, *, narrow: bool = False) -> str:
    """Return ``curve`` as one ``<svg>`` element; ``narrow`` is for phones."""
    with i18n.using_language(language):
        return _Drawing(curve, narrow=narrow).to_svg(language)


def draw_alone(curve: LineChart, language: str, source: str, edition: str) -> str:
    """Return ``curve`` as an image that stands alone, with its title, its source and its edition inside."""
    with i18n.using_language(language):
        return _Drawing(curve, narrow=False).to_svg(language, (source, edition))


class _Drawing:
    """Draws legend, plot and axes from the top down."""

    def __init__(self, curve: LineChart, *, narrow: bool) -> None:
        self.curve, self.narrow = curve, narrow
        self.colours = colours_with_ink(curve.ink)
        self.across = NARROW if narrow else WIDE
        self.parts: list[str] = []
        self.told: list[str] = []
        self.values = line_axes.Values.for_chart(curve)
        self.days = line_axes.Days.for_chart(curve)
        self.left = max(width(words, _SMALL) for _value, words in self.values.ticks) + 8
        self.top = 0.0
        self.bottom = 0.0

    def to_svg(self, language: str, alone: tuple[str, str] | None = None) -> str:
        """Return the whole SVG image; with source and edition one that stands ``alone``. Call it only once."""
        if alone:
            self._draw_words(self.curve.title, _TITLE, "ink", svg.BOLD)
            self._draw_words(self.curve.subtitle, _TEXT, "muted")
            self.top += _EDGE
        self._draw_legend()
        self.top += _HEAD
        high = _LOW if self.narrow else _HIGH
        self.bottom = self.top + high
        self._draw_band()
        self._draw_grid()
        self._draw_reference_marks()
        self._draw_bounds()
        self._draw_other()
        self._draw_line()
        end = self.bottom + _FOOT
        if alone:
            self.top = end
            source, edition = alone
            self._draw_words(source, _SMALL, "muted")
            self.parts.append(f'<g class="{EDITION}">')
            self._draw_words(edition, _SMALL, "muted")
            self.parts.append("</g>")
            end = self.top + _EDGE
            page = f'<rect width="{format_number(self.across)}" height="{format_number(end)}" fill="#ffffff"/>'
            self.parts.insert(0, page)
        return svg.image(
            self.curve.id,
            title=dates_in_words(self.curve.title),
            description=dates_in_words(" ".join([self.curve.alt, *(f"{one}." for one in self.told)])),
            language=language,
            size=(self.across, end),
            body="".join(self.parts),
            narrow=self.narrow,
        )

    def _x(self, day: int) -> float:
        return self.days.position_of(day, self.left + _EDGE, self.across - _EDGE)

    def _y(self, value: float) -> float:
        return self.values.position_of(value, self.top, self.bottom)

    def _draw_words(self, words: str, size: float, tone: str, extra: str = "") -> None:
        for line in wrap(dates_in_words(sanitize_line(words)), size * BOLD, self.across):
            self.parts.append(svg.text_element(line, (0, self.top + size), size, tone=tone, extra=extra))
            self.top += size * _LEADING

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
        if curve.other is not None:
            self._draw_legend_entry(
                '<path class="c-line" d="M0 {y}H22" stroke-width="2.6" fill="none" {line}/>', curve.other.words_of_first
            )
            self._draw_legend_entry(
                '<path class="c-line" d="M0 {y}H22" stroke-width="1.2" fill="none" {line}/>'
                '<rect class="c-outcome" x="8.4" y="{above}" width="5.2" height="5.2" {outcome}/>',
                curve.other.words,
            )
            self._draw_legend_entry(
                f'<path class="c-outcome" d="M0 {{y0}}H22V{{y1}}H0Z" fill-opacity="{_TINT}" {{outcome}}/>',
                curve.other.between,
            )
        for spot in curve.spots:
            self._draw_legend_entry(_legend_sample(spot.kind), spot.words)
        for level in curve.levels:
            self._draw_legend_entry(
                '<path class="c-hatch" d="M0 {y}H22" stroke-width="2" fill="none" {hatch}/>', level.words
            )
        if any(self._has_gap(*pair, curve.points) for pair in self._joined_pairs()) or (
            curve.other is not None
            and any(self._has_gap(*pair, curve.other.points) for pair in _pairs(curve.other.points))
        ):
            dashed = '<path class="c-line" d="M0 {y}H22" stroke-dasharray="1.5 4" stroke-linecap="round" stroke-width="2" fill="none" {line}/>'
            self._draw_legend_entry(dashed, tr("no final value was found for the time between"))
        if any(point.bound for point in curve.points):
            self._draw_legend_entry(
                f'<path class="c-outcome" d="M0 {{y0}}H22V{{y1}}H0Z" fill-opacity="{_TINT}" {{outcome}}/>',
                tr("only a bound is known: the value is in the shaded band"),
            )
        if any(point.other is not None for point in curve.points):
            self._draw_legend_entry(
                '<path class="c-hatch" d="M7 {y0}H15M11 {y0}V{y1}M7 {y1}H15" stroke-width="1.5" fill="none" {hatch}/>',
                tr("two values of one period: the sources do not agree ◊"),
            )
        hollow = [point.hollow for point in (*curve.points, *(curve.other.points if curve.other else ()))]
        if curve.unsure and any(hollow):
            self._draw_legend_entry(
                '<circle class="c-ring" cx="11" cy="{y}" r="3.6" stroke-width="2" {ring}/>', curve.unsure
            )

    def _draw_legend_entry(self, sample: str, words: str) -> None:
        places = {
            "y0": format_number(self.top + 2),
            "y1": format_number(self.top + 16),
            "y": format_number(self.top + 9),
            "above": format_number(self.top + 6.4),
        }
        self.parts.append(sample.format(**places, **self.colours))
        for line in wrap(dates_in_words(sanitize_line(words)), _SMALL, self.across - _SAMPLE):
            self.parts.append(svg.text_element(line, (_SAMPLE, self.top + 13), _SMALL, tone="muted"))
            self.top += _KEY
        self.told.append(sanitize_line(words))

    # Axes

    def _draw_grid(self) -> None:
        """Draw grid lines at round values, with a darker zero line, and the years below."""
        for value, words in self.values.ticks:
            y, tone = self._y(value), "grid" if value else "zero"
            span = f'd="M{format_number(self.left)} {format_number(y)}H{format_number(self.across)}"'
            self.parts.append(f'<path class="c-{tone}" {span} fill="none" {self.colours[tone]}/>')
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
        labels = self.days.labeled_spans(self.across - self.left - 2 * _EDGE, partial(width, size=_SMALL))
        for first, after, words in labels:
            if first > self.days.first:
                at = format_number(self._x(first))
                self.parts.append(
                    f'<path class="c-zero" d="M{at} {format_number(edge)}V{y}" fill="none" {self.colours["zero"]}/>'
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
        across = [self._x((day_ordinal(one.start) + day_ordinal(one.end)) // 2) for one in points]

        def path(values: Iterable[tuple[float, float]]) -> str:
            return "L".join(f"{format_number(x)} {format_number(self._y(value))}" for x, value in values)

        upper = path((x, one.high) for x, one in zip(across, points, strict=True))
        lower = path((x, one.low) for x, one in reversed(list(zip(across, points, strict=True))))
        middle = path((x, one.middle) for x, one in zip(across, points, strict=True))
        self.parts.append(f'<path class="c-ground" d="M{upper}L{lower}Z" {self.colours["ground"]}/>')
        self.parts.append(
            f'<path class="c-hatch" d="M{middle}" stroke-width="1.5" stroke-dasharray="5 3" fill="none" {self.colours["hatch"]}/>'
        )

    def _draw_reference_marks(self) -> None:
        """Draw vertical lines for marked days, horizontal lines for levels, and shapes for targets and other spots."""
        for mark in self.curve.marks:
            at = format_number(self._x(day_ordinal(mark.day)))
            span = f'd="M{at} {format_number(self.top - 6)}V{format_number(self.bottom)}" stroke-dasharray="2 3"'
            self.parts.append(f'<path class="c-zero" {span} fill="none" {self.colours["zero"]}/>')
        for level in self.curve.levels:
            ends = (self._x(day_ordinal(level.since)), self._x(day_ordinal(level.until)))
            span = f'd="M{format_number(ends[0])} {format_number(self._y(level.value))}H{format_number(ends[1])}" stroke-width="2"'
            self.parts.append(f'<path class="c-hatch" {span} fill="none" {self.colours["hatch"]}/>')
        for spot in self.curve.spots:
            x, y = self._x(day_ordinal(spot.day)), self._y(spot.value)
            if spot.kind == "target":
                span = f'd="M{format_number(self.left)} {format_number(y)}H{format_number(self.across)}" stroke-dasharray="6 4" stroke-width="1.5"'
                self.parts.append(f'<path class="c-hatch" {span} fill="none" {self.colours["hatch"]}/>')
            self.parts.append(_shape(spot.kind, x, y, self.colours))

    def _draw_bounds(self) -> None:
        """Shade the values that a period may have had, where the source gives only a bound."""
        for point in self.curve.points:
            if point.bound:
                edge = self.values.high if point.bound == "more_than" else min(0.0, self.values.low)
                left, right = (format_number(self._x(day_ordinal(day))) for day in (point.start, point.end))
                top, bottom = (format_number(self._y(value)) for value in (point.value, edge))
                way = f'd="M{left} {top}H{right}V{bottom}H{left}Z" fill-opacity="{_TINT}"'
                self.parts.append(f'<path class="c-outcome" {way} {self.colours["outcome"]}/>')

    def _draw_other(self) -> None:
        """Draw the second series, with squares, and tint the space between the two where both have values."""
        other = self.curve.other
        if other is None:
            return
        placed = self._placed_other()
        between = self._tinted(self._placed(), placed)
        if between:
            way = "L".join(f"{format_number(x)} {format_number(y)}" for x, y in between)
            self.parts.append(f'<path class="c-outcome" d="M{way}Z" fill-opacity="{_TINT}" {self.colours["outcome"]}/>')
        for before, after in _pairs(other.points):
            dashed = self._has_gap(before, after, other.points)
            self._draw_segment(placed[before], placed[after], "1.2", dashed=dashed)
        for point, (x, y) in zip(other.points, placed, strict=True):
            place = f'x="{format_number(x - 2.6)}" y="{format_number(y - 2.6)}" width="5.2" height="5.2"'
            kind, thick = ("ring", ' stroke-width="1.5"') if point.hollow else ("outcome", "")
            self.parts.append(f'<rect class="c-{kind}" {place}{thick} {self.colours[kind]}/>')

    @staticmethod
    def _tinted(first: list[Place], other: list[Place]) -> list[Place]:
        """Return the outline of the space between two lines over the time that both cover."""
        left, right = max(first[0][0], other[0][0]), min(first[-1][0], other[-1][0])
        there = [place for place in first if left <= place[0] <= right]
        back = [place for place in reversed(other) if left <= place[0] <= right]
        return [*there, *back] if len(there) > 1 and len(back) > 1 else []

    def _placed(self) -> list[Place]:
        pairs = zip(self.days.of_points, self.curve.points, strict=True)
        return [(self._x(day), self._y(point.value)) for day, point in pairs]

    def _placed_other(self) -> list[Place]:
        points = self.curve.other.points if self.curve.other else ()
        return [(self._x(day), self._y(point.value)) for day, point in zip(self.days.of_other, points, strict=True)]

    def _has_gap(self, before: int, after: int, points: tuple[Point, ...]) -> bool:
        return line_model.has_gap_between(points[before], points[after], self.curve.every)

    def _draw_segment(self, start: Place, end: Place, thick: str, *, dashed: bool) -> None:
        (x0, y0), (x1, y1) = start, end
        gap = ' stroke-dasharray="1.5 4"' if dashed else ""
        way = f'd="M{format_number(x0)} {format_number(y0)}L{format_number(x1)} {format_number(y1)}" stroke-linecap="round" stroke-width="{thick}"{gap}'
        self.parts.append(f'<path class="c-line" {way} fill="none" {self.colours["line"]}/>')

    def _draw_line(self) -> None:
        points, placed = self.curve.points, self._placed()
        thick = "2.6" if self.curve.other else "2"
        for before, after in self._joined_pairs():
            self._draw_segment(placed[before], placed[after], thick, dashed=self._has_gap(before, after, points))
        size = "2.2" if len(points) > _MANY else "3.6"
        for point, (x, y) in zip(points, placed, strict=True):
            if point.bound:
                continue
            if point.other is not None:
                self.parts.append(svg.bracket(x, y, self._y(point.other), self.colours))
            place = f'cx="{format_number(x)}" cy="{format_number(y)}" r="{size}"'
            kind, colours = ("ring", self.colours["ring"]) if point.hollow else ("outcome", self.colours["outcome"])
            thick = ' stroke-width="2"' if point.hollow else ""
            self.parts.append(f'<circle class="c-{kind}" {place}{thick} {colours}/>')
        self._draw_labels(placed)

    def _joined_pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the indexes of adjacent points joined by a line, unless an uncounted value lies between them."""
        points = self.curve.points if self.curve.joined else ()
        days = [spot.day for spot in self.curve.spots if spot.kind == "uncounted"]
        for before, after in _pairs(points):
            if not any(points[before].end < day < points[after].start for day in days):
                yield before, after

    def _draw_labels(self, placed: list[Place]) -> None:
        """Label the last dot and those that are named; if none is, the first, and if there is room the highest and the lowest.

        Of a second series, label the last dot.
        """
        beside = self._placed_other()
        labels = Labels((self.left + 2, self.top - 20, self.across, self.bottom - 3), _TEXT, placed, beside)
        points = self.curve.points
        named = [at for at, point in enumerate(points) if point.end in self.curve.named]
        for at in dict.fromkeys((len(points) - 1, *(named or [0]))):
            self._draw_label(labels, points[at], placed[at], must=True)
        for at in dict.fromkeys([] if named else _extremes(points)):
            self._draw_label(labels, points[at], placed[at], must=False)
        if self.curve.other is not None:
            self._draw_label(labels, self.curve.other.points[-1], beside[-1], must=False)

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


def _pairs(points: tuple[Point, ...]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of values that follow each other; the line does not pass through a bound."""
    return itertools.pairwise(at for at, point in enumerate(points) if not point.bound)


def _legend_sample(kind: str) -> str:
    """Return the legend sample of a value beside the line."""
    if kind == "uncounted":
        return '<circle class="c-still" cx="11" cy="{y}" r="4.5" stroke-width="1.5" stroke-dasharray="2 2" {still}/>'
    if kind == "target":
        return '<path class="c-hatch" d="M0 {y}H22" stroke-dasharray="6 4" stroke-width="1.5" fill="none" {hatch}/>'
    return '<rect class="c-hollow" x="7" y="{y0}" width="8" height="8" stroke-width="2" fill="none" {hatch}/>'


def _shape(kind: str, x: float, y: float, colours: Mapping[str, str]) -> str:
    if kind == "target":
        way = f"M{format_number(x)} {format_number(y - 6)}l6 6l-6 6l-6 -6z"
        return f'<path class="c-hollow" d="{way}" stroke-width="2" fill="none" {colours["hatch"]}/>'
    if kind == "uncounted":
        place = f'cx="{format_number(x)}" cy="{format_number(y)}" r="4.5" stroke-width="1.5" stroke-dasharray="2 2"'
        return f'<circle class="c-still" {place} {colours["still"]}/>'
    place = f'x="{format_number(x - 4)}" y="{format_number(y - 4)}" width="8" height="8"'
    return f'<rect class="c-hollow" {place} stroke-width="2" fill="none" {colours["hatch"]}/>'
