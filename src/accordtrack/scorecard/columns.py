"""Widths of the columns of a printed table: no word is cut, and what is left goes where the text is long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EM = 0.58
"""Mean width of a character in parts of the size of the type."""
_GAP = 8.0
"""Points between two columns."""
_UPRIGHT, _WIDE = 470.0, 717.0
"""Points between the margins of a page, upright and on its side."""
_SIZES = ((8.5, False), (8.0, False), (7.5, False), (7.5, True), (7.0, True), (6.5, True))
_LONGEST = 22
"""A word longer than this may be hyphenated."""
_ENOUGH = 90
"""Beyond so many characters a longer text does not ask for a wider column, but for more lines."""
_BREAKS = re.compile(r"[\s\-/]+")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Shares of the width, the size of the type in points, and whether the page lies on its side."""

    shares: list[float]
    size: float
    wide: bool


def fit(weights: Sequence[float], texts: Sequence[Sequence[str]]) -> Fitted:
    """The largest type in which every column holds its longest word."""
    words = [min(_LONGEST, max(map(_longest, column))) for column in texts]
    wanted = [min(_ENOUGH, max(map(len, column))) for column in texts]
    for size, wide in _SIZES:
        room = _WIDE if wide else _UPRIGHT
        least = [count * size * _EM + _GAP for count in words]
        if sum(least) <= room * _comfort(wanted, size, room):
            break
    most = [count * size * _EM + _GAP for count in wanted]
    return Fitted([round(share, 1) for share in _shared(least, most, weights, room)], size, wide)


def _comfort(wanted: Sequence[int], size: float, room: float) -> float:
    """The share of the width that longest words may take: less where much text waits for the rest."""
    return 1.0 if sum(wanted) * size * _EM <= room else 0.85


def _longest(text: str) -> int:
    return max(map(len, _BREAKS.split(text)), default=0) + 1


def _shared(least: list[float], most: list[float], weights: Sequence[float], room: float) -> list[float]:
    """``least`` for everybody; the rest by weight, but to nobody more than it can use."""
    given = list(least)
    left = room - sum(given)
    hungry = [at for at in range(len(given)) if given[at] < most[at]]
    while left > 1 and hungry:
        total = sum(weights[at] for at in hungry)
        portion = left / total
        for at in hungry:
            given[at] += min(portion * weights[at], most[at] - given[at])
        left = room - sum(given)
        hungry = [at for at in hungry if given[at] < most[at] - 0.5]
    return given
