"""Columns of the owed screen's groups: which fit a width, their two-line headings, and the rendering of one group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.counts import NOBODY
from accordtrack.i18n import tr, trc
from accordtrack.text import responsibility_counts
from accordtrack.tui import text_styles
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.types import ResponsibilityRow

COUNTS = ("owed", "overdue", "past_horizon", "due_soon", "asked", "unanswered", "disputed")
"""Counts shown in a line; each opens the rows that it counts."""
GUTTER, GAP = 2, 2
"""Cells before the first column, and after each column when there is room for two."""
CODE, BAR, NAME = 14, 10, 18
"""Widest code, width of the bar, and narrowest name, in cells."""
TITLE, WIDE = 18, 100
"""Widest group title on a list narrower than the second number, in cells."""
_FIRST = (
    "code",
    "side",
    "owed",
    "overdue",
    "asked",
    "past_horizon",
    "unanswered",
    "due_soon",
    "disputed",
    responsibility_counts.MISSED,
    "bar",
    "name",
)
"""Columns by priority: the first ones stay longest when there is little room."""
_ORDER = ("code", "side", "name", *COUNTS, responsibility_counts.MISSED, "bar")
_STYLE = {"overdue": text_styles.BAD, "owed": ""}


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its width in cells, and the blanks after it."""

    name: str
    width: int
    gap: int = GAP

    @property
    def right(self) -> bool:
        """Whether the column holds numbers and is right-aligned."""
        return self.name in {*COUNTS, responsibility_counts.MISSED}


def columns(width: int, by: str, rows: Sequence[ResponsibilityRow]) -> tuple[Column, ...]:
    """Return the columns that fit, with smaller gaps if needed for the bar. The name takes the remaining width."""
    loose, close = _fit_columns(width, by, rows, GAP), _fit_columns(width, by, rows, 1)
    return loose if any(column.name == "bar" for column in loose) else close


def _fit_columns(width: int, by: str, rows: Sequence[ResponsibilityRow], gap: int) -> tuple[Column, ...]:
    room = width - GUTTER
    widths: dict[str, int] = {}
    for name in _FIRST:
        if (name == "side" and by != "body") or (name == "name" and by in {"side", "theme"}):
            continue
        if name == responsibility_counts.MISSED and not responsibility_counts.counts_with_column((), rows):
            continue
        wide = _width(name, by, rows, width)
        if not widths:
            wide = min(wide, max(width // 2 - 2, 4), TITLE if width < WIDE else width)
        if wide + gap > room and widths:
            continue
        widths[name] = min(wide, max(room - 1, 1))
        room -= widths[name] + gap
    if "name" in widths:
        widths["name"] += max(room, 0)
    return tuple(Column(name, widths[name], gap) for name in _ORDER if name in widths)


def _width(name: str, by: str, rows: Sequence[ResponsibilityRow], room: int) -> int:
    match name:
        case "code":
            most = TITLE if room < WIDE else room
            longest = max((cell_len(_short_title(row, by, most)) for row in rows), default=4)
            return max(
                longest if by == "theme" else min(longest, CODE), *map(cell_len, split_heading(_heading(name, by)))
            )
        case "side":
            lines = (_heading(name, by), *(label("short side", side) for side in ("US", "MX")))
            return max(map(cell_len, lines))
        case "name":
            return NAME
        case "bar":
            return BAR
        case _:
            numbers = max((cell_len(_number(row, name)) for row in rows), default=1)
            return max(numbers, *map(cell_len, split_heading(_heading(name, by))))


def group_title(row: ResponsibilityRow, by: str) -> str:
    """Return the title of a group: its code, or for themes and sides a name, because their codes are English words."""
    if row.code == NOBODY:
        return text_styles.mark_or_ascii(NOBODY, "-")
    if by in {"theme", "side"}:
        return i18n.localize(row.name)
    return label("framework", row.code) if by == "framework" else row.code


def _short_title(row: ResponsibilityRow, by: str, width: int) -> str:
    """Return the title of a group in a column of a narrow list, where the full names of areas do not fit."""
    short = by == "theme" and width <= TITLE and row.code != NOBODY
    return label("short theme", row.code) if short else group_title(row, by)


def group_name(row: ResponsibilityRow) -> str:
    """Return the name of a group."""
    return tr("no body is named") if row.code == NOBODY else i18n.localize(row.name)


def _heading(column: str, by: str) -> str:
    match column:
        case "code":
            return label("grouping", by)
        case "side":
            return trc("column", "side")
        case "name":
            return ""
        case "bar":
            return trc("column", "by age")
        case _:
            return responsibility_counts.heading(column)


def split_heading(heading: str) -> tuple[str, str]:
    """Split a heading into two lines, as narrow as possible. A single word goes on the lower line."""
    parts = heading.split()
    ways = [(" ".join(parts[:cut]), " ".join(parts[cut:])) for cut in range(len(parts))]
    return min(ways, key=lambda way: max(map(cell_len, way)), default=("", ""))


def heading_lines(shown: Sequence[Column], by: str, count: str) -> tuple[Content, Content]:
    """Return the two lines of headings, with the selected count highlighted."""
    lines: list[list[Content | str]] = [[" " * GUTTER], [" " * GUTTER]]
    for column in shown:
        style = text_styles.HEADING if column.name == count else text_styles.MUTED
        for line, words in zip(lines, split_heading(_heading(column.name, by)), strict=True):
            line += [
                text_styles.words(text_styles.fit(words, column.width, right=column.right), style),
                " " * column.gap,
            ]
    return text_styles.join(*lines[0]), text_styles.join(*lines[1])


def group_line(row: ResponsibilityRow, shown: Sequence[Column], by: str, count: str, most: int) -> Content:
    """Return one group, without its gutter. ``most`` is the largest number of overdue rows in any group."""
    parts: list[Content | str] = []
    for column in shown:
        parts += [_cell(row, column, by, count, most), " " * column.gap]
    return text_styles.join(*parts)


def _cell(row: ResponsibilityRow, column: Column, by: str, count: str, most: int) -> Content:
    width = column.width
    match column.name:
        case "code":
            return text_styles.words(text_styles.fit(_short_title(row, by, width), width), text_styles.STRONG)
        case "side":
            return text_styles.muted(text_styles.fit(label("short side", row.side), width))
        case "name":
            return text_styles.muted(text_styles.fit(group_name(row), width))
        case "bar":
            return text_styles.fill(age_bar(row.ages, most, width), width)
        case _:
            value = responsibility_counts.number(row, column.name)
            style = text_styles.FAINT if not value else _STYLE.get(column.name, text_styles.WARN)
            if column.name == count:
                style = f"{style} underline" if style else "underline"
            text = text_styles.cut(_number(row, column.name), width)
            return text_styles.join(" " * (width - cell_len(text)), text_styles.words(text, style))


def _number(row: ResponsibilityRow, column: str) -> str:
    return (
        responsibility_counts.asked_text(row) if column == "asked" else str(responsibility_counts.number(row, column))
    )


def age_marks() -> tuple[str, str, str]:
    """Return the bar's mark for each age, newest first. They differ without color."""
    return text_styles.mark_or_ascii("░", "."), text_styles.mark_or_ascii("▒", "="), text_styles.mark_or_ascii("█", "#")


def age_bar(ages: tuple[int, int, int], most: int, width: int) -> Content:
    """Return a bar of overdue rows by age, a cell each if they fit, else in proportion with at least one per age."""
    cells = [count if most <= width else -(-count * (width - len(ages)) // most) for count in ages]
    styles = (text_styles.WARN, text_styles.WARN, text_styles.BAD)
    parts = [
        text_styles.words(mark * count, style) for mark, count, style in zip(age_marks(), cells, styles, strict=True)
    ]
    return text_styles.join(*parts)


def legend() -> Content:
    """Return the legend of the bar."""
    parts = [
        text_styles.join(
            text_styles.words(
                mark, text_styles.WARN if place < len(responsibility_counts.AGES) - 1 else text_styles.BAD
            ),
            text_styles.words(age),
            by=" ",
        )
        for place, (mark, age) in enumerate(zip(age_marks(), responsibility_counts.AGES, strict=True))
    ]
    return text_styles.join(text_styles.muted(tr("days overdue")), *parts, by="  ")
