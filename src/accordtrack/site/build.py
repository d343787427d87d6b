"""Build all pages and feeds of one language, one at a time, so that they are never all in memory."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import natural_sort_key
from accordtrack.i18n import language
from accordtrack.site import atom
from accordtrack.site.page_paths import SEARCH, SEARCHED
from accordtrack.site.pages import (
    body,
    build_info,
    changes,
    commitment,
    downloads,
    event,
    front_page,
    glossary,
    listing,
    method,
    month_page,
    search,
    themes,
)
from accordtrack.site.render import Frame, render
from accordtrack.site.search_index import IndexBuilder, script
from accordtrack.site.sections.history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accordtrack.site.downloads import Saved
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Page


def pages(made: SiteData) -> Iterator[Callable[[], Page]]:
    """Yield a function that makes each page in the current language, the front page first.

    Callers can count the pages before making any.
    """
    yield partial(front_page.page, made)
    yield partial(listing.lists, made)
    yield partial(themes.index, made)
    yield partial(listing.commitments, made)
    yield partial(listing.bodies, made)
    yield partial(listing.events, made)
    yield partial(build_info.page, made)
    yield partial(method.page, made)
    yield glossary.page
    for code in _ordered(made.index.known["theme"]):
        yield partial(themes.page, made, code)
    for code in _ordered(made.index.known["body"]):
        yield partial(body.page, made, code)
    for code in _ordered(made.index.known["event"]):
        yield partial(event.page, made, code)
    yield from _happened(made)
    for state in made.commitments:
        yield partial(commitment.page, made, state)


def _happened(made: SiteData) -> Iterator[Callable[[], Page]]:
    """Yield the functions for the pages about history: changes since the previous build, and one page per month."""
    history = History(made)
    found = month_page.by_month(history)
    yield partial(changes.page, made, history, found)
    yield partial(month_page.index, found)
    order = list(found)
    for month, before in zip_longest(order, order[1:]):
        yield partial(month_page.page, history, month, before, found[month])


def files(made: SiteData) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the language folder and the bytes of every page and Atom feed, except the downloads page."""
    alike = frame(made)
    seen = IndexBuilder(made)
    for make in pages(made):
        page = make()
        seen.take(page)
        yield page.path, render(page, alike)
    seen.take(downloads.page(made, ()))
    lines = seen.lines()
    yield SEARCH, render(search.page(lines, language()), alike)
    yield SEARCHED, script(lines, seen.labels()).encode("utf-8")
    yield from atom.files(made, History(made))


def count(made: SiteData) -> int:
    """Return the number of pages of the language, including the downloads page and the search page."""
    return sum(1 for _ in pages(made)) + 2


def downloads_page(made: SiteData, saved: Sequence[Saved]) -> tuple[str, bytes]:
    """Return the path and bytes of the downloads page, which must be made after the downloads."""
    page = downloads.page(made, saved)
    return page.path, render(page, frame(made))


def frame(made: SiteData) -> Frame:
    """Return the parts that every page of the language shares."""
    card = made.card
    digest = str(card.checkpoint["state_digest"])
    return Frame(card.title, card.as_of, card.known_on, digest, made.index, made.publisher)


def _ordered(codes: frozenset[str]) -> list[str]:
    return sorted(codes, key=natural_sort_key)
