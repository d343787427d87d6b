"""The scale of a chart of changes: how long each bar is, which ones are cut, and the round percentages below them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import minus, wash_line
from accordtrack.documents.text_width import BOLD, width
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Bar

TEXT, BESIDE = 13.0, 6.0
"""The size of what is written at the end of a bar, and how far from it."""
_ENOUGH = 70.0
_LEAST = 10.0
"""The percent that the room holds at least, so that a change of one in a hundred does not look like a leap."""
_TICK_ROOM = 52.0
_STEPS = (1, 2, 5)
_HALVINGS = 40
"""Enough for a scale that is exact to far less than what is drawn."""
_FAR, _FEW, _LEFT, _OVER = 3.0, 5, 3, 1.25
"""Cut is what is so many times the next shorter one, one bar in so many, where so many are left; and how much longer it still is."""


@dataclass(frozen=True, slots=True)
class Beam:
    """A bar as it is drawn: ``length`` in percent, with its sign; shorter than its change where it is ``cut``."""

    bar: Bar
    length: float
    cut: bool
    shown: str
    detail: str

    @property
    def wide(self) -> float:
        """The room of what is written at its end."""
        return width(self.shown, TEXT) * BOLD + BESIDE


def beams(bars: Sequence[Bar]) -> tuple[Beam, ...]:
    """The bars in their order; what is far longer than the rest is cut, so that the rest can be told apart."""
    most = _reach([abs(bar.change) for bar in bars])
    return tuple(_beam(bar, most) for bar in bars)


def _reach(changes: Sequence[float]) -> float:
    """The length where bars are cut; infinite where no bar is far longer than the rest."""
    order = sorted((change for change in changes if change), reverse=True)
    few = min(max(1, len(order) // _FEW), len(order) - _LEFT)
    return next((_OVER * order[at] for at in range(few, 0, -1) if order[at - 1] >= _FAR * order[at]), math.inf)


def _beam(bar: Bar, most: float) -> Beam:
    shown, detail = _said(bar)
    cut = abs(bar.change) > most
    length = math.copysign(most, bar.change) if cut else bar.change
    return Beam(bar, length, cut, tr("{change}, cut", change=shown) if cut else shown, detail)


def _said(bar: Bar) -> tuple[str, str]:
    """What stands at the end of the bar, and what stands below its label: ``+48 %`` and ``2021 to 2025, about Mexico``."""
    shown, between, rest = wash_line(bar.shown).partition(" (")
    if not between or not rest.endswith(")"):
        shown, rest = wash_line(bar.shown), ")"
    return minus(shown), "; ".join(part for part in (rest[:-1], wash_line(bar.detail)) if part)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where zero stands, how wide a percent is, and whether values stand beside the ends of their bars."""

    zero: float
    percent: float
    beside: bool

    def at(self, change: float) -> float:
        """The place of a change."""
        return self.zero + change * self.percent


def _needs(widths: Iterable[tuple[float, float]], percent: float) -> tuple[float, float]:
    """Room left and right of zero. ``widths`` are changes with what is written at their ends."""
    left, right = 0.0, 0.0
    for change, written in widths:
        room = abs(change) * percent + written
        left, right = (max(left, room), right) if change < 0 else (left, max(right, room))
    return left, right


def scale(drawn: Sequence[Beam], start: float, end: float) -> Scale:
    """The widest scale that fits everything between ``start`` and ``end``."""
    longest = max((abs(beam.length) for beam in drawn), default=0.0)
    for beside in (True, False):
        widths = [(beam.length, beam.wide if beside else 0.0) for beam in drawn]
        low, high = 0.0, (end - start) / max(longest, _LEAST)
        for _ in range(_HALVINGS):  # the room that is needed grows with the scale
            middle = (low + high) / 2
            fits = sum(_needs(widths, middle)) <= end - start
            low, high = (middle, high) if fits else (low, middle)
        if max(longest, _LEAST) * low >= _ENOUGH or (not longest and sum(_needs(widths, low)) <= end - start):
            break
    return Scale(round(start + _needs(widths, low)[0], 1), low, beside)


def ticks(drawn: Sequence[Beam], on: Scale, start: float, end: float) -> list[int]:
    """Round percentages whose words do not touch, to the first one that no bar passes; of what is cut, none beyond the cut."""
    if not on.percent:
        return [0]
    step = next(
        digit * 10**power for power in range(12) for digit in _STEPS if digit * 10**power * on.percent >= _TICK_ROOM
    )
    lengths = [beam.length for beam in drawn]
    low, high = math.floor(min((0.0, *lengths)) / step), math.ceil(max((0.0, *lengths)) / step)
    reach = max((abs(beam.length) for beam in drawn if beam.cut), default=math.inf)
    found = (step * at for at in range(low, high + 1))
    return [tick for tick in found if start <= on.at(tick) <= end and abs(tick) <= reach]


def words(tick: int) -> str:
    """A percentage of the axis."""
    return f"{tick:+,} %".replace("-", "−") if tick else "0"
