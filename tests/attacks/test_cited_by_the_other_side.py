"""A side takes back a source or body on which the other side relies, to put another one under the same id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.store.items import Item
from attack_room import Room, note, now, waits
from memory_register import Draft, MemoryReader, MemoryRegister
from register_picture import moved
from symmetric_register import (
    FEED,
    OTHER,
    SIDES,
    WORDS,
    amend,
    answer,
    body,
    commitment,
    folder,
    indicator,
    retract,
    source,
    status,
    target,
)

NAME = "NEW"
REAL = {"copy": "official", "publisher": "Ministry", "title": "Record of deliveries", "date": "2024-03-05"}
FALSE = {"copy": "partisan", "publisher": "A lobby", "title": "Admission that nothing was sent", "date": "2026-12-31"}


def conflict(room: Room) -> Draft:
    """Two claims; that of the other side cites the source."""
    claims = [
        {"speaker": side, "said_on": "2026-01-01", "text": WORDS, "sources": [cited]}
        for side, cited in ((room.me, "JS"), (room.them, NAME))
    ]
    about = {"commitments": [room.joint(1)]}
    fields = {"about": about, "claims": claims, "may_explain": WORDS, "would_settle": WORDS}
    return "conflict.record", {"id": "CF-1", "title": WORDS, **fields}


CITING: dict[str, Callable[[Room], Draft]] = {
    "commitment": lambda _one: commitment("NEW-1", "JOINT", sources=[NAME]),
    "sources": lambda one: amend(one.joint(1), {"sources": [NAME]}, one.me),
    "source of a change": lambda one: amend(one.joint(1), {"weight": "2"}, one.me, sources=[NAME]),
    "conflict": conflict,
    "target": lambda one: indicator("labs", one.them, target=target("9", source=NAME)),
    "amended target": lambda one: amend(
        one.gauge(one.them), {"target": target("9", source=NAME)}, one.me, kind="indicator"
    ),
    "status": lambda one: status(one.joint(2), one.me, "limited", "2026-05-01", sources=[NAME]),
}


def check_nothing_moves(room: Room, item: Item[Any], other: Draft) -> None:
    """Take back a record and add another under its id, also from a desk that states that it has seen nothing."""
    before = now(room.log)
    (back,) = room.writes(retract(item))
    assert waits(room.log, back) == (room.them,)
    (swapped,) = room.writes(other)
    room.log.open(room.second, seen={})
    (hidden,) = room.writes(other, feed=room.second, seen={})
    assert moved(before, now(room.log)) == {}
    ruled = MemoryReader(room.log).rulings([swapped, hidden]).values()
    assert [ruling.problem is not None for _item, ruling in ruled] == [True, True]


@pytest.mark.parametrize("citing", CITING.values(), ids=CITING)
@pytest.mark.parametrize("side", SIDES)
def test_no_other_source_comes_under_what_the_other_side_accepted(side: str, citing: Callable[[Room], Draft]) -> None:
    room = Room(side)
    (item,) = room.writes(source(NAME, **REAL))
    (proposal,) = room.writes(citing(room))
    room.writes(answer(proposal, room.them, on="2026-05-02"), feed=room.victim)
    check_nothing_moves(room, item, source(NAME, **FALSE))


def evaluation(room: Room) -> Draft:
    """A published evaluation that the body made."""
    about = {"commitments": [room.joint(1)]}
    made = {"about": about, "made_by": ["OFFICE"], "published_on": "2026-01-01", "sources": ["PRESS"]}
    found = {"id": "EV-1", "question": WORDS, "finding": WORDS, "finds": "undecided", "design": "audit"}
    return "evaluation.record", {**found, **made}


NAMING_A_BODY: dict[str, Callable[[Room], Draft]] = {
    "lead": lambda one: commitment("NEW-1", "JOINT", lead={one.me: "OFFICE"}),
    "made by": evaluation,
}


@pytest.mark.parametrize("naming", NAMING_A_BODY.values(), ids=NAMING_A_BODY)
@pytest.mark.parametrize("side", SIDES)
def test_no_other_body_comes_under_what_the_other_side_accepted(side: str, naming: Callable[[Room], Draft]) -> None:
    room = Room(side)
    (item,) = room.writes(body("OFFICE", side, speaks_for=side))
    (proposal,) = room.writes(naming(room))
    room.writes(answer(proposal, room.them, on="2026-05-02"), feed=room.victim)
    check_nothing_moves(room, item, body("OFFICE", side, name={"en": "Lobby", "es": "Cabildeo"}))


@pytest.mark.parametrize("side", SIDES)
def test_a_side_takes_back_a_source_on_which_nobody_else_relies(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(source(NAME, **REAL))
    room.writes(status(room.own(1), side, "limited", "2026-05-01", sources=[NAME]))
    room.writes(amend(room.joint(1), {"sources": [NAME]}, side))
    room.writes(note(room.own(1)), feed=room.victim)
    (back,) = room.writes(retract(item))
    assert waits(room.log, back) == ()


@pytest.mark.parametrize("side", SIDES)
def test_the_source_of_a_disputed_statement_is_not_exchanged(side: str) -> None:
    """The other side disputed the statement for its source, so another one under the same id would answer it."""
    room = Room(side)
    (item,) = room.writes(source(NAME, **REAL))
    (said,) = room.writes(status(room.own(1), side, "limited", "2026-05-01", sources=[NAME]))
    room.writes(answer(said, room.them, "dispute", on="2026-05-02"), feed=room.victim)
    (back,) = room.writes(retract(item))
    assert waits(room.log, back) == (room.them,)


@pytest.mark.parametrize("side", SIDES)
def test_what_is_in_force_since_before_a_side_had_a_desk_holds_its_sources(side: str) -> None:
    log = MemoryRegister()
    log.open("obs-0")
    log.act("obs-0", *folder())
    feed, victim = FEED[side], FEED[OTHER[side]]
    log.open(feed, admits=["obs-0"])
    cited, own = log.act(feed, source(NAME, **REAL), source("OWN", **REAL))
    log.act(feed, commitment("NEW-1", "JOINT", sources=[NAME]))
    log.act(feed, status(f"S-{side}-1", side, "limited", "2026-01-01", sources=["OWN"]))
    log.open(victim, admits=["obs-0"])
    held, free = log.act(feed, retract(cited), retract(own))
    assert (waits(log, held), waits(log, free)) == ((OTHER[side],), ())


@pytest.mark.parametrize("side", SIDES)
def test_a_concurrence_that_had_seen_the_retraction_does_not_hold_the_source(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(source(NAME, **REAL))
    (proposal,) = room.writes(amend(room.joint(1), {"sources": [NAME]}, side))
    (back,) = room.writes(retract(item))
    room.writes(answer(proposal, room.them, on="2026-05-02"), feed=room.victim)
    assert waits(room.log, back) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_target_keeps_the_day_of_the_source_that_its_indicator_had_seen(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(source(NAME, **{**REAL, "date": "2026-05-20"}))
    (added,) = room.writes(indicator("labs", room.them, target=target("9", source=NAME)))
    room.writes(answer(added, room.them, on="2026-05-02"), feed=room.victim)

    def known(day: str) -> bool:
        return MemoryReader(room.log, TwoDates(day, day)).facts().indicators["labs"].target is not None

    assert (known("2026-05-10"), known("2026-05-20")) == (False, True)
    (back,) = room.writes(retract(item))
    room.writes(answer(back, room.them, on="2026-05-03"), feed=room.victim)
    room.writes(source(NAME, **FALSE))
    assert (known("2026-05-10"), known("2026-05-20")) == (False, True)
