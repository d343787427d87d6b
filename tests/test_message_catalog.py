"""Every word for people is in the Spanish catalogue, compiled, with the same names to fill and none of the words not used.

Each language names its own country first.
"""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message

import messages

_NAME = re.compile(r"\{[a-z_]+\}")
_FORBIDDEN_WORDS = (
    "éxito",
    "logro",
    "victoria",
    "fracas",
    "incumpl",
    "se niega",
    "guarda silencio",
    "histórico",
    "récord",
    "reclamo",
    "calificación",
    "estatus",
    "completado",
    "!",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return messages.updated()


def test_every_message_is_translated(catalogue: Catalog) -> None:
    assert messages.waiting(catalogue) == []
    assert len(catalogue) > 500


def test_catalog_files_are_current(catalogue: Catalog) -> None:
    written = messages.CATALOGUE.read_bytes() == messages.written(catalogue)
    compiled = messages.COMPILED.read_bytes() == messages.compiled(catalogue)
    assert (written, compiled) == (True, True), "python scripts/messages.py writes them"


def test_translations_use_the_same_placeholders(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id:
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {name for words in originals for name in _NAME.findall(words)}
        found = {name for words in translations(message) for name in _NAME.findall(words)}
        assert found == wanted, message.id


def translations(message: Message) -> list[str]:
    """The Spanish words of a message, one or two."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_translations_avoid_forbidden_words(catalogue: Catalog) -> None:
    spoken = [(message.id, words.lower()) for message in catalogue if message.id for words in translations(message)]
    told = {
        (original, word) for original, words in spoken for word in _FORBIDDEN_WORDS if word in words.replace("«!»", "")
    }
    assert not told


_UNITED_STATES = re.compile(r"United States|U\.S\.|Estados Unidos|EE\. UU\.|\bUS\b|\bus-\d|\{us\}|\beeuu\b")
_MEXICO = re.compile(r"Mexic|México|\bMX\b|\bmx-\d|\{mx\}|\bmexico\b")
_DIFFERENCE_MESSAGES = {"progress toward agreed targets of the United States less that of Mexico: {gap} [{lo}, {hi}]"}
"""What is subtracted from what is no order of the language."""


def test_messages_name_the_own_country_first(catalogue: Catalog) -> None:
    wrong = set()
    for message in catalogue:
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        if not message.id or set(originals) & _DIFFERENCE_MESSAGES:
            continue
        for words, own, other in (
            *((words, _UNITED_STATES, _MEXICO) for words in originals),
            *((words, _MEXICO, _UNITED_STATES) for words in translations(message)),
        ):
            first, second = own.search(words), other.search(words)
            if first and second and second.start() < first.start():
                wrong.add(words)
    assert wrong == set()
