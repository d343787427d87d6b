"""What both sides sign beforehand: one side alone makes nothing agreed, and changes what was agreed only with the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection.agreements import Signed, Standing
from accordtrack.scoring.event_reading import NoFiles
from accordtrack.scoring.expected_results import read_results, signed_beforehand
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.scoring.target_worksheets import PanelYears
from accordtrack.store.items import Item
from accordtrack.text import targets as words
from accordtrack.vocabulary import Side
from attack_room import Room, now, waits
from memory_register import AT, TODAY, MemoryReader
from register_picture import moved
from symmetric_register import SIDES, answer, expected_result, proposed_target, retract


def standings(room: Room, at: TwoDates | None = None) -> dict[str, str]:
    reader = MemoryReader(room.log, at) if at else MemoryReader(room.log)
    return {one.id: one.standing.value for one in reader.facts().targets}


def proposal(room: Room, ratio: str = "0.8", **more: Any) -> Item[Any]:  # noqa: ANN401
    feed = more.pop("feed", room.feed)
    return room.writes(proposed_target(f"firearms-{room.them.lower()}", ratio, **more), feed=feed)[0]


def id_of(item: Item[Any]) -> str:
    return f"{item.feed}-{item.seq}"


def agreed(room: Room, ratio: str = "0.8", **more: Any) -> Item[Any]:  # noqa: ANN401
    item = proposal(room, ratio, **more)
    room.writes(answer(item, room.them), feed=room.victim)
    return item


@pytest.mark.parametrize("side", SIDES)
def test_one_side_alone_makes_no_target_agreed(side: str) -> None:
    room = Room(side)
    before = now(room.log)
    item = proposal(room)
    room.log.open(room.second)
    room.writes(answer(item, side))
    room.writes(answer(item, side), feed=room.second)
    room.writes(answer(item, room.them, sources=["JS"]))
    assert waits(room.log, item) == (room.them,)
    assert standings(room) == {id_of(item): "waiting"}
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("side", SIDES)
def test_a_target_is_agreed_once_the_other_side_accepted_that_very_entry(side: str) -> None:
    room = Room(side)
    first, second = proposal(room, "0.8"), proposal(room, "0.9")
    room.writes(answer(second, room.them), feed=room.victim)
    assert standings(room) == {id_of(first): "amended", id_of(second): "agreed"}


@pytest.mark.parametrize("side", SIDES)
def test_an_acceptance_of_what_its_side_proposed_anew_counts_for_nothing(side: str) -> None:
    room = Room(side)
    first = proposal(room, "0.8")
    proposal(room, "0.9")
    room.writes(answer(first, room.them), feed=room.victim)
    assert "agreed" not in standings(room).values()


@pytest.mark.parametrize("side", SIDES)
def test_an_observer_proposes_nothing_that_both_sides_sign(side: str) -> None:
    room = Room(side)
    for draft in (proposed_target(f"firearms-{side.lower()}"), expected_result()):
        (item,) = room.writes(draft, feed="obs-0")
        _item, ruling = MemoryReader(room.log).rulings([item])[item.hash]
        assert ruling.problem is not None
    assert standings(room) == {}


@pytest.mark.parametrize("side", SIDES)
def test_an_agreed_target_is_taken_back_only_with_the_other_side(side: str) -> None:
    room = Room(side)
    item = agreed(room)
    room.writes(("note.add", {"commitment": room.own(1), "text": "Seen.", "said_on": "2026-03-02"}), feed=room.victim)
    before = now(room.log)
    (back,) = room.writes(retract(item))
    newer = proposal(room, "1", replaces=item.hash)
    assert waits(room.log, back) == waits(room.log, newer) == (room.them,)
    assert moved(before, now(room.log)) == {}
    room.writes(answer(newer, room.them), feed=room.victim)
    assert standings(room) == {id_of(item): "replaced", id_of(newer): "agreed"}


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_signed_cannot_refuse_later(side: str) -> None:
    room = Room(side)
    item = agreed(room)
    before = now(room.log)
    room.writes(answer(item, room.them, "dispute"), feed=room.victim)
    room.writes(answer(item, room.them, "not_agreed"), feed=room.victim)
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("side", SIDES)
def test_an_accepted_target_that_does_not_name_the_agreed_one_lapses(side: str) -> None:
    room = Room(side)
    early = proposal(room, "0.5")
    item = proposal(room, "0.8", feed=room.victim)
    room.writes(answer(item, side))
    room.writes(answer(early, room.them), feed=room.victim)
    assert standings(room) == {id_of(early): "lapsed", id_of(item): "agreed"}


@pytest.mark.parametrize("side", SIDES)
def test_an_amended_value_answers_the_proposal_that_it_names(side: str) -> None:
    room = Room(side)
    item = proposal(room, "0.8")
    theirs = proposal(room, "0.9", feed=room.victim, replaces=item.hash)
    assert standings(room) == {id_of(item): "amended", id_of(theirs): "waiting"}
    room.writes(answer(theirs, side))
    assert standings(room) == {id_of(item): "amended", id_of(theirs): "agreed"}


@pytest.mark.parametrize("side", SIDES)
def test_a_refusal_names_its_side_and_its_reason(side: str) -> None:
    room = Room(side)
    room.writes(answer(proposal(room), room.them, "dispute"), feed=room.victim)
    (one,) = MemoryReader(room.log).facts().targets
    assert (one.standing, one.other.value, one.on) == (Standing.DECLINED, room.them, "2024-06-01")
    assert one.reason is not None


@pytest.mark.parametrize(("days", "standing"), [("2026-08-29", "waiting"), ("2026-08-30", "no_answer")])
def test_no_answer_in_sixty_days_is_said(days: str, standing: str) -> None:
    """The day on which it was recorded counts, whatever day the proposal states."""
    room = Room("US")
    item = proposal(room)
    assert item.at[:10] == TODAY
    assert standings(room, TwoDates(days, days)) == {id_of(item): standing}


@pytest.mark.parametrize("side", SIDES)
def test_a_clock_set_back_adds_no_days_without_an_answer(side: str) -> None:
    room = Room(side)
    room.writes(proposed_target("firearms-us"))
    (item,) = room.writes(proposed_target("firearms-mx", said_on="2024-07-01"), recorded_on="2024-07-01")
    (found,) = (one for one in MemoryReader(room.log).facts().targets if one.item.hash == item.hash)
    assert (found.days, found.standing.value) == (0, "waiting")


def test_a_side_without_a_desk_is_never_taken_as_agreeing() -> None:
    room = Room("US")
    room.log.items = [item for item in room.log.items if item.feed != room.victim]
    item = proposal(room)
    assert standings(room) == {id_of(item): "no_desk"}


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_arrives_later_may_still_sign(side: str) -> None:
    room = Room(side)
    room.log.items = [item for item in room.log.items if item.feed != room.victim]
    item = proposal(room)
    arrived = f"{room.them.lower()}-7"
    room.log.open(arrived)
    assert standings(room) == {id_of(item): "no_desk"}
    room.writes(answer(item, room.them), feed=arrived)
    assert standings(room) == {id_of(item): "agreed"}


def signed(room: Room) -> tuple[Signed[Any], ...]:
    return MemoryReader(room.log).facts().expected_results


def recorded(room: Room, item: Item[Any], day: str) -> None:
    """Let a desk state another day for the last entry of the log."""
    assert room.log.items[-1].hash == item.hash
    room.log.items[-1] = replace(item, at=f"{day}T10:00:00Z")


@pytest.mark.parametrize("side", SIDES)
def test_an_expected_result_counts_only_if_both_recorded_it_before_the_start(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(expected_result(starts_on="2026-09-01"))
    assert [one.standing.value for one in signed(room)] == ["waiting"]
    (word,) = room.writes(answer(item, room.them), feed=room.victim)
    assert signed_beforehand(signed(room)) is not None
    recorded(room, word, "2026-09-01")
    assert [one.signed_on for one in signed(room)] == ["2026-09-01"]
    assert signed_beforehand(signed(room)) is None


@pytest.mark.parametrize("side", SIDES)
def test_a_clock_set_back_signs_nothing_before_the_start(side: str) -> None:
    """An acceptance is recorded no earlier than what its desk had seen."""
    room = Room(side)
    (item,) = room.writes(expected_result(starts_on="2026-09-01"))
    (late,) = room.writes(("note.add", {"commitment": room.own(1), "text": "It began.", "said_on": "2026-09-02"}))
    recorded(room, late, "2026-09-02")
    (word,) = room.writes(answer(item, room.them), feed=room.victim)
    recorded(room, word, "2026-08-01")
    assert [one.signed_on for one in signed(room)] == ["2026-09-02"]
    assert signed_beforehand(signed(room)) is None


@pytest.mark.parametrize("side", SIDES)
def test_a_definition_is_not_changed_after_the_first_start_that_was_signed(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(expected_result(starts_on="2026-09-01"))
    room.writes(answer(item, room.them), feed=room.victim)
    (newer,) = room.writes(expected_result(rate_ratio="1.5", starts_on="2027-09-01", replaces=item.hash))
    (word,) = room.writes(answer(newer, room.them), feed=room.victim)
    recorded(room, word, "2026-10-01")
    found = signed_beforehand(signed(room))
    assert found is not None
    assert found.item.hash == item.hash
    assert [one.standing.value for one in signed(room)] == ["replaced", "agreed"]


def notes(room: Room, day: str, *feeds: str, seen: dict[str, int] | None = None) -> None:
    """Each of these desks records on a day that an operation began."""
    for feed in feeds:
        draft = ("note.add", {"commitment": room.own(1), "text": "It began.", "said_on": "2026-06-02"})
        room.writes(draft, feed=feed, recorded_on=day, seen=seen)


@pytest.mark.parametrize("side", SIDES)
def test_a_second_desk_with_old_heads_signs_nothing_before_the_start(side: str) -> None:
    """What one desk of a side had seen, its side had seen."""
    room = Room(side)
    room.log.open(room.second)
    (item,) = room.writes(expected_result(starts_on="2026-09-01"), feed=room.victim)
    old = room.log.heads(room.second)
    notes(room, "2027-05-01", room.feed, room.victim)
    room.writes(answer(item, side), feed=room.second, seen=old)
    assert [one.signed_on for one in signed(room)] == ["2027-05-01"]
    assert signed_beforehand(signed(room)) is None


@pytest.mark.parametrize("side", SIDES)
def test_a_desk_that_denies_a_signature_that_the_other_side_had_seen_before_the_start_gains_nothing(side: str) -> None:
    room = Room(side)
    room.log.open(room.second)
    (item,) = room.writes(expected_result(starts_on="2026-09-01"), feed=room.victim)
    old = room.log.heads(room.second)
    room.writes(answer(item, side))
    notes(room, "2026-07-01", room.victim)
    room.writes(answer(item, side, "dispute"), feed=room.second, seen=old, recorded_on="2027-05-01")
    assert [one.signed_on for one in signed(room)] == ["2026-07-01"]


@pytest.mark.parametrize("side", SIDES)
def test_an_older_definition_with_an_earlier_start_displaces_none_that_was_agreed(side: str) -> None:
    room = Room(side)
    room.log.open(room.second)
    (weak,) = room.writes(expected_result(rate_ratio="1.2", starts_on="2026-07-15"), feed=room.victim)
    old = room.log.heads(room.second)
    (strong,) = room.writes(
        expected_result(rate_ratio="0.9", starts_on="2027-09-01", replaces=weak.hash), recorded_on="2026-08-01"
    )
    room.writes(answer(strong, room.them), feed=room.victim, recorded_on="2026-08-01")
    room.writes(answer(weak, side), feed=room.second, seen=old)
    assert {one.item.hash: one.standing.value for one in signed(room)} == {weak.hash: "lapsed", strong.hash: "agreed"}


@pytest.mark.parametrize(("day", "standing"), [("2026-08-31", "waiting"), ("2026-09-01", "agreed")])
@pytest.mark.parametrize("side", SIDES)
def test_a_signature_is_final_from_the_start_of_the_operation(side: str, day: str, standing: str) -> None:
    room = Room(side)
    (item,) = room.writes(expected_result(starts_on="2026-09-01"), feed=room.victim)
    (word,) = room.writes(answer(item, side))
    room.writes(retract(word), recorded_on=day)
    assert [one.standing.value for one in signed(room)] == [standing]


def two_versions(room: Room) -> tuple[str, dict[str, int]]:
    """A weak and a stricter definition, both signed before the start; the stricter one, and what could be seen before it."""
    (weak,) = room.writes(expected_result(rate_ratio="5"), recorded_on="2026-07-01")
    room.writes(answer(weak, room.them), feed=room.victim, recorded_on="2026-07-02")
    strict = expected_result(rate_ratio="0.8", replaces=weak.hash)
    (theirs,) = room.writes(strict, feed=room.victim, recorded_on="2026-07-10")
    old = room.log.heads(room.second)
    room.writes(answer(theirs, room.me), recorded_on="2026-07-11")
    return theirs.hash, old


def read(room: Room) -> str | None:
    """The definition that is read, by its hash."""
    found = signed_beforehand(signed(room))
    return None if found is None else found.item.hash


@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_a_desk_opened_after_the_outcome_takes_no_signature_back(side: str, *, blind: bool) -> None:
    room = Room(side)
    strict, old = two_versions(room)
    assert read(room) == strict
    seen = {} if blind else old
    room.log.open(room.second, seen=seen)
    notes(room, "2027-05-01", room.second, seen=seen)
    assert read(room) == strict


@pytest.mark.parametrize("side", SIDES)
def test_the_only_definition_stays_signed_when_its_side_opens_another_desk(side: str) -> None:
    room = Room(side)
    (item,) = room.writes(expected_result(), feed=room.victim)
    room.writes(answer(item, side))
    room.log.open(room.second, seen={})
    notes(room, "2027-05-01", room.second, seen={})
    assert read(room) == item.hash


@pytest.mark.parametrize("side", SIDES)
def test_a_second_signature_by_a_desk_opened_later_displaces_none(side: str) -> None:
    room = Room(side)
    strict, _old = two_versions(room)
    theirs = next(item for item in room.log.items if item.hash == strict)
    room.log.open(room.second, seen={})
    room.writes(answer(theirs, side), feed=room.second, seen={room.victim: theirs.seq}, recorded_on="2027-05-01")
    assert read(room) == strict


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_contradicts_its_signature_brings_back_no_older_definition(side: str) -> None:
    """A desk that the other side knew says that it had not seen the signature; nothing that the other side wrote settles it."""
    room = Room(side)
    room.log.open(room.second)
    strict, old = two_versions(room)
    assert read(room) == strict
    notes(room, "2027-05-01", room.second, seen=old)
    assert read(room) is None


@pytest.mark.parametrize("side", SIDES)
def test_a_late_signature_of_a_newer_definition_leaves_the_one_signed_before(side: str) -> None:
    """The other side wrote after the start and had not seen the signature, whatever day that states."""
    room = Room(side)
    room.log.open(room.second)
    (first,) = room.writes(expected_result(rate_ratio="0.8"), feed=room.victim)
    room.writes(answer(first, side))
    (newer,) = room.writes(expected_result(rate_ratio="5", replaces=first.hash), feed=room.victim)
    old = room.log.heads(room.second)
    notes(room, "2027-05-01", room.feed, room.victim)
    room.writes(answer(newer, side), feed=room.second, seen=old)
    assert read(room) == first.hash


def again(room: Room, item: Item[Any], word: str = "dispute") -> None:
    """The other side answers, and nothing is open."""
    room.writes(answer(item, room.them, word), feed=room.victim)


def access(room: Room) -> ScoreAccess:
    facts = MemoryReader(room.log).facts()
    return ScoreAccess(facts, standard_method(), build_inputs(facts, AT, standard_method()))


def asked(room: Room) -> tuple[dict[str, tuple[Side, ...]], dict[str, tuple[Side, ...]]]:
    """The sides that declined a target of each direct indicator, and those that have not answered one."""
    found = access(room).agreed_attainment
    return dict(found.declined), dict(found.unanswered)


@pytest.mark.parametrize("side", SIDES)
def test_a_declined_target_stays_declined_when_its_side_proposes_it_again(side: str) -> None:
    room = Room(side)
    name, them = f"firearms-{room.them.lower()}", Side(room.them)
    first = proposal(room)
    again(room, first)
    assert asked(room) == ({name: (them,)}, {})
    second = proposal(room)
    assert standings(room) == {id_of(first): "declined", id_of(second): "waiting"}
    assert asked(room) == ({name: (them,)}, {name: (them,)})
    room.writes(answer(second, room.them), feed=room.victim)
    assert standings(room) == {id_of(first): "declined", id_of(second): "agreed"}
    assert asked(room) == ({}, {})


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_declined_does_not_hide_its_refusal_with_a_proposal_of_its_own(side: str) -> None:
    room = Room(side)
    name = f"firearms-{room.them.lower()}"
    theirs = proposal(room, feed=room.victim)
    room.writes(answer(theirs, side, "dispute"))
    own = proposal(room, "0.99", replaces=theirs.hash)
    assert standings(room) == {id_of(theirs): "declined", id_of(own): "waiting"}
    assert asked(room) == ({name: (Side(side),)}, {name: (Side(room.them),)})
    again(room, own)
    assert asked(room) == ({name: (Side(side), Side(room.them))}, {})


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_takes_its_declined_target_back_does_not_take_the_refusal_back(side: str) -> None:
    room = Room(side)
    first = proposal(room)
    again(room, first)
    room.writes(retract(first))
    (one,) = MemoryReader(room.log).facts().targets
    assert (one.standing, one.other, one.taken_back_on) == (Standing.DECLINED, Side(room.them), TODAY)
    assert words.standing(one).endswith("; taken back on June 30, 2026 after it was declined")
    assert asked(room) == ({f"firearms-{room.them.lower()}": (Side(room.them),)}, {})
    assert access(room).replaced_by_new_target(first.ref) is None
    own = proposal(room)
    room.writes(retract(own))
    again(room, own)
    assert standings(room) == {id_of(first): "declined"}, "what was refused after it was taken back was not refused"


@pytest.mark.parametrize("side", SIDES)
def test_an_expected_result_that_was_declined_and_taken_back_stays_and_is_not_the_one_shown(side: str) -> None:
    room = Room(side)
    (kept,) = room.writes(expected_result())
    (item,) = room.writes(expected_result("OPERATION", "0.9"))
    again(room, item)
    room.writes(retract(item))
    assert [one.standing.value for one in signed(room)] == ["waiting", "declined"]
    (reading,) = read_results(signed(room), PanelYears(MemoryReader(room.log).facts().panel, NoFiles(), AT))
    assert reading.shown.item.hash == kept.hash
