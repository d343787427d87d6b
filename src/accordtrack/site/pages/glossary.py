"""The glossary page: one definition per term, with a link to the section of the method that uses it."""

from __future__ import annotations

from accordtrack.documents.model import Link
from accordtrack.i18n import tr
from accordtrack.site.method_html import section_anchor
from accordtrack.site.page import Glossary, Page, Term
from accordtrack.site.page_paths import GLOSSARY, METHOD
from accordtrack.text import glossary


def page() -> Page:
    """Return the page."""
    words = tuple(
        Term(term.anchor, term.name, term.told, _method_link(term.section) if term.section else None)
        for term in glossary.terms()
    )
    under = tr("The terms on these pages, as this register uses them.")
    return Page(GLOSSARY, "glossary", tr("Glossary"), under=under, summary=under, opening=(Glossary(words),))


def _method_link(section: str) -> Link:
    return Link(tr("Method, section {x}", x=section), path=f"{METHOD}#{section_anchor(section)}")
