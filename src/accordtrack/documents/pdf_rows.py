"""Tables and entries as data of the page template: widths of columns worked out, plain cells as their words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.documents import row_entries
from accordtrack.documents.column_widths import Fitted, fit
from accordtrack.i18n import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.documents.model import Cell, Column, Row, Table

    Shown = Callable[[str], str]

_SCHEME = "https://"
"""Left out on paper: a browser takes an address without it."""
_WHOLE = 12
"""A table of up to so many rows stands on one page; a row in which cells are shared counts as two."""
_TALL = 900
"""Letters of a cell that may be parted between two pages; a shorter one stays whole."""
_NUMBER = re.compile(r"[^\d]*[\d,]*\d(?P<tail>(?:\.\d+)?[^\d]*)")


@dataclass(frozen=True, slots=True)
class Here:
    """What this document has to open: lists, where those stand that are rows of an annex, entries; how words are shown."""

    lists: set[str]
    places: dict[str, list[str]]
    entries: dict[str, str]
    shown: Shown

    def listing(self, name: str | None) -> str | None:
        """Where a list stands that this document has."""
        return f"list-{name}" if name in self.lists else None

    def placed(self, place: str) -> list[str]:
        """The lists that are the rows of an annex, or of a group in one."""
        return [f"list-{name}" for name in self.places.get(place, ())]


def entries_of(block: Table, here: Here) -> dict[str, Any]:
    """A table whose rows are looked up one at a time, by what they stand under."""
    return {
        "type": "entries",
        "title": block.title,
        "legend": row_entries.legend(block),
        "ids": here.placed(block.id),
        "groups": [
            {
                "title": name,
                "count": f"{len(rows):,}",
                "ids": here.placed(f"{block.id}/{name}"),
                "entries": [_entry(block, row, here) for row in rows],
            }
            for name, rows in row_entries.groups(block)
        ],
        "notes": list(block.notes),
    }


def _entry(block: Table, row: Row, here: Here) -> dict[str, Any]:
    return {
        "anchor": row.anchor,
        "code": row.cells[0].text,
        "pieces": [
            {
                "name": piece.name,
                "parts": [
                    {"text": text, "to": here.entries.get(text) if piece.holds == "codes" else None}
                    for text in _texts(piece)
                ],
                "holds": piece.holds,
                "tone": piece.tone,
            }
            for piece in row_entries.pieces(block, row)
        ],
    }


def _texts(piece: row_entries.Piece) -> list[str]:
    return piece.text.split(", ") if piece.holds == "codes" else [piece.text.removeprefix(_SCHEME)]


def table(block: Table, here: Here, *, annex: bool) -> dict[str, Any]:
    """A table with its widths; an annex has more room between its margins."""
    stacks = row_entries.stacks(block)
    rows = [[row_entries.stacked(block, row, stack) for stack in stacks] for row in block.rows]
    heads = [row_entries.heads(block, stack) for stack in stacks]
    columns = [block.columns[stack[0]] for stack in stacks]
    tails = [_tails(row[at][0][0] for row in rows) for at in range(len(stacks))]
    width = fit(
        [column.weight for column in columns],
        [[max((text for text, _cell in row[at]), key=len) for row in rows] for at in range(len(stacks))],
        [f"{' '.join(titles)} {column.unit}" for titles, column in zip(heads, columns, strict=True)],
        annex=annex,
    )
    return {
        "type": "table",
        "id": block.id,
        "ids": here.placed(block.id),
        "title": block.title,
        "columns": [
            _head(titles, column, fits=all(width.holds(at, title) for title in titles))
            for at, (titles, column) in enumerate(zip(heads, columns, strict=True))
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


def _head(titles: list[str], column: Column, *, fits: bool) -> dict[str, Any]:
    """The titles over a column; words that do not fit are hyphenated."""
    more = [*titles[1:], *([column.unit] if column.unit else [])]
    return {"title": titles[0], "more": more, "align": column.align, "long": not fits}


def _cell(parts: list[tuple[str, Cell]], width: Fitted, at: int, here: Here, tail: str) -> dict[str, Any] | str:
    """A cell with those that share it ``under`` its first; ``tail`` is the longest of its column."""
    (text, cell), *others = parts
    return _told(
        text,
        **_about(text, cell, width, at, here),
        pad=_pad(text, tail),
        tall=sum(len(words) for words, _cell in parts) > _TALL,
        under=[_told(words, **_about(words, one, width, at, here)) for words, one in others],
    )


def _about(text: str, cell: Cell, width: Fitted, at: int, here: Here) -> dict[str, Any]:
    long = not width.holds(at, text) and not _plain_address(text)
    return {"tone": cell.tone, "long": long, "to": here.listing(cell.listing)}


def _plain_address(text: str) -> bool:
    """Whether it is broken as an address anyhow: it has no marks but in Spanish, and a hyphen would become part of it."""
    return language() == "en" and text.startswith(("https://", "http://"))


def _told(text: str, **about: Any) -> dict[str, Any] | str:  # noqa: ANN401 - any JSON
    """The words of a cell, with what is to be said about them; alone, as in most cells, where that is nothing."""
    held = {name: value for name, value in about.items() if value}
    return {"text": text, **held} if held else text


def _tails(texts: Iterable[str]) -> str:
    """What follows the units in the number of a column that has most after them."""
    found = (_NUMBER.fullmatch(text) for text in texts)
    return max((match["tail"] for match in found if match), key=len, default="")


def _pad(text: str, longest: str) -> str:
    """What stands unseen after a number so that its units stand under those of the others."""
    match = _NUMBER.fullmatch(text) if longest else None
    return longest[len(match["tail"]) :] if match else ""
