"""Page layout of table rows: reference entries, and columns that share a cell in print."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from accordtrack.core.addresses import url_problem
from accordtrack.i18n import tr

if TYPE_CHECKING:
    from accordtrack.documents.model import Cell, Column, Holds, Row, Table, Tone

_NOTHING = frozenset({"", "—"})
SEPARATOR = "; "
"""Separator between the pieces of an entry."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an entry; ``holds`` is the content type of its column, ``name`` the text before it.

    ``address`` is a web address that is safe to link: http or https, with a host, identical to the displayed text.
    """

    text: str
    holds: Holds = "words"
    tone: Tone = ""
    name: str = ""
    address: str = ""


def pieces(table: Table, row: Row) -> list[Piece]:
    """Return the pieces of an entry after its code, without empty values and values shown elsewhere."""
    pairs = zip(table.columns[1:], row.cells[1:], strict=True)
    return [
        Piece(cell.text, column.holds, cell.tone, f"{column.title}: " if column.named else "", _address(column, cell))
        for column, cell in pairs
        if cell.text not in _NOTHING and (column.holds != "elsewhere" or cell.value is None)
    ]


def _address(column: Column, cell: Cell) -> str:
    text = cell.text if column.holds == "address" and cell.text == cell.value else ""
    return text if text and url_problem(text) is None else ""


def legend(table: Table) -> str:
    """Return a sentence that lists the fields of an entry in order."""
    titles = [column.title for column in table.columns if column.holds != "elsewhere"]
    return tr("Each entry gives, where known: {columns}.", columns=SEPARATOR.join(titles))


def groups(table: Table) -> list[tuple[str, list[Row]]]:
    """Return consecutive rows grouped by heading; rows without a heading form a group with an empty name."""
    return [(name, list(rows)) for name, rows in groupby(table.rows, lambda row: row.group)]


def stacks(table: Table) -> list[tuple[int, ...]]:
    """Return the indexes of the columns that share a cell in print; the first in each tuple is the main column."""
    keys = {column.key for column in table.columns}
    return [
        (at, *(place for place, other in enumerate(table.columns) if other.within == column.key))
        for at, column in enumerate(table.columns)
        if column.within not in keys
    ]


def stack_titles(table: Table, stack: tuple[int, ...]) -> list[str]:
    """Return the titles over a shared cell, without those that appear next to their values."""
    first, *others = (table.columns[at] for at in stack)
    return [first.title, *(column.title for column in others if not column.named)]


def stack_cells(table: Table, row: Row, stack: tuple[int, ...]) -> list[tuple[str, Cell]]:
    """Return the cells that share a cell, with their text, without empty values and repetitions of the first value."""
    first, *others = ((table.columns[at], row.cells[at]) for at in stack)
    parts = [(first[1].text, first[1])]
    for column, cell in others:
        if cell.text not in _NOTHING and (cell.value is None or cell.value != first[1].value):
            parts.append((f"{column.title}: {cell.text}" if column.named else cell.text, cell))
    return parts
