"""The method page: the meaning of the numbers in five sentences, then the scoring method by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.site import method_html
from accordtrack.site.page import Link, Page, Passage, Prose, Section
from accordtrack.site.page_paths import GLOSSARY, METHOD
from accordtrack.text import glossary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words


def page(made: SiteData) -> Page:
    """Return the page."""
    title, chapters = method_html.chapters(made.method)
    under = tr("How what is recorded becomes numbers, so that anybody can redo them on paper.")
    return Page(
        METHOD,
        "method",
        title,
        tuple(Section(one.id, one.title, tuple(_blocks(one))) for one in chapters),
        under=under,
        summary=under,
        lead=_meaning(),
        contents=True,
    )


def _blocks(chapter: method_html.Chapter) -> Iterator[object]:
    """Yield the glossary terms that rest on a chapter, links to its sections, and the chapter itself."""
    if words := _defined({chapter.id, *(place for place, _title in chapter.heads)}):
        yield Passage((tr("In the glossary:"), " ", *words), small=True)
    if chapter.heads:
        yield Prose(chapter.title, "\n".join(f"- [{title}](#{place})" for place, title in chapter.heads))
    yield Prose(chapter.title, chapter.markdown)


def _defined(places: set[str]) -> Words:
    """Return links to the terms that rest on these anchors, separated by commas."""
    words = [term for term in glossary.terms() if term.section and method_html.numbered(term.section) in places]
    links = [part for term in words for part in (", ", _term(term.anchor, term.name))]
    return tuple(links[1:])


def _term(anchor: str, text: str) -> Link:
    return Link(text, path=f"{GLOSSARY}#{anchor}")


def _meaning() -> tuple[Words, ...]:
    """Return the meaning of the numbers in five sentences."""
    told = (
        ("delivery", tr("Delivery: how far the promised acts are done, from what was said of them, by its evidence.")),
        ("trend", tr("Results trend: which way the world moved since the agreement, not who moved it.")),
        (
            "attainment",
            tr("Attainment: how far agreed targets are reached, printed only where results can be measured."),
        ),
        (
            "coverage",
            tr("Coverage: beside each number, how much of what it is about had data; what is unknown is no 0."),
        ),
        ("", tr("Delivery, trend and attainment are never merged into one number, and none of them shows a cause.")),
    )
    return tuple(_told(anchor, words) for anchor, words in told)


def _told(anchor: str, words: str) -> Words:
    """Return a sentence whose first words link to the glossary."""
    first, colon, rest = words.partition(":")
    return (_term(anchor, first), colon + rest) if anchor else (words,)
