"""How strong the evidence is that a commitment contributed to an outcome (AT-2.0.0, section 3).

``grade`` is a pure function of a results chain, the yearly values of its outcome, the comparisons around its acts, and the
published evaluations. The grade enters no score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from accordtrack.core.dates import add_months
from accordtrack.scoring.path_shape import Movement, movement
from accordtrack.scoring.series import starting_point
from accordtrack.vocabulary import EvaluationDesign, EvaluationFinding, Side, WorkKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from accordtrack.scoring.series import Point

LAGS = {WorkKind.ENFORCEMENT: 6, WorkKind.PREVENTION: 12, WorkKind.TREATMENT: 12, WorkKind.COURTS: 12}
"""The least months from output to outcome where the two sides agreed on none."""

DAYS_TO_ANSWER = 60
"""The days that both sides have to answer a chain before it counts as tested."""

_MONTHS_BEFORE, _MONTHS_A_YEAR = 24, 12
_FULL_YEAR = 360
_EVALUATING = frozenset({EvaluationDesign.COMPARISON, EvaluationDesign.EVALUATION})
"""Designs of an evaluation of an outcome. Process tracing tests a chain; an audit or a description evaluates no outcome."""


class ContributionGrade(StrEnum):
    """The grade of a results chain, from the weakest evidence to the strongest."""

    NONE = "none"
    PLAUSIBLE = "plausible"
    TESTED = "tested"
    TESTED_OTHER_WAY = "tested_other_way"
    EVALUATED = "evaluated"


class Ground(StrEnum):
    """What the grade rests on, or why there is none."""

    NOT_DOCUMENTED = "not_documented"
    NO_DIRECTION = "no_direction"
    TOO_EARLY = "too_early"
    NO_FIGURE = "no_figure"
    NO_LEVEL = "no_level"
    LEVEL = "level"
    WORSE = "worse"
    BETTER = "better"
    STANDS_OUT = "stands_out"
    PROCESS_TRACING = "process_tracing"
    EVALUATION = "evaluation"


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """What the grade needs of a chain. ``documented_on`` is the last day of its first documented output, or None.

    ``examined_by`` holds, for each rival explanation, the evaluations that examine it. ``said_on`` is the day of the
    chain, and ``answered`` are the sides that answered it.
    """

    agreed_on: str
    documented_on: str | None
    work: WorkKind
    lag_min: int | None
    lag_agreed: bool
    examined_by: Sequence[AbstractSet[str]]
    said_on: str
    answered: AbstractSet[Side]

    @property
    def lag(self) -> int:
        """The months from output to outcome: those agreed on, or else the standard ones if the chain has fewer."""
        standard = LAGS[self.work]
        if self.lag_min is None:
            return standard
        return self.lag_min if self.lag_agreed else max(self.lag_min, standard)


@dataclass(frozen=True, slots=True)
class OutcomePath:
    """The outcome: its counted values by period, the good direction (+1, -1, or 0 for none), and its tolerance."""

    points: Sequence[Point]
    direction: int
    tolerance: float


@dataclass(frozen=True, slots=True)
class ActComparison:
    """A comparison around an act that stands out. ``better`` says whether the change was in the good direction."""

    event: str
    better: bool


@dataclass(frozen=True, slots=True)
class OutcomeEvaluation:
    """A published evaluation of this commitment and outcome by bodies that are independent of both sides."""

    id: str
    design: EvaluationDesign
    finds: EvaluationFinding


@dataclass(frozen=True, slots=True)
class Contribution:
    """The grade with what it rests on.

    ``readable_from`` is the first day of an outcome year that may be read, ``answerable_on`` the day from which the chain
    could be tested. ``due_on`` is set if it is too early. ``first`` and ``last`` are the values compared.
    ``stands_out`` are the acts whose comparison stands out, and ``evaluations`` those that the grade rests on.
    """

    grade: ContributionGrade
    ground: Ground
    lag: int
    readable_from: str | None = None
    due_on: str | None = None
    first: Point | None = None
    last: Point | None = None
    stands_out: tuple[ActComparison, ...] = ()
    evaluations: tuple[str, ...] = ()
    answerable_on: str | None = None


def grade(
    chain: ChainFacts,
    outcome: OutcomePath,
    comparisons: Sequence[ActComparison],
    evaluations: Sequence[OutcomeEvaluation],
    known_on: str,
) -> Contribution:
    """Return the grade of a chain as known on a day."""
    read = replace(_read_outcome(chain, outcome, known_on), stands_out=tuple(comparisons))
    evaluated = tuple(one.id for one in evaluations if one.design in _EVALUATING)
    if evaluated:
        return replace(read, grade=ContributionGrade.EVALUATED, ground=Ground.EVALUATION, evaluations=evaluated)
    if read.last is None:
        return read
    tested = _tested(chain, comparisons, evaluations, read)
    if tested is None or chain.answered >= {*Side}:
        return tested or read
    answerable_on = str(date.fromisoformat(chain.said_on) + timedelta(days=DAYS_TO_ANSWER))
    return tested if answerable_on <= known_on else replace(read, answerable_on=answerable_on)


def _tested(
    chain: ChainFacts,
    comparisons: Sequence[ActComparison],
    evaluations: Sequence[OutcomeEvaluation],
    read: Contribution,
) -> Contribution | None:
    """Return the grade that comparisons and process tracing give; None if they give none, or contradict each other."""
    traced = [one for one in evaluations if _traces_all_rivals(one, chain)]
    better = {one.better for one in comparisons}
    better |= {one.finds is EvaluationFinding.CONTRIBUTION for one in traced}
    moved = {Ground.BETTER: True, Ground.WORSE: False}.get(
        read.ground
    )  # each direction needs an outcome that went its way
    if moved is None or better != {moved}:
        return None
    return replace(
        read,
        grade=ContributionGrade.TESTED if moved else ContributionGrade.TESTED_OTHER_WAY,
        ground=Ground.STANDS_OUT if comparisons else Ground.PROCESS_TRACING,
        evaluations=tuple(one.id for one in traced),
    )


def _traces_all_rivals(one: OutcomeEvaluation, chain: ChainFacts) -> bool:
    decides = one.finds in {EvaluationFinding.CONTRIBUTION, EvaluationFinding.OTHER_WAY}
    examines = all(one.id in names for names in chain.examined_by)
    return decides and examines and one.design is EvaluationDesign.PROCESS_TRACING


def _read_outcome(chain: ChainFacts, outcome: OutcomePath, known_on: str) -> Contribution:
    """Return the grade that the path of the outcome alone gives: none, or plausible."""
    none = Contribution(ContributionGrade.NONE, Ground.NOT_DOCUMENTED, chain.lag)
    if chain.documented_on is None:
        return none
    readable = add_months(f"{chain.documented_on[:7]}-01", chain.lag)
    none = replace(none, readable_from=readable)
    if not outcome.direction:
        return replace(none, ground=Ground.NO_DIRECTION)
    years = [point for point in outcome.points if point.days >= _FULL_YEAR and not point.is_preliminary]
    last = next((point for point in reversed(years) if point.start >= readable), None)
    if last is None:
        due = add_months(_first_year(years, readable), _MONTHS_A_YEAR)
        early = due > known_on
        return replace(none, ground=Ground.TOO_EARLY if early else Ground.NO_FIGURE, due_on=due if early else None)
    first = starting_point(years, chain.agreed_on, _MONTHS_BEFORE)
    if first is None or first.end >= last.start:
        return replace(none, ground=Ground.NO_LEVEL)
    since = movement(first.value, last.value, outcome.direction, outcome.tolerance)
    found = replace(none, ground=_GROUNDS[since], first=first, last=last)
    return replace(found, grade=ContributionGrade.PLAUSIBLE) if since is Movement.BETTER else found


_GROUNDS = {Movement.BETTER: Ground.BETTER, Movement.WORSE: Ground.WORSE, Movement.LEVEL: Ground.LEVEL}


def _first_year(years: Sequence[Point], readable: str) -> str:
    """Return the first day of the first year of the outcome that may be read, by the day on which its years begin."""
    starts = {point.start[4:] for point in years}
    if len(starts) != 1:
        return readable
    (start,) = starts
    found = f"{readable[:4]}{start}"
    return found if found >= readable else add_months(found, _MONTHS_A_YEAR)
