"""What every web page of ours is made with: templates that escape and wash, and the places of one page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from accordtrack.core.safe_text import wash
from accordtrack.documents import charts, html_tables, row_entries
from accordtrack.documents.model import OPENING, Count
from accordtrack.documents.one_sheet import density
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
"""Words that are kept as they were written: dates, codes and words of the vocabulary stand in many cells."""


def words() -> dict[str, str]:
    """What the frame of every page says, in the language in force."""
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


class Places:
    """What the templates ask of one page: where a number, a list and a record are, and how a part is written."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """``rows`` has the place on this page of the row about a code."""
        self.cited: dict[str, int] = {}
        self._rows = rows

    def cite(self, listing: str) -> str:
        """The place of the next number that opens ``listing``; places are numbered in reading order."""
        self.cited[listing] = self.cited.get(listing, 0) + 1
        return f"n-{listing}-{self.cited[listing]}"

    def listed(self, listing: str) -> str:
        """The address of a list."""
        return fragment(f"list-{listing}")

    def opened(self, listings: Iterable[Listing]) -> list[tuple[Listing, list[str]]]:
        """The lists that the page has opened, each with the addresses of the places it was opened from."""
        return [
            (listing, [fragment(f"n-{listing.id}-{number + 1}") for number in range(self.cited[listing.id])])
            for listing in listings
            if listing.id in self.cited
        ]

    def address(self, code: str) -> str | None:
        """Where the record of that code is told, when the page knows."""
        row = self._rows.get(code)
        return None if row is None else fragment(row)

    def sentence(self, parts: Iterable[str | Count]) -> Markup:
        """Words and numbers in the order in which they are read."""
        return Markup("".join(map(self.part, parts)))  # noqa: S704 - escaped

    def part(self, part: str | Count) -> Markup:
        """A part of a sentence: words, or a number that opens its list."""
        if isinstance(part, Count):
            return self._opening(part.shown, part.listing)
        return dated(part)

    def cell(self, _column: str, cell: Cell) -> Markup:
        """A cell of a table in the column of that key: its words, or a number that opens its list."""
        return dated(cell.text) if cell.listing is None else self._opening(cell.text, cell.listing)

    def cells(self, laid: Iterable[html_tables.Laid]) -> Markup:
        """The cells of a row as they are laid out, each with the cells under it. The first names the row."""
        told, tag = [], 'th scope="row"'
        for names, column, first, others in laid:
            under = self._under(others) if others else ""
            told.append(f'<{tag} class="{names}">{self.cell(column, first)}{under}</{tag[:2]}>')
            tag = "td"
        return Markup("\n".join(told))  # noqa: S704 - escaped; the classes are our own

    def _under(self, others: Iterable[tuple[str, Cell]]) -> str:
        told = (f"{escape(wash(before))}{self.cell('', cell)}" for before, cell in others)
        return f'<div class="under">{row_entries.SEPARATOR.join(told)}</div>'

    def item(self, item: Item) -> Markup:
        """An item of a list: its code, which leads to the record where the page knows it, and its words."""
        there, code = self.address(item.code), escape(wash(item.code))
        shown = (
            f'<span class="code">{code}</span>'
            if there is None
            else f'<a class="code" href="{escape(there)}">{code}</a>'
        )
        return Markup(f"{shown} <span>{dated(item.words)}</span>")  # noqa: S704 - escaped

    def entry(self, table: Table, row: Row) -> Markup:
        """What an entry says after its code."""
        return Markup(row_entries.SEPARATOR.join(map(self._piece, row_entries.pieces(table, row))))  # noqa: S704 - escaped

    def _piece(self, one: Piece) -> str:
        name, told = escape(wash(one.name)), dated(one.text)
        if one.address:
            told = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(one.address, wash(one.text))
        elif one.holds == "title":
            told = Markup(f"<cite>{told}</cite>")  # noqa: S704 - escaped
        elif one.holds == "codes":
            told = Markup(", ").join(map(self._code, one.text.split(", ")))
        elif one.tone:
            told = Markup(f'<span class="t-{escape(one.tone)}">{told}</span>')  # noqa: S704 - escaped
        return f"{name}{told}"

    def _code(self, code: str) -> Markup:
        there, shown = self.address(code), escape(wash(code))
        return shown if there is None else Markup('<a href="{}">{}</a>').format(there, shown)

    def _opening(self, shown: str, listing: str) -> Markup:
        place = f'<a class="count" id="{escape(self.cite(listing))}" href="{escape(self.listed(listing))}">'
        return Markup(place) + dated(shown) + Markup("</a>")  # noqa: S704 - escaped


@cache
def environment(*folders: Path) -> Environment:
    """Templates of these folders and of ours: autoescape, every name known, whatever is not our own markup washed."""
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
        density=density,
        wideness=html_tables.wideness,
        groups=row_entries.groups,
        legend=row_entries.legend,
    )
    found.filters.update(fragment=fragment, dated=dated)
    return found


@lru_cache(maxsize=_REPEATED)
def dated(words: str) -> Markup:
    """Words in which no day, no month, no share and no option is broken over two lines, but a period is."""
    text = _SHARE.sub(r'<span class="nobreak">\g<0></span>', str(escape(wash(words))))
    if "-" not in text:
        return Markup(text)  # noqa: S704 - escaped
    text = _DAY.sub(r"<time>\g<0></time>", text).replace("</time>/<time>", "</time>/<wbr><time>")
    return Markup(_OPTION.sub(r'<span class="nobreak">\g<0></span>', text))  # noqa: S704 - escaped before


@lru_cache(maxsize=_REPEATED)
def fragment(anchor: str) -> str:
    """The address of a place on the same page."""
    return "#" + quote(anchor)


@cache
def style() -> str:
    """The style of a page, with the widths of columns and the room for decimals that it needs."""
    widths = "".join(f".w{share}{{width:{share}%}}" for share in range(1, 101))
    return "\n" + (TEMPLATES / "page.css").read_text(encoding="utf-8") + widths + "\n"


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _drawn(chart: Chart, language: str) -> Markup:
    wide, narrow = (charts.svg(chart, language, narrow=narrow) for narrow in (False, True))
    return Markup(wide + narrow)  # noqa: S704 - charts escape every word


def _shown(value: object) -> object:
    """The border of the page: whatever is not markup of our own is washed before it is escaped."""
    return value if isinstance(value, Markup) else wash(value)
