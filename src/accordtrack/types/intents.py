"""What a person wants to write, as frozen values: screens and the command line make one and hand it to the desk.

A field left None takes its default from the desk: today for dates, the desk's own side as speaker, the
lead body of that side, the speaker's own half, the handling of the settings. ``Desk.plan`` says in
words what an intent would write or raises ``Refused``; ``Desk.write`` writes it, all or nothing.

``version`` is that of the commitment as the writer saw it: when somebody has written to it since, the intent is
refused. None skips the check, for a command that shows nothing first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says it, when, and how far it may go; shared by every intent about words."""

    speaker: str | None = None
    body: str | None = None
    half: str | None = None
    effective_on: str | None = None
    said_on: str | None = None
    sources: tuple[str, ...] = ()
    handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared(Voice):
    """Words that a side may want cleared before they are said: by which office, under which reference."""

    cleared_by: str | None = None
    clearance_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStatus(Cleared):
    """A status of a commitment. ``evidence`` are paths or addresses; ``no_evidence`` says there is none, with a note.

    ``stated`` None: an official one is stated, an attributed one a reading.
    """

    commitment: str
    status: str
    note: str | None = None
    evidence: tuple[str, ...] = ()
    no_evidence: bool = False
    stated: bool | None = None
    grade: str | None = None
    evidence_grade: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptReading(Cleared):
    """Make the reading in force of the desk's own half the side's own stated word."""

    commitment: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Voice):
    """Evidence on a commitment; ``supports`` names statement ids, by default the side's claim in force."""

    commitment: str
    evidence: tuple[str, ...]
    title: str | None = None
    note: str | None = None
    grade: str | None = None
    issuer: str | None = None
    expires_on: str | None = None
    supports: tuple[str, ...] | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdEvidence:
    """Show a piece of evidence no more, and let no copy for others have its file; ``authority`` says by what right."""

    evidence: str
    reason: str
    authority: str
    said_on: str | None = None
    handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePosition(Cleared):
    """An answer to ``target``: a commitment (its claim in force) or an entry (id or hash).

    ``stance``: concur or dispute, or not_agreed, which answers the text of the commitment.
    """

    target: str
    stance: str
    ground: str | None = None
    reason: str | None = None
    proposes: str | None = None
    evidence: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPosition(Voice):
    """Take an answer out of the standing again; ``target`` is a commitment (the side's open answer) or an entry."""

    target: str
    reason: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAnswer:
    """Record that an answer to the claim in force was asked of the other side (an observer's desk names ``of``)."""

    commitment: str
    half: str | None = None
    of: str | None = None
    asked_on: str | None = None
    channel: str | None = None
    sources: tuple[str, ...] = ()
    handling: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Change fields of a commitment, an indicator or a framework, with a reason. Values as typed by a person."""

    record: str
    fields: Mapping[str, str]
    reason: str
    said_on: str | None = None
    sources: tuple[str, ...] = ()
    handling: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRecord:
    """Record something new. ``kind``: commitment, indicator, event, source, body, conflict, framework, goal or area.

    ``fields`` holds values as typed (``title.en``, ``lead.US``, lists parted by commas), or nested as a YAML file gives them.
    """

    kind: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measurement of an indicator; ``value`` is decimal text, None beside numerator and denominator; ``period`` is ``A..B``."""

    indicator: str
    value: str | None
    period: str
    series: str
    source: str
    party: str | None = None
    grade: str | None = None
    published_on: str | None = None
    note: str | None = None
    qualifier: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    precision: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """A free note on a commitment."""

    commitment: str
    text: str
    said_on: str | None = None
    handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleConflict:
    """Say which claim of a conflict stands, by what source and why."""

    conflict: str
    claim: int
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retract:
    """Take back one entry of this desk (id or hash), with a reason."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take back every entry of this desk's last act that still stands. ``act`` names the act that was shown first."""

    act: str | None = None
    reason: str | None = None


Intent = (
    ReportStatus
    | AdoptReading
    | AddEvidence
    | WithholdEvidence
    | TakePosition
    | WithdrawPosition
    | AskAnswer
    | Amend
    | AddRecord
    | Measure
    | AddNote
    | SettleConflict
    | Retract
    | Undo
)
