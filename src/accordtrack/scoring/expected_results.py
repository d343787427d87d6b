"""Expected results of operations: which definition both sides signed before an operation began, and what it gives when due.

Before are the 12 months before the month of the start, after the months of the window that follow it; the month itself is in
neither, as in the event study.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from accordtrack.core.dates import add_days, last_day
from accordtrack.core.problems import Refused, unknown_word_problem
from accordtrack.projection.agreements import Standing
from accordtrack.scoring.event_outcomes import period_index, period_text
from accordtrack.scoring.panel_outcomes import populations
from accordtrack.vocabulary import Bound, Periodicity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accordtrack.ledger.targets import ExpectedResult
    from accordtrack.projection.agreements import Signed
    from accordtrack.scoring.target_worksheets import PanelYears

BEFORE = 12


class ResultVerdict(StrEnum):
    """What can be said about an operation."""

    NOT_SIGNED = "NOT_SIGNED"
    """Both sides never signed one definition."""
    NOT_BEFOREHAND = "NOT_BEFOREHAND"
    """Both signed one, but not before the start."""
    NOT_YET = "NOT_YET"
    NO_FIGURES = "NO_FIGURES"
    """A month is missing, the way to count changed, or there was nothing to compare with."""
    GUARD_NOT_MET = "GUARD_NOT_MET"
    NOT_REACHED = "NOT_REACHED"
    REACHED = "REACHED"


@dataclass(frozen=True, slots=True)
class ResultReading:
    """An operation, its definitions in the order of the log, and the verdict on the one signed before the start.

    ``ratio`` and ``guard_ratio`` are rates after over rates before. ``needs`` is the last month that is needed, ``due_on`` the
    day by which it is usually published. ``released_on`` is the release of the outcome.
    """

    operation: str
    versions: tuple[Signed[ExpectedResult], ...]
    definition: Signed[ExpectedResult] | None
    verdict: ResultVerdict
    ratio: float | None = None
    guard_ratio: float | None = None
    needs: str | None = None
    due_on: str | None = None
    released_on: str | None = None

    @property
    def shown(self) -> Signed[ExpectedResult]:
        """The definition that was signed beforehand, or else the last one, if there is one that its side did not take back."""
        left = [one for one in self.versions if one.taken_back_on is None]
        return self.definition or (left or self.versions)[-1]


def read_results(signed: Iterable[Signed[ExpectedResult]], panel: PanelYears) -> tuple[ResultReading, ...]:
    """Return the reading of every operation, by its id."""
    return tuple(
        _read(operation, tuple(versions), panel)
        for operation, versions in groupby(signed, key=lambda one: one.body.operation)
    )


def _read(operation: str, versions: tuple[Signed[ExpectedResult], ...], panel: PanelYears) -> ResultReading:
    both = [one for one in versions if one.standing in {Standing.AGREED, Standing.REPLACED}]
    if not both:
        return ResultReading(operation, versions, None, ResultVerdict.NOT_SIGNED)
    definition = signed_beforehand(both)
    if definition is None:
        return ResultReading(operation, versions, None, ResultVerdict.NOT_BEFOREHAND)
    body = definition.body
    event = period_index(body.starts_on, yearly=False)
    needs = period_text(event + body.window, yearly=False)
    outcome = _change(panel, body, body.series, event)
    guard = _change(panel, body, body.guard.series, event)
    due = max(_due_on(panel, name, needs) for name in (body.series, body.guard.series))
    reading = ResultReading(
        operation,
        versions,
        definition,
        ResultVerdict.NOT_YET,
        needs=needs,
        due_on=due,
        released_on=panel.released_on(body.series),
    )
    if _NOT_PUBLISHED in {outcome, guard}:
        return reading
    if not isinstance(outcome, float) or not isinstance(guard, float):
        return replace(reading, verdict=ResultVerdict.NO_FIGURES)
    verdict = ResultVerdict.REACHED
    if not _holds(outcome, body.bound, body.rate_ratio):
        verdict = ResultVerdict.NOT_REACHED
    elif not _holds(guard, body.guard.bound, body.guard.rate_ratio):
        verdict = ResultVerdict.GUARD_NOT_MET
    return replace(reading, verdict=verdict, ratio=outcome, guard_ratio=guard)


def refuse_unreadable(body: Mapping[str, Any], panel: PanelYears) -> None:
    """Raise ``Refused`` unless outcome and guard are monthly series that the panel holds for the place."""
    for series in (body["series"], body["guard"]["series"]):
        definition = panel.definition(series)
        monthly = [
            one for one in panel.series if (found := panel.definition(one)) and found.period is Periodicity.MONTH
        ]
        if definition is None or definition.period is not Periodicity.MONTH:
            raise Refused(unknown_word_problem(("record", "panel_series"), series, sorted(monthly)))
        places = {place for place, _start in panel.cells(series)}
        if body["place"] not in places:
            raise Refused(unknown_word_problem(("field", "place"), body["place"], sorted(places)))


def signed_beforehand(both: Sequence[Signed[ExpectedResult]]) -> Signed[ExpectedResult] | None:
    """Return the last definition that both sides had signed before the first start that any of them names.

    None if a side says that it signed the last one before, and another desk of it had not seen that: a side that contradicts
    itself does not bring back the definition before.
    """
    start = min(one.body.starts_on for one in both)
    for one in reversed(both):
        if one.signed_on is not None and one.signed_on < start:
            return one
        if one.stated_on is not None and one.stated_on < start:
            return None
    return None


_NOT_PUBLISHED = "not published"


def _change(panel: PanelYears, body: ExpectedResult, series: str, event: int) -> float | str | None:
    """Return the rate after over the rate before; None without comparable figures."""
    definition = panel.definition(series)
    if definition is None or definition.period is not Periodicity.MONTH:
        return None
    cells = panel.cells(series)
    last = max((period_index(start, yearly=False) for _place, start in cells), default=-1)
    if last < event + body.window:
        return _NOT_PUBLISHED
    changes = [period_index(one, yearly=False) for one in panel.breaks(series, body.place)]
    if any(event - BEFORE < one <= event + body.window for one in changes):
        return None
    before = _rate(panel, series, body.place, range(event - BEFORE, event))
    after = _rate(panel, series, body.place, range(event + 1, event + body.window + 1))
    return after / before if before and after is not None else None


def _rate(panel: PanelYears, series: str, place: str, months: range) -> float | None:
    """Return cases per person and month, or per month without people; None if a month or the population is missing."""
    cells, people = panel.cells(series), panel.people(series)
    counts = [cells.get((place, f"{period_text(month, yearly=False)}-01")) for month in months]
    known = [one for one in counts if one is not None]
    if len(known) != len(counts):
        return None
    if people is None:
        return math.fsum(known) / len(known)
    living = math.fsum(populations([people.get(place, {})], np.array(months), yearly=False)[0])
    return None if math.isnan(living) else math.fsum(known) / living


def _due_on(panel: PanelYears, series: str, month: str) -> str:
    """Return the day by which a month of a series is usually published."""
    definition = panel.definition(series)
    return add_days(last_day(month), definition.usual_delay_days if definition else 0)


def _holds(found: float, bound: Bound, ratio: str) -> bool:
    return found <= float(ratio) if bound is Bound.AT_MOST else found >= float(ratio)
