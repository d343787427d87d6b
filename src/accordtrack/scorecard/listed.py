"""The lists behind the numbers on paper: short ones in words, long ones in codes, and each code once with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.register.projectedrows import natural
from accordtrack.scorecard.value import Table

if TYPE_CHECKING:
    from accordtrack.scorecard.value import Item, Listing, Scorecard

_IN_WORDS = 4
"""A list of up to so many rows is printed in words: a longer one would print the same titles again and again."""


def lists(card: Scorecard) -> list[dict[str, Any]]:
    """Each list with its rows: ``code`` and the ``words`` that it needs beside it."""
    plain = _plain(card.listings)
    return [
        {
            "id": f"list-{listing.id}",
            "title": listing.title,
            "count": f"{len(listing.items):,}",
            "short": _short(listing),
            "items": [[item.code, item.words if _short(listing) else _beside(item, plain)] for item in listing.items],
        }
        for listing in card.listings
    ]


def codes(card: Scorecard) -> list[dict[str, Any]]:
    """Every code of a long list with its words, and the row of a table that is about it."""
    long = [listing for listing in card.listings if not _short(listing)]
    plain, rows = _plain(card.listings), _rows(card)
    named = sorted({item.code for listing in long for item in listing.items}, key=natural)
    return [{"code": code, "words": plain[code], "to": rows.get(code)} for code in named]


def _short(listing: Listing) -> bool:
    return len(listing.items) <= _IN_WORDS


def _plain(listings: tuple[Listing, ...]) -> dict[str, str]:
    """The shortest words that stand beside a code: its title, without what one list adds."""
    found: dict[str, str] = {}
    for listing in listings:
        for item in listing.items:
            held = found.get(item.code)
            if held is None or (len(item.words), item.words) < (len(held), held):
                found[item.code] = item.words
    return found


def _beside(item: Item, plain: dict[str, str]) -> str:
    """What a list adds to the title of a code, such as which half of it."""
    title = plain[item.code]
    return item.words.removeprefix(title).strip(" :;") if item.words.startswith(title) else item.words


def _rows(card: Scorecard) -> dict[str, str]:
    """The last row about each code: the tables of everything stand at the end."""
    tables = (block for section in card.sections for block in section.blocks if isinstance(block, Table))
    return {str(row.cells[0].value): row.anchor for table in tables for row in table.rows if row.cells}
