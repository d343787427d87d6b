"""Sections of the shipped register, and of its mirror, with what they show laid open for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from accordtrack.documents.model import Cell, Chart, Count, Facts, Heading, Listing, Paragraph, Row, Section, Table
from accordtrack.documents.sentences import Listings
from accordtrack.i18n import using_language
from accordtrack.scorecard.context import ScorecardData
from mirrored_facts import mirrored, richer, scores, turned

OTHER = {"US": "MX", "MX": "US"}


@cache
def shipped() -> ScorecardData:
    return ScorecardData(scores(turned(), every=False))


@cache
def turned_round() -> ScorecardData:
    """The shipped register with the sides exchanged in every fact."""
    return ScorecardData(scores(turned(mirrored), every=False))


@cache
def rich() -> ScorecardData:
    """The shipped register with agreed shares, targets of every origin and values of both sides, all of it scored."""
    return ScorecardData(scores(turned(richer), every=True))


@dataclass(frozen=True)
class Made:
    section: Section
    lists: dict[str, Listing]

    def table(self, name: str) -> Table:
        return next(block for block in self.section.blocks if isinstance(block, Table) and block.id == name)

    def row(self, table: str, anchor: str) -> dict[str, Cell]:
        found = self.table(table)
        cells = next(row for row in found.rows if row.anchor == anchor).cells
        return dict(zip((column.key for column in found.columns), cells, strict=True))

    def of(self, kind: type[Any]) -> list[Any]:
        return [block for block in self.section.blocks if isinstance(block, kind)]

    def counts(self) -> Iterator[tuple[str, int]]:
        """Every number that opens a list, in sentences and in cells."""
        for block in self.section.blocks:
            if isinstance(block, Paragraph):
                yield from ((part.listing, part.number) for part in block.sentence if isinstance(part, Count))
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        if cell.listing is not None:
                            assert isinstance(cell.value, int)
                            yield cell.listing, cell.value

    def items(self, name: str) -> list[tuple[str, str]]:
        return [(item.code, item.words) for item in self.lists[name].items]


def make(section: Callable[[ScorecardData, Listings], Section], held: ScorecardData, language: str = "en") -> Made:
    lists = Listings()
    with using_language(language):
        made = section(held, lists)
    return Made(made, {one.id: one for one in lists.all_lists})


def shape(made: Made) -> list[Any]:
    """The language-independent part: blocks, ids, columns, rows, numbers and lists, with the sides in one order."""
    return [_shape(block) for block in made.section.blocks] + sorted(
        (one.id, sorted(item.code for item in one.items)) for one in made.lists.values()
    )


def _shape(block: object) -> Any:  # noqa: ANN401
    match block:
        case Paragraph():
            return "paragraph", sorted((one.listing, one.number) for one in block.sentence if isinstance(one, Count))
        case Table():
            keys = [column.key for column in block.columns]
            rows = sorted(_row(row, keys) for row in block.rows)
            return "table", block.id, sorted(keys), rows, len(block.notes)
        case Chart():
            bars = [(bar.change, bar.kind) for bar in block.bars]
            return "chart", block.id, bars
        case Facts():
            return "facts", sorted(len(lines) for _name, lines in block.pairs)
        case Heading():
            return "heading", block.anchor
    return type(block).__name__


def _row(row: Row, keys: list[str]) -> Any:  # noqa: ANN401
    cells = sorted((key, str(cell.value), cell.listing or "") for key, cell in zip(keys, row.cells, strict=True))
    return row.anchor, cells


def exchanged(words: str) -> str:
    """English words with the names of the sides exchanged."""
    names = (("the United States", "\1"), ("United States", "\2"), ("Mexico", "\3"))
    for name, sign in names:
        words = words.replace(name, sign)
    return words.replace("\1", "Mexico").replace("\2", "Mexico").replace("\3", "United States")


def owner(words: str) -> str:
    """Whose half, or about which country, an English row of a list is: what stands in its last brackets."""
    told = words.rsplit(" (", 1)[-1].removesuffix(")")
    return told if told in {"United States", "Mexico", "both countries"} else ""


def anchors(section: Section) -> list[str]:
    """Everything in a section that an address may name."""
    found: list[str] = []
    for block in section.blocks:
        if isinstance(block, Heading):
            found.append(block.anchor)
        if isinstance(block, Table | Chart):
            found.append(block.id)
        if isinstance(block, Table):
            found += [row.anchor for row in block.rows]
    return found
