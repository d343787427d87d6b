"""Planned progress between any points of a path, and progress between its ends whatever the number is."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.scoring import progress
from accordtrack.scoring.values import Indicator
from accordtrack.vocabulary import Level
from selection import examples

FIRST, LAST = "2025-01-01", "2025-01-21"
days = st.integers(-2, 23).map(lambda number: (date.fromisoformat(FIRST) + timedelta(days=number)).isoformat())


def interpolated(path: tuple[tuple[str, float], ...], as_of: str) -> float:
    """From one point to the next, in the order of their days and shares."""
    points = [(FIRST, 0.0), *sorted(point for point in path if FIRST < point[0] < LAST), (LAST, 1.0)]
    for (start, low), (end, high) in itertools.pairwise(points):
        if as_of < end:
            passed, whole = (date.fromisoformat(day) - date.fromisoformat(start) for day in (as_of, end))
            return low + (high - low) * passed.days / whole.days
    return 1.0


@examples(600)
@given(st.lists(st.tuples(days, st.floats(0, 1)), max_size=5).map(tuple), days)
def test_plan_is_linear_between_its_points(path: tuple[tuple[str, float], ...], as_of: str) -> None:
    planned = progress.planned_progress(Indicator("i", Level.OUTCOME, 0.0, 1.0, FIRST, LAST, path=path), as_of)
    assert planned == (0.0 if as_of <= FIRST else interpolated(path, as_of))


@pytest.mark.parametrize("floor", [-1.0, -0.25, 0.0])
@pytest.mark.parametrize("raw", [-math.inf, -3.0, -1.0, -0.25, -0.0, 0.0, 0.5, 1.0, 1.5, math.inf, math.nan])
def test_progress_is_clipped_between_the_floor_and_1(raw: float, floor: float) -> None:
    assert progress.clip_progress(raw, floor) == min(1.0, max(floor, raw))
