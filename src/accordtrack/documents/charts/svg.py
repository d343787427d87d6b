"""What all charts share: sizes, fonts, colors as attributes for print, formatted text and numbers, and the image itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDE, NARROW = 820.0, 340.0
"""Widths of a chart: on paper and large screens, and on phones."""
FACES = "Noto Sans, Segoe UI, Helvetica Neue, Arial, sans-serif"
COLOURS = {
    "ink": 'fill="#1b1f24"',
    "muted": 'fill="#565d66"',
    "grid": 'stroke="#d9dce0"',
    "zero": 'stroke="#1b1f24"',
    "outcome": 'fill="#1d4f7c"',
    "hatch": 'stroke="#8a5a00"',
    "ground": 'fill="#f6ead2"',
    "edge": 'stroke="#8a5a00"',
    "line": 'stroke="#1d4f7c"',
    "worse": 'fill="#b5471b"',
    "rim": 'stroke="#b5471b"',
    "still": 'fill="#ffffff" stroke="#565d66"',
    "paper": 'stroke="#ffffff"',
    "ring": 'stroke="#1d4f7c" fill="#ffffff"',
}
"""Presentation attributes by class; a page can restyle the classes for its light and dark themes."""
INKS = {"us": "#5b4b8a", "mx": "#8a6400"}
"""The colors of lines about one country."""


def colours_with_ink(ink: str) -> dict[str, str]:
    """Return the attributes of a chart whose lines and dots have the color of a country; without one, the usual ones."""
    if ink not in INKS:
        return COLOURS
    usual = COLOURS["line"].partition('"')[2].removesuffix('"')
    return {name: text.replace(usual, INKS[ink]) for name, text in COLOURS.items()}


HALO = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
BOLD = ' font-weight="600"'


def format_number(value: float) -> str:
    """Return a length or coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def bracket(x: float, top: float, bottom: float, colours: Mapping[str, str]) -> str:
    """Return a vertical bracket that joins two values of one period."""
    left, right = format_number(x - 4), format_number(x + 4)
    middle, first, last = (format_number(one) for one in (x, top, bottom))
    way = f"M{left} {first}H{right}M{middle} {first}V{last}M{left} {last}H{right}"
    return f'<path class="c-hatch" d="{way}" stroke-width="1.5" fill="none" {colours["hatch"]}/>'


def escape_line(words: str) -> str:
    """Return cleaned and escaped text on one line."""
    return escape(sanitize_line(words))


def text_element(
    words: str, at: tuple[float, float], size: float, *, tone: str = "ink", extra: str = "", halo: bool = False
) -> str:
    """Return a text element with ``extra`` attributes; ``halo`` adds an outline that covers grid lines behind it."""
    place = f'x="{format_number(at[0])}" y="{format_number(at[1])}" font-size="{format_number(size)}"'
    around, name = (f" {HALO}", " c-halo") if halo else ("", "")
    return f'<text class="c-{tone}{name}" {place} {COLOURS[tone]}{extra}{around}>{escape_line(words)}</text>'


def image(
    name: str, *, title: str, description: str, language: str, size: tuple[float, float], body: str, narrow: bool
) -> str:
    """Return an ``<svg>`` of ``size`` (width, height) around ``body``, with title, description and ID ``name``."""
    name = escape(f"{name}-{'narrow' if narrow else 'wide'}")
    wide, high = map(format_number, size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-{"narrow" if narrow else "wide"}" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" xml:lang="{escape(language)}" '
        f'aria-labelledby="{name}-t" aria-describedby="{name}-d" font-family="{FACES}">'
        f'<title id="{name}-t">{escape_line(title)}</title><desc id="{name}-d">{escape_line(description)}</desc>{body}</svg>'
    )
