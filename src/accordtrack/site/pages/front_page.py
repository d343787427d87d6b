"""The front page: findings, outputs against outcomes, what moved and what did not, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.counted_sentences import Listings, plain_text
from accordtrack.documents.model import Heading
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.site import method_html, page_paths
from accordtrack.site.page import Flow, Grid, Link, Page, Passage, Section
from accordtrack.site.sections import citations, status_bars, text_basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Scorecard
    from accordtrack.site.material import SiteData

_MOVED = ("improved", "stayed", "gaps")
"""Parts of the brief about series that moved, stayed the same, or were not compared."""
_LAST = ("next", "questions", "newest")


def page(made: SiteData) -> Page:
    """Return the page. Its numbers open lists on a separate page, which keeps it small."""
    card, lists = made.card, Listings()
    return Page(
        page_paths.FRONT,
        "front",
        card.title,
        (
            Section(
                "halves",
                tr("What was found on what each side owes"),
                (
                    status_bars.stack(made.held, lists),
                    text_basis.line(made.held, lists, commitment_rows.commitments(made.held)),
                ),
            ),
            _contrast(made),
            Section("moved", tr("What moved, what did not, and what was not compared"), (_rule(), _grid(card, _MOVED))),
            Section("finding", tr("What this register found, in full"), (Flow(card.headline[1:]),)),
            Section("next", tr("What comes next"), (_grid(card, _LAST),)),
            _further(),
        ),
        under=card.subtitle,
        summary=plain_text(card.headline[0]),
        lead=(status_bars.unknown(made.held, lists), card.headline[0]),
        listings=(*card.listings, *lists.made),
        lists_at=page_paths.LISTS,
        atom=page_paths.ATOM,
        cite=citations.cite(made, tr("Overview"), page_paths.FRONT),
    )


def _contrast(made: SiteData) -> Section:
    """Return the table of all themes and the sentences before it; the charts are on the theme pages."""
    section = made.section("contrast")
    return Section("contrast", section.title, tuple(_until_heading(section.blocks)))


def _until_heading(blocks: tuple[object, ...]) -> Iterator[object]:
    for block in blocks:
        if isinstance(block, Heading):
            return
        yield block


def _grid(card: Scorecard, keys: tuple[str, ...]) -> Grid:
    """Return the parts of the brief with these keys, in the order of the brief."""
    return Grid(tuple((part.title, part.sentences) for part in card.brief if part.key in keys and part.sentences))


def _rule() -> Passage:
    """Return the rule by which series are chosen, with a link to the method for their tolerances."""
    told = tr(
        "How those named are chosen, whatever their order here: none of a family whose series moved in different directions; series that worsened before unchanged ones, "
        "then figures of an independent body, then those linked to more commitments, then the latest; each about another country, "
        "theme and measure where there is one. How far a series moved plays no part. Each indicator has its own change up to which "
        "it counts as unchanged. "
    )
    return Passage(
        (told, Link(tr("How it is scored"), path=page_paths.METHOD, anchor=method_html.numbered("7")), "."), small=True
    )


def _further() -> Section:
    ways = (
        (tr("All commitments"), page_paths.COMMITMENTS),
        (tr("By theme"), page_paths.THEMES),
        (tr("By responsible body"), page_paths.BODIES),
        (tr("Events and what followed them"), page_paths.EVENTS),
    )
    return Section("further", tr("Read on"), tuple(Passage((Link(text, path=path),)) for text, path in ways))
