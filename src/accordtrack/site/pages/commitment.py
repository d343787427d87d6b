"""The page of a commitment: who undertook what, statements, assessments, answers, documents, indicators, and history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Link, Paragraph
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import cells
from accordtrack.site.entries import common_fields, sources_of
from accordtrack.site.page import EntryList, Page, Section
from accordtrack.site.page_paths import record_path
from accordtrack.site.sections import (
    citations,
    commitment_text,
    conflicts,
    deadline,
    entry_text,
    indicator_charts,
    results,
    score_of_commitment,
    two_sides,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData


def page(site: SiteData, state: State) -> Page:
    """Return the page of one commitment."""
    code = cells.code_of(state)
    theme = str(state.record.theme)
    path, title = record_path("commitment", code), site.held.title("commitment", code)
    unfit = site.conflicts_about("commitments", code)
    parts = [
        commitment_text.standing_section(site, state),
        commitment_text.text_section(site, state),
        deadline.section(site, state),
        *two_sides.sections(site, state, site.threads_of(code)),
        _evidence_section(site, state),
        *results.section(site, state),
        indicator_charts.section(site, state),
        *conflicts.section(site, unfit),
        score_of_commitment.section(site, code),
        *citations.section(site, _cited_sources(site, state, conflicts.sources(site, unfit))),
        _history_section(site, code),
    ]
    mark = f"{cells.CHOSEN} " if "theme" in state.record.inferred else ""
    return Page(
        path,
        "commitments",
        title,
        tuple(parts),
        over=(sanitize_line(code), f" · {mark}", Link(site.held.title("theme", theme), "theme", theme)),
        under=site.subtitle,
        summary=sanitize_line(localize(state.record.text)),
        lead=commitment_text.lead(site, state),
        listings=site.card.listings,
        contents=True,
        cite=citations.citation_line(site, title, path),
    )


def _evidence_section(site: SiteData, state: State) -> Section:
    """Return the section of documents, with the commitment's rows of the scorecard's evidence list.

    Rows of withheld or expired evidence say so.
    """
    title = tr("Documents")
    table = site.table("evidence", "evidence-list")
    found = site.rows("evidence", "evidence-list", "commitment", cells.code_of(state))
    rows = tuple(replace(row, group="") for row in found)
    if table is None or not rows:
        none = (
            tr("This register holds no public evidence on it.")
            if site.card.audience == "public"
            else tr("This register holds no evidence on it that these readers may read.")
        )
        return Section("evidence", title, (Paragraph((none,)),))
    columns = tuple(replace(one, holds="address") if one.key == "url" else one for one in table.columns)
    blocks: list[object] = [replace(table, columns=columns, rows=rows)]
    place = [column.key for column in columns].index("expires_on")
    gone = [sanitize_line(row.cells[0].text) for row in rows if row.cells[place].tone == "warn"]
    if gone:
        text = tr("Past their last day of validity, so they do not raise a grade: {codes}.", codes=", ".join(gone))
        blocks.append(Paragraph((text,), small=True))
    return Section("evidence", title, tuple(blocks))


def _history_section(site: SiteData, code: str) -> Section:
    """Return every entry about the commitment that the audience may read, the newest statement first."""
    text = tr(
        (
            "Every entry on this record that may be read here, by the day it was said, newest first; within "
            "one day, the last one recorded comes first. The letters in the record's code do not indicate a "
            "side. Each entry is signed, and its digest identifies it in this copy of the register. Anyone who "
            "has the register can find it with “accordtrack history {code}” and check with “accordtrack "
            "verify” that nothing was altered."
        ),
        code=sanitize_line(code),
    )
    told_of = (entry_text.build_entry_block(site, view) for view in site.entries.get(code, ()))
    entries = tuple(sorted(told_of, key=lambda one: one.day, reverse=True))
    return Section("history", tr("Accountability history"), (Paragraph((text,), small=True), EntryList(entries)))


def _cited_sources(site: SiteData, state: State, others: list[str]) -> Iterator[str]:
    """Yield the ids of all sources that anything on the page cites."""
    yield from state.record.sources
    yield from commitment_text.sources(site, state)
    for item in state.items:
        yield from sources_of(item.body)
    for view in site.entries.get(cells.code_of(state), ()):
        yield from common_fields(view).sources
    yield from results.sources(site, state)
    yield from indicator_charts.sources(site, state)
    yield from others
