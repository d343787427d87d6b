"""Bodies of the reference records: what a folder of data holds and what ``add`` records.

Fields and defaults are those of ``docs/records.md``. Dates are ISO text, decimals travel as text.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from accordtrack.ledger.fields import (
    Day,
    Id,
    Line,
    LocalText,
    Number,
    PartialDay,
    Place,
    Record,
    Recurrence,
    Url,
    refused,
)
from accordtrack.vocabulary import (
    Branch,
    CommitmentKind,
    Copy,
    Direction,
    DueBasis,
    EventKind,
    FrameworkStanding,
    Grade,
    Handling,
    Level,
    LinkStrength,
    MeasurementState,
    Periodicity,
    Precision,
    Qualifier,
    Responsible,
    Seat,
    Side,
    Speaker,
    TargetSetBy,
    TextBasis,
    Theme,
)

Ids = tuple[Id, ...]
Names = tuple[Line, ...]
"""Names of fields, as ``inferred`` lists them."""


class SideName(Record):
    """Name of one of the two sides."""

    name: LocalText


class Sides(Record):
    """Both sides; their codes stay US and MX."""

    US: SideName
    MX: SideName


class ThemeRecord(Record):
    """A theme of the accord with the indicators that stand for its outputs and outcomes."""

    code: Theme
    title: LocalText
    weight: Number = "1"
    outputs: Ids = ()
    outcomes: Ids = ()
    headline: Id | None = None
    headline_on: PartialDay | None = None


class Accord(Record):
    """The accord that is tracked: ``accord.set``."""

    id: Id
    title: LocalText
    facts_until: Day | None = None
    sides: Sides
    themes: tuple[ThemeRecord, ...] = ()


class Body(Record):
    """A body that leads or speaks; only one with ``speaks_for`` can be that side's voice."""

    code: Id
    name: LocalText
    side: Seat
    branch: Branch
    parent: Id | None = None
    speaks_for: Side | None = None

    @model_validator(mode="after")
    def _own_side(self) -> Self:
        if self.speaks_for and self.speaks_for.value != self.side.value:
            raise refused(
                "A body of {side} cannot speak for {other}",
                "Leave speaks_for out, or correct side.",
                side=self.side.value,
                other=self.speaks_for.value,
            )
        return self


class Source(Record):
    """A published text: title and publisher as published; ``copy`` says what was read."""

    id: Id
    publisher: Line
    title: Line
    date: PartialDay | None = None
    url: Url
    copy_: Annotated[Copy, Field(alias="copy")]
    note: LocalText | None = None


class SideStanding(Record):
    """Whether one side still treats a framework as in force, since when, and by what source."""

    value: FrameworkStanding = FrameworkStanding.UNSTATED
    on: PartialDay | None = None
    source: Id | None = None


class FrameworkStandings(Record):
    """Both sides' view of a framework."""

    US: SideStanding = SideStanding()
    MX: SideStanding = SideStanding()


class Framework(Record):
    """A text under which commitments were made."""

    id: Id
    title: LocalText
    agreed_on: Day
    sources: Ids
    standing: FrameworkStandings = FrameworkStandings()


class Goal(Record):
    """A numbered goal of a framework."""

    id: Id
    framework: Id
    number: Line
    title: LocalText
    inferred: Names = ()


class Area(Record):
    """A numbered area of a goal."""

    id: Id
    goal: Id
    number: Line
    title: LocalText
    inferred: Names = ()


class Lead(Record):
    """Lead body of each side."""

    US: Id | None = None
    MX: Id | None = None


class Wording(Record):
    """The promise in each side's own words, where they differ."""

    us: Line | None = None
    mx: Line | None = None


class Commitment(Record):
    """A promise: who owes it, who says that it was promised, by when, and how it could be checked."""

    id: Id
    kind: CommitmentKind = CommitmentKind.COMMITMENT
    framework: Id
    area: Id | None = None
    title: LocalText
    text: LocalText
    responsible_side: Responsible
    share_us: Number | None = None
    lead: Lead = Lead()
    supporting: Ids = ()
    agreed_on: Day
    due_on: Day | None = None
    due_basis: DueBasis | None = None
    first_due_on: Day | None = None
    review_rule: Recurrence | None = None
    level: Level
    theme: Theme
    places: tuple[Place, ...] = ()
    weight: Number = "1"
    text_basis: TextBasis = TextBasis.JOINT_TEXT
    wording: Wording | None = None
    verifiable: bool
    verifiable_why: LocalText
    verification: LocalText | None = None
    handling: Handling = Handling.CLEAR
    sources: Ids
    inferred: Names = ()
    note: LocalText | None = None

    @model_validator(mode="before")
    @classmethod
    def _due_defaults(cls, data: Any) -> Any:  # noqa: ANN401
        if isinstance(data, dict) and data.get("due_on"):
            data = {**data, "due_basis": data.get("due_basis") or "text"}
            data["first_due_on"] = data.get("first_due_on") or data["due_on"]
        return data

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.share_us is not None and self.responsible_side is not Responsible.JOINT:
            raise refused("Only a joint commitment has shares", "Leave share_us out.")
        if self.share_us is not None and not 0 <= float(self.share_us) <= 1:
            raise refused("A share lies between 0 and 1", "Write share_us as 0.5.")
        if self.due_basis and not self.due_on:
            raise refused("A due basis needs a due date", "Give due_on, or leave due_basis out.")
        if float(self.weight) <= 0:
            raise refused("A weight is greater than zero", "Write weight as 1.")
        if not self.sources:
            raise refused("A commitment cites a source", "Give sources.")
        return self


class Baseline(Record):
    """The value an indicator started from."""

    value: Number
    on: Day


class Target(Record):
    """A value to be reached; ``working`` ones are nobody's agreement."""

    value: Number
    by: Day
    set_by: TargetSetBy
    source: Id | None = None
    note: LocalText | None = None


class PathPoint(Record):
    """Planned progress: the fraction of the way that should be done on a date."""

    on: Day
    fraction: Number


class Indicator(Record):
    """A definition that values are measured to. ``side`` is the country it is about."""

    id: Id
    title: LocalText
    definition: LocalText
    unit: LocalText
    level: Level
    direction: Direction
    theme: Theme
    side: Responsible
    place: Place | None = None
    publisher: Line
    periodicity: Periodicity
    headline_series: Line | None = None
    family: Id | None = None
    unchanged_within: Number = "0.02"
    baseline: Baseline | None = None
    target: Target | None = None
    path: tuple[PathPoint, ...] = ()
    hold: int | None = None
    max_age_days: int = 550
    span: Line | None = None
    ratio: bool = False
    guard_of: Ids = ()
    caveats: LocalText | None = None

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Any) -> Any:  # noqa: ANN401
        if not isinstance(data, dict):
            return data
        data = {**data, "family": data.get("family") or data.get("id")}
        if data.get("hold") is None:
            below = data.get("level") in ("input", "activity", "output")  # a list or map has no hash
            yearly = data.get("periodicity") in ("year", "two_years")
            data["hold"] = 1 if below else 2 if yearly else 4
        return data


class Link(Record):
    """A commitment bears on an indicator: id ``indicator>commitment`` in the state digest."""

    indicator: Id
    commitment: Id
    weight: Number = "1"
    strength: LinkStrength
    rationale: LocalText


class Measurement(Record):
    """One value of one series of an indicator, in one period, as one source released it."""

    indicator: Id
    series: Line
    period_start: Day
    period_end: Day
    value: Number | None = None
    qualifier: Qualifier = Qualifier.EXACT
    numerator: Number | None = None
    denominator: Number | None = None
    party: Speaker
    grade: Grade
    published_on: Day
    precision: Precision = Precision.DAY
    state: MeasurementState = MeasurementState.FINAL
    confirm: bool = False
    source: Id
    note: LocalText | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.period_end < self.period_start:
            raise refused("The period ends before it starts", "Swap the two dates.")
        if self.value is None and (self.numerator is None or self.denominator is None):
            raise refused("A value is missing", "Give value, or numerator and denominator.")
        if self.denominator is not None and float(self.denominator) == 0:
            raise refused("The denominator is zero", "Correct it, or leave it out.")
        return self

    @property
    def id(self) -> str:
        """``indicator|series|period_start|period_end|party|published_on|source``."""
        parts = (self.indicator, self.series, self.period_start, self.period_end, self.party.value)
        return "|".join((*parts, self.published_on, self.source))


class Event(Record):
    """A dated happening."""

    id: Id
    date: Day
    kind: EventKind
    title: LocalText
    themes: tuple[Theme, ...] = ()
    place: Place | None = None
    side: Speaker | None = None
    note: LocalText | None = None
    sources: Ids
    inferred: Names = ()


class About(Record):
    """What a conflict of figures or words is about."""

    indicators: Ids = ()
    commitments: Ids = ()
    events: Ids = ()


class ConflictClaim(Record):
    """One of the values or wordings that do not fit."""

    speaker: Speaker
    speaker_body: Id | None = None
    said_on: PartialDay
    text: LocalText
    sources: Ids


class Conflict(Record):
    """Two or more values or wordings for one fact: open until settled by a source."""

    id: Id
    title: LocalText
    themes: tuple[Theme, ...] = ()
    about: About = About()
    claims: tuple[ConflictClaim, ...]
    may_explain: LocalText
    would_settle: LocalText

    @model_validator(mode="after")
    def _two_claims(self) -> Self:
        if len(self.claims) < 2:  # noqa: PLR2004
            raise refused("A conflict holds two claims or more", "Add the other claim.")
        return self
