"""Render a page to HTML bytes, with one frame and style sheet for all, links to local files, nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from accordtrack import __version__, i18n
from accordtrack.documents import html_page
from accordtrack.documents.model import Cell, Count, Link, Part, Table
from accordtrack.i18n import gettext_lazy, tr, trc
from accordtrack.site import method_html, page_paths
from accordtrack.site.downloads import FOLDER
from accordtrack.site.page_paths import Index, relative_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Family, Listing
    from accordtrack.site.page import Page
    from accordtrack.site.publisher import Publisher

TEMPLATES = Path(__file__).parent / "templates"
PLAIN = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'"
"""Content security policy of a page without scripts."""
POLICY = PLAIN.replace("base-uri", "script-src 'self'; base-uri")
"""Policy of the search page. For local files, 'self' means any file in the folder, in Chromium and Firefox."""
_FAMILIES: Mapping[str, Family] = {
    "code": "commitment",
    "commitment": "commitment",
    "theme": "theme",
    "body": "body",
    "event": "event",
    "month": "month",
}
"""Columns whose cells name a record with a page."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts that every page of a language shares."""

    name: str
    """Title of the accord."""
    as_of: str
    known_on: str
    digest: str
    index: Index
    kept: str = ""
    """Who maintains the register, and up to when statements were searched, in sentences."""
    base_url: str = ""
    has_previews: bool = False
    """Whether there are pictures for link previews."""
    publisher: Publisher | None = None


def render(page: Page, frame: Frame) -> bytes:
    """Return ``page`` in the current language as HTML bytes."""
    language = i18n.language()
    other = i18n.other_language()
    text = (
        html_page.environment(TEMPLATES)
        .get_template("site.html")
        .render(
            it=page,
            page=_SitePlaces(page, frame),
            frame=frame,
            language=language,
            other=other,
            other_name=i18n.NAMES[other],
            root="../" + "../" * page.path.count("/"),
            preview=page_paths.preview_path(page.kind, page.path if page.verdict is not None else ""),
            absolute=partial(page_paths.absolute_address, frame.base_url),
            to=lambda path: relative_address(page.path, path),
            at=page_paths,
            nav=menu_items(language),
            words=_frame_texts(language),
            policy=POLICY if page.scripts else PLAIN,
            prose=method_html.render_html,
            version=__version__,
        )
    )
    return text.encode("utf-8")


def script() -> str:
    """Return the only script of the site, which the search page uses."""
    return (TEMPLATES / "search.js").read_text(encoding="utf-8")


def style() -> str:
    """Return the style sheet of all pages: the scorecard's, then one file per subject."""
    return html_page.style() + "".join(one.read_text(encoding="utf-8") for one in sorted(TEMPLATES.glob("*.css")))


class _SitePlaces(html_page.PageLinks):
    """The addresses of a page that is part of a site."""

    def __init__(self, page: Page, frame: Frame) -> None:
        super().__init__(_row_anchors(page))
        self._page, self._frame = page, frame

    def list_address(self, listing: str) -> str:
        """Return the address of a list on this page, or on the page that holds its lists."""
        there = relative_address(self._page.path, self._page.lists_at) if self._page.lists_at else ""
        return there + super().list_address(listing)

    def listings_with_addresses(self) -> list[tuple[Listing, list[str]]]:
        """Return the lists on this page, each with the addresses of the places that count it."""
        page = self._page
        if page.lists_at:
            return []
        if page.counted_at:
            return [
                (one, [relative_address(page.path, page.counted_at[one.id]) + html_page.fragment(f"n-{one.id}-1")])
                for one in page.listings
            ]
        return self.lists_with_backlinks(page.listings)

    def address(self, code: str) -> str | None:
        """Return the address of a row on this page, or of the record's page, or None."""
        here = super().address(code)
        if here is not None:
            return here
        found = self._frame.index.find_page(code)
        return relative_address(self._page.path, found) if found and found != self._page.path else None

    def part(self, part: Part) -> Markup:
        """Return part of a sentence; links are active, and a number above zero opens its list."""
        if isinstance(part, Count) and part.number == 0:
            return html_page.keep_dates_together(part.shown)
        return self._render_link(part) if isinstance(part, Link) else super().part(part)

    def cell(self, column: str, cell: Cell) -> Markup:
        """Return a cell; one that names a record links to the record's page."""
        if cell.value == 0:
            return html_page.keep_dates_together(cell.text)  # a zero opens no list
        if column == "source" and cell.value is not None and super().address(str(cell.value)):
            return _anchor(str(super().address(str(cell.value))), cell.text)
        if column == "file":
            return _anchor(relative_address(self._page.path, f"../{FOLDER}/{cell.value}"), cell.text)
        family = _FAMILIES.get(column)
        found = self._frame.index.page_path(family, cell.value) if family and cell.listing is None else None
        if found is None or found == self._page.path:
            return super().cell(column, cell)
        return _anchor(relative_address(self._page.path, found), cell.text)

    def _render_link(self, link: Link) -> Markup:
        place = html_page.fragment(link.anchor) if link.anchor else ""
        path = link.path or (self._frame.index.page_path(link.family, link.code) if link.family else None)
        if path is None or path == self._page.path:
            here = place if path or not link.family else ""
            return _anchor(here, link.shown) if here else html_page.keep_dates_together(link.shown)
        return _anchor(relative_address(self._page.path, path) + place, link.shown)


def _anchor(address: str, text: str) -> Markup:
    return Markup(f'<a href="{escape(address)}">') + html_page.keep_dates_together(text) + Markup("</a>")  # noqa: S704 - escaped


def _row_anchors(page: Page) -> dict[str, str]:
    """Return the anchors of the sources and evidence listed on this page."""
    tables = (block for part in page.parts for block in part.blocks if isinstance(block, Table) and block.entries)
    return {str(row.cells[0].value): row.anchor for table in tables for row in table.rows}


@cache
def menu_items(_language: str) -> tuple[tuple[str, str, str], ...]:
    """Return the kind, path and text of each menu item, in the current language."""
    return (
        ("front", page_paths.FRONT, tr("What changed")),
        ("themes", page_paths.THEMES, tr("By area")),
        ("commitments", page_paths.COMMITMENTS, tr("Commitments")),
        ("bodies", page_paths.BODIES, tr("By government")),
        ("events", page_paths.EVENTS, tr("Events")),
        ("targets", page_paths.TARGETS, tr("Targets")),
        ("changes", page_paths.CHANGES, tr("Updates")),
    )


@cache
def _frame_texts(_language: str) -> dict[str, str]:
    """Return the texts of the frame, in the current language."""
    return {
        **html_page.fixed_texts(),
        "menu": tr("Pages"),
        "contents": tr("On this page"),
        "lists": tr("The rows behind the numbers"),
        "folded": tr("Its title here opens it too; one list is open at a time."),
        "close": tr("Close the list"),
        "same": tr(
            {"en": gettext_lazy("The same in English"), "es": gettext_lazy("The same in Spanish")}[
                i18n.other_language()
            ]
        ),
        "entries": tr("digest of the entries on this page"),
        "lasting": tr("Written for this date; a page is rewritten when its text changes."),
        "build": tr("About this build"),
        "search": trc("site", "Search"),
        "gone": tr("taken back"),
        "as_of": tr("page made"),
        "known_on": tr("data available as of"),
        "publisher": tr("Published by"),
        "corrections": tr("Corrections:"),
        "cite": tr("Cite this page:"),
        "glossary": tr("Glossary"),
        "method": tr("How it is scored"),
        "all_pages": tr("All pages"),
        "downloads": tr("Downloads and feeds"),
        "months": tr("Month by month"),
    }
