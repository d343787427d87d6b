"""Letters for jumping: where they stand, and which. Any widget with ``spots`` takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.screen import Screen

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Those under the fingers first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to jump to: where its letter stands, from the widget's own corner, and what the jump does."""

    x: int
    y: int
    go: Callable[[], object]


@runtime_checkable
class Jumpable(Protocol):
    """A widget with places to jump to."""

    def spots(self) -> Sequence[Spot]:
        """The places that are in sight, from the top."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A letter (or two) on the screen."""

    label: str
    x: int
    y: int
    go: Callable[[], object]


def labels(count: int) -> list[str]:
    """``count`` labels of one letter, or of two where there are more places than letters; none begins another."""
    double = 0
    while len(LETTERS) - double + double * len(LETTERS) < count and double < len(LETTERS):
        double += 1
    single = list(LETTERS[: len(LETTERS) - double])
    pairs = [first + second for first in LETTERS[len(LETTERS) - double :] for second in LETTERS]
    return (single + pairs)[:count]


def placed(screen: Screen[object]) -> list[Placed]:
    """A letter for every place that is in sight on the screen, from the top."""
    found: list[tuple[int, int, Callable[[], object]]] = []
    for widget in screen.query("*"):
        if isinstance(widget, Jumpable) and widget.display and widget.is_on_screen:
            region = widget.content_region
            found += [(region.y + spot.y, region.x + spot.x, spot.go) for spot in widget.spots()]
    width, height = screen.app.size
    seen = [(y, max(x, 0), go) for y, x, go in sorted(found, key=lambda one: one[:2]) if 0 <= y < height and x < width]
    return [Placed(label, x, y, go) for label, (y, x, go) in zip(labels(len(seen)), seen, strict=False)]
