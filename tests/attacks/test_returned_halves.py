"""A half that both sides withdrew returns to scope only when both agree."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.core.dates import TwoDates
from accordtrack.projection.fold import HalfState
from accordtrack.types.intents import ReportStatus
from attempts import Attacker
from memory_register import MemoryReader
from register_picture import moved_numbers, picture
from registers import TODAY, concur, small_register
from symmetric_register import FEED, OTHER, SIDES, answer, status, symmetric_register

pytestmark = pytest.mark.sweep


class Withdrawn(Attacker):
    """A side whose withdrawal of its half of a commitment the other side accepted."""

    def __init__(self, side: str, ref: str = "", *, accepted: bool = True) -> None:
        super().__init__(symmetric_register(), side)
        self.ref = ref or self.own(2)
        self.withdrawal = self.says("withdrawn", "2026-04-01")
        if accepted:
            self.concurs(self.withdrawal, "2026-04-02")

    def says(self, value: str, on: str, **fields: object) -> Any:  # noqa: ANN401
        return self.writes(status(self.ref, self.me, value, on, **fields))[0]

    def concurs(self, item: Any, on: str) -> Any:  # noqa: ANN401
        return self.writes(answer(item, self.them, on=on), feed=FEED[self.them])[0]

    def half(self) -> HalfState:
        halves = MemoryReader(self.log).facts().states[self.ref].halves
        return next(half for half in halves if half.side == self.me)

    def waits(self, item: Any) -> tuple[str, ...]:  # noqa: ANN401
        return MemoryReader(self.log).rulings([item])[item.hash][0].waits


@pytest.mark.parametrize("value", ["completed", "limited", "reversed"])
@pytest.mark.parametrize("speaker", ["own", "JOINT"])
@pytest.mark.parametrize("on", ["2026-05-01", "2024-01-01"])
@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("side", SIDES)
def test_a_status_alone_returns_nothing_to_scope(*, side: str, joint: bool, on: str, speaker: str, value: str) -> None:
    one = Withdrawn(side, "S-JT-2" if joint else "")
    before = picture(MemoryReader(one.log))
    told = {"own": side}.get(speaker, speaker)
    back = one.writes(status(one.ref, told, value, on, sources=["JS"]))[0]
    assert one.waits(back) == (one.them,)
    assert moved_numbers(before, picture(MemoryReader(one.log))) == {}
    assert not one.half().in_scope
    claim = one.half().claim
    assert claim is not None
    assert claim.hash == one.withdrawal.hash


@pytest.mark.parametrize("side", SIDES)
def test_a_second_status_or_a_withdrawal_between_returns_nothing(side: str) -> None:
    one = Withdrawn(side)
    for value in ("completed", "withdrawn", "limited", "completed"):
        one.says(value, "2026-05-01")
    assert not one.half().in_scope
    assert one.half().status == "withdrawn"


@pytest.mark.parametrize("side", SIDES)
def test_another_desk_or_old_heads_return_nothing(side: str) -> None:
    one = Withdrawn(side)
    early = dict.fromkeys(one.log.heads(one.feed), 1)
    one.writes(status(one.ref, side, "completed", "2026-05-01"), seen=early)
    assert not one.half().in_scope
    other = f"{side.lower()}-2"
    one.log.open(other, seen={})
    one.writes(status(one.ref, side, "completed", "2026-05-01"), feed=other, seen={})
    assert not one.half().in_scope


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_a_status_for_a_later_day_does_not_return_the_half_on_that_day(side: str, *, before: bool) -> None:
    one = Withdrawn(side, accepted=False)
    ahead = {"effective_on": "2026-12-01", "said_on": "2026-03-31"}
    early = one.says("completed", "2026-03-31", **ahead)
    withdrawal = one.says("withdrawn", "2026-04-01") if before else one.withdrawal
    one.concurs(withdrawal, "2026-04-02")
    assert one.waits(early) == (one.them,)
    halves = MemoryReader(one.log, TwoDates("2026-12-02", "2026-12-02")).facts().states[one.ref].halves
    assert [(half.status, half.in_scope) for half in halves] == [("withdrawn", False)]


@pytest.mark.parametrize("side", SIDES)
def test_a_concurrence_dated_back_does_not_undo_a_return(side: str) -> None:
    one = Withdrawn(side, accepted=False)
    back = one.says("completed", "2026-05-01")
    one.concurs(one.withdrawal, "2026-04-02")
    assert (one.waits(back), one.half().status) == ((), "completed")


@pytest.mark.parametrize("side", SIDES)
def test_the_other_side_agrees_to_the_return(side: str) -> None:
    one = Withdrawn(side)
    back = one.says("completed", "2026-05-01")
    one.concurs(back, "2026-05-02")
    assert one.waits(back) == ()
    assert (one.half().in_scope, one.half().status, one.half().standing) == (True, "completed", "agreed")
    later = one.says("limited", "2026-05-03")
    assert one.waits(later) == ()
    assert one.half().status == "limited"


@pytest.mark.parametrize("side", SIDES)
def test_a_side_takes_back_a_withdrawal_that_waits(side: str) -> None:
    one = Withdrawn(side, accepted=False)
    back = one.says("completed", "2026-05-01")
    assert one.waits(back) == ()
    assert one.half().status == "completed"
    one.concurs(one.withdrawal, "2026-05-02")
    assert (one.waits(back), one.half().status) == ((), "completed")


@pytest.mark.parametrize("side", SIDES)
def test_the_return_is_listed_and_accepted_in_a_file(side: str, tmp_path: Path) -> None:
    register, ref = small_register(tmp_path), f"FW-{side}-01"

    def desk(who: str) -> Any:  # noqa: ANN401
        return closing(service.open_register(register, desk=FEED[who], today=TODAY))

    def report(value: str, on: str) -> Any:  # noqa: ANN401
        with desk(side) as mine:
            intent = ReportStatus(commitment=ref, status=value, note="Words.", effective_on=on, said_on=on)
            return mine.write(intent)

    def is_open() -> bool:
        with desk(side) as mine:
            return bool(mine.listing(f"id:{ref} open:{side}").keys)

    withdrawal = report("withdrawn", "2026-11-10")
    with desk(OTHER[side]) as theirs:
        concur(theirs, withdrawal)
    back = report("limited", "2026-11-12")
    assert not is_open()
    with desk(OTHER[side]) as theirs:
        assert [entry.hash for act in theirs.pending(OTHER[side]) for entry in act.entries] == [*back.hashes]
        concur(theirs, back)
    assert is_open()
