"""Citations: links to the sources of a page, the list of sources at its end, and the citation line of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Link, Table
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.scorecard.sections.evidence_and_sources import OPTIONAL, source_row
from accordtrack.site.page import Section
from accordtrack.site.page_paths import SHOWN, absolute_address
from accordtrack.text import source_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from accordtrack.documents.model import Row
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData
from accordtrack.documents.model import Sentence


def join_sentences(sentences: Iterable[Sentence]) -> Sentence:
    """Return the texts joined with semicolons."""
    found: Sentence = ()
    for words in sentences:
        found = (*found, "; ", *words) if found else words
    return found


def sources_line(site: SiteData, ids: Iterable[str]) -> Sentence:
    """Return sources on one line: the id as a link to the source list of the page, the publisher and the copy read."""
    return join_sentences(_source(site, name) for name in ids)


def _source(site: SiteData, name: str) -> Sentence:
    known, text = site.held.facts.sources, sanitize_line(name)
    if name not in known:
        return (text,)
    phrase = sanitize_line(source_lines.source(site.held.facts.source_view(name)))
    return Link(text, anchor=f"source-{quotations.anchor(name)}"), phrase.removeprefix(text)


def labeled_sources(site: SiteData, ids: Iterable[str]) -> Sentence:
    """Return ``Source: …``, or nothing if there are no sources."""
    line = sources_line(site, ids)
    return (f"{tr('Source:')} ", *line) if line else ()


def section(site: SiteData, ids: Iterable[str]) -> Iterator[Section]:
    """Yield the section with the sources that a page cites, if the register has any of them.

    Sources of the panel are not in the list of the scorecard, which does not show what followed events.
    """
    table = site.table("sources", "source-list")
    if table is None:
        return
    keys, known = [column.key for column in table.columns], site.held.facts.sources
    optional = [name for name in OPTIONAL if name in keys]
    rows: list[Row] = []
    for code in sorted(set(ids), key=natural_sort_key):
        listed = site.rows("sources", "source-list", keys[0], code)
        rows += listed or ([source_row(site.held.facts.source_view(code), optional)] if code in known else [])
    if rows:
        yield Section(
            "sources", tr("Sources"), (Table(table.id, table.title, table.columns, tuple(rows), entries=True),)
        )


def body_links(site: SiteData, codes: Iterable[str], *, chosen: bool = False) -> Sentence:
    """Return responsible bodies by name and code with links to their pages; ``chosen`` marks inferred ones."""
    known = site.held.facts.bodies
    ordered = i18n.in_alternat(codes, lambda code: str(known[code].side) if code in known else None)
    parts = join_sentences((Link(cells.body_name(site.held, code), "body", code),) for code in ordered)
    return (f"{cells.CHOSEN} ", *parts) if chosen and parts else parts


def lead_links(site: SiteData, state: State, leads: Mapping[str, str]) -> Sentence:
    """Return the lead body of each side by name and code with links to their pages; each has its side, chosen ones a mark."""
    return join_sentences(
        (
            *([f"{cells.CHOSEN} "] if cells.is_lead_chosen(state, side) else []),
            Link(cells.body_name(site.held, code), "body", code),
        )
        for side, code in leads.items()
    )


def citation_line(site: SiteData, title: str, path: str) -> str:
    """Return the citation line of a page, with its permanent address, or its path if the address of the site is not known."""
    card = site.card
    values = {
        "title": title,
        "accord": card.title,
        "day": card.as_of,
        "until": card.facts_until,
        "digest": str(card.checkpoint["state_digest"])[:SHOWN],
        "path": absolute_address(site.base_url, f"{i18n.language()}/{path}"),
    }
    line = tr("“{title}”, {accord}, edition of {day}; state {digest}…; {path}.", **values)
    if card.facts_until is not None:
        line = tr(
            "“{title}”, {accord}, edition of {day}, statements searched to {until}; state {digest}…; {path}.", **values
        )
    return sanitize_line(f"{site.publisher.name}, {line}" if site.publisher else line)
