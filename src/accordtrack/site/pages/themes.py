"""The page of a theme (delivery, outputs against outcomes, commitments), and the index of themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.documents.model import Heading, Paragraph
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import answer, cells
from accordtrack.scorecard.sections.cards import Cells, delivery_basis_notes
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import LISTS, THEMES, feed_path, record_path
from accordtrack.site.pages import targets
from accordtrack.site.sections import citations, latest_values, scorecard_extracts, text_basis
from accordtrack.vocabulary import CommitmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.documents.model import Table
    from accordtrack.site.material import SiteData

SCORED = 2
"""Number of opening paragraphs of the scorecard's theme section that the index shows.

They say that the measures are not merged, and how much is scored and why not more.
"""
_TOLD = (("themes", "themes-delivery"), ("themes", "themes-statuses"), ("themes", "themes-trend"))
"""Sections and tables of the scorecard with one row per theme."""


def index_page(site: SiteData) -> Page:
    """Return the index of themes, with delivery, results and the verdict on each theme."""
    wanted = (
        (tr("Delivery"), "themes", "themes-delivery"),
        (tr("Results"), "themes", "themes-trend"),
        (tr("Outputs against outcomes"), "contrast", "contrast-themes"),
    )
    tables = [(title, site.table(section, name)) for title, section, name in wanted]
    parts = [Section(table.id, title, (table,)) for title, table in tables if table is not None]
    scored = [block for block in site.section("themes").blocks if isinstance(block, Paragraph)][:SCORED]
    parts.insert(0, Section("scored", tr("What is scored"), (*scored, targets.link())))
    return Page(
        THEMES,
        "themes",
        tr("Themes"),
        tuple(parts),
        under=site.card.subtitle,
        listings=site.card.listings,
        lists_at=LISTS,
        contents=True,
    )


def page(site: SiteData, code: str) -> Page:
    """Return the page of one theme."""
    title, lists = site.held.title("theme", code), Listings()
    states = site.commitments_of_theme(code)
    owing = [state for state in states if state.record.kind == CommitmentKind.COMMITMENT]
    blocks = contrast_blocks(site, code)
    answered = answer.theme_paragraphs(site.held, code)
    return Page(
        record_path("theme", code),
        "themes",
        title,
        (
            Section("answer", tr("What changed"), tuple(answered)),
            Section("contrast", tr("Outputs against outcomes"), (*blocks, *latest_values.table(site, code))),
            Section(
                "numbers",
                tr("In numbers"),
                (text_basis.basis_paragraph(site.held, lists, owing), *_theme_tables(site, code), targets.link()),
            ),
            Section(
                "commitments",
                tr("Commitments"),
                tuple(scorecard_extracts.commitment_tables(site, frozenset(map(cells.code_of, states)))),
            ),
        ),
        over=(tr("Theme"),),
        under=site.card.subtitle,
        summary=plain_text(answered[0].sentence),
        listings=(*site.card.listings, *lists.all_lists),
        atom=feed_path("theme", code),
        contents=True,
        cite=citations.citation_line(site, title, record_path("theme", code)),
    )


def contrast_blocks(site: SiteData, code: str) -> tuple[object, ...]:
    """Return the scorecard blocks about a theme, from its heading to the next."""
    found: list[object] = []
    inside = False
    for block in site.section("contrast").blocks:
        if isinstance(block, Heading):
            inside = block.anchor == f"contrast-of-{code}"
        elif inside:
            found.append(block)
    return tuple(found)


def _theme_tables(site: SiteData, code: str) -> Iterator[Table]:
    """Yield the theme's row of each table of themes, transposed to one line per measure."""
    cards = Cells(site.held, Listings()).themes()
    of_all, of_this = (
        delivery_basis_notes(cards),
        delivery_basis_notes([card for card in cards if card.node.id == code]),
    )
    for section, name in _TOLD:
        table = site.table(section, name)
        row = next((one for one in table.rows if one.cells[0].value == code), None) if table else None
        if table is not None and row is not None:
            own = of_this if any(note in of_all for note in table.notes) else []
            notes = (*(note for note in table.notes if note not in of_all), *own)
            yield scorecard_extracts.transpose_row(replace(table, notes=notes), row)
