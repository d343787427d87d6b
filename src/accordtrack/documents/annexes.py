"""Titles of the annexes of a scorecard: their letters are the same in every format.

Annexes are the reference sections that follow the main text. The lists behind the numbers and the list of codes come
last.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.documents.model import Scorecard, Section


def titled_sections(card: Scorecard) -> list[tuple[Section, str]]:
    """Return each section with its displayed title, which includes the letter for an annex."""
    names = [section.id for section in card.sections if section.annex]
    return [
        (section, _lettered_title(names.index(section.id), section.title) if section.annex else section.title)
        for section in card.sections
    ]


def lists_title(card: Scorecard) -> str:
    """Return the title of the lists behind the numbers, which follow the other annexes."""
    return _lettered_title(_annex_count(card), tr("Lists behind the numbers"))


def codes_title(card: Scorecard) -> str:
    """Return the title of the explanation of codes, which follows the lists behind the numbers."""
    return _lettered_title(_annex_count(card) + 1, tr("Codes in these lists"))


def _annex_count(card: Scorecard) -> int:
    return sum(section.annex for section in card.sections)


def _lettered_title(at: int, title: str) -> str:
    """Return a title such as ``Annex A: Sources``; ``at`` counts from zero."""
    return tr("Annex {letter}: {title}", letter=ascii_uppercase[at], title=title)
