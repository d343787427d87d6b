"""Numbers of composed sentences that count a list: marked while a sentence is made, then shown plainly or as parts.

The marks are private characters, so that a translation can place a number anywhere in its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKED = re.compile("\ue000([^\ue000-\ue002]*)\ue001([^\ue000-\ue002]*)\ue002")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is shown, and the name of the list that it counts."""

    shown: str
    list: str


def counted(number: int, name: str) -> str:
    """Return a number with the mark of the list that it counts."""
    return f"\ue000{name}\ue001{number:,}\ue002"


def plain(text: str) -> str:
    """Return a text without marks."""
    return _MARKED.sub(lambda found: found[2], text)


def parts(text: str) -> tuple[str | Number, ...]:
    """Return a text as its words and its numbers, in order."""
    found: list[str | Number] = []
    end = 0
    for one in _MARKED.finditer(text):
        found += [text[end : one.start()], Number(one[2], one[1])]
        end = one.end()
    return tuple(part for part in (*found, text[end:]) if part)
