"""Notes on dual control in an output: what waits, statements recorded for the other side, and open desks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many entries wait for a side, and the day since which the oldest does."""

    side: str
    changes: int
    since: str


@dataclass(frozen=True, slots=True)
class OpenedBeside:
    """A desk that was opened on a computer that held the key of ``other``, a desk of the other side."""

    desk: str
    other: str


@dataclass(frozen=True, slots=True)
class UnansweredDesk:
    """A desk of a side that ``other``, an open desk of the same side, has not yet stated to have seen. It may be closed."""

    desk: str
    side: str
    other: str


@dataclass(frozen=True, slots=True)
class DeskSummary:
    """Notes about desks: a side without one, keys of both sides on one computer, and desks unknown to their own side."""

    alone: str | None = None
    """The side that has an open desk while the other has none."""
    beside: tuple[OpenedBeside, ...] = ()
    unanswered: tuple[UnansweredDesk, ...] = ()


NO_DESK_NOTES = DeskSummary()
"""Both sides have desks, or neither, each with a key on a computer of its own."""


@dataclass(frozen=True, slots=True)
class EffectSummary:
    """The notes of an output for one audience as of two dates. Entries that wait appear only as numbers."""

    waiting: tuple[WaitingCount, ...] = ()
    recorded: tuple[tuple[str, int], ...] = ()
    """For each side, how many statements in the other side's name its desks recorded; sides without any are left out."""
    desks: DeskSummary = NO_DESK_NOTES
    not_admitted: tuple[str, ...] = ()
    """The desks of observers that not every side with an open desk admits."""


NOTHING_WAITS = EffectSummary()
"""Nothing waits, and nobody recorded anything for another."""


@dataclass(frozen=True, slots=True)
class NumberByAcceptance:
    """One number of a scorecard on each basis. ``theme`` and ``side`` are None for the whole register."""

    measure: str
    theme: str | None
    side: str | None
    in_force: float | None
    accepted: float | None
    everything: float | None
