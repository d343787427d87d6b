"""Place chart labels near their dots, inside the chart area and without overlaps."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from accordtrack.documents.text_width import BOLD, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Place = tuple[float, float]

_ABOVE, _BELOW, _ASIDE, _STEP, _DOT, _SAMPLES = 9.0, 18.0, 9.0, 4.0, 4.0, 40


class Label(NamedTuple):
    """A label with the left end of its baseline."""

    words: str
    x: float
    y: float


class Labels:
    """Places labels one by one within ``room`` (left, top, right, bottom) and beside the dots of the ``lines``."""

    def __init__(self, room: tuple[float, float, float, float], size: float, *lines: Sequence[Place]) -> None:
        self._room, self._size = room, size
        self._taken: list[tuple[float, float, float, float]] = []
        self._line = [place for line in lines for place in _points_along(line)]

    def place(self, words: str, at: Place, *, must: bool) -> Label | None:
        """Return a label near ``at``, shortened to fit, or None if no place is free and ``must`` is false."""
        words = self._shorten_to_fit(words)
        wide = width(words, self._size) * BOLD
        offers = [self._move_inside(x, y, wide) for x, y in _places_near(at, wide)]
        free = [one for one in offers if self._is_free(one, wide)]
        clear = next((one for one in free if not self._is_crossed(one, wide)), None)
        chosen = clear or (next(iter(free or self._free_places(at, wide)), None) if must else None)
        if chosen is None:
            return None
        self._taken.append(self._box(chosen, wide))
        return Label(words, *chosen)

    def _shorten_to_fit(self, words: str) -> str:
        room = (self._room[2] - self._room[0]) / 2
        if width(words, self._size) * BOLD <= room:
            return words
        while words and width(f"{words}…", self._size) * BOLD > room:
            words = words[:-1]
        return f"{words}…"

    def _move_inside(self, x: float, y: float, wide: float) -> Place:
        left, top, right, bottom = self._room
        return min(max(x, left), right - wide), min(max(y, top + self._size), bottom)

    def _box(self, at: Place, wide: float) -> tuple[float, float, float, float]:
        x, y = at
        return x - 3, y - self._size, x + wide + 3, y + self._size * 0.25

    def _is_free(self, at: Place, wide: float) -> bool:
        left, top, right, bottom = self._box(at, wide)
        return all(right <= one[0] or left >= one[2] or bottom <= one[1] or top >= one[3] for one in self._taken)

    def _is_crossed(self, at: Place, wide: float) -> bool:
        """Whether the line or one of its dots would run through the label."""
        left, top, right, bottom = self._box(at, wide)
        return any(left < x < right and top - _DOT < y < bottom + _DOT for x, y in self._line)

    def _free_places(self, at: Place, wide: float) -> Iterator[Place]:
        """Yield free places at every height above and below the dot, the nearest first."""
        x, y = at
        steps = int((self._room[3] - self._room[1]) / _STEP) + 1
        for step in range(steps):
            for way in (-1, 1):
                found = self._move_inside(x - wide / 2, y + way * step * _STEP, wide)
                if self._is_free(found, wide):
                    yield found


def _places_near(at: Place, wide: float) -> Iterator[Place]:
    x, y = at
    for left in (x - wide / 2, x - wide + 6, x - 6):
        yield left, y - _ABOVE
        yield left, y + _BELOW
    yield x + _ASIDE, y + 4
    yield x - wide - _ASIDE, y + 4
    for left in (x - wide / 2, x - wide + 6, x - 6):
        yield left, y - 2 * _ABOVE
        yield left, y + _BELOW + _ABOVE


def _points_along(line: Sequence[Place]) -> Iterator[Place]:
    """Yield the dots, and sample points between them so close together that no label fits between two of them."""
    yield from line
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        for step in range(1, _SAMPLES):
            part = step / _SAMPLES
            yield x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
