"""Paths of an indicator from its measurements: which values are final, first or still to be confirmed (AT-2.0.0, 1)."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.measured_paths import IndicatorPaths, drawn_points, indicator_paths
from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.series import Row
from accordtrack.scoring.series_path import Level
from accordtrack.vocabulary import MeasurementState, Periodicity, Qualifier
from path_figures import AGREED, NEED
from series_factory import gauge, row, yearly

PRELIMINARY, SUPERSEDED = MeasurementState.PRELIMINARY, MeasurementState.SUPERSEDED


def paths(*rows: Row, **more: Any) -> IndicatorPaths:  # noqa: ANN401
    return indicator_paths(gauge("g", rows, **more), AGREED, NEED)


def year(number: int, value: float, published: str = "", **more: Any) -> Row:  # noqa: ANN401
    day = published or f"{number + 1}-06-01"
    return row("g", f"{number}-01-01", f"{number}-12-31", value, published=day, **more)


def values(found: IndicatorPaths) -> list[float]:
    assert found.main is not None
    return [one.value for one in found.main.figures]


def test_final_values_are_compared_and_preliminary_ones_are_not() -> None:
    found = paths(year(2020, 100), year(2022, 90), year(2023, 80), year(2024, 50, state=PRELIMINARY))
    assert values(found) == [100, 90, 80]
    (one,) = found.paths
    assert one.later is not None
    assert (one.later.value, one.later_movement) == (50, None)


def test_first_releases_are_compared_only_if_no_two_final_values_are() -> None:
    """The first release of 2024 counts, although a final value has replaced it; one final value alone gives no path."""
    rows = (
        year(2019, 70.7, state=PRELIMINARY),
        year(2022, 67.6, state=PRELIMINARY),
        year(2022, 68.9, "2024-01-31", state=PRELIMINARY),
        year(2024, 71.8, "2025-08-01", state=SUPERSEDED),
        year(2024, 71.5, "2025-11-10"),
    )
    assert values(paths(*rows)) == [70.7, 67.6, 71.8]
    assert values(paths(*rows, year(2020, 75.0))) == [75.0, 71.5]


def test_values_are_drawn_as_they_are_compared() -> None:
    """First releases are drawn if they are compared, each marked preliminary; else the values that count are."""
    firsts = (
        year(2019, 70.7, state=PRELIMINARY),
        year(2022, 67.6, state=PRELIMINARY),
        year(2024, 71.8, "2025-08-01", state=SUPERSEDED),
        year(2024, 71.5, "2025-11-10"),
    )

    def drawn(*rows: Row) -> list[tuple[float, bool]]:
        found = paths(*rows)
        assert found.main is not None
        points = drawn_points(found.gauge, found.main, TwoDates("2026-01-01", "2026-01-01"))
        return [(one.value, one.is_preliminary) for one in points]

    assert drawn(*firsts) == [(70.7, True), (67.6, True), (71.8, True)]
    assert drawn(*firsts, year(2020, 75.0)) == [(70.7, True), (75.0, False), (67.6, True), (71.5, False)]


def test_values_to_be_confirmed_and_running_totals_give_no_vote() -> None:
    confirm = paths(year(2020, 1, confirm=True), year(2022, 2, confirm=True))
    assert (confirm.reason, confirm.compared) == (NotCompared.CONFIRM, ())
    running = paths(*yearly("g", {2020: 1, 2022: 2, 2023: 3}, series="since-2020"))
    assert running.reason is NotCompared.RUNNING


def test_derived_values_and_counts_of_single_events_give_no_vote() -> None:
    derived = paths(year(2020, 1, qualifier="derived"))
    assert (derived.reason, derived.compared) == (NotCompared.DERIVED, ())
    assert values(paths(year(2020, 9, qualifier="derived"), year(2022, 2), year(2023, 3))) == [2, 3]
    events = paths(
        row("g", "2025-02-27", "2025-02-27", 29, series="per-event"),
        row("g", "2025-08-12", "2025-08-12", 26, series="per-event"),
    )
    assert (events.reason, events.compared) == (NotCompared.EVENTS, ())


def test_preliminary_values_of_one_year_alone_are_no_path() -> None:
    found = paths(year(2024, 2, state=PRELIMINARY))
    assert found.reason is NotCompared.PRELIMINARY


def test_series_with_only_a_preliminary_value_since_the_agreement_lacks_a_final_one() -> None:
    final, later = year(2020, 686), year(2024, 523, state=PRELIMINARY)
    assert paths(final, later).reason is NotCompared.NO_FINAL_SINCE
    assert paths(final).reason is NotCompared.NOTHING_SINCE
    assert paths(final, year(2019, 523, state=PRELIMINARY)).reason is NotCompared.NOTHING_SINCE


def test_reason_about_every_value_is_given_only_if_it_holds_for_every_one() -> None:
    """One value that counts is enough for another reason, and so is a final one from before the agreement."""
    confirm, one = year(2024, 19.3, series="second-hand", confirm=True), year(2022, 24.0)
    assert paths(confirm).reason is NotCompared.CONFIRM
    assert paths(confirm, one).reason is NotCompared.NO_LEVEL
    assert paths(confirm, year(2020, 568)).reason is NotCompared.NOTHING_SINCE
    later = year(2024, 28_000, series="rolling", state=PRELIMINARY)
    assert paths(later).reason is NotCompared.PRELIMINARY
    assert paths(later, year(2020, 16_167)).reason is NotCompared.NO_FINAL_SINCE
    assert paths(later, confirm).reason is NotCompared.NO_FINAL_SINCE
    assert paths(year(2019, 3_627, series="rolling", state=PRELIMINARY), confirm).reason is NotCompared.NOTHING_SINCE


def test_path_from_after_the_agreement_has_the_comparable_figure_before_it() -> None:
    """The year of the agreement is no end of a path. A level from before the agreement needs no such figure."""
    after = (year(2022, 9), year(2024, 26))
    (found,) = paths(year(2021, 29), *after).paths
    assert found.earlier is not None
    assert found.earlier.value == 29
    assert paths(year(2020, 30), year(2021, 29), *after).paths[0].earlier is None
    assert paths(row("g", "2021-01-01", "2021-10-31", 29, published="2022-01-01"), *after).paths[0].earlier is None


def test_preliminary_value_of_an_unfinished_period_is_no_year() -> None:
    """Published before its year was over, it is no complete year; a final value published then is."""
    found = paths(year(2022, 60, state=PRELIMINARY), year(2024, 50, "2024-11-30", state=PRELIMINARY))
    assert found.compared == ()
    assert values(paths(year(2020, 1), year(2022, 2, "2022-10-26"))) == [1, 2]


def test_preliminary_value_moves_against_one_of_its_own_release() -> None:
    """January to July of two years in one release: the second is preliminary, the first is final."""
    both = {"published": "2025-08-19", "series": "january-july"}
    found = paths(
        row("g", "2024-01-01", "2024-07-31", 6358, **both),
        row("g", "2025-01-01", "2025-07-31", 6880, state=PRELIMINARY, **both),
    )
    (one,) = found.paths
    assert (one.path, one.later_movement) == (None, Movement.WORSE)
    apart = paths(
        row("g", "2024-01-01", "2024-07-31", 6358, published="2024-08-19"),
        row("g", "2025-01-01", "2025-07-31", 6880, published="2025-08-19", state=PRELIMINARY),
    )
    assert apart.paths[0].later_movement is None


def test_indicator_with_values_in_several_series_says_so() -> None:
    found = paths(year(2020, 1, series="a"), year(2024, 2, series="b"), headline=None)
    assert found.reason is NotCompared.SERIES
    assert [one.reason for one in found.paths] == [NotCompared.NOTHING_SINCE, NotCompared.NO_LEVEL]


def test_theme_without_an_agreement_has_no_path() -> None:
    assert indicator_paths(gauge("g", (year(2020, 1),)), None, NEED).reason is NotCompared.NO_AGREEMENT


def test_headline_series_stands_for_the_indicator_and_else_the_latest() -> None:
    headline, other = yearly("g", {2020: 1, 2022: 2}), yearly("g", {2020: 1, 2024: 2}, series="b")
    chosen = paths(*headline, *other)
    assert chosen.main is not None
    assert chosen.main.series == "s"
    latest = paths(*headline, *other, headline=None)
    assert latest.main is not None
    assert latest.main.series == "b"


def test_stock_of_a_day_is_compared_with_any_other_day() -> None:
    found = paths(
        row("g", "2023-08-31", "2023-08-31", 110_964),
        row("g", "2025-07-29", "2025-07-29", 131_243),
        row("g", "2025-12-18", "2025-12-18", 133_520),
        periodicity=Periodicity.DAY,
    )
    assert found.main is not None
    assert found.main.path is not None
    assert found.main.level is Level.FIRST_FULL
    assert found.main.path.since is Movement.WORSE
    years = 840 / 365.25
    assert found.main.path.rate == pytest.approx(1 - (133_520 / 110_964) ** (1 / years))
    assert found.main.per_year == pytest.approx((133_520 - 110_964) / years)


def test_bound_keeps_its_qualifier() -> None:
    found = paths(year(2020, 1.68, qualifier="at_most"), year(2022, 4.77))
    assert found.main is not None
    assert found.main.first is not None
    assert found.main.first.qualifier is Qualifier.AT_MOST
