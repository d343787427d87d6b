"""Everything that one side could want to move: numbers, texts, dates, weights, grades and standings, each with its owner.

The owner is the side whose claim or country it is about, or nobody for what concerns both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection.agreements import Signed, Standing
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState, State, timeliness_of
from accordtrack.scoring.inputs import Choice
from accordtrack.scoring.results import NodeScore, Score
from symmetric_register import OTHER

Place = tuple[str, str]
Picture = dict[Place, Any]

NUMBERS = ("delivery", "attainment", "trend")
EVERY_TARGET = Choice(all_targets=True, all_texts=True)


class Reader(Protocol):
    """Reads a register in memory or in a file."""

    today: str

    def facts(self) -> Facts: ...

    def score(self, choice: Choice | None = None) -> Score: ...


def picture(reader: Reader) -> Picture:
    """Return everything by owner and name."""
    facts = reader.facts()
    found: Picture = {}
    for name, choice in (("", None), (" with every target", EVERY_TARGET)):
        found |= {(owner, f"{what}{name}"): value for (owner, what), value in _numbers(reader.score(choice))}
    found |= dict(_records(facts, reader.today))
    return found


def moved(before: Picture, after: Picture) -> dict[Place, tuple[Any, Any]]:
    places = dict.fromkeys((*before, *after))
    return {place: (before.get(place), after.get(place)) for place in places if before.get(place) != after.get(place)}


def moved_numbers(before: Picture, after: Picture) -> dict[Place, tuple[Any, Any]]:
    return {place: pair for place, pair in moved(before, after).items() if place[1].startswith(NUMBERS)}


def _numbers(found: Score) -> Iterator[tuple[Place, Any]]:
    for node in (found.overall, *found.groups):
        yield from _node("", node.id, node)
    for side, node in found.sides.items():  # the cards add up to the whole: both carry its weights
        yield from _node("", f"of {side.value}", node)
    for one in found.commitments:
        owed, cell, result = one.owed, one.delivery, one.result
        where = f"{owed.theme} {owed.leaf.id}"
        yield (owed.side.value, f"delivery {where}"), (cell.score, cell.lo, cell.hi, owed.weight, one.delivery_flags)
        yield (owed.side.value, f"attainment {where}"), (result.score, result.lo, result.hi, result.flags)
    for name, movements in (("overall", found.overall), *((group.id, group) for group in found.groups)):
        for one_moved in movements.trend.moved if movements.trend else ():
            values = (one_moved.rate, one_moved.t, one_moved.series, one_moved.gauge.level)
            yield ("", f"trend {name} {one_moved.gauge.id}"), values


def _node(owner: str, name: str, node: NodeScore) -> Iterator[tuple[Place, Any]]:
    for what, one in (("delivery", node.delivery), ("attainment", node.attainment)):
        yield (owner, f"{what} {name}"), (one and (one.displayed_score, one.lo, one.hi, one.n))
    trend = node.trend
    yield (owner, f"trend {name}"), (trend and (trend.score, trend.base, trend.families, trend.measured_families))


def _records(facts: Facts, today: str) -> Iterator[tuple[Place, Any]]:
    for ref, state in facts.states.items():
        yield from _state(ref, state, today)
    for name, indicator in facts.indicators.items():
        about = indicator.side.value if indicator.side.value != "JOINT" else ""
        values = {**canonical_body(indicator), "beside": indicator.beside}
        yield from (((about, f"{name} {field}"), value) for field, value in values.items())
        yield (about, f"{name} values"), sorted(digest for digest, _body, _by in facts.measurements.get(name, ()))
    proposals: tuple[Signed[Any], ...] = (*facts.targets, *facts.expected_results)
    for one in proposals:
        if one.standing is Standing.AGREED:
            yield ("", f"{one.item.kind} {one.item.ref}"), one.item.hash
    families: tuple[tuple[str, Any], ...] = (
        ("event", facts.events),
        ("conflict", facts.conflicts),
        ("evaluation", facts.evaluations),
        ("chains", facts.chains),
        ("settled", facts.settled),
        ("framework", facts.frameworks),
        ("body", facts.bodies),
        ("goal", facts.goals),
        ("area", facts.areas),
        ("source", facts.sources),
        ("accord", {"": facts.accord}),
    )
    for family, records in families:
        yield from (((_about(record), f"{family} {key}"), record) for key, record in records.items())


def _about(record: object) -> str:
    return str(getattr(record, "speaks_for", None) or "")


def _state(ref: str, state: State, today: str) -> Iterator[tuple[Place, Any]]:
    record = canonical_body(state.record)
    owner = record["responsible_side"] if record["responsible_side"] != "JOINT" else ""
    if owner and record["kind"] == "request":  # the words are those of the side that asks
        owner = OTHER[owner]
    for name, value in record.items():
        if name == "lead":
            yield from (((side, f"{ref} lead"), value[side]) for side in value)
        else:
            yield (owner, f"{ref} {name}"), value
    yield (owner, f"{ref} added"), state.added.hash
    yield (owner, f"{ref} wording"), state.wording.hash
    yield (owner, f"{ref} due"), (state.due_firm, state.due_moves)
    if owner:  # that of a joint commitment follows what each side says of its half
        yield (owner, f"{ref} timeliness"), timeliness_of(state, today)
    links = [(item.hash, item.body.strength, item.body.weight) for item in state.links]
    yield (owner, f"{ref} links"), sorted(links)
    yield (owner, f"{ref} withheld"), sorted(state.withheld)
    for half in state.halves:
        if record["kind"] != "request" or half.claim or half.standing != "unreported":
            yield from _half(ref, half)


def _half(ref: str, half: HalfState) -> Iterator[tuple[Place, Any]]:
    place = half.side, f"{ref} half"
    yield (*place[:1], f"{place[1]} in scope"), half.in_scope
    claim = (half.claim and half.claim.hash, half.status, half.claim and half.claim.body.effective_on)
    yield place, claim
    yield (half.side, f"{ref} grade"), half.grade
    answer = half.answer and half.answer.hash
    yield (half.side, f"{ref} standing"), (half.standing, answer, half.proposes, half.asked_on, len(half.rivals))
