"""The page about this build: dates, state, program version, and the meaning of the days on other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import __version__
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Facts, Paragraph
from accordtrack.i18n import tr
from accordtrack.scorecard.sections.provenance import feed_positions
from accordtrack.site.manifest import NAME
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import BUILD
from accordtrack.site.pages.front_page import effect_paragraphs

if TYPE_CHECKING:
    from accordtrack.site.material import SiteData
    from accordtrack.site.publisher import Publisher


def page(site: SiteData) -> Page:
    """Return the page, which every build rewrites."""
    card = site.card
    before = site.before
    pairs = (
        (tr("updated"), (card.as_of,)),
        (tr("data available as of"), (card.known_on,)),
        (tr("digest of the register"), (sanitize_line(card.checkpoint["state_digest"]),)),
        (tr("feeds and heads"), feed_positions(card.checkpoint)),
        *(((tr("publisher"), (_publisher(site.publisher),)),) if site.publisher else ()),
        (tr("program"), (f"accordtrack {__version__}",)),
        *(((tr("build with an earlier state"), (before.day, sanitize_line(before.digest))),) if before else ()),
    )
    notes = (
        tr(
            "A page is rewritten when its text changes, and carries the date for which it was written. "
            "Every page of this site says the same on the date above as on the date it carries."
        ),
        tr("The file {name} at the root of the site lists every file with its SHA-256.", name=NAME),
        tr("The numbers cover what is marked TLP:CLEAR and has no legal marking."),
    )
    parts = (Section("build", "", (Facts(pairs), *(Paragraph((one,)) for one in notes), *effect_paragraphs(site))),)
    return Page(BUILD, "build", tr("About this build"), parts, under=site.subtitle)


def _publisher(one: Publisher) -> str:
    return sanitize_line(f"{one.name}, {one.contact}" if one.contact else one.name)
