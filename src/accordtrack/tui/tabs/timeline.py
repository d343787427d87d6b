"""Timeline of years with three lanes: marks for each speaker's statements, events, and the compared dates.

When not every year fits in its own column, the oldest years share one column, labeled with the first and last year.
When the view is scrolled back to earlier years, the newest years share one as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import trc
from accordtrack.text import timeline
from accordtrack.tui import text_styles
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import LanesView

LEAST, WIDEST, FULL = 9, 26, 100
"""Minimum and maximum cells of a year, and the minimum width for showing the full names of the sides."""
SHARED = 12
"""Cells reserved for a column of several years when computing the number of columns."""
NAME, NAME_SHARED = 7, 12
"""Minimum cells of a column of one or several years: its name, a bracket on each side, and a gap."""
GAP = 3
NAMED = 6
"""The names of the sides take at most one part in this many of the width."""


def columns(years: Sequence[int], room: int, back: int) -> list[range]:
    """Return the years of each column, oldest first, scrolled ``back`` from the newest within the range."""
    first, last = years[0], years[-1]
    if len(years) * LEAST <= room:
        return [range(year, year + 1) for year in years]
    back = min(max(back, 0), max_scroll_back(years, room))
    end = last - back
    single = max((room - SHARED * (1 + bool(back))) // LEAST, 1)
    begin = max(end - single + 1, first)
    if begin == first:
        end = min(first + max((room - SHARED) // LEAST, 1) - 1, last)
    single_years = [range(year, year + 1) for year in range(begin, end + 1)]
    older, newer = range(first, begin), range(end + 1, last + 1)
    return [*([older] if older else []), *single_years, *([newer] if newer else [])]


def max_scroll_back(years: Sequence[int], room: int) -> int:
    """Return how far the view can scroll back until the first year has its own column; 0 if all years fit."""
    if not years or len(years) * LEAST <= room:
        return 0
    return max(len(years) - max((room - SHARED) // LEAST, 1), 0)


def next_scroll_offset(years: Sequence[int], room: int, back: int, step: int) -> int:
    """Return the scroll offset after one more step in either direction, skipping offsets that show the same columns."""
    shown, most = columns(years, room, back), max_scroll_back(years, room)
    while 0 <= back + step <= most:
        back += step
        if columns(years, room, back) != shown:
            break
    return back


def years_width(width: int) -> int:
    """Return the cells available for the years beside the names of the lanes."""
    return width - max(map(len, _lane_names(width).values())) - 2


def _lane_names(width: int) -> dict[str, str]:
    whole = {one: timeline.lane_name(one) for one in timeline.lane_speakers()}
    fitting = width >= FULL and max(map(len, whole.values())) * NAMED <= width
    return whole if fitting else {one: label("short side", one) for one in whole}


def lines(view: LanesView | None, pins: tuple[str, str], width: int, back: int = 0) -> list[Content]:
    """Return a line of years and one line per lane, each at most ``width`` cells wide."""
    if view is None or not view.years:
        return []
    left = width - years_width(width)
    shown = columns(view.years, years_width(width), back)
    lanes = {
        one: [timeline.parts(view, one, years, ascii_only=text_styles.ascii_only()) for years in shown]
        for one in timeline.lane_speakers()
    }
    wanted = [max(len(" ".join(column)) for column in columns_) + 2 for columns_ in zip(*lanes.values(), strict=True)]
    cells = _column_widths(shown, wanted, years_width(width))
    contents = [
        text_styles.join(" " * left, *(_format_years(*column, pins) for column in zip(shown, cells, strict=True)))
    ]
    for speaker, name in _lane_names(width).items():
        marks = [_format_marks(parts, wide) for parts, wide in zip(lanes[speaker], cells, strict=True)]
        contents.append(text_styles.join(text_styles.muted(text_styles.fit(name, left)), *marks))
    return [text_styles.clip(line, width) for line in contents]


def _column_widths(shown: Sequence[range], wanted: Sequence[int], room: int) -> list[int]:
    """Return the cells of each column: at least its name, then what its marks need, then equal shares of the rest."""
    cells = [NAME_SHARED if len(years) > 1 else NAME for years in shown]
    while sum(cells) < room:
        short = [place for place, cell in enumerate(cells) if cell < wanted[place]]
        if not short:
            break
        cells[min(short, key=lambda place: cells[place])] += 1
    even = (room - sum(cells)) // max(len(cells), 1)
    return [max(cell, min(cell + even, WIDEST)) for cell in cells]


def legend(view: LanesView | None, width: int, back: int, beside: int) -> Content:
    """Return the keys that scroll the years and the meaning of the marks.

    Include as many parts as fit beside ``beside`` cells, or in half the width if that is more.
    """
    if view is None or not view.years:
        return text_styles.BLANK
    parts = []
    if max_scroll_back(view.years, years_width(width)):
        keys = [text_styles.mark_or_ascii("←", "left"), *([text_styles.mark_or_ascii("→", "right")] if back else [])]
        content = text_styles.muted(trc("lane", "other years"))
        parts.append(text_styles.join(text_styles.words(" ".join(keys), text_styles.HEADING), content, by=" "))
    for mark, meaning in timeline.legend(view, ascii_only=text_styles.ascii_only()):
        parts.append(text_styles.join(text_styles.words(mark), text_styles.muted(meaning), by=" "))
    line = text_styles.BLANK
    for part in parts:
        longer = text_styles.join(line, part, by=" " * GAP) if line else part
        if longer.cell_length > max(width - beside - GAP, width // 2):
            break
        line = longer
    return line


def _format_years(years: range, cell: int, pins: tuple[str, str]) -> Content:
    """Format a year, or a range of years, with brackets if a compared date falls in it: ``[2025``, ``2026]``."""
    text = str(years[0]) if len(years) == 1 else f"{years[0]}{text_styles.mark_or_ascii('–', '-')}{years[-1]}"
    first, second = (int(pin) in years for pin in pins)
    return text_styles.words(
        text_styles.fit(f"{'[' if first else ''}{text}{']' if second else ''}", cell),
        text_styles.HEADING if first or second else text_styles.MUTED,
    )


def _format_marks(parts: list[str], cell: int) -> Content:
    """Format the marks that fit, the most frequent first; a sign at the end says that there are more."""
    if not parts:
        return text_styles.words(text_styles.fit(text_styles.mark_or_ascii("·", "."), cell), text_styles.FAINT)
    more = text_styles.mark_or_ascii("…", "+")
    event = timeline.EVENT[text_styles.ascii_only()]
    status_marks = [part for part in parts if not part.startswith(event)]
    happened = [part for part in parts if part.startswith(event)]
    names = list(status_marks)
    free = cell - (2 if cell > LEAST else 1)
    while len(names) > 1 and len(_join_marks(names, happened, more if len(names) < len(status_marks) else "")) > free:
        names.pop()
    return text_styles.words(
        text_styles.fit(_join_marks(names, happened, more if len(names) < len(status_marks) else ""), cell)
    )


def _join_marks(status_marks: list[str], happened: list[str], more: str) -> str:
    return " ".join(part for part in (" ".join(status_marks) + more, *happened) if part)
