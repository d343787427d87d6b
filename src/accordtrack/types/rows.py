"""Values of lists: the register, its desks, rows, facets, what is owed, what was found."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in Spanish."""

    en: str
    es: str

    def to(self, language: str) -> str:
        """The words in ``language`` (``en`` or ``es``)."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class DeskInfo:
    """A desk of the register: ``feed`` us-1, its ``side`` (US, MX, OBS), and where its key lies on this machine."""

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
class RegisterInfo:
    """What a screen says about the open register; ``seat`` is None when no key is here (read only)."""

    accord: str
    title: Text
    sides: Mapping[str, Text]
    facts_until: str | None
    path: str
    seat: DeskInfo | None
    desks: tuple[DeskInfo, ...]
    records: int
    """Commitments, unilateral actions, requests and recommendations."""
    entries: int
    read_only: str | None
    """Why nothing can be written, as an English message of the catalogue, or None."""
    copy_for: str | None = None
    """The audience for which this copy of a register was made."""
    withheld: int = 0
    """Entries of such a copy whose bodies were left out."""


@dataclass(frozen=True, slots=True)
class HalfRow:
    """One side's half in a list: ``status`` None is *unreported*; ``asked_days`` runs only while asked."""

    side: str
    status: str | None
    basis: str | None
    grade: str | None
    standing: str
    effective_on: str | None
    asked_days: int | None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One commitment in a list. ``days`` counts from today to ``due_on`` (negative when past)."""

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
        """Codes of the lead bodies, the English alternat first."""
        return tuple(code for code in (self.lead_us, self.lead_mx) if code)


@dataclass(frozen=True, slots=True)
class Listing:
    """The keys of every row that a filter matches, in order, and of how many; pages are fetched by key."""

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
    """Counts of rows by the values of one filter field; halves may make a row count twice."""

    field: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One line of the owed view: counts of commitments in scope for one body, side, theme or framework.

    ``overdue`` counts agreed dates only; ``ages`` splits it in 0-30, 31-90 and more than 90 days. ``missed`` are those of
    which a review rule asked for a report that was not found.
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
class Owing:
    """The owed view: its groups, and for each of them the keys behind every number by the name of its field."""

    groups: tuple[OwedRow, ...]
    keys: tuple[Mapping[str, array[int]], ...]

    def rows(self, group: OwedRow, count: str) -> Listing:
        """The rows that one number of a group was counted from, the earliest deadline first."""
        found = self.keys[self.groups.index(group)].get(count, array("q"))
        return Listing(found, len(found))

    def every(self) -> set[int]:
        """The keys behind all numbers."""
        return {key for found in self.keys for keys in found.values() for key in keys}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record found by words: for lists of sources, bodies, indicators to choose from."""

    kind: str
    id: str
    title: Text
