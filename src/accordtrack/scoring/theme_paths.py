"""What changed in a theme: the paths of its indicators, their words, and the trend of method AT-2.0.0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.theme_words import Family, Word, families, theme_word
from accordtrack.scoring.trend import Moved, TrendResult, trend_of_movements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.subjects import Subject


@dataclass(frozen=True, slots=True)
class ThemePaths:
    """What changed in a theme since its first agreement.

    ``families`` are the things that it measures. ``context`` are indicators that are shown and give no vote: those of
    another theme, of one place, or without a good direction. ``worse_guards`` are indicators to read beside that became
    worse. ``trend`` is a number of this method alone.
    """

    id: str
    base: str | None
    base_id: str | None
    word: Word
    families: tuple[Family, ...]
    context: tuple[IndicatorPaths, ...]
    worse_guards: tuple[IndicatorPaths, ...]
    trend: TrendResult

    @property
    def measured(self) -> tuple[Family, ...]:
        """The families that have a vote."""
        return tuple(one for one in self.families if one.is_measured)

    def count(self, *words: Word) -> int:
        """Return how many families have one of these words."""
        return sum(1 for one in self.families if one.word in words)

    @property
    def indicators(self) -> tuple[IndicatorPaths, ...]:
        """All indicators of the theme, those of its families first."""
        return (*(one for family in self.families for one in family.indicators), *self.context)


def theme_paths(
    subject: Subject,
    own: Iterable[MeasuredIndicator],
    paths: Callable[[MeasuredIndicator], IndicatorPaths],
    method: Method,
) -> ThemePaths:
    """Return what changed in a theme. ``own`` are the indicators of the theme itself, ``paths`` gives those of one."""
    results = [gauge for gauge in own if gauge.is_result]
    voting = [paths(gauge) for gauge in results if gauge.sign and gauge.place is None]
    listed = {gauge.id: gauge for gauge in (*results, *subject.outcomes)}
    names = {one.gauge.id for one in voting}
    context = tuple(paths(gauge) for name, gauge in listed.items() if name not in names)
    found = families(voting)
    guards = (paths(gauge) for gauge in subject.guards)
    counted = [paths(gauge) for gauge in subject.outcomes if gauge.is_result and gauge.sign]
    return ThemePaths(
        subject.id,
        subject.base,
        subject.base_id,
        theme_word(found),
        found,
        context,
        tuple(one for one in guards if one.main and one.main.path and one.main.path.since is Movement.WORSE),
        trend_of_movements([_moved(one) for one in counted], method, subject.base),
    )


def _moved(one: IndicatorPaths) -> Moved:
    """Return the movement of an indicator for the trend: by its main series, or else by another that has a t."""
    measured = [path for path in one.compared if path.path and path.path.t is not None]
    path = one.main if one.main in measured else next(iter(measured), one.main)
    if path is None or path.path is None:
        return Moved(one.gauge, None, None, None, None, one.reason or NotCompared.NO_FIGURE)
    reason = None if path.path.t is not None else "TOO_FEW"
    return Moved(one.gauge, path.series, None, path.path.rate, path.path.t, reason, path.path.since)
