"""The front page: what the register found, outputs against outcomes, what moved and what did not, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.counted import read
from accordtrack.scorecard.value import OPENING, Heading
from accordtrack.site.value import Link, Page, Section, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.scorecard.value import BriefPart
    from accordtrack.site.material import Material

PATH, LISTS = "index.html", "lists.html"


def page(made: Material) -> Page:
    """The page; its numbers open lists on a page of their own, so that it stays light."""
    card = made.card
    return Page(
        PATH,
        "front",
        card.title,
        (
            Section("finding", tr("What this register found"), tuple(Told(words) for words in card.headline[OPENING:])),
            _contrast(made),
            *(_part(number, part) for number, part in enumerate(card.brief, 1) if part.sentences),
            _further(),
        ),
        under=card.subtitle,
        summary=read(card.headline[0]),
        lead=tuple(card.headline[:OPENING]),
        listings=card.listings,
        lists_at=LISTS,
        feed="feed.xml",
    )


def _contrast(made: Material) -> Section:
    """The table of all themes with the sentences before it; each theme has its charts on its own page."""
    section = made.section("contrast")
    return Section("contrast", section.title, tuple(_until_heading(section.blocks)))


def _until_heading(blocks: tuple[object, ...]) -> Iterator[object]:
    for block in blocks:
        if isinstance(block, Heading):
            return
        yield block


def _part(number: int, part: BriefPart) -> Section:
    return Section(f"brief-{number}", part.title, tuple(Told(words) for words in part.sentences))


def _further() -> Section:
    ways = (
        (tr("All commitments"), "commitments.html"),
        (tr("What changed"), "changes.html"),
        (tr("Downloads"), "downloads.html"),
        (tr("How it is scored"), "method.html"),
    )
    return Section("further", tr("Read on"), tuple(Told((Link(text, path=path),)) for text, path in ways))
