"""A series of an indicator as a hand-made line: points where values were found, straight lines between neighbours, in words too."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from accordtrack.scorecard.forms.lettering import width
from accordtrack.text import wash_line

if TYPE_CHECKING:
    from accordtrack.site.value import Curve

_WIDE, _HIGH = 640.0, 220.0
_TOP, _BOTTOM, _LEFT = 26.0, 28.0, 8.0


def svg(curve: Curve, language: str) -> Markup:
    """``curve`` as one ``<svg>`` element."""
    days = [date.fromisoformat(point.day).toordinal() for point in curve.points]
    values = [point.value for point in curve.points]
    low, high = min(0.0, *values), max(0.0, *values)
    room = max(width(point.shown, 13) for point in (curve.points[0], curve.points[-1])) + 12
    across = _WIDE - _LEFT - room

    def x(day: int) -> float:
        return _LEFT + (across * (day - days[0]) / (days[-1] - days[0]) if days[-1] > days[0] else across)

    def y(value: float) -> float:
        return _TOP + (_HIGH - _TOP - _BOTTOM) * (1 - (value - low) / ((high - low) or 1.0))

    places = [(x(day), y(value)) for day, value in zip(days, values, strict=True)]
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    dots = "".join(f'<circle class="c-outcome" cx="{a:.1f}" cy="{b:.1f}" r="3.2" fill="#1d4f7c"/>' for a, b in places)
    name = escape(curve.id)
    first, last = curve.points[0], curve.points[-1]
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}" width="{_WIDE:.0f}" '
        f'height="{_HIGH:.0f}" role="img" xml:lang="{escape(language)}" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{_safe(curve.title)}</title><desc id="{name}-d">{_safe(curve.alt)}</desc>'
        f'<path class="c-zero" d="M{_LEFT} {y(0):.1f}H{_WIDE - room:.1f}" stroke="#1b1f24" fill="none"/>'
        f'<polyline class="c-line" points="{line}" fill="none" stroke="#1d4f7c" stroke-width="2"/>{dots}'
        f'<text class="c-ink" x="{places[-1][0] + 8:.1f}" y="{places[-1][1] + 4:.1f}" font-size="13">{_safe(last.shown)}</text>'
        f'<text class="c-ink" x="{places[0][0]:.1f}" y="{max(places[0][1] - 9, 12):.1f}" font-size="13">{_safe(first.shown)}</text>'
        f'<text class="c-muted" x="{_LEFT}" y="{_HIGH - 6:.0f}" font-size="12">{_safe(first.day[:7])}</text>'
        f'<text class="c-muted" x="{_WIDE - room:.1f}" y="{_HIGH - 6:.0f}" font-size="12" text-anchor="end">{_safe(last.day[:7])}</text></svg>'
    )
    return Markup("".join(parts))  # noqa: S704 - every word is escaped


def _safe(words: str) -> str:
    return escape(wash_line(words))
