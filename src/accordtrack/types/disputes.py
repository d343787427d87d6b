"""Dispute threads between the sides, with whose turn it is, and conflicts of figures or words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.types.entries import Authorship
from accordtrack.vocabulary import Provenance, speaks_for, speaks_for_both, voice

if TYPE_CHECKING:
    from accordtrack.types.commitments import EvidenceView, ProposedChange, SourceView
    from accordtrack.types.indicators import MeasurementView
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class ThreadItem(Authorship):
    """One item of a dispute thread, as entered.

    ``kind`` is ``claim``, ``rival`` (another claim of the same side, when divergent), ``reading`` (the other side's),
    ``answer``, ``asked``, ``evidence``, ``text`` (of the commitment), ``change`` (of the commitment or of an indicator)
    or ``value``.
    """

    id: str
    entry: str
    kind: str
    speaker: str
    body: str | None
    official: bool
    said_on: str
    effective_on: str
    status: str | None
    basis: str | None
    stance: str | None
    ground: str | None
    proposed_status: str | None
    text: Text | None
    figure: MeasurementView | None
    changes: tuple[ProposedChange, ...]
    evidence: tuple[EvidenceView, ...]
    answers: str | None
    """Hash of the entry that this item answers."""
    depth: int
    """0 for the start of a thread, 1 for an answer to it, 2 for a reply to that answer."""
    sources: tuple[str, ...]
    inferred: tuple[str, ...]
    handling: str
    feed: str
    by: str
    lc: int
    counts: bool
    """Whether it is in force: not withdrawn, not replaced by its speaker, and not about an earlier claim."""
    stale: bool
    """Whether it is an earlier claim, or an answer to one."""
    withdrawn: bool
    """Whether its speaker withdrew it, or withdrew what it answers."""

    def speaks_for(self, side: str) -> bool:
        """Whether it counts as the word of a side: its own, or a joint text that does not wait for it."""
        return speaks_for(self.speaker, self.waits, side)

    @property
    def is_joint(self) -> bool:
        """Whether it counts as the word of both sides."""
        return speaks_for_both(self.speaker, self.waits)

    @property
    def voice(self) -> str:
        """The speaker; of a joint text that waits for one side, the other."""
        return voice(self.speaker, self.waits)

    @property
    def is_unconfirmed(self) -> bool:
        """Whether another side's desk recorded it in the name of its speaker, who did not accept it."""
        return self.provenance == Provenance.COUNTERPART and not self.accepted

    @property
    def is_objection(self) -> bool:
        """Whether it says that something does not hold."""
        return self.stance in {"dispute", "not_agreed"}


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """The data with which lists order, count and find a thread before they read its items."""

    id: str
    commitment: str | None
    indicator: str | None
    about: str
    state: str
    turn: str | None
    since: str
    """The day from which the next answer is due; otherwise the day the thread ended, otherwise the day it began."""


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One dispute thread: its subject, its items in order, and whose turn it is or how it ended.

    ``about`` is ``half`` (the claim of a status), ``text`` (of the commitment), ``change`` (an amendment), ``value`` (a
    measurement), ``indicator``, or ``observer`` (only answers to and by observers).
    """

    id: str
    about: str
    commitment: str | None
    """For a value: the first commitment that its indicator is linked to, if any."""
    indicator: str | None
    title: Text
    unit: Text | None
    responsible: str | None
    half: str | None
    standing: str | None
    """The standing of the half."""
    state: str
    """``open``, ``settled``, ``unresolved`` or ``observer``.

    ``settled`` if one side agreed with the other or both gave one status; ``unresolved`` if each side upheld its
    position.
    """
    turn: str | None
    """The side whose answer comes next."""
    turn_since: str | None
    turn_days: int | None
    opened_on: str
    ended_on: str | None
    days: int
    """Days from the opening to the end, or to today."""
    words: tuple[ThreadItem, ...]
    observers: tuple[ThreadItem, ...]
    """Items of observers and answers to them. They are shown and counted separately, and settle nothing."""
    restated: bool = False
    """Whether the dispute answered an earlier claim and stands against the one in force."""
    to_review: bool = False
    """Whether new evidence was added to a claim that was restated after a dispute: the disputing side is to review it."""

    @property
    def summary(self) -> ThreadSummary:
        """The data that a list needs about this thread."""
        since = self.turn_since or self.ended_on or self.opened_on
        return ThreadSummary(self.id, self.commitment, self.indicator, self.about, self.state, self.turn, since)

    def latest_item(self, side: str) -> ThreadItem | None:
        """Return the latest item of a side in force, except evidence and requests for an answer.

        A joint text counts for both sides, unless it waits for one of them.
        """
        items = (word for word in reversed(self.words) if word.counts and word.kind not in {"evidence", "asked"})
        return next((word for word in items if word.speaks_for(side)), None)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim of a conflict of figures or words."""

    number: int
    speaker: str
    body: str | None
    said_on: str
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Figures or words that do not fit together; ``settled`` is the number of the claim that stands, None if open."""

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
    cited: tuple[SourceView, ...]
    """The sources of the claims and of the settlement, with the copy that was read."""
