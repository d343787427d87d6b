"""Paths of panel series: a state, the whole country, releases, breaks and bad rows (AT-2.0.0, sections 1 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.panel import PanelBreak
from accordtrack.projection.facts import PanelRecords
from accordtrack.scoring.comparable_pairs import NotCompared
from accordtrack.scoring.event_reading import Cell
from accordtrack.scoring.panel_paths import panel_path
from accordtrack.scoring.path_shape import Movement
from accordtrack.scoring.series_path import SeriesPath
from panel_factory import SERIES, MadePanel, cell, panel_break, release, series
from path_figures import AGREED, NEED
from shipped_scores import shipped_desk

LATE = TwoDates("2026-11-25", "2026-11-25")
DAY = "2025-06-20"


def months(first: int, count: int, value: float, place: str) -> list[Cell]:
    return [cell(f"{2020 + n // 12}-{n % 12 + 1:02}", value, place) for n in range(first, first + count)]


def path(
    cells: Sequence[Cell],
    place: str | None = None,
    breaks: Sequence[PanelBreak] = (),
    at: TwoDates = LATE,
    **more: Any,  # noqa: ANN401
) -> SeriesPath | None:
    definition = series(**more)
    panel = PanelRecords({SERIES: definition}, [release(DAY)], breaks)
    return panel_path(panel, definition, place, AGREED, at, MadePanel({f"{DAY}.csv": cells}), NEED)


WHOLE = [*months(8, 60, 2, "MX-SIN"), *months(8, 60, 3, "MX-JAL")]


def shown(found: SeriesPath | None) -> list[tuple[str, float]]:
    assert found is not None
    return [(one.end, one.value) for one in found.figures]


def test_country_is_the_sum_of_its_states_and_a_state_is_its_own() -> None:
    assert shown(path(WHOLE)) == [("2021-09-30", 60), ("2022-10-31", 60), ("2023-10-31", 60), ("2024-10-31", 60)]
    assert shown(path(WHOLE, "MX-SIN"))[0] == ("2021-09-30", 24)


def test_month_that_a_state_lacks_is_missing_in_the_country_and_never_zero() -> None:
    gap = [one for one in WHOLE if (one[0], one[1]) != ("MX-JAL", "2022-05-01")]
    assert [end for end, _value in shown(path(gap))] == ["2021-09-30", "2023-10-31", "2024-10-31"]
    assert len(shown(path(gap, "MX-SIN"))) == 4


def test_zero_is_a_value() -> None:
    found = path([*months(8, 13, 2, "MX-SIN"), *months(21, 37, 0, "MX-SIN")], "MX-SIN")
    assert shown(found)[-1] == ("2024-10-31", 0)
    assert found is not None
    assert found.path is not None
    assert (found.path.since, found.path.t) == (Movement.BETTER, None)


def test_row_of_the_country_itself_counts_before_the_sum() -> None:
    own = path([*WHOLE, *months(8, 60, 10, "MX")])
    assert shown(own)[0] == ("2021-09-30", 120)


def test_break_in_one_state_is_one_of_the_country_and_of_no_other_state() -> None:
    jalisco = [panel_break("MX-JAL", "2022-03")]
    reasons = [one.reason if (one := path(WHOLE, place, jalisco)) else None for place in (None, "MX-JAL", "MX-SIN")]
    assert reasons == [NotCompared.BREAK, NotCompared.BREAK, None]
    everywhere = path(WHOLE, "MX-SIN", [panel_break(None, "2022-03")])
    assert everywhere is not None
    assert everywhere.reason is NotCompared.BREAK


def test_block_with_a_preliminary_month_is_no_end_and_stands_apart() -> None:
    found = path(WHOLE[:50], "MX-SIN", preliminary_periods=3)
    assert found is not None
    assert found.last is not None
    assert found.last.end == "2023-10-31"
    whole = path(WHOLE, "MX-SIN", preliminary_periods=12)
    assert whole is not None
    assert whole.last is not None
    assert whole.later is not None
    assert (whole.last.end, whole.later.end) == ("2023-10-31", "2024-10-31")


def test_unfinished_year_is_shown_beside_the_same_months_and_does_not_vote() -> None:
    found = path(WHOLE, "MX-SIN")
    assert found is not None
    assert found.so_far is not None
    assert (found.so_far.months, found.so_far.value, found.so_far.same_months) == (10, 20, 20)


def test_two_values_of_one_cell_are_missing_and_equal_ones_are_one() -> None:
    again = cell("2022-05", 2, "MX-SIN")
    assert shown(path([*WHOLE, again], "MX-SIN")) == shown(path(WHOLE, "MX-SIN"))
    unequal = path([*WHOLE, cell("2022-05", 7, "MX-SIN")], "MX-SIN")
    assert "2022-10-31" not in [end for end, _value in shown(unequal)]


def test_order_of_rows_and_of_states_changes_nothing() -> None:
    assert path(WHOLE) == path(WHOLE[::-1])


@pytest.mark.parametrize(
    ("known_on", "as_of", "last"), [("2025-06-19", "2026-01-01", None), (DAY, "2024-09-30", "2023-10-31")]
)
def test_only_what_was_published_and_ended_on_the_two_dates_counts(known_on: str, as_of: str, last: str | None) -> None:
    found = path(WHOLE, at=TwoDates(as_of, known_on))
    assert (found.last.end if found and found.last else None) == last


def test_partial_release_is_laid_over_an_older_one_and_says_so() -> None:
    """One that names the release with its other cells is whole."""
    definition, day = series(), "2025-07-20"
    files = MadePanel({f"{DAY}.csv": WHOLE, f"{day}.csv": months(46, 12, 5, "MX-SIN")})
    found = []
    for more in ({}, {"rest_from": DAY}):
        panel = PanelRecords({SERIES: definition}, [release(DAY), release(day, **more)])
        found.append(panel_path(panel, definition, "MX-SIN", AGREED, LATE, files, NEED))
    assert [one.laid_over for one in found if one] == [True, False]
    assert [shown(one)[-1] for one in found] == [("2024-10-31", 60)] * 2
    whole = path(WHOLE)
    assert whole is not None
    assert not whole.laid_over


def test_file_that_is_missing_gives_no_number() -> None:
    found = path([])
    assert found is not None
    assert (found.path, found.reason) == (None, NotCompared.NO_FIGURE)


@pytest.mark.parametrize(
    ("name", "place", "figures"),
    [
        ("sesnsp-victims-homicidio-doloso", None, [33_723, 31_308, 29_929, 29_989]),
        ("sesnsp-victims-homicidio-doloso", "MX-SIN", [619, 492, 522, 744]),
        ("cdc-vsrr-12m-ending-dec-reported-all", None, [92_478, 107_573, 109_413, 106_881]),
    ],
)
def test_shipped_panel_gives_the_years_of_its_latest_release(
    name: str, place: str | None, figures: list[float]
) -> None:
    """The sums were made from the rows of the release of July 20, 2025, and of December 26, 2025."""
    found = shipped_desk().scores(LATE).panel_path(name, place, AGREED)
    assert [value for _end, value in shown(found)] == figures


def test_panel_series_of_an_indicator_is_compared_by_the_margin_of_the_indicator() -> None:
    """From 10,948 to 10,710 victims is a fall of 2.2 percent: within the 4 that the indicator and its line give."""
    paths = shipped_desk().scores(LATE).indicator_paths("mx-extortion-victims-sesnsp", AGREED)
    (found,) = (one for one in paths.paths if one.series == "sesnsp-victims-extorsion")
    assert paths.gauge.unchanged_within == 0.04
    assert [vote.movement for vote in found.votes] == [Movement.WORSE, Movement.LEVEL]


def test_missing_persons_of_the_country_are_not_compared_across_the_break_of_one_state() -> None:
    found = shipped_desk().scores(LATE).panel_path("rnpdno-registered-total", None, AGREED)
    assert found is not None
    assert found.reason is NotCompared.BREAK
