"""Column widths of printed tables. No word is cut. The remaining width goes to the columns with the longest text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EM = 0.58
"""Average width of a character, as a fraction of the font size."""
_GAP = 8.0
"""Space between two columns, in points."""
_UPRIGHT, _ANNEX, _WIDE = 482.0, 510.0, 728.0
"""Usable page width in points: portrait, portrait in an annex, and landscape."""
_UPRIGHT_SIZES, _WIDE_SIZES = (8.0, 7.5, 7.0, 6.5), (7.5, 7.0, 6.5)
_ONE_LINE = 16
"""Text up to this length stays on one line if there is space."""
_LONGEST = 20
"""Longer words in a row can be hyphenated."""
_TITLE = {8.0: 10, 7.5: 9, 7.0: 8, 6.5: 7}
"""The same limit for column titles, by font size: titles are hyphenated before rows are."""
_MANY = 100
"""Tables with more rows than this start at a small font size."""
_FEW, _COMFORT = 12, 0.7
"""In tables with more than ``_FEW`` rows, the longest words take at most the share ``_COMFORT`` of the width.

The rest is reserved for columns with long text.
"""
_PROSE = 60
"""Text length from which the same limit applies to short tables."""
_ENOUGH = 90
"""Longer text gets more lines instead of a wider column."""
_BREAKS = re.compile(r"[\s/]+|(?<!\d)-|-(?!\d)")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Column widths in points, the font size in points, and whether the page is landscape."""

    shares: list[float]
    size: float
    wide: bool

    def can_hold(self, column: int, text: str) -> bool:
        """Whether the longest word of ``text`` is sure to fit without a hyphen."""
        return _longest_word_length(text) * self.size * _EM <= self.shares[column] - _GAP


def fit_columns(
    weights: Sequence[float], texts: Sequence[Sequence[str]], titles: Sequence[str], *, annex: bool = False
) -> Fitted:
    """Return the layout with the largest font size at which every column holds its longest word."""
    many = max(map(len, texts), default=0) > _FEW
    broken = [min(_LONGEST, max(map(_longest_word_length, column), default=0)) for column in texts]
    lines = [max(map(len, column), default=0) + 1 for column in texts]
    whole = [line if line <= _ONE_LINE else row for line, row in zip(lines, broken, strict=True)]
    for size, wide, share, rows in _layout_candidates(max(map(len, texts), default=0), whole, broken):
        room = _WIDE if wide else _ANNEX if annex else _UPRIGHT
        words = [
            max(row, min(_TITLE[size], _longest_word_length(title))) for row, title in zip(rows, titles, strict=True)
        ]
        wanted = [
            max(min(_ENOUGH, max(map(len, column), default=0) + 1), count, min(2 * _TITLE[size], len(title)))
            for column, title, count in zip(texts, titles, words, strict=True)
        ]
        least = [count * size * _EM + _GAP for count in words]
        crowded = (many or max(lines, default=0) > _PROSE) and sum(wanted) * size * _EM > room
        if sum(least) <= room * (share if crowded else 1.0):
            break
    asks = [weight * max(sum(map(len, column)), 1) for weight, column in zip(weights, texts, strict=True)]
    most = [count * size * _EM + _GAP for count in wanted]
    return Fitted([round(share, 1) for share in _share_room(least, most, asks, room)], size, wide)


def _layout_candidates(
    rows: int, whole: list[int], broken: list[int]
) -> Iterable[tuple[float, bool, float, list[int]]]:
    """Yield the layouts to try, best first: font size, landscape or not, share for long words, characters by column."""
    upright = _UPRIGHT_SIZES if rows <= _MANY else _UPRIGHT_SIZES[-2:]
    whole = whole if rows <= _MANY else broken
    for size in upright[:-1]:
        yield from ((size, False, _COMFORT, room) for room in (whole, broken))
    for size in upright[-2:]:
        yield from ((size, False, 1.0, room) for room in (whole, broken))
    yield from ((size, True, 1.0, broken) for size in _WIDE_SIZES)


def _longest_word_length(text: str) -> int:
    return max(map(len, _BREAKS.split(text)), default=0) + 1


def _share_room(least: list[float], most: list[float], weights: Sequence[float], room: float) -> list[float]:
    """Give each column its minimum, then share the rest by weight, up to the maximum of each column."""
    values = list(least)
    left = room - sum(values)
    hungry = [at for at in range(len(values)) if values[at] < most[at]]
    while left > 1 and hungry:
        total = sum(weights[at] for at in hungry)
        portion = left / total
        for at in hungry:
            values[at] += min(portion * weights[at], most[at] - values[at])
        left = room - sum(values)
        hungry = [at for at in hungry if values[at] < most[at] - 0.5]
    return values
