"""The two dates that History compares, and the entries where they were pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.core.dates import TwoDates, shifted

if TYPE_CHECKING:
    from accordtrack.types import EntryView

MONTHS = 12
"""How far back the first date lies before one is chosen."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Two days, each for what held and for what was known."""

    opening: str
    closing: str
    opening_entry: str | None = None
    closing_entry: str | None = None

    @classmethod
    def of(cls, today: str) -> Pinned:
        """The last year."""
        return cls(shifted(today, -MONTHS), today)

    @property
    def first(self) -> str:
        """The earlier day, whichever was pinned as which."""
        return min(self.opening, self.closing)

    @property
    def second(self) -> str:
        """The later day."""
        return max(self.opening, self.closing)

    @property
    def one_day(self) -> bool:
        """Whether both are one day."""
        return self.opening == self.closing

    @property
    def dates(self) -> tuple[TwoDates, TwoDates]:
        """The two pairs of dates, each at the end of its day; of one day what that day brought is told."""
        first = _day_before(self.first) if self.one_day else self.first
        return TwoDates(first, first), TwoDates(self.second, self.second)

    @property
    def marks(self) -> dict[str, str]:
        """What stands beside the pinned entries."""
        found: dict[str, str] = {}
        for entry, mark in ((self.opening_entry, "["), (self.closing_entry, "]")):
            if entry is not None:
                found[entry] = found.get(entry, "") + mark
        return found

    def pin(self, end: str, entry: EntryView) -> Pinned:
        """Pin one of the dates, ``from`` or ``to``, at an entry that has a date."""
        if end == "from":
            return replace(self, opening=entry.known_on or self.opening, opening_entry=entry.hash)
        return replace(self, closing=entry.known_on or self.closing, closing_entry=entry.hash)


def _day_before(day: str) -> str:
    found = date.fromisoformat(day)
    return day if found == date.min else (found - timedelta(days=1)).isoformat()
