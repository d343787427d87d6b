"""Sentences whose numbers are computed from the lists that they link to, so that the two cannot disagree."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING

from accordtrack.documents.model import Cell, Column, Count, Item, Listing, Part, Row, Sentence, Table
from accordtrack.text.calendar_names import dates_in_words, short_dates

if TYPE_CHECKING:
    from collections.abc import Iterable


class Listings:
    """The lists behind the numbers of one scorecard, in the order of first use."""

    def __init__(self) -> None:
        self._made: dict[str, Listing] = {}

    def count(self, name: str, title: str, items: Iterable[Item]) -> Count:
        """Count ``items`` and store their list under ``name``. Raise ``ValueError`` if it holds a different list."""
        listing = Listing(name, title, tuple(items))
        existing = self._made.setdefault(name, listing)
        if existing.items != listing.items:
            raise ValueError(name)
        number = len(listing.items)
        return Count(number, f"{number:,}", name)

    @property
    def all_lists(self) -> tuple[Listing, ...]:
        """All lists, including empty ones, since a zero in a sentence also links to its list."""
        return tuple(self._made.values())


def sentence(template: str, **values: Count | Sentence | str | float) -> Sentence:
    """Fill in a translated ``template``: keep counts, splice in sentences, and convert other values to text.

    ``sentence(tr("{n} commitments, as known on {day}."), n=count, day="2026-11-25")``
    """
    parts: list[Part] = []
    for literal, name, _spec, _conversion in Formatter().parse(template):
        if literal:
            parts.append(literal)
        if name is not None:
            value = values[name]
            parts.extend(value if isinstance(value, tuple) else (value if isinstance(value, Count) else str(value),))
    return join_parts(*parts)


def join_parts(*parts: Part) -> Sentence:
    """Join parts into one sentence and merge adjacent strings."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def for_people(words: Sentence) -> Sentence:
    """Return a sentence for people, with dates in words; no ``◊`` begins a line."""
    return tuple(_keep_marks(dates_in_words(part)) if isinstance(part, str) else part for part in words)


def _keep_marks(text: str) -> str:
    return text.replace(" ◊", "\u00a0◊")


def table_for_people(table: Table) -> Table:
    """Return a table for people, with dates in words; titles, addresses and codes stay as they are."""

    def told(column: Column, cell: Cell) -> Cell:
        return (
            replace(cell, text=_keep_marks(short_dates(cell.text))) if column.holds in {"words", "elsewhere"} else cell
        )

    def row_for_people(row: Row) -> Row:
        return replace(row, cells=tuple(map(told, table.columns, row.cells)))

    return replace(table, rows=tuple(map(row_for_people, table.rows)), notes=tuple(map(dates_in_words, table.notes)))


def plain_text(words: Sentence) -> str:
    """Return a sentence as plain text."""
    return "".join(part if isinstance(part, str) else part.shown for part in words)
