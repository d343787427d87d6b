"""Text width estimated without a font, wide enough for the sans-serif fonts that readers are likely to have."""

from __future__ import annotations

from functools import lru_cache

_WIDTHS = {
    **dict.fromkeys(" iljIJí.,·'‘’", 0.32),
    **dict.fromkeys(":;|/!-ftr()[]`", 0.42),
    **dict.fromkeys('sz"*“”', 0.53),
    **dict.fromkeys("ackovxyáóFLPTY", 0.61),
    **dict.fromkeys("ABCDGHKNOQRUVXZÁÑÓÚ&", 0.78),
    **dict.fromkeys("wM+=<>~→−", 0.86),
    **dict.fromkeys("mW%@—…", 1.0),
}
"""Widths in DejaVu Sans, the widest of these fonts, as fractions of the font size."""
_COMMON, _FAR = 0.64, 1.05
_LATIN = "\u024f"
BOLD = 1.12
"""Width of bold text relative to regular text."""


def width(words: str, size: float) -> float:
    """Return the estimated width of ``words`` on one line at ``size``; it overestimates rather than underestimates."""
    return size * _relative_width(words)


@lru_cache(maxsize=4096)
def _relative_width(words: str) -> float:
    """Return the width at size 1; the labels and legends of charts repeat."""
    return sum([_WIDTHS.get(letter, _COMMON if letter <= _LATIN else _FAR) for letter in words])


def wrap(words: str, size: float, room: float) -> list[str]:
    """Return ``words`` as lines that fit ``room``; words longer than a line are split."""
    lines = [""]
    for word in words.split():
        tried = f"{lines[-1]} {word}".lstrip()
        if width(tried, size) <= room:
            lines[-1] = tried
            continue
        pieces = _split_word(word, size, room)
        lines = [*(line for line in lines if line), *pieces]
    return lines


def _split_word(word: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
