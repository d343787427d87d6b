"""Before and after an event: means of periods wholly inside each window, and the word by rule."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.scoring.aftermath import After, aftermath, window_around
from accordtrack.vocabulary import Direction, Periodicity
from series_factory import gauge, row

DAY = "2024-07-25"
AT = TwoDates("2026-06-30", "2026-06-30")
BEFORE = ("2024-02", "2024-03", "2024-04", "2024-05", "2024-06")
AFTER = ("2024-08", "2024-09", "2024-10", "2024-11", "2024-12")
LAST_DAYS = {"02": "29", "04": "30", "06": "30", "09": "30", "11": "30"}


def monthly(before: list[float], after: list[float], **more: object) -> After:
    months = dict(zip((*BEFORE[: len(before)], *AFTER[: len(after)]), (*before, *after), strict=True))
    rows = tuple(
        row("r", f"{month}-01", f"{month}-{LAST_DAYS.get(month[5:], '31')}", value) for month, value in months.items()
    )
    rows += (row("r", "2024-07-01", "2024-07-31", 1000),)
    told: dict[str, object] = {"periodicity": Periodicity.MONTH, "hold": 4, "place": "MX-SIN", **more}
    (line,) = aftermath([gauge("r", rows, **told)], "MX-SIN", window_around(DAY, 6, 12), AT)  # type: ignore[arg-type]
    return line


@pytest.mark.parametrize(
    ("before", "after", "word", "held"),
    [
        ([10, 10, 10], [5, 5, 5, 5], "improved_and_held", 4),
        ([10, 10, 10], [5], "improved_and_held", 1),
        ([10, 10, 10], [1, 1, 1, 11], "improved_not_held", 3),
        ([10, 10, 10], [10, 10.1], "unchanged", 0),
        ([10, 10, 10], [20, 20, 20, 20], "worsened_and_held", 4),
        ([10, 10, 10], [30, 30, 30, 12], "worsened_since_eased", 4),
        ([10, 10, 10], [9, 30, 30, 30], "worsened_since_eased", 3),
        ([10, 10], [20, 20, 20], "no_baseline", 0),
        ([], [20, 20, 20], "no_baseline", 0),
        ([10, 10, 10], [], "not_measured_yet", 0),
    ],
)
def test_means_before_and_after_set_the_word(before: list[float], after: list[float], word: str, held: int) -> None:
    found = monthly(before, after)
    assert (found.word, found.held) == (word, held)


def test_period_across_the_event_date_is_in_neither_window() -> None:
    found = monthly([10, 10, 10], [20, 20])
    assert (found.mean_before, found.mean_after) == (10, 20)
    assert len(found.before) + len(found.after) == 5


def test_rising_values_improve_an_indicator_to_increase() -> None:
    assert monthly([10, 10, 10], [20, 20, 20, 20], direction=Direction.INCREASE).word == "improved_and_held"


def test_local_series_come_first_then_national_and_other_places_never() -> None:
    rows = (row("r", "2024-02-01", "2024-02-29", 1),)
    held = [gauge(name, rows, place=place) for name, place in (("a", None), ("b", "MX-SIN"), ("c", "MX-JAL"))]
    found = aftermath(held, "MX-SIN", window_around(DAY, 6, 12), AT)
    assert [(line.gauge.id, line.local) for line in found] == [("b", True), ("a", False)]
    assert [line.gauge.id for line in aftermath(held, None, window_around(DAY, 6, 12), AT)] == ["a"]


def test_unmeasured_series_names_its_last_period() -> None:
    rows = (row("r", "2020-01-01", "2020-12-31", 1),)
    (line,) = aftermath([gauge("r", rows)], None, window_around(DAY, 6, 12), AT)
    assert (line.word, line.last_measured) == ("not_measured_yet", "2020-12-31")


def test_indicator_without_a_good_direction_has_no_aftermath() -> None:
    rows = (row("r", "2024-02-01", "2024-02-29", 1),)
    assert aftermath([gauge("r", rows, direction=Direction.NONE)], None, window_around(DAY, 6, 12), AT) == ()
