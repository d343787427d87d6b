"""The page of a commitment: text, the two sides, deadline, indicator charts, evidence, history, score and sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections import cells
from accordtrack.site.entries import common, sources_of
from accordtrack.site.page import EntryList, Link, Page, Passage, Section
from accordtrack.site.page_paths import record
from accordtrack.site.sections import (
    citations,
    commitment_text,
    conflicts,
    deadline,
    entry_text,
    indicator_charts,
    score_of_commitment,
    two_sides,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData


def page(made: SiteData, state: State) -> Page:
    """Return the page of one commitment."""
    code = cells.code_of(state)
    theme = str(state.record.theme)
    path, title = record("commitment", code), made.held.title("commitment", code)
    unfit = made.conflicts_about("commitments", code)
    parts = [
        commitment_text.standing(made, state),
        commitment_text.promised(made, state),
        two_sides.section(made, state, made.threads_of(code)),
        deadline.section(made, state),
        indicator_charts.section(made, state),
        _evidence(made, state),
        *conflicts.section(made, unfit),
        _history(made, code),
        score_of_commitment.section(made, code),
        *citations.section(made, _cited(made, state, conflicts.sources(made, unfit))),
    ]
    mark = f"{cells.CHOSEN} " if "theme" in state.record.inferred else ""
    return Page(
        path,
        "commitments",
        title,
        tuple(parts),
        over=(sanitize_line(code), f" · {mark}", Link(made.held.title("theme", theme), "theme", theme)),
        under=made.card.subtitle,
        summary=sanitize_line(local(state.record.text)),
        listings=made.card.listings,
        contents=True,
        cite=citations.cite(made, title, path),
    )


def _evidence(made: SiteData, state: State) -> Section:
    """Return the evidence section, with the commitment's rows of the scorecard's evidence list.

    Rows of withheld or expired evidence say so.
    """
    title = tr("Evidence")
    table = made.table("evidence", "evidence-list")
    found = made.rows("evidence", "evidence-list", "commitment", cells.code_of(state))
    rows = tuple(replace(row, group="") for row in found)
    if table is None or not rows:
        return Section("evidence", title, (Passage((tr("This register holds no piece of evidence on it."),)),))
    columns = tuple(replace(one, holds="address") if one.key == "url" else one for one in table.columns)
    blocks: list[object] = [replace(table, columns=columns, rows=rows)]
    place = [column.key for column in columns].index("expires_on")
    gone = [sanitize_line(row.cells[0].text) for row in rows if row.cells[place].tone == "warn"]
    if gone:
        told = tr(
            "Past the day until which they were valid, so that they raise no grade: {codes}.", codes=", ".join(gone)
        )
        blocks.append(Passage((told,), small=True))
    return Section("evidence", title, tuple(blocks))


def _history(made: SiteData, code: str) -> Section:
    """Return every entry about the commitment that the audience may read, the newest statement first."""
    told = tr(
        "Every entry on it that may be read here, by the day on which it was said, the newest first; of one day the last one recorded first. "
        "Letters in its code name no side. Each entry is "
        "signed, and its digest identifies it in this copy of the register. Whoever has the register finds it with “accordtrack history {code}” "
        "and checks that nothing was altered with “accordtrack verify”.",
        code=sanitize_line(code),
    )
    told_of = (entry_text.entry(made, view) for view in made.entries.get(code, ()))
    entries = tuple(sorted(told_of, key=lambda one: one.day, reverse=True))
    return Section("history", tr("Accountability history"), (Passage((told,), small=True), EntryList(entries)))


def _cited(made: SiteData, state: State, others: list[str]) -> Iterator[str]:
    """Yield the ids of all sources that anything on the page cites."""
    yield from state.record.sources
    yield from commitment_text.sources(made, state)
    for item in state.items:
        yield from sources_of(item.body)
    for view in made.entries.get(cells.code_of(state), ()):
        yield from common(view).sources
    yield from indicator_charts.sources(made, state)
    yield from others
