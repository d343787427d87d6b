"""Data of one commitment: statements, answers, evidence, halves, deadline and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack.types.entries import AnsweredEntry, Authorship
from accordtrack.vocabulary import LinkStrength, Provenance

if TYPE_CHECKING:
    from accordtrack.core.problems import Problem
    from accordtrack.types.indicators import IndicatorView
    from accordtrack.types.rows import RegisterRow, Text


@dataclass(frozen=True, slots=True)
class Named:
    """A code or ID with its name, for a body, framework, area, goal or conflict."""

    code: str
    name: Text
    side: str | None = None
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited source; title and publisher stay as its record has them. ``weak`` is an aggregator's or partisan copy.

    ``producer`` is the body that produced what another one published; ``locator`` is the place in the text.
    """

    id: str
    publisher: str
    producer: str | None
    title: str
    locator: str | None
    date: str | None
    url: str
    copy: str
    weak: bool
    note: Text | None
    recorded_by: str | None = None
    """The desk that recorded it; None if it came with the data folder."""


@dataclass(frozen=True, slots=True)
class FileView:
    """An evidence file; ``present`` if the store has it. The declared name is never used as a path."""

    digest: str
    size: int
    name: str
    present: bool
    left_out: bool = False
    """Whether this copy of the register was made for others without the file."""


@dataclass(frozen=True, slots=True)
class StatementView(Authorship):
    """A status report that is not retracted: official (signed by the side's desk) or attributed (as published)."""

    id: str
    entry: str
    speaker: str
    body: str | None
    halves: tuple[str, ...]
    status: str
    basis: str
    grade: str
    """The grade with the evidence taken into account."""
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
    """The sides whose half has this report as its claim in force."""
    is_reading_of: tuple[str, ...]
    """The sides whose half this report describes as the other side's reading."""
    late: bool = False
    """Whether it is a late entry."""


@dataclass(frozen=True, slots=True)
class PositionView(Authorship):
    """An answer that is not retracted; ``counts`` if it affects standing.

    ``stale`` if it answers an earlier claim or text, ``replaced`` if its speaker answered the same again later.
    """

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
    replaced: bool = False
    withdrawn_on: str | None = None
    late: bool = False
    """Whether it is a late entry."""
    answers_id: str | None = None
    """The id of the entry that it answers; None if that was taken back."""
    answered: AnsweredEntry | None = None
    """What it answers; None if that was taken back."""


@dataclass(frozen=True, slots=True)
class WithheldEntry:
    """The envelope of an entry whose body is not in this copy; ``at`` is the time of writing."""

    id: str
    kind: str
    feed: str
    handling: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class EvidenceView(Authorship):
    """A piece of evidence that is not retracted; ``supports`` lists statement IDs."""

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
    """The reason for withholding, if it is withheld."""
    withheld_by: str | None
    """The desk that withheld it."""
    withheld_under: str | None
    """The authority that the desk gave for withholding it."""
    feed: str
    late: bool = False
    """Whether it is a late entry."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The statements of a side about its half that it took back after it had made its last one."""

    entry: str
    """The id of the retraction of the last one."""
    statuses: tuple[str, ...]
    """The statuses that the statements gave, in their order."""
    on: str
    """The day on which the last one was taken back, by the clock of the desk."""
    later: bool
    """Whether an earlier statement is in force instead."""
    beside: bool = False
    """Whether another statement was and is in force. If neither holds, none is."""


@dataclass(frozen=True, slots=True)
class HalfView:
    """One side's half: its claim, the other side's reading and answer, and the standing."""

    side: str
    claim: StatementView | None
    reading: StatementView | None
    """The other side's own reading of this half, if any."""
    answer: PositionView | None
    """The other side's answer to the claim in force, if any."""
    standing: str
    proposes: str | None
    asked_on: str | None
    asked_days: int | None
    rivals: tuple[StatementView, ...]
    """Other official statements of the same side, if the half is divergent."""
    settled_by: str | None = None
    """The speaker whose agreement settled a dispute about the claim in force."""
    settled_on: str | None = None
    to_review: bool = False
    """Whether the other side is to review evidence that was added since it disputed an earlier claim."""
    last_public: StatementView | None = None
    """The last public statement of a half whose statement in force is not public: it is not the position."""
    taken_back: TakenBack | None = None


@dataclass(frozen=True, slots=True)
class DueView:
    """The first and the current deadline, its basis, the number of moves, and a proposed date not yet agreed."""

    due_on: str | None
    basis: str | None
    first_due_on: str | None
    moves: int
    timeliness: str
    days: int | None
    proposed: str | None
    recorded_by: str | None = None
    """The side that alone recorded the current deadline; None if the responsible side set or accepted it."""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The reports that a review rule requires: the next date, and the last date passed with the start of its period.

    ``missed`` lists the sides that owe the report and for which no statement from ``since`` to ``last_on`` was found.
    """

    rule: str
    readable: bool
    next_on: str | None
    last_on: str | None
    since: str | None
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A field of a joint commitment that one side amended and the other has not agreed to."""

    entry: str
    side: str
    field: str
    old: Any
    new: Any
    """Old and new values as the record holds them."""
    reason: Text
    waits: tuple[str, ...] = ()
    """The sides that have not accepted it."""
    disputed_by: tuple[str, ...] = ()
    """Those of them that disputed it, so that it waits for them no longer."""


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """Everything known about one commitment as of two dates."""

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
    further: tuple[tuple[str, Any], ...]
    """Further fields that have a value, by name, as plain JSON values."""
    verifiable: bool
    verifiable_why: Text
    verification: Text | None
    share_us: str | None
    weight: str
    note: Text | None
    note_by: str | None
    """The desk that amended the note; both desks, if different ones set the languages."""
    note_desks: Text | None
    """The desk that set the note in each language; empty for a text that came with the commitment."""
    note_removed_by: str | None
    """The desk that removed the note; None if there is a note, or never was one."""
    note_removed_on: str | None
    sources: tuple[SourceView, ...]
    """All sources cited for this commitment, its own first."""
    own_sources: tuple[str, ...]
    halves: tuple[HalfView, ...]
    statements: tuple[StatementView, ...]
    """Statements of all speakers, newest first; those in force are marked."""
    positions: tuple[PositionView, ...]
    not_agreed: tuple[PositionView, ...]
    """Open answers by speakers who do not subscribe to the wording, one per speaker and text.

    ``stale`` if the text was reworded later.
    """
    evidence: tuple[EvidenceView, ...]
    indicators: tuple[IndicatorView, ...]
    notes: tuple[NoteView, ...]
    proposed: tuple[ProposedChange, ...]
    conflicts: tuple[Named, ...]
    version: int
    """Changes with every write to this commitment; the optimistic check compares it."""
    withheld: tuple[WithheldEntry, ...]
    """Entries about this commitment whose bodies are not in this copy, newest first."""
    waiting: tuple[StatementView, ...] = ()
    """Statuses that have no effect, because they wait for a side, newest first."""
    lapsed: tuple[ProposedChange, ...] = ()
    """Proposals that can no longer take effect, because somebody changed the field meanwhile."""
    has_results: bool = False
    """Whether a results chain of it, or an evaluation about it, is in force."""

    @property
    def leads_by_side(self) -> dict[str, Named]:
        """The lead body of each side that has one."""
        sides = [side for side, code in (("US", self.row.lead_us), ("MX", self.row.lead_mx)) if code]
        return dict(zip(sides, self.leads, strict=True))

    @property
    def direct_indicators(self) -> tuple[tuple[str, Text], ...]:
        """Level and title of each indicator that is linked to it directly."""
        return tuple((one.level, one.title) for one in self.indicators if one.strength == LinkStrength.DIRECT)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A commitment not in force and the entry that proposes it. ``problem`` says for whom it waits or who disputed it."""

    commitment: CommitmentView
    problem: Problem
    entry: str
    feed: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A free-text note on a commitment."""

    id: str
    entry: str
    text: str
    said_on: str
    feed: str
    by: str
    handling: str
    late: bool = False
    """Whether it is a late entry."""
    provenance: str = Provenance.OWN
    """Who wrote it: a desk of a side, or of an observer that is admitted or not."""
