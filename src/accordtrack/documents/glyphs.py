"""Characters that the fonts of a PDF can show. A valid PDF/A file contains no other."""

from __future__ import annotations

import re
from functools import lru_cache
from struct import unpack_from
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from pathlib import Path

_SIGNS = re.compile(
    "[\u2190-\u2213\u2215\u2217-\u2220\u2223-\u2224\u2227-\u222d\u2234-\u223d\u2241-\u2269\u23ce\u2500-\u262f"
    "\u2690-\u269c\u26a0-\u26a1\u2701-\u2704\u2706-\u2709\u270c-\u2727\u2729-\u274b\u2794\u2798-\u27af]"
)
"""Arrows, mathematical signs, shapes and check marks in the fonts embedded in typst, which are the same everywhere."""
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Categories of invisible characters, even if a font lists them: they can reverse the text direction or hide words."""
_CONTROLS, _DELETE = 0x2400, 0x2421
_RUN = 28
"""Longest run of characters without a place to break that a column must hold."""
_SLASH = re.compile(r"(?<=\S/)(?=[^\s/])")
_PERIOD = re.compile(r"(?<=\S/)(?=\d)")
"""A period such as 2021-03-01/2021-04-30 can break after its slash. Before a letter, typst breaks there by itself."""
_WORD = re.compile(r"\S+")
_DIGIT, _PART = re.compile(r"\d"), re.compile(r"-[^\W\d]")
_JOINT = re.compile(r"(?<=-)(?=[^\W\d_A-Z])")
"""Hyphen before a lowercase letter, where a code needs a break mark in Spanish.

Spanish typography repeats the hyphen of a word that breaks there. With the mark, a code breaks without a second hyphen.
"""
_SHARE = re.compile(r"(?<=\d) %")
"""A number and its percent sign stay on one line."""
_LONG = re.compile(rf"[^\s\-/\u200b]{{{_RUN + 1},}}")


@lru_cache(maxsize=4)
def covered_code_points(font: Path) -> frozenset[int]:
    """Return the code points of a font file, from its ``cmap`` table (format 12). Raise ``ValueError`` without one."""
    raw = font.read_bytes()
    (tables,) = unpack_from(">H", raw, 4)
    places = {raw[at : at + 4]: unpack_from(">I", raw, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    start = places[b"cmap"]
    (maps,) = unpack_from(">H", raw, start + 2)
    for number in range(maps):
        at = start + unpack_from(">I", raw, start + 8 + 8 * number)[0]
        if unpack_from(">H", raw, at)[0] == 12:  # noqa: PLR2004
            (groups,) = unpack_from(">I", raw, at + 12)
            spans = (unpack_from(">II", raw, at + 16 + 12 * group) for group in range(groups))
            return frozenset(code for first, last in spans for code in range(first, last + 1))
    raise ValueError(font.name)


def replace_unsupported(words: str, known: frozenset[int]) -> str:
    """Return ``words`` with each unsupported character replaced by its visible code point."""
    if words.isascii() and words.isprintable():
        return words
    return "".join(_visible_character(character, known) for character in words)


def printable(words: str, known: frozenset[int], *, spanish: bool) -> str:
    """Return ``words`` as shown, with break marks in very long runs, and for ``spanish`` also in codes and addresses.

    Every mark slows down the layout of its line, so text that breaks well without marks gets none.
    """
    plain = _SHARE.sub("\u00a0%", replace_unsupported(words, known))
    if "/" in plain:
        plain = (_SLASH if spanish else _PERIOD).sub("\u200b", plain)
    if spanish and "-" in plain:
        plain = _WORD.sub(lambda found: _JOINT.sub("\u200b", found[0]) if _is_code(found[0]) else found[0], plain)
    return _LONG.sub(_add_break_marks, plain)


def _is_code(word: str) -> bool:
    """Whether ``word`` looks like a code.

    A code has a part between two hyphens, or a digit and a part that begins with a letter. Each regular expression
    searches only once: register text can be long and crafted to be slow.
    """
    if word.rfind("-") - word.find("-") > 1:
        return True
    part = _PART.search(word)
    return part is not None and _DIGIT.search(word) is not None


def _visible_character(character: str, known: frozenset[int]) -> str:
    code = ord(character)
    if character == "\n" or _SIGNS.match(character) or (code in known and category(character) not in _UNSEEN):
        return character
    if _CONTROLS <= code <= _DELETE:
        code = 0x7F if code == _DELETE else code - _CONTROLS
    return f"<U+{code:04X}>"


def _add_break_marks(found: re.Match[str]) -> str:
    """Return a long run with break marks, which the template turns into break opportunities that leave no character."""
    run = found[0]
    return "\u200b".join(run[at : at + _RUN // 2] for at in range(0, len(run), _RUN // 2))
