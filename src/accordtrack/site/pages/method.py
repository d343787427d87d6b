"""The method page: the meaning of the numbers in five sentences, then the scoring method by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Link, Paragraph
from accordtrack.i18n import tr
from accordtrack.site import method_html
from accordtrack.site.page import Page, Prose, Section
from accordtrack.site.page_paths import GLOSSARY, METHOD
from accordtrack.text import glossary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Sentence
    from accordtrack.site.material import SiteData


def page(site: SiteData) -> Page:
    """Return the page."""
    title, chapters = method_html.parse_chapters(site.method)
    under = tr("How the record becomes numbers, so that anyone can recompute them on paper.")
    return Page(
        METHOD,
        "method",
        title,
        tuple(Section(one.id, one.title, tuple(_chapter_blocks(one))) for one in chapters),
        under=under,
        summary=under,
        lead=_number_meanings(),
        contents=True,
    )


def _chapter_blocks(chapter: method_html.Chapter) -> Iterator[object]:
    """Yield the glossary terms that rest on a chapter, links to its sections, and the chapter itself."""
    if words := _glossary_links({chapter.id, *(place for place, _title in chapter.heads)}):
        yield Paragraph((tr("In the glossary:"), " ", *words), small=True)
    if chapter.heads:
        yield Prose(chapter.title, "\n".join(f"- [{title}](#{place})" for place, title in chapter.heads))
    yield Prose(chapter.title, chapter.markdown)


def _glossary_links(places: set[str]) -> Sentence:
    """Return links to the terms that rest on these anchors, separated by commas."""
    words = [term for term in glossary.terms() if term.section and method_html.section_anchor(term.section) in places]
    links = [part for term in words for part in (", ", _glossary_link(term.anchor, term.name))]
    return tuple(links[1:])


def _glossary_link(anchor: str, text: str) -> Link:
    return Link(text, path=f"{GLOSSARY}#{anchor}")


def _number_meanings() -> tuple[Sentence, ...]:
    """Return the meaning of the numbers in five sentences."""
    lines = (
        (
            "delivery",
            tr("Actions done: how far the agreed acts are done, judged by what was said about them and its evidence."),
        ),
        ("trend", tr("Change in indicators: which way the world moved since the agreement, not who moved it.")),
        (
            "attainment",
            tr(
                "Progress toward agreed targets: how far they are reached, printed only where indicators can be measured."
            ),
        ),
        (
            "coverage",
            tr("Coverage: beside each number, how much of what it describes had data; what is unknown is not 0."),
        ),
        (
            "",
            tr(
                "Actions done, change in indicators and progress are never merged into one number, and none of them shows a cause."
            ),
        ),
    )
    return tuple(_link_first_words(anchor, words) for anchor, words in lines)


def _link_first_words(anchor: str, words: str) -> Sentence:
    """Return a sentence whose first words link to the glossary."""
    first, colon, rest = words.partition(":")
    return (_glossary_link(anchor, first), colon + rest) if anchor else (words,)
