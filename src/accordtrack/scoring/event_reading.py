"""What an event study reads and says, as values that need no numpy (AT-2.0.0, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.core.problems import Problem
    from accordtrack.ledger.panel import PanelRelease

KINDS = ("takedown", "operation", "transfer", "deployment")
"""Kinds of event that are registered in advance."""


class Verdict(StrEnum):
    """What can be said about a change after an event."""

    NOT_TESTABLE = "NOT_TESTABLE"
    NOT_YET = "NOT_YET"
    WITHIN = "WITHIN"
    CHECK_RECORDING = "CHECK_RECORDING"
    UNCLEAR = "UNCLEAR"
    ALREADY_MOVING = "ALREADY_MOVING"
    SHARED = "SHARED"
    STANDS_OUT = "STANDS_OUT"


class LeftOutReason(StrEnum):
    """Why a place is left out of a comparison; the first that holds."""

    NEIGHBOR = "NEIGHBOR"
    OWN_EVENT = "OWN_EVENT"
    OWN_BREAK = "OWN_BREAK"
    MISSING_PERIODS = "MISSING_PERIODS"
    FEW_BEFORE = "FEW_BEFORE"
    FEW_EXPECTED = "FEW_EXPECTED"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A place that is left out of a comparison, and the ratio of its rates after and before.

    The ratio is None if a figure is missing, if there is no case before, or if its way to count changes.
    """

    place: str
    reason: LeftOutReason
    ratio: float | None


class Reason(StrEnum):
    """Why a verdict is what it is."""

    NO_PLACE = "NO_PLACE"
    PLACE_WITHOUT_PANEL = "PLACE_WITHOUT_PANEL"
    DATE_TOO_COARSE = "DATE_TOO_COARSE"
    NO_SERIES = "NO_SERIES"
    REGISTRY_BREAK = "REGISTRY_BREAK"
    TOO_SHORT_BEFORE = "TOO_SHORT_BEFORE"
    MISSING_PERIODS = "MISSING_PERIODS"
    TOO_FEW_CASES = "TOO_FEW_CASES"
    TOO_FEW_STATES = "TOO_FEW_STATES"
    AFTER_NOT_COMPLETE = "AFTER_NOT_COMPLETE"
    STATES = "STATES"
    DATES = "DATES"
    MATCHED = "MATCHED"
    NO_CHECK = "NO_CHECK"
    NO_BREAK = "NO_BREAK"
    FAMILY = "FAMILY"
    BEFORE = "BEFORE"
    BROKE_BEFORE = "BROKE_BEFORE"
    LATER_EVENT = "LATER_EVENT"


@dataclass(frozen=True, slots=True)
class Reading:
    """One outcome in one place around one event. Numbers are None where the design gives none."""

    verdict: Verdict
    reason: Reason | None = None
    periods_after: int | None = None
    """Complete periods published after the event, if the window is not complete."""
    missing_periods: int | None = None
    """Periods without a value in the windows, if there are any."""
    before: float | None = None
    """Cases in the window before."""
    after: float | None = None
    ratio: float | None = None
    """Rate after over rate before, or None if there was no case before."""
    compared: int | None = None
    """Number of other places compared."""
    middle: float | None = None
    """Ratio of the middle place."""
    relative: float | None = None
    """Ratio over that of the middle place."""
    low: float | None = None
    high: float | None = None
    visible: float | None = None
    """A smaller rise could not have been told apart."""
    z: float | None = None
    spread: float | None = None
    expected: float | None = None
    """Cases expected after, if the place had changed as the middle one."""
    rank_high: int | None = None
    rank_low: int | None = None
    p_states: float | None = None
    """Share of the compared places that changed as much for their size, the place itself included."""
    dates: int | None = None
    p_dates: float | None = None
    p_before: float | None = None
    z_before: float | None = None
    p_matched: float | None = None
    matched_ratio: float | None = None
    break_at: int | None = None
    """First period after the largest break of the path, counted from the event's period."""
    scores: tuple[tuple[int, float], ...] = ()
    """The size of z of every compared place, by its index: what the outcomes of one event are ranked by together."""


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event with its place, and its day, month or year."""

    id: str
    on: str
    place: str | None

    @property
    def month(self) -> str | None:
        """The month of the event, or None if only its year is known."""
        return self.on[:7] if len(self.on) > len("2024") else None


@dataclass(frozen=True, slots=True)
class EventReading:
    """The reading of one outcome in one window after an event. ``also`` are the other events of the place.

    ``also_registered`` are its events of kinds that are not compared, which decide nothing.
    ``preliminary`` says that the last period may still be revised, ``break_on`` is the month (or year) of the largest
    break, ``nearer`` the other event that cannot be told apart, ``registry_break`` the first period of a new registry.
    ``needs`` is the last period needed, ``due_on`` the day by which it is usually published.
    """

    event: str
    outcome: str | None
    window: int | None
    reading: Reading
    also: tuple[str, ...] = ()
    also_registered: tuple[str, ...] = ()
    release: str | None = None
    preliminary: bool = False
    break_on: str | None = None
    nearer: str | None = None
    registry_break: str | None = None
    needs: str | None = None
    due_on: str | None = None
    overdue: bool = False
    p_family: float | None = None

    @property
    def verdict(self) -> Verdict:
        """What can be said about the change."""
        return self.reading.verdict

    @property
    def reason(self) -> Reason | None:
        """Why the verdict is what it is."""
        return self.reading.reason


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One period of the path of a place, as a ratio to its own mean rate in the window before, beside other places.

    ``count`` is the value as published. ``low`` and ``high`` enclose the middle half of the compared places.
    """

    period: str
    count: float
    ratio: float
    low: float
    middle: float
    high: float
    preliminary: bool


Cell = tuple[str, str, str, float]
"""Place, first and last day of the period, and value."""


class ReadRelease(Protocol):
    """Reads the cells of a release from its file. A file that is missing or altered gives none, and a problem."""

    problems: list[Problem]

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        """Return the cells of a release."""

    def sound_file(self, release: PanelRelease) -> bytes | None:
        """Return the file of a release as it was signed; None if it is missing or altered, or has a row at fault."""


class NoFiles:
    """Reads nothing: for scores without the files of a register."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, release: PanelRelease) -> Sequence[Cell]:
        """Return no cells."""
        del release
        return ()

    def sound_file(self, release: PanelRelease) -> bytes | None:
        """Return no file."""
        del release
        return None
