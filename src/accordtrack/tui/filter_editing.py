"""Edits the text of the filter line, the only state, by toggling values in terms of the current language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import casefold_plain
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_HALVES = frozenset({"status", "standing"})
"""Fields with one value per half. A second value narrows the list instead of widening it."""
_TOKEN = re.compile(r'(-?)(?:([^\s:"]+):)?("[^"]*"|\S+)')


class Editor:
    """Toggles and completes values in filter text. Reads English and Spanish terms.

    Args:
        fields: canonical field names by Spanish term.
        values: for each field, canonical value names by Spanish term.
        spanish: whether new terms are written in Spanish.
    """

    def __init__(
        self, fields: Mapping[str, str], values: Mapping[str, Mapping[str, str]], *, spanish: bool = False
    ) -> None:
        self._fields = fields
        self._values = values
        self._spanish = spanish

    def selected_values(self, text: str) -> dict[str, frozenset[str]]:
        """Return the values that ``text`` selects, by field. Negated values are not included."""
        found: dict[str, frozenset[str]] = {}
        for minus, word, value in _TOKEN.findall(text):
            field = self._canonical_field(word)
            if field and not minus:
                found[field] = found.get(field, frozenset()) | {
                    self._canonical_value(field, part) for part in _parts(value)
                }
        return found

    def toggle(self, text: str, field: str, value: str) -> str:
        """Return ``text`` with ``field:value`` added, or removed if present.

        A second value of a field is added as an alternative to the first, except for ``OF_HALVES``. There the list is
        narrowed to records with both values, which is what the count beside the second value shows.
        """
        present = value in self.selected_values(text).get(field, ())
        names: list[str] = []
        placed = False
        for minus, named, value_text in _TOKEN.findall(text):
            whole = _parts(value_text)
            if minus or self._canonical_field(named) != field or not whole:
                names.append(f"{minus}{named + ':' if named else ''}{value_text}")
                continue
            left = [part for part in whole if self._canonical_value(field, part) != value]
            if not present and not placed and field not in OF_HALVES:
                left, placed = [*left, self._value_word(field, value)], True
            if left:
                names.append(_token(named, left))
        if not present and not placed:
            names.append(_token(self._field_word(field), [self._value_word(field, value)]))
        return " ".join(names)

    def find_incomplete_term(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the incomplete filter term at the end of ``text`` and its possible completions, or None.

        ``stat`` gives ``("", ("status:",))``, and ``status:`` gives its values.
        """
        last = text.rsplit(maxsplit=1)[-1] if text.strip() and not text[-1].isspace() else ""
        word, colon, value = last.lstrip("-").partition(":")
        if not word or value:
            return None
        if colon:
            field = self._canonical_field(word)
            known = dict.fromkeys(self._values.get(field, {}).values())
            return (word, tuple(self._value_word(field, name) for name in known)) if known else None
        names = self._fields if self._spanish else dict.fromkeys(self._fields.values())
        likely = tuple(f"{name}:" for name in names if name.startswith(casefold_plain(word)))
        return ("", likely) if likely and len(word) > 1 else None

    def _canonical_field(self, word: str) -> str:
        plain = casefold_plain(word)
        return self._fields.get(plain, plain)

    def _canonical_value(self, field: str, word: str) -> str:
        plain = casefold_plain(word).replace("-", "_").replace(".", "").replace(" ", "_")
        known = self._values.get(field, {})
        if plain in known:
            return known[plain]
        return next((value for value in known.values() if casefold_plain(value) == plain), word)

    def _field_word(self, field: str) -> str:
        return next((word for word, name in self._fields.items() if name == field), field) if self._spanish else field

    def _value_word(self, field: str, value: str) -> str:
        known = self._values.get(field, {})
        return next((word for word, name in known.items() if name == value), value) if self._spanish else value


def filter_term(field: str, value: str) -> str:
    """Return ``field:value`` in the terms of the current language."""
    return create_editor().toggle("", field, value)


def selected_values(text: str) -> dict[str, frozenset[str]]:
    """Return the values that the filter selects, by field."""
    return create_editor().selected_values(text)


def toggle_value(text: str, field: str, value: str) -> str:
    """Return the filter with a value added or removed."""
    return create_editor().toggle(text, field, value)


def completion_hint(text: str) -> str:
    """Return a hint for completing the filter term at the end of ``text``, or an empty string."""
    begun = create_editor().find_incomplete_term(text)
    if begun is None:
        return ""
    word, ways = begun
    if word:
        return tr("{word} takes one of {values}", word=word, values=", ".join(ways))
    return tr("No row has this word; filter words are {words}", words=" ".join(ways))


def create_editor() -> Editor:
    """Return the filter editor for the current language."""
    from accordtrack.service import filter_words  # noqa: PLC0415

    fields, values = filter_words()
    return Editor(fields, values, spanish=i18n.language() == "es")


def _parts(value: str) -> list[str]:
    return [part for part in value.strip('"').split(",") if part and part[0] not in "<>="]


def _token(field: str, values: list[str]) -> str:
    text = ",".join(values)
    return f'{field}:"{text}"' if " " in text else f"{field}:{text}"
