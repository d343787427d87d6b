"""Answers to values, targets of both sides, rows of later dates: what may change a score, and what may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack.ledger.indicators import Target
from accordtrack.projection.amendments import chosen_target
from accordtrack.types.intents import WithdrawPosition
from method_example import definition, measurement
from statement_scores import AGREED, DUE, leaf, linked, scored, told
from value_disputes import DOCUMENTED, PS, Room, interval


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_withdrawn_dispute_of_a_value_has_no_effect(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    entry = room.answer("mx-1", row, "dispute")
    room.desk("mx-1").write(WithdrawPosition(target=entry))
    assert interval(room.indicator()) == pytest.approx([DOCUMENTED * PS] * 3)


def test_later_concurrence_ends_the_dispute_of_a_value(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    room.answer("mx-1", row, "dispute")
    room.answer("mx-1", row, "concur", on="2026-04-01")
    assert interval(room.indicator()) == pytest.approx([DOCUMENTED * PS] * 3)


def test_value_recorded_by_an_observer_outranks_the_sides_rejection(room: Room) -> None:
    row = room.measure("us-1", "60.25", "US")
    room.measure("obs-1", "50.375", "MX")
    room.answer("mx-1", row, "dispute")
    assert room.indicator()["lo"] == pytest.approx(DOCUMENTED * (0.5 * 0.25 + 0.5 * 0.125))


def test_later_row_of_another_series_does_not_change_an_earlier_score() -> None:
    one = told("US")
    linked(one, "R")
    start, end = {"value": "0", "on": AGREED}, {"value": "100", "by": DUE, "set_by": "agreed"}
    defined = definition("R", "outcome", "increase", headline_series=None, baseline=start, target=end)
    row = measurement("R", "2026-04-01", "2026-06-30", "OBS", 50.0, "verified")
    later = row.model_copy(update={"series": "t", "period_end": "2026-09-30", "published_on": "2027-01-01"})
    assert leaf(scored(one, indicators=[defined], rows={"R": [("a", row), ("b", later)]}))["score"] == 50


def test_chosen_target_does_not_depend_on_the_side() -> None:
    def target(side: str, value: str) -> dict[str, object]:
        return {"target": {"value": value, "by": DUE, "set_by": side}, "baseline": None}

    def chosen(us: str, mx: str) -> Target | None:
        beside = {"US": target("US", us), "MX": target("MX", mx)}
        return chosen_target(definition("R", "outcome", "increase", beside=beside), every=True)[0]

    one, other = chosen("1", "2"), chosen("2", "1")
    assert one is not None
    assert other is not None
    assert one.value == other.value, "with the sides exchanged the same number is chosen"
