"""Two desks add a record under one id: what counts, what is displayed, and what goes on waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accordtrack.store.items import Item
from attempt_checks import check_attempt
from attempts import Attacker, Attempt, Own, Trace
from memory_register import MemoryReader
from register_picture import picture
from symmetric_register import (
    FEED,
    SIDES,
    answer,
    body,
    commitment,
    indicator,
    retract,
    source,
    status,
    symmetric_register,
    words,
)

Act = Callable[[Attacker], Any]

REAL = {"copy": "official", "publisher": "Ministry", "title": "Record of deliveries", "date": "2024-03-05"}
FALSE = {"copy": "official", "publisher": "Ministry", "title": "Admission that nothing was sent", "date": "2024-03-05"}
NOTE = ("note.add", {"text": "Words.", "said_on": "2026-01-01"})


def second(attacker: Attacker) -> str:
    return f"{attacker.me.lower()}-2"


def hidden(attacker: Attacker, *drafts: Any) -> list[Item[Any]]:  # noqa: ANN401
    """The attacker opens a second desk that claims to have seen nothing, and writes there."""
    attacker.log.open(second(attacker), seen={})
    return attacker.writes(*drafts, feed=second(attacker), seen={})


def acknowledges(attacker: Attacker) -> None:
    """The attacker's first desk writes something else, and states that it saw everything."""
    kind, note = NOTE
    attacker.writes((kind, {**note, "commitment": attacker.own(1)}))


def cited_source(attacker: Attacker) -> Act:
    """The victim cites its own source; a hidden desk adds another text under its id."""
    attacker.writes(source("NEW", **REAL), feed=FEED[attacker.them])
    attacker.writes(status(attacker.their(5), attacker.them, "completed", sources=["NEW"]), feed=FEED[attacker.them])
    acknowledges(attacker)
    return lambda one: hidden(one, source("NEW", **FALSE))


def unacknowledged_source(attacker: Attacker) -> Act:
    """The same before any desk of the attacker stated that it saw the source."""
    attacker.writes(source("NEW", **REAL), feed=FEED[attacker.them])
    attacker.writes(status(attacker.their(5), attacker.them, "completed", sources=["NEW"]), feed=FEED[attacker.them])
    return lambda one: hidden(one, source("NEW", **FALSE))


def unacknowledged_body(attacker: Attacker) -> Act:
    """The same with a body."""
    attacker.writes(body("NEW", attacker.them, speaks_for=attacker.them), feed=FEED[attacker.them])
    said = status(attacker.their(5), attacker.them, "completed", speaker_body="NEW")
    attacker.writes(said, feed=FEED[attacker.them])
    return lambda one: hidden(one, body("NEW", one.me, speaks_for=one.me))


def source_of_the_folder(attacker: Attacker) -> Act:
    """A hidden desk adds another text under the id of a source of the folder, and the first desk does."""
    del attacker

    def act(one: Attacker) -> None:
        hidden(one, source("PRESS", **FALSE))
        one.writes(source("PRESS", **FALSE))

    return act


def own_source(attacker: Attacker) -> Act:
    """The victim cites a source of the attacker, who takes it back and adds another text under its id."""
    (item,) = attacker.writes(source("NEW", **REAL))
    attacker.writes(status(attacker.their(5), attacker.them, "completed", sources=["NEW"]), feed=FEED[attacker.them])

    def act(one: Attacker) -> None:
        one.writes(retract(item))
        one.writes(source("NEW", **FALSE))

    return act


def own_source_of_an_observer(attacker: Attacker) -> Act:
    """An admitted observer cites a source of the attacker about the victim."""
    (item,) = attacker.writes(source("NEW", **REAL))
    attacker.writes(status(attacker.their(5), "OBS", "completed", sources=["NEW"]), feed="obs-1")
    return lambda one: one.writes(retract(item))


def cited_body(attacker: Attacker) -> Act:
    """The victim speaks through a body of its own; a hidden desk adds one with another name under its code."""
    attacker.writes(body("NEW", attacker.them, speaks_for=attacker.them), feed=FEED[attacker.them])
    said = status(attacker.their(5), attacker.them, "completed", speaker_body="NEW")
    attacker.writes(said, feed=FEED[attacker.them])
    acknowledges(attacker)
    return lambda one: hidden(one, body("NEW", one.me, speaks_for=one.me, name=words("Cartel liaison office")))


def proposal(attacker: Attacker) -> Act:
    """The victim proposes a commitment; the attacker adds an own action, or proposes another text, under its id."""
    attacker.writes(commitment("NEW", attacker.me, weight="3"), feed=FEED[attacker.them])

    def act(one: Attacker) -> None:
        one.writes(commitment("NEW", one.me, kind="unilateral_action", text_basis="own_text"))
        one.writes(commitment("NEW", one.me, weight="1"))

    return act


def body_of_an_observer(attacker: Attacker) -> Act:
    """An admitted observer speaks through a body that waits; the attacker adds an own body under its code."""
    attacker.writes(body("WATCH", "OBS", branch="civil"), feed="obs-1")
    for name in (attacker.their(5), attacker.own(5)):
        half = {attacker.their(5): attacker.them}.get(name, attacker.me)
        said = status(name, "OBS", "completed", "2025-02-01", sources=["PRESS"], half=half, speaker_body="WATCH")
        attacker.writes(said, feed="obs-1")

    def act(one: Attacker) -> None:
        one.writes(body("WATCH", one.me, speaks_for=one.me))
        hidden(one, body("WATCH", one.me, speaks_for=one.me))

    return act


PREPARED = (
    cited_source,
    unacknowledged_source,
    unacknowledged_body,
    source_of_the_folder,
    own_source,
    own_source_of_an_observer,
    cited_body,
    proposal,
    body_of_an_observer,
)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("prepare", PREPARED)
def test_attack_on_what_has_an_id(side: str, prepare: Callable[[Attacker], Act]) -> None:
    attacker = Attacker(symmetric_register(), side)
    act = prepare(attacker)
    prepared = attacker.log.items[attacker.start :]
    before = MemoryReader(attacker.log)
    waiting = {digest: item.waits for digest, (item, _ruling) in before.rulings(prepared).items()}
    after = Attacker(attacker.log, side)
    check_attempt(Attempt(prepare.__name__, act, Own.NOTHING, Trace.WAITS), after, before, picture(before))
    for digest, (item, ruling) in MemoryReader(attacker.log).rulings(prepared).items():
        assert (ruling.problem, item.waits) == (None, waiting[digest]), item.kind
    kept = [
        item
        for item, ruling in MemoryReader(attacker.log).rulings(after.written).values()
        if item.kind.endswith(".add") and ruling.problem is None and not item.waits and item.ref != attacker.own(1)
    ]
    assert [item for item in kept if item.ref in {"NEW", "PRESS"}] == []


def _problems(log: Any, items: list[Item[Any]]) -> list[str | None]:  # noqa: ANN401
    found = MemoryReader(log).rulings(items)
    return [ruling.problem.message if ruling.problem else None for item in items for _one, ruling in [found[item.hash]]]


REFUSED = "A record with this id already exists"


@pytest.mark.parametrize("side", SIDES)
def test_proposals_that_nobody_acknowledged_wait_side_by_side(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    theirs = attacker.writes(commitment("NEW", attacker.me, weight="3"), feed=FEED[attacker.them])
    mine = hidden(attacker, commitment("NEW", attacker.me, weight="1"))
    assert _problems(attacker.log, [*theirs, *mine]) == [None, None]
    attacker.writes(answer(theirs[0], attacker.me, on="2026-02-01"))
    facts = MemoryReader(attacker.log).facts()
    assert facts.states["NEW"].added.hash == theirs[0].hash
    assert _problems(attacker.log, mine) == ["A commitment with this id already exists"]


@pytest.mark.parametrize("side", SIDES)
def test_hidden_proposal_does_not_displace_an_own_action(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    action = commitment("NEW", attacker.them, kind="unilateral_action", text_basis="own_text")
    theirs = attacker.writes(action, feed=FEED[attacker.them])
    hidden(attacker, commitment("NEW", attacker.them, weight="9"))
    assert MemoryReader(attacker.log).facts().states["NEW"].added.hash == theirs[0].hash


OF_ANOTHER_KIND = {
    "statement": lambda one: (
        next(item for item in one.log.items if item.kind == "status.report" and item.feed == "obs-0").id
    ),
    "commitment": lambda one: one.their(1),
    "source": lambda _one: "PRESS",
    "indicator": lambda one: one.gauge(one.them),
}


@pytest.mark.parametrize("hide", [False, True])
@pytest.mark.parametrize("taken", OF_ANOTHER_KIND.values(), ids=OF_ANOTHER_KIND)
@pytest.mark.parametrize("side", SIDES)
def test_no_record_takes_the_id_of_another_kind(side: str, taken: Callable[[Attacker], str], *, hide: bool) -> None:
    attacker = Attacker(symmetric_register(), side)
    draft = body(taken(attacker), side, speaks_for=side)
    items = hidden(attacker, draft) if hide else attacker.writes(draft)
    assert _problems(attacker.log, items) == [REFUSED]


@pytest.mark.parametrize("side", SIDES)
def test_what_had_not_seen_a_record_of_another_kind_keeps_its_id(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    early = attacker.log.heads(FEED[attacker.them])
    mine = attacker.writes(source("NEW", **REAL))
    theirs = attacker.writes(body("NEW", attacker.them, speaks_for=attacker.them), feed=FEED[attacker.them], seen=early)
    assert _problems(attacker.log, [*mine, *theirs]) == [None, None]


@pytest.mark.parametrize("side", SIDES)
def test_an_id_is_free_again_once_its_record_was_taken_back(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    (wrong,) = attacker.writes(source("NEW", **REAL))
    attacker.writes(retract(wrong))
    assert _problems(attacker.log, attacker.writes(body("NEW", side, speaks_for=side))) == [None]


@pytest.mark.parametrize("side", SIDES)
def test_own_source_that_nobody_else_cites_can_be_corrected(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    (wrong,) = attacker.writes(source("NEW", copy="partisan", title="A typing error"))
    attacker.writes(status(attacker.own(5), side, "completed", "2024-03-06", sources=["NEW"]))
    attacker.writes(retract(wrong))
    right = attacker.writes(source("NEW", **REAL))
    (said,) = attacker.writes(status(attacker.own(5), side, "completed", "2024-03-07", sources=["NEW"]))
    assert _problems(attacker.log, right) == [None]
    facts = MemoryReader(attacker.log).facts()
    assert facts.sources["NEW"].title == REAL["title"]
    (half,) = facts.states[attacker.own(5)].halves
    assert (half.claim and half.claim.hash, half.grade) == (said.hash, "documented")


@pytest.mark.parametrize("side", SIDES)
def test_desk_that_nobody_admitted_reserves_no_id(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    attacker.log.open("obs-9")
    (squat,) = attacker.writes(source("NEW", **FALSE), feed="obs-9")
    right = attacker.writes(source("NEW", **REAL), feed=FEED[attacker.them])
    assert _problems(attacker.log, [squat, *right]) == [REFUSED, None]
    assert MemoryReader(attacker.log).facts().sources["NEW"].title == REAL["title"]


def test_without_any_sign_of_who_was_first_the_clock_decides() -> None:
    log = symmetric_register()
    early = log.heads()
    (first,) = log.act("us-1", source("NEW", **REAL), seen=early)
    (later,) = log.act("mx-1", source("NEW", **FALSE), seen=early)
    found = sorted([first, later], key=lambda item: (item.lc, item.feed))
    assert _problems(log, found) == [None, REFUSED]
    kind, note = NOTE
    log.act("us-1", (kind, {**note, "commitment": "S-US-1"}))
    assert _problems(log, found) == [None, REFUSED], "both were shown at once"


@pytest.mark.parametrize("side", SIDES)
def test_statement_keeps_its_body_though_another_one_holds_the_code(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    attacker.writes(body("NEW", attacker.them, speaks_for=attacker.them), feed=FEED[attacker.them])
    (said,) = attacker.writes(
        status(attacker.their(5), attacker.them, "completed", speaker_body="NEW"), feed=FEED[attacker.them]
    )
    hidden(
        attacker,
        body("NEW", attacker.me, speaks_for=attacker.me),
        status(attacker.own(5), attacker.me, "completed", speaker_body="NEW"),
    )
    assert _problems(attacker.log, [said]) == [None]


def test_same_record_added_twice_is_no_conflict() -> None:
    log = symmetric_register()
    early = log.heads()
    twice = [*log.act("us-1", source("NEW", **REAL), seen=early), *log.act("mx-1", source("NEW", **REAL), seen=early)]
    assert _problems(log, twice) == [None, None]


def test_indicator_added_again_by_a_desk_that_saw_it_is_refused() -> None:
    log = symmetric_register()
    again = log.act("us-1", indicator("firearms-mx", "US"))
    assert _problems(log, again) == [REFUSED]
