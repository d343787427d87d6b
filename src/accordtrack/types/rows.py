"""Data of lists: the register, its desks, rows, facets, responsibilities and search results."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from accordtrack import counts
from accordtrack.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.counts import Terms


class Bilingual(Protocol):
    """Anything with words in English and in Spanish: a ``Text``, or a text of a record."""

    @property
    def en(self) -> str:
        """The words in English."""

    @property
    def es(self) -> str:
        """The words in Spanish."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in English and in Spanish."""

    en: str
    es: str

    @classmethod
    def from_bilingual(cls, value: Bilingual | None) -> Text | None:
        """Return a text of a record as a value, or None."""
        return None if value is None else cls(value.en, value.es)

    def in_language(self, language: str) -> str:
        """Return the text in ``language`` (``en`` or ``es``)."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class DeskInfo:
    """A desk of the register: its ``feed`` (us-1), its ``side`` (US, MX, OBS), and its key file on this machine."""

    feed: str
    side: str
    name: str
    key_file: str | None
    entries: int

    @property
    def has_key(self) -> bool:
        """Whether its key is on this machine."""
        return self.key_file is not None


@dataclass(frozen=True, slots=True)
class AccordView:
    """The tracked accord: its title, the names of the sides, the titles of the themes, and the day facts run to."""

    id: str
    title: Text
    sides: Mapping[str, Text]
    themes: Mapping[str, Text]
    facts_until: str | None


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """Summary of the open register; ``seat`` is None if no key is on this machine (read-only)."""

    accord: str
    title: Text
    sides: Mapping[str, Text]
    facts_until: str | None
    path: str
    seat: DeskInfo | None
    desks: tuple[DeskInfo, ...]
    records: int
    """Number of commitments, unilateral actions, requests and recommendations."""
    entries: int
    read_only: str | None
    """Why writing is not possible, as an English message of the translation catalog, or None."""
    copy_for: str | None = None
    """The audience for which this copy of the register was made."""
    withheld: int = 0
    """Number of entries whose bodies are not in such a copy."""


@dataclass(frozen=True, slots=True)
class HalfRow:
    """One side's half in a list; ``status`` None means unreported, ``asked_days`` is set only while asked.

    ``observed`` is an observer's status of a half that its own side gave none. ``retracted`` says whether its side took back
    a statement after it had made its last one. While ``withdrawal_waits`` for the other side, a withdrawn half stays in scope.
    """

    side: str
    status: str | None
    basis: str | None
    grade: str | None
    standing: str
    effective_on: str | None
    asked_days: int | None
    observed: str | None = None
    withdrawal_waits: bool = False
    retracted: bool = False

    @property
    def in_scope(self) -> bool:
        """Whether the half counts: it was not withdrawn, or its withdrawal waits for the other side."""
        return self.status != Status.WITHDRAWN or self.withdrawal_waits

    @property
    def is_open(self) -> bool:
        """Whether its side still owes it: it is in scope and not completed."""
        return self.in_scope and self.status != Status.COMPLETED


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One commitment in a list; ``days`` counts from today to ``due_on`` (negative if past)."""

    key: int
    id: str
    title: Text
    kind: str
    framework: str
    responsible: str
    lead_us: str | None
    lead_mx: str | None
    level: str
    theme: str
    text_basis: str
    handling: str
    halves: tuple[HalfRow, ...]
    standing: str
    timeliness: str
    due_on: str | None
    due_basis: str | None
    days: int | None
    evidence: int
    inferred: tuple[str, ...]

    @property
    def leads(self) -> tuple[str, ...]:
        """Codes of the lead bodies, US first."""
        return tuple(code for code in (self.lead_us, self.lead_mx) if code)


@dataclass(frozen=True, slots=True)
class Listing:
    """The keys of all rows that match a filter, in order, and their total; pages are fetched by key."""

    keys: array[int]
    total: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; ``after`` is the cursor of the next page, or None at the end."""

    rows: tuple[RegisterRow, ...]
    after: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Facet:
    """Row counts by the values of one filter field; a row can count twice because of its halves."""

    field: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """One row of the responsibilities view: counts of commitments in scope for a body, side, theme or framework.

    ``overdue`` counts agreed dates only; ``ages`` splits it into 0-30, 31-90 and more than 90 days. ``missed`` counts
    the commitments for which a report required by a review rule was not found.
    """

    code: str
    name: Text
    side: str | None
    owed: int
    done: int
    overdue: int
    past_horizon: int
    due_soon: int
    asked: int
    asked_days: int | None
    unanswered: int
    unreported: int
    disputed: int
    ages: tuple[int, int, int]
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """The responsibilities view: its groups, and for each group the keys behind every count, by field name."""

    groups: tuple[ResponsibilityRow, ...]
    keys: tuple[Mapping[str, array[int]], ...]

    def rows(self, group: ResponsibilityRow, count: str) -> Listing:
        """Return the rows behind one count of a group, earliest deadline first."""
        found = self.keys[self.groups.index(group)].get(count, array("q"))
        return Listing(found, len(found))

    def all_keys(self) -> set[int]:
        """Return the keys behind all counts."""
        return {key for found in self.keys for keys in found.values() for key in keys}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record found by a text search, for lists to choose sources, bodies or indicators from."""

    kind: str
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A named filter. If it is not ``sound``, it was changed outside the program and is not used."""

    name: str
    words: str
    sound: bool = True


@dataclass(frozen=True, slots=True)
class AttentionCount:
    """One count on the first screen.

    ``name`` is ``responsible``, ``stated``, ``assessed`` or ``no_statement`` (commitments of ``side``), ``not_public``
    (those stated that the public may not read), ``taken_back`` (those without a statement whose side took one back), ``owed``,
    ``overdue``, ``past_horizon``, ``waits`` (with changes that wait for ``side``), ``reply`` (for an answer from ``side``),
    ``turn`` (threads in which it is the turn of ``side``), ``changed``, ``statements`` or ``figures`` (new entries).
    ``terms`` are the field and value of the filter that shows what was counted, in canonical terms.
    """

    name: str
    side: str | None
    terms: Terms
    count: int = 0

    @property
    def filter(self) -> str:
        """The filter as text."""
        return counts.canonical_text(self.terms)

    def with_count(self, count: int) -> AttentionCount:
        """Return a copy with this count."""
        return replace(self, count=count)
