"""Sentences whose numbers open a list: a count is made of its rows, so that it can have no other length."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from accordtrack.documents.model import Count, Item, Listing, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable


class Listings:
    """Lists behind the numbers of one scorecard, in the order in which they were first counted."""

    def __init__(self) -> None:
        self._made: dict[str, Listing] = {}

    def count(self, name: str, title: str, items: Iterable[Item]) -> Count:
        """A count of ``items``; ``name`` is unique in the document, and the same name always has the same rows."""
        listing = Listing(name, title, tuple(items))
        held = self._made.setdefault(name, listing)
        if held.items != listing.items:
            raise ValueError(name)
        number = len(listing.items)
        return Count(number, f"{number:,}", name)

    @property
    def made(self) -> tuple[Listing, ...]:
        """The lists, empty ones too: a zero that is said can be opened."""
        return tuple(self._made.values())


def sentence(template: str, **values: Count | Sentence | str | float) -> Sentence:
    """A translated ``template`` filled in: counts stay counts, sentences are put in, everything else becomes words.

    ``sentence(tr("{n} commitments, as known on {day}."), n=count, day="2026-11-25")``
    """
    parts: list[str | Count] = []
    for literal, name, _spec, _conversion in Formatter().parse(template):
        if literal:
            parts.append(literal)
        if name is not None:
            value = values[name]
            parts.extend(value if isinstance(value, tuple) else (value if isinstance(value, Count) else str(value),))
    return joined(*parts)


def joined(*parts: str | Count) -> Sentence:
    """Parts as one sentence, neighbouring words run together."""
    found: list[str | Count] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def read(words: Sentence) -> str:
    """A sentence as it is read."""
    return "".join(part.shown if isinstance(part, Count) else part for part in words)
