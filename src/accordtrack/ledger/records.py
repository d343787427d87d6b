"""Bodies of the reference records: the contents of a data folder and of ``add`` commands.

Fields and defaults are those of ``docs/records.md``. Dates are ISO text; decimals are stored as text.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

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
    field_error,
)
from accordtrack.vocabulary import (
    Branch,
    CommitmentKind,
    Copy,
    DueBasis,
    EventKind,
    FrameworkStanding,
    Handling,
    Level,
    Responsible,
    Seat,
    Side,
    Speaker,
    TextBasis,
    Theme,
)

Ids = tuple[Id, ...]
Names = tuple[Line, ...]
"""Names of fields, as listed in ``inferred``."""


Speaks = Annotated[tuple[Line, ...], Field(max_length=3)]
"""Series that speak for a theme or for the whole, each as ``indicator:series``."""


class SideName(Record):
    """Name of one of the two sides."""

    name: LocalText


class Sides(Record):
    """Names of both sides. Their codes are always US and MX."""

    US: SideName
    MX: SideName


class ThemeRecord(Record):
    """A theme of the accord with the indicators that represent its outputs and outcomes.

    ``speaks`` lists up to three series, each as ``indicator:series``, that stand for the theme in a paragraph. ``question``
    is asked of the governments where figures are missing; ``not_known`` says which ones were not found.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"speaks", "question", "not_known"})

    code: Theme
    title: LocalText
    weight: Number = "1"
    outputs: Ids = ()
    outcomes: Ids = ()
    headline: Id | None = None
    headline_on: PartialDay | None = None
    speaks: Speaks = ()
    question: LocalText | None = None
    not_known: LocalText | None = None

    @model_serializer(mode="wrap")
    def _leave_out_unset(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what was added later and is not set. ``canonical_body`` does so only for a body, not inside one."""
        unset = self.added_later - self.model_fields_set
        return {name: value for name, value in dump(self).items() if name not in unset}

    @model_validator(mode="after")
    def _check_weights(self) -> Self:
        if float(self.weight) <= 0:
            raise field_error("The weight of an area must be above 0", "Correct it, or leave it out.")
        return self


class Accord(Record):
    """The tracked accord: ``accord.set``. ``speaks`` lists up to three series that stand for the whole."""

    added_later: ClassVar[frozenset[str]] = frozenset({"speaks"})

    id: Id
    title: LocalText
    facts_until: Day | None = None
    sides: Sides
    themes: tuple[ThemeRecord, ...] = ()
    speaks: Speaks = ()


class Body(Record):
    """A body that leads or speaks. Only a body with ``speaks_for`` can speak for that side."""

    code: Id
    name: LocalText
    side: Seat
    branch: Branch
    parent: Id | None = None
    speaks_for: Side | None = None

    @model_validator(mode="after")
    def _check_own_side(self) -> Self:
        if self.speaks_for and self.speaks_for.value != self.side.value:
            raise field_error(
                "A body of {side} cannot speak for {other}",
                "Leave speaks_for out, or correct side.",
                side=self.side.value,
                other=self.speaks_for.value,
            )
        return self


class Source(Record):
    """A published text: title and publisher as published, or as the note says; ``copy`` says what was read.

    ``producer`` is the body that produced the figure or text, where another body published it. ``locator`` is the place in
    the text: a page, a paragraph, a table or a time code.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"producer", "locator"})

    id: Id
    publisher: Line
    producer: Line | None = None
    title: Line
    locator: Line | None = None
    date: PartialDay | None = None
    url: Url
    copy_: Annotated[Copy, Field(alias="copy")]
    note: LocalText | None = None


class SideStanding(Record):
    """Whether one side still treats a framework as in force, since when, and according to which source."""

    value: FrameworkStanding = FrameworkStanding.UNSTATED
    on: PartialDay | None = None
    source: Id | None = None


class FrameworkStandings(Record):
    """How each side treats a framework."""

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

    def body_of_side(self, side: str) -> str | None:
        """Return the lead body of a side given by its code; None for a speaker that is not a side."""
        return {"US": self.US, "MX": self.MX}.get(side)


class Wording(Record):
    """The commitment in each side's own words, where they differ."""

    us: Line | None = None
    mx: Line | None = None


def _share(value: str) -> str:
    if not 0 <= float(value) <= 1:
        raise field_error("A share must be between 0 and 1", "Write share_us as 0.5.")
    return value


def _weight(value: str) -> str:
    if float(value) <= 0:
        raise field_error("A weight must be greater than zero", "Write weight as 1.")
    return value


def _cited(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        raise field_error("A commitment must cite a source", "Give sources.")
    return value


class Commitment(Record):
    """A commitment: the responsible side, the text that holds it, its deadline, and how it could be checked."""

    id: Id
    kind: CommitmentKind = CommitmentKind.COMMITMENT
    framework: Id
    area: Id | None = None
    title: LocalText
    text: LocalText
    responsible_side: Responsible
    share_us: Annotated[Number, AfterValidator(_share)] | None = None
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
    weight: Annotated[Number, AfterValidator(_weight)] = "1"
    text_basis: TextBasis = TextBasis.JOINT_TEXT
    wording: Wording | None = None
    verifiable: bool
    verifiable_why: LocalText
    verification: LocalText | None = None
    handling: Handling = Handling.CLEAR
    sources: Annotated[Ids, AfterValidator(_cited)]
    inferred: Names = ()
    note: LocalText | None = None

    @model_validator(mode="before")
    @classmethod
    def _set_due_defaults(cls, data: Any) -> Any:  # noqa: ANN401
        if isinstance(data, dict) and data.get("due_on"):
            data = {**data, "due_basis": data.get("due_basis") or "text"}
            data["first_due_on"] = data.get("first_due_on") or data["due_on"]
        return data

    @model_validator(mode="after")
    def _check_coherence(self) -> Self:
        if self.share_us is not None and self.responsible_side is not Responsible.JOINT:
            raise field_error("Only a joint commitment can have shares", "Leave share_us out.")
        if self.due_basis and not self.due_on:
            raise field_error("A due basis needs a due date", "Give due_on, or leave due_basis out.")
        return self


class Event(Record):
    """A dated event."""

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
    """The records that a conflict of figures or wordings is about."""

    indicators: Ids = ()
    commitments: Ids = ()
    events: Ids = ()


class ConflictClaim(Record):
    """One of the conflicting values or wordings."""

    speaker: Speaker
    speaker_body: Id | None = None
    said_on: PartialDay
    text: LocalText
    sources: Ids


class Conflict(Record):
    """Two or more values or wordings for one fact. It stays open until a source settles it."""

    id: Id
    title: LocalText
    themes: tuple[Theme, ...] = ()
    about: About = About()
    claims: tuple[ConflictClaim, ...]
    may_explain: LocalText
    would_settle: LocalText

    @model_validator(mode="after")
    def _check_two_claims(self) -> Self:
        if len(self.claims) < 2:  # noqa: PLR2004
            raise field_error("A conflict needs two or more claims", "Add the other claim.")
        return self
