"""The word of a theme and of each thing that it measures, from the votes of their series (AT-2.0.0, section 1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.series_path import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.series_path import SeriesPath, Vote


class Word(StrEnum):
    """How the indicators of a theme moved, or the series of one indicator."""

    BETTER = "better"
    PARTLY_BETTER = "partly_better"
    NO_CHANGE = "no_change"
    MIXED = "mixed"
    PARTLY_WORSE = "partly_worse"
    WORSE = "worse"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Family:
    """One thing that a theme measures, by one or more indicators. ``sides`` are the countries that they are about.

    ``contrary`` are the series, each with its indicator, whose preliminary figure is as late as the last year and goes the
    other way: the word is then *mixed*.
    """

    id: str
    word: Word
    votes: tuple[Vote, ...]
    indicators: tuple[IndicatorPaths, ...]
    contrary: tuple[tuple[IndicatorPaths, SeriesPath], ...] = ()

    @property
    def is_measured(self) -> bool:
        """Whether any of its series votes."""
        return bool(self.votes)

    @property
    def sides(self) -> tuple[str, ...]:
        """The countries that its voting indicators are about, sorted."""
        return tuple(sorted({one.gauge.side for one in self.indicators if any(path.votes for path in one.paths)}))


def word_of(votes: Iterable[Vote], *, contrary: bool = False) -> Word:
    """Return the word of a set of votes. Without a vote against the level at the agreement, it is at most *partly*."""
    cast = tuple(votes)
    moves = {one.movement for one in cast}
    if not moves:
        return Word.NOT_MEASURED
    if contrary or moves >= {Movement.BETTER, Movement.WORSE}:
        return Word.MIXED
    if moves == {Movement.LEVEL}:
        return Word.NO_CHANGE
    whole = Movement.LEVEL not in moves and any(one.against is Level.AT_AGREEMENT for one in cast)
    if Movement.BETTER in moves:
        return Word.BETTER if whole else Word.PARTLY_BETTER
    return Word.WORSE if whole else Word.PARTLY_WORSE


def agree(one: Word, other: Word) -> bool:
    """Whether two words say the same, *partly* or not."""
    return _WHOLE.get(one, one) is _WHOLE.get(other, other)


_WHOLE = {Word.PARTLY_BETTER: Word.BETTER, Word.PARTLY_WORSE: Word.WORSE}


def families(indicators: Sequence[IndicatorPaths]) -> tuple[Family, ...]:
    """Return the families of indicators in their order, each with its word."""
    grouped: dict[str, list[IndicatorPaths]] = {}
    for one in indicators:
        grouped.setdefault(one.gauge.family, []).append(one)
    return tuple(_family(name, tuple(found)) for name, found in grouped.items())


def theme_word(found: Sequence[Family]) -> Word:
    """Return the word of a theme: the rule for a family, over the votes of all its families."""
    votes = [vote for one in found for vote in one.votes]
    return word_of(votes, contrary=any(one.contrary for one in found))


def _family(name: str, indicators: tuple[IndicatorPaths, ...]) -> Family:
    paths = [path for one in indicators for path in one.paths]
    votes = tuple(vote for path in paths for vote in path.votes)
    ends = [path.last.end for path in paths if path.votes and path.last is not None]
    moves = {vote.movement for vote in votes} - {Movement.LEVEL}
    contrary = tuple(
        (one, path)
        for one in indicators
        for path in one.paths
        if len(moves) == 1
        and path.later is not None
        and path.later.end >= max(ends)
        and path.later_movement in {Movement.BETTER, Movement.WORSE} - moves
    )
    return Family(name, word_of(votes, contrary=bool(contrary)), votes, indicators, contrary)
