"""Values of the disputes: threads of words between the sides, whose turn it is, and how a thread ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accordtrack.types.commitments import EvidenceView, ProposedChange
    from accordtrack.types.indicators import MeasurementView
    from accordtrack.types.rows import Text


@dataclass(frozen=True, slots=True)
class ThreadWord:
    """One word of a thread, as it was entered; who said it is ``speaker``, what sort of word it is ``kind``.

    ``kind``: ``claim``, ``rival`` (of the same side, when divergent), ``reading`` (the other side's), ``answer``,
    ``asked``, ``evidence``, ``text`` (of the commitment), ``change`` (of it, or of an indicator), ``value``.
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
    """Hash of the entry that it answers."""
    depth: int
    """0 for what begins a thread, 1 for an answer to it, 2 for a reply to that answer."""
    sources: tuple[str, ...]
    inferred: tuple[str, ...]
    handling: str
    feed: str
    by: str
    lc: int
    counts: bool
    """It holds: not withdrawn, not taken back by a later word of its speaker, and not about an earlier claim."""
    stale: bool
    """It is an earlier claim, or an answer to one."""
    withdrawn: bool
    """It, or what it answers, was taken out again by its speaker."""

    @property
    def contests(self) -> bool:
        """Whether it says that something does not hold."""
        return self.stance in {"dispute", "not_agreed"}


@dataclass(frozen=True, slots=True)
class ThreadKey:
    """A thread as a list knows it before its words are read: enough to order it, to count it, and to find it again."""

    id: str
    commitment: str | None
    indicator: str | None
    about: str
    state: str
    turn: str | None
    since: str
    """The day since when the next word is due; else the day it ended; else the day it began."""


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One thread: what is in dispute, every word in the order it was said, whose turn it is, or how it ended.

    ``about``: ``half`` (a claim of status), ``text`` (of the commitment), ``change`` (an amendment), ``value`` (a
    measurement), ``indicator``, ``observer`` (answers to and by observers alone).
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
    """Of the half."""
    state: str
    """``open``, ``settled`` (one agreed with the other, or both gave one status), ``unresolved`` (each has upheld its word), ``observer``."""
    turn: str | None
    """The side whose word comes next."""
    turn_since: str | None
    turn_days: int | None
    opened_on: str
    ended_on: str | None
    days: int
    """From its opening to its end, or to today."""
    words: tuple[ThreadWord, ...]
    observers: tuple[ThreadWord, ...]
    """Words of observers and answers to them: shown and counted apart, they settle nothing."""

    @property
    def key(self) -> ThreadKey:
        """What a list knows of it."""
        since = self.turn_since or self.ended_on or self.opened_on
        return ThreadKey(self.id, self.commitment, self.indicator, self.about, self.state, self.turn, since)

    def last(self, side: str) -> ThreadWord | None:
        """The latest word in force of a side, evidence and askings left out; a joint text is the word of both."""
        spoken = (word for word in reversed(self.words) if word.counts and word.kind not in {"evidence", "asked"})
        return next((word for word in spoken if word.speaker in {side, "JOINT"}), None)
