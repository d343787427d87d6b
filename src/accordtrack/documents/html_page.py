"""Shared parts of the HTML pages: Jinja templates that escape and clean text, and the anchors of one page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from accordtrack import i18n
from accordtrack.core.safe_text import sanitize
from accordtrack.documents import html_tables, table_layout
from accordtrack.documents.charts import bar_chart, line_chart, sparkline, tile_map
from accordtrack.documents.charts.line_model import LineChart
from accordtrack.documents.model import Count, Link
from accordtrack.i18n import tr
from accordtrack.text.calendar_names import dates_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.documents.charts.line_model import Point
    from accordtrack.documents.charts.tile_map import TileMap
    from accordtrack.documents.model import Block, Cell, Chart, Item, Listing, Part, Row, Sentence, Table
    from accordtrack.documents.table_layout import Piece

TEMPLATES = Path(__file__).parent / "templates"
_SHARE = re.compile(r"(?:[+\-−]|(?<![\d.,]))[\d.,]+ %")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
_REPEATED = 16384
"""Cache size for formatted text: dates, codes and vocabulary terms repeat in many cells."""


def fixed_texts() -> dict[str, str]:
    """Return the fixed texts of every page, in the current language."""
    return {
        "skip": tr("Skip to the text"),
        "lists_note": tr("Every underlined number opens the list that it counts."),
        "none": tr("This list is empty."),
        "back": tr("Back to where it is counted:"),
        "top": tr("Back to the top"),
        "original": tr("In the language of the speaker"),
        "translation": tr("Translation"),
        "source": tr("Source:"),
        "as_of": tr("updated"),
        "known_on": tr("data available as of"),
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

    def list_address(self, listing: str) -> str:
        """Return the link to a list."""
        return fragment(f"list-{listing}")

    def lists_with_backlinks(self, listings: Iterable[Listing]) -> list[tuple[Listing, list[str]]]:
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

    def sentence(self, parts: Sentence) -> Markup:
        """Return a sentence as markup."""
        return Markup("".join(map(self.part, parts)))  # noqa: S704 - escaped

    def part(self, part: Part) -> Markup:
        """Return a part of a sentence: text, or a number that links to its list."""
        if isinstance(part, Count):
            return self._list_link(part.shown, part.listing)
        if isinstance(part, Link) and part.path:
            return Markup('<a href="{}">{}</a>').format(quote(part.path), keep_dates_together(part.shown))
        return keep_dates_together(part if isinstance(part, str) else part.shown)

    def cell(self, _column: str, cell: Cell) -> Markup:
        """Return the content of a table cell: text, or a number that links to its list."""
        return keep_dates_together(cell.text) if cell.listing is None else self._list_link(cell.text, cell.listing)

    def cells(self, laid: Iterable[html_tables.Laid]) -> Markup:
        """Return the cells of a row, each with the cells below it; the first cell is the row header.

        The cell of a named column has the column's title too, for pages that show a row as a card.
        """
        lines, tag = [], 'th scope="row"'
        for names, column, first, others in laid:
            under = self._secondary_cells(others) if others else ""
            title = f' data-title="{escape(sanitize(column.title))}"' if column.named else ""
            lines.append(f'<{tag} class="{names}"{title}>{self.cell(column.key, first)}{under}</{tag[:2]}>')
            tag = "td"
        return Markup("\n".join(lines))  # noqa: S704 - escaped; the classes are our own

    def _secondary_cells(self, others: Iterable[tuple[str, Cell]]) -> str:
        lines = (f"{escape(sanitize(before))}{self.cell('', cell)}" for before, cell in others)
        return f'<div class="under">{table_layout.SEPARATOR.join(lines)}</div>'

    def item(self, item: Item) -> Markup:
        """Return a list item: its code, linked if the page has a row for it, and its text."""
        there, code = self.address(item.code), escape(sanitize(item.code))
        text = (
            f'<span class="code">{code}</span>'
            if there is None
            else f'<a class="code" href="{escape(there)}">{code}</a>'
        )
        return Markup(f"{text} <span>{keep_dates_together(item.words)}</span>")  # noqa: S704 - escaped

    def entry(self, table: Table, row: Row) -> Markup:
        """Return the content of an entry after its code."""
        return Markup(table_layout.SEPARATOR.join(map(self._piece, table_layout.pieces(table, row))))  # noqa: S704 - escaped

    def _piece(self, one: Piece) -> str:
        name, markup = escape(sanitize(one.name)), keep_dates_together(one.text)
        if one.address:
            markup = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(one.address, sanitize(one.text))
        elif one.holds == "title":
            markup = Markup(f"<cite>{markup}</cite>")  # noqa: S704 - escaped
        elif one.holds == "codes":
            markup = Markup(", ").join(map(self._code, one.text.split(", ")))
        elif one.tone:
            markup = Markup(f'<span class="t-{escape(one.tone)}">{markup}</span>')  # noqa: S704 - escaped
        return f"{name}{markup}"

    def _code(self, code: str) -> Markup:
        there, markup = self.address(code), escape(sanitize(code))
        return markup if there is None else Markup('<a href="{}">{}</a>').format(there, markup)

    def _list_link(self, text: str, listing: str) -> Markup:
        place = f'<a class="count" id="{escape(self.cite(listing))}" href="{escape(self.list_address(listing))}">'
        return Markup(place) + keep_dates_together(text) + Markup("</a>")  # noqa: S704 - escaped


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
        finalize=_clean_value,
    )
    found.globals.update(
        kind=_block_kind,
        drawn=_chart_images,
        drawn_narrow=_narrow_image,
        sparkline=_sparkline,
        tile_map=_tile_map,
        shares=html_tables.column_percentages,
        laid=html_tables.lay_out_rows,
        heads=html_tables.head_columns,
        head_class=html_tables.head_class,
        wideness=html_tables.width_class,
        groups=table_layout.groups,
        legend=table_layout.legend,
    )
    found.filters.update(fragment=fragment, dated=keep_dates_together)
    return found


def keep_dates_together(words: str) -> Markup:
    """Return text with dates in words, in which dates, months, percentages and options do not break across lines."""
    return _keep_dates_together(words, i18n.language())


@lru_cache(maxsize=_REPEATED)
def _keep_dates_together(words: str, _language: str) -> Markup:
    text = _SHARE.sub(r'<span class="nobreak">\g<0></span>', str(escape(sanitize(words)))).replace(" ◊", "\u00a0◊")
    if "-" not in text:
        return Markup(text)  # noqa: S704 - escaped
    text = dates_in_words(text, lambda date, name: f'<time datetime="{date}">{name}</time>')
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


def _block_kind(block: Block) -> str:
    return type(block).__name__.lower()


def _chart_images(chart: Chart | LineChart, language: str) -> Markup:
    """Return the chart as two images, wide and for phones; a page displays one of them."""
    sizes = (False, True)
    if isinstance(chart, LineChart):
        images = [line_chart.draw(chart, language, narrow=narrow) for narrow in sizes]
    else:
        images = [bar_chart.draw(chart, language, narrow=narrow) for narrow in sizes]
    return Markup("".join(images))  # noqa: S704 - charts escape every word


def _narrow_image(chart: LineChart, language: str) -> Markup:
    """Return the image for phones alone, for charts in a narrow column of any screen."""
    return Markup(line_chart.draw(chart, language, narrow=True))  # noqa: S704 - charts escape every word


def _sparkline(points: Sequence[Point], *, agreed_on: str | None, ink: str, every: int) -> Markup:
    return Markup(sparkline.draw(points, agreed_on=agreed_on, ink=ink, every=every))  # noqa: S704 - numbers alone


def _tile_map(found: TileMap, language: str) -> Markup:
    return Markup(tile_map.draw(found, language))  # noqa: S704 - charts escape every word


def _clean_value(value: object) -> object:
    """Clean a template value before Jinja escapes it; leave our own markup unchanged."""
    return value if isinstance(value, Markup) else sanitize(value)
