"""Finds a theme, status or kind that a free word of the filter line also names.

The search itself remains a search for the word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.text.filters import searched, written

if TYPE_CHECKING:
    from accordtrack.service import Desk


@dataclass(frozen=True, slots=True)
class Meaning:
    """A filter ``other`` for the value that ``word`` names, which matches ``count`` records."""

    word: str
    other: str
    count: int

    @property
    def words(self) -> str:
        """Return how the word was searched and what the other filter finds."""
        return searched(self.word, self.other, self.count)


def meaning(desk: Desk, text: str) -> Meaning | None:
    """Return the meaning of the first free word that names a value, or None if none does."""
    from accordtrack.service import meant_by  # noqa: PLC0415  (when somebody searches)

    found = meant_by(text)
    if found is None:
        return None
    other = found.instead(text, written(((found.field, found.value),)))
    return Meaning(found.word, other, desk.listing(other).total)
