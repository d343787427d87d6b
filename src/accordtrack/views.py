"""Frozen values that leave the register: all that screens, the command line and documents ever see.

Dates are ISO text. Words of the register stand in both languages as ``Text``; words of the vocabulary
stand as they do in files, and are put into a language by ``wording``. Nothing here is washed yet:
``text.wash`` does that at the display border.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from array import array
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
    commitments: int
    entries: int
    read_only: str | None
    """Why nothing can be written, as an English message of the catalogue, or None."""


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
class Named:
    """A code or id with its name, for a body, a framework, an area or a goal."""

    code: str
    name: Text
    side: str | None = None
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited source; title and publisher stay as published. ``weak`` is an aggregator's or partisan copy."""

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
    """Sides for whose half it is the claim in force."""
    is_reading_of: tuple[str, ...]
    """Sides of whose half it is the other side's reading."""


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
class MeasurementView:
    """One value of a series; decimals are text. ``confirm``: second-hand, shown and never counted."""

    series: str
    period_start: str
    period_end: str
    value: str
    qualifier: str
    grade: str
    party: str
    published_on: str
    precision: str
    state: str
    confirm: bool
    source: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator linked to a commitment, with its series' measurements in order of period."""

    id: str
    title: Text
    definition: Text
    unit: Text
    level: str
    direction: str
    side: str
    publisher: str
    strength: str
    rationale: Text
    caveats: Text | None
    target: str | None
    target_by: str | None
    target_set_by: str | None
    headline_series: str | None
    measurements: tuple[MeasurementView, ...]


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
    evidence: tuple[EvidenceView, ...]
    indicators: tuple[IndicatorView, ...]
    notes: tuple[NoteView, ...]
    proposed: tuple[ProposedChange, ...]
    conflicts: tuple[Named, ...]
    version: int
    """Changes whenever anything about this commitment is written: the optimistic check compares it."""


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


@dataclass(frozen=True, slots=True)
class EntryView:
    """One signed entry of the log, as history shows it.

    ``signature``: ``valid`` (checked now), ``invalid``, ``unknown_key``.
    ``body`` is None when it was withheld. ``known`` is False for a kind newer than this program.
    """

    hash: str
    id: str
    feed: str
    seq: int
    lc: int
    at: str
    by: str
    act: str
    kind: str
    ref: str
    handling: str
    body: Mapping[str, Any] | None
    known: bool
    speaker: str | None
    official: bool
    effective_on: str | None
    known_on: str | None
    signature: str
    retracted_by: str | None
    """Id of the retraction, when it was taken back."""
    names: tuple[str, ...]
    """Ids of the statements that it replaced, or of the entry that it takes back or answers."""
    title: Text | None
    """Title of the commitment or record it is about."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries newest first; ``after`` is the cursor of the next page, or None."""

    entries: tuple[EntryView, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One line of the owed view: counts of commitments in scope for one body, side, theme or framework.

    ``overdue`` counts agreed dates only; ``ages`` splits it in 0-30, 31-90 and more than 90 days.
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


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One of the claims of a conflict of figures or words."""

    number: int
    speaker: str
    body: str | None
    said_on: str
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Figures or words that do not fit, open until settled; ``settled`` is the number of the claim that stands."""

    id: str
    title: Text
    themes: tuple[str, ...]
    indicators: tuple[str, ...]
    commitments: tuple[str, ...]
    events: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    may_explain: Text
    would_settle: Text
    settled: int | None
    settled_by: str | None
    settled_why: Text | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record found by words: for lists of sources, bodies, indicators to choose from."""

    kind: str
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Line:
    """A line in words of what will be or was written: an English template with its values.

    A value that is a pair (group, word) is a word of the vocabulary, put into the reader's language when shown.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an intent would write: in whose name, its lines in words, and how many entries."""

    voice: Line
    lines: tuple[Line, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: ids and hashes of the entries, their act, and the same words as the plan's."""

    act: str
    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    refs: tuple[str, ...]
    """Commitments touched, for repainting their rows."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One line of verify: a feed's size, head and key."""

    feed: str
    side: str
    entries: int
    head: str
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verify found wrong: ``message`` and ``advice`` are templates of the catalogue."""

    place: str
    message: str
    advice: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What verify saw. ``bodies`` counts present, withheld and wrong ones."""

    feeds: tuple[FeedReport, ...]
    findings: tuple[Finding, ...]
    entries: int
    signatures: int
    present: int
    withheld: int
    wrong: int
    state_digest: str
    deep: bool

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
