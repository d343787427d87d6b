"""Findings: what changed in each theme and in the whole, what each government stated, and what is not known.

Every screen, command, document and page gives these findings; ``text.findings`` puts them into words. The rules treat both
sides alike: exchanging the two sides in the records exchanges them in the finding.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months
from accordtrack.scoring.comparable_pairs import why_not_compared
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_reading import Verdict
from accordtrack.scoring.measured_paths import figure_of, final_figures, first_figures
from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.series import EVENTS, RUNNING
from accordtrack.scoring.theme_words import agree, word_of
from accordtrack.statuses import Status
from accordtrack.vocabulary import Basis, CommitmentKind, MeasurementState, Responsible, Side, TargetSetBy, TextBasis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.indicators import Phrase, Target
    from accordtrack.projection.fold import HalfState, State
    from accordtrack.projection.withheld_facts import HiddenCommitment
    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.score_access import EventStudy, ScoreAccess
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series_path import SeriesPath
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.scoring.theme_words import Family, Word

_YEAR_MONTHS = 12


class ActivityWord(StrEnum):
    """How the figures of government activity moved. No direction is a good one."""

    ROSE = "rose"
    FELL = "fell"
    MIXED = "mixed"
    UNCHANGED = "unchanged"
    NO_EARLIER = "no_earlier"
    NO_FIGURES = "no_figures"


@dataclass(frozen=True, slots=True)
class Statements:
    """Where the commitments of one government stand, by its statements. The numbers from ``stated`` to ``taken_back`` add up to ``listed``.

    ``stated`` counts its own or joint statements; ``completed`` and ``reversed`` are among them. ``assessed`` counts
    statuses that this tracker read from published words, ``not_public`` statements that the audience may not read,
    ``hidden`` commitments that it may not read (hiding one takes it out of no total), and ``taken_back`` those whose only
    statements were taken back. ``earlier_again``, among ``stated`` and ``assessed``, are those on which an earlier
    statement is in force again, and ``assessed_reversed`` those among ``assessed`` that are reversed.
    """

    side: Side
    listed: int
    completed: int
    reversed: int
    stated: int
    assessed: int
    not_public: int
    none: int
    hidden: int = 0
    taken_back: int = 0
    earlier_again: int = 0
    assessed_reversed: int = 0

    @property
    def stated_otherwise(self) -> int:
        """How many it states with a status that is neither completed nor reversed."""
        return self.stated - self.completed - self.reversed


@dataclass(frozen=True, slots=True)
class Listed:
    """Counts of the listed commitments: joint ones, and those of each government alone.

    ``texts`` counts the joint ones by the text that contains them, ``hidden`` further commitments that the audience may
    not read.
    """

    joint: int
    alone: Mapping[Side, int]
    texts: Mapping[TextBasis, int]
    first: str | None
    last: str | None
    hidden: int = 0

    @property
    def total(self) -> int:
        """All commitments; a joint one counts once."""
        return self.joint + sum(self.alone.values())

    @property
    def every(self) -> int:
        """All commitments, and those that the audience may not read."""
        return self.total + self.hidden


@dataclass(frozen=True, slots=True)
class FirstReleases:
    """Two first releases of the same months a year apart, or the latest one alone: then ``before`` is None."""

    indicator: str
    phrase: Phrase | None
    before: Figure | None
    after: Figure
    in_conflict: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A series that a paragraph names.

    ``margin`` is the share up to which a change counts as none; ``newer`` are the latest comparable first releases of what
    the series measures, and ``part`` is the latest figure of its indicator for a part of a later year.
    """

    indicator: str
    side: str
    path: SeriesPath
    phrase: Phrase | None
    sign: int
    margin: float
    in_conflict: bool
    newer: FirstReleases | None = None
    part: Figure | None = None

    @property
    def end(self) -> str:
        """The last day of its path."""
        return self.path.last.end if self.path.last else ""


@dataclass(frozen=True, slots=True)
class LatestFigure:
    """The latest figure of an indicator that has no path."""

    indicator: str
    side: str
    phrase: Phrase | None
    figure: Figure
    in_conflict: bool

    @property
    def end(self) -> str:
        """The last day of the figure."""
        return self.figure.end


@dataclass(frozen=True, slots=True)
class Activity:
    """What is known of government activity: for each country one series with a path and the latest figure without, if any.

    If all these series moved one way, ``compared`` has a further one that moved the other way. ``countries`` are those that
    any figure is about, also one that is not told.
    """

    word: ActivityWord
    compared: tuple[Spoken, ...] = ()
    latest: tuple[LatestFigure, ...] = ()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """A target that one government set alone. ``count`` is how many it set alone for the indicators of the theme."""

    side: Side
    indicator: str
    target: Target
    sign: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class ThemeFinding:
    """The answer about one theme. The main series is the first of ``spoken``."""

    paths: ThemePaths
    spoken: tuple[Spoken, ...]
    listed: Listed
    statements: tuple[Statements, ...]
    activity: Activity
    agreed_targets: int
    goals: tuple[OwnGoal, ...]
    question: LocalText | None
    not_known: LocalText | None


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer about the whole. ``event`` is the latest event with a verdict, ``untested`` a later one without."""

    themes: tuple[ThemeFinding, ...]
    spoken: tuple[Spoken, ...]
    listed: Listed
    statements: tuple[Statements, ...]
    agreed_targets: int
    event: EventStudy | None
    untested: EventStudy | None

    @property
    def questions(self) -> tuple[tuple[Side | None, ThemeFinding], ...]:
        """The theme that each side is asked about, and one for both (None).

        For a side, the theme with the fewest measured indicators about its country and the most commitments of it; for
        both, the theme with the fewest at all among the others.
        """
        left = [one for one in self.themes if one.question is not None]
        asked: list[tuple[Side | None, ThemeFinding]] = []
        for side in (*Side, None):
            if not left:
                break
            chosen = min(left, key=lambda one: (_measured_about(one, side), -_listed_for(one, side), one.paths.id))
            left.remove(chosen)
            asked.append((side, chosen))
        return tuple(asked)

    def count_activity(self, word: ActivityWord) -> int:
        """Return the number of themes whose government activity has a word."""
        return sum(1 for one in self.themes if one.activity.word is word)


def _measured_about(theme: ThemeFinding, side: Side | None) -> int:
    countries = {side.value, Responsible.JOINT.value} if side else {*Responsible}
    return sum(1 for family in theme.paths.measured if countries & {*family.sides})


def _listed_for(theme: ThemeFinding, side: Side | None) -> int:
    if side is None:
        return theme.listed.every
    return next(one.listed for one in theme.statements if one.side is side)


def by_measured(themes: Iterable[ThemeFinding]) -> list[ThemeFinding]:
    """Return the themes: those with more measured indicators first, then those with more commitments."""
    return sorted(themes, key=lambda one: (-len(one.paths.measured), -one.listed.every, one.paths.id))


def find_whole(scores: ScoreAccess) -> Finding:
    """Return the answer about the whole."""
    states, hidden = listed_states(scores), _hidden(scores)
    accord = scores.facts.accord
    themes = tuple(scores.theme_finding(one.code) for one in scores.inputs.themes)
    spoken = _spoken_listed(scores, accord.speaks, scores.first_agreement) if accord else []
    if not spoken and scores.whole is not None:  # a part without the areas of the accord's series
        spoken = [one for theme in by_measured(themes) for one in theme.spoken[:1]][:_MOST_SPOKEN]
    every = [one for paths in scores.all_theme_paths for family in paths.measured for one in family.indicators]
    studies = (scores.event_study(one.id) for one in scores.events())  # lazily: only the latest few are read
    latest = next(studies, None)
    newest_first = itertools.chain([latest] if latest else [], studies)
    tested = next((one for one in newest_first if one.headline.verdict not in _UNTESTED), None)
    return Finding(
        themes,
        tuple(_with_contrary(scores, spoken, every)),
        _count_listed(states, hidden),
        _count_statements(states, hidden),
        _count_agreed_targets(scores, scores.inputs.gauges.values()),
        tested,
        latest if latest is not None and latest is not tested else None,
    )


_MOST_SPOKEN = 3
_UNTESTED = frozenset({Verdict.NOT_TESTABLE, Verdict.NOT_YET})


def find_theme(scores: ScoreAccess, code: str) -> ThemeFinding:
    """Return the answer about a theme. Raise ``Refused`` for another code."""
    paths = scores.theme_paths(code)
    themes = scores.facts.accord.themes if scores.facts.accord else ()
    record = next((one for one in themes if one.code == code), None)
    states, hidden = listed_states(scores, code), _hidden(scores, code)
    spoken = _spoken_listed(scores, record.speaks, paths.base) if record else []
    measured = [one for family in paths.measured for one in family.indicators]
    spoken = spoken or [spoken_series(scores, *pair) for pair in _voting(measured)[:1]]
    spoken = _with_contrary(scores, _main_first(spoken, paths.word), measured)
    return ThemeFinding(
        paths,
        tuple(spoken),
        _count_listed(states, hidden),
        _count_statements(states, hidden),
        _activity(scores.whole or scores, code, paths.base),
        _count_agreed_targets(scores, [one for one in scores.inputs.gauges.values() if one.theme == code]),
        tuple(_own_goals(scores, spoken, code)),
        record.question if record else None,
        record.not_known if record else None,
    )


def listed_states(scores: ScoreAccess, theme: str | None = None) -> list[State]:
    """Return the commitments that the answer counts, of a theme or of all: agreed by then, not withdrawn by both sides."""
    at = scores.inputs.at.as_of
    return [
        one
        for one in scores.facts.states.values()
        if one.record.kind is CommitmentKind.COMMITMENT
        and one.record.agreed_on <= at
        and one.in_scope
        and theme in {None, str(one.record.theme)}
    ]


def _count_listed(states: Sequence[State], hidden: Sequence[HiddenCommitment]) -> Listed:
    joint = [one for one in states if one.record.responsible_side is Responsible.JOINT]
    alone = {side: sum(1 for one in states if one.record.responsible_side.value == side.value) for side in Side}
    texts = {basis: sum(1 for one in joint if one.record.text_basis is basis) for basis in TextBasis}
    days = sorted(one.record.agreed_on for one in states)
    return Listed(len(joint), alone, texts, days[0] if days else None, days[-1] if days else None, len(hidden))


def _hidden(scores: ScoreAccess, theme: str | None = None) -> list[HiddenCommitment]:
    """Return the commitments, of a theme or of all, that the audience may not read."""
    at = scores.inputs.at.as_of
    return [
        one
        for one in scores.facts.hidden
        if one.kind is CommitmentKind.COMMITMENT and one.agreed_on <= at and str(one.theme) == (theme or str(one.theme))
    ]


def _count_statements(states: Sequence[State], hidden: Sequence[HiddenCommitment]) -> tuple[Statements, ...]:
    unread = Counter(half.side for one in hidden for half in one.halves)
    return tuple(
        _statements_of(side, [half for one in states for half in one.in_scope if half.side == side], unread[side])
        for side in Side
    )


def _statements_of(side: Side, halves: Sequence[HalfState], hidden: int) -> Statements:
    groups = Counter(map(statement_group, halves))
    stated, assessed = (
        Counter(half.status for half in halves if statement_group(half) == group) for group in ("stated", "assessed")
    )
    return Statements(
        side=side,
        listed=len(halves) + hidden,
        completed=stated[Status.COMPLETED],
        reversed=stated[Status.REVERSED],
        stated=groups["stated"],
        assessed=groups["assessed"],
        not_public=groups["hidden"],
        none=groups["none"],
        hidden=hidden,
        taken_back=groups["taken_back"],
        earlier_again=sum(1 for half in halves if half.taken_back is not None and half.taken_back.later),
        assessed_reversed=assessed[Status.REVERSED],
    )


def statement_group(half: HalfState) -> str:
    """Return how the status of a half is known: ``stated``, ``assessed``, ``hidden`` (not public), ``taken_back``, ``none``."""
    if half.claim is None:
        return "hidden" if half.not_public else "taken_back" if half.taken_back is not None else "none"
    return "assessed" if half.claim.body.basis is Basis.READING else "stated"


def _spoken_listed(scores: ScoreAccess, speaks: Iterable[str], base: str | None) -> list[Spoken]:
    """Return the listed series. One that the audience may not read, or that no longer exists, is left out."""
    found = []
    for name in speaks:
        indicator, _, series = name.partition(":")
        if indicator in scores.inputs.gauges:
            paths = scores.indicator_paths(indicator, base)
            found += [spoken_series(scores, paths, path) for path in paths.paths if path.series == series]
    return found


def _main_first(spoken: list[Spoken], word: Word) -> list[Spoken]:
    """Return the series with the main one first, which stands beside the word of its theme: the first whose own word agrees."""
    fits = [one for one in spoken if agree(word_of(one.path.votes), word)][:1]
    return [*fits, *(one for one in spoken if one not in fits)]


def shown_of_family(scores: ScoreAccess, family: Family, named: Iterable[Spoken]) -> tuple[Spoken, ...]:
    """Return the series that stand for a family: one, and others until their votes give its word.

    The first is among the ``named`` series of its theme; or else one that moved both ways, if the family did; or else the
    main series of an indicator that votes.
    """
    names = {one.gauge.id for one in family.indicators}
    found = [one for one in named if one.indicator in names and one.path.votes]
    voting = [(one, path) for one in family.indicators for path in one.paths if path.votes]
    both = (pair for pair in voting if {vote.movement for vote in pair[1].votes} >= {Movement.BETTER, Movement.WORSE})
    main = (pair for pair in voting if pair[1] is pair[0].main)
    first = found[0] if found else spoken_series(scores, *next(itertools.chain(both, main, voting)))
    shown, votes, word = [first], first.path.votes, word_of(family.votes)
    others = sorted(
        _voting(family.indicators), key=lambda pair: _phrase(scores, pair[0].gauge.id, pair[1].series) is None
    )
    while word_of(votes) is not word:
        completing = (pair for pair in others if word_of((*votes, *pair[1].votes)) is word)
        telling = (pair for pair in others if not {*votes} >= {*pair[1].votes})
        indicator, path = next(itertools.chain(completing, telling))
        shown.append(spoken_series(scores, indicator, path))
        votes = (*votes, *path.votes)
    return tuple(shown)


def is_disputed(scores: ScoreAccess, family: Family) -> bool:
    """Return whether an open conflict of figures is about an indicator of a family."""
    return any(one.gauge.id in scores.in_conflict for one in family.indicators)


def _voting(indicators: Iterable[IndicatorPaths]) -> list[tuple[IndicatorPaths, SeriesPath]]:
    """Return the series that vote: those with the most votes first, then with the latest end, then by id."""
    voting = [(one, path) for one in indicators for path in one.paths if path.votes]
    voting.sort(key=lambda pair: (pair[0].gauge.id, pair[1].series))
    voting.sort(key=lambda pair: (len(pair[1].votes), pair[1].last.end if pair[1].last else ""), reverse=True)
    return voting


def _with_contrary(scores: ScoreAccess, spoken: list[Spoken], indicators: Iterable[IndicatorPaths]) -> list[Spoken]:
    """Return the series that speak. If all of them moved one way, add one of the indicators that moved the other way.

    So the author of a list cannot leave out the direction that does not suit them. A series with a phrase comes first.
    """
    moves = {vote.movement for one in spoken for vote in one.path.votes} - {Movement.LEVEL}
    if len(moves) != 1:
        return spoken
    other = next(iter({Movement.BETTER, Movement.WORSE} - moves))
    contrary = [pair for pair in _voting(indicators) if other in {vote.movement for vote in pair[1].votes}]
    found = [spoken_series(scores, *pair) for pair in contrary]
    return [*spoken, *sorted(found, key=lambda one: one.phrase is None)[:1]]


def spoken_series(scores: ScoreAccess, found: IndicatorPaths, path: SeriesPath) -> Spoken:
    """Return a series of an indicator as a sentence names it."""
    gauge = found.gauge
    newer = _newest_first_releases(scores, gauge, path)
    return Spoken(
        gauge.id,
        gauge.side,
        path,
        _phrase(scores, gauge.id, path.series),
        gauge.sign,
        gauge.unchanged_within,
        gauge.id in scores.in_conflict,
        newer,
        _later_part(gauge, path),
    )


def _later_part(gauge: MeasuredIndicator, path: SeriesPath) -> Figure | None:
    """Return the latest figure of an indicator after a path ends, if its period is shorter than the last one of the path."""
    if path.last is None or path.last.is_stock:
        return None
    shortest = path.last.days - standard_event_method().paths.length_days
    rows = [
        row
        for row in gauge.rows
        if row.value is not None
        and row.may_count
        and row.state is not MeasurementState.SUPERSEDED
        and row.start > path.last.end
        and row.published >= row.end
        and not row.series.startswith(RUNNING)
        and row.series != EVENTS
    ]
    latest = max(rows, key=lambda row: (row.end, row.published, row.id), default=None)
    found = figure_of(gauge, latest) if latest is not None else None
    return found if found is not None and 1 < found.days < shortest else None


def _phrase(scores: ScoreAccess, indicator: str, series: str) -> Phrase | None:
    return next((one for one in scores.facts.indicators[indicator].phrases if one.series == series), None)


def _newest_first_releases(scores: ScoreAccess, gauge: MeasuredIndicator, path: SeriesPath) -> FirstReleases | None:
    """Return the latest first releases of the same months a year apart, later than a series and about what it measures.

    The earlier one may be a final figure of the same release. If none are a year apart, return the latest one alone, if it
    is of the same indicator and of a period as long as the last one of the series.
    """
    need = standard_event_method().paths
    pairs, alone = [], []
    for one in scores.inputs.gauges.values():
        if one.family != gauge.family or one.place is not None:
            continue
        for series in one.series:
            figures = first_figures(one, series)
            ends = {figure.end: figure for figure in figures}
            released = {(figure.end, figure.release): figure for figure in final_figures(one, series)}
            for after in figures:
                day = add_months(after.end, -_YEAR_MONTHS)
                before = ends.get(day) or released.get((day, after.release))
                later = path.last is None or after.end > path.last.end
                if before and later and why_not_compared(before, after, need.length_days) is None:
                    pairs.append((after.end, one.id, series, before, after))
                if later and _is_as_long(after, path, need.length_days) and one.id == gauge.id:
                    alone.append((after.end, series, after))
    if pairs:
        _end, indicator, series, before, after = max(pairs, key=lambda pair: (pair[0], -pair[3].days, pair[1]))
        return FirstReleases(
            indicator, _phrase(scores, indicator, series), before, after, indicator in scores.in_conflict
        )
    if not alone:
        return None
    _end, series, after = max(alone, key=lambda one: one[:2])
    return FirstReleases(gauge.id, _phrase(scores, gauge.id, series), None, after, gauge.id in scores.in_conflict)


def _is_as_long(figure: Figure, path: SeriesPath, most: int) -> bool:
    """Whether the period of a figure is as long as the last one of a path, up to ``most`` days."""
    return path.last is not None and abs(figure.days - path.last.days) <= most


def _activity(scores: ScoreAccess, code: str, base: str | None) -> Activity:
    outputs = [scores.indicator_paths(one.id, base) for one in scores.subject(code).outputs]
    moves = {vote.movement for one in outputs for path in one.paths for vote in path.votes}
    compared = [spoken_series(scores, one, one.main) for one in outputs if one.main and one.main.votes]
    latest = [found for one in outputs if not one.compared and (found := _latest_figure(scores, one.gauge))]
    countries = frozenset(one.gauge.side for one in outputs if any(row.may_count for row in one.gauge.rows))
    if not countries:
        return Activity(ActivityWord.NO_FIGURES)
    shown = _with_contrary(scores, [*_one_a_side(compared)], outputs)
    return Activity(_activity_word(moves), tuple(shown), _latest_a_side(latest), countries)


def _one_a_side(found: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Return one of each country: one with a phrase before others, then the one that ends last, then the first listed."""
    ranked = sorted(found, key=lambda one: one.end, reverse=True)
    ranked.sort(key=lambda one: one.phrase is None)
    return tuple({one.side: one for one in reversed(ranked)}.values())


def _latest_a_side(found: Iterable[LatestFigure]) -> tuple[LatestFigure, ...]:
    """Return the figure of each country that ends last, or that of both together if neither has one of its own.

    Of several, one without a conflict comes first, then one with a phrase, then the first listed.
    """
    ranked = sorted(found, key=lambda one: (one.in_conflict, one.phrase is None))
    ranked.sort(key=lambda one: one.end, reverse=True)
    latest = {one.side: one for one in reversed(ranked)}
    own = tuple(one for side, one in latest.items() if side in {*Side})
    return own or tuple(latest.values())


def _latest_figure(scores: ScoreAccess, gauge: MeasuredIndicator) -> LatestFigure | None:
    """Return the latest figure of an indicator, of a series with a phrase or of its headline series if it has one."""
    rows = [row for row in gauge.rows if row.value is not None and row.may_count]
    named = {one.series for one in scores.facts.indicators[gauge.id].phrases}
    own = [row for row in rows if row.series in named] or [row for row in rows if row.series == gauge.headline] or rows
    if not own:
        return None
    row = max(own, key=lambda one: (one.end, one.published, one.id))
    phrase = _phrase(scores, gauge.id, row.series)
    return LatestFigure(gauge.id, gauge.side, phrase, figure_of(gauge, row), gauge.id in scores.in_conflict)


def _activity_word(moves: set[Movement]) -> ActivityWord:
    """Return the word of a set of votes. An increase votes *better*, since activity has no good direction."""
    if not moves:
        return ActivityWord.NO_EARLIER
    if moves >= {Movement.BETTER, Movement.WORSE}:
        return ActivityWord.MIXED
    if Movement.BETTER in moves:
        return ActivityWord.ROSE
    return ActivityWord.FELL if Movement.WORSE in moves else ActivityWord.UNCHANGED


def _count_agreed_targets(scores: ScoreAccess, gauges: Iterable[MeasuredIndicator]) -> int:
    """Return how many of these results have a target that both sides signed, or that a joint document sets."""
    count = 0
    for one in gauges:
        target = scores.facts.indicators[one.id].target
        by_text = target is not None and target.set_by is TargetSetBy.AGREED
        count += one.is_result and (one.id in scores.agreed_targets or by_text)
    return count


def _own_goals(scores: ScoreAccess, spoken: Iterable[Spoken], code: str) -> Iterator[OwnGoal]:
    """Yield the targets that one government set alone, for the indicators that speak."""
    found = scores.facts.indicators
    counts = Counter(
        setter for one in scores.inputs.gauges.values() if one.theme == code for setter in found[one.id].targets
    )
    for one in spoken:
        for side in Side:
            if side in found[one.indicator].targets:
                target = found[one.indicator].targets[side].target
                yield OwnGoal(side, one.indicator, target, one.sign, max(1, counts[side.value]))
