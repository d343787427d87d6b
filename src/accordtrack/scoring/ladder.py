"""The score of a commitment: four rungs, filled from above only, and its points (method, sections 3.6 and 3.11)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from accordtrack.scoring import flags
from accordtrack.scoring.indicator import IndicatorResult, assess
from accordtrack.vocabulary import Level, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.dates import TwoDates
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.values import Flag, Indicator, Leaf

Known = dict[tuple[str, float, frozenset[Speaker]], IndicatorResult]
"""What was assessed in one pass over leaves, by indicator, weight, and which who gave its values owe the leaf."""
RUNGS = ("input", "activity", "output", "results")
_ONLY = (flags.INPUT_ONLY, flags.ACTIVITY_ONLY, flags.OUTPUT_ONLY)
_RUNG = {Level.INPUT: 0, Level.ACTIVITY: 1, Level.OUTPUT: 2, Level.OUTCOME: 3, Level.IMPACT: 3}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Points:
    """What an indicator brings: ``measured`` less what was not held and not evidenced (both 0 or below)."""

    indicator: str
    measured: float
    not_held: float
    not_evidenced: float
    points: float


FLOOR = "floor"
"""The line that lifts a negative sum to 0."""


@dataclass(frozen=True, slots=True)
class LeafResult:
    """A commitment or half. Scores are 0 to 100, None where it is not assessable; ``coverage`` is 0 to 1."""

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
    points: tuple[Points, ...] = ()

    @property
    def in_scope(self) -> bool:
        """Whether it counts in the denominators."""
        return flags.OUT_OF_SCOPE not in self.flags and flags.NOT_DUE not in self.flags

    @property
    def usable_result(self) -> bool:
        """Whether a result was assessed, so that its cap is 100."""
        return any(item.assessed and item.indicator.is_result for item in self.indicators)


def rung(indicator: Indicator) -> int:
    """0 for input to 3 for results."""
    return _RUNG[indicator.level]


def fills(progress: Sequence[T | None], greater: Callable[[T, T], T]) -> list[T | None]:
    """For each rung the best progress at that rung or above, None where there is none."""
    found: list[T | None] = [None] * len(progress)
    best: T | None = None
    for place in range(len(progress) - 1, -1, -1):
        here = progress[place]
        best = here if best is None else best if here is None else greater(best, here)
        found[place] = best
    return found


def score_leaf(leaf: Leaf, at: TwoDates, method: Method, known: Known | None = None) -> LeafResult:
    """The ladder of one commitment or half as of two dates; ``known`` keeps what was assessed for other leaves."""
    if not leaf.in_scope:
        return LeafResult(leaf, 0.0, (flags.OUT_OF_SCOPE, *leaf.marks))
    if leaf.start is not None and at.as_of < leaf.start:
        return LeafResult(leaf, 0.0, (flags.NOT_DUE,))
    results = tuple(_assessed(indicator, leaf, at, method, known) for indicator in leaf.indicators)
    coverage = _coverage(results, method)
    reasons = sorted({*leaf.marks, *(flags.name(flag) for result in results for flag in result.flags)})
    assessed = [result for result in results if result.assessed]
    if not assessed:
        return LeafResult(leaf, coverage, (flags.NOT_ASSESSABLE, *(reasons or (flags.NO_DATA,))), results)
    stands = _stands(assessed)
    averages = _means(stands, _PE)
    signed = _signed(averages, method)
    cap = _cap(assessed, method)
    one_view = all(item.lo == item.pe == item.hi for item in assessed)
    disputed = flags.DISPUTED in reasons

    def of(value: Callable[[IndicatorResult], float]) -> float:
        return max(0.0, _signed(_means(stands, value), method))

    return LeafResult(
        leaf,
        coverage,
        (*_capped(results, assessed, cap), *reasons),
        results,
        score=max(0.0, signed),
        signed=signed,
        lo=max(0.0, signed) if one_view else of(_LO),
        hi=max(0.0, signed) if one_view else of(_HI),
        face=of(_FACE),
        cap=cap,
        expected=None if any(item.expected is None for item in assessed) else of(_EXPECTED),
        view_us=of(_US) if disputed else None,
        view_mx=of(_MX) if disputed else None,
        points=_points(assessed, stands, averages, signed, method),
    )


def _assessed(indicator: Indicator, leaf: Leaf, at: TwoDates, method: Method, known: Known | None) -> IndicatorResult:
    """The result of an indicator, which of its leaf reads nothing but which of the parties that gave a value owe it."""
    if known is None:
        return assess(indicator, leaf, at, method)
    owing = frozenset(record.party for record in indicator.records if leaf.owes(record.party))
    key = (indicator.id, indicator.weight, owing)
    if key not in known:
        known[key] = assess(indicator, leaf, at, method)
    return known[key]


_PE, _LO, _HI, _FACE, _EXPECTED, _US, _MX = (
    attrgetter(name) for name in ("pe", "lo", "hi", "face", "expected", "us", "mx")
)


def bands(method: Method) -> tuple[float, float, float, float]:
    """Points of the four rungs, lowest first."""
    return (method.bands.input, method.bands.activity, method.bands.output, method.bands.results)


def _stands(assessed: Sequence[IndicatorResult]) -> tuple[list[IndicatorResult], ...]:
    """The assessed indicators on each rung, lowest first."""
    found: tuple[list[IndicatorResult], ...] = ([], [], [], [])
    for result in assessed:
        found[rung(result.indicator)].append(result)
    return found


def _means(
    stands: Sequence[Sequence[IndicatorResult]], value: Callable[[IndicatorResult], float]
) -> list[float | None]:
    """Weighted mean of a value at each rung, None where no indicator stands on it."""
    return [
        math.fsum([item.indicator.weight * value(item) for item in here]) / _weight(here) if here else None
        for here in stands
    ]


def _weight(here: Sequence[IndicatorResult]) -> float:
    return math.fsum([item.indicator.weight for item in here])


def _signed(averages: Sequence[float | None], method: Method) -> float:
    filled = fills(averages, max)
    return math.fsum([band * fill for band, fill in zip(bands(method), filled, strict=True) if fill is not None])


def _cap(assessed: Sequence[IndicatorResult], method: Method) -> float:
    top = max(rung(result.indicator) for result in assessed)
    return math.fsum(bands(method)[: top + 1])


def _capped(results: Sequence[IndicatorResult], assessed: Sequence[IndicatorResult], cap: float) -> tuple[Flag, ...]:
    """OUTPUT_ONLY and its like, with the cap and why no result counts."""
    top = max(rung(result.indicator) for result in assessed)
    if top == len(RUNGS) - 1:
        return ()
    defined = any(result.indicator.is_result for result in results)
    why = flags.RESULTS_MISSING if defined else flags.RESULTS_UNDEFINED
    return (flags.counted(_ONLY[top], f"cap {cap:g}: {why}"),)


def _coverage(results: Sequence[IndicatorResult], method: Method) -> float:
    """Share of the defined indicators, by weight and band, that is assessed."""
    worth = [
        0.0 if flags.BAD_WEIGHT in result.flags else result.indicator.weight * bands(method)[rung(result.indicator)]
        for result in results
    ]
    total = math.fsum(worth)
    held = math.fsum(value for value, result in zip(worth, results, strict=True) if result.assessed)
    return held / total if total > 0 else 0.0


def _points(
    assessed: Sequence[IndicatorResult],
    stands: Sequence[Sequence[IndicatorResult]],
    averages: Sequence[float | None],
    signed: float,
    method: Method,
) -> tuple[Points, ...]:
    """The signed score as a sum over indicators, and the line that lifts it to 0."""
    worth = [0.0] * len(RUNGS)
    filled = fills(averages, max)
    for place, (band, fill) in enumerate(zip(bands(method), filled, strict=True)):
        if fill is not None:
            source = max(upper for upper in range(place, len(RUNGS)) if averages[upper] == fill)
            worth[source] += band
    totals = [_weight(here) for here in stands]
    found = []
    for item in assessed:
        place = rung(item.indicator)
        factor = worth[place] * item.indicator.weight / totals[place]
        p, ps, pe = item.p or 0.0, item.ps or 0.0, item.pe or 0.0
        found.append(Points(item.indicator.id, factor * p, -factor * (p - ps), -factor * (ps - pe), factor * pe))
    if signed < 0:
        found.append(Points(FLOOR, 0.0, 0.0, 0.0, -signed))
    return tuple(found)
