"""The glossary: a definition a word, with the way to the paragraph of the method that rests on it."""

from __future__ import annotations

from accordtrack.i18n import tr
from accordtrack.sentences import glossary
from accordtrack.site.paths import GLOSSARY, METHOD
from accordtrack.site.prose import numbered
from accordtrack.site.value import Defined, Glossary, Link, Page


def page() -> Page:
    """The page."""
    words = tuple(
        Defined(term.anchor, term.name, term.told, _paragraph(term.section) if term.section else None)
        for term in glossary.terms()
    )
    under = tr("The words of these pages, as this register uses them.")
    return Page(GLOSSARY, "glossary", tr("Glossary"), under=under, summary=under, opening=(Glossary(words),))


def _paragraph(section: str) -> Link:
    return Link(tr("Method, section {x}", x=section), path=f"{METHOD}#{numbered(section)}")
