"""The front page: findings, outputs against outcomes, what moved and what did not, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Heading, Link, Paragraph
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.site import method_html, page_paths
from accordtrack.site.page import Flow, Grid, Page, Section
from accordtrack.site.sections import citations, status_bars, text_basis
from accordtrack.text import effect_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Scorecard
    from accordtrack.site.material import SiteData

_MOVED = ("improved", "stayed", "gaps")
"""Parts of the brief about series that moved, stayed the same, or were not compared."""
_LAST = ("next", "questions", "newest")


def effect_paragraphs(site: SiteData) -> tuple[Paragraph, ...]:
    """Return the notes on desks, on what waits, in numbers, and on what was recorded in another's name."""
    if site.held.effects is None:
        return ()
    return tuple(Paragraph((sanitize_line(note),)) for note in effect_notes.notes(site.held.effects.summary))


def page(site: SiteData) -> Page:
    """Return the page. Its numbers open lists on a separate page, which keeps it small."""
    card, lists = site.card, Listings()
    return Page(
        page_paths.FRONT,
        "front",
        card.title,
        (
            Section(
                "halves",
                tr("What was found on what each side owes"),
                (
                    status_bars.build_stack(site.held, lists),
                    text_basis.basis_paragraph(site.held, lists, commitment_rows.commitments(site.held)),
                ),
            ),
            _contrast_section(site),
            Section(
                "moved",
                tr("What moved, what did not, and what was not compared"),
                (_selection_rule(), _brief_grid(card, _MOVED)),
            ),
            Section(
                "finding", tr("What this register found, in full"), (Flow(card.headline[1:]), *effect_paragraphs(site))
            ),
            Section("next", tr("What comes next"), (_brief_grid(card, _LAST),)),
            _further_section(),
        ),
        under=card.subtitle,
        summary=plain_text(card.headline[0]),
        lead=(status_bars.unknown_status_sentence(site.held, lists), card.headline[0]),
        listings=(*card.listings, *lists.all_lists),
        lists_at=page_paths.LISTS,
        atom=page_paths.ATOM,
        cite=citations.citation_line(site, tr("Overview"), page_paths.FRONT),
    )


def _contrast_section(site: SiteData) -> Section:
    """Return the table of all themes and the sentences before it; the charts are on the theme pages."""
    section = site.section("contrast")
    return Section("contrast", section.title, tuple(_blocks_before_heading(section.blocks)))


def _blocks_before_heading(blocks: tuple[object, ...]) -> Iterator[object]:
    for block in blocks:
        if isinstance(block, Heading):
            return
        yield block


def _brief_grid(card: Scorecard, keys: tuple[str, ...]) -> Grid:
    """Return the parts of the brief with these keys, in the order of the brief."""
    return Grid(tuple((part.title, part.sentences) for part in card.brief if part.key in keys and part.sentences))


def _selection_rule() -> Paragraph:
    """Return the rule by which series are chosen, with a link to the method for their tolerances."""
    text = tr(
        "How the series named here are chosen, whatever their order: none from a family whose series moved "
        "in different directions; series that worsened before unchanged ones, then figures from an "
        "independent body, then those linked to more commitments, then the latest; each about a different "
        "country, theme and measure where there is one. How far a series moved plays no part. Each "
        "indicator has its own limit up to which a change counts as unchanged. "
    )
    return Paragraph(
        (text, Link(tr("How it is scored"), path=page_paths.METHOD, anchor=method_html.section_anchor("7")), "."),
        small=True,
    )


def _further_section() -> Section:
    ways = (
        (tr("All commitments"), page_paths.COMMITMENTS),
        (tr("By theme"), page_paths.THEMES),
        (tr("By responsible body"), page_paths.BODIES),
        (tr("Events, before and after"), page_paths.EVENTS),
    )
    return Section("further", tr("Read on"), tuple(Paragraph((Link(text, path=path),)) for text, path in ways))
