"""Jump letters: labels placed on the visible spots of a screen. Any widget with a ``spots`` method takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.screen import Screen

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Letters for labels, those of the home row first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to jump to: the position of its label relative to the widget's content, and the action of the jump."""

    x: int
    y: int
    go: Callable[[], object]


@runtime_checkable
class Jumpable(Protocol):
    """A widget with places to jump to."""

    def spots(self) -> Sequence[Spot]:
        """Return the visible places, from the top."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A label of one or two letters, at a position of the screen."""

    label: str
    x: int
    y: int
    go: Callable[[], object]


def labels(count: int) -> list[str]:
    """Return ``count`` labels of one letter, or also of two when there are more places than letters.

    No label is a prefix of another. At most 676 labels are returned.
    """
    double = 0
    while len(LETTERS) - double + double * len(LETTERS) < count and double < len(LETTERS):
        double += 1
    single = list(LETTERS[: len(LETTERS) - double])
    pairs = [first + second for first in LETTERS[len(LETTERS) - double :] for second in LETTERS]
    return (single + pairs)[:count]


def place_labels(screen: Screen[object]) -> list[Placed]:
    """Return a label for every visible place on the screen, from the top."""
    found: list[tuple[int, int, Callable[[], object]]] = []
    for widget in screen.query("*"):
        if isinstance(widget, Jumpable) and widget.display and widget.is_on_screen:
            region = widget.content_region
            found += [(region.y + spot.y, region.x + spot.x, spot.go) for spot in widget.spots()]
    width, height = screen.app.size
    seen = [(y, max(x, 0), go) for y, x, go in sorted(found, key=lambda one: one[:2]) if 0 <= y < height and x < width]
    return [Placed(label, x, y, go) for label, (y, x, go) in zip(labels(len(seen)), seen, strict=False)]
