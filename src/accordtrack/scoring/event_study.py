"""Event study: how an outcome changed in one place after an event, compared with the other places (AT-2.0.0, section 2).

The ratio of rates after and before the event is ranked among the places at the same dates. Two checks follow: the same
place at earlier dates, and the places with the most similar path before. No result shows a cause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from accordtrack.scoring.event_reading import Reading, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from numpy.typing import NDArray

    from accordtrack.scoring.event_method import Parameters

    Values = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indexes = NDArray[np.intp]
    Periods = int | Indexes

MEDIAN_OF_CHI_SQUARE = 0.454936423119572
"""The median of a squared standard normal variable."""
_TIE, _LIKELIHOOD_TIE = 1e-12, 1e-9


@dataclass(frozen=True)
class Panel:
    """Counts and people by place and period, both of shape (places, periods); a missing count is NaN, never 0."""

    counts: Values
    people: Values

    @cached_property
    def published(self) -> int:
        """Number of periods up to the last one with a count of any place."""
        held = np.flatnonzero(~np.isnan(self.counts).all(axis=0))
        return int(held[-1]) + 1 if held.size else 0

    @cached_property
    def _sums(self) -> tuple[Values, Values, Values]:
        """Running sums of the counts (missing ones as 0), of the people and of the missing periods, by period and place."""
        missing = np.isnan(self.counts)
        parts = np.where(missing, 0.0, self.counts), self.people, missing.astype(float)
        counts, people, gaps = (np.pad(np.cumsum(part.T, axis=0), ((1, 0), (0, 0))) for part in parts)
        return counts, people, gaps

    def window(self, first: Periods, end: Periods) -> tuple[Values, Values, Flags]:
        """Return counts, people-periods and whether all periods are held, for periods ``first`` to ``end - 1``.

        Each has the shape (places,), or (windows, places) if ``first`` and ``end`` are those of several windows.
        """
        counts, people, gaps = self._sums
        return counts[end] - counts[first], people[end] - people[first], gaps[end] == gaps[first]


@dataclass(frozen=True, slots=True)
class _Change:
    """Changes between two windows. The arrays have one value for each place, in the last axis; NaN if not compared."""

    log_ratios: Values
    middle: Values
    """Median of the log ratios, one value in the last axis."""
    differences: Values
    errors: Values
    spread: Values
    """Standard deviation of the true changes between places, one value in the last axis."""

    @property
    def scores(self) -> Values:
        """Differences in units of their standard errors: z."""
        return self.differences / self.errors


@dataclass(frozen=True, slots=True)
class _Windows:
    """Two windows of a panel: cases and people-periods before and after, by place in the last axis.

    An axis before it is that of several dates.
    """

    before: Values
    people_before: Values
    after: Values
    people_after: Values

    def at(self, places: Indexes) -> _Windows:
        """Return the windows of some places."""
        return self._each(lambda part: part.take(places, axis=-1))

    def on(self, dates: Flags) -> _Windows:
        """Return the windows of some dates."""
        return self._each(lambda part: part[dates])

    def _each(self, take: Callable[[Values], Values]) -> _Windows:
        return _Windows(take(self.before), take(self.people_before), take(self.after), take(self.people_after))

    def compare(self, candidates: Flags, need: Parameters) -> Flags:
        """Return which candidates have enough cases before and enough expected after."""
        enough = candidates & (self.before >= need.least_before)

        def rate(cases: Values, people: Values) -> Values:
            total: Values = (cases * enough).sum(axis=-1, keepdims=True) / (people * enough).sum(axis=-1, keepdims=True)
            return total

        with np.errstate(invalid="ignore"):  # no place has enough
            pooled = rate(self.after, self.people_after) / rate(self.before, self.people_before)
            expected = pooled * self.before / self.people_before * self.people_after
            kept: Flags = enough & (expected >= need.least_expected)
        return kept

    def change(self, compared: Flags, need: Parameters) -> _Change:
        """Return the changes of the places compared, with their standard errors. On each date there must be one."""
        before, after = self.before + need.half, self.after + need.half
        log_ratios = np.log(after / self.people_after) - np.log(before / self.people_before)
        log_ratios[~compared], held = np.nan, compared.sum(axis=-1, keepdims=True)
        middle = _median(log_ratios, held)
        differences = log_ratios - middle
        rises = np.array([math.exp(one) for one in middle.flat]).reshape(middle.shape)
        variances = 1 / (rises * before / self.people_before * self.people_after) + 1 / before
        variances[~compared] = np.nan
        excess = _median(differences**2, held) / MEDIAN_OF_CHI_SQUARE - need.clump * _median(variances, held)
        spread = np.maximum(need.spread_least**2, excess)
        return _Change(log_ratios, middle, differences, np.sqrt(spread + need.clump * variances), np.sqrt(spread))


def _median(values: Values, held: Indexes) -> Values:
    """Return the median in the last axis, which it keeps. ``held`` are the numbers of values there that are not NaN."""
    ordered, count = np.sort(values, axis=-1).reshape(-1, values.shape[-1]), held.ravel()
    rows = np.arange(len(ordered))
    middle: Values = (ordered[rows, (count - 1) // 2] + ordered[rows, count // 2]) / 2
    return middle.reshape(held.shape)


def read_change(
    panel: Panel, place: int, event: int, after: int, excluded: Collection[int], need: Parameters
) -> Reading:
    """Compare ``after`` periods after the period ``event`` with those before, in ``place`` and in the other places.

    ``excluded`` are places that cannot be compared: neighbors, places with an event of their own, places with a break.
    The reading knows neither other events of the place nor other outcomes: see ``with_family`` and ``with_other_events``.
    """
    if event < need.before:
        return Reading(Verdict.NOT_TESTABLE, Reason.TOO_SHORT_BEFORE)
    unfinished = _unfinished(panel, place, event, after, need)
    if unfinished is not None:
        return unfinished
    windows, allowed = _windows(panel, (event - need.before, event), (event + 1, event + after + 1))
    allowed[[one for one in excluded if one != place]] = False
    cases = Reading(
        Verdict.NOT_TESTABLE,
        before=float(windows.before[place]),
        after=float(windows.after[place]),
        ratio=_ratio(windows, place),
    )
    places = np.flatnonzero(windows.compare(allowed, need))
    if place not in places:
        return replace(cases, reason=Reason.TOO_FEW_CASES)
    if len(places) < need.least_states:
        return replace(cases, reason=Reason.TOO_FEW_STATES, compared=len(places) - 1)
    change = windows.at(places).change(_all_true(places), need)
    ranked = _ranked(cases, windows, change, places, place, need)
    checked = _checked(ranked, panel, places, place, event, after, need)
    return _judged(checked, panel, places, place, event, float(change.differences[_position(places, place)]), need)


def _unfinished(panel: Panel, place: int, event: int, after: int, need: Parameters) -> Reading | None:
    """Return the reading of a place whose windows have a gap or are not wholly published, or None."""
    last = min(event + after + 1, panel.published)
    gaps = np.isnan(panel.counts[place])
    missing = int(gaps[event - need.before : min(event, last)].sum() + gaps[event + 1 : last].sum())
    if missing:
        return Reading(Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS, missing_periods=missing)
    held = max(0, last - event - 1)
    return Reading(Verdict.NOT_YET, Reason.AFTER_NOT_COMPLETE, periods_after=held) if held < after else None


def _windows(panel: Panel, before: tuple[Periods, Periods], after: tuple[Periods, Periods]) -> tuple[_Windows, Flags]:
    """Return two windows, each from its first period to before its end, and whether each place has all their periods."""
    cases_before, people_before, whole_before = panel.window(*before)
    cases_after, people_after, whole_after = panel.window(*after)
    return _Windows(cases_before, people_before, cases_after, people_after), whole_before & whole_after


def _ratio(windows: _Windows, place: int) -> float | None:
    if not windows.before[place]:
        return None
    rate_before = windows.before[place] / windows.people_before[place]
    return float(windows.after[place] / windows.people_after[place] / rate_before)


def _position(places: Indexes, place: int) -> int:
    """Return the position of a place among the sorted ``places``, which contain it."""
    return int(np.searchsorted(places, place))


def _all_true(places: Indexes) -> Flags:
    return np.ones(places.shape, dtype=bool)


def _share_as_large(scores: Values, position: int) -> float:
    """Return the share of places whose score is at least as large, up or down, as that of one of them."""
    sizes = np.abs(scores)
    return int((sizes >= sizes[position] - _TIE).sum()) / len(sizes)


def _ranked(
    cases: Reading, windows: _Windows, change: _Change, places: Indexes, place: int, need: Parameters
) -> Reading:
    """Return the reading with the place of its change among the compared ones."""
    here, middle = _position(places, place), float(change.middle[0])
    scores = change.scores
    difference, error, ratio = change.differences[here], change.errors[here], change.log_ratios[here]
    others = np.sort(np.abs(np.delete(scores, here)))
    wanted = math.ceil(need.level * (len(others) + 1) - _TIE)
    reach = float(error * others[wanted - 1]) if wanted <= len(others) else None
    rate_before = (windows.before[place] + need.half) / windows.people_before[place]
    return replace(
        cases,
        compared=len(others),
        middle=math.exp(middle),
        relative=math.exp(difference),
        low=None if reach is None else math.exp(difference - reach),
        high=None if reach is None else math.exp(difference + reach),
        visible=None if reach is None else math.exp(reach),
        z=float(scores[here]),
        spread=float(change.spread[0]),
        expected=float(math.exp(middle) * rate_before * windows.people_after[place]),
        rank_high=1 + int((change.log_ratios > ratio + _TIE).sum()),
        rank_low=1 + int((change.log_ratios < ratio - _TIE).sum()),
        p_states=_share_as_large(scores, here),
        scores=tuple(zip(places.tolist(), np.abs(scores).tolist(), strict=True)),
    )


def _checked(
    reading: Reading, panel: Panel, places: Indexes, place: int, event: int, after: int, need: Parameters
) -> Reading:
    """Return the reading with its checks: earlier dates, the change before, and the places matched on the path before."""
    score = abs(reading.z or 0.0)
    earlier = _earlier_scores(panel, places, place, event, after, need)
    enough = len(earlier) >= need.least_dates
    p_dates = (1 + int((earlier >= score - _TIE).sum())) / (1 + len(earlier)) if enough else None
    found = replace(reading, dates=len(earlier), p_dates=p_dates)
    if event < need.before_long:
        return found
    middle = event - need.before_long + need.before
    windows, whole = _windows(panel, (event - need.before_long, middle), (middle, event))
    remaining = places[windows.at(places).compare(whole[places], need)]
    if len(remaining) < need.least_states or place not in remaining:
        return found
    scores, here = windows.at(remaining).change(_all_true(remaining), need).scores, _position(remaining, place)
    differences, errors = _matched(panel, remaining, event, after, need)
    return replace(
        found,
        z_before=float(scores[here]),
        p_before=_share_as_large(scores, here),
        matched_ratio=math.exp(differences[here]),
        p_matched=_share_as_large(differences / errors, here),
    )


def _earlier_scores(panel: Panel, places: Indexes, place: int, event: int, after: int, need: Parameters) -> Values:
    """Return the size of z of the place at each earlier date whose windows end before the event."""
    dates, here = np.arange(need.before, event - after), _position(places, place)
    every, whole = _windows(panel, (dates - need.before, dates), (dates + 1, dates + after + 1))
    windows = every.at(places)
    compared = windows.compare(whole.take(places, axis=-1), need)
    held = compared[:, here] & (compared.sum(axis=-1) >= need.least_states)
    scores = windows.on(held).change(compared[held], need).scores
    return np.abs(scores[:, here])


def _matched(panel: Panel, places: Indexes, event: int, after: int, need: Parameters) -> tuple[Values, Values]:
    """Return, for each place, its change less the mean of the places with the nearest path before, and its error."""
    first = event - need.before_long
    every, _whole = _windows(panel, (first, event), (event + 1, event + after + 1))
    windows = every.at(places)
    change = windows.change(_all_true(places), need)
    starts = np.arange(first, event, need.block)
    cases, people, _held = panel.window(starts, starts + need.block)
    rates = np.ascontiguousarray((cases / people).T[places])
    level = (windows.before + need.half) / windows.people_before
    shapes = rates / level[:, None]
    distances = np.round(((shapes[:, None, :] - shapes[None, :, :]) ** 2).sum(axis=2), 12)
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, : need.matched]
    differences: Values = change.log_ratios - change.log_ratios[nearest].mean(axis=1)
    return differences, change.errors


def find_break(panel: Panel, places: Iterable[int], place: int, event: int, need: Parameters) -> int | None:
    """Return the first period of the second rate, counted from ``event``, or None if no break can be computed.

    The split with the largest Poisson likelihood of two rates, against the common rate of the other places, wins.
    """
    first, end = event - need.before, min(event + need.before + 1, panel.published)
    gaps = np.flatnonzero(np.isnan(panel.counts[place, event + 1 : end]))
    if gaps.size:
        end = event + 1 + int(gaps[0])
    others = [one for one in places if one != place]
    counts = panel.counts[others, first:end]
    held = ~np.isnan(counts)
    people = np.where(held, panel.people[others, first:end], 0.0).sum(axis=0)
    cases = panel.counts[place, first:end]
    known = ~np.isnan(cases) & (people > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(held, counts, 0.0).sum(axis=0) / people
    actual = np.cumsum(np.where(known, cases, 0.0))
    expected = np.cumsum(np.where(known, panel.people[place, first:end] * rates, 0.0))
    best, found = -math.inf, None
    for split in range(need.edge, end - first - need.edge + 1):
        parts = (
            (actual[split - 1], expected[split - 1]),
            (actual[-1] - actual[split - 1], expected[-1] - expected[split - 1]),
        )
        if any(b <= 0 for _a, b in parts):
            continue
        likelihood = sum(a * math.log(a / b) if a else 0.0 for a, b in parts)
        if likelihood > best + _LIKELIHOOD_TIE:
            best, found = likelihood, first + split - event
    return found


def _judged(
    reading: Reading, panel: Panel, places: Indexes, place: int, event: int, difference: float, need: Parameters
) -> Reading:
    """Return the reading with the first verdict that holds."""
    verdict, reason = _first_verdict(reading, difference, need)
    found = replace(reading, verdict=verdict, reason=reason)
    if verdict not in {Verdict.STANDS_OUT, Verdict.ALREADY_MOVING}:
        return found
    at = find_break(panel, places.tolist(), place, event, need)
    if at is None:
        return replace(found, verdict=Verdict.UNCLEAR, reason=Reason.NO_BREAK)
    found = replace(found, break_at=at)
    return replace(found, verdict=Verdict.ALREADY_MOVING, reason=Reason.BROKE_BEFORE) if at < 0 else found


def _first_verdict(reading: Reading, difference: float, need: Parameters) -> tuple[Verdict, Reason | None]:
    """Return the verdict of the ranks and checks, before the break, the other outcomes and the other events."""
    share, dates, matched = reading.p_states or 0.0, reading.p_dates, reading.p_matched
    if share > need.alpha_check:
        return Verdict.WITHIN, None
    if abs(difference) > math.log(need.recording):
        return Verdict.CHECK_RECORDING, None
    if share > need.alpha:
        return Verdict.UNCLEAR, Reason.STATES
    if dates is not None and dates > need.alpha_check:
        return Verdict.UNCLEAR, Reason.DATES
    if matched is not None and (matched > need.alpha_check or math.log(reading.matched_ratio or 1) * difference < 0):
        return Verdict.UNCLEAR, Reason.MATCHED
    if dates is None and matched is None:
        return Verdict.UNCLEAR, Reason.NO_CHECK
    if reading.p_before is not None and reading.p_before <= need.alpha_check:
        return Verdict.ALREADY_MOVING, Reason.BEFORE
    return Verdict.STANDS_OUT, None
