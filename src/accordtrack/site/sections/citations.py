"""Citations: links to the sources of a page, the list of sources at its end, and the citation line of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.core.safe_text import natural_sort_key, sanitize_line
from accordtrack.documents.model import Table
from accordtrack.i18n import tr
from accordtrack.projection.record_lookup import source_view
from accordtrack.scorecard.sections import cells, quotations
from accordtrack.site.page import Link, Section
from accordtrack.site.page_paths import SHOWN
from accordtrack.text import source_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accordtrack.site.material import SiteData
from accordtrack.site.page import Words


def joined(told: Iterable[Words]) -> Words:
    """Return the texts joined with semicolons."""
    found: Words = ()
    for words in told:
        found = (*found, "; ", *words) if found else words
    return found


def sources(made: SiteData, ids: Iterable[str]) -> Words:
    """Return sources on one line: the id as a link to the source list of the page, the publisher and the copy read."""
    return joined(_source(made, name) for name in ids)


def _source(made: SiteData, name: str) -> Words:
    known, shown = made.held.facts.sources, sanitize_line(name)
    if name not in known:
        return (shown,)
    told = sanitize_line(source_lines.source(source_view(known[name])))
    return Link(shown, anchor=f"source-{quotations.anchor(name)}"), told.removeprefix(shown)


def named(made: SiteData, ids: Iterable[str]) -> Words:
    """Return ``Source: …``, or nothing if there are no sources."""
    told = sources(made, ids)
    return (f"{tr('Source:')} ", *told) if told else ()


def section(made: SiteData, ids: Iterable[str]) -> Iterator[Section]:
    """Yield the section with the sources that a page cites, if the register has any of them."""
    table = made.table("sources", "source-list")
    if table is None:
        return
    key = table.columns[0].key
    rows = tuple(
        row for code in sorted(set(ids), key=natural_sort_key) for row in made.rows("sources", "source-list", key, code)
    )
    if rows:
        yield Section("sources", tr("Sources"), (Table(table.id, table.title, table.columns, rows, entries=True),))


def bodies(made: SiteData, codes: Iterable[str], *, chosen: bool = False) -> Words:
    """Return responsible bodies by name and code with links to their pages; ``chosen`` marks inferred ones."""
    known = made.held.facts.bodies
    ordered = i18n.in_alternat(codes, lambda code: str(known[code].side) if code in known else None)
    parts = joined((Link(cells.body_name(made.held, code), "body", code),) for code in ordered)
    return (f"{cells.CHOSEN} ", *parts) if chosen and parts else parts


def cite(made: SiteData, title: str, path: str) -> str:
    """Return the citation line of a page. It has no host, because the location of the site is unknown."""
    card = made.card
    values = {
        "title": title,
        "accord": card.title,
        "as_of": card.as_of,
        "known_on": card.known_on,
        "until": card.facts_until,
        "digest": str(card.checkpoint["state_digest"])[:SHOWN],
        "path": f"{i18n.language()}/{path}",
    }
    line = tr("“{title}”, {accord}, as of {as_of}, as known on {known_on}; state {digest}…; {path}.", **values)
    if card.facts_until is not None:
        line = tr(
            "“{title}”, {accord}, as of {as_of}, as known on {known_on}, facts looked for until {until}; state {digest}…; {path}.",
            **values,
        )
    return sanitize_line(f"{made.publisher.name}, {line}" if made.publisher else line)
