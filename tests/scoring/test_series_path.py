"""The ends of a path, its turning points and its votes (AT-2.0.0, section 1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.path_shape import Movement, Shape
from accordtrack.scoring.series_path import Level, SeriesPath, Vote, series_path
from accordtrack.text.paths import words
from accordtrack.vocabulary import Qualifier
from path_figures import figure, rules, years

HOMICIDES = {2018: 100.5, 2019: 100.4, 2020: 100.5, 2021: 97.8, 2022: 91.2, 2023: 88.4, 2024: 91.7}


def ends(found: SeriesPath) -> tuple[Level | None, str | None, str | None, NotCompared | None]:
    first, last = found.first, found.last
    return found.level, first.end[:4] if first else None, last.end[:4] if last else None, found.reason


def test_level_is_the_last_year_before_and_the_year_across_the_day_is_no_end() -> None:
    found = series_path("s", years(HOMICIDES), rules())
    assert ends(found) == (Level.AT_AGREEMENT, "2020", "2024", None)
    assert [one.end[:4] for one in found.figures] == ["2020", "2021", "2022", "2023", "2024"]
    assert found.path is not None
    assert (found.path.shape, found.path.since, found.path.lately) == (
        Shape.FELL_THEN_ROSE,
        Movement.BETTER,
        Movement.WORSE,
    )
    assert (found.peak and found.peak.end, found.trough and found.trough.end) == ("2020-12-31", "2023-12-31")


@pytest.mark.parametrize(
    ("agreed_on", "level"),
    [
        ("2020-12-30", (Level.FIRST_FULL, "2022")),
        ("2020-12-31", (Level.AT_AGREEMENT, "2020")),
        ("2022-12-31", (Level.AT_AGREEMENT, "2022")),
        ("2024-12-31", (Level.AT_AGREEMENT, "2022")),
        ("2025-01-01", (Level.FIRST_FULL, "2026")),
    ],
)
def test_level_ends_at_most_24_months_before_the_agreement(agreed_on: str, level: tuple[Level, str]) -> None:
    """A year that ends on the day of the agreement ends before it."""
    found = series_path("s", years({2020: 1, 2022: 2, 2026: 3, 2027: 4}), rules(agreed_on=agreed_on))
    assert ends(found)[:2] == level


def test_nothing_since_and_no_earlier_figure_are_no_paths() -> None:
    assert ends(series_path("s", years({2019: 1, 2020: 2, 2021: 3}), rules())) == (
        Level.AT_AGREEMENT,
        "2020",
        None,
        NotCompared.NOTHING_SINCE,
    )
    assert ends(series_path("s", years({2018: 1, 2024: 2}), rules())) == (None, None, "2024", NotCompared.NO_LEVEL)
    assert series_path("s", [], rules()).reason is NotCompared.NO_FIGURE


def test_preliminary_year_is_never_an_end() -> None:
    figures = years(HOMICIDES)
    figures[-1] = replace(figures[-1], preliminary=True)
    found = series_path("s", figures, rules())
    assert ends(found) == (Level.AT_AGREEMENT, "2020", "2023", None)
    assert figures[-1] not in found.figures


def test_last_year_votes_against_both_levels() -> None:
    found = series_path("s", years(HOMICIDES), rules())
    assert found.votes == (Vote(Level.AT_AGREEMENT, Movement.BETTER), Vote(Level.FIRST_FULL, Movement.LEVEL))
    swapped = series_path("s", years(HOMICIDES), rules(sign=1))
    assert swapped.votes == (Vote(Level.AT_AGREEMENT, Movement.WORSE), Vote(Level.FIRST_FULL, Movement.LEVEL))


def test_first_full_year_is_no_vote_against_itself() -> None:
    found = series_path("s", years({2020: 100, 2022: 90}), rules())
    assert found.votes == (Vote(Level.AT_AGREEMENT, Movement.BETTER),)
    assert found.path is not None
    assert (found.path.shape, found.path.lately, found.path.t) == (Shape.TWO_VALUES, None, None)


def test_break_leaves_the_vote_of_the_same_method() -> None:
    """From a break on only the first full year is comparable, and the path since the agreement is not."""
    found = series_path("s", years(HOMICIDES), rules(breaks=("2022-01-01",)))
    assert (found.path, found.reason) == (None, NotCompared.BREAK)
    assert found.votes == (Vote(Level.FIRST_FULL, Movement.LEVEL),)


def test_years_without_a_value_count_as_years() -> None:
    """1 % a year over three years; the middle one is missing."""
    whole = series_path("s", years({2020: 1.0, 2021: 1.01, 2022: 1.01**2, 2023: 1.01**3}), rules(sign=1))
    gap = series_path("s", years({2020: 1.0, 2021: 1.01, 2023: 1.01**3}), rules(sign=1))
    assert whole.path is not None
    assert gap.path is not None
    assert gap.path.rate == pytest.approx(whole.path.rate) == pytest.approx(0.01)


def test_months_are_compared_with_the_same_month() -> None:
    """December 2025 stands beside December 2024, not beside the earlier September; without one the season differs."""
    september, december = figure("2023-09-01", "2023-09-30", 61.4), figure("2024-12-01", "2024-12-31", 61.7)
    last = figure("2025-12-01", "2025-12-31", 63.8)
    found = series_path("s", [september, december, last], rules(tolerance=0.03))
    assert (found.first, found.last) == (december, last)
    assert found.votes == (Vote(Level.FIRST_FULL, Movement.WORSE),)
    alone = series_path("s", [september, last], rules(tolerance=0.03))
    assert (alone.reason, alone.votes) == (NotCompared.SEASON, ())


def test_irregular_series_votes_when_its_periods_have_one_length() -> None:
    three = [figure("2018-01-01", "2020-12-31", 5), figure("2022-01-01", "2024-12-31", 4)]
    assert series_path("s", three, rules()).votes == (Vote(Level.AT_AGREEMENT, Movement.BETTER),)
    two = [three[0], figure("2022-01-01", "2023-12-31", 4)]
    found = series_path("s", two, rules())
    assert (found.reason, found.votes) == (NotCompared.LENGTH, ())


def test_bound_is_an_end_and_never_a_mean() -> None:
    figures = years({2020: 1.68, 2022: 3.0, 2023: 4.0, 2024: 4.77})
    figures[0] = replace(figures[0], qualifier=Qualifier.AT_MOST)
    found = series_path("s", figures, rules())
    assert found.path is not None
    assert (found.path.shape, found.path.since, found.path.t) == (Shape.TWO_VALUES, Movement.WORSE, None)
    figures[0] = replace(figures[0], value=9.0)
    unknown = series_path("s", figures, rules())
    assert (unknown.reason, unknown.votes) == (NotCompared.BOUND, (Vote(Level.FIRST_FULL, Movement.WORSE),))


@pytest.mark.parametrize(
    ("before", "lately"),
    [("2024-12-25", Movement.WORSE), ("2024-10-20", Movement.WORSE), ("2024-10-18", None), ("2025-02-17", None)],
)
def test_lately_compares_a_stock_with_the_day_nearest_to_one_year_before(before: str, lately: Movement | None) -> None:
    """From July to December of one year it hardly rose; in a year it rose by more than a tenth."""
    days = {"2023-08-31": 110_964, before: 120_257, "2025-07-29": 131_243, "2025-12-18": 133_520}
    found = series_path("s", [figure(day, day, value) for day, value in days.items()], rules())
    assert found.path is not None
    assert (found.path.since, found.path.lately, found.path.shape) == (Movement.WORSE, lately, Shape.ROSE)
    assert "two values only" not in words(found, -1, 0.02)


def test_series_without_a_good_direction_has_a_shape_and_no_trend() -> None:
    found = series_path("s", years(HOMICIDES), rules(sign=0))
    assert found.path is not None
    assert (found.path.rate, found.path.t, found.path.shape) == (None, None, Shape.FELL_THEN_ROSE)
