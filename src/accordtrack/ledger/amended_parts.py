"""Parts of amended fields. A part is a field in one language, so that one language of a text changes without the other.

A value other than a text sets its field in both languages. The lead has a part for each side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from accordtrack.i18n import LANGUAGES
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEAD = "lead"
"""The field with the leading body of each side."""


def is_text(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether an amended value is a text in one or both languages."""
    return isinstance(value, dict) and bool(value) and value.keys() <= {*LANGUAGES}


def parts_of(name: str, value: object = None) -> tuple[str, ...]:
    """Return the parts that a value of the field ``name`` sets, such as ``title.en`` or ``lead.US``."""
    if name == LEAD:
        return tuple(f"{name}.{one}" for one in (value if isinstance(value, dict) else Side))
    return tuple(f"{name}.{one}" for one in (value if is_text(value) else LANGUAGES))


def all_parts(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts that the values of an amendment set."""
    for name, value in fields.items():
        yield from parts_of(name, value)


def field_of(part: str) -> str:
    """Return the field of a part."""
    return part.rpartition(".")[0]


def merged(old: object, new: object) -> object:
    """Return a new value. If it is a text in one language, the other language keeps its earlier words.

    Without earlier words, the new text stands for both languages.
    """
    if not is_text(new):
        return new
    return {**dict.fromkeys(LANGUAGES, next(iter(new.values()))), **(old if is_text(old) else {}), **new}


def replaced_part(old: object, new: object) -> object:
    """Return the part of an earlier value that a new one replaces."""
    return {language: old.get(language) for language in new} if is_text(new) and isinstance(old, dict) else old
