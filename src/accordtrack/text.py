"""Washing of text that comes from the register, which is hostile everywhere.

``wash`` is the one function at the display border: what could move the cursor, rename the window,
reverse the reading order or hide words becomes a visible mark. ``refuse`` names the first such
character, for inputs, which do not take them at all.
"""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TEXT = 20_000
"""Longest text, in characters, that a field of the register may hold."""

_CONTROL = [*range(0x20), 0x7F, *range(0x80, 0xA0)]
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_LINES = [0x2028, 0x2029]
_INVISIBLE = [0x200B, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)]
_NEWLINE = 0x0A


def _mark(code: int) -> str:
    """Control pictures for C0 and DEL, ``<U+202E>`` for the rest."""
    if code < 0x20:  # noqa: PLR2004
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"  # noqa: PLR2004


_WASH: dict[int, str] = {code: _mark(code) for code in (*_CONTROL, *_BIDI, *_LINES, *_INVISIBLE) if code != _NEWLINE}
_WASH.update({code: f"<U+{code:04X}>" for code in range(0xD800, 0xE000)})
_WASH_LINE = _WASH | {_NEWLINE: "⏎"}


def wash(text: object) -> str:
    """``str(text)`` with every control, bidi and surrogate character made visible; newlines stay."""
    return str(text).translate(_WASH)


def wash_line(text: object) -> str:
    """Like ``wash``, for a place of one line: a newline becomes ``⏎``."""
    return str(text).translate(_WASH_LINE)


def refuse(text: str, *, lines: bool = True) -> str | None:
    """Name of the first character that no input may hold (``U+001B``), or None. ``lines`` permits newlines."""
    table = _WASH if lines else _WASH_LINE
    for character in text:
        if ord(character) in table:
            return f"U+{ord(character):04X}"
    return None


def fold(text: str) -> str:
    """Lower case without accents, for comparing what people type with what is listed."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was probably meant to be, or None."""
    by_fold = {fold(item): item for item in known}
    found = get_close_matches(fold(word), by_fold, n=1, cutoff=0.5)
    return by_fold[found[0]] if found else None


def shorten(text: str, width: int) -> str:
    """One line of at most ``width`` characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def size(count: int) -> str:
    """Bytes for people: 33 B, 212 kB, 3.4 MB; thousands are 1,000."""
    if count < 1000:  # noqa: PLR2004
        return f"{count} B"
    return f"{round(count / 1000)} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"  # noqa: PLR2004
