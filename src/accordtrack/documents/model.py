"""A scorecard: one frozen value, complete, in one language and already filtered for its audience.

Renderers take it and return bytes; they query nothing and word nothing. What people read is text here; what programs
read stands beside it as numbers (``Cell.value``, ``Count.number``, ``Scorecard.data``). Text of the register is washed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Align = Literal["left", "right"]
Tone = Literal["", "muted", "warn", "bad", "good", "mark"]
Moved = Literal["", "improved", "worsened", "unchanged"]
Holds = Literal["words", "title", "address", "codes", "elsewhere"]
"""What the cells of a column are where rows are read as entries: ``codes`` are those of other entries, parted by commas;
a value of what is told ``elsewhere`` need not be said again, be it by the heading of a group or by another entry."""
UNWRITTEN = {"unwritten": True}
"""Metadata of a field that is in no form."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a sentence that opens a list of that length: ``listing`` is the id of a ``Listing``."""

    number: int
    shown: str
    listing: str


OPENING = 2
"""Sentences of the headline that open the brief."""
Sentence = tuple["str | Count", ...]
"""Words and counts in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a listing: the code of a record, and its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows behind a number."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``weight`` is its share of the width, ``unit`` what its numbers are in.

    ``within`` is the key of the column in whose cells these stand on a page, where there is no room for all; ``named``
    says that words away from their own column need its title before them.
    """

    key: str
    title: str
    align: Align = "left"
    weight: float = 1.0
    unit: str = ""
    within: str = ""
    named: bool = False
    holds: Holds = "words"


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is read by people; ``value`` by programs (None where there is nothing); colour never says it alone."""

    text: str
    value: str | float | None = None
    tone: Tone = ""
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``anchor`` is stable from one scorecard to the next and unique in the document.

    ``group`` is what a row that is read as an entry stands under.
    """

    anchor: str
    cells: tuple[Cell, ...]
    strong: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with header cells; the first column names the row.

    The rows of one with ``entries`` are looked up one at a time: a list on a page, a table in a workbook.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    entries: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One series of a chart: its change in percent of the first value, what is written beside the bar, and of an outcome the way it moved."""

    label: str
    change: float
    shown: str
    kind: Literal["output", "outcome"]
    detail: str = ""
    moved: Moved = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Changes of series of one theme. The title says the finding, the subtitle unit and period, the source stands below."""

    id: str
    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two; ``small`` for notes."""

    sentence: Sentence
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what they are, in order: ``(name, lines)``; ``run`` where each is a few words after its name."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    title: str = ""
    run: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, with the speaker and the day above it; a translation stands below the original."""

    anchor: str
    head: str
    words: str
    original: str = ""
    original_language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, level 3."""

    anchor: str
    text: str


Block = Paragraph | Table | Chart | Facts | Quote | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """One of the sections, in the order of the document; an ``annex`` is there to be looked up, after what is read."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class BriefPart:
    """A heading of the brief with its sentences, or with a table of counts. By its ``key`` it is chosen; no form writes it."""

    key: str = field(metadata=UNWRITTEN)
    title: str
    sentences: tuple[Sentence, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The document. ``data`` is the contract of numbers; ``checkpoint`` feeds, heads and the state digest."""

    language: str
    title: str
    subtitle: str
    as_of: str
    known_on: str
    facts_until: str | None
    audience: str
    withheld: int
    version: str
    headline: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    listings: tuple[Listing, ...]
    brief: tuple[BriefPart, ...]
    """One page under the first ``OPENING`` sentences of the headline; what the others count stands in its parts."""
    checkpoint: Mapping[str, Any]
    data: Mapping[str, Any]
    asked: Mapping[str, Any]
    """With what it was asked for: what ``--check`` asks again."""
    appendices: tuple[Table, ...] = ()
    """``indicators``, ``measurements`` and ``history``: tables too long to be read on paper, for the forms that have
    room for them (``forms.APPENDED``); empty where they were not asked for."""
