"""Filters as text in the current language, and other meanings of free words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import casefold_plain
from accordtrack.i18n import tr
from accordtrack.queries import filter_parser

if TYPE_CHECKING:
    from accordtrack.counts import Terms


def format_filter(terms: Terms) -> str:
    """Return a filter as it is typed in the current language, with sides in the order of its alternat."""
    return " ".join(_format_term(field, values) for field, values in terms)


def format_history_filter(terms: Terms) -> str:
    """Return a filter of the history as it is typed in the current language."""
    from accordtrack.queries import history_filters  # noqa: PLC0415 - loads the database modules

    spanish = i18n.language() == "es"
    words = {kind: word for word, kind in reversed(history_filters.SPANISH_KINDS.items())} if spanish else {}
    return " ".join(f"{history_filters.FIELDS[field][spanish]}:{words.get(value, value)}" for field, value in terms)


def _format_term(field: str, values: str) -> str:
    language, name = i18n.language(), field.removeprefix("-")
    minus = "-" if name != field else ""
    listed = [filter_parser.value_word(name, value)[language] for value in i18n.sides(values.split(","))]
    return f"{minus}{filter_parser.field_word(name)[language]}:{','.join(listed)}"


def searched_word_note(word: str, other: str, count: int) -> str:
    """Return that ``word`` was searched as a word, and how many records the filter ``other`` would find."""
    return tr('"{word}" was searched as a word; {filter} finds {n}', word=word, filter=other, n=f"{count:,}")


def theme_code(word: str | None) -> str | None:
    """Return the code of the theme that a word names in either language, such as ``armas``; any other word as it is."""
    return None if word is None else filter_parser.spellings("theme").get(casefold_plain(word), word)
