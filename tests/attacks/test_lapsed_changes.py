"""An agreed change is replaced only by one that was agreed after it, whatever dates and clocks the answers state."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.store.items import Item
from attack_room import Room, note, weight
from memory_register import AT, Draft, MemoryReader
from register_picture import moved, picture
from symmetric_register import SIDES, amend, answer, status, words

pytestmark = pytest.mark.sweep


class Deal(Room):
    """Both sides propose another value for one field; the victim has accepted the attacker's proposal."""

    def __init__(self, side: str, record: str = "commitment", *, older: bool = True) -> None:
        super().__init__(side)
        refs = {"commitment": self.their(1), "indicator": self.gauge(self.them), "framework": "FW"}
        self.field = {"commitment": "weight", "indicator": "span", "framework": "title"}[record]
        self.kind, self.ref = record, refs[record]
        self.first = self.entry(f"{record}.add", self.ref)
        both = [self.changed("10", self.them, feed=self.victim)] if older else []
        self.counter = self.changed("50", self.me)
        self.stale = (both or [self.changed("10", self.them, feed=self.victim)])[0]

    def changed(self, value: str, by: str, **more: Any) -> Item[Any]:  # noqa: ANN401
        return self.writes(self.draft(value, by, self.first), **more)[0]

    def draft(self, value: str, by: str, replaced: Item[Any]) -> Draft:
        fields = {self.field: words(value) if self.field == "title" else value}
        return amend(self.ref, fields, by, kind=self.kind, replaces={self.field: replaced.hash})

    def agreed(self) -> None:
        self.writes(answer(self.counter, self.them, on="2026-02-01"), feed=self.victim)

    def value(self, at: TwoDates = AT) -> str:
        facts = MemoryReader(self.log, at).facts()
        state = facts.states.get(self.ref)
        found: Any = state.record if state else facts.indicators.get(self.ref) or facts.frameworks[self.ref]
        return found.title.en if self.field == "title" else getattr(found, self.field)  # type: ignore[no-any-return]


@pytest.fixture(params=SIDES)
def side(request: pytest.FixtureRequest) -> str:
    return str(request.param)


RECORDS = pytest.mark.parametrize("record", ["commitment", "indicator", "framework"])
OLDER = pytest.mark.parametrize("older", [True, False], ids=["older", "newer"])


@RECORDS
@OLDER
@pytest.mark.parametrize("on", ["2026-01-01", "2026-01-20", "2026-06-01"])
def test_stale_proposal_accepted_alone_lapses(side: str, record: str, on: str, *, older: bool) -> None:
    deal = Deal(side, record, older=older)
    deal.agreed()
    deal.writes(note(deal.their(1)))
    before = picture(MemoryReader(deal.log))
    deal.writes(answer(deal.stale, deal.me, on=on))
    assert moved(before, picture(MemoryReader(deal.log))) == {}
    assert deal.value() == "50"
    assert deal.value(TwoDates("2026-01-25", "2026-01-25")) != "10", "nor does it change what was known before"


@RECORDS
@OLDER
def test_second_desk_with_old_heads_cannot_make_the_agreed_change_lapse(side: str, record: str, *, older: bool) -> None:
    deal = Deal(side, record, older=older)
    deal.agreed()
    deal.writes(note(deal.their(1)))
    before = picture(MemoryReader(deal.log))
    deal.log.open(deal.second, seen={})
    deal.writes(answer(deal.stale, deal.me, on="2026-01-16"), feed=deal.second, seen={})
    assert moved(before, picture(MemoryReader(deal.log))) == {}


@RECORDS
def test_proposal_that_was_accepted_first_counts(side: str, record: str) -> None:
    deal = Deal(side, record)
    deal.writes(answer(deal.stale, deal.me, on="2026-03-01"))
    deal.agreed()
    assert deal.value() == "10", "the later agreement names a value that no longer holds"


def test_change_that_follows_an_agreed_one_counts_even_if_it_was_agreed_on_the_same_day(side: str) -> None:
    deal = Deal(side)
    deal.writes(answer(deal.stale, deal.me, on="2026-02-01"))
    change = amend(deal.ref, {"weight": "3"}, deal.them, on="2026-02-01", replaces={"weight": deal.stale.hash})
    (following,) = deal.writes(change, feed=deal.victim)
    deal.writes(answer(following, deal.me, on="2026-01-01"))
    assert weight(deal.log, deal.ref) == "3"
    deal.writes(answer(deal.stale, deal.me, on="2026-01-01"))
    assert weight(deal.log, deal.ref) == "3", "a second concurrence with the first change changes nothing"


def test_second_concurrence_does_not_move_the_day_from_which_a_change_is_known(side: str) -> None:
    deal = Deal(side)
    deal.writes(answer(deal.stale, deal.me, on="2026-03-01"))
    deal.writes(note(deal.ref), feed=deal.victim)
    before = deal.value(TwoDates("2026-02-01", "2026-02-01"))
    deal.writes(answer(deal.stale, deal.me, on="2026-01-20"))
    deal.log.open(deal.second, seen={})
    deal.writes(answer(deal.stale, deal.me, on="2026-01-20"), feed=deal.second, seen={})
    assert deal.value(TwoDates("2026-02-01", "2026-02-01")) == before != "10"


def test_change_is_not_known_before_it_was_proposed(side: str) -> None:
    deal = Deal(side)
    deal.writes(answer(deal.stale, deal.me, on="2025-01-01"))
    assert deal.value(TwoDates("2026-01-14", "2026-01-14")) != "10"
    assert deal.value(TwoDates("2026-01-15", "2026-01-15")) == "10"


@RECORDS
def test_accepted_change_that_was_built_on_a_waiting_one_of_its_own_side_counts(side: str, record: str) -> None:
    deal = Deal(side, record)
    (newer,) = deal.writes(deal.draft("30", deal.me, deal.counter))
    deal.writes(answer(newer, deal.them, on="2026-02-01"), feed=deal.victim)
    assert deal.value() == "30"
    deal.writes(answer(deal.stale, deal.me, on="2026-02-02"))
    assert deal.value() == "30", "what both agreed on is not replaced by an older proposal"


@RECORDS
@pytest.mark.parametrize("named", ["strange", "unset"])
def test_change_that_replaces_an_entry_of_another_record_is_refused(side: str, record: str, named: str) -> None:
    """Otherwise the part that the other side wants would lapse without a word once it accepts the whole."""
    deal = Deal(side, record)
    before = picture(MemoryReader(deal.log))
    fields: dict[str, Any] = {deal.field: words("1") if deal.field == "title" else "1", "sources": ["JS"]}
    if record == "indicator":
        fields = {"span": "1", "max_age_days": 100}
    other = deal.entry("commitment.add", deal.own(5)) if named == "strange" else deal.counter
    strange = deal.field if named == "strange" else next(name for name in fields if name != deal.field)
    replaced = {**dict.fromkeys(fields, deal.first.hash), strange: other.hash}
    (change,) = deal.writes(amend(deal.ref, fields, deal.me, kind=record, replaces=replaced))
    deal.writes(answer(change, deal.them), feed=deal.victim)
    ((_item, ruling),) = MemoryReader(deal.log).rulings([change]).values()
    assert ruling.problem is not None
    assert moved(before, picture(MemoryReader(deal.log))) == {}


def test_preview_leaves_out_what_would_lapse(side: str) -> None:
    deal = Deal(side)
    deal.agreed()
    fields = {"weight": "7", "level": "outcome"}
    replaced = dict.fromkeys(fields, deal.first.hash)
    (change,) = deal.writes(amend(deal.ref, fields, deal.me, replaces=replaced))
    preview = MemoryReader(deal.log).facts(accepting=[change.entry_id]).states[deal.ref].record
    deal.writes(answer(change, deal.them, on="2026-06-01"), feed=deal.victim)
    accepted = MemoryReader(deal.log).facts().states[deal.ref].record
    assert (preview.weight, preview.level) == (accepted.weight, accepted.level) == ("50", "outcome")


@pytest.mark.parametrize(("mark", "value"), [("TLP:CLEAR", "10"), ("TLP:GREEN", "1"), ("TLP:RED", "1")])
def test_concurrence_that_fewer_people_may_read_than_the_proposal_accepts_nothing(
    side: str, mark: str, value: str
) -> None:
    deal = Deal(side)
    deal.writes(answer(deal.stale, deal.me), handling=mark)
    assert deal.value() == value


def test_concurrence_with_the_mark_of_a_commitment_that_was_restricted_since_accepts(side: str) -> None:
    deal = Deal(side)
    restricted = amend(deal.ref, {"handling": "TLP:AMBER"}, deal.them)
    deal.writes(restricted, feed=deal.victim, handling="TLP:AMBER")
    deal.writes(answer(deal.stale, deal.me), handling="TLP:AMBER")
    assert deal.value() == "10"


def test_mark_that_nobody_accepted_does_not_hide_a_concurrence(side: str) -> None:
    deal = Deal(side)
    deal.writes(amend(deal.ref, {"handling": "TLP:RED"}, deal.me), handling="TLP:RED")
    deal.writes(answer(deal.stale, deal.me), handling="TLP:RED")
    assert deal.value() == "1"


def test_answer_that_names_no_entry_is_no_answer_to_a_claim_that_it_had_not_seen(side: str) -> None:
    room = Room(side)
    ref = room.own(5)
    room.writes(status(ref, room.me, "limited", "2024-03-01"))
    given = {"commitment": ref, "half": room.me, "speaker": room.them, "stance": "concur"}
    days = {"effective_on": "2024-06-01", "said_on": "2024-06-01"}
    room.writes(("position.take", {"id": None, "answers": None, **given, **days}), feed=room.victim)
    (half,) = MemoryReader(room.log).facts().states[ref].halves
    assert half.standing == "agreed"
    room.writes(status(ref, room.me, "completed", "2024-03-02", sources=["JS"]))
    (half,) = MemoryReader(room.log).facts().states[ref].halves
    assert (half.status, half.standing) == ("completed", "unanswered")


@pytest.mark.parametrize("side", SIDES)
def test_what_a_side_sets_beside_a_field_that_waits_gives_way_to_a_later_change(side: str) -> None:
    room = Room(side)
    ref = room.own(2)
    package = {"weight": "9", "note": words("First."), "places": ["MX-SIN"]}
    room.writes(amend(ref, package, side, on="2026-02-01"))
    room.writes(amend(ref, {"note": words("Second.")}, room.them, on="2026-02-02"), feed=room.victim)
    room.writes(amend(ref, {"places": ["MX-SON"]}, side, on="2026-02-03"))
    state = MemoryReader(room.log).facts().states[ref]
    assert state.record.note is not None
    assert (state.record.weight, state.record.note.en, state.record.places) == ("1", "Second.", ("MX-SON",))
    assert [(one.field, one.old, one.new) for one in state.pending] == [("weight", "1", "9")]
