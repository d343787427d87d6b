"""Table of score cards: the numbers of each card with what they rest on, in as many columns as fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack.i18n import tr, trc
from accordtrack.text.numbers import format_points, format_signed
from accordtrack.tui import text_styles
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.scoring.results import NodeScore

BAR = 10
"""Width of a bar in cells; each cell is ten points."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, wrapped to the width of its cells, and one cell per card."""

    head: str
    cells: tuple[str, ...]
    right: bool = False
    style: str = ""

    @property
    def width(self) -> int:
        """The width of the widest cell or of the longest word of the heading."""
        return max(map(cell_len, (*self.head.split(), *self.cells)), default=0)

    def heading_lines(self) -> list[str]:
        """Return the lines of the heading."""
        lines: list[str] = []
        for word in self.head.split():
            if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= self.width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns in order, the blanks before each, and the minimum width of the name column for choosing this layout."""

    columns: tuple[str, ...]
    gap: int
    name: int


_RESTS = ("n", "stated", "read", "delivery")
LAYOUTS = (
    Layout((*_RESTS, "bar", "trend", "beyond", "word"), 2, 31),
    Layout((*_RESTS, "bar", "trend", "beyond"), 2, 27),
    Layout((*_RESTS, "trend", "beyond"), 2, 22),
    Layout((*_RESTS, "counts", "beyond"), 1, 8),
    Layout(_RESTS, 1, 8),
)
"""Layouts from wide to narrow.

A narrow layout keeps the counts of the trend rather than its number, because the number is never shown without counts.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns chosen for a width."""

    name: Column
    name_width: int
    columns: tuple[Column, ...]
    gap: int
    kinds: frozenset[str]
    """Names of the columns."""

    def heading_lines(self) -> list[Content]:
        """Return the heading lines above the cards, aligned at the bottom."""
        headings = [column.heading_lines() for column in self.columns]
        deep = max(map(len, headings), default=1)
        lines = []
        for row in range(deep):
            parts = [text_styles.fit(self.name.head if row == deep - 1 else "", self.name_width)]
            for column, words in zip(self.columns, headings, strict=True):
                place = row - (deep - len(words))
                parts.append(self._padded_cell(column, words[place] if place >= 0 else ""))
            lines.append(text_styles.muted("".join(parts).rstrip()))
        return lines

    def line(self, row: int, style: str) -> Content:
        """Return the line of a card."""
        cells = (
            text_styles.words(self._padded_cell(column, column.cells[row]), column.style) for column in self.columns
        )
        return text_styles.join(
            text_styles.words(text_styles.fit(self.name.cells[row], self.name_width), style), *cells
        )

    def _padded_cell(self, column: Column, text: str) -> str:
        return " " * self.gap + text_styles.fit(text, column.width, right=column.right)


def build_table(
    by: str, nodes: Sequence[NodeScore], names: Sequence[str], theme_words: Sequence[str], room: int
) -> Table:
    """Return a table that fits into ``room`` cells.

    The first card is the whole register; it has no word, and a short title replaces its name if the name does not
    fit.
    """
    columns_by_name = _columns(nodes, theme_words)
    longest = max(map(cell_len, names[1:]), default=0)
    for layout in LAYOUTS:
        columns = tuple(columns_by_name[name] for name in layout.columns if name in columns_by_name)
        left = room - sum(column.width + layout.gap for column in columns)
        if left >= min(layout.name, longest) and ("word" in columns_by_name or "word" not in layout.columns):
            break
    width = max(left, LAYOUTS[-1].name)
    cards = list(names[1:])
    if by == "theme" and longest > width:
        cards = [label("short theme", node.id) for node in nodes[1:]]
    lines = (names[0] if cell_len(names[0]) <= width else tr("whole"), *cards)
    return Table(Column(label("grouping", by), lines), width, columns, layout.gap, frozenset(layout.columns))


def _columns(nodes: Sequence[NodeScore], theme_words: Sequence[str]) -> dict[str, Column]:
    counts = _counts(nodes)
    moved = [format_signed(node.trend.score) if node.trend is not None else "" for node in nodes]
    wide = max(map(cell_len, moved), default=0)
    trends = tuple(
        f"{text_styles.fit(one, wide, right=True)} {text}" if text else ""
        for one, text in zip(moved, counts, strict=True)
    )
    columns = {
        "n": Column(trc("column", "scored"), tuple(str(node.n) for node in nodes), right=True),
        "stated": Column(trc("column", "stated"), tuple(str(sum(node.stated.values())) for node in nodes), right=True),
        "read": Column(
            text_styles.in_ascii(trc("column", "tracker ≈")),
            tuple(str(sum(node.read.values())) for node in nodes),
            right=True,
        ),
        "delivery": Column(trc("column", "actions done"), tuple(map(_delivery, nodes))),
        "bar": Column("", tuple(map(bar, nodes)), style="$accent"),
        "trend": Column(trc("column", "change in indicators"), trends),
        "counts": Column(trc("column", "change in indicators"), counts),
        "beyond": Column(trc("column", "agreed targets"), tuple(map(_beyond, nodes)), right=True),
    }
    if any(theme_words):
        columns["word"] = Column(trc("column", "indicators"), tuple(theme_words), style=text_styles.MUTED)
    return columns


def _signs() -> tuple[str, str, str, str]:
    return (text_styles.mark_or_ascii("▲", "^"), text_styles.mark_or_ascii("▼", "v"), "=", "?")


def legend(table: Table) -> str:
    """Return the legend of the signs in a table."""
    up, down, same, unknown = _signs()
    full, face, _rest = _bar_signs()
    lines = []
    if {"trend", "counts"} & table.kinds:
        values = {"up": up, "down": down, "same": same, "unknown": unknown}
        lines.append(tr("{up} improved, {down} worsened, {same} unchanged, {unknown} without a yearly rate", **values))
    if "bar" in table.kinds:
        lines.append(tr("{full} actions done, {raw} before adjusting for evidence", full=full, raw=face))
    return "; ".join(lines)


def _counts(nodes: Sequence[NodeScore]) -> tuple[str, ...]:
    """Return the number of series by direction of change, aligned between cards."""
    numbers = [
        None
        if node.trend is None
        else (
            node.trend.improved_count,
            node.trend.worsened_count,
            node.trend.unchanged_count,
            node.trend.unmeasured_count,
        )
        for node in nodes
    ]
    wide = [max((len(str(one[place])) for one in numbers if one is not None), default=0) for place in range(4)]
    signs = _signs()
    return tuple(
        ""
        if one is None
        else " ".join(f"{sign}{count:<{width}}" for sign, count, width in zip(signs, one, wide, strict=True))
        for one in numbers
    )


def _delivery(node: NodeScore) -> str:
    result = node.delivery
    if result is None or result.displayed_score is None:
        return tr("n/a")
    values = {"score": format_points(result.displayed_score), "raw": format_points(result.face)}
    return tr("({score}; {raw})", **values) if result.score is None else tr("{score} ({raw})", **values)


def _beyond(node: NodeScore) -> str:
    """Return the attainment, if printable, and the number of commitments with usable results."""
    result = node.attainment
    values = {"n": node.usable, "all": node.commitments}
    if result is None or not node.printable or result.score is None:
        return tr("{n} of {all}", **values)
    return tr("{score} on {n} of {all}", score=format_points(result.score), **values)


def bar(node: NodeScore) -> str:
    """Return the delivery as a bar, filled to the credited value and shaded to the face value."""
    result = node.delivery
    filled, shaded, empty = _bar_signs()
    if result is None or result.displayed_score is None or result.face is None:
        return empty * BAR
    full, face = round(result.displayed_score / 100 * BAR), round(result.face / 100 * BAR)
    return filled * full + shaded * (face - full) + empty * (BAR - max(face, full))


def _bar_signs() -> tuple[str, str, str]:
    """Return the signs of a bar: credited value, face value, and the rest."""
    return text_styles.mark_or_ascii("█", "#"), text_styles.mark_or_ascii("▒", "-"), text_styles.mark_or_ascii("·", ".")
