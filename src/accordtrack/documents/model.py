"""Scorecard document model: an immutable value, complete, in one language and filtered for its audience.

Renderers take a ``Scorecard`` and return bytes. They run no queries and compose no text. Human-readable text and
machine-readable numbers (``Cell.value``, ``Count.number``, ``Scorecard.data``) are stored side by side. Text from the
register is already cleaned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from accordtrack.documents.charts.line_model import LineChart

if TYPE_CHECKING:
    from collections.abc import Mapping

Align = Literal["left", "right"]
Tone = Literal["", "muted", "warn", "bad", "good", "mark"]
Moved = Literal["", "improved", "worsened", "unchanged"]
Holds = Literal["words", "title", "address", "codes", "elsewhere"]
"""Content type of a column, used when rows appear as entries.

``codes`` are the codes of other entries, separated by commas. A value in an ``elsewhere`` column is left out of an
entry, because a group heading or another entry already shows it.
"""
Family = Literal["commitment", "theme", "body", "event", "month"]
"""Families whose records have a page each on the site. A month is one in which something was stated or published."""
UNWRITTEN = {"unwritten": True}
"""Metadata of a field that JSON does not have."""
OPTIONAL = {"optional": True}
"""Metadata of a field that JSON has only if it is not empty."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a sentence that links to a list of that length; ``listing`` is the ID of the ``Listing``."""

    number: int
    shown: str
    listing: str


OPENING = 2
"""Number of headline sentences that open a brief without sentences of its own."""


@dataclass(frozen=True, slots=True)
class Link:
    """Part of a sentence that links to the page of a record, or to ``path`` below the language folder.

    ``anchor`` is an anchor on that page, or on the current page if there is neither record nor path. Formats other than
    the site write the text alone.
    """

    shown: str
    family: Family | None = None
    code: str = ""
    path: str = ""
    anchor: str = ""


Part = str | Count | Link
"""Part of a sentence: text, a number or a link."""
Sentence = tuple[Part, ...]
"""The parts of a sentence in reading order."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a listing: the code of a record, and its text."""

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
    """A column of a table; ``weight`` is its share of the width, ``unit`` the unit of its numbers.

    ``within`` is the key of the column whose cells also hold the cells of this one on pages that are too narrow for all
    columns. ``named`` columns show their title before the text when it appears outside the column.
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
    """A cell: ``text`` for people, ``value`` for programs (None if empty). Color never carries information alone."""

    text: str
    value: str | float | None = None
    tone: Tone = ""
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``anchor`` is unique and stable across scorecards, ``group`` the heading of a row shown as an entry."""

    anchor: str
    cells: tuple[Cell, ...]
    strong: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with header cells; the first column names the row.

    The rows of a table with ``entries`` are reference entries: a list on a page, a table in a workbook.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    entries: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One series of a chart: its change in percent and the text beside; ``moved`` is the direction of an outcome."""

    label: str
    change: float
    shown: str
    kind: Literal["output", "outcome"]
    detail: str = ""
    moved: Moved = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the series of one theme: the title is its finding, the subtitle has unit and period."""

    id: str
    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    source: str
    alt: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A short paragraph; ``small`` marks a note."""

    sentence: Sentence
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Name-value pairs in order, as ``(name, lines)``; ``run`` sets short values inline after their names."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    title: str = ""
    run: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its speaker and date as the heading, in translation and in the original language."""

    anchor: str
    head: str
    words: str
    original: str = ""
    original_language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A level 3 heading within a section."""

    anchor: str
    text: str


Block = Paragraph | Table | Chart | LineChart | Facts | Quote | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the document; annexes are reference material and follow the main sections."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class BriefPart:
    """A heading of the brief with its sentences or a table; ``key`` identifies the part and no format writes it."""

    key: str = field(metadata=UNWRITTEN)
    title: str
    sentences: tuple[Sentence, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The document; ``data`` holds the published numbers, ``checkpoint`` the feeds, heads and state digest."""

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
    """Parts of the one-page brief, below its ``opening``."""
    checkpoint: Mapping[str, Any]
    data: Mapping[str, Any]
    asked: Mapping[str, Any]
    """The request that produced the scorecard, which ``--check`` repeats."""
    appendices: tuple[Table, ...] = ()
    """The tables ``indicators``, ``measurements`` and ``history``, too long for print; empty if not requested.

    Only the formats in ``documents.APPENDED`` write them.
    """
    finding: tuple[Mapping[str, Any], ...] = field(default=(), metadata=OPTIONAL)
    """The answer about the whole and about each theme, in both languages, for programs."""
    lead: tuple[Sentence, ...] = field(default=(), metadata=UNWRITTEN)
    """The answer, which opens the document and its brief; empty in a document without one."""
    pages: tuple[Section, ...] = field(default=(), metadata=UNWRITTEN)
    """The sections of the document proper, if ``sections`` are its annexes; see ``documents.parts``."""
    note: tuple[BriefPart, ...] = field(default=(), metadata=UNWRITTEN)
    """The parts of a ``tarjeta informativa``; empty in other languages than Spanish."""
    dates: tuple[tuple[str, str], ...] = field(default=(), metadata=UNWRITTEN)
    """The days of the scorecard in words, each with its name: when it was updated, and up to when statements were searched."""
    closing: Sentence = field(default=(), metadata=UNWRITTEN)
    """Who publishes the scorecard and maintains the register, and up to when statements were searched: the end of every part."""
    covered: tuple[int, int] = field(default=(0, 0), metadata=UNWRITTEN)
    """How many commitments it covers, and of how many."""

    @property
    def opening(self) -> tuple[Sentence, ...]:
        """The sentences that open the brief."""
        return self.lead or self.headline[:OPENING]
