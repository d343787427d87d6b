"""Draws of a score: the uncertainty of the whole, the sides, their gap and the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.scoring import uncertainty
from accordtrack.scoring.uncertainty_results import Interval, Uncertain

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.scoring.method import Method
    from accordtrack.scoring.random_draws import Draws
    from accordtrack.scoring.results import Score


def estimate_uncertainty(
    method: Method,
    score: Score,
    number: str,
    draws: int,
    seed: int,
    *,
    shares: bool,
    progress: Callable[[int, int], None] | None,
) -> Uncertain | None:
    """Return draws of ``delivery`` or ``attainment``, or None if nothing is assessed.

    ``progress`` is called with the leaves drawn and their total; it may raise to cancel.
    """
    whole = score.overall.delivery if number == "delivery" else score.overall.attainment
    if whole is None or whole.displayed_score is None:
        return None
    leaves = score.inputs.leaves()
    tree = score.inputs.tree()
    results = [one.result for one in score.commitments]
    one = uncertainty.delivery if number == "delivery" else uncertainty.attainment
    runs = 3 + len(uncertainty.FACTORS) if shares else 1
    counted = _Counter(progress, runs * len(results))

    def draw_sample(sample: uncertainty.Sample) -> uncertainty.Drawn:
        chosen = uncertainty.Parameters(method, sample)
        values = uncertainty.draw_leaves(results, one, chosen, counted.tick)
        return uncertainty.draw_tree(tree, whole, values, leaves, chosen)

    draw_result = draw_sample(uncertainty.Sample(seed, draws))
    explained = uncertainty.variance_shares(lambda sample: draw_sample(sample).whole, seed, draws) if shares else None
    gap = draw_result.gap
    return Uncertain(
        _interval(draw_result.whole),
        _interval(draw_result.us) if draw_result.us is not None else None,
        _interval(draw_result.mx) if draw_result.mx is not None else None,
        _interval(gap) if gap is not None else None,
        float((gap > 0).mean()) if gap is not None else None,
        {name: _interval(values) for name, values in draw_result.groups.items()},
        uncertainty.rank_ranges(
            {child.id: draw_result.groups[child.id] for child in whole.children if child.score is not None}
        ),
        explained,
    )


class _Counter:
    """Counts the leaves drawn and reports the progress."""

    def __init__(self, progress: Callable[[int, int], None] | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def tick(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _interval(values: Draws) -> Interval:
    return Interval(*uncertainty.quantiles(values))
