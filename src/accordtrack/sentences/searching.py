"""Filters in words: as they are typed in the language in force, and what else a free word may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.register import filters

if TYPE_CHECKING:
    from accordtrack.counts import Terms


def written(terms: Terms) -> str:
    """A filter as it is typed in the language in force; English words work in Spanish too, where there are no others."""
    fields, values = filters.accepted() if i18n.language() == "es" else ({}, {})
    return " ".join(_written(field, value, fields, values) for field, value in terms)


def _written(field: str, value: str, fields: dict[str, str], values: dict[str, dict[str, str]]) -> str:
    name = field.removeprefix("-")
    minus = "-" if name != field else ""
    known = values.get(name, {})
    parts = (_word(part, known) for part in value.split(","))
    return f"{minus}{_word(name, fields)}:{','.join(parts)}"


def _word(canonical: str, known: dict[str, str]) -> str:
    """The first word of the language that means it, which is the one to write."""
    return next((word for word, meaning in known.items() if meaning == canonical), canonical)


def searched(word: str, other: str, count: int) -> str:
    """That ``word`` was searched as a word, and how many records the filter ``other`` finds in its place."""
    return tr('"{word}" was searched as a word; {filter} finds {n}', word=word, filter=other, n=f"{count:,}")
