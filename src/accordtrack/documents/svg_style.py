"""Shared style of SVG drawings: fonts, colors as attributes for print, and formatted text and numbers."""

from __future__ import annotations

from html import escape

from accordtrack.core.safe_text import sanitize_line

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
HALO = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
BOLD = ' font-weight="600"'


def number(value: float) -> str:
    """Return a length or coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def safe(words: str) -> str:
    """Return cleaned and escaped text on one line."""
    return escape(sanitize_line(words))


def text(
    words: str, at: tuple[float, float], size: float, *, tone: str = "ink", extra: str = "", halo: bool = False
) -> str:
    """Return a text element with ``extra`` attributes; ``halo`` adds an outline that covers grid lines behind it."""
    place = f'x="{number(at[0])}" y="{number(at[1])}" font-size="{number(size)}"'
    around, name = (f" {HALO}", " c-halo") if halo else ("", "")
    return f'<text class="c-{tone}{name}" {place} {COLOURS[tone]}{extra}{around}>{safe(words)}</text>'
