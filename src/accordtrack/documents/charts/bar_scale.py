"""Scale of a chart of changes: bar lengths, truncated bars and axis ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.text_width import BOLD, width
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Bar

TEXT, BESIDE = 13.0, 6.0
"""Font size of the value at the end of a bar, and its distance from the bar."""
_ENOUGH = 70.0
_LEAST = 10.0
"""Smallest change, in percent, that the scale spans, so that a change of 1 % does not look large."""
_TICK_ROOM = 52.0
_STEPS = (1, 2, 5)
_HALVINGS = 40
"""Steps of the binary search, enough for more precision than the drawing shows."""
_FAR, _FEW, _LEFT, _OVER = 3.0, 5, 3, 1.25
"""Rules for truncating bars; see ``_truncation_length``.

Bars are truncated if the shortest of them is at least ``_FAR`` times as long as the longest whole bar. At most one bar
in ``_FEW`` is truncated (one in a small chart), and at least ``_LEFT`` bars remain whole. A truncated bar is ``_OVER``
times as long as the longest whole bar.
"""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar as drawn. ``length`` is signed, in percent, and smaller than the change if the bar is ``cut``."""

    bar: Bar
    length: float
    cut: bool
    shown: str
    detail: str

    @property
    def value_width(self) -> float:
        """Space that the value at the end of the bar needs, including the gap before it."""
        return width(self.shown, TEXT) * BOLD + BESIDE


def drawn_bars(bars: Sequence[Bar]) -> tuple[DrawnBar, ...]:
    """Return the bars in order, with outliers truncated so that the other bars stay distinguishable."""
    most = _truncation_length([abs(bar.change) for bar in bars])
    return tuple(_to_drawn_bar(bar, most) for bar in bars)


def _truncation_length(changes: Sequence[float]) -> float:
    """Return the length at which bars are truncated; infinity if no bar is much longer than the others."""
    order = sorted((change for change in changes if change), reverse=True)
    few = min(max(1, len(order) // _FEW), len(order) - _LEFT)
    return next((_OVER * order[at] for at in range(few, 0, -1) if order[at - 1] >= _FAR * order[at]), math.inf)


def _to_drawn_bar(bar: Bar, most: float) -> DrawnBar:
    text, detail = _split_bar_text(bar)
    cut = abs(bar.change) > most
    length = math.copysign(most, bar.change) if cut else bar.change
    return DrawnBar(bar, length, cut, tr("{change}, cut", change=text) if cut else text, detail)


def _split_bar_text(bar: Bar) -> tuple[str, str]:
    """Split the text of a bar into its value (``+48 %``) and its details (``2021 to 2025, about Mexico``)."""
    text, between, rest = sanitize_line(bar.shown).partition(" (")
    if not between or not rest.endswith(")"):
        text, rest = sanitize_line(bar.shown), ")"
    return with_minus_signs(text), "; ".join(part for part in (rest[:-1], sanitize_line(bar.detail)) if part)


@dataclass(frozen=True, slots=True)
class Scale:
    """Position of zero, width of one percent, and whether values stand next to the ends of their bars."""

    zero: float
    percent: float
    beside: bool

    def position_of(self, change: float) -> float:
        """Return the x coordinate of a change in percent."""
        return self.zero + change * self.percent


def _space_needed(widths: Iterable[tuple[float, float]], percent: float) -> tuple[float, float]:
    """Return the space needed left and right of zero; ``widths`` holds changes and the widths of their values."""
    left, right = 0.0, 0.0
    for change, written in widths:
        room = abs(change) * percent + written
        left, right = (max(left, room), right) if change < 0 else (left, max(right, room))
    return left, right


def fit_scale(bars: Sequence[DrawnBar], start: float, end: float) -> Scale:
    """Return the widest scale at which everything fits between ``start`` and ``end``."""
    longest = max((abs(beam.length) for beam in bars), default=0.0)
    for beside in (True, False):
        widths = [(beam.length, beam.value_width if beside else 0.0) for beam in bars]
        low, high = 0.0, (end - start) / max(longest, _LEAST)
        for _ in range(_HALVINGS):  # The required space grows with the scale, so search by bisection.
            middle = (low + high) / 2
            fits = sum(_space_needed(widths, middle)) <= end - start
            low, high = (middle, high) if fits else (low, middle)
        if max(longest, _LEAST) * low >= _ENOUGH or (not longest and sum(_space_needed(widths, low)) <= end - start):
            break
    return Scale(round(start + _space_needed(widths, low)[0], 1), low, beside)


def ticks(bars: Sequence[DrawnBar], on: Scale, start: float, end: float) -> list[int]:
    """Return round percentages whose labels do not overlap, up to the first past every bar, or a truncated end."""
    if not on.percent:
        return [0]
    step = next(
        digit * 10**power for power in range(12) for digit in _STEPS if digit * 10**power * on.percent >= _TICK_ROOM
    )
    lengths = [beam.length for beam in bars]
    low, high = math.floor(min((0.0, *lengths)) / step), math.ceil(max((0.0, *lengths)) / step)
    reach = max((abs(beam.length) for beam in bars if beam.cut), default=math.inf)
    found = (step * at for at in range(low, high + 1))
    return [tick for tick in found if start <= on.position_of(tick) <= end and abs(tick) <= reach]


def tick_label(tick: int) -> str:
    """Return the label of a tick."""
    return f"{tick:+,} %".replace("-", "−") if tick else "0"
