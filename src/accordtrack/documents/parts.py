"""The documents that one scorecard makes: the document proper, its annexes, the brief and the note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.documents.model import Link, Paragraph
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.model import BriefPart, Scorecard

    File = tuple[str, str]
    """Name of a file beside the document, and what it holds."""


def main_document(card: Scorecard, files: Sequence[File] = ()) -> Scorecard:
    """Return the document proper: the answer, the areas, and how to check them; without pages, the whole scorecard.

    ``files`` are named on its last page.
    """
    if not card.pages:
        return card
    first, *others = card.pages
    opening = tuple(block.sentence for block in first.blocks if isinstance(block, Paragraph))
    if files:
        last = others[-1]
        named = tuple(Paragraph((f"{holds}: ", Link(name, path=name))) for name, holds in files)
        others[-1] = replace(last, blocks=(*last.blocks, *named))
    return replace(card, headline=opening, sections=tuple(others), listings=(), appendices=())


def annexes(card: Scorecard) -> Scorecard:
    """Return the annexes: every count with its rows, in the sections that the document proper leaves out."""
    return replace(card, subtitle=tr("Annexes. {subtitle}", subtitle=card.subtitle))


def brief(card: Scorecard) -> Scorecard:
    """Return the brief, which names itself in its subtitle; a worksheet has a subtitle of its own."""
    return replace(card, subtitle=tr("Brief. {subtitle}", subtitle=card.subtitle)) if card.pages else card


def note(card: Scorecard) -> Scorecard:
    """Return the ``tarjeta informativa`` as a brief without an opening."""
    empty: tuple[BriefPart, ...] = ()
    subtitle = f"Tarjeta informativa. {card.subtitle}"
    return replace(card, subtitle=subtitle, brief=card.note, note=empty, lead=(), headline=())
