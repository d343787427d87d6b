"""Rules that select what the brief names; they treat both sides alike and ignore the size of a change.

Series: only compared result series are named, never outputs. A family whose series moved in different directions is
left out. Worsened series come before unchanged ones; then those of an independent body; then those with more linked
commitments; then those whose last period ends later; then by code. In this order, each series is selected whose country
(or both), theme and family are not yet selected. If there are fewer than three, series of a new theme and family
follow, then series of a new family.

Gaps: the gap of a theme is the number of halves owed by a side for whose country, or for both, no result series of the
theme has two comparable values. The silence of a theme is the number of halves without a public statement of the side
that owes them. The largest come first; ties follow the order of the accord. The question to both sides is about a theme
in which both have a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.projection.fold import timeliness_of
from accordtrack.scorecard.sections import commitment_rows, result_series
from accordtrack.scoring.contrast import UNCHANGED, WORSENED
from accordtrack.scoring.trend import IMPROVED
from accordtrack.vocabulary import LinkStrength, Responsible, Side, Speaker, Timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half
    from accordtrack.scoring.contrast import Line
    from accordtrack.scoring.series import Pair
    from accordtrack.scoring.trend import Moved

MOST = 3
"""Maximum number of named items of each kind."""


@dataclass(frozen=True, slots=True)
class Series:
    """A compared result series in one of its themes; ``base`` is the first agreement of that theme."""

    line: Line
    pair: Pair
    word: str
    theme: str
    base: str
    guards: tuple[Line, ...]
    linked: int

    @property
    def sort_key(self) -> tuple[bool, bool, int, tuple[int, ...], str]:
        """Sort key for selection; the size of a change is not part of it."""
        rows = (*self.pair.first.rows, *self.pair.last.rows)
        independent = all(row.party is Speaker.OBS for row in rows)
        late = tuple(-int(part) for part in self.pair.last.end.split("-"))
        return self.word == UNCHANGED, not independent, -self.linked, late, self.line.gauge.id


@dataclass(frozen=True, slots=True)
class Gap:
    """A theme with its result series, those with two comparable values, and the halves without any."""

    theme: str
    base: str | None
    listed: tuple[Moved, ...]
    compared: tuple[Moved, ...]
    halves: tuple[Half, ...]


def improved_series(data: ScorecardData) -> list[Series]:
    """Return up to three result series that improved since the first agreement of their theme."""
    return _select_three([one for one in _compared_series(data) if one.word == IMPROVED])


def unimproved_series(data: ScorecardData) -> list[Series]:
    """Return up to three result series that worsened or did not move."""
    return _select_three([one for one in _compared_series(data) if one.word in {WORSENED, UNCHANGED}])


def count_with_movement(data: ScorecardData, *words: str) -> int:
    """Return the number of compared result series with one of these movements, as in the headline."""
    return sum(_movement(one) in words for one in result_series.compared_series(data))


def gaps(data: ScorecardData) -> list[Gap]:
    """Return the themes with a gap, largest first: halves about whose country no series is compared."""
    found = []
    for group in data.score.groups:
        listed = group.trend.moved if group.trend is not None else ()
        compared = tuple(one for one in listed if one.t is not None)
        countries = {str(one.gauge.side) for one in compared}
        without = [side for side in Side if not countries & {str(side), str(Responsible.JOINT)}]
        halves = tuple(one for one in halves_of_theme(data, group.id) if one.side in without)
        base = group.trend.base if group.trend is not None else None
        found.append(Gap(group.id, base, tuple(listed), compared, halves))
    return sorted((gap for gap in found if gap.halves), key=lambda gap: -len(gap.halves))


def shared_gap(data: ScorecardData) -> Gap | None:
    """Return the theme with the largest shared gap, measured by the smaller count of the two sides; ties by code."""

    def smaller_count(gap: Gap) -> int:
        return min(sum(one.side == side for one in gap.halves) for side in Side)

    found = [gap for gap in gaps(data) if smaller_count(gap)]
    return min(found, key=lambda gap: (-smaller_count(gap), gap.theme), default=None)


def silent_halves_by_theme(data: ScorecardData, side: Side) -> list[tuple[str, list[Half]]]:
    """Return the themes with halves that lack a status from the side that owes them, largest first."""
    found = [
        (theme.code, [one for one in halves_of_theme(data, theme.code) if one.side == side and one.half.claim is None])
        for theme in data.scores.inputs.themes
    ]
    return sorted(((theme, halves) for theme, halves in found if halves), key=lambda pair: -len(pair[1]))


def halves_of_theme(data: ScorecardData, theme: str) -> list[Half]:
    """Return the halves of a theme's commitments."""
    return commitment_rows.halves(state for state in commitment_rows.commitments(data) if state.record.theme == theme)


def dated_commitments(data: ScorecardData, *words: Timeliness) -> list[State]:
    """Return the commitments with an agreed date of one of these timeliness values, earliest first."""
    states = [
        state
        for state in commitment_rows.commitments(data)
        if state.due_firm and timeliness_of(state, data.at.as_of) in words
    ]
    return sorted(states, key=lambda state: str(state.record.due_on))


def _compared_series(data: ScorecardData) -> list[Series]:
    """Return the series of the headline, without families whose series moved in different directions."""
    series = [_build_series(data, one) for one in result_series.compared_series(data)]
    words: dict[str, set[str]] = {}
    for one in series:
        words.setdefault(one.line.gauge.family, set()).add(one.word)
    return [one for one in series if len(words[one.line.gauge.family]) == 1]


def _build_series(data: ScorecardData, one: Moved) -> Series:
    themes = sorted(
        (theme.code for theme in data.scores.inputs.themes), key=lambda code: (code != one.gauge.theme, code)
    )
    for code in themes:
        contrast = data.scores.contrast(code)
        line = next((line for line in contrast.outcomes if line.gauge.id == one.gauge.id), None)
        if line is not None and line.pair is not None and contrast.base is not None:
            guards = tuple(guard for guard in contrast.guards if one.gauge.id in guard.gauge.guard_of)
            return Series(
                line,
                line.pair,
                _movement(one),
                code,
                contrast.base,
                guards,
                _linked_commitment_count(data, one.gauge.id),
            )
    raise ValueError(one.gauge.id)


def _movement(one: Moved) -> str:
    return str(one.word).removesuffix("_a_little")


def _linked_commitment_count(data: ScorecardData, indicator: str) -> int:
    """Return the number of commitments linked to an indicator, not for context only or by one side alone."""
    links = data.scores.inputs.links
    return len(
        {
            link.commitment
            for link in links
            if link.indicator == indicator and link.strength != LinkStrength.CONTEXT and link.by not in {*Side}
        }
    )


def _select_three(series: Sequence[Series]) -> list[Series]:
    selection: list[Series] = []

    def is_new(one: Series, *names: Callable[[Series], str]) -> bool:
        return one not in selection and all(name(one) not in {name(other) for other in selection} for name in names)

    def country(one: Series) -> str:
        return str(one.line.gauge.side)

    def theme(one: Series) -> str:
        return one.theme

    def family(one: Series) -> str:
        return one.line.gauge.family

    for names in ((country, theme, family), (theme, family), (family,)):
        for one in sorted(series, key=lambda one: one.sort_key):
            if len(selection) < MOST and is_new(one, *names):
                selection.append(one)
    return selection
