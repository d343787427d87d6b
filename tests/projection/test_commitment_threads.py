"""Threads between the sides: where each answer belongs, whose turn it is, and how a thread ends."""

from __future__ import annotations

import pytest

from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.store.items import without_retracted
from accordtrack.text.disputes import latest
from accordtrack.types import DisputeView
from items import WORDS, Told

TODAY = "2024-12-31"


def threads(told: Told) -> list[DisputeView]:
    items = without_retracted(told.items)
    return Threads(items, told.state(), today=TODAY, file_there=lambda _digest: True).build_threads()


def only_thread(told: Told) -> DisputeView:
    (found,) = threads(told)
    return found


def state_and_turn(thread: DisputeView) -> tuple[str, str | None, str | None]:
    return thread.state, thread.turn, thread.turn_since


def test_undisputed_claim_makes_no_thread() -> None:
    told = Told()
    claim = told.status("US", "substantial")
    assert threads(told) == []
    told.position("MX", claim)
    assert threads(told) == []


def test_turn_alternates_between_owing_side_and_disputing_side() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-03-01", proposes="limited")
    thread = only_thread(told)
    assert state_and_turn(thread) == ("open", "US", "2024-03-01")
    assert (thread.opened_on, thread.days, thread.turn_days, thread.ended_on) == ("2024-03-01", 305, 305, None)
    told.position("US", dispute, "dispute", "2024-06-01")
    thread = only_thread(told)
    assert state_and_turn(thread) == ("open", "MX", "2024-06-01")
    assert [(word.kind, word.speaker, word.depth) for word in thread.words] == [
        ("claim", "US", 0),
        ("answer", "MX", 1),
        ("answer", "US", 2),
    ]
    last = thread.latest_item("MX")
    assert last is not None
    assert last.proposed_status == "limited"


def test_long_silence_does_not_settle_a_dispute() -> None:
    told = Told()
    told.position("MX", told.status("US", "completed", "1994-01-01"), "dispute", "1994-02-01")
    assert state_and_turn(only_thread(told)) == ("open", "US", "1994-02-01")
    assert only_thread(told).days > 10_000


def test_thread_upheld_by_both_is_unresolved_until_a_new_claim() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    reply = told.position("US", dispute, "dispute", "2024-03-01")
    told.position("MX", reply, "dispute", "2024-04-01")
    thread = only_thread(told)
    assert state_and_turn(thread) == ("unresolved", None, None)
    assert (thread.ended_on, thread.days) == ("2024-04-01", 60)
    told.status("US", "limited", "2024-05-01", base=[claim])
    assert state_and_turn(only_thread(told)) == ("open", "US", "2024-02-01")


def test_repeated_dispute_upholds_it() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    told.position("US", dispute, "dispute", "2024-03-01")
    told.position("MX", claim, "dispute", "2024-04-01")
    assert only_thread(told).state == "unresolved"


@pytest.mark.parametrize("official", [True, False])
def test_only_an_official_concurrence_settles_an_official_dispute(*, official: bool) -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01")
    told.position("MX", claim, "concur", "2024-03-01", official=official)
    thread = only_thread(told)
    assert thread.state == ("settled" if official else "open")
    assert thread.ended_on == ("2024-03-01" if official else None)
    assert thread.turn == (None if official else "US")


def test_concurring_with_the_dispute_settles_it_without_a_new_claim() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    told.position("US", dispute, "concur", "2024-03-01", official=False)
    assert only_thread(told).state == "open", "a concurrence told of a side does not end what the other itself said"
    told.position("US", dispute, "concur", "2024-03-02")
    thread = only_thread(told)
    assert (thread.state, thread.ended_on, thread.standing) == ("settled", "2024-03-02", "settled")


def test_equal_official_statuses_settle_but_equal_readings_do_not() -> None:
    told = Told()
    first = told.status("US", "completed", "2024-01-01")
    told.position("MX", first, "dispute", "2024-02-01", official=False)
    told.status("US", "limited", "2024-03-01", base=[first])
    told.status("MX", "limited", "2024-04-01", official=False, half="US")
    assert state_and_turn(only_thread(told)) == ("open", "MX", "2024-03-01"), (
        "its own word is waited for, since the claim"
    )
    told.status("MX", "limited", "2024-05-01", half="US")
    assert (only_thread(told).state, only_thread(told).ended_on) == ("settled", "2024-05-01")


def test_new_claim_makes_answers_stale_and_passes_the_turn() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01", proposes="limited")
    told.status("US", "limited", "2024-03-01", base=[claim])
    thread = only_thread(told)
    assert thread.standing == "unanswered", "the claim came down to what the dispute proposes"
    assert state_and_turn(thread) == ("open", "MX", "2024-03-01")
    assert [(word.kind, word.counts, word.stale) for word in thread.words] == [
        ("claim", False, True),
        ("answer", False, True),
        ("claim", True, False),
    ]


def test_late_dispute_of_an_earlier_claim_stands_against_the_one_in_force() -> None:
    told = Told()
    claim = told.status("US", "limited", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01")
    told.status("US", "completed", "2024-03-01", base=[claim])
    told.position("MX", claim, "dispute", "2024-04-01")
    thread = only_thread(told)
    assert (thread.standing, *state_and_turn(thread)) == ("disputed", "open", "US", "2024-04-01")


def test_withdrawn_dispute_makes_no_thread() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    told.position("US", dispute, "dispute", "2024-03-01")
    told.withdraw(dispute)
    assert threads(told) == [], "what answers a withdrawn word falls with it"
    told.position("MX", claim, "dispute", "2024-08-01")
    thread = only_thread(told)
    assert [(word.withdrawn, word.counts) for word in thread.words] == [
        (False, True),
        (True, False),
        (True, False),
        (False, True),
    ]
    assert state_and_turn(thread) == ("unresolved", None, None), "the owing side had answered the dispute before"


def test_differing_reading_of_the_other_side_is_a_dispute() -> None:
    told = Told()
    told.status("US", "substantial", "2024-01-01")
    reading = told.status("MX", "limited", "2024-02-01", half="US")
    assert state_and_turn(only_thread(told)) == ("open", "US", "2024-02-01")
    reply = told.position("US", reading, "dispute", "2024-03-01")
    told.position("MX", reply, "dispute", "2024-04-01")
    assert only_thread(told).state == "unresolved"


def test_asked_side_has_the_turn_from_the_first_asking() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    told.ask(claim, "MX", "2024-02-01")
    told.ask(claim, "MX", "2024-05-01")
    assert state_and_turn(only_thread(told)) == ("open", "MX", "2024-02-01")


def test_divergent_side_has_the_turn() -> None:
    told = Told()
    told.status("US", "substantial", "2024-01-01")
    told.status("US", "limited", "2024-02-01", feed="us-2", official=True)
    thread = only_thread(told)
    assert thread.standing == "divergent"
    assert state_and_turn(thread) == ("open", "US", "2024-02-01")
    assert sorted(word.kind for word in thread.words) == ["claim", "rival"]


def test_each_half_of_a_joint_commitment_has_its_own_thread() -> None:
    told = Told("JOINT")
    us, mx = told.status("US", "substantial"), told.status("MX", "limited")
    told.position("MX", us, "dispute", "2024-02-01", half="US")
    told.position("US", mx, "dispute", "2024-03-01", half="MX")
    found = {thread.half: thread for thread in threads(told)}
    assert {side: thread.turn for side, thread in found.items()} == {"US": "US", "MX": "MX"}
    assert [len(thread.words) for thread in found.values()] == [2, 2]
    assert {thread.id for thread in found.values()} == {"FW-01#US", "FW-01#MX"}


def test_answer_without_target_answers_the_latest_claim_of_its_day() -> None:
    told = Told()
    first = told.status("US", "limited", "2024-01-01")
    told.position("MX", None, "dispute", "2024-02-01")
    assert state_and_turn(only_thread(told)) == ("open", "US", "2024-02-01")
    told.status("US", "substantial", "2024-03-01", base=[first])
    assert state_and_turn(only_thread(told)) == ("open", "US", "2024-02-01"), "the claim was only raised"


def test_not_agreed_text_opens_a_thread_with_the_other_sides_turn() -> None:
    told = Told("JOINT")
    told.position("MX", told.items[0], "not_agreed", "2024-02-01")
    thread = only_thread(told)
    assert (thread.about, thread.half, thread.standing) == ("text", None, None)
    assert state_and_turn(thread) == ("open", "US", "2024-02-01")
    assert [word.kind for word in thread.words] == ["text", "answer"]
    told.position("MX", told.items[0], "concur", "2024-04-01")
    assert (only_thread(told).state, only_thread(told).ended_on) == ("settled", "2024-04-01")


def test_other_side_is_awaited_from_the_day_on_which_the_owner_objects_to_its_own_text() -> None:
    told = Told("US", text_basis="own_text")
    refusal = told.position("US", told.items[0], "not_agreed", "2024-02-01")
    thread = only_thread(told)
    assert state_and_turn(thread) == ("open", "MX", "2024-02-01")
    said = latest(thread, "US")
    assert said is not None
    assert said.entry == refusal.hash


def test_text_amendment_makes_answers_to_the_old_text_stale() -> None:
    told = Told("JOINT")
    told.position("MX", told.items[0], "not_agreed", "2024-02-01")
    told.agree("US", on="2024-03-01", text={"en": "Other words.", "es": "Otras palabras."})
    thread = only_thread(told)
    assert (thread.about, thread.state, thread.ended_on) == ("text", "settled", "2024-03-01")
    assert [(word.kind, word.stale) for word in thread.words] == [
        ("text", True),
        ("answer", True),
        ("change", False),
        ("answer", False),
    ]


def test_amendment_that_waits_is_no_dispute_until_the_other_side_disputes_it() -> None:
    told = Told("JOINT", due_on="2024-12-31", due_basis="text")
    change = told.amend("US", due_on="2025-06-30")
    assert threads(told) == []
    told.position("MX", change, "dispute", "2024-05-01")
    thread = only_thread(told)
    assert (thread.about, state_and_turn(thread)) == ("change", ("open", "US", "2024-05-01"))
    assert [(one.field, one.old, one.new) for one in thread.words[0].changes] == [
        ("due_on", "2024-12-31", "2025-06-30")
    ]
    told.position("MX", change, "concur", "2024-06-01")
    assert only_thread(told).state == "settled"


def test_observers_are_listed_apart_and_take_no_turn() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    seen = told.position("OBS", claim, "dispute", "2024-02-01")
    (alone,) = threads(told)
    assert (alone.about, alone.words, state_and_turn(alone)) == ("observer", (), ("observer", None, None))
    assert [word.speaker for word in alone.observers] == ["US", "OBS"]
    told.position("US", seen, "dispute", "2024-03-01")
    told.position("MX", claim, "dispute", "2024-04-01")
    thread = only_thread(told)
    assert (thread.about, thread.turn) == ("half", "US")
    assert [word.speaker for word in thread.words] == ["US", "MX"]
    assert [(word.speaker, word.stance) for word in thread.observers] == [("OBS", "dispute"), ("US", "dispute")]


def test_answer_to_a_link_or_a_document_is_no_answer_to_the_claim() -> None:
    told = Told()
    told.ask(told.status("US", "substantial", "2024-01-01"), "MX")
    link = {"indicator": "IND", "commitment": "FW-01", "strength": "contributory", "rationale": WORDS}
    told.position("MX", told.said("indicator.link", link, feed="us-1", official=True))
    told.position("MX", told.evidence("US"), "dispute")
    thread = only_thread(told)
    assert thread.latest_item("MX") is None
    assert [word.kind for word in thread.words] == ["claim", "asked"]
    assert state_and_turn(thread) == ("open", "MX", "2024-02-01")
