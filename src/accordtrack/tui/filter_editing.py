"""Editing a filter by choosing values, in the words of the language in force: the text of the filter line stays the only truth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import fold
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_HALVES = frozenset({"status", "standing"})
"""Fields with up to two values in one record, one for each half: a second value narrows the list further."""
_TOKEN = re.compile(r'(-?)(?:([^\s:"]+):)?("[^"]*"|\S+)')


class Editor:
    """Chooses values in filter texts; knows the Spanish words, and writes them where ``spanish``.

    Args:
        fields: Spanish word to the field's canonical name.
        values: for each field, Spanish word to the value's canonical name.
        spanish: whether new words are written in Spanish.
    """

    def __init__(
        self, fields: Mapping[str, str], values: Mapping[str, Mapping[str, str]], *, spanish: bool = False
    ) -> None:
        self._fields = fields
        self._values = values
        self._spanish = spanish

    def chosen(self, text: str) -> dict[str, frozenset[str]]:
        """Values that ``text`` asks for, by field; negated ones are not among them."""
        found: dict[str, frozenset[str]] = {}
        for minus, word, value in _TOKEN.findall(text):
            field = self._field(word)
            if field and not minus:
                found[field] = found.get(field, frozenset()) | {self._value(field, part) for part in _parts(value)}
        return found

    def toggle(self, text: str, field: str, value: str) -> str:
        """``text`` with ``field:value`` put in, or taken out when it is there.

        A second value of a field is added to the first as an alternative, except for ``OF_HALVES``: there the list is
        narrowed to records that have both values, which is what the count beside the second value says.
        """
        present = value in self.chosen(text).get(field, ())
        kept: list[str] = []
        placed = False
        for minus, named, given in _TOKEN.findall(text):
            whole = _parts(given)
            if minus or self._field(named) != field or not whole:
                kept.append(f"{minus}{named + ':' if named else ''}{given}")
                continue
            left = [part for part in whole if self._value(field, part) != value]
            if not present and not placed and field not in OF_HALVES:
                left, placed = [*left, self._written(field, value)], True
            if left:
                kept.append(_token(named, left))
        if not present and not placed:
            kept.append(_token(self._named(field), [self._written(field, value)]))
        return " ".join(kept)

    def begun(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """The filter word that somebody is still typing at the end of ``text``, and how it may go on.

        ``stat`` gives ``("", ("status:",))``, ``status:`` its values.
        """
        last = text.rsplit(maxsplit=1)[-1] if text.strip() and not text[-1].isspace() else ""
        word, colon, value = last.lstrip("-").partition(":")
        if not word or value:
            return None
        if colon:
            field = self._field(word)
            known = dict.fromkeys(self._values.get(field, {}).values())
            return (word, tuple(self._written(field, name) for name in known)) if known else None
        names = self._fields if self._spanish else dict.fromkeys(self._fields.values())
        likely = tuple(f"{name}:" for name in names if name.startswith(fold(word)))
        return ("", likely) if likely and len(word) > 1 else None

    def _field(self, word: str) -> str:
        plain = fold(word)
        return self._fields.get(plain, plain)

    def _value(self, field: str, word: str) -> str:
        plain = fold(word).replace("-", "_").replace(".", "").replace(" ", "_")
        known = self._values.get(field, {})
        if plain in known:
            return known[plain]
        return next((value for value in known.values() if fold(value) == plain), word)

    def _named(self, field: str) -> str:
        return next((word for word, name in self._fields.items() if name == field), field) if self._spanish else field

    def _written(self, field: str, value: str) -> str:
        known = self._values.get(field, {})
        return next((word for word, name in known.items() if name == value), value) if self._spanish else value


def token(field: str, value: str) -> str:
    """``field:value`` in the words of the language in force."""
    return editor().toggle("", field, value)


def chosen(text: str) -> dict[str, frozenset[str]]:
    """Values that the filter asks for, by field."""
    return editor().chosen(text)


def toggled(text: str, field: str, value: str) -> str:
    """The filter with a value put in or taken out."""
    return editor().toggle(text, field, value)


def hint(text: str) -> str:
    """How the filter word that is still being typed may go on; nothing when it is none."""
    begun = editor().begun(text)
    if begun is None:
        return ""
    word, ways = begun
    if word:
        return tr("{word} takes one of {values}", word=word, values=", ".join(ways))
    return tr("No row has this word; filter words are {words}", words=" ".join(ways))


def editor() -> Editor:
    """The editor of filters in the language in force."""
    from accordtrack.service import filter_words  # noqa: PLC0415

    fields, values = filter_words()
    return Editor(fields, values, spanish=i18n.language() == "es")


def _parts(value: str) -> list[str]:
    return [part for part in value.strip('"').split(",") if part and part[0] not in "<>="]


def _token(field: str, values: list[str]) -> str:
    said = ",".join(values)
    return f'{field}:"{said}"' if " " in said else f"{field}:{said}"
