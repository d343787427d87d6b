"""The page that searches; without script it is a list of all pages from A to Z, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trc
from accordtrack.site import finding
from accordtrack.site.paths import SCRIPT, SEARCH, SEARCHED
from accordtrack.site.value import Finder, Link, Page, Section, Ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.site.finding import Entry


def page(entries: Sequence[Entry], language: str) -> Page:
    """The page over these entries of the site."""
    parts = tuple(
        Section(
            f"all-{number}",
            f"{name} ({len(found):,})",
            (Ways(tuple((entry.code, Link(entry.title, path=entry.path)) for entry in found)),),
        )
        for number, (name, found) in enumerate(finding.by_kind(entries).items(), 1)
    )
    finder = Finder(
        tr("Words, codes or names of bodies, in English or Spanish"),
        trc("site", "Search"),
        tr(
            "Words with a colon narrow the list: side:US, theme:firearms, status:completed. A minus before a word leaves it out."
        ),
        tr("The search needs scripts, which are off. All pages are listed below."),
    )
    return Page(
        SEARCH,
        "search",
        trc("site", "Search"),
        parts,
        opening=(finder,),
        scripts=(f"{language}/{SEARCHED}", SCRIPT),
    )
