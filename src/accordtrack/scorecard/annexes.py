"""Where what is read ends and what is looked up begins: annexes have letters, the same in every form."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.scorecard.value import Scorecard, Section


def titled(card: Scorecard) -> list[tuple[Section, str]]:
    """The sections, each with the title that stands over it."""
    names = [section.id for section in card.sections if section.annex]
    return [
        (section, lettered(names.index(section.id), section.title) if section.annex else section.title)
        for section in card.sections
    ]


def following(card: Scorecard, title: str, after: int = 0) -> str:
    """The title of an annex that a form adds after those of the scorecard, and after as many of its own."""
    return lettered(sum(section.annex for section in card.sections) + after, title)


def lettered(at: int, title: str) -> str:
    """``Annex A: Sources`` for the first."""
    return tr("Annex {letter}: {title}", letter=ascii_uppercase[at], title=title)
