"""A change of a text in one language leaves the other language alone, whoever proposed what and whatever is accepted first."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import pytest

from accordtrack.store.items import Item
from attack_room import Room
from memory_register import MemoryReader
from register_picture import moved, picture
from symmetric_register import SIDES, amend, answer, words

RECORDS = pytest.mark.parametrize("record", ["commitment", "indicator", "framework"])
BOTH = {"en": "New", "es": "Nuevo"}


class Texts(Room):
    """Changes of the title of a record, all of which replace the title that it was added with."""

    def __init__(self, side: str, record: str) -> None:
        super().__init__(side)
        self.kind = record
        self.ref = {"commitment": self.joint(1), "indicator": self.gauge(self.them), "framework": "FW"}[record]
        self.first = self.entry(f"{record}.add", self.ref)

    def proposes(self, by: str, title: Mapping[str, str], replaced: Mapping[str, str] | None = None) -> Item[Any]:
        named = replaced or {"title": self.first.hash}
        feed = None if by == self.me else self.victim
        change = amend(self.ref, {"title": dict(title)}, by, kind=self.kind, replaces=dict(named))
        return (self.writes(change, feed=feed) if feed else self.writes(change))[0]

    def accepts(self, by: str, change: Item[Any]) -> None:
        feed = {"feed": self.victim} if by == self.them else {}
        self.writes(answer(change, by, on="2026-02-01"), **feed)

    @property
    def title(self) -> dict[str, str]:
        facts = MemoryReader(self.log).facts()
        state = facts.states.get(self.ref)
        found: Any = state.record if state else facts.indicators.get(self.ref) or facts.frameworks[self.ref]
        return {"en": found.title.en, "es": found.title.es}


@pytest.fixture(params=SIDES)
def side(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@RECORDS
@pytest.mark.parametrize("order", [*permutations(("en", "es"))], ids="".join)
@pytest.mark.parametrize("second", ["the same side", "the other side"])
def test_changes_of_both_languages_hold_in_whatever_order_they_are_accepted(
    side: str, record: str, order: tuple[str, ...], second: str
) -> None:
    room = Texts(side, record)
    before = room.title
    author = {"en": room.me, "es": room.me if second == "the same side" else room.them}
    changes = {one: room.proposes(author[one], {one: BOTH[one]}) for one in author}
    assert room.title == before, "neither side changes a text alone"
    for place, one in enumerate(order):
        room.accepts(room.them if author[one] == room.me else room.me, changes[one])
        accepted = order[: place + 1]
        assert room.title == {**before, **{name: BOTH[name] for name in accepted}}


@RECORDS
def test_newer_change_of_one_language_replaces_the_older_one_of_that_language_only(side: str, record: str) -> None:
    room = Texts(side, record)
    spanish, older = room.proposes(room.me, {"es": "Nuevo"}), room.proposes(room.me, {"en": "Newer"})
    newest = room.proposes(room.me, {"en": "New"})
    for change in (older, newest, spanish):
        room.accepts(room.them, change)
    assert room.title == BOTH


@RECORDS
def test_change_of_one_language_lapses_if_that_language_was_changed_meanwhile(side: str, record: str) -> None:
    room = Texts(side, record)
    mine, theirs = room.proposes(room.me, {"en": "Mine"}), room.proposes(room.them, words("Theirs"))
    room.accepts(room.me, theirs)
    room.accepts(room.them, mine)
    assert room.title == words("Theirs")


@RECORDS
def test_later_change_of_both_languages_names_what_holds_each_of_them(side: str, record: str) -> None:
    room = Texts(side, record)
    held = {one: room.proposes(room.me, {one: f"Old {one}"}) for one in BOTH}
    for change in held.values():
        room.accepts(room.them, change)
    whole = room.proposes(room.them, BOTH, {f"title.{one}": change.hash for one, change in held.items()})
    room.accepts(room.me, whole)
    assert room.title == BOTH


@RECORDS
def test_change_that_says_it_replaces_an_entry_of_the_other_language_is_refused(side: str, record: str) -> None:
    room = Texts(side, record)
    spanish = room.proposes(room.me, {"es": "Nuevo"})
    room.accepts(room.them, spanish)
    before = picture(MemoryReader(room.log))
    change = room.proposes(room.me, {"en": "New"}, {"title.en": spanish.hash})
    room.accepts(room.them, change)
    assert next(ruling.problem for _item, ruling in MemoryReader(room.log).rulings([change]).values()) is not None
    assert moved(before, picture(MemoryReader(room.log))) == {}


def test_text_in_one_language_stands_for_both_where_the_record_has_none(side: str) -> None:
    room = Room(side)
    ref = room.joint(1)
    (change,) = room.writes(amend(ref, {"verification": {"es": "Se cuenta."}}, room.me))
    room.writes(answer(change, room.them), feed=room.victim)
    found = MemoryReader(room.log).facts().states[ref].record.verification
    assert found is not None
    assert found.both_languages == ("Se cuenta.", "Se cuenta.")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_note_in_one_language_names_its_desk_in_both(side: str, language: str) -> None:
    """Its words are shown in both languages until somebody writes the other one."""
    room = Room(side)
    other = "es" if language == "en" else "en"
    room.writes(amend(room.their(1), {"note": {language: "Never done."}}, side))
    state = MemoryReader(room.log).facts().states[room.their(1)]
    assert state.record.note is not None
    assert state.note_by is not None
    assert {state.record.note.en, state.record.note.es} == {"Never done."}
    assert {state.note_by.en, state.note_by.es} == {room.feed}
    room.writes(amend(room.their(1), {"note": {language: "Done."}}, room.them), feed=room.victim)
    note_by = MemoryReader(room.log).facts().states[room.their(1)].note_by
    assert (getattr(note_by, language), getattr(note_by, other)) == (room.victim, room.feed)
