"""Charts as hand-made SVG: changes in percent as bars around zero, outputs hatched, outcomes solid, all in words too.

One drawing serves paper and screen: every colour is a presentation attribute for print, and a class that a page may
colour anew for its light and dark. Nothing in it refers to anything outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.scorecard.forms import inks
from accordtrack.scorecard.forms.inks import COLOURS, FACES, number, safe
from accordtrack.scorecard.forms.lettering import BOLD, width, wrapped
from accordtrack.text import minus, wash_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.scorecard.value import Bar, Chart

WIDE, NARROW = 820.0, 340.0
_LABELS, _GUTTER = 400.0, 16.0
_TITLE, _TEXT, _SMALL = 16.0, 13.0, 11.5
_LEADING = 1.25
_BAR, _ROW_GAP, _BESIDE = 15.0, 7.0, 6.0
_ENOUGH = 70.0
_LEAST = 10.0
"""The percent that the room holds at least, so that a change of one in a hundred does not look like a leap."""
_TICK_ROOM = 64.0
_STEPS = (1, 2, 5)
_HALVINGS = 40
"""Enough for a scale that is exact to far less than what is drawn."""


def svg(chart: Chart, language: str, *, narrow: bool = False) -> str:
    """``chart`` as one ``<svg>`` element; ``narrow`` is for a phone: words above the bars instead of beside them."""
    with i18n.speaking(language):
        return _Drawing(chart, NARROW if narrow else WIDE, stacked=narrow).drawn(language)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where zero stands, how wide a percent is, and whether values stand beside the ends of their bars."""

    zero: float
    percent: float
    beside: bool

    def at(self, change: float) -> float:
        return self.zero + change * self.percent


def _said(bar: Bar) -> tuple[str, str]:
    """What stands at the end of the bar, and what stands below its label: ``+48 %`` and ``2021 to 2025, about Mexico``."""
    shown, between, rest = wash_line(bar.shown).partition(" (")
    if not between or not rest.endswith(")"):
        shown, rest = wash_line(bar.shown), ")"
    return minus(shown), "; ".join(part for part in (rest[:-1], wash_line(bar.detail)) if part)


def _shown_width(bar: Bar) -> float:
    return width(_said(bar)[0], _TEXT) * BOLD + _BESIDE


def _needs(widths: Sequence[tuple[float, float]], percent: float) -> tuple[float, float]:
    """Room left and right of zero. ``widths`` are changes with what is written at their ends."""
    left, right = 0.0, 0.0
    for change, written in widths:
        room = abs(change) * percent + written
        left, right = (max(left, room), right) if change < 0 else (left, max(right, room))
    return left, right


def _scale(bars: Sequence[Bar], start: float, end: float) -> _Scale:
    """The widest scale on which everything fits between ``start`` and ``end``."""
    longest = max((abs(bar.change) for bar in bars), default=0.0)
    for beside in (True, False):
        widths = [(bar.change, _shown_width(bar) if beside else 0.0) for bar in bars]
        low, high = 0.0, (end - start) / max(longest, _LEAST)
        for _ in range(_HALVINGS):  # the room that is needed grows with the scale
            middle = (low + high) / 2
            fits = sum(_needs(widths, middle)) <= end - start
            low, high = (middle, high) if fits else (low, middle)
        if max(longest, _LEAST) * low >= _ENOUGH or (not longest and sum(_needs(widths, low)) <= end - start):
            break
    return _Scale(round(start + _needs(widths, low)[0], 1), low, beside)


def _ticks(scale: _Scale, start: float, end: float) -> list[int]:
    """Round percentages whose words do not touch."""
    if not scale.percent:
        return [0]
    step = next(
        digit * 10**power for power in range(12) for digit in _STEPS if digit * 10**power * scale.percent >= _TICK_ROOM
    )
    first, last = (start - scale.zero) / scale.percent, (end - scale.zero) / scale.percent
    return [tick for tick in range(-(int(-first) // step) * step, int(last) + 1, step) if first <= tick <= last]


def _tick(value: int) -> str:
    return f"{value:+,} %".replace("-", "−") if value else "0"


class _Drawing:
    """Elements from the top down; ``y`` is where the next one begins."""

    def __init__(self, chart: Chart, across: float, *, stacked: bool) -> None:
        self.chart, self.across, self.stacked = chart, across, stacked
        self.id = f"{chart.id}-{'narrow' if stacked else 'wide'}"
        self.start = 1.0 if stacked else _LABELS + _GUTTER
        self.scale = _scale(chart.bars, self.start, across - 1)
        self.ticks = _ticks(self.scale, self.start, across)
        self.parts: list[str] = []
        self.y = 0.0

    def drawn(self, language: str) -> str:
        """The whole drawing; asked for once."""
        self._fill()
        size = f"{number(self.across)} {number(self.y + 4)}"
        wide, high = size.split()
        hatch = (
            f'<defs><pattern id="{escape(self.id)}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect class="c-ground" width="6" height="6" {COLOURS["ground"]}/>'
            f'<path class="c-hatch" d="M1 0V6" stroke-width="2.4" {COLOURS["hatch"]}/></pattern></defs>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-{"narrow" if self.stacked else "wide"}" '
            f'viewBox="0 0 {size}" width="{wide}" height="{high}" role="img" xml:lang="{escape(language)}" '
            f'aria-labelledby="{escape(self.id)}-t" aria-describedby="{escape(self.id)}-d" font-family="{FACES}">'
            f'<title id="{escape(self.id)}-t">{safe(self.chart.title)}</title>'
            f'<desc id="{escape(self.id)}-d">{safe(self.chart.alt)}</desc>{hatch}{"".join(self.parts)}</svg>'
        )

    def _fill(self) -> None:
        """Title, bars by kind, axis and source, one below the other."""
        chart = self.chart
        self._words(chart.title, _TITLE, bold=True)
        self.y += 2
        self._words(chart.subtitle, _TEXT, "muted")
        self.y += 10
        kinds: tuple[tuple[Literal["output", "outcome"], str], ...] = (
            ("output", tr("Outputs: what was done")),
            ("outcome", tr("Outcomes and impact: what changed")),
        )
        for kind, title in kinds:
            bars = [bar for bar in chart.bars if bar.kind == kind]
            if bars:
                self._heading(title, kind)
                for bar in bars:
                    self._row(bar)
        if chart.bars:
            self._axis()
        self._words(chart.source, _SMALL, "muted")

    def _text(
        self, words: str, x: float, y: float, size: float, *, tone: str = "ink", extra: str = "", around: bool = False
    ) -> None:
        self.parts.append(inks.text(words, (x, y), size, tone=tone, extra=extra, halo=around))

    def _words(self, words: str, size: float, tone: str = "ink", *, bold: bool = False, room: float = 0.0) -> None:
        """Wrapped words from the left edge; moves down."""
        for line in wrapped(wash_line(words), size * (BOLD if bold else 1), room or self.across):
            self.y += round(size * _LEADING, 1)
            self._text(line, 0, self.y - size * 0.25, size, tone=tone, extra=inks.BOLD if bold else "")

    def _heading(self, title: str, kind: str) -> None:
        """A sample of the pattern with its words: the key of the chart, where it is needed."""
        self.parts.append(self._block(1, self.y + 5, 22, 11, kind))
        self._text(title, 31, self.y + 15, 13, extra=inks.BOLD)
        self.y += 26

    def _block(self, x: float, y: float, wide: float, high: float, kind: str) -> str:
        place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}"'
        if kind == "outcome":
            return f'<rect class="c-outcome" {place} {COLOURS["outcome"]}/>'
        return f'<rect class="c-edge" {place} fill="url(#{escape(self.id)}-hatch)" {COLOURS["edge"]}/>'

    def _row(self, bar: Bar) -> None:
        top, room = self.y, self.across if self.stacked else _LABELS
        shown, detail = _said(bar)
        self._words(bar.label, _TEXT, room=room)
        if not self.scale.beside:
            self._words(shown, _TEXT, bold=True, room=room)
        if detail:
            self._words(detail, _SMALL, "muted", room=room)
        place = self.y + 5 if self.stacked else top + 2
        bottom = max(self.y, place + _BAR) + _ROW_GAP + (6 if self.stacked else 0)
        above = place - 3 if self.stacked else top - _ROW_GAP / 2
        below = bottom - _ROW_GAP / 2
        self._lines((tick for tick in self.ticks if tick), above, below)
        end = self.scale.at(bar.change)
        if bar.change:
            left, wide = min(self.scale.zero, end), max(abs(end - self.scale.zero), 1.5)
            self.parts.append(self._block(left, place, wide, _BAR, bar.kind))
        self._lines((0,), above, below)
        if self.scale.beside:
            anchor, x = (' text-anchor="end"', end - _BESIDE) if bar.change < 0 else ("", end + _BESIDE)
            self._text(shown, x, place + 12, _TEXT, extra=f"{inks.BOLD}{anchor}", around=True)
        self.y = bottom

    def _lines(self, ticks: Iterable[int], above: float, below: float) -> None:
        for tick in ticks:
            x, tone = number(self.scale.at(tick)), "grid" if tick else "zero"
            span = f'd="M{x} {number(above)}V{number(below)}"'
            self.parts.append(f'<path class="c-{tone}" {span} {COLOURS[tone]} fill="none"/>')

    def _axis(self) -> None:
        """Ticks from zero outwards; one whose words would touch others has its line alone."""
        taken: list[tuple[float, float]] = []
        for tick in sorted(self.ticks, key=abs):
            x, half = self.scale.at(tick), width(_tick(tick), _SMALL) / 2
            inside = min(max(x, half), self.across - half)
            if any(inside - half < right + 2 and left < inside + half + 2 for left, right in taken):
                continue
            taken.append((inside - half, inside + half))
            self._text(_tick(tick), inside, self.y + 7, _SMALL, tone="muted", extra=' text-anchor="middle"')
        self.y += 16
