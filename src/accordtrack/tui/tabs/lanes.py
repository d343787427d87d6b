"""The line of years with three lanes: what each speaker said as marks, events beside them, and the dates compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.sentences import lanes
from accordtrack.tui import ink
from accordtrack.wording import label

if TYPE_CHECKING:
    from textual.content import Content

    from accordtrack.views import LanesView

LEAST, WIDEST, FULL = 9, 26, 100
"""Fewest and most cells of a year; cells from which sides have their whole names."""


def lines(view: LanesView | None, pins: tuple[str, str], width: int) -> list[Content]:
    """A line of years, and one for each lane, of at most ``width`` cells; the latest years where not all fit."""
    if view is None or not view.years:
        return []
    names = {one: lanes.name(one) if width >= FULL else label("short side", one) for one in lanes.order()}
    left = max(len(name) for name in names.values()) + 2
    room = max((width - left) // LEAST, 1)
    years = list(view.years)[-room:]
    cell = min((width - left) // len(years), WIDEST)
    made = [ink.joined(" " * left, *(_year(year, pins, cell) for year in years))]
    for speaker, name in names.items():
        cells = [_cell(lanes.parts(view, speaker, year, ascii_only=ink.ascii_only()), cell) for year in years]
        made.append(ink.joined(ink.words(ink.fit(name, left), ink.MUTED), *cells))
    return [ink.clip(line, width) for line in made]


def _year(year: int, pins: tuple[str, str], cell: int) -> Content:
    """A year, in brackets where a date that is compared lies in it: ``[2025``, ``2026]``."""
    named = f"{'[' if pins[0].startswith(str(year)) else ''}{year}{']' if pins[1].startswith(str(year)) else ''}"
    return ink.words(ink.fit(named, cell), ink.HEADING if named != str(year) else ink.MUTED)


def _cell(parts: list[str], cell: int) -> Content:
    """As many marks as fit, the most frequent of them; a mark behind that there are more."""
    if not parts:
        return ink.words(ink.fit(ink.sign("·", "."), cell), ink.FAINT)
    more = ink.sign("…", "+")
    event = lanes.EVENT[ink.ascii_only()]
    said = [part for part in parts if not part.startswith(event)]
    happened = [part for part in parts if part.startswith(event)]
    kept = list(said)
    while len(kept) > 1 and len(_joined(kept, happened, more if len(kept) < len(said) else "")) > cell - 1:
        kept.pop()
    return ink.words(ink.fit(_joined(kept, happened, more if len(kept) < len(said) else ""), cell))


def _joined(said: list[str], happened: list[str], more: str) -> str:
    return " ".join(part for part in (" ".join(said) + more, *happened) if part)
