"""The bodies that a side names alone as its leads or supporting bodies are its own, by the bodies that the entry had seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accordtrack import service
from accordtrack.projection.state_digest import Digest
from accordtrack.scoring.score import score
from accordtrack.service.commands import amendments
from accordtrack.store.database import Database
from accordtrack.store.items import Item
from accordtrack.types.intents import AddRecord, Amend, Intent
from accordtrack.verification.projection_check import projection_differences
from attack_room import Room, now, waits, weight
from memory_register import MemoryReader
from register_picture import moved
from registers import TODAY, concur, small_register
from symmetric_register import FEED, OTHER, SIDES, admit, amend, answer, body, commitment, retract

pytestmark = pytest.mark.sweep


def lead(room: Room, code: str | None, ref: str | None = None, **more: Any) -> Item[Any]:  # noqa: ANN401
    """The side names its lead, and that of the other side as it stands."""
    name = ref or room.own(4)
    theirs = room.entry("commitment.add", name).body.lead.body_of_side(room.them)
    return room.writes(amend(name, {"lead": {room.me: code, room.them: theirs}}, room.me), **more)[0]


def by_side(room: Room, own: str, theirs: str) -> tuple[str, str]:
    """The bodies of the United States and of Mexico."""
    return (own, theirs) if room.me == "US" else (theirs, own)


@pytest.mark.parametrize("whose", ["own", "their", "joint"])
@pytest.mark.parametrize("side", SIDES)
def test_a_body_of_the_other_side_does_not_lead(side: str, whose: str) -> None:
    room = Room(side)
    ref = {"own": room.own, "their": room.their, "joint": room.joint}[whose](1)
    before = now(room.log)
    for code in (f"{room.them}-LEAD", "AUDIT", "UNKNOWN"):
        assert waits(room.log, lead(room, code, ref)) == (room.them,)
        assert moved(before, now(room.log)) == {}
    assert waits(room.log, lead(room, f"{side}-LEAD", ref)) == ()
    assert waits(room.log, lead(room, None, ref)) == ()


@pytest.mark.parametrize("side", SIDES)
def test_the_other_side_may_agree_to_it(side: str) -> None:
    room = Room(side)
    change = lead(room, "AUDIT")
    room.writes(answer(change, room.them), feed=room.victim)
    state = MemoryReader(room.log).facts().states[room.own(4)]
    assert state.record.lead.body_of_side(side) == "AUDIT"


@pytest.mark.parametrize("side", SIDES)
def test_a_body_counts_once_the_entry_had_seen_it(side: str) -> None:
    room = Room(side)
    early = lead(room, "NEW-OFFICE")
    room.writes(body("NEW-OFFICE", side, speaks_for=side))
    assert waits(room.log, early) == (room.them,)
    assert waits(room.log, lead(room, "NEW-OFFICE")) == ()
    room.log.open(room.second, seen={})
    assert waits(room.log, lead(room, "NEW-OFFICE", feed=room.second, seen={})) == (room.them,)


@pytest.mark.parametrize("side", SIDES)
def test_a_body_that_waits_leads_nothing(side: str) -> None:
    room = Room(side)
    (court,) = room.writes(body("COURT", side, branch="judiciary"))
    assert waits(room.log, lead(room, "COURT")) == (room.them,)
    room.writes(answer(court, room.them), feed=room.victim)
    assert waits(room.log, lead(room, "COURT")) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_body_of_the_other_side_taken_over_by_its_code_leads_nothing(side: str) -> None:
    room = Room(side)
    code = f"{room.them}-LEAD"
    assert waits(room.log, lead(room, code)) == (room.them,)
    room.log.open(room.second, seen={})
    room.writes(body(code, side, speaks_for=side), feed=room.second, seen={})
    for feed, seen in ((room.second, {}), (room.second, {room.feed: 1}), (room.feed, None)):
        assert waits(room.log, lead(room, code, feed=feed, seen=seen)) == (room.them,)


@pytest.mark.parametrize("side", SIDES)
def test_a_commitment_of_the_same_id_as_a_body_leads_nothing(side: str) -> None:
    room = Room(side)
    action: dict[str, Any] = {"kind": "unilateral_action", "text_basis": "own_text", "lead": {side: "SAME"}}
    (added,) = room.writes(commitment("SAME", side, **action))
    assert waits(room.log, added) == (room.them,)


@pytest.mark.parametrize("field", ["lead", "supporting"])
@pytest.mark.parametrize("side", SIDES)
def test_an_own_action_names_only_own_bodies(side: str, field: str) -> None:
    room, kind = Room(side), "unilateral_action"

    def added(name: str, code: str) -> Item[Any]:
        named: Any = {side: code} if field == "lead" else [f"{side}-LEAD", code]
        return room.writes(commitment(name, side, kind=kind, text_basis="own_text", **{field: named}))[0]

    before = now(room.log)
    for number, code in enumerate((f"{room.them}-LEAD", "AUDIT", "UNKNOWN")):
        assert waits(room.log, added(f"NEW-{number}", code)) == (room.them,)
    assert moved(before, now(room.log)) == {}
    assert waits(room.log, added("NEW-9", f"{side}-LEAD")) == ()


@pytest.mark.parametrize("side", SIDES)
def test_supporting_bodies_of_an_own_record_are_own_or_those_that_it_has(side: str) -> None:
    room = Room(side)
    ref, own, their = room.own(1), f"{side}-LEAD", f"{room.them}-LEAD"

    def support(*codes: str) -> Item[Any]:
        return room.writes(amend(ref, {"supporting": list(codes)}, side))[0]

    assert waits(room.log, support(own)) == ()
    assert waits(room.log, support(own, their)) == (room.them,)
    assert waits(room.log, support("AUDIT")) == (room.them,)
    room.writes(amend(ref, {"supporting": ["AUDIT"]}, "OBS", sources=["PRESS"]), feed="obs-0")
    assert waits(room.log, support("AUDIT", own)) == (room.them,)
    for feed in FEED.values():
        room.writes(admit("obs-0", "scope"), feed=feed)
    assert waits(room.log, support("AUDIT", own)) == ()
    assert waits(room.log, support()) == ()


@pytest.mark.parametrize("whose", ["own", "their"])
@pytest.mark.parametrize("field", ["lead", "supporting"])
@pytest.mark.parametrize("side", SIDES)
def test_what_an_unknown_observer_names_first_is_named_by_nobody(side: str, field: str, whose: str) -> None:
    room = Room(side)
    ref, code = room.own(1), f"{room.them}-LEAD" if whose == "their" else "AUDIT"
    named: Any = {side: code, room.them: None} if field == "lead" else [code]
    room.log.open("obs-9")
    room.writes(amend(ref, {field: named}, "OBS", sources=["PRESS"]), feed="obs-9")
    before = now(room.log)
    (change,) = room.writes(amend(ref, {field: named}, side))
    assert waits(room.log, change) == (room.them,)
    assert moved(before, now(room.log)) == {}


@pytest.mark.parametrize("side", SIDES)
def test_a_lead_that_the_other_side_names_for_a_side_may_be_its_lead(side: str) -> None:
    room = Room(side)
    ref = room.own(1)
    named = {side: "AUDIT", room.them: None}
    room.writes(amend(ref, {"lead": named}, room.them, sources=["JS"]), feed=room.victim)
    assert waits(room.log, lead(room, "AUDIT", ref)) == ()


@pytest.mark.parametrize("named_by", ["observer", "other side"])
@pytest.mark.parametrize("side", SIDES)
def test_a_lead_of_the_other_side_does_not_ride_on_another_field(side: str, named_by: str) -> None:
    room = Room(side)
    ref, old, new = room.joint(1), {room.them: f"{room.them}-LEAD", side: None}, {room.them: "OFFICE", side: None}
    room.writes(body("OFFICE", room.them, speaks_for=room.them), feed=room.victim)
    if named_by == "observer":
        room.log.open("obs-9")
        room.writes(amend(ref, {"lead": new}, "OBS", sources=["PRESS"]), feed="obs-9")
    else:
        room.writes(amend(ref, {"lead": new}, room.them), feed=room.victim)
    room.writes(amend(ref, {"lead": old}, room.them, on="2026-01-20"), feed=room.victim)
    (change,) = room.writes(amend(ref, {"weight": "3", "lead": {**new, side: f"{side}-LEAD"}}, side))
    room.writes(answer(change, room.them, on="2026-05-01"), feed=room.victim)
    reader = MemoryReader(room.log)
    record, verdict = reader.facts().states[ref].record, reader.rulings([change])[change.hash][0].verdict
    assert verdict is not None
    assert verdict.fields == (("lead", "weight") if named_by == "observer" else ("weight",))
    theirs = "OFFICE" if "lead" in verdict.fields else f"{room.them}-LEAD"
    assert (record.weight, record.lead.US, record.lead.MX) == ("3", *by_side(room, f"{side}-LEAD", theirs))


@pytest.mark.parametrize("side", SIDES)
def test_what_a_body_leads_for_one_side_moves_no_card_of_what_it_leads_for_the_other(side: str) -> None:
    room = Room(side)
    code = f"{room.them}-LEAD"

    def cards() -> dict[str, Any]:
        found = MemoryReader(room.log).score()
        return {node.id: node.delivery for node in score(found.inputs, found.method, "body").groups}

    before = cards()[code]
    room.writes(answer(lead(room, code, room.own(1)), room.them), feed=room.victim)
    after = cards()
    assert code not in after
    assert after[f"{code}/{room.them}"].score == before.score
    assert len(after[f"{code}/{side}"].weights) == 1


@pytest.mark.parametrize("names_replaced", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_the_consent_of_the_other_side_sets_only_what_waited_for_it(
    side: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, names_replaced: bool
) -> None:
    if not names_replaced:  # by an altered program
        monkeypatch.setattr(amendments, "_replaced_entries", lambda *_all: {})
    path, ref, other = small_register(tmp_path), f"FW-{side}-01", OTHER[side]
    desk = service.open_register(path, desk=FEED[side], today=TODAY)
    note = {"note.en": "First.", "note.es": "Primero."}
    done = desk.write(Amend(record=ref, fields={"weight": "3", **note}, reason="A package.", sources=("JS-2021",)))

    def shown() -> list[str]:
        return [change.field for act in desk.pending(other) for entry in act.entries for change in entry.changes]

    assert shown() == ["weight"]
    second = service.open_register(path, desk=FEED[other], today=TODAY)
    second.write(Amend(record=ref, fields={"note.en": "Second.", "note.es": "Segundo."}, reason="A note."))
    assert shown() == ["weight"]
    concur(second, done)
    assert (second.record(ref)["weight"], second.record(ref)["note"]["en"]) == ("3", "Second.")


class Leads(Room):
    """A joint commitment of which each side names its own lead, together with a field that waits for the other side."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.ref = self.joint(1)
        self.first = self.entry("commitment.add", self.ref)
        for one, feed in ((self.me, self.feed), (self.them, self.victim)):
            for name in ("NEW", "NEWER"):
                self.writes(body(f"{one}-{name}", one, speaks_for=one), feed=feed)

    def leads(self) -> dict[str, str | None]:
        record = MemoryReader(self.log).facts().states[self.ref].record
        return {one: record.lead.body_of_side(one) for one in (self.me, self.them)}

    def package(self, by: str, code: str, replaced: Item[Any] | None = None, **more: Any) -> Item[Any]:  # noqa: ANN401
        """An amendment by the program: it states the lead of both sides and names the entry that it replaces."""
        fields = {"lead": {**self.leads(), by: code}, **more}
        named = {**dict.fromkeys(more, self.first.hash), "lead": (replaced or self.first).hash}
        return self.writes(amend(self.ref, fields, by, replaces=named), feed=FEED[by])[0]

    def accepts(self, by: str, item: Item[Any], on: str = "2026-05-01") -> None:
        self.writes(answer(item, by, on=on), feed=FEED[by])


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_changes_its_lead_before_it_concurs_leaves_the_lead_of_the_other_side(side: str) -> None:
    room = Leads(side)
    offered = room.package(room.them, f"{room.them}-NEW", weight="3")
    room.package(room.me, f"{side}-NEW")
    before = room.leads()
    assert before == {side: f"{side}-NEW", room.them: f"{room.them}-NEW"}
    room.accepts(side, offered)
    assert room.leads() == before
    assert weight(room.log, room.ref) == "3"


@pytest.mark.parametrize("side", SIDES)
def test_the_order_in_which_packages_are_accepted_moves_no_lead(side: str) -> None:
    room = Leads(side)
    older = room.package(room.them, f"{room.them}-NEW", weight="3")
    newer = room.package(room.them, f"{room.them}-NEWER", older, level="output")
    for item, on in ((newer, "2026-05-01"), (older, "2026-05-02")):
        room.accepts(side, item, on)
        assert room.leads()[room.them] == f"{room.them}-NEWER"
    assert weight(room.log, room.ref) == "3"


@pytest.mark.parametrize("side", SIDES)
def test_taking_back_an_own_lead_leaves_the_lead_of_the_other_side(side: str) -> None:
    room = Leads(side)
    mine = room.package(side, f"{side}-NEW")
    offered = room.package(room.them, f"{room.them}-NEW", mine, weight="3")
    room.accepts(side, offered)
    room.writes(retract(mine))
    assert room.leads()[room.them] == f"{room.them}-NEW"
    assert weight(room.log, room.ref) == "3"


@pytest.mark.parametrize("named", ["the last", "each"])
@pytest.mark.parametrize("changed", [True, False])
@pytest.mark.parametrize("side", SIDES)
def test_a_lead_put_to_the_other_side_counts_unless_it_was_changed_since(
    side: str, named: str, *, changed: bool
) -> None:
    room = Leads(side)
    mine = room.package(side, f"{side}-NEW")
    theirs = room.package(room.them, f"{room.them}-NEW")
    each = {f"lead.{side}": mine.hash, f"lead.{room.them}": theirs.hash}
    lead = {**room.leads(), room.them: "AUDIT"}
    replaced = each if named == "each" else {"lead": theirs.hash}
    (offered,) = room.writes(amend(room.ref, {"lead": lead}, room.them, replaces=replaced), feed=room.victim)
    if changed:
        room.package(side, f"{side}-NEWER", mine)
    room.accepts(side, offered)
    expected = {side: f"{side}-NEWER", room.them: f"{room.them}-NEW"} if changed else lead
    assert room.leads() == expected


@pytest.mark.parametrize("side", SIDES)
def test_the_register_holds_what_a_new_fold_finds(side: str, tmp_path: Path) -> None:
    path, ref = small_register(tmp_path), f"FW-{side}-01"
    desk = service.open_register(path, desk=FEED[side], today=TODAY)
    theirs = {"US": "SSPC", "MX": "ATF"}[side]
    office = {"name.en": "Office", "name.es": "Oficina", "side": side, "branch": "executive"}

    def lead(code: str) -> Intent:
        return Amend(record=ref, fields={f"lead.{side}": code}, reason="Moved.", sources=("JS-2021",))

    desk.write(lead(theirs))
    assert desk.pending_count(OTHER[side]) == 1
    desk.write(AddRecord(kind="body", fields={**office, "code": "NEW", "speaks_for": side}), lead("NEW"))
    desk.write(AddRecord(kind="body", fields={**office, "code": "COURT"}))
    assert desk.listing(f"id:{ref} lead:NEW").total == 1
    with Database(path).reading() as connection:
        assert list(projection_differences(connection, Digest())) == []
