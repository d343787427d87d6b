"""Shared parts of the HTML pages: Jinja templates that escape and clean text, and the anchors of one page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from accordtrack.core.safe_text import sanitize
from accordtrack.documents import charts, html_tables, row_entries
from accordtrack.documents.model import OPENING, Count
from accordtrack.documents.one_sheet import brief_size_index
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.documents.model import Block, Cell, Chart, Item, Listing, Row, Table
    from accordtrack.documents.row_entries import Piece

TEMPLATES = Path(__file__).parent / "templates"
_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-])")
_SHARE = re.compile(r"(?:[+\-−]|(?<![\d.,]))[\d.,]+ %")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
_REPEATED = 4096
"""Cache size for formatted text: dates, codes and vocabulary terms repeat in many cells."""


def words() -> dict[str, str]:
    """Return the fixed texts of every page, in the current language."""
    return {
        "skip": tr("Skip to the text"),
        "lists_note": tr("Every underlined number opens the list that it counts."),
        "none": tr("Nothing is on this list."),
        "back": tr("Back to where it is counted:"),
        "top": tr("Back to the top"),
        "original": tr("In the language of the speaker"),
        "translation": tr("Translation"),
        "source": tr("Source:"),
        "as_of": tr("as of"),
        "known_on": tr("known on"),
        "program": tr("program"),
        "digest": tr("digest of the register"),
    }


class PageLinks:
    """Helper that the templates of one page call for anchors, links and formatted parts."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """Take the anchors of the rows on this page, by code."""
        self.cited: dict[str, int] = {}
        self._rows = rows

    def cite(self, listing: str) -> str:
        """Return the anchor of the next number that links to ``listing``, numbered in reading order."""
        self.cited[listing] = self.cited.get(listing, 0) + 1
        return f"n-{listing}-{self.cited[listing]}"

    def listed(self, listing: str) -> str:
        """Return the link to a list."""
        return fragment(f"list-{listing}")

    def opened(self, listings: Iterable[Listing]) -> list[tuple[Listing, list[str]]]:
        """Return the lists that the page refers to, each with the links back to the places that refer to it."""
        return [
            (listing, [fragment(f"n-{listing.id}-{number + 1}") for number in range(self.cited[listing.id])])
            for listing in listings
            if listing.id in self.cited
        ]

    def address(self, code: str) -> str | None:
        """Return the link to the row of a code; None if the page has no such row."""
        row = self._rows.get(code)
        return None if row is None else fragment(row)

    def sentence(self, parts: Iterable[str | Count]) -> Markup:
        """Return a sentence as markup."""
        return Markup("".join(map(self.part, parts)))  # noqa: S704 - escaped

    def part(self, part: str | Count) -> Markup:
        """Return a part of a sentence: text, or a number that links to its list."""
        if isinstance(part, Count):
            return self._opening(part.shown, part.listing)
        return dated(part)

    def cell(self, _column: str, cell: Cell) -> Markup:
        """Return the content of a table cell: text, or a number that links to its list."""
        return dated(cell.text) if cell.listing is None else self._opening(cell.text, cell.listing)

    def cells(self, laid: Iterable[html_tables.Laid]) -> Markup:
        """Return the cells of a row, each with the cells below it; the first cell is the row header."""
        told, tag = [], 'th scope="row"'
        for names, column, first, others in laid:
            under = self._under(others) if others else ""
            told.append(f'<{tag} class="{names}">{self.cell(column, first)}{under}</{tag[:2]}>')
            tag = "td"
        return Markup("\n".join(told))  # noqa: S704 - escaped; the classes are our own

    def _under(self, others: Iterable[tuple[str, Cell]]) -> str:
        told = (f"{escape(sanitize(before))}{self.cell('', cell)}" for before, cell in others)
        return f'<div class="under">{row_entries.SEPARATOR.join(told)}</div>'

    def item(self, item: Item) -> Markup:
        """Return a list item: its code, linked if the page has a row for it, and its text."""
        there, code = self.address(item.code), escape(sanitize(item.code))
        shown = (
            f'<span class="code">{code}</span>'
            if there is None
            else f'<a class="code" href="{escape(there)}">{code}</a>'
        )
        return Markup(f"{shown} <span>{dated(item.words)}</span>")  # noqa: S704 - escaped

    def entry(self, table: Table, row: Row) -> Markup:
        """Return the content of an entry after its code."""
        return Markup(row_entries.SEPARATOR.join(map(self._piece, row_entries.pieces(table, row))))  # noqa: S704 - escaped

    def _piece(self, one: Piece) -> str:
        name, told = escape(sanitize(one.name)), dated(one.text)
        if one.address:
            told = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(one.address, sanitize(one.text))
        elif one.holds == "title":
            told = Markup(f"<cite>{told}</cite>")  # noqa: S704 - escaped
        elif one.holds == "codes":
            told = Markup(", ").join(map(self._code, one.text.split(", ")))
        elif one.tone:
            told = Markup(f'<span class="t-{escape(one.tone)}">{told}</span>')  # noqa: S704 - escaped
        return f"{name}{told}"

    def _code(self, code: str) -> Markup:
        there, shown = self.address(code), escape(sanitize(code))
        return shown if there is None else Markup('<a href="{}">{}</a>').format(there, shown)

    def _opening(self, shown: str, listing: str) -> Markup:
        place = f'<a class="count" id="{escape(self.cite(listing))}" href="{escape(self.listed(listing))}">'
        return Markup(place) + dated(shown) + Markup("</a>")  # noqa: S704 - escaped


@cache
def environment(*folders: Path) -> Environment:
    """Return a Jinja environment that loads templates from ``folders`` and from this package.

    It escapes values, raises an error for undefined names, and cleans everything that is not our own markup.
    """
    found = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    found.globals.update(
        kind=_kind,
        opening_of=OPENING,
        drawn=_drawn,
        shares=html_tables.shares,
        laid=html_tables.laid,
        heads=html_tables.heads,
        head_class=html_tables.head_class,
        brief_size_index=brief_size_index,
        wideness=html_tables.wideness,
        groups=row_entries.groups,
        legend=row_entries.legend,
    )
    found.filters.update(fragment=fragment, dated=dated)
    return found


@lru_cache(maxsize=_REPEATED)
def dated(words: str) -> Markup:
    """Return text in which dates, months, percentages and options do not break across lines, but date ranges do."""
    text = _SHARE.sub(r'<span class="nobreak">\g<0></span>', str(escape(sanitize(words))))
    if "-" not in text:
        return Markup(text)  # noqa: S704 - escaped
    text = _DAY.sub(r"<time>\g<0></time>", text).replace("</time>/<time>", "</time>/<wbr><time>")
    return Markup(_OPTION.sub(r'<span class="nobreak">\g<0></span>', text))  # noqa: S704 - escaped before


@lru_cache(maxsize=_REPEATED)
def fragment(anchor: str) -> str:
    """Return the link to an anchor on the same page."""
    return "#" + quote(anchor)


@cache
def style() -> str:
    """Return the style sheet of a page, with the classes for column widths."""
    widths = "".join(f".w{share}{{width:{share}%}}" for share in range(1, 101))
    return "\n" + (TEMPLATES / "page.css").read_text(encoding="utf-8") + widths + "\n"


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _drawn(chart: Chart, language: str) -> Markup:
    wide, narrow = (charts.svg(chart, language, narrow=narrow) for narrow in (False, True))
    return Markup(wide + narrow)  # noqa: S704 - charts escape every word


def _shown(value: object) -> object:
    """Clean a template value before Jinja escapes it; leave our own markup unchanged."""
    return value if isinstance(value, Markup) else sanitize(value)
