"""Finds a theme, status or kind that a free word of the filter line also names; the word stays a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.text.filters import format_filter, searched_word_note

if TYPE_CHECKING:
    from accordtrack.service import Desk


@dataclass(frozen=True, slots=True)
class Meaning:
    """A filter ``other`` for the value that ``word`` names, which matches ``count`` records."""

    word: str
    other: str
    count: int

    @property
    def explanation(self) -> str:
        """Return how the word was searched and what the other filter finds."""
        return searched_word_note(self.word, self.other, self.count)


def find_meaning(desk: Desk, text: str) -> Meaning | None:
    """Return the meaning of the first free word that names a value, or None if none does."""
    from accordtrack.service import ambiguous_filter_word  # noqa: PLC0415  (when somebody searches)

    ambiguous_word = ambiguous_filter_word(text)
    if ambiguous_word is None:
        return None
    other = ambiguous_word.replace_in(text, format_filter(((ambiguous_word.field, ambiguous_word.value),)))
    return Meaning(ambiguous_word.word, other, desk.listing(other).total)
