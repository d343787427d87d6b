"""Attainment by AT-2.0.0 rests on what both sides signed, read from the panel, and on nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordtrack.projection.facts import PanelRecords
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.store.items import Item
from accordtrack.text.targets import attainment_lines, direct_standing, headline
from attack_room import Room
from memory_register import AT, MemoryReader
from panel_factory import MadePanel, by_year
from symmetric_register import answer, proposed_target


def access(room: Room, last: float = 12) -> ScoreAccess:
    """The scores of a register with a panel whose last year is 2025, read against a baseline of 2024."""
    made = MadePanel().define("homicides", direction="increase")
    made.release("homicides", "2026-02-01", {"MX-SIN": by_year(2018, 10, 10, 10, 10, 10, 10, 10, last)})
    panel = PanelRecords(made.series, tuple(made.releases))
    facts = replace(MemoryReader(room.log).facts(), panel=panel)
    method = parameter_file.standard_method()
    return ScoreAccess(facts, method, build_inputs(facts, AT, method), read_release=made)


def proposed(room: Room) -> Item[object]:
    fields = {"baseline": "10", "baseline_from": "2024-01-01", "baseline_to": "2024-12-31", "by": "2027-12-31"}
    _kind, body = proposed_target(f"firearms-{room.me.lower()}", "1.4")
    return room.writes(("target.propose", {**body, **fields}))[0]


def attained(scores: ScoreAccess) -> float | None:
    found = scores.agreed_attainment.node.attainment
    return None if found is None else found.displayed_score


@pytest.mark.parametrize("side", ["US", "MX"])
def test_only_an_agreed_target_moves_it_and_by_the_latest_complete_year(side: str) -> None:
    room = Room(side)
    nothing = attained(access(room))
    item = proposed(room)
    waiting = access(room)
    assert attained(waiting) == nothing
    assert waiting.agreed_attainment.unanswered == {item.ref: (room.them,)}
    before = waiting.by_theme.overall
    room.writes(answer(item, room.them), feed=room.victim)
    half, whole = access(room, last=12), access(room, last=14)
    assert half.agreed_attainment.agreed == (item.ref,)
    low, high = attained(half), attained(whole)
    assert low is not None
    assert high is not None
    assert high > low
    assert half.by_theme.overall == before


def test_one_sentence_counts_direct_indicators_and_says_who_declined() -> None:
    """An indicator with another proposal counts under both; the last part are the indicators of no other part."""
    room = Room("US")
    item = proposed(room)
    room.writes(answer(item, "MX", "dispute"), feed=room.victim)
    proposed(room)
    unanswered = access(room)
    assert headline(unanswered).endswith("; 1 (Mexico 1) declined, 1 (Mexico 1) without answer, 1 without a proposal.")
    assert direct_standing(unanswered.agreed_attainment, item.ref) == "declined by Mexico; without answer from Mexico"
    room = Room("US")
    room.writes(answer(proposed(room), "MX", "dispute"), feed=room.victim)
    found = access(room)
    assert headline(found) == (
        "No target is agreed by both governments; progress rests on 0 of 2 direct indicators, those with an agreed target; "
        "1 (Mexico 1) declined, 0 without answer, 1 without a proposal."
    )
    assert attainment_lines(found.agreed_attainment) == [
        "Progress is shown only for targets that both governments signed."
    ]
