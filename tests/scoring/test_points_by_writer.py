"""The points of each day are those of the entries of that day, and of the desk that wrote them, although both sides write."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.kinds import KINDS
from accordtrack.scoring import parameter_file
from accordtrack.scoring.rollup import NodeResult
from accordtrack.scoring.running_score import Card
from accordtrack.scoring.score_changes import EntryContext, explain
from accordtrack.store.items import Item
from accordtrack.types import ThreeNumbers
from accordtrack.vocabulary import COMPILER, Side
from memory_register import Draft, MemoryReader, MemoryRegister
from symmetric_register import FEED, OTHER, SIDES, amend, answer, evidence, status, symmetric_register, value, withdraw

BEGIN, END = "2025-12-31", "2026-03-15"
CARDS = (Card("accord"), Card("side", "US"), Card("side", "MX"))
STATUSES = ("completed", "substantial", "limited", "not_started")


class Writing:
    """Both sides write by turns, one act a day, and answer each other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.log = symmetric_register()
        self.start = len(self.log.items)
        self.waiting: list[Item[Any]] = []
        self.answers: list[Item[Any]] = []

    def write(self, *, late: bool) -> MemoryRegister:
        """Return the log of two months. If ``late``, what was said is recorded in another order."""
        day, days = date.fromisoformat(BEGIN), []
        acts: tuple[Callable[[str, str], Draft | None], ...] = (
            self._status,
            self._answer,
            self._proof,
            self._change,
            self._joint,
            self._concur,
            self._concur,
            self._value,
            self._take_back,
        )
        while (day := day + timedelta(days=self.random.choice((1, 2, 3)))) < date.fromisoformat("2026-02-28"):
            days.append(day)
        if late:
            self.random.shuffle(days)
        for day in days:
            side = self.random.choice(SIDES)
            act = self.random.choice(acts)
            draft = act(side, day.isoformat()) if day.isoformat() != "2026-02-01" else None  # values are released then
            if draft is not None:
                (item,) = self.log.act(FEED[side], draft)
                self.waiting += [item] if act in {self._change, self._joint} else []
                self.answers += [item] if act == self._answer else []
        return self.log

    def _ref(self, *owners: str) -> str:
        return f"S-{self.random.choice(owners)}-{self.random.randint(1, 5)}"

    def _claim(self, speaker: str) -> Item[Any]:
        claims = [one for one in self.log.items if one.kind == "status.report" and one.body.speaker == speaker]
        return self.random.choice(claims[-8:])

    def _status(self, side: str, day: str) -> Draft:
        return status(self._ref(side, "JT", OTHER[side]), side, self.random.choice(STATUSES), day)

    def _joint(self, _side: str, day: str) -> Draft:
        return status(self._ref("JT"), "JOINT", self.random.choice(STATUSES), day, sources=["JS"])

    def _answer(self, side: str, day: str) -> Draft:
        return answer(self._claim(OTHER[side]), side, self.random.choice(("dispute", "concur")), day)

    def _proof(self, side: str, day: str) -> Draft:
        claim = self._claim(side)
        last = date.fromisoformat(day) + timedelta(days=self.random.randint(1, 9))
        return evidence(claim.ref, side, [claim], day, sources=["JS"], expires_on=last.isoformat())

    def _change(self, side: str, day: str) -> Draft:
        later = date.fromisoformat(day) + timedelta(days=5)
        changes = ({"weight": "7"}, {"theme": "health"}, {"agreed_on": later.isoformat()}, {"verifiable": False})
        return amend(self._ref(side, "JT"), self.random.choice(changes), side, on=day)

    def _concur(self, side: str, day: str) -> Draft | None:
        found = [one for one in self.waiting if one.feed != FEED[side]]
        return answer(self.random.choice(found), side, on=day) if found else None

    def _value(self, side: str, day: str) -> Draft:
        return value(f"firearms-{side.lower()}", 2025, self.random.randint(10, 90), side, published_on=day)

    def _take_back(self, side: str, day: str) -> Draft | None:
        found = [one for one in self.answers if one.feed == FEED[side]]
        return withdraw(found.pop(), day) if found else None


def numbers(log: MemoryRegister, day: str) -> list[ThreeNumbers]:
    """The numbers of the cards by an ordinary score of a day."""
    found = MemoryReader(log, TwoDates(day, day)).score()
    whole = found.overall
    every = [ThreeNumbers(_shown(whole.delivery), whole.trend.score if whole.trend else None, _shown(whole.attainment))]
    sides = [found.sides[side] for side in Side]
    return every + [ThreeNumbers(_shown(one.delivery), None, _shown(one.attainment)) for one in sides]


def _shown(node: NodeResult | None) -> float | None:
    return node.displayed_score if node else None


@pytest.mark.sweep
@pytest.mark.parametrize(("seed", "late"), [(0, False), (1, True), (2, False), (3, True)])
def test_each_entry_has_its_own_points_while_both_sides_write(seed: int, *, late: bool) -> None:
    writing = Writing(seed)
    log = writing.write(late=late)
    reader = MemoryReader(log)
    places = {(one.feed, one.seq): one for one in log.items}
    context = EntryContext(reader._world.history, "2020-01-01", places, lambda _name: None, reader._world.cited)
    method = parameter_file.standard_method()
    told = [explain(reader._standing, card, (BEGIN, END), context, method).changes for card in CARDS]
    writers: dict[str, set[str]] = {}
    for item in log.items[writing.start :]:
        writers.setdefault(max(KINDS[item.kind].dates(item.body)), set()).add(item.feed)
    assert {change.feed for changes in told for change in changes} > {*FEED.values()}, "both sides moved a number"
    before, day = numbers(log, BEGIN), date.fromisoformat(BEGIN)
    while (day := day + timedelta(days=1)) <= date.fromisoformat(END):
        now = numbers(log, day.isoformat())
        for number, changes in enumerate(told):
            found = [change for change in changes if change.day == day.isoformat()]
            for name in ("delivery", "trend", "attainment"):
                moved = (getattr(now[number], name) or 0.0) - (getattr(before[number], name) or 0.0)
                assert sum(getattr(one.points, name) for one in found) == pytest.approx(moved, abs=1e-9), (day, name)
            for one in found:
                if one.feed not in {None, COMPILER}:
                    assert {entry.id.rpartition("-")[0] for entry in one.entries} == {one.feed}
                    accepts = all(entry.proposal for entry in one.entries)
                    assert accepts or one.feed in writers[day.isoformat()], day
        before = now
