"""Bodies of what both sides agree on beforehand: a target for an indicator, and the expected result of an operation.

Both are proposals: they wait for the other side, which answers with ``position.take``. An amended value is a newer proposal
that names the one it replaces.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from accordtrack.ledger.fields import Day, Digest, Id, LocalText, Number, Place, Record, field_error
from accordtrack.ledger.records import Ids  # noqa: TC001  (pydantic reads it)
from accordtrack.vocabulary import Bound, ScenarioName  # noqa: TC001  (pydantic reads it)

WINDOWS = (3, 6, 12)
"""Months after its start over which an operation may be read: those of the event study."""


class TargetScenario(Record):
    """A scenario of a target worksheet: the ratio to the baseline that so many ``changes`` of the past suggest, or none."""

    scenario: ScenarioName
    level_ratio: Number | None = None
    changes: Annotated[int, Field(ge=0)] = 0


class TargetPropose(Record):
    """A target for an indicator, proposed from a panel series: ``level_ratio`` times the baseline by the end of a year.

    The baseline is the year from ``baseline_from`` to ``baseline_to`` in the release of ``released_on``; ``mean_before`` is the
    mean of the three years before it, if the baseline is unusual. ``replaces`` is the hash of an earlier proposal.
    """

    indicator: Id
    series: Id
    place: Place
    released_on: Day
    source: Id
    baseline: Number
    baseline_from: Day
    baseline_to: Day
    mean_before: Number | None = None
    span: Number
    scenarios: tuple[TargetScenario, ...]
    level_ratio: Number
    by: Day
    reason: LocalText | None = None
    sources: Ids = ()
    replaces: Digest | None = None
    said_on: Day

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        _check_ratio(self.level_ratio)
        if float(self.baseline) <= 0:
            raise field_error("The baseline of a target must be above 0", "Choose a place or series with more cases.")
        if self.by <= max(self.said_on, self.baseline_to):
            values = {"by": self.by, "day": self.said_on}
            raise field_error("The target date {by} is not after {day}", "Give a later date.", **values)
        return self


class Guard(Record):
    """What must not become worse meanwhile: the ratio of a second series, after to before, and its bound."""

    series: Id
    bound: Bound
    rate_ratio: Number

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        _check_ratio(self.rate_ratio)
        return self


class ExpectedResult(Record):
    """The expected result of an operation, signed before it starts. ``operation`` is the id that its versions share.

    The rate of ``series`` in ``place`` in the ``window`` months after the month of ``starts_on``, over that of the 12
    months before that month, must be ``at_most`` or ``at_least`` ``rate_ratio``, and the guard must hold.
    """

    operation: Id
    title: LocalText
    place: Place
    series: Id
    window: int
    bound: Bound
    rate_ratio: Number
    guard: Guard
    starts_on: Day
    reason: LocalText | None = None
    replaces: Digest | None = None
    said_on: Day

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        _check_ratio(self.rate_ratio)
        if self.window not in WINDOWS:
            raise field_error("The window must be 3, 6 or 12 months", "Correct it.")
        if self.starts_on <= self.said_on:
            values = {"start": self.starts_on, "day": self.said_on}
            raise field_error(
                "The operation starts on {start}, which is not after {day}",
                "An expected result is signed before the start. Afterwards, compare the event: accordtrack events.",
                **values,
            )
        return self


def _check_ratio(ratio: str) -> None:
    if float(ratio) <= 0:
        raise field_error("A ratio must be above 0", "Write 0.8 for a fifth less.")
