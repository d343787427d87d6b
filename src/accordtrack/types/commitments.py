"""Values of one commitment's page: statements, answers, evidence, halves, deadline, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accordtrack.types.indicators import IndicatorView
    from accordtrack.types.rows import RegisterRow, Text


@dataclass(frozen=True, slots=True)
class Named:
    """A code or id with its name, for a body, a framework, an area or a goal."""

    code: str
    name: Text
    side: str | None = None
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited source; title and publisher stay as its record has them. ``weak`` is an aggregator's or partisan copy."""

    id: str
    publisher: str
    title: str
    date: str | None
    url: str
    copy: str
    weak: bool
    note: Text | None


@dataclass(frozen=True, slots=True)
class FileView:
    """A file given as evidence: the declared name is never used as a path. ``present`` in the store."""

    digest: str
    size: int
    name: str
    present: bool
    left_out: bool = False
    """This copy of the register was made for others and not given the file."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A status report that stands: official (signed by that side's desk) or attributed (what was published)."""

    id: str
    entry: str
    speaker: str
    body: str | None
    halves: tuple[str, ...]
    status: str
    basis: str
    grade: str
    """The grade that it carries with its evidence."""
    official: bool
    effective_on: str
    said_on: str
    text: Text | None
    sources: tuple[str, ...]
    inferred: tuple[str, ...]
    handling: str
    feed: str
    by: str
    in_force: tuple[str, ...]
    """Sides that have it as the claim in force of their half."""
    is_reading_of: tuple[str, ...]
    """Sides whose half it describes, as the other side reads it."""


@dataclass(frozen=True, slots=True)
class PositionView:
    """An answer that stands. ``stale`` answers an earlier claim; ``counts`` moves the standing."""

    id: str
    entry: str
    half: str | None
    answers: str | None
    speaker: str
    body: str | None
    stance: str
    ground: str | None
    reason: Text | None
    proposed_status: str | None
    official: bool
    effective_on: str
    said_on: str
    sources: tuple[str, ...]
    handling: str
    feed: str
    by: str
    counts: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class WithheldEntry:
    """An entry whose body was left out of this copy: what its envelope says. ``at`` is when it was written."""

    id: str
    kind: str
    feed: str
    handling: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence that stands; ``supports`` names statement ids."""

    id: str
    entry: str
    halves: tuple[str, ...]
    supports: tuple[str, ...]
    speaker: str
    body: str | None
    title: Text
    grade: str
    url: str | None
    file: FileView | None
    issuer: str | None
    official: bool
    effective_on: str
    said_on: str
    expires_on: str | None
    text: Text | None
    sources: tuple[str, ...]
    inferred: tuple[str, ...]
    handling: str
    withheld: Text | None
    """The reason, when it was withheld."""
    withheld_by: str | None
    """The desk that did."""
    withheld_under: str | None
    """By what authority, as it says."""
    feed: str


@dataclass(frozen=True, slots=True)
class HalfView:
    """One side's half: its claim, what the other side says of it, and where the two stand."""

    side: str
    claim: StatementView | None
    reading: StatementView | None
    """The other side's own reading of this half, if any."""
    answer: PositionView | None
    """The other side's position on the very claim in force, if any."""
    standing: str
    proposes: str | None
    asked_on: str | None
    asked_days: int | None
    rivals: tuple[StatementView, ...]
    """When divergent: the other official statements of the same side."""
    settled_by: str | None = None
    """The speaker whose agreement with the other side settled a dispute of the claim in force."""
    settled_on: str | None = None


@dataclass(frozen=True, slots=True)
class DueView:
    """The deadline: first and current, on what it rests, who moved it and what is proposed but not yet agreed."""

    due_on: str | None
    basis: str | None
    first_due_on: str | None
    moves: int
    timeliness: str
    days: int | None
    proposed: str | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The reports that a review rule asks for: the next day, and the last one that has passed with its beginning.

    ``missed`` names sides that owe it and were not found to say anything between ``since`` and ``last_on``.
    """

    rule: str
    readable: bool
    next_on: str | None
    last_on: str | None
    since: str | None
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A field of a joint commitment that one side has amended and the other has not agreed to."""

    entry: str
    side: str
    field: str
    old: Any
    new: Any
    """Values as the record holds them."""
    reason: Text


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """All that is known of one commitment, as of two dates."""

    row: RegisterRow
    text: Text
    wording_us: str | None
    wording_mx: str | None
    framework: Named
    area: Named | None
    leads: tuple[Named, ...]
    supporting: tuple[Named, ...]
    places: tuple[str, ...]
    agreed_on: str
    due: DueView
    review: ReviewView | None
    verifiable: bool
    verifiable_why: Text
    verification: Text | None
    share_us: str | None
    weight: str
    note: Text | None
    sources: tuple[SourceView, ...]
    """Every source cited on this page, those of the commitment itself first."""
    own_sources: tuple[str, ...]
    halves: tuple[HalfView, ...]
    statements: tuple[StatementView, ...]
    """Newest first, all speakers; those in force say so."""
    positions: tuple[PositionView, ...]
    not_agreed: tuple[PositionView, ...]
    """Open answers of those who do not subscribe to the wording, one a speaker and text; ``stale`` once it was reworded."""
    evidence: tuple[EvidenceView, ...]
    indicators: tuple[IndicatorView, ...]
    notes: tuple[NoteView, ...]
    proposed: tuple[ProposedChange, ...]
    conflicts: tuple[Named, ...]
    version: int
    """Changes whenever anything about this commitment is written: the optimistic check compares it."""
    withheld: tuple[WithheldEntry, ...]
    """Entries about it whose bodies were left out of this copy, newest first."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """A free note on a commitment."""

    id: str
    entry: str
    text: str
    said_on: str
    feed: str
    by: str
    handling: str
