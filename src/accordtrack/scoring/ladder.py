"""The score of a leaf: four rungs, filled only from above, and its points (method, sections 3.6 and 3.11)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, mul
from typing import TYPE_CHECKING, TypeVar

from accordtrack.scoring import flags
from accordtrack.scoring.indicator import IndicatorResult, assess
from accordtrack.vocabulary import Level, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.values import Flag, Indicator, Leaf

Known = dict[tuple[str, float, frozenset[Speaker] | None], IndicatorResult]
"""Results assessed in one pass over leaves, by indicator, weight and the sides that owe the leaf.

The last is None if none of these sides gave a value, since the result then does not depend on them.
"""
RUNGS = ("input", "activity", "output", "results")
_ONLY = (flags.INPUT_ONLY, flags.ACTIVITY_ONLY, flags.OUTPUT_ONLY)
_RUNG = {Level.INPUT: 0, Level.ACTIVITY: 1, Level.OUTPUT: 2, Level.OUTCOME: 3, Level.IMPACT: 3}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Points:
    """The points of an indicator: ``measured``, less what was not held and not evidenced (both 0 or below)."""

    indicator: str
    measured: float
    not_held: float
    not_evidenced: float
    points: float


FLOOR = "floor"
"""The line that raises a negative sum to 0."""


@dataclass(frozen=True)
class LeafResult:
    """The result of a commitment or half. Scores are 0 to 100, or None if not assessable; ``coverage`` is 0 to 1.

    If the leaf was assessed, ``worth`` holds the points of the rungs, lowest first, and ``top`` is the highest rung
    with a value.
    """

    leaf: Leaf
    coverage: float
    flags: tuple[Flag, ...]
    indicators: tuple[IndicatorResult, ...] = ()
    score: float | None = None
    signed: float | None = None
    lo: float | None = None
    hi: float | None = None
    face: float | None = None
    cap: float | None = None
    expected: float | None = None
    view_us: float | None = None
    view_mx: float | None = None
    worth: Sequence[float] = ()
    top: int | None = None

    @cached_property
    def points(self) -> tuple[Points, ...]:
        """The signed score as a sum over indicators, with the line that raises it to 0. Computed on first use."""
        return _points(self) if self.signed is not None else ()

    @property
    def in_scope(self) -> bool:
        """Whether the leaf counts in the denominators."""
        return flags.OUT_OF_SCOPE not in self.flags and flags.NOT_DUE not in self.flags

    @property
    def is_withheld(self) -> bool:
        """Whether a statement in force, or the whole leaf, is not public."""
        return flags.NOT_PUBLIC in self.flags

    @property
    def has_usable_result(self) -> bool:
        """Whether a result was assessed, so that the cap is 100."""
        return self.top == len(RUNGS) - 1


def rung(indicator: Indicator) -> int:
    """Return the rung of an indicator: 0 for input to 3 for results."""
    return _RUNG[indicator.level]


def fill_rungs(progress: Sequence[T | None], greater: Callable[[T, T], T]) -> list[T | None]:
    """Return for each rung the best progress at that rung or above, or None if there is none."""
    found: list[T | None] = [None] * len(progress)
    best: T | None = None
    for place in range(len(progress) - 1, -1, -1):
        here = progress[place]
        best = here if best is None else best if here is None else greater(best, here)
        found[place] = best
    return found


def score_leaf(
    leaf: Leaf, at: TwoDates, method: Method, known: Known | None = None, *, dual_control: bool = True
) -> LeafResult:
    """Return the ladder of a commitment or half as of two dates. ``known`` caches results across leaves."""
    if not leaf.in_scope:
        return LeafResult(leaf, 0.0, (flags.OUT_OF_SCOPE, *leaf.marks))
    if leaf.start is not None and at.as_of < leaf.start:
        return LeafResult(leaf, 0.0, (flags.NOT_DUE,))
    worth = bands(method)
    results = tuple(
        [_assess_cached(indicator, leaf, at, method, known, dual_control=dual_control) for indicator in leaf.indicators]
    )
    coverage = _coverage(results, worth)
    reasons = sorted({*leaf.marks, *[flags.without_count(flag) for result in results for flag in result.flags]})
    assessed = [result for result in results if result.pe is not None]
    if not assessed:
        return LeafResult(leaf, coverage, (flags.NOT_ASSESSABLE, *(reasons or (flags.NO_DATA,))), results)
    stands = _group_by_rung(assessed)
    signed = _signed_score(_mean_by_rung(stands, _PE), worth)
    top = max(place for place, stand in enumerate(stands) if stand is not None)
    cap = math.fsum(worth[: top + 1])
    one_view = all(item.lo == item.pe == item.hi for item in assessed)
    disputed = flags.DISPUTED in reasons

    def ladder_score(value: Callable[[IndicatorResult], float]) -> float:
        return max(0.0, _signed_score(_mean_by_rung(stands, value), worth))

    return LeafResult(
        leaf,
        coverage,
        (*_cap_flags(results, top, cap), *reasons),
        results,
        score=max(0.0, signed),
        signed=signed,
        lo=max(0.0, signed) if one_view else ladder_score(_LO),
        hi=max(0.0, signed) if one_view else ladder_score(_HI),
        face=ladder_score(_FACE),
        cap=cap,
        expected=None if any(item.expected is None for item in assessed) else ladder_score(_EXPECTED),
        view_us=ladder_score(_US) if disputed else None,
        view_mx=ladder_score(_MX) if disputed else None,
        worth=worth,
        top=top,
    )


def withheld_leaf(leaf: Leaf) -> LeafResult:
    """Return the result of leaves that are wholly withheld: they earn nothing, with bounds 0 and 100."""
    return LeafResult(leaf, 0.0, leaf.marks, score=0.0, lo=0.0, hi=100.0, face=0.0)


def _assess_cached(
    indicator: Indicator, leaf: Leaf, at: TwoDates, method: Method, known: Known | None, *, dual_control: bool
) -> IndicatorResult:
    """Return the result of an indicator, cached in ``known`` by which parties of its values or target owe the leaf."""
    if known is None:
        return assess(indicator, leaf, at, method, dual_control=dual_control)
    owing = leaf.responsible_parties
    parties = [record.party for record in indicator.records]
    own = flags.UNILATERAL_TARGET in indicator.marks or not owing.isdisjoint(parties)
    key = (indicator.id, indicator.weight, owing if own else None)
    indicator_result = known.get(key)
    if indicator_result is None:
        indicator_result = known[key] = assess(indicator, leaf, at, method, dual_control=dual_control)
    return indicator_result


_PE, _LO, _HI, _FACE, _EXPECTED, _US, _MX = (
    attrgetter(name) for name in ("pe", "lo", "hi", "face", "expected", "us", "mx")
)


def bands(method: Method) -> tuple[float, float, float, float]:
    """Return the points of the four rungs, lowest first."""
    return (method.bands.input, method.bands.activity, method.bands.output, method.bands.results)


_Stand = tuple[list["IndicatorResult"], list[float], float]
"""The assessed indicators on one rung, their weights and the sum of the weights."""


def _group_by_rung(assessed: Sequence[IndicatorResult]) -> list[_Stand | None]:
    """Return the assessed indicators of each rung, lowest first."""
    results_by_rung: tuple[list[IndicatorResult], ...] = ([], [], [], [])
    for result in assessed:
        results_by_rung[rung(result.indicator)].append(result)
    weights = [[item.indicator.weight for item in here] for here in results_by_rung]
    return [(here, own, math.fsum(own)) if here else None for here, own in zip(results_by_rung, weights, strict=True)]


def _mean_by_rung(stands: Sequence[_Stand | None], value: Callable[[IndicatorResult], float]) -> list[float | None]:
    """Return the weighted mean of a value at each rung, or None if the rung has no indicator."""
    return [
        None if stand is None else math.fsum(map(mul, stand[1], map(value, stand[0]))) / stand[2] for stand in stands
    ]


def _signed_score(averages: Sequence[float | None], worth: Sequence[float]) -> float:
    filled = fill_rungs(averages, max)
    return math.fsum([band * fill for band, fill in zip(worth, filled, strict=True) if fill is not None])


def _cap_flags(results: Sequence[IndicatorResult], top: int, cap: float) -> tuple[Flag, ...]:
    """Return INPUT_ONLY, ACTIVITY_ONLY or OUTPUT_ONLY with the cap and the reason why no result counts, if so."""
    if top == len(RUNGS) - 1:
        return ()
    defined = any(result.indicator.is_result for result in results)
    why = flags.RESULTS_MISSING if defined else flags.RESULTS_UNDEFINED
    return (flags.with_count(_ONLY[top], f"cap {cap:g}: {why}"),)


def _coverage(results: Sequence[IndicatorResult], worth: Sequence[float]) -> float:
    """Return the assessed share of the defined indicators, by weight times band."""
    parts = [
        0.0 if flags.BAD_WEIGHT in result.flags else result.indicator.weight * worth[rung(result.indicator)]
        for result in results
    ]
    total = math.fsum(parts)
    assessed_worth = math.fsum([value for value, result in zip(parts, results, strict=True) if result.pe is not None])
    return assessed_worth / total if total > 0 else 0.0


def _points(leaf: LeafResult) -> tuple[Points, ...]:
    assessed = [item for item in leaf.indicators if item.pe is not None]
    stands = _group_by_rung(assessed)
    averages = _mean_by_rung(stands, _PE)
    worth = [0.0] * len(RUNGS)
    filled = fill_rungs(averages, max)
    for place, (band, fill) in enumerate(zip(leaf.worth, filled, strict=True)):
        if fill is not None:
            source = max(upper for upper in range(place, len(RUNGS)) if averages[upper] == fill)
            worth[source] += band
    points = []
    for item in assessed:
        place = rung(item.indicator)
        stand = stands[place]
        factor = worth[place] * item.indicator.weight / stand[2] if stand is not None else 0.0
        p, ps, pe = item.p or 0.0, item.ps or 0.0, item.pe or 0.0
        points.append(Points(item.indicator.id, factor * p, -factor * (p - ps), -factor * (ps - pe), factor * pe))
    if leaf.signed is not None and leaf.signed < 0:
        points.append(Points(FLOOR, 0.0, 0.0, 0.0, -leaf.signed))
    return tuple(points)
