"""Bodies of indicators, their links to commitments, and measurements."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (pydantic reads it)
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from accordtrack.ledger.fields import Day, Id, Line, LocalText, Number, Place, Record, field_error
from accordtrack.ledger.records import Ids
from accordtrack.vocabulary import (
    Direction,
    Grade,
    Level,
    LinkStrength,
    MeasurementState,
    Periodicity,
    Precision,
    Qualifier,
    Responsible,
    Speaker,
    TargetSetBy,
    Theme,
)

_HEAVIEST, _LONGEST_HOLD, _OLDEST_DAYS = 100, 1000, 36_500


def _span(value: str) -> str:
    if float(value) <= 0:
        raise field_error("A span must be above 0", "Correct it, or leave it out.")
    return value


def _hold(value: int) -> int:
    if not 1 <= value <= _LONGEST_HOLD:
        raise field_error("A hold must be 1 to 1000 periods", "Correct it, or leave it out.")
    return value


def _age(value: int) -> int:
    if not 1 <= value <= _OLDEST_DAYS:
        raise field_error("max_age_days must be between 1 and 36500", "Correct it, or leave it out.")
    return value


def _unchanged(value: str) -> str:
    if not 0 <= float(value) <= 1:
        raise field_error("unchanged_within must be between 0 and 1", "Write 0.02 for two percent.")
    return value


def _fraction(value: str) -> str:
    if not 0 <= float(value) <= 1:
        raise field_error("A path fraction must be between 0 and 1", "Correct it.")
    return value


# The bounds of a field are those of its type, so that they also hold for an amendment that sets it.


class Baseline(Record):
    """The value an indicator started from."""

    value: Number
    on: Day


class Target(Record):
    """A value to be reached. Nobody agreed to a target whose ``set_by`` is ``working``."""

    value: Number
    by: Day
    set_by: TargetSetBy
    source: Id | None = None
    note: LocalText | None = None


class PathPoint(Record):
    """Planned progress: the fraction of the way that should be done by a date."""

    on: Day
    fraction: Annotated[Number, AfterValidator(_fraction)]


class Phrase(Record):
    """How a sentence names a series: *Homicides in Mexico* fell from 100.5 *a day* to 88.4.

    ``name`` is the subject; ``unit`` follows the first number. ``plural`` gives the Spanish verb its number.
    """

    series: Line
    name: LocalText
    unit: LocalText | None = None
    plural: bool = False


class Indicator(Record):
    """An indicator: the definition that values are measured against. ``side`` is the country it is about.

    ``phrases`` name its series in sentences.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"phrases"})

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
    unchanged_within: Annotated[Number, AfterValidator(_unchanged)] = "0.02"
    baseline: Baseline | None = None
    target: Target | None = None
    path: tuple[PathPoint, ...] = ()
    hold: Annotated[int, AfterValidator(_hold)] | None = None
    max_age_days: Annotated[int, AfterValidator(_age)] = 550
    span: Annotated[Number, AfterValidator(_span)] | None = None
    ratio: bool = False
    guard_of: Ids = ()
    caveats: LocalText | None = None
    phrases: tuple[Phrase, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _set_defaults(cls, data: Any) -> Any:  # noqa: ANN401
        if not isinstance(data, dict):
            return data
        data = {**data, "family": data.get("family") or data.get("id")}
        if data.get("hold") is None:
            below = data.get("level") in ("input", "activity", "output")  # a list cannot be looked up in a set
            yearly = data.get("periodicity") in ("year", "two_years")
            data["hold"] = 1 if below else 2 if yearly else 4
        return data


class OtherTarget(Record):
    """A target set by somebody other than the setter of the target in force, with its own baseline."""

    target: Target
    baseline: Baseline | None = None


class AmendedIndicator(Indicator):
    """An indicator with the amendments in force applied. ``beside`` maps each other setter to its target."""

    beside: Mapping[str, OtherTarget] = Field(default_factory=dict)

    @property
    def targets(self) -> Mapping[str, OtherTarget]:
        """The target of each setter with its baseline; the one of an amendment replaces that of the record."""
        own = {self.target.set_by.value: OtherTarget(target=self.target, baseline=self.baseline)} if self.target else {}
        shared = {setter: one.baseline for setter, one in own.items()}
        return own | {
            setter: OtherTarget(target=one.target, baseline=one.baseline or shared.get(setter))
            for setter, one in self.beside.items()
        }


class Link(Record):
    """A link: a commitment bears on an indicator. Its id in the state digest is ``indicator>commitment``."""

    indicator: Id
    commitment: Id
    weight: Number = "1"
    strength: LinkStrength
    rationale: LocalText

    @model_validator(mode="after")
    def _check_weight(self) -> Self:
        if not 0 < float(self.weight) <= _HEAVIEST:
            raise field_error("The weight of a link must be above 0 and at most 100", "Correct it, or leave it out.")
        return self


class Measurement(Record):
    """One value of a series of an indicator in one period, from a source, or computed from it if the note says so."""

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
    def _check_coherence(self) -> Self:
        if self.period_end < self.period_start:
            raise field_error("The period ends before it starts", "Swap the two dates.")
        if self.value is None and (self.numerator is None or self.denominator is None):
            raise field_error("A value is missing", "Give value, or numerator and denominator.")
        if self.denominator is not None and float(self.denominator) == 0:
            raise field_error("The denominator is zero", "Correct it, or leave it out.")
        if self.qualifier is Qualifier.DERIVED and self.note is None:
            raise field_error("A derived value must say what it follows from", "Say it in the note.")
        return self
