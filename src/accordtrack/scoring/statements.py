"""Conversion of statements about an act to its status indicator (method, section 2).

The statements are the claim, the answer, the other side's reading and an observer's status.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordtrack.core.dates import days_between
from accordtrack.scoring import flags
from accordtrack.scoring.values import Indicator, Record
from accordtrack.statuses import FAR, Status
from accordtrack.vocabulary import Grade, Level, Side, Speaker

if TYPE_CHECKING:
    from accordtrack.scoring.method import Method
    from accordtrack.scoring.values import Flag

STATUS_PREFIX = "status:"
"""Prefix of the id of a status indicator; the leaf's id follows."""


@dataclass(frozen=True, slots=True)
class Said:
    """One stated or read status of a half, with the grade that its evidence gives it."""

    status: Status
    grade: Grade
    effective_on: str
    said_on: str
    official: bool = False
    reading: bool = False
    id: str = ""
    by: str = ""
    """The side of the desk that recorded it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The other side's answer to the claim in force: concurrence, or a dispute with or without a status."""

    concurs: bool
    grade: Grade
    effective_on: str
    said_on: str
    proposes: Status | None = None
    id: str = ""
    own_word: bool = True
    """Whether its speaker's own desk wrote or accepted it. Only such a concurrence raises the grade of a claim."""


@dataclass(frozen=True, slots=True)
class HalfStatements:
    """All statements about one half on two dates. ``other`` is the other side's reading, if it answers the claim."""

    side: Side
    claim: Said | None = None
    answer: Answer | None = None
    other: Said | None = None
    observer: Said | None = None
    recorded_by: frozenset[str] = frozenset()
    """Sides whose desk recorded another speaker's statement, or evidence attributed to another."""
    other_unclaimed: bool = False
    """Whether the other side gave a status of a half for which its own side made no claim."""
    not_public: bool = False
    """Whether the claim in force is withheld from the audience."""
    withdrawal_waits: bool = False
    """Whether its side withdrew it and the other side has not agreed: it earns nothing, whatever else was said."""
    marks: tuple[Flag, ...] = ()
    """Flags of the claim's evidence."""
    observer_alone: bool = False
    """Whether only an observer gave a status, which is counted in its name."""


@dataclass(frozen=True, slots=True)
class Act:
    """The promised act: its leaf, level and dates."""

    leaf: str
    level: Level
    agreed_on: str
    due_on: str | None


def status_indicator(act: Act, half_statements: HalfStatements, as_of: str, method: Method) -> Indicator:
    """Return the status indicator of a half: baseline 0, target 1, one slot, no hold, no maximum age."""
    level = act.level if act.level in (Level.INPUT, Level.ACTIVITY, Level.OUTPUT) else Level.OUTPUT
    due = act.due_on if act.due_on and act.due_on > act.agreed_on else None
    return Indicator(
        f"{STATUS_PREFIX}{act.leaf}",
        level,
        baseline=0.0,
        target=1.0,
        t0=act.agreed_on,
        t1=due,
        records=tuple(_records(act, half_statements, method)),
        direction=1,
        step=None,
        max_age=None,
        marks=tuple(_statement_flags(act, half_statements, as_of, method)),
    )


def status_value(status: Status, method: Method) -> float | None:
    """Return the value of a status, 0 to 1, or None if the method gives it none, such as withdrawn."""
    return float(getattr(method.status, status)) if status.definition.scored else None


def _records(act: Act, half_statements: HalfStatements, method: Method) -> list[Record]:
    if half_statements.withdrawal_waits and half_statements.claim is not None:
        given_up = half_statements.claim
        day = _first_counted_day(act, given_up.effective_on)
        own = Speaker(half_statements.side)
        return [Record(own, day, given_up.said_on, given_up.grade, 0.0, id=given_up.id, by=given_up.by)]
    records = []
    other = Speaker(half_statements.side.other)
    claim = half_statements.claim
    if claim is not None:
        grade = (
            Grade.CORROBORATED
            if _has_concurrence(half_statements) and claim.grade.rank < Grade.CORROBORATED.rank
            else claim.grade
        )
        records.append(_statement_record(act, Speaker(half_statements.side), claim, grade, method))
        if half_statements.answer is not None:
            if not half_statements.answer.concurs:
                records.append(_answer_record(act, other, half_statements.answer, method))
        elif half_statements.other is not None:
            records.append(_statement_record(act, other, half_statements.other, half_statements.other.grade, method))
    observer = half_statements.observer
    if observer is not None and (claim is not None or observer.grade is Grade.VERIFIED):
        records.append(_statement_record(act, Speaker.OBS, observer, observer.grade, method))
    return [record for record in records if record.rejects or record.value is not None]


def _has_concurrence(half_statements: HalfStatements) -> bool:
    """Return whether the other side agrees, by a position or by an equal, official reading of its own."""
    if half_statements.answer is not None:
        return half_statements.answer.concurs and half_statements.answer.own_word
    other, claim = half_statements.other, half_statements.claim
    return other is not None and claim is not None and other.official and other.status is claim.status


def _statement_record(act: Act, party: Speaker, statement: Said, grade: Grade, method: Method) -> Record:
    return Record(
        party,
        _first_counted_day(act, statement.effective_on),
        statement.said_on,
        grade,
        status_value(statement.status, method),
        id=statement.id,
        by=statement.by,
    )


def _answer_record(act: Act, party: Speaker, answer: Answer, method: Method) -> Record:
    period = _first_counted_day(act, answer.effective_on)
    proposed = status_value(answer.proposes, method) if answer.proposes is not None else None
    return Record(party, period, answer.said_on, answer.grade, proposed, rejects=proposed is None, id=answer.id)


def _first_counted_day(act: Act, day: str) -> str:
    """Return the day from which a statement counts: the agreement if it is dated earlier."""
    return max(day, act.agreed_on)


def _statement_flags(act: Act, half_statements: HalfStatements, as_of: str, method: Method) -> list[Flag]:
    claim = half_statements.claim
    if half_statements.not_public:
        return [flags.NOT_PUBLIC]
    if claim is None:
        return [flags.OTHER_SIDE_ONLY] if half_statements.other_unclaimed else []
    found = list(flags.recorded_by(half_statements.recorded_by))
    found += half_statements.marks
    if half_statements.withdrawal_waits:
        found.append(flags.WITHDRAWAL_WAITS)
    if claim.status is Status.REVERSED:
        found.append(flags.REVERSED)
    if claim.effective_on < act.agreed_on and claim.status in FAR:
        found.append(flags.PRE_EXISTING)
    age = days_between(claim.effective_on, as_of)
    if age > method.renewal.days:
        found.append(flags.with_count(flags.NOT_RENEWED, f"{age} days"))
    return found
