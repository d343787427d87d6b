"""Where what is read ends and what is looked up begins: annexes have letters, the same in every form."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard, Section


def titled(card: Scorecard) -> list[tuple[Section, str]]:
    """The sections, each with the title that stands over it."""
    names = [section.id for section in card.sections if section.annex]
    return [
        (section, _lettered(names.index(section.id), section.title) if section.annex else section.title)
        for section in card.sections
    ]


def lists(card: Scorecard) -> str:
    """The title of the lists behind the numbers, which follow the annexes of the scorecard."""
    return _lettered(_many(card), tr("Lists behind the numbers"))


def codes(card: Scorecard) -> str:
    """The title of what the codes of these lists stand for, after them."""
    return _lettered(_many(card) + 1, tr("Codes of these lists"))


def _many(card: Scorecard) -> int:
    return sum(section.annex for section in card.sections)


def _lettered(at: int, title: str) -> str:
    """``Annex A: Sources`` for the first."""
    return tr("Annex {letter}: {title}", letter=ascii_uppercase[at], title=title)
