"""A commitment's three numbers as sums that can be checked on paper (method, sections 3 and 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import wording
from accordtrack.i18n import localize, tr, trn
from accordtrack.scoring import flags
from accordtrack.scoring.ladder import FLOOR
from accordtrack.scoring.rounding import round_to_sum
from accordtrack.scoring.statements import STATUS_PREFIX
from accordtrack.scoring.views import credence
from accordtrack.text import score
from accordtrack.text.attainment import distance
from accordtrack.text.numbers import format_amount, format_exact, format_percent
from accordtrack.text.withheld import taken_back_note
from accordtrack.vocabulary import Basis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.scoring.indicator import IndicatorResult
    from accordtrack.scoring.ladder import Points
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.results import Commitment
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.statements import Said
    from accordtrack.scoring.values import Flag, Record
    from accordtrack.text.score import Fact


def commitment(found: Commitment, scores: ScoreAccess, *, ascii_only: bool) -> list[Fact]:
    """Return the sums behind delivery and attainment of one leaf, with a statement that its side took back."""
    state = scores.facts.states.get(found.owed.commitment)
    halves = state.halves if state is not None else ()
    taken = [taken_back_note(one.taken_back) for one in halves if one.side == found.owed.side and one.taken_back]
    return [
        (tr("said"), [*statement_lines(found, ascii_only=ascii_only), *taken]),
        (tr("actions done"), delivery(found, scores.method)),
        (tr("progress toward agreed targets"), attainment(found)),
        (tr("as a sum"), sum_lines(found.result.points)),
        (tr("flags"), [flag_text(one) for one in _unique_flags((*found.result.flags, *found.delivery_flags))]),
    ]


def theme_trend(scores: ScoreAccess, commitment: str) -> str | None:
    """Return the trend of the commitment's theme, which is the third number, or None if it has none."""
    state = scores.facts.states.get(commitment)
    theme = str(state.record.theme) if state is not None else ""
    node = next((group for group in scores.by_theme.groups if group.id == theme), None)
    if node is None or node.trend is None:
        return None
    return f"{localize(scores.title_of('theme', theme))}: {score.trend(node.trend)}"


def _unique_flags(found: Iterable[Flag]) -> list[Flag]:
    """Return each flag once, with its count if it has one."""
    flags_by_name: dict[str, Flag] = {}
    for one in found:
        name = flags.without_count(one)
        if name not in flags_by_name or one != name:
            flags_by_name[name] = one
    return list(flags_by_name.values())


def statement_lines(found: Commitment, *, ascii_only: bool) -> list[str]:
    """Return the claim, the answer, the other side's reading and an observer's status."""
    half_statements = found.owed.said
    lines = []
    if half_statements.not_public:
        lines.append(tr("a statement is not public"))
    elif half_statements.claim is None:
        lines.append(tr("no statement found from {side}", side=label("the side", half_statements.side)))
    else:
        lines.append(tr("status: {what}", what=_status_text(half_statements.claim, ascii_only=ascii_only)))
    if half_statements.answer is not None:
        stance = label("short stance", "concur" if half_statements.answer.concurs else "dispute")
        if half_statements.answer.proposes is not None:
            stance = tr("disagrees, proposes {status}", status=label("status", half_statements.answer.proposes))
        lines.append(
            tr("answer of {side}: {stance}", side=label("the side", half_statements.side.other), stance=stance)
        )
    if half_statements.other is not None:
        lines.append(
            tr(
                "view of {side}: {what}",
                side=label("the side", half_statements.side.other),
                what=_status_text(half_statements.other, ascii_only=ascii_only),
            )
        )
    if half_statements.observer is not None:
        lines.append(tr("an observer: {what}", what=_status_text(half_statements.observer, ascii_only=ascii_only)))
    return lines


def _status_text(statement: Said, *, ascii_only: bool) -> str:
    basis = Basis.READING if statement.reading else Basis.STATED
    status = wording.status(statement.status, basis, ascii_only=ascii_only)
    return f"{status}, {label('grade', statement.grade)}, {statement.effective_on}"


def delivery(found: Commitment, method: Method) -> list[str]:
    """Return 100 times progress times credence, or the interval if it is disputed."""
    cell = found.delivery
    item = found.status
    if cell.score is None or item is None or item.ps is None or item.grade is None:
        return [tr("n/a: no statement by its own side counts")]
    grade = label("grade", item.grade)
    values = {
        "progress": f"{item.ps:.4g}",
        "credence": f"{credence(method, item.grade):.4g}",
        "grade": tr("{grade}, status of an observer", grade=grade) if found.has_observer_status else grade,
        "score": format_exact(cell.score),
        "lo": format_exact(cell.lo),
        "hi": format_exact(cell.hi),
        "face": format_exact(cell.face),
    }
    if flags.DISPUTED in item.flags:
        return [tr("midpoint of {lo} and {hi} = {score}; {face} before adjusting for evidence", **values)]
    return [tr("100 × {progress} × {credence} ({grade}) = {score}; {face} before adjusting for evidence", **values)]


def attainment(found: Commitment) -> list[str]:
    """Return the score on the ladder with cap, interval, coverage and planned progress."""
    leaf_result = found.result
    if leaf_result.score is None:
        return [tr("n/a")]
    values = {
        "score": format_exact(leaf_result.score),
        "cap": f"{leaf_result.cap:g}",
        "lo": format_exact(leaf_result.lo),
        "hi": format_exact(leaf_result.hi),
        "face": format_exact(leaf_result.face),
        "coverage": format_percent(leaf_result.coverage),
    }
    lines = (
        [] if leaf_result.has_usable_result else [tr("not yet measurable beyond arrests and seizures; points so far:")]
    )
    lines.append(
        tr(
            ("{score} [{lo}, {hi}] of at most {cap}; {face} before adjusting for evidence; with data {coverage}"),
            **values,
        )
    )
    if leaf_result.expected is not None:
        planned = {
            "planned": format_exact(leaf_result.expected),
            "distance": distance(leaf_result.expected, leaf_result.score),
        }
        lines.append(tr("planned {planned}: {distance}", **planned))
    if leaf_result.view_us is not None and leaf_result.view_mx is not None:
        views = {"us": format_exact(leaf_result.view_us), "mx": format_exact(leaf_result.view_mx)}
        lines.append(tr("as the United States sees it {us}, as Mexico sees it {mx}", **views))
    return lines


def sum_lines(lines: Sequence[Points]) -> list[str]:
    """Return the lines of a sum, rounded so that they add up to the rounded total."""
    return [
        points_line(line, shown)
        for line, shown in zip(lines, round_to_sum([line.points for line in lines]), strict=True)
    ]


def points_line(line: Points, shown: float) -> str:
    """Return one line of the sum."""
    if line.indicator == FLOOR:
        return tr("raised to 0: {points}", points=f"{shown:+.1f}")
    values = {
        "indicator": indicator_name(line.indicator),
        "measured": format_exact(line.measured),
        "held": format_exact(line.not_held),
        "evidenced": format_exact(line.not_evidenced),
        "points": format_exact(shown),
    }
    return tr(
        "{indicator}: {measured} measured, {held} did not last, {evidenced} without evidence = {points}", **values
    )


def indicator(item: IndicatorResult) -> str:
    """Return an indicator's progress in one line."""
    if item.p is None:
        return tr("not assessed: {why}", why=", ".join(flag_text(one) for one in item.flags))
    values = {"p": f"{item.p:.3g}", "ps": f"{item.ps:.3g}", "pe": f"{item.pe:.3g}"}
    parts = [tr("progress {p}, lasted {ps}, credited {pe}", **values)]
    parts += [label("pace", item.pace)] if item.pace else []
    return "; ".join((*parts, progress_inputs(item), *(flag_text(one) for one in item.flags)))


def progress_inputs(item: IndicatorResult) -> str:
    """Return baseline, target and the value of each party, from which the progress can be computed again."""
    it = item.indicator
    values = ", ".join(
        f"{label('side', record.party)} {_value(record)} ({record.period}, {label('grade', record.grade)})"
        for record in item.values
    )
    ends = {"baseline": _number(it.baseline), "t0": it.t0 or "", "target": _number(it.target), "t1": it.t1 or ""}
    return tr("from {baseline} ({t0}) to {target} by {t1}; values: {values}", values=values or tr("n/a"), **ends)


def _value(record: Record) -> str:
    if record.value is None and record.numerator is not None and record.denominator is not None:
        return f"{_number(record.numerator)}/{_number(record.denominator)}"
    return _number(record.value)


def _number(value: float | None) -> str:
    return tr("n/a") if value is None else format_amount(value)


def indicator_name(name: str) -> str:
    """Return "status" for the status indicator, and the id of any other."""
    return tr("status") if name.startswith(STATUS_PREFIX) else name


def flag_text(one: str) -> str:
    """Return a flag in words with its count: periods, days or a cap."""
    name, _, count = one.partition(" ")
    return f"{label('flag', name)}, {_count_text(name, count)}" if count else label("flag", name)


def _count_text(name: str, count: str) -> str:
    if name == flags.NOT_RENEWED:
        return trn("{n} day", "{n} days", int(count.partition(" ")[0]))
    if name in {flags.INPUT_ONLY, flags.ACTIVITY_ONLY, flags.OUTPUT_ONLY}:
        cap, _, why = count.partition(": ")
        return tr("at most {cap}: {why}", cap=cap.removeprefix("cap "), why=label("flag", why))
    if name == flags.NOT_SUSTAINED:
        text, _, periods = count.partition("/")
        return tr("values in {n} of {k} periods", n=text, k=periods)
    return count
