"""Fuzzy matching of texts: ``exp`` finds *export*, and ``sfl`` finds *save this filter*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import casefold_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGINS, HOLDS, SCATTERED = range(3)
"""How well a search word matches, best first."""


def rank_matches(sought: str, texts: Sequence[str]) -> list[int]:
    """Return the indexes of the ``texts`` that match every search word, best first. An empty search matches all."""
    words = casefold_plain(sought).split()
    fits = [
        (fit, place)
        for place, text in enumerate(texts)
        if (fit := _match_cost(words, casefold_plain(text))) is not None
    ]
    return [place for _fit_, place in sorted(fits)]


def _match_cost(words: Sequence[str], text: str) -> int | None:
    total = 0
    for word in words:
        one = _word_cost(word, text)
        if one is None:
            return None
        total += one
    return total


def _word_cost(word: str, text: str) -> int | None:
    if any(part.startswith(word) for part in text.split()):
        return BEGINS
    if word in text:
        return HOLDS
    letters = iter(text)
    return SCATTERED if all(letter in letters for letter in word) else None
