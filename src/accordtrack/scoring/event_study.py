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
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from accordtrack.scoring.event_method import Parameters

    Values = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indexes = NDArray[np.intp]

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
        """Running sums of the counts (missing ones as 0), of the people and of the missing periods."""
        missing = np.isnan(self.counts)
        parts = np.where(missing, 0.0, self.counts), self.people, missing.astype(float)
        counts, people, gaps = (np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0))) for part in parts)
        return counts, people, gaps

    def window(self, first: int, end: int) -> tuple[Values, Values, Flags]:
        """Return counts, people-periods and whether all periods are held, by place, for periods ``first`` to ``end - 1``."""
        counts, people, gaps = self._sums
        return (
            counts[:, end] - counts[:, first],
            people[:, end] - people[:, first],
            gaps[:, end] == gaps[:, first],
        )


@dataclass(frozen=True, slots=True)
class _Change:
    """Changes of the compared places between two windows. All arrays have one value for each of ``places``."""

    places: Indexes
    log_ratios: Values
    middle: float
    """Median of the log ratios."""
    differences: Values
    errors: Values
    spread: float

    @property
    def scores(self) -> Values:
        """Differences in units of their standard errors: z."""
        return self.differences / self.errors

    def at(self, place: int) -> int | None:
        """Return the position of a place among the compared ones, or None."""
        found = np.flatnonzero(self.places == place)
        return int(found[0]) if found.size else None


@dataclass(frozen=True, slots=True)
class _Windows:
    """Two windows of a panel: cases and people-periods before and after, by place."""

    before: Values
    people_before: Values
    after: Values
    people_after: Values

    def compare(self, candidates: Indexes, need: Parameters) -> Indexes:
        """Return the candidates with enough cases before and enough expected after, sorted."""
        enough = candidates[self.before[candidates] >= need.least_before]
        if not enough.size:
            return enough
        rate_before = self.before[enough].sum() / self.people_before[enough].sum()
        pooled = self.after[enough].sum() / self.people_after[enough].sum() / rate_before
        expected = pooled * self.before[enough] / self.people_before[enough] * self.people_after[enough]
        kept: Indexes = enough[expected >= need.least_expected]
        return kept

    def change(self, places: Indexes, need: Parameters) -> _Change:
        """Return the changes of ``places`` with their standard errors."""
        before, after = self.before[places] + need.half, self.after[places] + need.half
        people_before, people_after = self.people_before[places], self.people_after[places]
        log_ratios = np.log(after / people_after) - np.log(before / people_before)
        middle = float(np.median(log_ratios))
        differences = log_ratios - middle
        variances = 1 / (math.exp(middle) * before / people_before * people_after) + 1 / before
        excess = float(np.median(differences**2)) / MEDIAN_OF_CHI_SQUARE - need.clump * float(np.median(variances))
        spread = max(need.spread_least**2, excess)
        errors = np.sqrt(spread + need.clump * variances)
        return _Change(places, log_ratios, middle, differences, errors, math.sqrt(spread))


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
    places = windows.compare(np.flatnonzero(allowed), need)
    if place not in places:
        return replace(cases, reason=Reason.TOO_FEW_CASES)
    if len(places) < need.least_states:
        return replace(cases, reason=Reason.TOO_FEW_STATES, compared=len(places) - 1)
    change = windows.change(places, need)
    ranked = _ranked(cases, windows, change, place, need)
    checked = _checked(ranked, panel, places, place, event, after, need)
    return _judged(checked, panel, places, place, event, float(change.differences[_position(change, place)]), need)


def _unfinished(panel: Panel, place: int, event: int, after: int, need: Parameters) -> Reading | None:
    """Return the reading of a place whose windows have a gap or are not wholly published, or None."""
    last = min(event + after + 1, panel.published)
    gaps = np.isnan(panel.counts[place])
    missing = int(gaps[event - need.before : min(event, last)].sum() + gaps[event + 1 : last].sum())
    if missing:
        return Reading(Verdict.NOT_TESTABLE, Reason.MISSING_PERIODS, missing_periods=missing)
    held = max(0, last - event - 1)
    return Reading(Verdict.NOT_YET, Reason.AFTER_NOT_COMPLETE, periods_after=held) if held < after else None


def _windows(panel: Panel, before: tuple[int, int], after: tuple[int, int]) -> tuple[_Windows, Flags]:
    """Return two windows, each from its first period to before its end, and whether each place has all their periods."""
    cases_before, people_before, whole_before = panel.window(*before)
    cases_after, people_after, whole_after = panel.window(*after)
    return _Windows(cases_before, people_before, cases_after, people_after), whole_before & whole_after


def _ratio(windows: _Windows, place: int) -> float | None:
    if not windows.before[place]:
        return None
    rate_before = windows.before[place] / windows.people_before[place]
    return float(windows.after[place] / windows.people_after[place] / rate_before)


def _position(change: _Change, place: int) -> int:
    found = change.at(place)
    if found is None:
        msg = f"place {place} is not compared"
        raise LookupError(msg)
    return found


def _share_as_large(scores: Values, position: int) -> float:
    """Return the share of places whose score is at least as large, up or down, as that of one of them."""
    sizes = np.abs(scores)
    return int((sizes >= sizes[position] - _TIE).sum()) / len(sizes)


def _ranked(cases: Reading, windows: _Windows, change: _Change, place: int, need: Parameters) -> Reading:
    """Return the reading with the place of its change among the compared ones."""
    here = _position(change, place)
    scores = change.scores
    difference, error, ratio = change.differences[here], change.errors[here], change.log_ratios[here]
    others = np.sort(np.abs(np.delete(scores, here)))
    wanted = math.ceil(need.level * (len(others) + 1) - _TIE)
    reach = float(error * others[wanted - 1]) if wanted <= len(others) else None
    rate_before = (windows.before[place] + need.half) / windows.people_before[place]
    return replace(
        cases,
        compared=len(others),
        middle=math.exp(change.middle),
        relative=math.exp(difference),
        low=None if reach is None else math.exp(difference - reach),
        high=None if reach is None else math.exp(difference + reach),
        visible=None if reach is None else math.exp(reach),
        z=float(scores[here]),
        spread=change.spread,
        expected=float(math.exp(change.middle) * rate_before * windows.people_after[place]),
        rank_high=1 + int((change.log_ratios > ratio + _TIE).sum()),
        rank_low=1 + int((change.log_ratios < ratio - _TIE).sum()),
        p_states=_share_as_large(scores, here),
        scores=tuple((int(one), abs(float(score))) for one, score in zip(change.places, scores, strict=True)),
    )


def _checked(
    reading: Reading, panel: Panel, places: Indexes, place: int, event: int, after: int, need: Parameters
) -> Reading:
    """Return the reading with its checks: earlier dates, the change before, and the places matched on the path before."""
    score = abs(reading.z or 0.0)
    earlier = _earlier_scores(panel, places, place, event, after, need)
    found = replace(reading, dates=len(earlier))
    if len(earlier) >= need.least_dates:
        found = replace(found, p_dates=(1 + sum(one >= score - _TIE for one in earlier)) / (1 + len(earlier)))
    if event < need.before_long:
        return found
    middle = event - need.before_long + need.before
    windows, whole = _windows(panel, (event - need.before_long, middle), (middle, event))
    remaining = windows.compare(places[whole[places]], need)
    if len(remaining) < need.least_states or place not in remaining:
        return found
    change = windows.change(remaining, need)
    here = _position(change, place)
    found = replace(found, z_before=float(change.scores[here]), p_before=_share_as_large(change.scores, here))
    differences, errors = _matched(panel, remaining, event, after, need)
    return replace(
        found,
        matched_ratio=math.exp(differences[here]),
        p_matched=_share_as_large(differences / errors, here),
    )


def _earlier_scores(panel: Panel, places: Indexes, place: int, event: int, after: int, need: Parameters) -> list[float]:
    """Return the size of z of the place at each earlier date whose windows end before the event."""
    found = []
    for date in range(need.before, event - after):
        windows, whole = _windows(panel, (date - need.before, date), (date + 1, date + after + 1))
        remaining = windows.compare(places[whole[places]], need)
        if len(remaining) < need.least_states or place not in remaining:
            continue
        change = windows.change(remaining, need)
        found.append(abs(float(change.scores[_position(change, place)])))
    return found


def _matched(panel: Panel, places: Indexes, event: int, after: int, need: Parameters) -> tuple[Values, Values]:
    """Return, for each place, its change less the mean of the places with the nearest path before, and its error."""
    first = event - need.before_long
    windows, _whole = _windows(panel, (first, event), (event + 1, event + after + 1))
    change = windows.change(places, need)
    starts = range(first, event, need.block)
    blocks = [panel.window(start, start + need.block) for start in starts]
    rates = np.stack([cases[places] / people[places] for cases, people, _whole in blocks], axis=1)
    level = (windows.before[places] + need.half) / windows.people_before[places]
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
