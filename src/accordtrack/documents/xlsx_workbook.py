"""Excel workbook under construction: formats, sheets, and text cells that stay text."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from accordtrack.core.safe_text import sanitize
from accordtrack.documents.stable_zip import repack_archive

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Arial"
"""Every office program has it, or a font with the same widths."""
INK, PALE, LINE = "#1f3a5f", "#5a6570", "#b8c2cc"
TONES = {
    "muted": {"font_color": PALE},
    "warn": {"font_color": "#7a4b00", "bg_color": "#fff4d6"},
    "bad": {"font_color": "#8c1d18", "bg_color": "#fde8e6"},
    "good": {"font_color": "#0b5a2b", "bg_color": "#e2f4e8"},
    "mark": {"font_color": "#1f3a5f", "bg_color": "#e3ecf7"},
}
"""Text and background colors of the tones, with a contrast of at least 4.5 to 1. The text says the same."""
LINE_HEIGHT, TALLEST = 13.5, 400.0
"""Height of a line of text, and the maximum height of a row, in points."""
LETTERS = 1.12
"""Characters of prose per digit width: a slight underestimate."""
LONGEST = 32_767
"""Maximum number of characters in a cell."""
_DAY = re.compile(r"(19|2[0-9])[0-9]{2}-[01][0-9]-[0-3][0-9]")


class Book:
    """An XlsxWriter workbook that never converts text to formulas, links or numbers, and uses no clock."""

    def __init__(self, title: str, subtitle: str, as_of: str) -> None:
        self._out = BytesIO()
        options: dict[str, Any] = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 10},
        }
        self.workbook = Workbook(self._out, options)
        day = date.fromisoformat(as_of)
        self.workbook.set_properties(
            {"title": cell_text(title), "subject": cell_text(subtitle), "author": "", "created": noon(day)}
        )
        self.title = title
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()
        self.tables = 0

    def format(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own
        """Return a top-aligned, wrapped format with these properties; equal properties share one format."""
        key = tuple(properties.items())
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.workbook.add_format({"valign": "top", "text_wrap": True, **properties})
        return found

    def add_sheet(self, name: str) -> Worksheet:
        """Add a sheet that prints on landscape letter paper, one page wide. Raise ``ValueError`` for a used name."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", cell_text(name))[:31].strip()
        if plain.casefold() in self._names:
            raise ValueError(plain)
        self._names.add(plain.casefold())
        sheet = self.workbook.add_worksheet(plain)
        sheet.set_landscape()
        sheet.set_paper(1)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{_escape_ampersands(self.title)[:120]}&C&A&R&P / &N")
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def next_table_name(self) -> str:
        """Return a name for the next table, which readers can use in their own formulas."""
        self.tables += 1
        return f"table_{self.tables}"

    def to_bytes(self) -> bytes:
        """Close the workbook and return the file."""
        self.workbook.close()
        return repack_archive(self._out.getvalue())


def noon(day: date) -> datetime:
    """Return noon of a day, for document properties that require a time."""
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a day, in no zone


def cell_text(words: str) -> str:
    """Return text that a cell can hold: without characters that XML forbids, and truncated to the maximum length."""
    clean = sanitize(words)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


def parse_day(words: str) -> date | None:
    """Return the date if the text is a full date such as 2026-11-25; otherwise None."""
    if not _DAY.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def is_number(value: object) -> bool:
    """Whether a value is a number that a cell can hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _escape_ampersands(words: str) -> str:
    """Return text for a header or footer, with ampersands escaped."""
    return cell_text(words).replace("\n", " ").replace("&", "&&")
