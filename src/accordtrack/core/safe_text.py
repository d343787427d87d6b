"""Sanitize text for display and check text input. Text from a register is always treated as hostile.

All text passes ``wash`` before display: characters that could move the cursor, rename the window, reverse the reading
order or hide words become visible marks. ``forbidden_character`` names the first such character; inputs reject them.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from accordtrack.vocabulary import ASCII_MARKS, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TEXT = 20_000
"""Maximum length of a text field of the register, in characters."""

_HYPHEN = re.compile(r"(?<!\S)-(?=\d)")
_PICTURES = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
_PICTURES += "\U0001f000-\U0001faff"
_CONTROL = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BLANK = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0"
_BLANK += "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
_NOBODYS = "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
_HIDDEN = re.compile(
    f"[{_CONTROL}{_BIDI}{_BLANK}{_NOBODYS}]"
    # variation selectors and joiners belong only to pictures; 1\ufe0f\u20e3 is the keycap 1
    f"|(?<![{_PICTURES}])[\ufe0e\ufe0f](?!\u20e3)"
    f"|(?<![{_PICTURES}])(?<![{_PICTURES}]\ufe0f)\u200d|\u200d(?![{_PICTURES}])"
)
_SUSPECT = re.compile(f"[{_CONTROL}{_BIDI}{_BLANK}{_NOBODYS}\u200d\ufe0e\ufe0f]")
_PLAIN = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_USUAL = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]+")
"""Latin letters, digits and punctuation, as in nearly all text: none is hidden, blank or a combining mark."""
_DIGITS = re.compile(r"\d+")
_FAR = re.compile("[^\x00-\u02ff]{5,}")
_UNSEEN = frozenset({"Mn", "Me", "Cc", "Cf", "Cs"})
MOST_MARKS = 4
"""Maximum combining marks, such as accents, on one letter. More would paint over neighboring lines."""


def _visible_mark(found: re.Match[str]) -> str:
    """Return a control picture for C0 and DEL, ``<U+202E>`` for any other character."""
    code = ord(found[0])
    if code < 0x20:  # noqa: PLR2004
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"  # noqa: PLR2004


def _cut_excess_marks(words: str) -> tuple[str, str]:
    """Cut excess combining marks. Return the text and the first mark that exceeded the maximum."""
    names, first, marks = [], "", 0
    for character in words:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            names.append(character)
        elif marks == MOST_MARKS + 1:
            names.append(f"<U+{ord(character):04X}…>")
            first = first or character
    return "".join(names), first


def with_minus_signs(words: str) -> str:
    """Replace the hyphen of negative numbers with a minus sign, because a line may break after a hyphen."""
    return _HYPHEN.sub("−", words)


def sanitize(text: object) -> str:
    """Return ``str(text)`` with every control, bidi, invisible and surrogate character made visible; newlines stay.

    Combining marks after the fourth on one letter are cut: ``<U+0301…>`` stands for them.
    """
    words = str(text)
    if words.isascii():
        return words if words.isprintable() else _PLAIN.sub(_visible_mark, words)
    if _SUSPECT.search(words):
        words = _HIDDEN.sub(_visible_mark, words)
    return _FAR.sub(lambda found: _cut_excess_marks(found[0])[0], words)


def sanitize_line(text: object) -> str:
    """Like ``wash``, for a single line: a newline becomes ``⏎``."""
    return sanitize(text).replace("\n", "⏎")


def forbidden_character(text: str, *, lines: bool = True) -> str | None:
    """Return the name of the first character not allowed in input (``U+001B``), or None. ``lines`` permits newlines."""
    usual = _USUAL.fullmatch(text) is not None
    hidden = None if usual else _HIDDEN.search(text)
    newline = -1 if lines else text.find("\n")
    if newline >= 0 and (hidden is None or newline < hidden.start()):
        return "U+000A"
    if usual:
        return None
    found = (
        hidden[0]
        if hidden
        else next((first for far in _FAR.finditer(text) if (first := _cut_excess_marks(far[0])[1])), "")
    )
    return f"U+{ord(found):04X}" if found else None


def without_forbidden_characters(text: str) -> str:
    """Return ``text`` without the characters that a single-line input refuses."""
    left = _HIDDEN.sub("", text).replace("\n", "")
    return _FAR.sub(lambda found: re.sub("<U.[0-9A-F]+…>", "", _cut_excess_marks(found[0])[0]), left)


def has_visible_text(text: str) -> bool:
    """Whether ``text`` holds anything visible: more than blanks, invisible characters and loose marks."""
    if _USUAL.fullmatch(text):
        return not text.isspace()
    left = _HIDDEN.sub("", text)
    return any(not character.isspace() and unicodedata.category(character) not in _UNSEEN for character in left)


_LETTERS = str.maketrans(
    {mark: ASCII_MARKS[name] for name, mark in MARKS.items()}
    | {
        "…": "...",
        "×": "x",
        "≈": "~",
        "◊": "<>",
        "→": "->",
        "←": "<-",
        "≤": "<=",
        "≥": ">=",
        "¿": "?",
        "¡": "!",
        "⁄": "/",
    }
    | {"€": "EUR", "£": "GBP", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "đ": "d", "ł": "l", "Ł": "L"}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’‚‛′´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | {"·": "*", "•": "*", "↓": "|", "↑": "|", "⏎": "\\n", "␡": "^?"}
    | {chr(0x2400 + code): f"^{chr(0x40 + code)}" for code in range(0x20)}
)


def to_ascii(words: str) -> str:
    """Return ``words`` in ASCII: no accents, plain quotes and dashes, any other character as its number (u6f22)."""
    if words.isascii():
        return words
    plain = unicodedata.normalize("NFKD", words.translate(_LETTERS)).translate(_LETTERS)
    names = [mark for mark in plain if unicodedata.category(mark) != "Mn"]
    return "".join(names).encode("ascii", "backslashreplace").decode("ascii")


def casefold_plain(text: str) -> str:
    """Return the text in lower case without accents, to compare what people type with known words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def nearest(word: str, names: Iterable[str], *, alike: float = 0.5) -> str | None:
    """Return the known word that ``word`` probably means, or None. ``alike`` is the minimum similarity, 0 to 1."""
    by_fold = {casefold_plain(item): item for item in names}
    found = get_close_matches(casefold_plain(word), by_fold, n=1, cutoff=alike)
    return by_fold[found[0]] if found else None


def shorten(text: str, width: int) -> str:
    """Return the text as one line of at most ``width`` characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


_FORMULA = tuple("=+-@\t\r＝＋－＠")


def without_formula(value: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if value.lstrip(" \n").startswith(_FORMULA) else value


def capitalize_first(words: str) -> str:
    """Return ``words`` with the first letter in upper case and the rest unchanged."""
    return words[:1].upper() + words[1:]


def format_size(count: int) -> str:
    """Format bytes for people: 33 B, 212 kB, 3.4 MB; steps are of 1,000."""
    if count < 1000:  # noqa: PLR2004
        return f"{count} B"
    return f"{round(count / 1000)} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"  # noqa: PLR2004


def natural_sort_key(identifier: str) -> str:
    """Return a sort key for an id by its numbers: BF-2 before BF-10."""
    return _DIGITS.sub(lambda found: found.group().zfill(8), identifier)
