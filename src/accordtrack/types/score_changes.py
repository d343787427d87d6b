"""What changed a number between two dates: entries by act, and the passage of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.types.rows import Text

_LEAST = 1e-12
"""Points below which a number did not change: sums of floats in another order differ by less."""


@dataclass(frozen=True, slots=True)
class ThreeNumbers:
    """Delivery, results trend and attainment of one card; None for a number that it does not have."""

    delivery: float | None = None
    trend: float | None = None
    attainment: float | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The change of each of the three numbers. A number that a card does not have counts as 0."""

    delivery: float = 0.0
    trend: float = 0.0
    attainment: float = 0.0

    @property
    def is_move(self) -> bool:
        """Whether any number changed."""
        return max(abs(self.delivery), abs(self.trend), abs(self.attainment)) > _LEAST

    def plus(self, other: Points) -> Points:
        """Return the sum."""
        return Points(self.delivery + other.delivery, self.trend + other.trend, self.attainment + other.attainment)

    def negated(self) -> Points:
        """Return the same points with the other sign."""
        return Points(-self.delivery, -self.trend, -self.attainment)

    @classmethod
    def between(cls, before: ThreeNumbers, after: ThreeNumbers) -> Points:
        """Return the difference of two sets of numbers."""
        return cls(
            (after.delivery or 0.0) - (before.delivery or 0.0),
            (after.trend or 0.0) - (before.trend or 0.0),
            (after.attainment or 0.0) - (before.attainment or 0.0),
        )


@dataclass(frozen=True, slots=True)
class MovingEntry:
    """An entry that changed a number.

    For an entry that waited, this is the concurrence that put it in force, and ``proposal`` is the id of the entry that
    waited. ``change_class`` is a ``vocabulary.ChangeClass``. ``late`` is whether it is a late entry.
    """

    id: str
    hash: str
    kind: str
    ref: str
    title: Text | None
    known_on: str | None
    at: str
    change_class: str
    late: bool
    proposal: str | None
    points: Points


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The changes by one act on one day, with its author, provenance and entries. Without ``act``, only time passed.

    An entry of a loaded data folder has a change of its own. ``provenance`` is a ``vocabulary.Provenance``.
    """

    day: str
    act: str | None
    feed: str | None
    by: str | None
    seat: str | None
    provenance: str | None
    classes: tuple[str, ...]
    points: Points
    entries: tuple[MovingEntry, ...] = ()

    @property
    def late_count(self) -> int:
        """Number of late entries among its entries."""
        return sum(entry.late for entry in self.entries)


@dataclass(frozen=True, slots=True)
class ScoreChanges:
    """Why the numbers of a card changed from the end of one day to the end of another, in order.

    ``subject`` is accord, theme, side, framework, body or commitment; ``id`` is that of the card. The points of the
    changes add up to ``last`` minus ``first``. ``printable`` is whether a score can show the attainment on both days; a day
    without any attainment is no obstacle.
    """

    subject: str
    id: str
    title: Text | None
    since: str
    until: str
    first: ThreeNumbers
    last: ThreeNumbers
    changes: tuple[ScoreChange, ...]
    printable: bool = True
    dated_earlier: tuple[str, ...] = ()
    """Entries of the sides' desks that were recorded between the two days, but were said earlier: they count on both."""

    @property
    def points(self) -> Points:
        """The whole difference."""
        return Points.between(self.first, self.last)
