"""Every page of a language, one at a time: nobody holds them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.site.pages import bodies, commitment, events, front, listing, themes
from accordtrack.site.render import Frame, render
from accordtrack.text import natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import Material
    from accordtrack.site.value import Page


def pages(made: Material) -> Iterator[Page]:
    """The pages in the language in force, the front page first."""
    yield front.page(made)
    yield listing.lists(made)
    yield themes.index(made)
    yield listing.commitments(made)
    yield listing.bodies(made)
    yield listing.events(made)
    for code in _ordered(made.index.known["theme"]):
        yield themes.page(made, code)
    for code in _ordered(made.index.known["body"]):
        yield bodies.page(made, code)
    for code in _ordered(made.index.known["event"]):
        yield events.page(made, code)
    for state in made.held.commitments():
        yield commitment.page(made, state)


def files(made: Material) -> Iterator[tuple[str, bytes]]:
    """Path below the folder of the language, and bytes, of every page."""
    alike = frame(made)
    for page in pages(made):
        yield page.path, render(page, alike)


def frame(made: Material) -> Frame:
    """What every page of the language has alike."""
    card = made.card
    return Frame(card.title, card.as_of, card.known_on, str(card.checkpoint["state_digest"]), made.index)


def _ordered(codes: frozenset[str]) -> list[str]:
    return sorted(codes, key=natural)
