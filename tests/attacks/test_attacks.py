"""What one side's desk alone cannot do to the other side's record: one test per attack, by either side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accordtrack.store.items import Item
from attempt_checks import check_attempt, untouched
from attempts import ATTEMPTS, Attacker, Attempt
from memory_register import Draft, MemoryReader
from register_picture import moved, picture
from symmetric_register import FEED, SIDES, WORDS, amend, answer, evidence, retract, source, status, symmetric_register


def _param(one: Attempt) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=one.needs)] if one.needs else []
    return pytest.param(one, id=one.name, marks=marks)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("one", [*map(_param, ATTEMPTS)])
def test_attack(one: Attempt, side: str) -> None:
    check_attempt(one, Attacker(symmetric_register(), side), *untouched())


def _withhold(proof: Item[Any]) -> Draft:
    said = {"reason": WORDS, "authority": "Order 7", "said_on": "2026-06-01"}
    return "evidence.withhold", {"evidence": proof.id, "commitment": proof.ref, **said}


def _accepted(attacker: Attacker) -> Item[Any]:
    """Evidence of the attacker for the victim's claim, with which the victim concurs."""
    ref = attacker.their(2)
    (proof,) = attacker.writes(evidence(ref, attacker.me, [attacker.claim(ref, attacker.them)]))
    attacker.writes(answer(proof, attacker.them), feed=FEED[attacker.them])
    return proof


def _named(attacker: Attacker) -> Item[Any]:
    """Evidence of the attacker that the victim names in a status."""
    (proof,) = attacker.writes(evidence(attacker.joint(2), attacker.me, []))
    claim = status(attacker.joint(2), attacker.them, "completed", "2026-01-01", evidence=[proof.id])
    attacker.writes(claim, feed=FEED[attacker.them])
    return proof


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("taken_back", [retract, _withhold])
@pytest.mark.parametrize("relied_on", [_accepted, _named])
def test_evidence_on_which_the_other_side_relies_stays_until_it_agrees(
    side: str, taken_back: Callable[[Item[Any]], Draft], relied_on: Callable[[Attacker], Item[Any]]
) -> None:
    attacker = Attacker(symmetric_register(), side)
    proof = relied_on(attacker)
    before = MemoryReader(attacker.log)
    after = Attacker(attacker.log, side)

    def take_back(one: Attacker) -> None:
        one.writes(taken_back(proof))

    check_attempt(Attempt("evidence taken back", take_back), after, before, picture(before))
    (written,) = after.written
    after.writes(answer(written, after.them, on="2026-07-01"), feed=FEED[after.them])
    ((_item, ruling),) = MemoryReader(after.log).rulings([written]).values()
    assert (ruling.problem, _item.waits) == (None, ())


@pytest.mark.parametrize("side", SIDES)
def test_borrowed_evidence_only_documents(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    next(one for one in ATTEMPTS if one.name == "an own claim that borrows verified evidence").act(attacker)
    state = MemoryReader(attacker.log).facts().states[attacker.own(5)]
    assert [half.grade for half in state.halves] == ["documented"]


@pytest.mark.parametrize("side", SIDES)
def test_a_worse_source_under_the_same_id_leaves_what_the_other_side_documented(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    ref, victim = attacker.their(5), FEED[attacker.them]
    early = attacker.log.heads(attacker.feed)
    attacker.writes(source("NEW", copy="official", publisher="Ministry", date="2024-03-05"), feed=victim)
    attacker.writes(status(ref, attacker.them, "completed", sources=["NEW"]), feed=victim)
    before = picture(MemoryReader(attacker.log))
    assert before[attacker.them, f"{ref} grade"] == "documented"
    attacker.writes(source("NEW", copy="partisan", publisher="Somebody", date="2020-01-01"), seen=early)
    changed = moved(before, picture(MemoryReader(attacker.log)))
    assert [place for place in changed if not place[1].startswith("source")] == []


@pytest.mark.scale
def test_five_thousand_proposals_in_as_many_acts() -> None:
    def flood(attacker: Attacker) -> None:
        for number in range(1, 5001):
            attacker.writes(amend(attacker.their(1), {"weight": str(number)}, attacker.me))

    check_attempt(Attempt("five thousand proposals", flood), Attacker(symmetric_register(), "US"), *untouched())


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.xfail(strict=True, reason="AT-1.0.0: the cards of both sides share the weights of what is assessed")
def test_first_report_of_one_side_leaves_the_card_of_the_other(side: str) -> None:
    attacker = Attacker(symmetric_register(), side)
    attacker.writes(status(attacker.own(5), side, "completed", "2025-01-01"))
    card = ("", f"delivery of {attacker.them}")
    assert picture(MemoryReader(attacker.log))[card] == untouched()[1][card]
