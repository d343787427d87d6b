"""How wide words are in a drawing, without asking a font: wide enough for the sans serifs that readers have."""

from __future__ import annotations

_WIDTHS = {
    **dict.fromkeys(" iljIJí.,·'‘’", 0.32),
    **dict.fromkeys(":;|/!-ftr()[]`", 0.42),
    **dict.fromkeys('sz"*“”', 0.53),
    **dict.fromkeys("ackovxyáóFLPTY", 0.61),
    **dict.fromkeys("ABCDGHKNOQRUVXZÁÑÓÚ&", 0.78),
    **dict.fromkeys("wM+=<>~→−", 0.86),
    **dict.fromkeys("mW%@—…", 1.0),
}
"""Those of DejaVu Sans, the widest that readers are likely to have."""
_COMMON, _FAR = 0.64, 1.05
_LATIN = "\u024f"
BOLD = 1.12
"""How much wider bold letters are."""


def width(words: str, size: float) -> float:
    """The room that ``words`` need on one line at ``size``, rather too much than too little."""
    return size * sum(_WIDTHS.get(letter, _COMMON if letter <= _LATIN else _FAR) for letter in words)


def wrapped(words: str, size: float, room: float) -> list[str]:
    """``words`` as lines that fit ``room``; a word longer than a line is broken, nothing is left out."""
    lines = [""]
    for word in words.split():
        tried = f"{lines[-1]} {word}".lstrip()
        if width(tried, size) <= room:
            lines[-1] = tried
            continue
        pieces = _pieces(word, size, room)
        lines = [*(line for line in lines if line), *pieces]
    return lines


def _pieces(word: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
