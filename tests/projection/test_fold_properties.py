"""What holds of every fold: order does not matter, the sides are equals, observers never move a standing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accordtrack.ledger.fields import Record, decoder
from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection.fold import State, fold
from accordtrack.store.items import Item, without_retracted
from accordtrack.vocabulary import Side
from items import Told
from selection import examples

DAYS = st.sampled_from(["2022-06-01", "2023-01-01", "2023-01-02", "2024-03-01"])
STATUSES = st.sampled_from(["not_started", "limited", "substantial", "completed", "reversed", "withdrawn"])
HALVES = st.sampled_from([None, None, "US", "MX"])
FEEDS = {"US": ["us-1", "us-2"], "MX": ["mx-1", "mx-2"]}
SIDES = st.sampled_from(["US", "MX"])
Draw = Callable[[st.SearchStrategy[Any]], Any]
EXCHANGED = {"US": "MX", "MX": "US", "us-1": "mx-1", "mx-1": "us-1", "us-2": "mx-2", "mx-2": "us-2"}


@st.composite
def histories(draw: st.DrawFn, *, observers: bool = False) -> Told:
    """Anything that may be said of a commitment, in any order, by anybody. Half a line is for observers."""
    responsible = draw(st.sampled_from(["US", "MX", "JOINT", "JOINT"]))
    due = draw(st.sampled_from([None, "2023-06-30"]))
    told = Told(responsible, due_on=due, first_due_on=due, due_basis=due and draw(st.sampled_from(["text", "horizon"])))
    for kind in draw(st.lists(st.sampled_from(["status"] * 4 + ["answer"] * 3 + ["other"] * 2), max_size=12)):
        if kind == "status":
            _status(draw, told, responsible)
        elif kind == "answer":
            _answer(draw, told)
        else:
            _other(draw, told)
        if observers and draw(st.booleans()):
            observe(draw, told)
    return told


def _status(draw: st.DrawFn, told: Told, responsible: str) -> None:
    speaker = draw(st.sampled_from(["US", "MX", "US", "MX", "JOINT"]))
    official = speaker != "JOINT" and draw(st.booleans())
    feed = draw(st.sampled_from(FEEDS[speaker])) if official else "obs-0"
    earlier = [item for item in told.items if item.kind == "status.report" and item.body.speaker == speaker]
    base = [draw(st.sampled_from(earlier))] if earlier and official and draw(st.booleans()) else []
    told.status(
        speaker,
        draw(STATUSES),
        draw(DAYS),
        said_on=draw(DAYS),
        official=official,
        feed=feed,
        half=draw(HALVES) if responsible == "JOINT" else None,
        base=base,
    )


def _answer(draw: st.DrawFn, told: Told) -> None:
    statements = [item for item in told.items if item.kind == "status.report"]
    answers = draw(st.sampled_from([None, *statements]))
    stance = draw(st.sampled_from(["concur", "dispute", "not_agreed"]))
    told.position(draw(SIDES), answers, stance, draw(DAYS), official=draw(st.booleans()), half=draw(HALVES))


def _other(draw: st.DrawFn, told: Told) -> None:
    statements = [item for item in told.items if item.kind == "status.report"]
    amends = [item for item in told.items if item.kind == "commitment.amend"]
    positions = [item for item in told.items if item.kind == "position.take"]
    choice = draw(st.sampled_from(["ask", "evidence", "amend", "agree", "withdraw", "retract"]))
    if choice == "ask" and statements:
        told.ask(draw(st.sampled_from(statements)), draw(SIDES), draw(DAYS))
    elif choice == "evidence" and statements:
        grade = draw(st.sampled_from(["documented", "corroborated"]))
        expires = draw(st.sampled_from([None, "2023-06-01"]))
        told.evidence(draw(SIDES), grade, supports=[draw(st.sampled_from(statements))], expires_on=expires)
    elif choice == "amend":
        told.amend(draw(SIDES), on=draw(DAYS), official=draw(st.booleans()), due_on=draw(DAYS))
    elif choice == "agree" and amends:
        told.position(draw(SIDES), draw(st.sampled_from(amends)), "concur", draw(DAYS))
    elif choice == "withdraw" and positions:
        told.withdraw(draw(st.sampled_from(positions)))
    elif choice == "retract" and statements:
        told.retract(draw(st.sampled_from(statements)))


def observe(draw: Draw, told: Told) -> None:
    """An observer says something, or something is recorded of one."""
    statements = [item for item in told.items if item.kind == "status.report"]
    choice = draw(st.sampled_from(["status", "answer", "evidence"]))
    if choice == "status":
        half = draw(HALVES) if told.items[0].body.responsible_side == "JOINT" else None
        told.status("OBS", draw(STATUSES), draw(DAYS), feed="obs-1", half=half)
    elif choice == "answer":
        answers = draw(st.sampled_from([None, *statements]))
        told.position("OBS", answers, draw(st.sampled_from(["concur", "dispute"])), draw(DAYS))
    elif statements:
        told.evidence("OBS", "verified", supports=[draw(st.sampled_from(statements))])


def exchange_sides(value: Any) -> Any:  # noqa: ANN401
    """The same with the two sides changed over."""
    if isinstance(value, Enum):
        return exchange_sides(value.value)
    if isinstance(value, str):
        return EXCHANGED.get(value, value)
    if isinstance(value, dict):
        return {exchange_sides(name): exchange_sides(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return type(value)(exchange_sides(inner) for inner in value)
    if isinstance(value, Record):
        return decoder(type(value)).validate_python(exchange_sides(canonical_body(value)))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: exchange_sides(getattr(value, field.name)) for field in fields(value)})
    return value


def fold_items(items: list[Item[Record]], as_of: str | None = None) -> State:
    state = fold(without_retracted(items), as_of)
    assert state is not None
    return state


@examples(150)
@given(histories(observers=True), st.randoms(use_true_random=False), st.sampled_from([None, "2023-12-31"]))
def test_fold_does_not_depend_on_entry_order(told: Told, random: Random, as_of: str | None) -> None:
    shuffled = list(told.items)
    random.shuffle(shuffled)
    assert fold_items(shuffled, as_of) == fold_items(told.items, as_of)


@examples(150)
@given(histories(observers=True))
def test_exchanging_the_sides_exchanges_the_fold(told: Told) -> None:
    here, there = fold_items(told.items), fold_items([exchange_sides(item) for item in told.items])
    assert {half.side: half for half in there.halves} == {
        Side(exchange_sides(half.side)): exchange_sides(half) for half in here.halves
    }
    assert (there.standing, there.status_rank, there.done, there.done_on) == (
        here.standing,
        here.status_rank,
        here.done,
        here.done_on,
    )
    assert (there.record, there.due_firm, there.due_moves) == (
        exchange_sides(here.record),
        here.due_firm,
        here.due_moves,
    )
    assert there.pending == exchange_sides(here.pending)


@examples(150)
@given(histories(), st.data())
def test_observers_never_change_claim_answer_or_standing(told: Told, data: st.DataObject) -> None:
    before = fold_items(told.items)
    for _ in range(3):
        observe(data.draw, told)
    after = fold_items(told.items)
    assert [replace(half, grade=None, observed=None, new_evidence=()) for half in after.halves] == [
        replace(half, grade=None, observed=None, new_evidence=()) for half in before.halves
    ]
    assert (after.standing, after.status_rank, after.done) == (before.standing, before.status_rank, before.done)
    assert after.record == before.record


@examples(100)
@given(histories(observers=True))
def test_folded_state_is_consistent(told: Told) -> None:
    state = fold_items(told.items)
    assert state.done <= (state.done_on is not None)
    for half in state.halves:
        assert (half.claim is None) == (half.standing == "unreported")
        assert (half.asked_on is not None) <= (half.answer is None)
        assert half.claim is None or half.claim.body.speaker in {half.side, "JOINT"}
        assert half.answer is None or half.answer.body.speaker != half.side
        if half.standing == "asked":
            assert half.asked_on is not None
