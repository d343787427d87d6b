"""Rows as they stand on a page: those that are looked up one at a time as entries, columns that share a cell on paper."""

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
"""What stands between the pieces of an entry."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that an entry says; ``holds`` as its column has it, ``name`` what stands before it.

    ``address`` is a web address that may be followed: http or https with a host, and shown as it is.
    """

    text: str
    holds: Holds = "words"
    tone: Tone = ""
    name: str = ""
    address: str = ""


def pieces(table: Table, row: Row) -> list[Piece]:
    """What an entry says after its code: nothing empty, and nothing that is told elsewhere."""
    told = zip(table.columns[1:], row.cells[1:], strict=True)
    return [
        Piece(cell.text, column.holds, cell.tone, f"{column.title}: " if column.named else "", _address(column, cell))
        for column, cell in told
        if cell.text not in _NOTHING and (column.holds != "elsewhere" or cell.value is None)
    ]


def _address(column: Column, cell: Cell) -> str:
    told = cell.text if column.holds == "address" and cell.text == cell.value else ""
    return told if told and url_problem(told) is None else ""


def legend(table: Table) -> str:
    """What an entry says, in its order."""
    titles = [column.title for column in table.columns if column.holds != "elsewhere"]
    return tr("Each entry gives, where it is known: {columns}.", columns=SEPARATOR.join(titles))


def groups(table: Table) -> list[tuple[str, list[Row]]]:
    """Rows by what they stand under, in their order; one group without a name where they stand under nothing."""
    return [(name, list(rows)) for name, rows in groupby(table.rows, lambda row: row.group)]


def stacks(table: Table) -> list[tuple[int, ...]]:
    """Places of the columns that share a cell on paper, each first the one that gives it its room."""
    keys = {column.key for column in table.columns}
    return [
        (at, *(place for place, other in enumerate(table.columns) if other.within == column.key))
        for at, column in enumerate(table.columns)
        if column.within not in keys
    ]


def heads(table: Table, stack: tuple[int, ...]) -> list[str]:
    """The titles over a shared cell; words that have theirs before them need none there."""
    first, *others = (table.columns[at] for at in stack)
    return [first.title, *(column.title for column in others if not column.named)]


def stacked(table: Table, row: Row, stack: tuple[int, ...]) -> list[tuple[str, Cell]]:
    """The cells that share one, each with its words: what is empty, or says the first one's value again, is left out."""
    first, *others = ((table.columns[at], row.cells[at]) for at in stack)
    told = [(first[1].text, first[1])]
    for column, cell in others:
        if cell.text not in _NOTHING and (cell.value is None or cell.value != first[1].value):
            told.append((f"{column.title}: {cell.text}" if column.named else cell.text, cell))
    return told
