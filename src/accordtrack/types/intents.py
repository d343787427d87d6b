"""Intents to write: immutable values that screens and commands create and pass to the session.

A field that is None takes a default: today for dates, the desk's side as speaker, the lead body of that side, the
speaker's own half, the handling mark from the settings. ``Desk.plan`` returns what an intent would write, or raises
``Refused``; ``Desk.write`` writes all of it or nothing.

``version`` is the version of the commitment that the writer saw. If anybody has written to the commitment since, the
intent is refused. None skips the check, for commands that show nothing first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Speaker, dates, sources and handling mark: the fields that statements share."""

    speaker: str | None = None
    body: str | None = None
    half: str | None = None
    effective_on: str | None = None
    said_on: str | None = None
    sources: tuple[str, ...] = ()
    handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearableStatement(Voice):
    """A statement that a side may require an office to clear: the office, and the reference of the clearance."""

    cleared_by: str | None = None
    clearance_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStatus(ClearableStatement):
    """A status of a commitment.

    ``evidence`` holds paths or web addresses; ``no_evidence`` states that there is none. If ``stated`` is None, an
    official status is stated and an attributed one is a reading. ``override`` is the reason for citing a source that is
    older than what it should support. With ``as_data``, as for a row of a table, what lacks evidence or cites such a
    source is flagged and not refused.
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
    override: str | None = None
    as_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptReading(ClearableStatement):
    """Adopt the reading in force of the desk's own half as the side's own stated claim."""

    commitment: str
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Voice):
    """Evidence on a commitment. ``supports`` lists statement ids; by default, the side's claim in force."""

    commitment: str
    evidence: tuple[str, ...]
    title: str | None = None
    note: str | None = None
    grade: str | None = None
    issuer: str | None = None
    expires_on: str | None = None
    supports: tuple[str, ...] | None = None
    version: int | None = None
    override: str | None = None
    as_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdEvidence:
    """Stop showing a piece of evidence and exclude its file from copies for others, citing an ``authority``."""

    evidence: str
    reason: str
    authority: str
    said_on: str | None = None
    handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePosition(ClearableStatement):
    """An answer to ``target``: a commitment (its claim in force) or an entry (ID or hash).

    ``stance`` is concur or dispute, or not_agreed, which answers the text of the commitment. ``cells`` are those of a
    panel release that it disputes, as PLACE:PERIOD or PLACE:PERIOD=VALUE.
    """

    target: str
    stance: str
    ground: str | None = None
    reason: str | None = None
    proposes: str | None = None
    evidence: tuple[str, ...] = ()
    version: int | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnswer:
    """A row of a table of answers: file and line, what it answers, and its own stance and reason, if it has them."""

    place: str
    target: str
    stance: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMany(ClearableStatement):
    """Answers to several entries in one act, with one ``stance`` and ``reason``.

    They are the ``targets``, everything in the ``acts`` that waits for the side, what waits and the filter ``words``
    matches, and the rows of a ``table``.
    """

    stance: str
    targets: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    words: str | None = None
    table: tuple[TableAnswer, ...] = ()
    ground: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPosition(Voice):
    """Withdraw an answer; ``target`` is a commitment (the side's open answer) or an entry."""

    target: str
    reason: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAnswer:
    """Record that the other side was asked to answer the claim in force; an observer's desk names it in ``of``."""

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
    """Change fields of a commitment, an indicator or a framework, with a reason; values are as typed."""

    record: str
    fields: Mapping[str, str]
    reason: str
    said_on: str | None = None
    sources: tuple[str, ...] = ()
    handling: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRecord:
    """Add a record: a commitment, indicator, link, event, source, body, conflict, framework, goal or area.

    ``fields`` holds values as typed (``title.en``, ``lead.US``, lists separated by commas), or nested as in a YAML
    file.
    """

    kind: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measurement over ``period`` (``A..B``); ``value`` is decimal text, or None with numerator and denominator."""

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
class AddRelease:
    """Add a release of a panel series: the rows of a CSV file. ``rest_from`` and ``confirm`` are as in ``PanelRelease``."""

    series: str
    file: str
    released_on: str
    release_class: str
    source: str
    rest_from: str | None = None
    confirm: bool = False
    note: str | None = None

    @property
    def evidence(self) -> tuple[str, ...]:
        """The path of the file, which is stored as evidence is."""
        return (self.file,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Add a free-text note to a commitment."""

    commitment: str
    text: str
    said_on: str | None = None
    handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleConflict:
    """Settle a conflict: name the claim that stands, the source and the reason."""

    conflict: str
    claim: int
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retract:
    """Retract one entry of this desk (ID or hash), with a reason."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Retract all entries of this desk's last act that are still in force; ``act`` is the act that was displayed."""

    act: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Propose what both sides sign: a target (``target.propose``), or the expected result of an operation (``result.expect``).

    ``fields`` are those of the body, without reason, date and the hash of the earlier proposal that this one ``replaces``.
    """

    kind: str
    fields: Mapping[str, Any]
    reason: str | None = None
    replaces: str | None = None


Intent = (
    ReportStatus
    | AdoptReading
    | AddEvidence
    | WithholdEvidence
    | TakePosition
    | AnswerMany
    | WithdrawPosition
    | AskAnswer
    | Amend
    | AddRecord
    | Measure
    | AddRelease
    | AddNote
    | SettleConflict
    | Propose
    | Retract
    | Undo
)
