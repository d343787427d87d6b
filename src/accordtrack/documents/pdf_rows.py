"""Tables and entries as data for the typst template, with column widths computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.documents import table_layout
from accordtrack.documents.column_widths import Fitted, fit_columns
from accordtrack.i18n import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.documents.model import Cell, Column, Row, Table

    Shown = Callable[[str], str]

_SCHEME = "https://"
"""Left out in print: browsers accept an address without it."""
_WHOLE = 12
"""Tables of up to this many rows stay on one page; a row with shared cells counts as two."""
_TALL = 900
"""Cells longer than this can break across pages."""
_NUMBER = re.compile(r"[^\d]*[\d,]*\d(?P<tail>(?:\.\d+)?[^\d]*)")


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """Link targets in this document, and how to show text.

    ``lists`` holds the IDs of its lists, ``places`` the lists that coincide with the rows of an annex or group,
    ``entries`` the anchors of entries by code.
    """

    lists: set[str]
    places: dict[str, list[str]]
    entries: dict[str, str]
    shown: Shown

    def list_label(self, name: str | None) -> str | None:
        """Return the label of a list; None if the document does not contain it."""
        return f"list-{name}" if name in self.lists else None

    def list_labels_at(self, place: str) -> list[str]:
        """Return the labels of the lists that coincide with the rows of an annex, or of a group in one."""
        return [f"list-{name}" for name in self.places.get(place, ())]


def entries_of(block: Table, here: LinkTargets) -> dict[str, Any]:
    """Return a table of reference entries as groups."""
    return {
        "type": "entries",
        "title": block.title,
        "legend": table_layout.legend(block),
        "ids": here.list_labels_at(block.id),
        "groups": [
            {
                "title": name,
                "count": f"{len(rows):,}",
                "ids": here.list_labels_at(f"{block.id}/{name}"),
                "entries": [_entry(block, row, here) for row in rows],
            }
            for name, rows in table_layout.groups(block)
        ],
        "notes": list(block.notes),
    }


def _entry(block: Table, row: Row, here: LinkTargets) -> dict[str, Any]:
    return {
        "anchor": row.anchor,
        "code": row.cells[0].text,
        "pieces": [
            {
                "name": piece.name,
                "parts": [
                    {"text": text, "to": here.entries.get(text) if piece.holds == "codes" else None}
                    for text in _piece_texts(piece)
                ],
                "holds": piece.holds,
                "tone": piece.tone,
            }
            for piece in table_layout.pieces(block, row)
        ],
    }


def _piece_texts(piece: table_layout.Piece) -> list[str]:
    return piece.text.split(", ") if piece.holds == "codes" else [piece.text.removeprefix(_SCHEME)]


def table(block: Table, here: LinkTargets, *, annex: bool) -> dict[str, Any]:
    """Return a table with its column widths; an annex has more width between its margins."""
    stacks = table_layout.stacks(block)
    rows = [[table_layout.stack_cells(block, row, stack) for stack in stacks] for row in block.rows]
    title_stacks = [table_layout.stack_titles(block, stack) for stack in stacks]
    columns = [block.columns[stack[0]] for stack in stacks]
    tails = [_longest_tail(row[at][0][0] for row in rows) for at in range(len(stacks))]
    width = fit_columns(
        [column.weight for column in columns],
        [[max((text for text, _cell in row[at]), key=len) for row in rows] for at in range(len(stacks))],
        [f"{' '.join(titles)} {column.unit}" for titles, column in zip(title_stacks, columns, strict=True)],
        annex=annex,
    )
    return {
        "type": "table",
        "id": block.id,
        "ids": here.list_labels_at(block.id),
        "title": block.title,
        "columns": [
            _head(titles, column, fits=all(width.can_hold(at, title) for title in titles))
            for at, (titles, column) in enumerate(zip(title_stacks, columns, strict=True))
        ],
        "shares": width.shares,
        "size": width.size,
        "wide": width.wide,
        "whole": len(rows) * max((len(stack[:2]) for stack in stacks), default=1) <= _WHOLE,
        "rows": [
            {
                "strong": row.strong,
                "cells": [
                    _cell(parts, width, at, here, tail if column.align == "right" else "")
                    for at, (parts, column, tail) in enumerate(zip(cells, columns, tails, strict=True))
                ],
            }
            for row, cells in zip(block.rows, rows, strict=True)
        ],
        "notes": list(block.notes),
    }


def brief_table(block: Table) -> dict[str, Any]:
    """Return a table of a brief. Its type has any size, so a column of numbers is as wide as its content.

    The others divide the rest by weight: no content decides which government has more room to sign.
    """
    told = table(block, LinkTargets(set(), {}, {}, str), annex=False)
    return told | {"shares": [None if column.align == "right" else column.weight for column in block.columns]}


def _head(titles: list[str], column: Column, *, fits: bool) -> dict[str, Any]:
    """Return a header cell; titles that do not fit are hyphenated."""
    more = [*titles[1:], *([column.unit] if column.unit else [])]
    return {"title": titles[0], "more": more, "align": column.align, "long": not fits}


def _cell(parts: list[tuple[str, Cell]], width: Fitted, at: int, here: LinkTargets, tail: str) -> dict[str, Any] | str:
    """Return a cell; cells that share it are in ``under``. ``tail`` is the longest decimal part of the column."""
    (text, cell), *others = parts
    return _cell_data(
        text,
        **_cell_properties(text, cell, width, at, here),
        pad=_number_padding(text, tail),
        tall=sum(len(words) for words, _cell in parts) > _TALL,
        under=[_cell_data(words, **_cell_properties(words, one, width, at, here)) for words, one in others],
    )


def _cell_properties(text: str, cell: Cell, width: Fitted, at: int, here: LinkTargets) -> dict[str, Any]:
    long = not width.can_hold(at, text) and not _plain_address(text)
    return {"tone": cell.tone, "long": long, "to": here.list_label(cell.listing)}


def _plain_address(text: str) -> bool:
    """Whether ``text`` breaks as an address, without a hyphen that would look like part of it; not in Spanish."""
    return language() == "en" and text.startswith(("https://", "http://"))


def _cell_data(text: str, **about: Any) -> dict[str, Any] | str:  # noqa: ANN401 - any JSON
    """Return the text of a cell with its properties; only the text if it has none, as in most cells."""
    properties = {name: value for name, value in about.items() if value}
    return {"text": text, **properties} if properties else text


def _longest_tail(texts: Iterable[str]) -> str:
    """Return the longest text that follows the integer part of a number in a column."""
    matches = (_NUMBER.fullmatch(text) for text in texts)
    return max((match["tail"] for match in matches if match), key=len, default="")


def _number_padding(text: str, longest: str) -> str:
    """Return the invisible padding after a number that aligns its integer digits with those of the column."""
    match = _NUMBER.fullmatch(text) if longest else None
    return longest[len(match["tail"]) :] if match else ""
