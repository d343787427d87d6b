"""Bar charts of percentage changes as SVG.

Outputs are hatched; the fill of an outcome shows whether it improved or worsened, and the key says the same in words.
The same drawing serves print and screen: each color is a presentation attribute for print and a class that a page can
restyle for its light and dark themes. The SVG refers to no external resource.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts import bar_scale, svg
from accordtrack.documents.charts.svg import COLOURS, NARROW, WIDE, format_number
from accordtrack.documents.text_width import BOLD, width, wrap
from accordtrack.i18n import tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.charts.bar_scale import DrawnBar
    from accordtrack.documents.model import Chart, Moved

_LABELS, _GUTTER = 400.0, 16.0
_TITLE, _TEXT, _SMALL = 16.0, bar_scale.TEXT, 11.5
_LEADING = 1.25
_BAR, _ROW_GAP, _BESIDE = 15.0, 7.0, bar_scale.BESIDE
_SAMPLE, _BETWEEN = 22.0, 18.0
_SLASH, _FROM_END = 5.0, 16.0
"""Slant of the truncation marks, and their distance from the end of the bar."""
_WAYS: tuple[Moved, ...] = ("improved", "worsened", "unchanged")


def draw(chart: Chart, language: str, *, narrow: bool = False) -> str:
    """Return ``chart`` as one ``<svg>`` element; ``narrow`` puts labels above the bars, for phones."""
    with i18n.using_language(language):
        return _Drawing(chart, NARROW if narrow else WIDE, stacked=narrow).to_svg(language)


class _Drawing:
    """A chart drawn from the top down; ``y`` is where the next element begins."""

    def __init__(self, chart: Chart, across: float, *, stacked: bool) -> None:
        self.chart, self.across, self.stacked = chart, across, stacked
        self.id = f"{chart.id}-{'narrow' if stacked else 'wide'}"
        self.start = 1.0 if stacked else _LABELS + _GUTTER
        self.beams = bar_scale.drawn_bars(chart.bars)
        self.scale = bar_scale.fit_scale(self.beams, self.start, across - 1)
        self.ticks = bar_scale.ticks(self.beams, self.scale, self.start, across)
        self.parts: list[str] = []
        self.y = 0.0

    def to_svg(self, language: str) -> str:
        """Return the complete drawing. Call once."""
        self._draw_contents()
        hatch = self._pattern("hatch", "ground", f'class="c-hatch" d="M1 0V6" stroke-width="2.4" {COLOURS["hatch"]}')
        worse = self._pattern("worse", "worse", f'class="c-paper" d="M0 1H6M1 0V6" stroke-width="1" {COLOURS["paper"]}')
        return svg.image(
            self.chart.id,
            title=self.chart.title,
            description=self.chart.alt,
            language=language,
            size=(self.across, self.y + 4),
            body=f"<defs>{hatch}{worse}</defs>{''.join(self.parts)}",
            narrow=self.stacked,
        )

    def _pattern(self, name: str, ground: str, path: str) -> str:
        """Return an SVG pattern of diagonal lines on a background."""
        return (
            f'<pattern id="{escape(self.id)}-{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect class="c-{ground}" width="6" height="6" {COLOURS[ground]}/><path {path} fill="none"/></pattern>'
        )

    def _draw_contents(self) -> None:
        """Draw the title, the bars by kind, the axis and the source."""
        chart = self.chart
        self._add_wrapped_text(chart.title, _TITLE, bold=True)
        self.y += 2
        self._add_wrapped_text(chart.subtitle, _TEXT, "muted")
        if any(beam.cut for beam in self.beams):
            text = tr(
                "A bar with two slashes is cut off: it is far longer than the rest. Its number shows the full change."
            )
            self._add_wrapped_text(text, _SMALL, "muted")
        self.y += 10
        kinds: tuple[tuple[Literal["output", "outcome"], str], ...] = (
            ("output", tr("Government activity: what was done")),
            ("outcome", tr("Indicators: what changed")),
        )
        for kind, title in kinds:
            drawn_bars = [beam for beam in self.beams if beam.bar.kind == kind]
            if drawn_bars:
                self._draw_heading(title, drawn_bars)
                for beam in drawn_bars:
                    self._draw_bar(beam)
        if chart.bars:
            self._draw_axis()
        self._add_wrapped_text(chart.source, _SMALL, "muted")

    def _add_text(
        self, words: str, x: float, y: float, size: float, *, tone: str = "ink", extra: str = "", around: bool = False
    ) -> None:
        self.parts.append(svg.text_element(words, (x, y), size, tone=tone, extra=extra, halo=around))

    def _add_wrapped_text(
        self, words: str, size: float, tone: str = "ink", *, bold: bool = False, room: float = 0.0
    ) -> None:
        """Write wrapped text from the left edge and move down."""
        for line in wrap(sanitize_line(words), size * (BOLD if bold else 1), room or self.across):
            self.y += round(size * _LEADING, 1)
            self._add_text(line, 0, self.y - size * 0.25, size, tone=tone, extra=svg.BOLD if bold else "")

    def _draw_heading(self, title: str, drawn_bars: Sequence[DrawnBar]) -> None:
        """Draw the heading of a group with a sample of each pattern, as the key of the chart."""
        bars = [beam.bar for beam in drawn_bars]
        ways = [way for way in _WAYS if any(bar.moved == way for bar in bars)]
        if not ways:
            self.parts.append(self._bar_markup(1, self.y + 5, _SAMPLE, 11, bars[0].kind, ""))
        left = 1 if ways else _SAMPLE + 9
        first, *rest = wrap(title, _TEXT * BOLD, self.across - left)
        self._add_text(first, left, self.y + 15, _TEXT, extra=svg.BOLD)
        for line in rest:
            self.y += round(_TEXT * _LEADING, 1)
            self._add_text(line, left, self.y + 15, _TEXT, extra=svg.BOLD)
        self.y += 26
        x = 1.0
        for way in ways:
            words = label("movement", way)
            self.parts.append(self._bar_markup(x, self.y - 2, _SAMPLE, 11, "outcome", way))
            self._add_text(words, x + _SAMPLE + 8, self.y + 8, _SMALL)
            x += _SAMPLE + 8 + width(words, _SMALL) + _BETWEEN
        self.y += 20 if ways else 0

    def _bar_markup(self, x: float, y: float, wide: float, high: float, kind: str, moved: str) -> str:
        """Draw a bar or sample: outputs hatched; outcomes filled if improved, crossed if worsened, else empty."""
        place = f'x="{format_number(x)}" y="{format_number(y)}" width="{format_number(wide)}" height="{format_number(high)}"'
        if kind == "output":
            return f'<rect class="c-edge" {place} fill="url(#{escape(self.id)}-hatch)" {COLOURS["edge"]}/>'
        if moved == "worsened":
            return f'<rect class="c-rim" {place} fill="url(#{escape(self.id)}-worse)" {COLOURS["rim"]}/>'
        tone = "still" if moved == "unchanged" else "outcome"
        return f'<rect class="c-{tone}" {place} {COLOURS[tone]}/>'

    def _draw_bar(self, beam: DrawnBar) -> None:
        top, room, bar = self.y, self.across if self.stacked else _LABELS, beam.bar
        self._add_wrapped_text(bar.label, _TEXT, room=room)
        if not self.scale.beside:
            self._add_wrapped_text(beam.shown, _TEXT, bold=True, room=room)
        if beam.detail:
            self._add_wrapped_text(beam.detail, _SMALL, "muted", room=room)
        place = self.y + 5 if self.stacked else top + 2
        bottom = max(self.y, place + _BAR) + _ROW_GAP + (6 if self.stacked else 0)
        above = place - 3 if self.stacked else top - _ROW_GAP / 2
        below = bottom - _ROW_GAP / 2
        self._draw_vertical_lines((tick for tick in self.ticks if tick), above, below)
        end = self.scale.position_of(beam.length)
        if beam.length:
            left, wide = min(self.scale.zero, end), max(abs(end - self.scale.zero), 1.5)
            self.parts.append(self._bar_markup(left, place, wide, _BAR, bar.kind, bar.moved))
        if beam.cut:
            self._draw_cut_mark(end + (_FROM_END if beam.length < 0 else -_FROM_END), place)
        self._draw_vertical_lines((0,), above, below)
        if self.scale.beside:
            anchor, x = (' text-anchor="end"', end - _BESIDE) if beam.length < 0 else ("", end + _BESIDE)
            self._add_text(beam.shown, x, place + 12, _TEXT, extra=f"{svg.BOLD}{anchor}", around=True)
        self.y = bottom

    def _draw_cut_mark(self, x: float, y: float) -> None:
        """Draw two slashes through a truncated bar."""
        slash = f"l{format_number(_SLASH)} {format_number(-_BAR - 4)}"
        ways = " ".join(
            f"M{format_number(x + beside - _SLASH / 2)} {format_number(y + _BAR + 2)}{slash}" for beside in (-3.0, 3.0)
        )
        self.parts.append(f'<path class="c-paper" d="{ways}" stroke-width="3" fill="none" {COLOURS["paper"]}/>')

    def _draw_vertical_lines(self, ticks: Iterable[int], above: float, below: float) -> None:
        for tick in ticks:
            x, tone = format_number(self.scale.position_of(tick)), "grid" if tick else "zero"
            span = f'd="M{x} {format_number(above)}V{format_number(below)}"'
            self.parts.append(f'<path class="c-{tone}" {span} {COLOURS[tone]} fill="none"/>')

    def _draw_axis(self) -> None:
        """Draw tick labels from zero outward; skip a label that would overlap another."""
        taken: list[tuple[float, float]] = []
        for tick in sorted(self.ticks, key=abs):
            x, half = self.scale.position_of(tick), width(bar_scale.tick_label(tick), _SMALL) / 2
            inside = min(max(x, half), self.across - half)
            if any(inside - half < right + 2 and left < inside + half + 2 for left, right in taken):
                continue
            taken.append((inside - half, inside + half))
            self._add_text(
                bar_scale.tick_label(tick), inside, self.y + 7, _SMALL, tone="muted", extra=' text-anchor="middle"'
            )
        self.y += 16
