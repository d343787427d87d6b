"""The field's terms, one meaning each. Code, screens, files and documents use exactly these words.

Every enumeration is a ``StrEnum``: its value is the word that stands in files and in the log.
Labels for people are in ``labels``; this module knows no language and imports no I/O library.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from accordtrack.statuses import DEFINITIONS

Word = TypeVar("Word", bound=StrEnum)


def words(kind: type[Word]) -> dict[str, Word]:
    """The words of one list by their text: to look one up takes a tenth of the time of a call of the list."""
    return {one.value: one for one in kind}


class Side(StrEnum):
    """One of the two sides of the accord, as a desk's seat or a half of a joint commitment."""

    US = "US"
    MX = "MX"

    @property
    def other(self) -> Side:
        """The counterpart."""
        return Side.MX if self is Side.US else Side.US


class Seat(StrEnum):
    """Whom a desk sits for: a side, or the observers."""

    US = "US"
    MX = "MX"
    OBS = "OBS"


class Responsible(StrEnum):
    """Who owes a commitment; JOINT is owed by both, each for its own half."""

    US = "US"
    MX = "MX"
    JOINT = "JOINT"

    @property
    def halves(self) -> tuple[Side, ...]:
        """The sides that owe it, in the order of the English alternat."""
        return (Side.US, Side.MX) if self is Responsible.JOINT else (Side(self.value),)


class Speaker(StrEnum):
    """Who says something. JOINT is a text issued by both sides; OBS is everybody who speaks for neither."""

    US = "US"
    MX = "MX"
    JOINT = "JOINT"
    OBS = "OBS"

    @property
    def side(self) -> Side | None:
        """The side that speaks, None for a joint text and an observer."""
        return _SIDES.get(self.value)


_SIDES = words(Side)


class TextBasis(StrEnum):
    """Who says that it was promised."""

    JOINT_TEXT = "joint_text"
    BOTH_READOUTS = "both_readouts"
    OWN_TEXT = "own_text"
    US_TEXT = "us_text"
    MX_TEXT = "mx_text"
    THIRD_PARTY = "third_party"


class Basis(StrEnum):
    """Of a status: the speaker's words mean it, or the register derived it from them."""

    STATED = "stated"
    READING = "reading"


class CommitmentKind(StrEnum):
    """What sort of promise it is; only ``commitment`` is scored by default."""

    COMMITMENT = "commitment"
    UNILATERAL_ACTION = "unilateral_action"
    REQUEST = "request"
    RECOMMENDATION = "recommendation"


class Level(StrEnum):
    """Link of the results chain (OECD-DAC)."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Stance(StrEnum):
    """An answer to what somebody else said; ``not_agreed`` answers the text of a commitment."""

    CONCUR = "concur"
    DISPUTE = "dispute"
    NOT_AGREED = "not_agreed"


class Ground(StrEnum):
    """Why a claim is disputed."""

    NOT_DONE = "not_done"
    NOT_ENOUGH = "not_enough"
    WRONG_PERIOD = "wrong_period"
    EVIDENCE_FAILS = "evidence_fails"
    OTHER_MEANING = "other_meaning"


class Standing(StrEnum):
    """Where claim and answer stand; derived, in the order in which a row takes it from its halves.

    *Settled* is a dispute in which one side has agreed with the other, while the claim in force still says what it said.
    """

    DISPUTED = "disputed"
    DIVERGENT = "divergent"
    ASKED = "asked"
    UNANSWERED = "unanswered"
    SETTLED = "settled"
    AGREED = "agreed"
    UNREPORTED = "unreported"

    @property
    def rank(self) -> int:
        """0 for disputed to 6 for unreported."""
        return _STANDINGS.index(self)


_STANDINGS = tuple(Standing)


class DueBasis(StrEnum):
    """On what a due date rests."""

    TEXT = "text"
    HORIZON = "horizon"
    INFERRED = "inferred"
    AMENDED = "amended"


class Timeliness(StrEnum):
    """Derived from the due date, its basis and the status; a column apart from status, always."""

    NO_DEADLINE = "no_deadline"
    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAST_HORIZON = "past_horizon"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"


DUE_SOON_DAYS = 30


class Grade(StrEnum):
    """Strength of evidence, weakest first."""

    CLAIMED = "claimed"
    DOCUMENTED = "documented"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        """0 for claimed to 3 for verified."""
        return _GRADES.index(self)


_GRADES = tuple(Grade)


class Handling(StrEnum):
    """Traffic Light Protocol 2.0, least restricted first."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        """0 for CLEAR to 4 for RED."""
        return _HANDLINGS.index(self)


_HANDLINGS = tuple(Handling)


class Theme(StrEnum):
    """What a commitment is about."""

    FIREARMS = "firearms"
    FINANCE = "finance"
    JUSTICE = "justice"
    HEALTH = "health"
    BORDER = "border"
    SYNTHETICS = "synthetics"
    MIGRATION = "migration"
    VIOLENCE = "violence"
    GOVERNANCE = "governance"


class Branch(StrEnum):
    """Part of the state, or of society, that a body belongs to."""

    EXECUTIVE = "executive"
    LEGISLATURE = "legislature"
    JUDICIARY = "judiciary"
    STATE = "state"
    INDEPENDENT = "independent"
    PRESS = "press"
    CIVIL = "civil"
    INTERNATIONAL = "international"


class Copy(StrEnum):
    """What was read: an aggregator's or a partisan copy gives no grade above ``claimed``."""

    OFFICIAL = "official"
    ARCHIVED_OFFICIAL = "archived_official"
    JOINT_TEXT = "joint_text"
    COURT = "court"
    RESEARCH = "research"
    PRESS = "press"
    MIRROR = "mirror"
    AGGREGATOR = "aggregator"
    PARTISAN = "partisan"


WEAK_COPIES = frozenset({Copy.AGGREGATOR, Copy.PARTISAN})


class FrameworkStanding(StrEnum):
    """Whether a side still treats a framework as in force."""

    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    UNSTATED = "unstated"


class Direction(StrEnum):
    """Which way of an indicator is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NONE = "none"


class Periodicity(StrEnum):
    """How often an indicator's series has a value."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TWO_YEARS = "two_years"
    IRREGULAR = "irregular"


class LinkStrength(StrEnum):
    """How a commitment bears on an indicator."""

    DIRECT = "direct"
    CONTRIBUTORY = "contributory"
    CONTEXT = "context"


CLOSENESS = {one.value: rank for rank, one in enumerate(LinkStrength)}
"""How links are ordered by their strength, the closest first."""


class TargetSetBy(StrEnum):
    """Who set an indicator's target; ``working`` is nobody's agreement."""

    AGREED = "agreed"
    US = "US"
    MX = "MX"
    WORKING = "working"


class Qualifier(StrEnum):
    """How exact a value is."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"


class Precision(StrEnum):
    """How exactly a release date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class MeasurementState(StrEnum):
    """Whether a value may still change."""

    FINAL = "final"
    PRELIMINARY = "preliminary"
    SUPERSEDED = "superseded"


class EventKind(StrEnum):
    """What sort of dated happening."""

    MEETING = "meeting"
    AGREEMENT = "agreement"
    AUDIT = "audit"
    ORDER = "order"
    TRANSFER = "transfer"
    TAKEDOWN = "takedown"
    OPERATION = "operation"
    DEPLOYMENT = "deployment"
    LAUNCH = "launch"
    OUTBREAK = "outbreak"


MARKS: dict[str, str] = {
    "unreported": "·",
    **{one.status: one.mark for one in DEFINITIONS},
    "disputed": "⚑",
    "overdue": "!",
    "past_horizon": "?",
    "reading": "≈",
    "draft": "✎",
}
"""Marks that stand beside words, never colour alone."""

ASCII_MARKS: dict[str, str] = {
    "unreported": ".",
    **{one.status: one.letter for one in DEFINITIONS},
    "disputed": "D",
    "overdue": "!",
    "past_horizon": "?",
    "reading": "~",
    "draft": "d",
}
"""The same marks for ``--ascii``: the letters are those of the status dialog."""
