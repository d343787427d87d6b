"""The results chains of a commitment and the evaluations about it, in words without a cause, not yet sanitized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.i18n import gettext_lazy, localize, sides, tr, trn
from accordtrack.scoring.contribution import ContributionGrade, Ground
from accordtrack.scoring.event_reading import Verdict
from accordtrack.scoring.results_chains import evaluation_groups
from accordtrack.text.calendar_names import day_name
from accordtrack.text.event_study import verdict_label
from accordtrack.text.numbers import format_amount
from accordtrack.types import regions
from accordtrack.vocabulary import Level, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accordtrack.ledger.fields import LocalText
    from accordtrack.ledger.results_chain import ChainOutput, Evaluation, Interval
    from accordtrack.projection.facts import StandingChain
    from accordtrack.scoring.results_chains import EvaluationGroup, GradedChain
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series import Point
    from accordtrack.types import Text

Row = tuple[str, tuple[str, ...]]
"""A name with its lines."""

_RESULTS = frozenset({Level.OUTCOME, Level.IMPACT})
_GROUNDS = {
    Ground.NOT_DOCUMENTED: gettext_lazy("No grade: no government activity of this chain is documented."),
    Ground.NO_DIRECTION: gettext_lazy("No grade: the indicator has no agreed good direction."),
    Ground.NO_LEVEL: gettext_lazy("No grade: no figure from about the time of the agreement is held here."),
}
_SINCE = {
    Ground.BETTER: gettext_lazy("Plausible, not tested: the indicator moved in the good direction, {first} to {last}."),
    Ground.LEVEL: gettext_lazy("No grade: the indicator did not change, {first} to {last}."),
    Ground.WORSE: gettext_lazy("No grade: the indicator moved in the other direction, {first} to {last}."),
}


@dataclass(frozen=True, slots=True)
class ResultsPart:
    """One part of the evidence on results: a title and rows; ``sources`` are ids of cited sources.

    The first row of a chain is its grade with what it rests on; each row of a group of evaluations is one of them.
    """

    title: str
    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    is_chain: bool = False


def results_parts(scores: ScoreAccess, commitment: str, *, ascii_only: bool = False) -> list[ResultsPart]:
    """Return each results chain as a chart in rows, then each group of evaluations; empty if there is nothing to say."""
    evidence = scores.results_evidence(commitment)
    chains = [_chain_part(scores, one, ascii_only=ascii_only) for one in evidence.chains]
    return [*chains, *_evaluation_parts(scores, evidence.evaluations)]


def evaluation_parts(scores: ScoreAccess, family: str, code: str) -> list[ResultsPart]:
    """Return each group of evaluations about a record; ``family`` is ``commitments``, ``indicators`` or ``events``."""
    return _evaluation_parts(scores, evaluation_groups(scores, family, code))


def grade_sentence(scores: ScoreAccess, one: GradedChain) -> str:
    """Return the grade and what it rests on, in one sentence."""
    found = one.contribution
    match found.ground:
        case Ground.TOO_EARLY:
            return tr(
                "Too early: the first year that can be read ends before {date}, and its figures come out later.",
                date=day_name(str(found.due_on)),
            )
        case Ground.NO_FIGURE:
            text = gettext_lazy(
                "No grade: no final figure is held here for a full year that begins on {date} or later."
            )
            return tr(text, date=day_name(str(found.readable_from)))
        case Ground.BETTER | Ground.LEVEL | Ground.WORSE:
            values = {"first": _point(found.first), "last": _point(found.last)}
            return tr(_SINCE[found.ground], **values)
        case Ground.STANDS_OUT:
            events = "; ".join(localize(scores.event_title(act.event)) for act in found.stands_out)
            if found.grade is ContributionGrade.TESTED:
                return tr("Tested: a change around an act stands out in the good direction: {events}.", events=events)
            text = gettext_lazy(
                "Tested: the other way. A change around an act stands out in the other direction: {events}."
            )
            return tr(text, events=events)
        case Ground.PROCESS_TRACING:
            names = ", ".join(found.evaluations)
            if found.grade is ContributionGrade.TESTED:
                text = gettext_lazy(
                    "Tested: process tracing by an independent body examines each rival explanation and finds a contribution: {evaluations}."
                )
            else:
                text = gettext_lazy(
                    "Tested: the other way. Process tracing by an independent body examines each rival explanation: {evaluations}."
                )
            return tr(text, evaluations=names)
        case Ground.EVALUATION:
            evaluations = (scores.facts.evaluations[name] for name in found.evaluations)
            return tr("Evaluated by an independent body: {finding}", finding=" ".join(map(_finding, evaluations)))
    return tr(_GROUNDS[found.ground])


def authorship_lines(one: StandingChain) -> list[str]:
    """Return who wrote a chain, which sides concur with it, and which dispute it."""
    if one.is_agreed:
        return [tr("Both sides agree on this chain.")]
    if one.side is not None:
        lines = [tr("This chain and its grade are those of {side} alone.", side=label("the side", one.side))]
    else:
        lines = [tr("This chain is this tracker's own work, not that of either government. Both can answer it.")]
    for side in sides(Side):
        name = capitalize_first(label("the side", side))
        if side in one.concur:
            lines.append(tr("{side} agrees with it, the other government does not so far.", side=name))
        elif side in one.answered:
            lines.append(tr("{side} disputes it.", side=name))
    return lines


def _chain_part(scores: ScoreAccess, one: GradedChain, *, ascii_only: bool) -> ResultsPart:
    chain, found, arrow = one.chain, one.contribution, "->" if ascii_only else "→"
    answer = [grade_sentence(scores, one), *authorship_lines(one.standing)]
    if found.answerable_on is not None:
        text = gettext_lazy("A test counts from {date}, when both sides have had 60 days to answer.")
        answer.append(tr(text, date=day_name(found.answerable_on)))
    answer.append(tr("The order of these steps does not show a cause. The grade enters no score."))
    state = scores.facts.states[chain.commitment]
    rows: list[Row] = [
        (tr("contribution"), tuple(answer)),
        (tr("commitment"), (f"{state.record.agreed_on}  {localize(state.record.title.text)}",)),
        (f"{arrow} {tr('acts')}", tuple(_act_lines(scores, one)) or (tr("none named"),)),
        (
            f"{arrow} {tr('government activity')}",
            tuple(_output_line(output, one) for output in chain.outputs) or (tr("none documented"),),
        ),
        (f"{arrow} {tr('indicator')}", tuple(_outcome_lines(scores, one))),
        (tr("mechanism"), (localize(chain.mechanism.text),)),
        (tr("assumptions"), tuple(_numbered(chain.assumptions))),
        (tr("rival explanations"), tuple(_rival_lines(one))),
        (label("field", "note"), (localize(chain.note.text),) if chain.note else ()),
        (tr("entry"), (f"{chain.said_on}, {one.standing.id}",)),
    ]
    events = (scores.facts.events.get(str(act.event)) for act in chain.acts)
    cited = [name for act in chain.acts for name in act.sources]
    cited += [name for output in chain.outputs for name in output.sources]
    cited += [name for event in events if event is not None for name in event.sources]
    rows = [row for row in rows if row[1]]
    return ResultsPart(tr("Results chain"), tuple(rows), tuple(dict.fromkeys(cited)), is_chain=True)


def _act_lines(scores: ScoreAccess, one: GradedChain) -> Iterator[str]:
    verdicts = dict(one.compared)
    events = {**scores.facts.panel.events, **scores.facts.events}
    for act in one.chain.acts:
        reading, event = verdicts.get(str(act.event)), events.get(str(act.event))
        title = act.text or (event.title if event is not None else None)
        words = localize(title.text) if title is not None else str(act.event)
        verdict = f" ({tr('before and after')}: {verdict_label(reading)})" if reading is not None else ""
        sources = act.sources or (event.sources if event is not None else ())
        on = str(act.on or (event.date if event is not None else ""))
        yield f"{on}  {words}{verdict}{_late(on, one)}{_cited(sources)}"
    compared = [reading for _event, reading in one.compared if reading.reading.relative is not None]
    if compared:
        standing_out = sum(reading.verdict is Verdict.STANDS_OUT for reading in compared)
        text = gettext_lazy("Acts compared with other states: {n}. Changes that stand out: {x}.")
        yield tr(text, n=len(compared), x=standing_out)


def _output_line(output: ChainOutput, one: GradedChain) -> str:
    return f"{output.on}  {localize(output.text.text)}{_late(output.on, one)}{_cited(output.sources)}"


def _late(day: str, one: GradedChain) -> str:
    """Return a note if an act or output came only after the outcome year that is read."""
    last = one.contribution.last
    return f" ({tr('after the year that is read')})" if last is not None and day > last.end else ""


def _outcome_lines(scores: ScoreAccess, one: GradedChain) -> Iterator[str]:
    chain, found = one.chain, one.contribution
    indicator = scores.facts.indicators.get(chain.outcome)
    yield localize(indicator.title.text) if indicator is not None else chain.outcome
    months = trn("{n} month", "{n} months", found.lag)
    lag = tr("read {lag} after the activity at the earliest", lag=months)
    if chain.lag_min is None or not one.standing.is_agreed:
        lag = tr("{lag} ({work}; the two sides agreed on no other time)", lag=lag, work=label("work kind", chain.work))
    yield lag
    if chain.lag_max is not None:
        yield tr("expected within {lag}", lag=trn("{n} month", "{n} months", chain.lag_max))
    if found.first is not None and found.last is not None:
        yield tr("{first}, then {last}", first=_point(found.first), last=_point(found.last))
    elif found.readable_from is not None:
        yield tr("only a full year that begins on {date} or later is read", date=day_name(found.readable_from))


def _rival_lines(one: GradedChain) -> Iterator[str]:
    for number, rival in enumerate(one.chain.rivals, start=1):
        yield f"{number}. {localize(rival.text.text)}"
        examined = f" ({tr('examined by {names}', names=', '.join(rival.examined_by))})" if rival.examined_by else ""
        yield f"   {tr('would be seen: {words}', words=localize(rival.would_see.text))}{examined}"


def _numbered(texts: Sequence[LocalText]) -> Iterator[str]:
    for number, one in enumerate(texts, start=1):
        yield f"{number}. {localize(one.text)}"


def where_it_ends(direct: Iterable[tuple[str, Text]]) -> str:
    """Return where the results of a commitment without a results chain end; empty without a direct indicator.

    ``direct`` are the level and the title of each indicator that is linked to it directly.
    """
    titles: dict[bool, list[str]] = {}
    for level, title in direct:
        titles.setdefault(level in _RESULTS, []).append(localize(title))
    if True in titles:
        return tr("No results chain is recorded for its indicator: {indicators}.", indicators="; ".join(titles[True]))
    if not titles:
        return ""
    text = gettext_lazy(
        "The chain ends at government activity: no indicator is linked directly to it. What is counted: {indicators}."
    )
    return tr(text, indicators="; ".join(titles[False]))


def _evaluation_parts(scores: ScoreAccess, groups: Iterable[EvaluationGroup]) -> list[ResultsPart]:
    return [_evaluation_part(scores, group) for group in groups]


def _evaluation_part(scores: ScoreAccess, group: EvaluationGroup) -> ResultsPart:
    opposing = any(one.in_answer_to for one in group.members)
    title = tr("Evaluations with opposing findings") if opposing else tr("Evaluation")
    rows = tuple((one.id, tuple(_evaluation_lines(scores, one, group))) for one in group.members)
    return ResultsPart(title, rows, tuple(dict.fromkeys(name for one in group.members for name in one.sources)))


def _evaluation_lines(scores: ScoreAccess, one: Evaluation, group: EvaluationGroup) -> Iterator[str]:
    if one.id in group.superseded:
        yield tr("Superseded by a newer version.")
    yield capitalize_first(_finding(one))
    yield tr("question: {words}", words=localize(one.question.text))
    design = label("evaluation design", one.design)
    yield tr("design: {words}", words=f"{design}. {localize(one.design_note.text)}" if one.design_note else design)
    if one.estimate is not None:
        yield tr("estimate: {words}", words=_estimate(one))
    where = localize(regions.name_with_code(one.place)) if one.place else ""
    start, end = one.period_start, one.period_end
    when = tr("{start} to {end}", start=start or "…", end=end or "…") if start or end else ""
    if where or when:
        yield ", ".join(filter(None, (where, when)))
    made_by, paid_by = _bodies(scores, one.made_by), _bodies(scores, one.paid_by)
    yield (
        tr("by {names}; paid by {payers}", names=made_by, payers=paid_by)
        if paid_by
        else tr("by {names}; who paid for it is not stated", names=made_by)
    )
    if one.in_answer_to:
        yield tr("answers {entries}", entries=one.in_answer_to)
    if one.version_of:
        yield tr("a newer version of {id}", id=one.version_of)
    if one.note:
        yield localize(one.note.text)
    yield f"{one.published_on}{_cited(one.sources)}"


def _finding(one: Evaluation) -> str:
    return f"{label('evaluation finding', one.finds)}. {localize(one.finding.text)}"


def _estimate(one: Evaluation) -> str:
    number = f"{_amount(str(one.estimate))} {localize(one.unit.text) if one.unit else ''}".strip()
    return f"{number} ({_interval(one.interval)})" if one.interval else number


def _interval(found: Interval) -> str:
    values = {"low": _amount(found.low), "high": _amount(found.high)}
    if found.coverage is None:
        return tr("interval {low} to {high}", **values)
    return tr("{coverage}% interval {low} to {high}", coverage=found.coverage, **values)


def _amount(number: str) -> str:
    return format_amount(float(number))


def _bodies(scores: ScoreAccess, codes: Sequence[str]) -> str:
    known = scores.facts.bodies
    return "; ".join(localize(known[code].name.text) if code in known else code for code in codes)


def _point(found: Point | None) -> str:
    """Return a value with its year or period: *33,550 (2024)*."""
    if found is None:
        return ""
    whole = found.start[5:] == "01-01" and found.end == f"{found.start[:4]}-12-31"
    period = found.start[:4] if whole else tr("{start} to {end}", start=found.start, end=found.end)
    return f"{format_amount(found.value)} ({period})"


def _cited(sources: Sequence[str]) -> str:
    return f" [{', '.join(sources)}]" if sources else ""
