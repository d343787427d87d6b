"""Bodies of the panel: series of values by place and period, their releases, and the breaks in how they are counted.

The rows of a release are a CSV file, named by its digest; the entry signs the digest.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from accordtrack.ledger.fields import Day, Id, Line, LocalText, Number, PartialDay, Place, Record, field_error
from accordtrack.ledger.statements import FileRef  # noqa: TC001  (pydantic reads it)
from accordtrack.vocabulary import Direction, Measure, Periodicity, ReleaseClass

_PERIODS = frozenset({Periodicity.MONTH, Periodicity.QUARTER, Periodicity.YEAR})
_MOST_DAYS, _MOST_PERIODS = 3_650, 120


class PanelSeries(Record):
    """A series by place and period. ``title`` is what it counts, as a noun: *victims of intentional homicide*.

    ``registry`` names the registry or survey that the values come from. ``preliminary_periods`` is how many of the last
    periods of a release may still change, ``usual_delay_days`` how long after a period its value usually comes out.
    ``people`` is the series of the population that its rates are per.
    """

    id: Id
    title: LocalText
    publisher: Line
    registry: Line
    measure: Measure
    period: Periodicity
    direction: Direction
    indicator: Id | None = None
    people: Id | None = None
    unchanged_within: Number = "0.02"
    usual_delay_days: int = 0
    preliminary_periods: int = 0
    note: LocalText | None = None

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        if self.period not in _PERIODS:
            raise field_error("The period of a panel series must be month, quarter or year", "Correct it.")
        if not 0 <= self.usual_delay_days <= _MOST_DAYS:
            raise field_error("usual_delay_days must be between 0 and 3650", "Correct it, or leave it out.")
        if not 0 <= self.preliminary_periods <= _MOST_PERIODS:
            raise field_error("preliminary_periods must be between 0 and 120", "Correct it, or leave it out.")
        if not 0 <= float(self.unchanged_within) <= 1:
            raise field_error("unchanged_within must be between 0 and 1", "Write 0.02 for two percent.")
        return self


class PanelRelease(Record):
    """The rows of a series that a source published on one day: the CSV file with this digest.

    All releases of a series on one day form one. ``rest_from`` is the day of the release that gives the cells of earlier
    periods which this one leaves out because they are equal. ``confirm`` marks values that still have to be
    confirmed: they are shown, never counted.
    """

    series: Id
    released_on: Day
    release_class: Annotated[ReleaseClass, Field(alias="class")]
    source: Id
    rows: Annotated[int, Field(ge=1)]
    first: Day
    last: Day
    file: FileRef
    rest_from: Day | None = None
    confirm: bool = False
    note: LocalText | None = None

    @model_validator(mode="after")
    def _check_dates(self) -> Self:
        if self.last < self.first:
            raise field_error("The period ends before it starts", "Swap the two dates.")
        return self


class PanelBreak(Record):
    """The first period of a new way to count, for all places of a series or for one. ``judged_by`` is who supplied it."""

    series: Id
    place: Place | None = None
    first_period: PartialDay
    source: Id
    judged_by: Line | None = None
    note: LocalText | None = None
