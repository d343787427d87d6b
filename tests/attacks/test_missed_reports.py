"""A report that a side missed stays missed when it states one later with an earlier date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection.review_rules import review
from attack_room import Room
from memory_register import TODAY, MemoryReader
from symmetric_register import SIDES, amend, answer, status

if TYPE_CHECKING:
    from accordtrack.types import ReviewView

AT = TwoDates("2026-09-30", "2026-09-30")
DUE, IN_TIME, LATER = "2026-09-15", "2026-09-10", "2026-09-29"


class Owing(Room):
    """A side whose own commitment asks for a report by the 15th of each month, as both sides agreed."""

    def __init__(self, side: str, rule: str = "DTSTART:20260115 RRULE:FREQ=MONTHLY", number: int = 1) -> None:
        super().__init__(side)
        self.ref = self.own(number)
        (item,) = self.writes(amend(self.ref, {"review_rule": rule}, side))
        self.writes(answer(item, self.them), feed=self.victim)

    def reports(self, said_on: str, recorded_on: str) -> None:
        self.writes(status(self.ref, self.me, "limited", said_on), recorded_on=recorded_on)

    def review(self) -> ReviewView:
        found = review(MemoryReader(self.log, AT).facts().states[self.ref], AT.as_of)
        assert found is not None
        assert found.last_on == DUE
        return found


@pytest.fixture(params=SIDES)
def owing(request: pytest.FixtureRequest) -> Owing:
    return Owing(request.param)


def test_a_statement_recorded_later_with_an_earlier_date_is_no_report(owing: Owing) -> None:
    assert owing.review().missed == (owing.me,)
    owing.reports(IN_TIME, LATER)
    assert owing.review().missed == (owing.me,)


def test_a_clock_set_back_makes_no_report(owing: Owing) -> None:
    owing.writes(("note.add", {"commitment": owing.own(2), "text": "Seen.", "said_on": LATER}), recorded_on=LATER)
    owing.reports(IN_TIME, IN_TIME)
    assert owing.review().missed == (owing.me,)


@pytest.mark.parametrize(("said_on", "recorded_on"), [(IN_TIME, IN_TIME), (DUE, "2026-09-16")])
def test_a_statement_recorded_in_time_is_a_report(owing: Owing, said_on: str, recorded_on: str) -> None:
    """The log states times in UTC, so the next day may be the same one where the desk is."""
    owing.reports(said_on, recorded_on)
    assert owing.review().missed == ()


@pytest.mark.parametrize("side", SIDES)
def test_what_the_data_folder_says_keeps_its_day(side: str) -> None:
    """It was compiled later from what was published by then."""
    owing = Owing(side, "DTSTART:20221215 RRULE:FREQ=MONTHLY;UNTIL=20230120", number=3)
    state = MemoryReader(owing.log, AT).facts().states[owing.ref]
    said = next(item for item in state.statuses if item.feed == "obs-0")
    assert (said.body.said_on, said.at[:10]) == ("2023-01-01", TODAY)
    found = review(state, AT.as_of)
    assert found is not None
    assert (found.since, found.last_on, found.missed) == ("2022-12-15", "2023-01-15", ())
