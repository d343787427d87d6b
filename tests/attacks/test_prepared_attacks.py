"""Attacks on what the other side did just before: each has a preparation by both sides, and then one side's act alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attempt_checks import check_attempt
from attempts import Attacker, Attempt, Own, Trace
from memory_register import MemoryReader
from register_picture import picture
from symmetric_register import (
    FEED,
    SIDES,
    WORDS,
    admit,
    amend,
    body,
    evidence,
    indicator,
    source,
    status,
    symmetric_register,
    target,
)

Act = Callable[[Attacker], Any]

OFFICIAL = {"copy": "official", "publisher": "Ministry", "date": "2024-03-05"}


def note(ref: str) -> tuple[str, dict[str, Any]]:
    return "note.add", {"commitment": ref, "text": "Words.", "said_on": "2026-01-01"}


def victim(attacker: Attacker) -> str:
    return FEED[attacker.them]


def sources_for_an_observer(attacker: Attacker) -> Act:
    """The victim's sources, from which an observer corroborates; then worse ones under the same ids, as if written before."""
    early = attacker.log.heads(attacker.feed)
    names = {"NEW-A": "Reuters", "NEW-B": "El Universal"}
    attacker.writes(*[note(attacker.their(1))] * 3, feed=victim(attacker))
    for name, producer in names.items():
        attacker.writes(source(name, **{**OFFICIAL, "publisher": producer}), feed=victim(attacker))
    claim = attacker.claim(attacker.their(2), attacker.them)
    proof = evidence(attacker.their(2), "OBS", [claim], grade="corroborated", sources=list(names))
    attacker.writes(proof, feed="obs-1")

    def act(one: Attacker) -> None:
        for name in names:
            one.writes(source(name, copy="partisan", publisher="Somebody", date="2020-01-01"), seen=early)

    return act


def sources_of_an_unknown_desk(attacker: Attacker) -> Act:
    """A source on which the victim's claim rests, then the same id by an observer's desk that nobody admitted."""
    attacker.writes(source("NEW", **OFFICIAL), feed=victim(attacker))
    attacker.writes(status(attacker.their(5), attacker.them, "completed", sources=["NEW"]), feed=victim(attacker))

    def act(one: Attacker) -> None:
        one.log.open("obs-9")
        one.writes(source("NEW", copy="partisan", publisher="Somebody", date="2020-01-01"), feed="obs-9")

    return act


def lead(attacker: Attacker) -> Act:
    """The victim names another lead of its own; then the attacker does, with the victim's lead as it stands."""
    attacker.writes(body("THEIR-OFFICE", attacker.them, speaks_for=attacker.them), feed=victim(attacker))
    attacker.writes(body("MY-OFFICE", attacker.me, speaks_for=attacker.me))
    ref = attacker.their(1)
    changed = {attacker.them: "THEIR-OFFICE", attacker.me: None}
    attacker.writes(amend(ref, {"lead": changed}, attacker.them), feed=victim(attacker))
    return lambda one: one.writes(amend(ref, {"lead": {**changed, one.me: "MY-OFFICE"}}, one.me))


def admission(attacker: Attacker) -> Act:
    """Both sides end the admission of an observer; then one admits it again."""
    last = attacker.log.heads()["obs-1"]
    for feed in FEED.values():
        attacker.writes(admit("obs-1", until=last), feed=feed)
    ref = attacker.their(2)
    attacker.writes(status(ref, "OBS", "completed", "2026-01-01", sources=["PRESS"], half=attacker.them), feed="obs-1")
    return lambda one: one.writes(admit("obs-1"))


def handling(attacker: Attacker) -> Act:
    """The victim restricts a commitment; then the attacker proposes that both owe it."""
    ref = attacker.their(1)
    attacker.writes(amend(ref, {"handling": "TLP:AMBER"}, attacker.them), feed=victim(attacker), handling="TLP:AMBER")
    proposal = amend(ref, {"responsible_side": "JOINT"}, attacker.me)
    return lambda one: one.writes(proposal, handling="TLP:AMBER")


def producers(attacker: Attacker) -> Act:
    """An observer corroborates from two producers; then one of them becomes a body of the side that owes."""
    names = {"NEW-A": "Reuters", "NEW-B": "El Universal"}
    for name, producer in names.items():
        attacker.writes(source(name, copy="press", publisher=producer, date="2024-03-05"), feed="obs-1")
    independent = {"en": names["NEW-A"], "es": names["NEW-A"]}
    claim = attacker.claim(attacker.their(2), attacker.them)
    proof = evidence(attacker.their(2), "OBS", [claim], grade="corroborated", sources=list(names))
    attacker.writes(proof, feed="obs-1")
    return lambda one: one.writes(body("REUTERS", one.them, speaks_for=None, branch="civil", name=independent))


def own_body_with_the_name_of_a_producer(attacker: Attacker) -> Act:
    """An observer corroborates from two producers what both owe; then a side adds an own body with the name of one."""
    for name, producer in {"NEW-A": "Reuters", "NEW-B": "El Universal"}.items():
        attacker.writes(source(name, copy="press", publisher=producer, date="2024-03-05"), feed="obs-1")
    ref = attacker.joint(5)
    joint = status(ref, "JOINT", "completed", "2024-03-06", grade="corroborated", sources=["NEW-A", "NEW-B"])
    attacker.writes(joint, feed="obs-1")
    named = {"en": "Reuters", "es": "Reuters"}
    return lambda one: one.writes(body("RTR", one.me, speaks_for=one.me, name=named))


def own_target(attacker: Attacker) -> Act:
    """The victim sets a target of its own; then the attacker adds the same indicator as one about itself."""
    name = attacker.gauge(attacker.them, "health")
    change = amend(name, {"target": target("50", attacker.them)}, attacker.them, kind="indicator")
    attacker.writes(change, feed=victim(attacker))
    return lambda one: one.writes(indicator(name, one.me, "health"))


def borrowed_id(attacker: Attacker) -> Act:
    """The victim gives evidence for its claim; then the attacker uses the id of that claim."""
    ref = attacker.their(5)
    (claim,) = attacker.writes(status(ref, attacker.them, "completed"), feed=victim(attacker))
    attacker.writes(evidence(ref, attacker.them, [claim]), feed=victim(attacker))
    return lambda one: one.writes(status(ref, one.me, "limited", id=claim.id, half=one.them))


def borrowed_evidence(attacker: Attacker) -> Act:
    """The victim gives evidence; then the attacker gives some under the same id, and withholds it."""
    ref = attacker.their(5)
    (claim,) = attacker.writes(status(ref, attacker.them, "completed"), feed=victim(attacker))
    (proof,) = attacker.writes(evidence(ref, attacker.them, [claim]), feed=victim(attacker))

    def act(one: Attacker) -> None:
        one.writes(evidence(ref, one.me, [], id=proof.id))
        values = {"evidence": proof.id, "commitment": ref, "reason": WORDS, "authority": "Us", "said_on": "2026-06-01"}
        one.writes(("evidence.withhold", values))

    return act


PREPARED: list[tuple[Callable[[Attacker], Act], Own, Trace]] = [
    (sources_for_an_observer, Own.NOTHING, Trace.HISTORY),
    (sources_of_an_unknown_desk, Own.NOTHING, Trace.HISTORY),
    (lead, Own.WORDS, Trace.HISTORY),
    (admission, Own.NOTHING, Trace.HISTORY),
    (handling, Own.NOTHING, Trace.WAITS),
    (producers, Own.NOTHING, Trace.WAITS),
    (own_body_with_the_name_of_a_producer, Own.WORDS, Trace.HISTORY),
    (own_target, Own.NOTHING, Trace.WAITS),
    (borrowed_id, Own.NOTHING, Trace.WAITS),
    (borrowed_evidence, Own.NOTHING, Trace.WAITS),
]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("prepare", "own", "trace"), PREPARED, ids=[one[0].__name__ for one in PREPARED])
def test_attack_on_what_the_other_side_did(
    side: str, prepare: Callable[[Attacker], Act], own: Own, trace: Trace
) -> None:
    attacker = Attacker(symmetric_register(), side)
    act = prepare(attacker)
    before = MemoryReader(attacker.log)
    check_attempt(Attempt(prepare.__name__, act, own, trace), Attacker(attacker.log, side), before, picture(before))
