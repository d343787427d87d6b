"""A page of the site: one frozen value, in one language, made of the same blocks as a scorecard and a few of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from accordtrack.documents.model import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.documents.model import Cell, Listing

Family = Literal["commitment", "theme", "body", "event", "month"]
"""Records that have a page each, and months in which something was said."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a sentence that lead to the page of a record, or to ``path`` below the language's folder.

    ``anchor`` is a place on that page; with neither record nor path, a place on the page of the link.
    """

    text: str
    family: Family | None = None
    code: str = ""
    path: str = ""
    anchor: str = ""


Words = tuple[str | Count | Link, ...]
"""Words, numbers and links in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or two; ``small`` for notes."""

    words: Words
    small: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side said: its heading, and what stands below it. A side that said nothing is told so in words."""

    title: str
    blocks: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Two sides beside each other, the reader's own country first."""

    id: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a whole: its words, the cell that counts it, and its ``share`` of the widest whole beside it, 0 to 100."""

    key: str
    words: str
    count: Cell
    share: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Wholes beside each other on one scale, each with its parts: ``rows`` are names with their segments."""

    id: str
    title: str
    rows: tuple[tuple[str, tuple[Segment, ...]], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Parts side by side where there is room: each a heading of level 3 with its sentences."""

    parts: tuple[tuple[str, tuple[Words, ...]], ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Paragraphs in columns where there is room."""

    paragraphs: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the history: the day it was said, by whom and what, in whose words; its notes say the rest, and how it is found."""

    anchor: str
    day: str
    head: str
    words: str = ""
    notes: tuple[Words, ...] = ()
    gone: bool = False
    about: Link | None = None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Entries of the history, newest first."""

    entries: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to one record: the record in words that lead to its page, and the entries, newest first."""

    about: Words
    entries: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened, by record, the record with the newest entry first."""

    records: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Words in Markdown, as a page of the documentation holds them; ``name`` tells its tables and formulas apart."""

    name: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A word with what it means; its place is permanent. ``paragraph`` leads to what rests on it."""

    anchor: str
    name: str
    told: str
    paragraph: Link | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words from A to Z."""

    words: tuple[Defined, ...]


@dataclass(frozen=True, slots=True)
class SearchForm:
    """Where words are typed that are looked for, and what was found is shown; that stays empty without script."""

    label: str
    submit: str
    hint: str
    unscripted: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Pages from A to Z: the code of the record, empty where the page is of none, and the way to it."""

    links: tuple[tuple[str, Link], ...]


@dataclass(frozen=True, slots=True)
class Built:
    """An earlier build of the site: its day, the clock of the log up to which it told everything, and the digest of the state."""

    day: str
    clock: int
    digest: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: ``id`` is its permanent place. It has no heading where ``title`` is empty, since its table has one."""

    id: str
    title: str
    blocks: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``path`` is its place below the folder of its language, the same in both.

    ``over`` stands above the title, ``under`` below it. ``listings`` are lists that its numbers may open; they stand at the end
    of it, or on the page ``lists_at``. ``entries`` is the digest of the entries that a page holds which tells of a past month:
    it stands at the foot in place of the day and the state of the whole, so that the page keeps its bytes.
    """

    path: str
    kind: str
    title: str
    parts: tuple[Section, ...] = ()
    over: Words = ()
    under: str = ""
    summary: str = ""
    lead: tuple[Words, ...] = ()
    listings: tuple[Listing, ...] = ()
    lists_at: str = ""
    counted_at: Mapping[str, str] = field(default_factory=dict)
    """Of a page that keeps the lists of others: by list, the page on which it is counted first."""
    atom: str = ""
    """Its Atom feed, below the folder of its language."""
    contents: bool = False
    entries: str = ""
    cite: str = ""
    """The line by which it is cited; it stands in the frame, with the day and the digest."""
    opening: tuple[object, ...] = ()
    """Blocks before the first heading."""
    scripts: tuple[str, ...] = ()
    """Script files that it cannot do its work without, below the folder of the site; every other page runs none."""
