"""The results chains of a commitment with their grades, and the evaluations about it, as of the dates of a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.scoring import series
from accordtrack.scoring.contribution import (
    ActComparison,
    ChainFacts,
    Contribution,
    OutcomeEvaluation,
    OutcomePath,
    grade,
)
from accordtrack.scoring.event_method import standard_event_method
from accordtrack.scoring.event_reading import KINDS, Verdict
from accordtrack.vocabulary import WEAK_COPIES, Branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.results_chain import ChainOutput, Evaluation, ResultsChain
    from accordtrack.projection.facts import StandingChain
    from accordtrack.projection.fold import State
    from accordtrack.scoring.event_reading import EventReading
    from accordtrack.scoring.score_access import ScoreAccess

_INDEPENDENT = frozenset({Branch.INDEPENDENT, Branch.CIVIL, Branch.INTERNATIONAL})


@dataclass(frozen=True, slots=True)
class GradedChain:
    """A results chain in force with its grade, and the comparison around each act that is a registered event, by event id."""

    standing: StandingChain
    contribution: Contribution
    compared: tuple[tuple[str, EventReading], ...] = ()

    @property
    def chain(self) -> ResultsChain:
        """The chain as written."""
        return self.standing.body


@dataclass(frozen=True, slots=True)
class EvaluationGroup:
    """Evaluations that answer each other or are versions of one another, oldest first. ``superseded`` are ids."""

    members: tuple[Evaluation, ...]
    superseded: frozenset[str]


@dataclass(frozen=True, slots=True)
class ResultsEvidence:
    """The results chains of a commitment, and the evaluations about it."""

    chains: tuple[GradedChain, ...]
    evaluations: tuple[EvaluationGroup, ...]


def results_evidence(scores: ScoreAccess, commitment: str) -> ResultsEvidence:
    """Return the chains of a commitment and the evaluations about it; nothing for an unknown one."""
    state = scores.facts.states.get(commitment)
    if state is None:
        return ResultsEvidence((), ())
    chains = tuple(_graded(scores, one, state) for one in scores.facts.chains.get(commitment, ()))
    return ResultsEvidence(chains, evaluation_groups(scores, "commitments", commitment))


def evaluation_groups(scores: ScoreAccess, family: str, code: str) -> tuple[EvaluationGroup, ...]:
    """Return the evaluations about a record, each together with those that it answers and its other versions.

    ``family`` is ``commitments``, ``indicators`` or ``events``.
    """
    known = scores.facts.evaluations
    superseded = frozenset(one.version_of for one in known.values() if one.version_of is not None)
    groups: dict[str, set[str]] = {name: {name} for name in known}
    for one in known.values():
        for other in (one.in_answer_to, one.version_of):
            if other in groups and groups[other] is not groups[one.id]:
                joined = groups[other] | groups[one.id]
                groups |= dict.fromkeys(joined, joined)
    found: dict[tuple[str, ...], EvaluationGroup] = {}
    for names in groups.values():
        members = sorted((known[name] for name in names), key=lambda one: (last_day(one.published_on), one.id))
        if any(code in getattr(one.about, family) for one in members):
            key = tuple(one.id for one in members)
            found[key] = EvaluationGroup(tuple(members), superseded & names)
    return tuple(
        sorted(found.values(), key=lambda group: (last_day(group.members[0].published_on), group.members[0].id))
    )


def _graded(scores: ScoreAccess, standing: StandingChain, state: State) -> GradedChain:
    chain, known_on = standing.body, scores.inputs.at.known_on
    compared = tuple(_comparisons(scores, chain))
    found = grade(
        ChainFacts(
            agreed_on=state.record.agreed_on,
            documented_on=min((last_day(one.on) for one in chain.outputs if _is_documented(scores, one)), default=None),
            work=chain.work,
            lag_min=chain.lag_min,
            lag_agreed=standing.is_agreed,
            examined_by=[frozenset(rival.examined_by) for rival in chain.rivals],
            said_on=chain.said_on,
            answered=standing.answered | ({standing.side} if standing.side else set()),
        ),
        _outcome(scores, chain),
        tuple(_standing_out(scores, chain, compared)),
        tuple(_evaluations_of_outcome(scores, chain)),
        known_on,
    )
    return GradedChain(standing, found, compared)


def _is_documented(scores: ScoreAccess, output: ChainOutput) -> bool:
    """Whether a dated source that is no weak copy documents an output (the grade *documented*)."""
    cited = (scores.facts.sources.get(name) for name in output.sources)
    return any(source is not None and source.date is not None and source.copy_ not in WEAK_COPIES for source in cited)


def _outcome(scores: ScoreAccess, chain: ResultsChain) -> OutcomePath:
    gauge = scores.inputs.gauges.get(chain.outcome)
    if gauge is None:
        return OutcomePath((), 0, 0.0)
    name = series.headline_series(gauge.headline, gauge.series)
    points = series.points(gauge, name, scores.inputs.at) if name is not None else []
    return OutcomePath(points, gauge.sign if gauge.is_result else 0, gauge.unchanged_within)


def _comparisons(scores: ScoreAccess, chain: ResultsChain) -> Iterator[tuple[str, EventReading]]:
    """Yield the comparison around each act that is a registered event: the outcome in the longest complete window."""
    events = {**scores.facts.panel.events, **scores.facts.events}
    names = dict.fromkeys(act.event for act in chain.acts if act.event is not None)
    for name in names:
        event = events.get(name)
        if event is None or event.kind not in KINDS or chain.compared is None:
            continue
        registered = standard_event_method().outcomes
        outcome = next((one.name for one in registered if one.series == chain.compared), "")
        found = [one for one in scores.readings_of(event) if one.outcome == outcome or one.outcome is None]
        complete = [one for one in found if one.verdict is not Verdict.NOT_YET]
        if found:
            yield name, max(complete or found, key=lambda one: one.window or 0)


def _standing_out(
    scores: ScoreAccess, chain: ResultsChain, compared: Sequence[tuple[str, EventReading]]
) -> Iterator[ActComparison]:
    panel = scores.facts.panel.series.get(str(chain.compared))
    sign = {"increase": 1, "decrease": -1}.get(str(panel.direction), 0) if panel is not None else 0
    for event, found in compared:
        relative = found.reading.relative
        if found.verdict is Verdict.STANDS_OUT and sign and relative is not None:
            yield ActComparison(event, better=(relative - 1) * sign > 0)


def _evaluations_of_outcome(scores: ScoreAccess, chain: ResultsChain) -> Iterator[OutcomeEvaluation]:
    """Yield the evaluations of this commitment and outcome by independent bodies, the newest version of each."""
    every = scores.facts.evaluations
    superseded = {one.version_of for one in every.values()}
    for name, one in every.items():
        about = chain.commitment in one.about.commitments and chain.outcome in one.about.indicators
        if about and name not in superseded and is_independent(scores, one):
            yield OutcomeEvaluation(name, one.design, one.finds)


def is_independent(scores: ScoreAccess, one: Evaluation) -> bool:
    """Whether the bodies that made an evaluation, and those that paid for it, are known and independent of both sides."""
    bodies = [scores.facts.bodies.get(code) for code in (*one.made_by, *one.paid_by)]
    return bool(one.paid_by) and all(
        body is not None and body.branch in _INDEPENDENT and body.speaks_for is None for body in bodies
    )
