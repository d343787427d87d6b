"""Which two figures may be compared, and the first reason why not (AT-2.0.0, section 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accordtrack.scoring.comparable_pairs import NotCompared, moved, why_not_compared, years_between
from accordtrack.scoring.path_shape import Movement
from accordtrack.vocabulary import Measure, Qualifier, ReleaseClass
from path_figures import NEED, figure

EARLY = figure("2022-01-01", "2022-12-31", 100)
LATE = figure("2023-01-01", "2023-12-31", 90)
OTHER_CLASS = {"release": "2024-05-01", "release_class": ReleaseClass.FIRST}
HALF = {"start": "2023-07-01"}


def why(one: Any, other: Any, breaks: tuple[str, ...] = ()) -> NotCompared | None:  # noqa: ANN401
    found = why_not_compared(one, other, NEED.length_days, breaks)
    assert found == why_not_compared(other, one, NEED.length_days, breaks)
    return found


@pytest.mark.parametrize(
    ("changes", "breaks", "reason"),
    [
        ({}, (), None),
        ({"series": "other"}, (), NotCompared.SERIES),
        ({"place": "MX-SIN"}, (), NotCompared.SERIES),
        ({"measure": Measure.RATE}, (), NotCompared.SERIES),
        ({"registry": "other"}, (), NotCompared.REGISTRY),
        ({}, ("2023-01-01",), NotCompared.BREAK),
        ({}, ("2023-12-31",), NotCompared.BREAK),
        ({}, ("2022-02-01",), NotCompared.BREAK),
        ({}, ("2022-01-01",), None),
        ({}, ("2024-01-01",), None),
        (OTHER_CLASS, (), NotCompared.MIXED_RELEASES),
        ({"release": "2024-05-01"}, (), None),
        ({"release_class": ReleaseClass.FIRST}, (), None),
        ({"start": "2023-01-05"}, (), NotCompared.LENGTH),
        ({"start": "2023-01-04"}, (), None),
        (HALF, (), NotCompared.LENGTH),
        ({"start": "2022-12-01", "end": "2023-11-30"}, (), NotCompared.OVERLAP),
        ({"start": "2023-04-01", "end": "2024-03-31"}, (), None),
    ],
)
def test_pair_is_compared_or_has_a_reason(
    changes: dict[str, Any], breaks: tuple[str, ...], reason: NotCompared | None
) -> None:
    assert why(EARLY, replace(LATE, **changes), breaks) is reason


def test_first_reason_that_holds_is_given() -> None:
    """Each change is undone in turn, and the next reason takes its place."""
    late = figure(
        "2022-12-01", "2023-06-30", 1, series="other", registry="other", release="x", release_class=ReleaseClass.FIRST
    )
    undone: tuple[dict[str, Any], ...] = (
        {},
        {"series": "s"},
        {"registry": "r"},
        {"release_class": ReleaseClass.FINAL},
        {"end": "2023-11-30"},
    )
    breaks = [("2023-01-01",)] * 3 + [()] * 2
    seen = []
    for changes, days in zip(undone, breaks, strict=True):
        late = replace(late, **changes)
        seen.append(why(EARLY, late, days))
    assert seen == ["SERIES", "REGISTRY", "BREAK", "LENGTH", "OVERLAP"]


def test_parts_of_years_are_compared_only_in_the_same_months() -> None:
    december = figure("2024-12-01", "2024-12-31")
    assert why(december, figure("2025-12-01", "2025-12-31")) is None
    assert why(december, figure("2025-10-01", "2025-10-31")) is NotCompared.SEASON
    assert why(figure("2024-02-01", "2024-02-29"), figure("2025-02-01", "2025-02-28")) is None


def test_stocks_are_compared_between_any_two_days() -> None:
    early, late = figure("2023-08-31", "2023-08-31", 110_964), figure("2025-12-18", "2025-12-18", 133_520)
    assert why(early, late) is None
    assert years_between(early, late) == pytest.approx(840 / 365.25)
    end_of_month = figure("2025-12-01", "2025-12-31", 2, measure=Measure.STOCK)
    assert why(figure("2024-07-01", "2024-07-31", 1, measure=Measure.STOCK), end_of_month) is None
    assert why(figure("2024-07-22", "2024-07-22", 1, measure=Measure.STOCK), end_of_month) is None


def test_counts_of_months_are_compared_per_day() -> None:
    """29 in a February of 29 days and 28 in one of 28 days are one a day."""
    leap, common = figure("2024-02-01", "2024-02-29", 29), figure("2025-02-01", "2025-02-28", 28)
    assert moved(leap, common, -1, 0.0, NEED.length_days) is Movement.LEVEL
    rate = Measure.RATE
    assert (
        moved(replace(leap, measure=rate), replace(common, measure=rate), -1, 0.0, NEED.length_days) is Movement.BETTER
    )


@pytest.mark.parametrize(
    ("first", "last", "before", "after", "expected"),
    [
        (Qualifier.AT_MOST, Qualifier.EXACT, 1.68, 4.77, Movement.WORSE),
        (Qualifier.AT_MOST, Qualifier.EXACT, 1.68, 1.5, None),
        (Qualifier.AT_MOST, Qualifier.EXACT, 1.68, 1.69, None),
        (Qualifier.MORE_THAN, Qualifier.EXACT, 10, 8, Movement.BETTER),
        (Qualifier.MORE_THAN, Qualifier.EXACT, 10, 12, None),
        (Qualifier.EXACT, Qualifier.MORE_THAN, 10, 12, Movement.WORSE),
        (Qualifier.EXACT, Qualifier.AT_MOST, 10, 8, Movement.BETTER),
        (Qualifier.EXACT, Qualifier.AT_MOST, 10, 12, None),
        (Qualifier.MORE_THAN, Qualifier.MORE_THAN, 10, 12, None),
        (Qualifier.ABOUT, Qualifier.ABOUT, 10, 12, Movement.WORSE),
    ],
)
def test_bound_tells_only_what_lies_beyond_it(
    first: Qualifier, last: Qualifier, before: float, after: float, expected: Movement | None
) -> None:
    one, other = replace(EARLY, value=before, qualifier=first), replace(LATE, value=after, qualifier=last)
    assert moved(one, other, -1, 0.02, NEED.length_days) is expected
