"""The results trend: how outcomes and impacts moved since the agreement, without targets (method, section 10)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accordtrack.scoring import series
from accordtrack.scoring.series import NO_DATA, MeasuredIndicator, Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.method import Method

TOO_SHORT, NO_COMMITMENT = "TOO_SHORT", "NO_COMMITMENT"
IMPROVED, IMPROVED_LITTLE, UNCHANGED = "improved", "improved_a_little", "unchanged"
WORSENED, WORSENED_LITTLE = "worsened", "worsened_a_little"


@dataclass(frozen=True, slots=True)
class Moved:
    """How one indicator moved: its series, yearly rate and ``t`` from -1 to 1, or the reason for their absence."""

    gauge: MeasuredIndicator
    series: str | None
    pair: Pair | None
    rate: float | None
    t: float | None
    reason: str | None
    word: str | None = None
    """The movement as a word, or None if it was not measured."""


@dataclass(frozen=True, slots=True)
class TrendResult:
    """The trend of a node, -100 to 100, or None if too little is measured. The counts are of indicators."""

    score: float | None
    moved: tuple[Moved, ...]
    families: int
    measured_families: int
    base: str | None = None
    base_id: str | None = None
    """The commitment whose agreement is the base; None for a base given by the user, and under rules 1."""
    no_commitment: bool = False
    """Whether the theme has no scored commitment, and so no base."""
    themes: int | None = None
    """For the accord only: the number of themes. ``measured_themes`` counts those that have a trend."""
    measured_themes: int | None = None

    @property
    def late_count(self) -> int:
        """Number of compared series whose first period ends after the base."""
        return sum(1 for one in self.moved if one.t is not None and one.pair is not None and one.pair.late)

    def count(self, *words: str) -> int:
        """Return how many indicators moved in one of these words."""
        return sum(1 for one in self.moved if one.word in words)

    @property
    def improved_count(self) -> int:
        """Number of indicators that improved, a little or more."""
        return self.count(IMPROVED, IMPROVED_LITTLE)

    @property
    def worsened_count(self) -> int:
        """Number of indicators that worsened, a little or more."""
        return self.count(WORSENED, WORSENED_LITTLE)

    @property
    def unchanged_count(self) -> int:
        """Number of indicators that did not move beyond their noise."""
        return self.count(UNCHANGED)

    @property
    def unmeasured_count(self) -> int:
        """Number of indicators that could not be compared."""
        return sum(1 for one in self.moved if one.t is None)


def movement_of(gauge: MeasuredIndicator, base: str, at: TwoDates, method: Method) -> Moved:
    """Return the movement of an indicator, by its headline series if that has a rate.

    Otherwise the series with the latest end counts, then the longest one, then the first by name.
    """
    tried = {name: _series_movement(gauge, name, base, at, method) for name in gauge.series}
    if not tried:
        return Moved(gauge, gauge.headline, None, None, None, NO_DATA)
    headline = tried.get(gauge.headline or "")
    if headline is not None and headline.t is not None:
        return headline
    measured = [one for one in tried.values() if one.t is not None and one.pair is not None]
    if measured:
        return min(measured, key=_movement_sort_key)
    if headline is not None:
        return headline
    reasons = [one for one in tried.values() if one.reason != NO_DATA]
    return min(reasons or tried.values(), key=lambda one: str(one.series))


def _movement_sort_key(one: Moved) -> tuple[list[int], str, str]:
    """Sort key: latest end first, then the earliest first value, then the name."""
    if one.pair is None:
        raise ValueError(one.gauge.id)
    return [-int(part) for part in one.pair.last.end.split("-")], one.pair.first.end, one.series or ""


def _series_movement(gauge: MeasuredIndicator, name: str, base: str, at: TwoDates, method: Method) -> Moved:
    found = series.pair_since(series.points(gauge, name, at), base, method.trend.months)
    if isinstance(found, str):
        return Moved(gauge, name, None, None, None, found)
    if found.years < method.trend.years:
        return Moved(gauge, name, found, None, None, TOO_SHORT)
    rate = yearly_rate(found, gauge.sign)
    t = max(-1.0, min(1.0, rate / method.trend.full)) if found.has_moved(gauge.unchanged_within) else 0.0
    return Moved(gauge, name, found, rate, t, None, _movement_word(rate, t, method.trend.little))


def _movement_word(rate: float, t: float, little: float) -> str:
    if t == 0:
        return UNCHANGED
    if rate > 0:
        return IMPROVED if rate >= little else IMPROVED_LITTLE
    return WORSENED if -rate >= little else WORSENED_LITTLE


def yearly_rate(pair: Pair, sign: int) -> float:
    """Return the yearly rate of change, positive for the better."""
    first, last = pair.first.value, pair.last.value
    if first > 0 and last > 0:
        return sign * (math.pow(last / first, 1 / pair.years) - 1)
    largest = max(abs(first), abs(last))
    return sign * (last - first) / (largest * pair.years) if largest else 0.0


def trend(
    gauges: Sequence[MeasuredIndicator],
    base: str | None,
    at: TwoDates,
    method: Method,
    *,
    base_id: str | None = None,
    without_base: str = NO_DATA,
) -> TrendResult:
    """Return the trend of a theme: the mean over families of the mean of their measured indicators.

    ``without_base`` is the reason given for each indicator if there is no base.
    """
    counted = [gauge for gauge in gauges if gauge.is_result and gauge.sign]
    if base is None:
        found = trend_of_movements([Moved(gauge, None, None, None, None, without_base) for gauge in counted], method)
        return replace(found, no_commitment=without_base == NO_COMMITMENT)
    found = trend_of_movements([movement_of(gauge, base, at, method) for gauge in counted], method, base)
    return found if base_id is None else replace(found, base_id=base_id)


def trend_of_movements(found: Sequence[Moved], method: Method, base: str | None = None) -> TrendResult:
    """Return the trend of indicators whose movement is known."""
    families: dict[str, list[float]] = {}
    for one in found:
        movements = families.setdefault(one.gauge.family, [])
        if one.t is not None:
            movements.append(one.t)
    means = [math.fsum(values) / len(values) for values in families.values() if values]
    enough = len(means) >= method.trend.families and len(means) >= method.trend.share * len(families)
    score = 100 * math.fsum(means) / len(means) if enough else None
    return TrendResult(score, tuple(found), len(families), len(means), base)


def accord_trend(
    themes: Mapping[str, TrendResult], weights: Mapping[str, float], base: str | None = None
) -> TrendResult:
    """Return the weighted mean of the themes that have a trend. Each indicator is counted once."""
    weighted_scores = [(weights[code], result.score) for code, result in themes.items() if result.score is not None]
    total = math.fsum(weight for weight, _score in weighted_scores)
    score = math.fsum(weight * value for weight, value in weighted_scores) / total if total > 0 else None
    once: dict[str, Moved] = {}
    for code in sorted(themes):
        for one in themes[code].moved:
            previous = once.get(one.gauge.id)
            if previous is None or (previous.t is None and one.t is not None):
                once[one.gauge.id] = one
    families = {one.gauge.family for one in once.values()}
    measured = {one.gauge.family for one in once.values() if one.t is not None}
    return TrendResult(
        score,
        tuple(once[name] for name in sorted(once)),
        len(families),
        len(measured),
        base,
        themes=len(themes),
        measured_themes=len(weighted_scores),
    )
