"""The two dates that the history screen compares, and the entries at which they were pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.core.dates import TwoDates, add_months

if TYPE_CHECKING:
    from accordtrack.types import EntryView

MONTHS = 12
"""Default distance in months between the two dates."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Two dates, each used as both effective and known date."""

    opening: str
    closing: str
    opening_entry: str | None = None
    closing_entry: str | None = None

    @classmethod
    def last_year(cls, today: str) -> Pinned:
        """Return the dates of the last year."""
        return cls(add_months(today, -MONTHS), today)

    @property
    def first(self) -> str:
        """The earlier date."""
        return min(self.opening, self.closing)

    @property
    def second(self) -> str:
        """The later date."""
        return max(self.opening, self.closing)

    @property
    def is_same_day(self) -> bool:
        """Whether both dates are the same day."""
        return self.opening == self.closing

    @property
    def dates(self) -> tuple[TwoDates, TwoDates]:
        """The two pairs of as-of dates. If both dates are the same day, it is compared with the day before."""
        first = _day_before(self.first) if self.is_same_day else self.first
        return TwoDates(first, first), TwoDates(self.second, self.second)

    @property
    def entry_marks(self) -> dict[str, str]:
        """The bracket marks of the pinned entries, by entry hash."""
        found: dict[str, str] = {}
        for entry, mark in ((self.opening_entry, "["), (self.closing_entry, "]")):
            if entry is not None:
                found[entry] = found.get(entry, "") + mark
        return found

    def pin(self, end: str, entry: EntryView) -> Pinned:
        """Return a copy with ``from`` or ``to`` pinned at an entry; one without a date keeps the old date."""
        if end == "from":
            return replace(self, opening=entry.known_on or self.opening, opening_entry=entry.hash)
        return replace(self, closing=entry.known_on or self.closing, closing_entry=entry.hash)


def _day_before(day: str) -> str:
    found = date.fromisoformat(day)
    return day if found == date.min else (found - timedelta(days=1)).isoformat()
