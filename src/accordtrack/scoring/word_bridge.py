"""Which words method AT-2.0.0 changes, and by which rule (``docs/method.md``, section 14.6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.scoring import contrast as first_method
from accordtrack.scoring.path_shape import Movement

if TYPE_CHECKING:
    from accordtrack.scoring.comparable_pairs import NotCompared
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.scoring.theme_words import Word


class Rule(StrEnum):
    """The rule of AT-2.0.0 that changes a word."""

    VOTES = "VOTES"
    TOO_FEW = "TOO_FEW"
    OUTPUTS = "OUTPUTS"
    PAIR = "PAIR"
    LEVEL = "LEVEL"
    LAST = "LAST"
    SERIES = "SERIES"
    FIRST_RELEASE = "FIRST_RELEASE"


_MOVEMENTS = {
    first_method.IMPROVED: Movement.BETTER,
    first_method.WORSENED: Movement.WORSE,
    first_method.UNCHANGED: Movement.LEVEL,
    first_method.ROSE: Movement.BETTER,
    first_method.FELL: Movement.WORSE,
}
_RULES = {"too_few": Rule.TOO_FEW, "outputs_not_up": Rule.OUTPUTS}


@dataclass(frozen=True, slots=True)
class ChangedWord:
    """An indicator whose word changes. ``old`` and ``new`` are None where it is not compared, ``reason`` says why."""

    indicator: str
    old: str | None
    new: Movement | None
    rule: Rule
    reason: NotCompared | None = None


@dataclass(frozen=True, slots=True)
class ThemeBridge:
    """The word of a theme by both methods, the rule that gives the new one, and the indicators whose words change."""

    id: str
    old: str
    new: Word
    rule: Rule
    changed: tuple[ChangedWord, ...]


def theme_bridge(old: Contrast, new: ThemePaths) -> ThemeBridge:
    """Return how the words of a theme change from the contrast of AT-1.0.0 to the paths of AT-2.0.0."""
    paths = {one.gauge.id: one for one in new.indicators}
    changed = (_changed(line, paths[line.gauge.id]) for line in old.outcomes if line.gauge.id in paths)
    rule = _RULES.get(old.verdict, Rule.VOTES) if new.measured else Rule.VOTES
    return ThemeBridge(new.id, old.verdict, new.word, rule, tuple(one for one in changed if one))


def _changed(line: Line, found: IndicatorPaths) -> ChangedWord | None:
    """Return the changed word of an indicator, or None if both methods give the same one."""
    old = line.word if line.pair is not None else None
    path = found.main
    new = path.path.since if path is not None and path.path is not None else None
    if (_MOVEMENTS[old] if old is not None else None) is new:
        return None
    if path is None or path.first is None or path.last is None:
        same = next((one.reason for one in found.paths if one.series == line.series), None)
        return ChangedWord(line.gauge.id, old, new, Rule.PAIR, same or found.reason)
    return ChangedWord(line.gauge.id, old, new, _rule(line, found))


def _rule(line: Line, found: IndicatorPaths) -> Rule:
    path = found.main
    if line.pair is None or path is None or path.first is None or path.last is None:
        return Rule.FIRST_RELEASE
    if line.series != path.series:
        return Rule.SERIES
    return Rule.LEVEL if line.pair.first.end != path.first.end else Rule.LAST
