"""A dispute of a measured value, from the desk to the score: a rejection without a number, in the slot of its row.

The indicator goes from 40.5 to 80; each side's value of 2025 is claimed or documented, and the hold is 2 years. A value
of 60.25 is progress 0.5; with nothing held before, half of that is credited at once and a quarter is held: 0.375.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.types.intents import Retract
from value_disputes import DOCUMENTED, PS, VERIFIED, P, Room, interval


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_undisputed_value_has_no_interval(room: Room) -> None:
    room.measure("us-1", "60.25", "US")
    found = room.indicator()
    assert (found["p"], found["ps"]) == (pytest.approx(P), pytest.approx(PS))
    assert interval(found) == pytest.approx([DOCUMENTED * PS] * 3)
    assert "DISPUTED" not in found["flags"]


@pytest.mark.parametrize(("owner", "other"), [("US", "MX"), ("MX", "US")])
def test_rejection_without_a_value_counts_as_zero_progress(room: Room, owner: str, other: str) -> None:
    row = room.measure(f"{owner.lower()}-1", "60.25", owner)
    room.answer(f"{other.lower()}-1", row, "dispute")
    found = room.indicator()
    assert interval(found) == pytest.approx([0, DOCUMENTED * PS / 2, DOCUMENTED * PS])
    assert (found["p"], found["ps"]) == (pytest.approx(P / 2), pytest.approx(PS / 2))
    assert found["grade"] == "claimed"
    assert "DISPUTED" in found["flags"]


def test_dispute_has_no_effect_before_its_date(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    room.answer("mx-1", row, "dispute", on="2026-03-01")
    before = room.indicator(TwoDates("2026-02-28", "2026-02-28"))
    assert interval(before) == pytest.approx([DOCUMENTED * PS] * 3)
    assert "DISPUTED" in room.indicator(TwoDates("2026-03-01", "2026-03-01"))["flags"]


def test_concurrence_with_a_value_is_no_dispute(room: Room) -> None:
    room.measure("us-1", "60.25", "US")
    found = room.indicator()
    assert interval(found) == pytest.approx([DOCUMENTED * PS] * 3)
    assert "DISPUTED" not in found["flags"]


def test_dispute_by_an_observer_does_not_affect_the_score(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    room.answer("obs-1", row, "dispute", speaker="OBS", sources=("JS-2021",))
    found = room.indicator()
    assert interval(found) == pytest.approx([DOCUMENTED * PS] * 3)
    assert "DISPUTED" not in found["flags"]


def test_dispute_by_an_observer_does_not_replace_an_independent_value(room: Room) -> None:
    """Also where a side recorded that value, which gives way to the observer's own."""
    row = room.measure("us-1", "60.25", "US")
    room.measure("us-1", "50.375", "OBS")
    room.answer("obs-1", row, "dispute", speaker="OBS", sources=("JS-2021",))
    found = room.indicator()
    assert found["p"] == pytest.approx(0.25)
    assert "CONTRADICTED_US" in found["flags"]


def test_own_value_of_a_side_replaces_its_rejection(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    room.measure("mx-1", "50.375", "MX")
    room.answer("mx-1", row, "dispute")
    found = room.indicator()
    mexico = DOCUMENTED * (0.5 * 0.25 + 0.5 * 0.125)
    assert interval(found) == pytest.approx([mexico, (mexico + DOCUMENTED * PS) / 2, DOCUMENTED * PS])


def test_verified_independent_value_sets_the_score_but_keeps_the_interval(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    room.answer("mx-1", row, "dispute")
    room.measure("obs-1", "60.25", "OBS", grade="verified")
    found = room.indicator()
    assert interval(found) == pytest.approx([0, VERIFIED * PS, VERIFIED * PS])
    assert "DISPUTED_VERIFIED" in found["flags"]
    assert "CONTRADICTED_MX" in found["flags"]


def test_dispute_of_an_independent_value_counts(room: Room) -> None:
    row = room.measure("obs-1", "60.25", "OBS", grade="documented")
    room.answer("mx-1", row, "dispute")
    found = room.indicator()
    assert interval(found) == pytest.approx([0, DOCUMENTED * PS / 2, DOCUMENTED * PS])
    assert "DISPUTED" in found["flags"]


def test_dispute_of_another_period_or_series_has_no_effect(room: Room) -> None:
    room.measure("us-1", "60.25", "US")
    elsewhere = room.measure("us-1", "99", "US", series="year-other")
    room.answer("mx-1", elsewhere, "dispute")
    assert interval(room.indicator()) == pytest.approx([DOCUMENTED * PS] * 3)
    earlier = room.measure("us-1", "60.25", "US", period="2024-01-01..2024-12-31")
    held = DOCUMENTED * P
    assert interval(room.indicator()) == pytest.approx([held] * 3)
    room.answer("mx-1", earlier, "dispute")
    assert "DISPUTED" not in room.indicator()["flags"]
    assert interval(room.indicator()) == pytest.approx([held] * 3)


def test_retracted_dispute_has_no_effect(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    entry = room.answer("mx-1", row, "dispute")
    room.desk("mx-1").write(Retract(entry=entry, reason="Written in error."))
    assert interval(room.indicator()) == pytest.approx([DOCUMENTED * PS] * 3)
