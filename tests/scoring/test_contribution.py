"""The grade of a results chain: what each grade requires, and what keeps a chain from having one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accordtrack.scoring.contribution import (
    ActComparison,
    ChainFacts,
    Contribution,
    ContributionGrade,
    Ground,
    OutcomeEvaluation,
    OutcomePath,
    grade,
)
from accordtrack.scoring.series import Point, Row
from accordtrack.vocabulary import (
    EvaluationDesign,
    EvaluationFinding,
    Grade,
    MeasurementState,
    Side,
    Speaker,
    WorkKind,
)

LATE = "2026-11-25"


def year(of: int, value: float, state: MeasurementState = MeasurementState.FINAL) -> Point:
    start, end = f"{of}-01-01", f"{of}-12-31"
    row = Row("id", "year", Speaker.OBS, start, end, value, f"{of + 1}-06-30", Grade.DOCUMENTED, state)
    return Point(start, end, value, (row,))


CHAIN = ChainFacts(
    agreed_on="2021-10-08",
    documented_on="2022-10-13",
    work=WorkKind.ENFORCEMENT,
    lag_min=None,
    lag_agreed=False,
    examined_by=(frozenset({"tracing"}), frozenset({"tracing", "other"})),
    said_on="2026-01-01",
    answered=frozenset(),
)
FALLING = OutcomePath([year(2020, 100), year(2021, 95), year(2024, 80)], -1, 0.02)
GOOD, BAD = ActComparison("ev-good", better=True), ActComparison("ev-bad", better=False)
TRACING = OutcomeEvaluation("tracing", EvaluationDesign.PROCESS_TRACING, EvaluationFinding.CONTRIBUTION)
RISEN = replace(FALLING, points=[*FALLING.points[:-1], year(2024, 120)])


def graded(*comparisons: ActComparison, **fields: Any) -> Contribution:  # noqa: ANN401
    outcome = fields.pop("outcome", FALLING)
    evaluations = fields.pop("evaluations", ())
    known_on = fields.pop("known_on", LATE)
    return grade(replace(CHAIN, **fields), outcome, comparisons, evaluations, known_on)


def words(found: Contribution) -> tuple[str, str]:
    return found.grade.value, found.ground.value


def test_documented_output_and_an_outcome_that_moved_the_good_way_are_plausible() -> None:
    found = graded()
    assert words(found) == ("plausible", "better")
    assert found.first is not None
    assert found.last is not None
    assert (found.first.end, found.last.end) == ("2020-12-31", "2024-12-31")


def test_no_documented_output_gives_no_grade() -> None:
    assert words(graded(GOOD, documented_on=None)) == ("none", "not_documented")


@pytest.mark.parametrize(
    ("outcome", "ground"),
    [
        (replace(FALLING, points=[*FALLING.points[:-1], year(2024, 99)]), "level"),
        (replace(FALLING, points=[*FALLING.points[:-1], year(2024, 120)]), "worse"),
        (replace(FALLING, direction=0), "no_direction"),
        (replace(FALLING, points=FALLING.points[-1:]), "no_level"),
        (replace(FALLING, points=[*FALLING.points[:-1], year(2024, 80, MeasurementState.PRELIMINARY)]), "no_figure"),
    ],
)
def test_an_outcome_that_did_not_move_the_good_way_gives_no_grade(outcome: OutcomePath, ground: str) -> None:
    assert words(graded(GOOD, outcome=outcome)) == ("none", ground)


@pytest.mark.parametrize(
    ("work", "readable"),
    [
        (WorkKind.ENFORCEMENT, "2023-04-01"),
        (WorkKind.PREVENTION, "2023-10-01"),
        (WorkKind.TREATMENT, "2023-10-01"),
        (WorkKind.COURTS, "2023-10-01"),
    ],
)
def test_without_an_agreed_lag_the_kind_of_work_decides(work: WorkKind, readable: str) -> None:
    assert graded(work=work).readable_from == readable


def test_shorter_lag_counts_only_once_both_sides_agree_on_it() -> None:
    assert graded(lag_min=1).lag == 6
    assert graded(lag_min=1, lag_agreed=True).lag == 1
    assert graded(lag_min=30).lag == 30


def test_outcome_year_that_begins_before_the_lag_is_too_early() -> None:
    """The output of October 2022 can be seen in a calendar year from 2024 on."""
    outcome = replace(FALLING, points=[year(2020, 100), year(2023, 50)])
    found = graded(GOOD, outcome=outcome, known_on="2024-12-31")
    assert (*words(found), found.due_on) == ("none", "too_early", "2025-01-01")
    assert words(graded(GOOD, outcome=outcome, known_on="2025-01-01")) == ("none", "no_figure")


def test_change_that_stands_out_tests_the_chain() -> None:
    assert words(graded(GOOD)) == ("tested", "stands_out")


def test_changes_in_both_directions_test_nothing() -> None:
    assert words(graded(GOOD, BAD)) == ("plausible", "better")


def test_change_around_an_act_needs_an_outcome_that_moved_the_same_way() -> None:
    assert words(graded(GOOD, outcome=RISEN)) == ("none", "worse")
    assert words(graded(BAD, outcome=RISEN)) == ("tested_other_way", "stands_out")
    assert words(graded(BAD)) == ("plausible", "better")
    level = replace(FALLING, points=[*FALLING.points[:-1], year(2024, FALLING.points[0].value)])
    assert {words(graded(one, outcome=level)) for one in (GOOD, BAD)} == {("none", "level")}


def test_test_counts_after_sixty_days_or_two_answers() -> None:
    before = graded(GOOD, said_on="2026-09-27")
    assert (*words(before), before.answerable_on) == ("plausible", "better", "2026-11-26")
    assert words(graded(GOOD, said_on="2026-09-26")) == ("tested", "stands_out")
    assert words(graded(GOOD, said_on=LATE, answered=frozenset(Side))) == ("tested", "stands_out")
    assert words(graded(GOOD, said_on=LATE, answered=frozenset({Side.US}))) == ("plausible", "better")


def test_process_tracing_has_to_examine_every_rival() -> None:
    assert words(graded(evaluations=[TRACING])) == ("tested", "process_tracing")
    assert words(graded(evaluations=[replace(TRACING, id="other")])) == ("plausible", "better")
    other_way = replace(TRACING, finds=EvaluationFinding.OTHER_WAY)
    assert words(graded(evaluations=[other_way])) == ("plausible", "better")
    assert words(graded(evaluations=[other_way], outcome=RISEN)) == ("tested_other_way", "process_tracing")


@pytest.mark.parametrize("finds", list(EvaluationFinding))
@pytest.mark.parametrize("design", [EvaluationDesign.EVALUATION, EvaluationDesign.COMPARISON])
def test_evaluation_decides_whatever_it_finds(design: EvaluationDesign, finds: EvaluationFinding) -> None:
    found = graded(BAD, documented_on=None, evaluations=[OutcomeEvaluation("EV", design, finds)])
    assert (found.grade, found.ground, found.evaluations) == (
        ContributionGrade.EVALUATED,
        Ground.EVALUATION,
        ("EV",),
    )


@pytest.mark.parametrize("design", [EvaluationDesign.AUDIT, EvaluationDesign.DESCRIPTION])
def test_audit_evaluates_no_outcome(design: EvaluationDesign) -> None:
    one = OutcomeEvaluation("EV", design, EvaluationFinding.CONTRIBUTION)
    assert words(graded(evaluations=[one])) == ("plausible", "better")
