"""The page model of the site: immutable pages and the blocks they add to those of the scorecard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.charts.line_model import LineChart
    from accordtrack.documents.model import Cell, Link, Listing, Sentence


@dataclass(frozen=True, slots=True)
class SideColumn:
    """What one side said: a heading and blocks. The blocks say so if the side said nothing."""

    title: str
    blocks: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SideColumns:
    """Two sides in adjacent columns, the reader's own country first."""

    id: str
    voices: tuple[SideColumn, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: its text, the cell that counts it, and its ``share`` of the widest bar, from 0 to 100."""

    key: str
    words: str
    count: Cell
    share: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Bars on a common scale, each with its parts. ``rows`` are names with their segments."""

    id: str
    title: str
    rows: tuple[tuple[str, tuple[Segment, ...]], ...]


@dataclass(frozen=True, slots=True)
class ChartPair:
    """Charts side by side, one for each country, the reader's own first."""

    charts: tuple[LineChart, ...]


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """An entry of the history: the day, who said what, the text, and notes with details and the way to find it."""

    anchor: str
    day: str
    head: str
    words: str = ""
    notes: tuple[Sentence, ...] = ()
    gone: bool = False
    about: Link | None = None


@dataclass(frozen=True, slots=True)
class EntryList:
    """Entries of the history, newest first."""

    entries: tuple[EntryBlock, ...]


@dataclass(frozen=True, slots=True)
class RecordEntries:
    """Entries about one record, newest first. ``about`` names the record and links to its page."""

    about: Sentence
    entries: tuple[EntryBlock, ...]


@dataclass(frozen=True, slots=True)
class Happenings:
    """Entries grouped by record; the record with the newest entry comes first."""

    records: tuple[RecordEntries, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown text from a documentation page. ``name`` makes the labels of its tables and formulas unique."""

    name: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its definition, with a permanent anchor. ``paragraph`` links to the method section that uses it."""

    anchor: str
    name: str
    told: str
    paragraph: Link | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms from A to Z."""

    words: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The search box and the area for results, which stays empty without scripts."""

    label: str
    submit: str
    hint: str
    unscripted: str


@dataclass(frozen=True, slots=True)
class SitePageLinks:
    """Links to pages from A to Z, each with the record's code, which is empty for other pages."""

    links: tuple[tuple[str, Link], ...]


@dataclass(frozen=True, slots=True)
class Built:
    """An earlier build of the site: its day, the log clock up to which it covers everything, and the state digest."""

    day: str
    clock: int
    digest: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. ``id`` is its permanent anchor. ``title`` is empty if its table has its own title."""

    id: str
    title: str
    blocks: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``path`` is relative to the language folder and the same in both languages.

    ``over`` is shown above the title and ``under`` below it. ``listings`` are lists that the page's numbers can open;
    they are at the end of the page, or on the page ``lists_at``. ``entries`` is set on pages about a past month: the
    digest of the entries on the page. The footer shows it in place of the day and the state digest, so that the file
    does not change.
    """

    path: str
    kind: str
    title: str
    parts: tuple[Section, ...] = ()
    over: Sentence = ()
    under: str = ""
    verdict: Cell | None = None
    """A word about the subject of the page, with its mark and tone, below the title."""
    summary: str = ""
    lead: tuple[Sentence, ...] = ()
    listings: tuple[Listing, ...] = ()
    lists_at: str = ""
    counted_at: Mapping[str, str] = field(default_factory=dict)
    """On the page that keeps the lists of others: for each list, the page that first counts it."""
    atom: str = ""
    """Its Atom feed, relative to the language folder."""
    contents: bool = False
    entries: str = ""
    cite: str = ""
    """The citation line. It is part of the frame, with the day and the digest."""
    opening: tuple[object, ...] = ()
    """Blocks before the first heading."""
    scripts: tuple[str, ...] = ()
    """Scripts that the page needs, relative to the root of the site. Other pages have none."""
