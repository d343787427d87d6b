"""Values of one period on which two series of one indicator do not agree, where the series share no other period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.scoring.series import RUNNING, points
from accordtrack.vocabulary import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series import Point


def disputed_points(scores: ScoreAccess, indicator: str, series: str) -> Mapping[tuple[str, str], float]:
    """Return the other value of each disputed point of a series, by first and last day of its period.

    An open conflict of figures must be about the indicator. A series that shares two periods or more is another series,
    not another value; preliminary values and bounds settle nothing.
    """
    gauge = scores.inputs.gauges[indicator]
    if indicator not in scores.in_conflict or series not in gauge.series or series.startswith(RUNNING):
        return {}
    at = scores.inputs.at
    own = {(one.start, one.end): one.value for one in _settled(points(gauge, series, at))}
    found: dict[tuple[str, str], float] = {}
    for name in (one for one in gauge.series if one != series and not one.startswith(RUNNING)):
        others = [one for one in _settled(points(gauge, name, at)) if (one.start, one.end) in own]
        if len(others) == 1 and others[0].value != own[others[0].start, others[0].end]:
            found[others[0].start, others[0].end] = others[0].value
    return found


def _settled(found: list[Point]) -> Iterator[Point]:
    return (one for one in found if not one.is_preliminary and one.qualifier in {Qualifier.EXACT, Qualifier.ABOUT})
