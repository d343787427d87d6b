"""A target that came with its indicator counts from the day of its source, on both dates."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection import facts
from shipped_scores import shipped_desk

AFTER_SOURCE_DATE = "2026-05-31"
INDICATOR = "us-overdose-deaths"
"""Its target stands in a source dated 2025, which counts from the last day of that year."""
ON, BEFORE = "2025-12-31", "2025-12-30"


@pytest.mark.parametrize(
    ("as_of", "known_on", "set_yet"),
    [
        (AFTER_SOURCE_DATE, AFTER_SOURCE_DATE, True),
        (ON, ON, True),
        (BEFORE, AFTER_SOURCE_DATE, False),
        (AFTER_SOURCE_DATE, BEFORE, False),
    ],
)
def test_target_counts_from_the_date_of_its_source(as_of: str, known_on: str, *, set_yet: bool) -> None:
    with shipped_desk()._db.reading() as connection:
        found = facts.read(connection, TwoDates(as_of, known_on))
    indicator = found.indicators[INDICATOR]
    assert indicator.baseline is not None
    assert indicator.baseline.value == "91799"
    assert (indicator.target is not None) is set_yet
