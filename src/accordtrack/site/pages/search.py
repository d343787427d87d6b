"""The search page. Without scripts it is a list of all pages from A to Z, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Link
from accordtrack.i18n import tr, trc
from accordtrack.site import search_index
from accordtrack.site.page import Page, SearchForm, Section, SitePageLinks
from accordtrack.site.page_paths import SCRIPT, SEARCH, SEARCHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.site.search_index import Line


def page(lines: Sequence[Line], language: str) -> Page:
    """Return the page for these lines of the search index."""
    parts = tuple(
        Section(
            f"all-{number}",
            f"{name} ({len(found):,})",
            (SitePageLinks(tuple((line.code, Link(line.title, path=line.path)) for line in found)),),
        )
        for number, (name, found) in enumerate(search_index.group_by_kind(lines).items(), 1)
    )
    form = SearchForm(
        tr("Words, codes or names of bodies, in English or Spanish"),
        trc("site", "Search"),
        tr(
            "Words with a colon narrow the list: side:US, theme:firearms, status:completed, due:<2026-12. "
            "A minus sign before a word excludes it."
        ),
        tr("The search needs scripts, which are off. All pages are listed below."),
    )
    return Page(
        SEARCH,
        "search",
        trc("site", "Search"),
        parts,
        opening=(form,),
        scripts=(f"{language}/{SEARCHED}", SCRIPT),
    )
