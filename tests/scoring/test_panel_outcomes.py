"""Which release of a series counts, which cells it takes from others, and whose people its rates are per."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.panel import PanelBreak, PanelRelease, PanelSeries
from accordtrack.scoring.event_method import RegisteredOutcome, standard_event_method
from accordtrack.scoring.event_outcomes import Outcome, period_index
from accordtrack.scoring.event_reading import Cell, NoFiles
from accordtrack.scoring.panel_outcomes import build_outcomes
from accordtrack.scoring.panel_releases import choose_release
from panel_factory import SERIES, MadePanel, cell, panel_break, release, series

METHOD = standard_event_method()
PEOPLE = "population"
LATE = TwoDates("2026-11-29", "2026-11-29")


def build(
    releases: Sequence[PanelRelease],
    files: Mapping[str, Sequence[Cell]],
    at: TwoDates = LATE,
    definition: PanelSeries | None = None,
    breaks: Sequence[PanelBreak] = (),
    more: Sequence[PanelSeries] = (),
) -> Outcome | None:
    method = dataclasses.replace(METHOD, outcomes=(RegisteredOutcome("homicide", SERIES, primary=True),))
    known = {one.id: one for one in (definition or series(), *more)}
    found = build_outcomes(method, known, releases, breaks, MadePanel(files), at)
    return found[0] if found else None


def values(found: Outcome | None, place: str = "MX-SIN") -> list[float | None]:
    assert found is not None
    return [None if np.isnan(one) else one for one in found.panel.counts[found.places.index(place)]]


ONE, TWO = release("2025-02-20"), release("2025-03-20")
FILES = {
    "2025-02-20.csv": [cell("2024-12", 5), cell("2025-01", 6)],
    "2025-03-20.csv": [cell("2025-01", 7), cell("2025-02", 8)],
}


@pytest.mark.parametrize(
    ("known_on", "day"),
    [("2025-02-19", None), ("2025-02-20", "2025-02-20"), ("2025-03-19", "2025-02-20"), ("2025-03-20", "2025-03-20")],
)
def test_latest_release_that_was_known_counts(known_on: str, day: str | None) -> None:
    choice = choose_release([ONE, TWO], SERIES, TwoDates("2026-11-29", known_on))
    assert (choice.released_on if choice else None) == day
    found = build([TWO, ONE], FILES, TwoDates("2026-11-29", known_on))
    assert (found.release if found else None) == day


def test_partial_release_is_laid_over_earlier_ones() -> None:
    """A revised value counts, and an older cell that the release leaves out comes from the latest that has it."""
    earliest = {"2025-01-20.csv": [cell("2024-11", 3), cell("2024-12", 4), cell("2025-01", 4)]}
    found = build([release("2025-01-20"), ONE, TWO], {**FILES, **earliest})
    assert values(found) == [3, 5, 7, 8]
    assert found is not None
    assert (found.release, found.first) == ("2025-03-20", period_index("2024-11", yearly=False))


def test_correction_of_one_cell_takes_no_later_period_away() -> None:
    corrected = {"2025-04-20.csv": [cell("2024-12", 9)]}
    found = build([ONE, TWO, release("2025-04-20")], {**FILES, **corrected})
    assert values(found) == [9, 7, 8]


def test_cell_that_no_release_has_is_missing_and_never_zero() -> None:
    assert values(build([TWO], {"2025-03-20.csv": [cell("2025-01", 7), cell("2025-03", 0)]})) == [7, None, 0]


def test_release_that_names_another_takes_its_other_cells_from_that_one_even_if_it_is_later() -> None:
    """They are equal: that is why the release leaves them out. No period after its own last one is taken."""
    thinned = release("2025-03-20", rest_from="2025-06-20")
    whole = {"2025-06-20.csv": [cell("2024-12", 1), cell("2025-01", 2), cell("2025-02", 3), cell("2025-03", 4)]}
    known = TwoDates("2026-11-29", "2025-04-01")
    assert values(build([ONE, thinned, release("2025-06-20")], {**FILES, **whole}, known)) == [1, 7, 8]
    assert values(build([ONE, thinned], FILES, known)) == [7, 8], "nothing is guessed if it is not held"


def test_values_to_be_confirmed_never_count() -> None:
    doubtful = release("2025-03-20", confirm=True)
    found = build([ONE, doubtful], FILES)
    assert values(found) == [5, 6]
    assert found is not None
    assert found.release == "2025-02-20"
    assert build([doubtful], FILES) is None
    assert values(
        build(
            [release("2025-04-20", rest_from="2025-03-20"), doubtful], {**FILES, "2025-04-20.csv": [cell("2025-03", 9)]}
        )
    ) == [9]


def test_periods_after_the_first_date_are_left_out() -> None:
    assert values(build([ONE, TWO], FILES, TwoDates("2025-02-27", "2026-11-29"))) == [5, 7]
    assert values(build([ONE, TWO], FILES, TwoDates("2025-02-28", "2026-11-29"))) == [5, 7, 8]


def test_two_releases_of_one_day_form_one() -> None:
    other = release("2025-03-20", "other.csv", source="ATF-2023")
    files = {**FILES, "other.csv": [cell("2025-02", 8), cell("2025-01", 70, "MX-JAL")]}
    found = build([ONE, TWO, other], files)
    assert values(found) == [5, 7, 8]
    assert values(found, "MX-JAL") == [None, 70, None]


@pytest.mark.parametrize("order", [1, -1])
def test_cell_on_which_two_releases_of_one_day_disagree_is_missing(order: int) -> None:
    """Neither is chosen, and an older release does not fill the gap."""
    other = release("2025-03-20", "other.csv", source="ATF-2023")
    found = build([ONE, *[TWO, other][::order]], {**FILES, "other.csv": [cell("2025-01", 71), cell("2025-02", 8)]})
    assert values(found) == [5, None, 8]
    assert found is not None
    assert found.unequal == (("MX-SIN", "2025-01-01"),)


def test_cell_with_two_values_in_one_file_is_missing_also_if_it_only_fills_a_gap() -> None:
    twice = {"2025-02-20.csv": [cell("2024-12", 5), cell("2025-01", 6), cell("2024-12", 5.5), cell("2024-12", 5)]}
    assert values(build([ONE], twice)) == [6]
    assert values(build([ONE, TWO], {**FILES, **twice})) == [7, 8]


def test_only_states_are_places() -> None:
    found = build([TWO], {"2025-03-20.csv": [cell("2025-01", 7), cell("2025-01", 700, "MX"), cell("2024-01", 7, "US")]})
    assert found is not None
    assert (found.places, found.panel.counts.shape) == (("MX-SIN",), (1, 1))
    assert build([TWO], {"2025-03-20.csv": [cell("2025-01", 700, "MX")]}) is None


def test_series_without_a_definition_or_with_files_that_are_not_held_has_no_outcome() -> None:
    assert build([TWO], FILES, definition=series("others")) is None
    assert build([TWO], {}) is None
    assert build_outcomes(METHOD, {}, [TWO], (), NoFiles(), LATE) == ()


def test_breaks_of_the_series_go_with_it_by_place() -> None:
    told = [
        (SERIES, None, "2026-01"),
        (SERIES, "MX-JAL", "2022-03"),
        (SERIES, None, "2024-09-15"),
        (PEOPLE, None, "2020-01"),
    ]
    breaks = [panel_break(place, first, of) for of, place, first in told]
    found = build([TWO], FILES, breaks=breaks)
    assert found is not None
    months = {
        place: [period_index(one, yearly=False) for one in ones]
        for place, ones in ((None, ("2024-09", "2026-01")), ("MX-JAL", ("2022-03",)))
    }
    assert {place: list(ones) for place, ones in found.breaks.items()} == months
    assert len(found.breaks_of("MX-JAL")) == 3
    assert len(found.breaks_of("MX-SIN")) == 2


# People


POPULATION = series(PEOPLE, measure="stock", period="year", direction="increase")
PROJECTED = release("2024-05-19", "people.csv", PEOPLE)


def with_people(people: Sequence[Cell], counts: Sequence[Cell], period: str = "month") -> Outcome | None:
    files = {"2025-03-20.csv": counts, "people.csv": people}
    definition = series(people=PEOPLE, period=period)
    return build([TWO, PROJECTED], files, definition=definition, more=[POPULATION])


def test_people_are_interpolated_between_mid_years() -> None:
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    counts = [cell(month, 1) for month in months]
    people = [cell("2024", 1200), cell("2025", 2400), cell("2026", 1200)]
    found = with_people(people, counts)
    assert found is not None
    assert found.panel.people[0] == pytest.approx(
        [1850, 1950, 2050, 2150, 2250, 2350, 2350, 2250, 2150, 2050, 1950, 1850]
    )


def test_people_of_a_year_are_those_at_its_middle() -> None:
    found = with_people([cell("2024", 1200), cell("2025", 2400)], [cell("2024", 7), cell("2025", 8)], "year")
    assert found is not None
    assert found.yearly
    assert found.need == METHOD.yearly
    assert found.panel.people.tolist() == [[1200, 2400]]


@pytest.mark.parametrize(
    "people", [[], [("2024", 1200)], [("2024", 1200), ("2025", 0)], [("2025", 2400), ("2026", 1200)]], ids=len
)
def test_without_people_there_is_no_rate(people: list[tuple[str, float]]) -> None:
    """In February people of 2024 and of 2025 are needed; without one of them, or with none, the month has no value."""
    found = with_people([cell(*one) for one in people], [cell("2025-02", 8)])
    assert found is None or values(found) == [None]


def test_series_without_people_is_per_period() -> None:
    found = build([TWO], FILES)
    assert found is not None
    assert set(found.panel.people.flat) == {1.0}


def test_what_the_series_says_goes_with_the_outcome() -> None:
    found = build([TWO], FILES, definition=series(usual_delay_days=25, preliminary_periods=3))
    assert found is not None
    assert (found.usual_delay_days, found.preliminary_periods, found.name, found.primary) == (25, 3, "homicide", True)
