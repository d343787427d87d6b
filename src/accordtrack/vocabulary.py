"""Vocabulary: the terms of the domain as enumerations. Code, screens, files and documents use exactly these terms.

Every enumeration is a ``StrEnum`` whose values are the words in files and in the log. Labels for people are in
``labels``; this module knows no language and imports no I/O library.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from accordtrack.statuses import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Collection

Word = TypeVar("Word", bound=StrEnum)


def members_by_value(kind: type[Word]) -> dict[str, Word]:
    """Return the members of an enumeration by value. A lookup takes a tenth of the time of calling the enumeration."""
    return {one.value: one for one in kind}


class Side(StrEnum):
    """One of the two sides of the accord, as the seat of a desk or a half of a joint commitment."""

    US = "US"
    MX = "MX"

    @property
    def other(self) -> Side:
        """The other side."""
        return Side.MX if self is Side.US else Side.US


class Seat(StrEnum):
    """Whom a desk represents: a side, or the observers."""

    US = "US"
    MX = "MX"
    OBS = "OBS"


FEED_NAME = re.compile("(us|mx|obs)-[0-9]{1,3}")
"""The name of a feed: the code of the desk's side and a number."""


COMPILER = "obs-0"
"""The feed that holds the records of a data folder. Its key is discarded, so nothing is added to it."""


def is_feed_of_side(feed: object, side: str) -> bool:
    """Whether ``feed`` is the name of a feed whose desk belongs to ``side``, as ``us-1`` does to US."""
    found = FEED_NAME.fullmatch(feed) if isinstance(feed, str) else None
    return found is not None and found[1].upper() == side


class Responsible(StrEnum):
    """Who owes a commitment. JOINT is owed by both sides, each for its own half."""

    US = "US"
    MX = "MX"
    JOINT = "JOINT"

    @property
    def halves(self) -> tuple[Side, ...]:
        """The sides that owe it, in the order of the English alternat."""
        return (Side.US, Side.MX) if self is Responsible.JOINT else (Side(self.value),)


class Speaker(StrEnum):
    """Who speaks. JOINT is a text issued by both sides; OBS is everybody who speaks for neither side."""

    US = "US"
    MX = "MX"
    JOINT = "JOINT"
    OBS = "OBS"

    @property
    def side(self) -> Side | None:
        """The side that speaks; None for a joint text and an observer."""
        return _SIDES.get(self.value)


_SIDES = members_by_value(Side)


def speaks_for(speaker: str | None, waits: Collection[str], side: str) -> bool:
    """Whether a statement counts as the word of ``side``; ``waits`` are the sides that have not accepted it.

    A joint text that only one side recorded is that side's word. What was recorded in a side's name and waits for it is
    nobody's.
    """
    return speaker in {side, Speaker.JOINT} and side not in waits


def speaks_for_both(speaker: str | None, waits: Collection[str]) -> bool:
    """Whether a statement counts as the word of both sides: a joint text that neither of them has still to accept."""
    return all(speaks_for(speaker, waits, side) for side in Side)


def voice(speaker: str, waits: Collection[str]) -> str:
    """Return the speaker of a statement; of a joint text that waits for one side, the other."""
    alone = [side for side in Side if speaks_for(speaker, waits, side)]
    return alone[0] if len(alone) == 1 else speaker


class Provenance(StrEnum):
    """Who wrote an entry, compared with whose statement or record it is. It follows from the feed, never the speaker."""

    OWN = "own"
    THIRD_PARTY = "third_party"
    COUNTERPART = "counterpart"
    NOT_ADMITTED = "not_admitted"


class ChangeClass(StrEnum):
    """The cause of a changed number or word in a scorecard."""

    MEASUREMENT = "measurement"
    STATEMENT = "statement"
    EVIDENCE = "evidence"
    SCOPE = "scope"
    LATE_ENTRY = "late_entry"
    TIME = "time"
    METHOD = "method"
    RULES = "rules"


class AdmittedFor(StrEnum):
    """What a side admits of an observer's feed: its statements, or also its changes to the scope of the register."""

    STATEMENTS = "statements"
    SCOPE = "scope"


class TextBasis(StrEnum):
    """Who published the text of the commitment."""

    JOINT_TEXT = "joint_text"
    BOTH_READOUTS = "both_readouts"
    OWN_TEXT = "own_text"
    US_TEXT = "us_text"
    MX_TEXT = "mx_text"
    THIRD_PARTY = "third_party"


class Basis(StrEnum):
    """Basis of a status: stated by the speaker, or derived by the register from the speaker's words (a reading)."""

    STATED = "stated"
    READING = "reading"


class CommitmentKind(StrEnum):
    """The kind of record. Only ``commitment`` is scored by default."""

    COMMITMENT = "commitment"
    UNILATERAL_ACTION = "unilateral_action"
    REQUEST = "request"
    RECOMMENDATION = "recommendation"


class Level(StrEnum):
    """Level in the results chain (OECD-DAC)."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Stance(StrEnum):
    """An answer to another speaker's statement. ``not_agreed`` answers the text of a commitment."""

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
    NOT_OURS = "not_ours"


class Standing(StrEnum):
    """Relation of claim and answer. Derived; ordered by precedence when a row combines its halves.

    *Settled* is a dispute in which one side has agreed with the other while the claim in force is unchanged.
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
        """From 0 for disputed to 6 for unreported."""
        return _STANDINGS.index(self)


_STANDINGS = tuple(Standing)


class DueBasis(StrEnum):
    """The basis of a due date."""

    TEXT = "text"
    HORIZON = "horizon"
    INFERRED = "inferred"
    AMENDED = "amended"


class Timeliness(StrEnum):
    """Timeliness, derived from the due date, its basis and the status. Always shown separately from the status."""

    NO_DEADLINE = "no_deadline"
    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAST_HORIZON = "past_horizon"
    DONE_ON_TIME = "done_on_time"
    CLAIMED_ON_TIME = "claimed_on_time"
    """Done on time by its own side's claim, which the other side disputes."""
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
        """From 0 for claimed to 3 for verified."""
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
        """From 0 for CLEAR to 4 for RED."""
        return _HANDLINGS.index(self)

    @classmethod
    def from_text(cls, value: str) -> Handling:
        """Return the mark for ``value``; an unknown mark counts as the strictest."""
        return cls(value) if value in set(cls) else cls.RED


_HANDLINGS = tuple(Handling)


class Theme(StrEnum):
    """The subject of a commitment."""

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
    """Branch of the state, or part of society, to which a body belongs."""

    EXECUTIVE = "executive"
    LEGISLATURE = "legislature"
    JUDICIARY = "judiciary"
    STATE = "state"
    INDEPENDENT = "independent"
    PRESS = "press"
    CIVIL = "civil"
    INTERNATIONAL = "international"


class Copy(StrEnum):
    """The copy that was read. A copy of an aggregator or partisan site gives no grade above ``claimed``."""

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
    """Which direction of an indicator is better."""

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


class Measure(StrEnum):
    """What the values of a panel series are: counts or quantities of a period, rates, or a stock on a day."""

    COUNT = "count"
    QUANTITY = "quantity"
    RATE = "rate"
    STOCK = "stock"


class ReleaseClass(StrEnum):
    """How final the values of a release are, in the words of the ONS: provisional is ``preliminary`` here."""

    FIRST = "first"
    PRELIMINARY = "preliminary"
    REVISED = "revised"
    FINAL = "final"


class WorkKind(StrEnum):
    """The kind of work in a results chain, which decides how soon an outcome may be read after the output."""

    ENFORCEMENT = "enforcement"
    PREVENTION = "prevention"
    TREATMENT = "treatment"
    COURTS = "courts"


class EvaluationDesign(StrEnum):
    """How an evaluation was made. ``evaluation`` applies published criteria, such as those of OECD-DAC."""

    COMPARISON = "comparison"
    PROCESS_TRACING = "process_tracing"
    EVALUATION = "evaluation"
    AUDIT = "audit"
    DESCRIPTION = "description"


class EvaluationFinding(StrEnum):
    """What an evaluation finds about the contribution of the acts to the outcome."""

    CONTRIBUTION = "contribution"
    NO_CONTRIBUTION = "no_contribution"
    OTHER_WAY = "other_way"
    UNDECIDED = "undecided"


class LinkStrength(StrEnum):
    """How strongly a commitment bears on an indicator."""

    DIRECT = "direct"
    CONTRIBUTORY = "contributory"
    CONTEXT = "context"


CLOSENESS = {one.value: rank for rank, one in enumerate(LinkStrength)}
"""Sort key of links by their strength, closest first."""


class TargetSetBy(StrEnum):
    """Who set an indicator's target. Nobody agreed to a ``working`` target."""

    AGREED = "agreed"
    US = "US"
    MX = "MX"
    WORKING = "working"


class ScenarioName(StrEnum):
    """What a target worksheet derives a ratio from: today's level, the place's own past, or that of similar places."""

    HOLD = "hold"
    AS_BEFORE = "as_before"
    OWN_BETTER = "own_better"
    PLACES_BETTER = "places_better"


class Bound(StrEnum):
    """On which side of a ratio a result must lie."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Qualifier(StrEnum):
    """How exact a value is. A derived value is shown and never counted."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    DERIVED = "derived"
    """Its source does not print it: it follows from another value and a difference that a press copy gives."""


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
    """The kind of a dated event."""

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
    "taken_back": "↶",
    **{one.status: one.mark for one in DEFINITIONS},
    "disputed": "⚑",
    "overdue": "!",
    "past_horizon": "?",
    "reading": "≈",
    "draft": "✎",
    "provenance": "↔",
}
"""Marks shown beside words. Color is never the only sign."""

ASCII_MARKS: dict[str, str] = {
    "unreported": ".",
    "taken_back": "<",
    **{one.status: one.letter for one in DEFINITIONS},
    "disputed": "D",
    "overdue": "!",
    "past_horizon": "?",
    "reading": "~",
    "draft": "d",
    "provenance": "<>",
}
"""The same marks for ``--ascii``. The letters are those of the status dialog."""
