"""A completion that the other side disputes takes no report that both sides agreed on out of the calendar."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from accordtrack.projection.calendar_days import report_days
from accordtrack.service import open_register
from accordtrack.types.intents import AddRecord, ReportStatus, TakePosition
from attack_room import Room
from memory_register import TODAY as PRESENT
from memory_register import MemoryReader
from registers import NEW, TODAY, accept_everything, small_register
from symmetric_register import FEED, OTHER, SIDES, amend, answer, status

if TYPE_CHECKING:
    from pathlib import Path

    from accordtrack.types.intents import Intent

CLEAR = "TLP:CLEAR"
LEADS = {"US": "ATF", "MX": "SSPC"}


class Owing(Room):
    """A side whose own commitment asks for a report each month, as both sides agreed."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.ref = self.own(4)
        (rule,) = self.writes(amend(self.ref, {"review_rule": "FREQ=MONTHLY"}, side))
        self.writes(answer(rule, self.them), feed=self.victim)

    def still_due(self) -> set[bool]:
        state = MemoryReader(self.log).facts().states[self.ref]
        return {day.stands for day in report_days(state, PRESENT, every=False)}


@pytest.mark.parametrize("side", SIDES)
def test_a_disputed_completion_ends_no_report(side: str) -> None:
    room = Owing(side)
    assert room.still_due() == {True}
    (claim,) = room.writes(status(room.ref, side, "completed", "2026-06-01"))
    assert room.still_due() == {False}
    room.writes(answer(claim, room.them, "dispute", on="2026-06-02", proposed_status="limited"), feed=room.victim)
    assert room.still_due() == {True}


@pytest.mark.parametrize("side", SIDES)
def test_two_desks_of_a_side_that_differ_end_no_report(side: str) -> None:
    room = Owing(side)
    room.log.open(room.second)
    seen = room.log.heads(room.second)
    room.writes(status(room.ref, side, "limited", "2026-06-01"))
    room.writes(status(room.ref, side, "completed", "2026-06-01"), feed=room.second, seen=seen)
    assert room.still_due() == {True}


@pytest.mark.parametrize("side", SIDES)
def test_the_calendar_says_that_a_completion_is_disputed(side: str, tmp_path: Path) -> None:
    register, ref = small_register(tmp_path), f"FW-{side}-71"

    def writes(who: str, *intents: Intent) -> None:
        with closing(open_register(register, desk=FEED[who], today=TODAY)) as desk:
            desk.write(*intents)

    def calendar() -> dict[str, str]:
        out = tmp_path / "dates.ics"
        with closing(open_register(register, today=TODAY)) as desk:
            desk.export_calendar(out, every=True, force=True)
        events = out.read_text(encoding="utf-8").replace("\n ", "").replace("\\", "").split("BEGIN:VEVENT")
        return {kind: next(one for one in events if f"UID:{kind}.{ref}" in one) for kind in ("deadline", "report")}

    fields = {name: value for name, value in NEW.items() if name != "lead.US"}
    fields |= {"id": ref, "responsible_side": side, f"lead.{side}": LEADS[side], "review_rule": "FREQ=MONTHLY"}
    writes(side, AddRecord(kind="commitment", fields=fields))
    accept_everything(register, by=FEED[OTHER[side]])
    proof = ("https://example.org/x",)
    writes(side, ReportStatus(commitment=ref, status="completed", note="Done.", evidence=proof, handling=CLEAR))
    done = calendar()
    assert "the other government disagrees" not in "".join(done.values())
    assert "STATUS:CANCELLED" in done["report"]
    writes(OTHER[side], TakePosition(target=ref, stance="dispute", reason="Not so.", handling=CLEAR))
    disputed = calendar()
    assert all("; the other government disagrees" in event for event in disputed.values())
    assert "SUMMARY:Report due: " in disputed["report"]
    assert "Completed" not in disputed["deadline"]
