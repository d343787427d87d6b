"""The page of a theme, and the index of themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Link, Paragraph
from accordtrack.documents.sentences import Listings, plain_text
from accordtrack.i18n import in_alternat, tr, trn
from accordtrack.scorecard.sections import answer, cells
from accordtrack.scoring import findings as findings_of
from accordtrack.site.page import Page, Section
from accordtrack.site.page_paths import FRONT, LISTS, THEMES, feed_path, record_path
from accordtrack.site.pages import targets
from accordtrack.site.record_blocks import Collapsible
from accordtrack.site.sections import (
    answer_numbers,
    area_tables,
    citations,
    latest_values,
    not_found,
    scorecard_extracts,
    spoken_chart,
    theme_events,
    theme_tiles,
)
from accordtrack.text import findings, headlines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.projection.fold import State
    from accordtrack.scoring.findings import ThemeFinding
    from accordtrack.site.material import SiteData

SCORED = 1
"""Place of the paragraph of the scorecard's section of areas that says how much is scored, and why not more."""


def index_page(site: SiteData) -> Page:
    """Return the index of areas: the word, main indicator and government activity of each, then the actions done."""
    lists = Listings()
    parts = [Section("areas", tr("Indicators by area"), (area_tables.by_area(site, lists),))]
    told = [block for block in site.section("themes").blocks if isinstance(block, Paragraph)][SCORED]
    parts.append(Section("scored", tr("What is scored"), (told, targets.link())))
    table = site.table("themes", "themes-delivery")
    if table is not None:
        parts.append(Section(table.id, tr("Actions done"), (table,)))
    return Page(
        THEMES,
        "themes",
        tr("Areas"),
        tuple(parts),
        under=site.subtitle,
        listings=(*site.card.listings, *lists.all_lists),
        lists_at=LISTS,
        contents=True,
    )


def page(site: SiteData, code: str) -> Page:
    """Return the page of one theme: its answer, its chart, a tile for each thing measured, events, and what was not found.

    Commitments and all other figures are folded.
    """
    scores = site.held.scores
    found = scores.theme_finding(code)
    title = sanitize_line(headlines.of_theme(scores, found))
    lists = Listings()
    lead = answer_numbers.linked(site, lists, findings.counted_theme(scores, found), code)
    return Page(
        record_path("theme", code),
        "themes",
        title,
        (
            *_chart_section(site, found),
            *theme_tiles.section(site, found),
            *theme_events.section(site, code),
            *_commitments_section(site, code),
            *not_found.section(site, found),
            *_figures_section(site, code),
        ),
        over=(Link(tr("What changed"), path=FRONT), f" › {site.held.title('theme', code)}"),
        under=site.subtitle_with_signs,
        verdict=Cell(findings.word_with_countries(found), found.paths.word, answer.TONES.get(found.paths.word, "")),
        summary=plain_text(lead[0]),
        lead=tuple(lead),
        listings=(*site.card.listings, *lists.all_lists),
        atom=feed_path("theme", code),
        cite=citations.citation_line(site, title, record_path("theme", code)),
    )


def main_chart(site: SiteData, found: ThemeFinding) -> LineChart | None:
    """Return the chart of the first series that a theme names and that can be drawn, or None."""
    spoken = in_alternat(found.spoken, lambda one: one.side)
    drawn = (spoken_chart.chart(site, f"series-{found.paths.id}", one, found.paths.base) for one in spoken)
    return next((one for one in drawn if one is not None), None)


def _chart_section(site: SiteData, found: ThemeFinding) -> Iterator[Section]:
    chart = main_chart(site, found)
    if chart is not None:
        yield Section("chart", tr("The main indicator"), (chart,))


def _commitments_section(site: SiteData, code: str) -> Iterator[Section]:
    """Yield the section with the commitments, and after them what creates no obligation or is not yet agreed, each folded."""
    states = site.commitments_of_theme(code)
    listed = findings_of.listed_states(site.held.scores, code)
    others = [one for one in states if one not in listed]
    summary = trn("List the {n} commitment", "List the {n} commitments", len(listed))
    beside = trn(
        "{n} more record: unilateral actions, requests, recommendations and what no longer counts",
        "{n} more records: unilateral actions, requests, recommendations and what no longer counts",
        len(others),
    )
    folded = (*_folded(site, "listed", summary, listed), *_folded(site, "other", beside, others))
    if folded:
        yield Section("commitments", tr("Commitments"), folded)


def _folded(site: SiteData, name: str, summary: str, states: Sequence[State]) -> Iterator[Collapsible]:
    for table in scorecard_extracts.commitment_tables(site, frozenset(map(cells.code_of, states))):
        yield Collapsible(f"commitments-{name}", summary, (replace(table, id=f"{table.id}-{name}"),))


def _figures_section(site: SiteData, code: str) -> Iterator[Section]:
    """Yield the section with the latest values, folded."""
    for table in latest_values.table(site, code):
        notes = (Paragraph((Link(one, anchor="not-agreed"),), small=True) for one in answer.conflict_note(table.rows))
        folded = Collapsible("figures-listed", tr("The latest value of each indicator"), (table, *notes))
        yield Section("figures", tr("All figures"), (folded,))
