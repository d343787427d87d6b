"""Outputs beside outcomes: the verdict by rule, each rule on both of its sides; what is compared, and what is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.contrast import Contrast, compute_contrast
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.series import MeasuredIndicator, Row, counted_rows, points, visible_rows
from accordtrack.scoring.subjects import Subject
from accordtrack.text.contrast import by_path
from accordtrack.vocabulary import Direction, Grade, Level, MeasurementState, Periodicity, Speaker
from series_factory import AT, gauge, row, yearly
from shipped_scores import TODAY, shipped_desk

METHOD = standard_method()
BASE = "2021-10-08"
UP, DOWN, FLAT = {2020: 100, 2024: 150}, {2020: 100, 2024: 60}, {2020: 100, 2024: 100}


def outputs(*moves: Mapping[int, float]) -> list[MeasuredIndicator]:
    return [gauge(f"o{n}", yearly(f"o{n}", move), Level.OUTPUT, Direction.NONE) for n, move in enumerate(moves)]


def outcomes(*moves: Mapping[int, float], direction: Direction = Direction.DECREASE) -> list[MeasuredIndicator]:
    return [gauge(f"r{n}", yearly(f"r{n}", move), direction=direction) for n, move in enumerate(moves)]


def contrast_of(
    acts: list[MeasuredIndicator], results: list[MeasuredIndicator], guards: list[MeasuredIndicator] | None = None
) -> Contrast:
    subject = Subject("theme", "violence", BASE, tuple(acts), tuple(results), tuple(guards or ()))
    return compute_contrast(subject, AT, METHOD)


@pytest.mark.parametrize(
    ("acts", "results", "verdict"),
    [
        ((UP, UP), (), "unmeasured"),
        ((UP, UP), ({2024: 5},), "unmeasured"),
        ((UP,), (DOWN, DOWN, DOWN), "too_few"),
        ((UP, UP), (DOWN, DOWN), "too_few"),
        ((UP, DOWN), (DOWN, DOWN, DOWN), "outputs_not_up"),
        ((UP, FLAT), (DOWN, DOWN, DOWN), "confirmed"),
        ((UP, UP, DOWN), (UP, UP, DOWN), "contradicted"),
        ((UP, UP), (UP, UP, DOWN, DOWN), "mixed"),
        ((UP, UP), (DOWN, DOWN, UP), "confirmed"),
        ((UP, UP), (FLAT, FLAT, UP), "not_visible"),
        ((UP, UP), (FLAT, UP, DOWN), "mixed"),
    ],
)
def test_first_matching_rule_sets_the_verdict(
    acts: tuple[Mapping[int, float], ...], results: tuple[Mapping[int, float], ...], verdict: str
) -> None:
    assert contrast_of(outputs(*acts), outcomes(*results)).verdict == verdict


def test_worsened_guard_prevents_a_confirmed_verdict() -> None:
    guard = gauge("missing", yearly("missing", UP), guard_of=("r0",))
    found = contrast_of(outputs(UP, UP), outcomes(DOWN, DOWN, DOWN), [guard])
    assert found.guard_regressed
    assert found.verdict == "mixed"


def test_outcome_without_a_good_direction_is_shown_but_not_counted() -> None:
    found = contrast_of(outputs(UP, UP), [*outcomes(DOWN, DOWN), gauge("n", yearly("n", UP), direction=Direction.NONE)])
    assert found.outcomes[-1].word == "rose"
    assert not found.outcomes[-1].is_counted
    assert found.verdict == "too_few"


def test_outcome_older_than_the_outputs_is_listed_but_not_counted() -> None:
    late = outputs({2022: 100, 2024: 150}, {2022: 100, 2024: 150})
    found = contrast_of(late, [*outcomes(DOWN, DOWN, DOWN), gauge("old", yearly("old", {2019: 9, 2021: 8}))])
    assert [line.older for line in found.outcomes] == [False, False, False, True]
    assert len(found.outcomes_with_word("improved")) == 3
    nothing = contrast_of([], [gauge("old", yearly("old", {2019: 9, 2021: 8}))])
    assert not nothing.outcomes[0].older, "without outputs nothing is older than they are"


def test_series_are_compared_only_with_themselves() -> None:
    rows = (*yearly("r0", DOWN), *yearly("r0", {2021: 10, 2025: 90}, series="t"))
    found = contrast_of(outputs(UP, UP), [gauge("r0", rows)])
    (line,) = found.outcomes
    assert (line.series, line.word) == ("s", "improved")
    assert [(other.series, other.word) for other in found.others] == [("t", "worsened")]


def test_running_total_counts_by_daily_growth_unless_inexact() -> None:
    def total(end: str, value: float, qualifier: str = "exact") -> Row:
        return row("o", "2021-01-01", end, value, series="since-2021", qualifier=qualifier)

    ends = ("2021-12-31", "2022-12-31", "2023-12-31")
    exact = gauge(
        "o", tuple(total(end, value) for end, value in zip(ends, (100, 465, 1195), strict=True)), Level.OUTPUT
    )
    assert [point.value for point in points(exact, "since-2021", AT)] == [1.0, 2.0]
    bounds = gauge(
        "o", tuple(total(end, value, "more_than") for end, value in zip(ends, (100, 465, 1195), strict=True))
    )
    assert points(bounds, "since-2021", AT) == []


def test_slot_prefers_independent_then_stronger_grade_then_later_release() -> None:
    def of(*rows: tuple[str, Grade, str, float]) -> float:
        made = tuple(
            row("r", "2024-01-01", "2024-12-31", value, party=Speaker(party), grade=grade, published=day)
            for party, grade, day, value in rows
        )
        return points(gauge("r", made), "s", AT)[0].value

    day, later = "2025-01-31", "2025-03-31"
    assert of(("US", Grade.VERIFIED, later, 1), ("OBS", Grade.CLAIMED, day, 2)) == 2
    assert of(("US", Grade.CLAIMED, later, 1), ("MX", Grade.DOCUMENTED, day, 2)) == 2
    assert of(("US", Grade.CLAIMED, day, 1), ("MX", Grade.CLAIMED, later, 2)) == 2
    assert of(("US", Grade.CLAIMED, day, 1), ("MX", Grade.CLAIMED, day, 2)) == 2, "the worse where all else is equal"
    assert of(("MX", Grade.CLAIMED, day, 1), ("US", Grade.CLAIMED, day, 2)) == 2


def test_unconfirmed_derived_and_lone_values_are_not_compared() -> None:
    rows = (
        *yearly("r0", DOWN),
        row("r0", "2025-01-01", "2025-12-31", 1, confirm=True),
        row("r0", "2026-01-01", "2026-05-31", 2, qualifier="derived"),
        row("r0", "2023-01-01", "2023-12-31", 7, series="lone"),
    )
    found = contrast_of(outputs(UP, UP), [gauge("r0", rows, periodicity=Periodicity.YEAR)])
    assert {(one.row.value, one.reason) for one in found.not_compared} == {(1, "confirm"), (2, "derived"), (7, "lone")}
    assert found.outcomes[0].pair is not None
    assert found.outcomes[0].pair.last.value == 60


@pytest.mark.parametrize("beside", [{"confirm": True}, {"state": MeasurementState.SUPERSEDED}])
def test_value_is_lone_when_no_other_of_its_series_counts(beside: dict[str, object]) -> None:
    rows = (
        *yearly("r0", DOWN),
        row("r0", "2022-01-01", "2022-12-31", 8, series="lone", **beside),
        row("r0", "2023-01-01", "2023-12-31", 7, series="lone"),
    )
    found = contrast_of(outputs(UP, UP), [gauge("r0", rows)])
    assert {one.row.value: one.reason for one in found.not_compared}[7] == "lone"


def test_value_replaced_on_its_release_date_is_reported_as_superseded() -> None:
    """The two share their id: a first count and a fuller one of the same day."""
    first, fuller = (
        row("r0", "2023-01-01", "2023-12-31", value, state=state)
        for value, state in ((7, MeasurementState.SUPERSEDED), (8, MeasurementState.FINAL))
    )
    assert first.id == fuller.id
    found = contrast_of(outputs(UP, UP), [gauge("r0", (first, fuller, *yearly("r0", {2020: 9})))])
    assert [(one.row.value, one.reason) for one in found.not_compared] == [(7, "superseded")]


def test_superseded_value_does_not_count_beside_a_preliminary_one() -> None:
    first, second = (
        row("r0", "2023-01-01", "2023-12-31", 7, state=state)
        for state in (MeasurementState.SUPERSEDED, MeasurementState.PRELIMINARY)
    )
    assert counted_rows((first, second), AT) == counted_rows(visible_rows((first, second), AT), AT) == [second]


def test_values_of_two_parties_for_a_single_period_are_lone() -> None:
    rows = (
        *yearly("r0", DOWN),
        *(
            row("r0", "2023-01-01", "2023-12-31", value, series="lone", party=Speaker(party))
            for party, value in (("US", 7), ("MX", 8))
        ),
    )
    found = contrast_of(outputs(UP, UP), [gauge("r0", rows)])
    assert sorted((one.row.value, one.reason) for one in found.not_compared) == [(7, "lone"), (8, "lone")]


def test_overlapping_last_periods_have_no_latest_word() -> None:
    def latest(start: str) -> str | None:
        rows = (*yearly("r0", {2021: 100, 2024: 60}), row("r0", start, "2025-08-31", 80))
        return contrast_of([], [gauge("r0", rows)]).outcomes[0].latest_word

    assert latest("2025-01-01") == "worsened"
    assert latest("2024-09-01") is None


def test_other_series_has_its_own_latest_word() -> None:
    rows = (*yearly("r0", DOWN), *yearly("r0", {2021: 10, 2024: 30, 2025: 15}, series="t"))
    (other,) = contrast_of([], [gauge("r0", rows)]).others
    assert (other.word, other.latest_word) == ("worsened", "improved")


@pytest.mark.parametrize(
    ("theme", "indicator", "told"),
    [
        ("justice", "mx-mass-transfers", "AT-2.0.0: no comparable figure: counts of single events"),
        (
            "violence",
            "mx-sinaloa-homicides",
            "AT-2.0.0: no comparable figure: the periods cover different months of the year",
        ),
        (
            "violence",
            "mx-homicide-rate-inegi",
            "AT-2.0.0: fell from 25.9 (2022) to 24.9 (2023), then rose to 25.8 (2024)",
        ),
        ("violence", "mx-missing-persons", ""),
    ],
)
def test_values_that_paths_do_not_compare_are_marked(theme: str, indicator: str, told: str) -> None:
    """The line gives what the paths compare instead, or why nothing; no more if they compare the same two values."""
    scores = shipped_desk().scores(TwoDates(TODAY, TODAY))
    found = scores.contrast(theme)
    (line,) = (one for one in (*found.outputs, *found.outcomes) if one.gauge.id == indicator)
    assert line.pair is not None
    assert by_path(scores, line, found.base) == told
