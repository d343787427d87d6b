"""What a free word of the filter line also names: a theme, a status, a kind. The search itself stays one for the word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.text.filters import searched, written

if TYPE_CHECKING:
    from accordtrack.service import Desk


@dataclass(frozen=True, slots=True)
class Meaning:
    """The filter ``other`` asks for what ``word`` names, and finds ``count`` records."""

    word: str
    other: str
    count: int

    @property
    def words(self) -> str:
        """How the word was searched, and what the other filter finds."""
        return searched(self.word, self.other, self.count)


def meaning(desk: Desk, text: str) -> Meaning | None:
    """What the first such word of a filter names; None where every free word is only a word."""
    from accordtrack.service import meant_by  # noqa: PLC0415  (when somebody searches)

    found = meant_by(text)
    if found is None:
        return None
    other = found.instead(text, written(((found.field, found.value),)))
    return Meaning(found.word, other, desk.listing(other).total)
