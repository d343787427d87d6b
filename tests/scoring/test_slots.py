"""Which record stands for a party in a slot, and which slot is now, held against the order that the method writes down."""

from __future__ import annotations

import math
from dataclasses import replace
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordtrack.core.dates import TwoDates
from accordtrack.scoring import flags, views
from accordtrack.scoring.indicator import assess
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.slots import records_by_slot
from accordtrack.scoring.values import Indicator, Leaf, Record
from accordtrack.vocabulary import Grade, Level, Speaker
from selection import examples

AT = TwoDates("2026-06-30", "2026-09-30")
PERIODS = (
    "2024-12-31",
    "2025-01-01",
    "2025-11-30",
    "2025-12-31",
    "2026-01-31",
    "2026-03-31",
    "2026-06-30",
    "2026-07-01",
)
RELEASES = ("2026-07-15", "2026-09-30", "2026-10-01")
ORDER = attrgetter("standing", "published", "period", "id")
"""A party's own record after what others say of it; the latest published, the later period, the greater id."""
records = st.builds(
    Record,
    st.sampled_from([Speaker.US, Speaker.MX, Speaker.OBS]),
    st.sampled_from(PERIODS),
    st.sampled_from(RELEASES),
    st.just(Grade.DOCUMENTED),
    st.just(1.0),
    rejects=st.booleans(),
    id=st.sampled_from("abc"),
    by=st.sampled_from(["", "US", "MX", "OBS"]),
)
indicators = st.builds(
    Indicator,
    st.just("i"),
    st.just(Level.OUTCOME),
    st.just(0.0),
    st.just(1.0),
    st.sampled_from([None, "2025-01-01"]),
    st.just(None),
    st.lists(records, max_size=9).map(tuple),
    step=st.sampled_from([None, 0, 1, 3, 12]),
)


def expected_slots(indicator: Indicator) -> dict[int, dict[Speaker, Record]]:
    """Slots as the method tells them: the later one in the order takes the place of the earlier one."""
    held = [
        one
        for one in indicator.records
        if (indicator.t0 or "") <= one.period <= AT.as_of and one.published <= AT.known_on
    ]
    ends = sorted({one.period for one in held})
    found: dict[int, dict[Speaker, Record]] = {}
    for one in sorted(held, key=ORDER):
        months = 12 * int(one.period[:4]) + int(one.period[5:7]) - 1
        slot = 0 if indicator.step is None else months // indicator.step if indicator.step else ends.index(one.period)
        found.setdefault(slot, {})[one.party] = one
    return found


@examples(600)
@given(indicators)
def test_last_record_of_each_party_fills_its_slot(
    one: Indicator,
) -> None:
    found = records_by_slot(one, AT)
    assert found == expected_slots(one)
    spoken = [slot for slot, held in found.items() if not all(record.rejects for record in held.values())]
    assert views.current_slot(found) == max(spoken, default=None)


@pytest.mark.parametrize(("max_age", "stale"), [(180, True), (181, False)])
def test_slot_age_is_that_of_its_latest_value(max_age: int, stale: bool) -> None:  # noqa: FBT001 - a case
    first = Record(Speaker.US, "2025-01-01", "2026-01-15", Grade.DOCUMENTED, 0.5)
    held = (first, replace(first, party=Speaker.MX, period="2025-12-31"))
    one = Indicator("i", Level.OUTCOME, 0.0, 1.0, None, None, held, step=12, max_age=max_age)
    found = assess(one, Leaf("L", 0.5, 0.5, (one,)), AT, standard_method())
    assert (found.flags == (flags.STALE,), found.is_assessed) == (stale, not stale)


def test_unusable_value_is_not_counted_in_its_slot() -> None:
    held = (Record(Speaker.US, "2026-06-30", "2026-07-15", Grade.DOCUMENTED, math.inf),)
    one = Indicator("i", Level.OUTCOME, 0.0, 1.0, None, None, held)
    found = assess(one, Leaf("L", 1.0, 0.0, (one,)), AT, standard_method())
    assert (found.flags, found.values) == ((flags.UNDEFINED_VALUE,), ())
