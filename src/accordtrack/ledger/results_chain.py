"""Bodies of the results chain of a commitment and of published evaluations.

A chain says how the commitment is expected to move an outcome, and which other explanations there are. It states no finding.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from accordtrack.core.dates import last_day
from accordtrack.ledger.fields import Day, Id, LocalText, Number, PartialDay, Place, Record, field_error
from accordtrack.ledger.records import About, Ids, Names
from accordtrack.vocabulary import EvaluationDesign, EvaluationFinding, WorkKind

LEAST_RIVALS = 2
_MOST_MONTHS = 600


class ChainAct(Record):
    """A dated act toward the commitment: an event of the register, or else a day with a text and its sources."""

    event: Id | None = None
    on: PartialDay | None = None
    text: LocalText | None = None
    sources: Ids = ()

    @model_validator(mode="after")
    def _check_origin(self) -> Self:
        if self.event is None and not (self.on and self.text and self.sources):
            raise field_error("An act needs an event, or a day, a text and a source", "Give event, or the other three.")
        return self


class ChainOutput(Record):
    """A dated output of the acts, with the sources that document it and the indicator that counts it, if any."""

    on: PartialDay
    text: LocalText
    indicator: Id | None = None
    sources: Ids

    @model_validator(mode="after")
    def _check_source(self) -> Self:
        if not self.sources:
            raise field_error("A figure of government activity needs a source", "Give sources.")
        return self


class Rival(Record):
    """Another explanation of the outcome, what would be seen if it were true, and the evaluations that examine it."""

    text: LocalText
    would_see: LocalText
    examined_by: Ids = ()


class ResultsChain(Record):
    """How a commitment leads through acts and outputs to an outcome, with the expected mechanism in one sentence.

    ``lag_min`` and ``lag_max`` are the months from output to outcome. ``outcome`` is an indicator; ``compared`` is the
    panel series that measures it by place, for the comparison around events. The desk that wrote the entry is the author.
    """

    commitment: Id
    work: WorkKind
    mechanism: LocalText
    acts: tuple[ChainAct, ...] = ()
    outputs: tuple[ChainOutput, ...] = ()
    outcome: Id
    compared: Id | None = None
    lag_min: Annotated[int, Field(ge=0)] | None = None
    lag_max: Annotated[int, Field(ge=0)] | None = None
    assumptions: tuple[LocalText, ...]
    rivals: tuple[Rival, ...]
    said_on: Day
    note: LocalText | None = None
    inferred: Names = ()

    @model_validator(mode="after")
    def _check_coherence(self) -> Self:
        if max(self.lag_min or 0, self.lag_max or 0) > _MOST_MONTHS:
            raise field_error("A lag of more than {n} months cannot be used", "Correct it.", n=_MOST_MONTHS)
        if self.lag_min is not None and self.lag_max is not None and self.lag_min > self.lag_max:
            raise field_error("lag_min is longer than lag_max", "Swap the two numbers of months.")
        if len(self.rivals) < LEAST_RIVALS:
            raise field_error(
                "A results chain needs two or more rival explanations", "Add another one, with what would be seen."
            )
        return self


class Interval(Record):
    """The interval of an estimate, as published. ``coverage`` is in percent."""

    low: Number
    high: Number
    coverage: Number | None = None


class Evaluation(Record):
    """A published evaluation: its question, its design and its finding, with the estimate if it gives one.

    ``made_by`` and ``paid_by`` are bodies; without ``paid_by`` the text does not say who paid. ``in_answer_to`` is
    an evaluation that this one opposes; ``version_of`` is an earlier version of the same one.
    """

    id: Id
    question: LocalText
    finding: LocalText
    finds: EvaluationFinding
    design: EvaluationDesign
    design_note: LocalText | None = None
    about: About
    estimate: Number | None = None
    unit: LocalText | None = None
    interval: Interval | None = None
    place: Place | None = None
    period_start: PartialDay | None = None
    period_end: PartialDay | None = None
    made_by: Ids
    paid_by: Ids = ()
    published_on: PartialDay
    in_answer_to: Id | None = None
    version_of: Id | None = None
    sources: Ids
    note: LocalText | None = None
    inferred: Names = ()

    @model_validator(mode="after")
    def _check_estimate(self) -> Self:
        if self.estimate is None:
            if self.interval is not None:
                raise field_error("An interval needs its estimate", "Give estimate, or leave interval out.")
            return self
        if self.unit is None:
            raise field_error("An estimate needs a unit", "Give unit.")
        found = self.interval
        if found is not None and not float(found.low) <= float(self.estimate) <= float(found.high):
            raise field_error(
                "The interval {low} to {high} does not contain the estimate {estimate}",
                "Correct one of the three numbers.",
                low=found.low,
                high=found.high,
                estimate=self.estimate,
            )
        return self

    @model_validator(mode="after")
    def _check_period(self) -> Self:
        if self.period_start and self.period_end and last_day(self.period_end) < self.period_start:
            raise field_error("The period ends before it starts", "Swap the two dates.")
        return self

    @model_validator(mode="after")
    def _check_references(self) -> Self:
        if self.id == self.in_answer_to:
            raise field_error(
                "An evaluation cannot answer itself", "Name another evaluation, or leave in_answer_to out."
            )
        if self.id == self.version_of:
            raise field_error(
                "An evaluation cannot be a version of itself", "Name the earlier version, or leave version_of out."
            )
        if not (self.about.commitments or self.about.indicators or self.about.events):
            raise field_error(
                "The evaluation is about nothing in the register", "Name commitments, indicators or events in about."
            )
        if not self.made_by or not self.sources:
            raise field_error("An evaluation needs its author and a source", "Give made_by and sources.")
        return self
