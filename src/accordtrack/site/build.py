"""Build all pages and feeds of one language, one at a time, so that they are never all in memory."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import language
from accordtrack.site import atom, chart_files, panel_downloads, previews
from accordtrack.site.page_paths import SEARCH, SEARCHED
from accordtrack.site.pages import (
    body,
    build_info,
    changes,
    commitment,
    downloads,
    editions,
    event,
    front_page,
    glossary,
    listing,
    method,
    month_page,
    search,
    targets,
    themes,
)
from accordtrack.site.render import Frame, render
from accordtrack.site.search_index import IndexBuilder, index_script
from accordtrack.site.sections.history import History
from accordtrack.text import upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.site.downloads import Saved
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Page


def page_builders(site: SiteData) -> Iterator[Callable[[], Page]]:
    """Yield a function for each page in the current language, front page first, so that callers can count them."""
    yield partial(front_page.page, site)
    yield partial(listing.lists_page, site)
    yield partial(themes.index_page, site)
    yield partial(listing.commitments_page, site)
    yield partial(listing.bodies_page, site)
    yield partial(listing.events_page, site)
    yield partial(targets.page, site)
    yield partial(build_info.page, site)
    yield partial(method.page, site)
    yield glossary.page
    for code in _sort_codes(site.index.known["theme"]):
        yield partial(themes.page, site, code)
    for code in _sort_codes(site.index.known["body"]):
        yield partial(body.page, site, code)
    for code in _sort_codes(site.index.known["event"]):
        yield partial(event.page, site, code)
    yield from _history_page_builders(site)
    for state in site.commitments:
        yield partial(commitment.page, site, state)


def _history_page_builders(site: SiteData) -> Iterator[Callable[[], Page]]:
    """Yield the functions for the pages about history: changes since the previous build, and one page per month."""
    history = History(site)
    found = month_page.entries_by_month(history)
    yield partial(changes.page, site, history, found)
    yield partial(month_page.index_page, found)
    if site.editions:
        yield partial(editions.page, site, history)
    order = list(found)
    for month, before in zip_longest(order, order[1:]):
        yield partial(month_page.page, history, month, before, found[month])


def render_files(site: SiteData) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the language folder and the bytes of every page, chart file and Atom feed, except the downloads page."""
    alike = build_frame(site)
    seen = IndexBuilder(site)
    for make in page_builders(site):
        page = make()
        seen.add_page(page)
        yield page.path, render(page, alike)
    yield from panel_downloads.chart_files(site)
    for chart in _spoken_charts(site):
        yield from chart_files.files(site, chart)
    if site.has_previews:
        yield from previews.files(site)
    seen.add_page(downloads.page(site, ()))
    lines = seen.lines()
    yield SEARCH, render(search.page(lines, language()), alike)
    yield SEARCHED, index_script(lines, seen.labels()).encode("utf-8")
    yield from atom.feed_files(site, History(site))


def _spoken_charts(site: SiteData) -> Iterator[LineChart]:
    """Yield the charts of the front page and of the themes, which have files of their own."""
    yield from front_page.charts(site)
    for found in site.held.scores.finding.themes:
        chart = themes.main_chart(site, found)
        if chart is not None:
            yield chart


def count_pages(site: SiteData) -> int:
    """Return the number of pages of the language, including the downloads page and the search page."""
    return sum(1 for _ in page_builders(site)) + 2


def render_downloads_page(site: SiteData, saved: Sequence[Saved]) -> tuple[str, bytes]:
    """Return the path and bytes of the downloads page, which must be made after the downloads."""
    page = downloads.page(site, saved)
    return page.path, render(page, build_frame(site))


def build_frame(site: SiteData) -> Frame:
    """Return the parts that every page of the language shares."""
    card = site.card
    digest = str(card.checkpoint["state_digest"])
    effects = site.held.effects
    not_admitted = () if effects is None else effects.summary.not_admitted
    return Frame(
        card.title,
        card.as_of,
        card.known_on,
        digest,
        site.index,
        upkeep.closing(
            [str(one["feed"]) for one in card.checkpoint["feeds"]], site.held.facts, card.known_on, not_admitted
        ),
        site.base_url,
        site.has_previews,
        site.publisher,
    )


def _sort_codes(codes: frozenset[str]) -> list[str]:
    return sorted(codes, key=natural_sort_key)
