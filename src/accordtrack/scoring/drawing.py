"""Draws of a score: the uncertainty of the whole, the sides, their gap and the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.scoring import uncertainty
from accordtrack.scoring.spread import Interval, Uncertain

if TYPE_CHECKING:
    from collections.abc import Callable

    from accordtrack.scoring.draws import Draws
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.results import Score


def uncertain(
    method: Method,
    found: Score,
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
    whole = found.overall.delivery if number == "delivery" else found.overall.attainment
    if whole is None or whole.shown is None:
        return None
    leaves = found.inputs.leaves()
    tree = found.inputs.tree()
    results = [one.result for one in found.commitments]
    one = uncertainty.delivery if number == "delivery" else uncertainty.ladder
    runs = 3 + len(uncertainty.FACTORS) if shares else 1
    counted = _Counter(progress, runs * len(results))

    def drawn(sample: uncertainty.Sample) -> uncertainty.Drawn:
        chosen = uncertainty.Parameters(method, sample)
        values = uncertainty.all_leaves(results, one, chosen, counted.tick)
        return uncertainty.draw(tree, whole, values, leaves, chosen)

    made = drawn(uncertainty.Sample(seed, draws))
    explained = uncertainty.shares(lambda sample: drawn(sample).whole, seed, draws) if shares else None
    gap = made.gap
    return Uncertain(
        _interval(made.whole),
        _interval(made.us) if made.us is not None else None,
        _interval(made.mx) if made.mx is not None else None,
        _interval(gap) if gap is not None else None,
        float((gap > 0).mean()) if gap is not None else None,
        {name: _interval(values) for name, values in made.groups.items()},
        uncertainty.ranks({child.id: made.groups[child.id] for child in whole.children if child.score is not None}),
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
