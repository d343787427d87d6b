"""Ranks of groups over the draws: what 5 % of the draws give counts, what fewer give does not."""

from __future__ import annotations

import numpy as np
import pytest

from accordtrack.scoring.uncertainty import rank_ranges

COUNT = 1000


def ranks_with_b_ahead_in(draws: int) -> dict[str, tuple[int, int]]:
    """B lies above A in so many of 1000 draws, and C is last in all."""
    b = np.full(COUNT, 40.0)
    b[:draws] = 60.0
    return rank_ranges({"A": np.full(COUNT, 50.0), "B": b, "C": np.full(COUNT, 10.0)})


@pytest.mark.parametrize(
    ("draws", "a", "b"),
    [
        (0, (1, 1), (2, 2)),
        (49, (1, 1), (2, 2)),
        (50, (1, 2), (1, 2)),
        (500, (1, 2), (1, 2)),
        (950, (1, 2), (1, 2)),
        (951, (2, 2), (1, 1)),
        (1000, (2, 2), (1, 1)),
    ],
)
def test_rank_counts_from_5_percent_of_the_draws(draws: int, a: tuple[int, int], b: tuple[int, int]) -> None:
    assert ranks_with_b_ahead_in(draws) == {"A": a, "B": b, "C": (3, 3)}


def test_rank_range_spans_rare_ranks_between_frequent_ones() -> None:
    """A is first or third in half of the draws each, never second."""
    a = np.where(np.arange(COUNT) % 2 == 0, 90.0, 10.0)
    found = rank_ranges({"A": a, "B": np.full(COUNT, 50.0), "C": np.full(COUNT, 40.0)})
    assert found == {"A": (1, 3), "B": (1, 2), "C": (2, 3)}


def test_tied_groups_share_the_better_rank() -> None:
    same = np.full(COUNT, 50.0)
    assert rank_ranges({"A": same, "B": same.copy(), "C": same - 1}) == {"A": (1, 1), "B": (1, 1), "C": (3, 3)}


def test_rank_range_covers_all_draws_when_no_rank_is_frequent() -> None:
    """Each of 25 groups takes every rank in 4 % of the draws."""
    names = [f"G{place:02d}" for place in range(25)]
    values = {name: np.array([float((place + draw) % 25) for draw in range(COUNT)]) for place, name in enumerate(names)}
    assert rank_ranges(values) == dict.fromkeys(names, (1, 25))


def test_empty_input_has_no_ranks() -> None:
    assert rank_ranges({}) == {}
