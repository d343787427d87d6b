"""Of what length a period of a scored indicator is: that of its definition, or the year of a headline series by the year."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.indicators import Measurement
from accordtrack.scoring.indicator_inputs import rows_of, scored_indicator
from accordtrack.vocabulary import Side
from method_example import definition, measurement

AT = TwoDates("2026-06-30", "2026-06-30")
YEARS = [("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-11-30")]
ROLLING = [("2024-02-01", "2025-01-31"), ("2024-03-01", "2025-02-28")]
MONTHS = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")]


def row(start: str, end: str, published_on: str) -> Measurement:
    return measurement("R", start, end, "OBS", 50.0, "verified").model_copy(update={"published_on": published_on})


@pytest.mark.parametrize(
    ("periodicity", "spans", "step", "hold"),
    [
        ("month", YEARS, 12, 2),
        ("quarter", YEARS[:1], 12, 2),
        ("month", ROLLING, 1, 4),
        ("month", MONTHS, 1, 4),
        ("month", [*YEARS, *MONTHS], 1, 4),
        ("year", YEARS, 12, 4),
        ("two_years", YEARS, 24, 4),
        ("irregular", YEARS, 0, 4),
        ("month", [], 1, 4),
    ],
)
def test_step_and_hold_follow_periodicity_and_measured_periods(
    periodicity: str, spans: list[tuple[str, str]], step: int, hold: int
) -> None:
    body = definition("R", "outcome", "increase", periodicity=periodicity, headline_series="s", hold=4)
    rows = [(str(n), row(start, end, end), "OBS") for n, (start, end) in enumerate(spans)]
    found = scored_indicator(body, rows_of(rows), (), AT, all_targets=False)[Side.US]
    assert (found.step, found.hold) == (step, hold)


def test_value_published_later_does_not_change_the_step() -> None:
    body = definition("R", "outcome", "increase", periodicity="month", headline_series="s", hold=4)
    rows = [("a", row(*MONTHS[0], "2026-03-01"), "OBS")]
    late = row(*YEARS[0], "2027-01-01")
    assert scored_indicator(body, rows_of([*rows, ("b", late, "OBS")]), (), AT, all_targets=False)[Side.US].step == 1
    later = TwoDates("2027-06-30", "2027-06-30")
    assert scored_indicator(body, rows_of([("b", late, "OBS")]), (), later, all_targets=False)[Side.US].step == 12
