"""Threads between the sides: where each answer belongs, whose turn it is, and how a thread ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.store.items import without_retracted
from items import Told

if TYPE_CHECKING:
    from accordtrack.types import DisputeView

TODAY = "2024-12-31"


def threads(told: Told) -> list[DisputeView]:
    items = without_retracted(told.items)
    return Threads(items, told.state(), today=TODAY, file_there=lambda _digest: True).made()


def only(told: Told) -> DisputeView:
    (found,) = threads(told)
    return found


def stood(thread: DisputeView) -> tuple[str, str | None, str | None]:
    return thread.state, thread.turn, thread.turn_since


def test_a_claim_that_nobody_disputes_is_no_thread() -> None:
    told = Told()
    claim = told.status("US", "substantial")
    assert threads(told) == []
    told.position("MX", claim)
    assert threads(told) == []


def test_a_dispute_waits_for_the_owing_side_and_its_reply_for_the_other() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-03-01", proposes="limited")
    thread = only(told)
    assert stood(thread) == ("open", "US", "2024-03-01")
    assert (thread.opened_on, thread.days, thread.turn_days, thread.ended_on) == ("2024-03-01", 305, 305, None)
    told.position("US", dispute, "dispute", "2024-06-01")
    thread = only(told)
    assert stood(thread) == ("open", "MX", "2024-06-01")
    assert [(word.kind, word.speaker, word.depth) for word in thread.words] == [
        ("claim", "US", 0),
        ("answer", "MX", 1),
        ("answer", "US", 2),
    ]
    last = thread.last("MX")
    assert last is not None
    assert last.proposed_status == "limited"


def test_silence_settles_nothing_however_long() -> None:
    told = Told()
    told.position("MX", told.status("US", "completed", "1994-01-01"), "dispute", "1994-02-01")
    assert stood(only(told)) == ("open", "US", "1994-02-01")
    assert only(told).days > 10_000


def test_each_has_upheld_its_word_is_a_lawful_end_that_a_new_claim_opens_again() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    reply = told.position("US", dispute, "dispute", "2024-03-01")
    told.position("MX", reply, "dispute", "2024-04-01")
    thread = only(told)
    assert stood(thread) == ("unresolved", None, None)
    assert (thread.ended_on, thread.days) == ("2024-04-01", 60)
    told.status("US", "limited", "2024-05-01", base=[claim])
    assert stood(only(told)) == ("open", "MX", "2024-05-01")


def test_saying_the_dispute_again_upholds_it() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    told.position("US", dispute, "dispute", "2024-03-01")
    told.position("MX", claim, "dispute", "2024-04-01")
    assert only(told).state == "unresolved"


@pytest.mark.parametrize("official", [True, False])
def test_a_concurrence_settles_and_one_told_of_a_side_does_not_against_its_own_word(*, official: bool) -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01")
    told.position("MX", claim, "concur", "2024-03-01", official=official)
    thread = only(told)
    assert thread.state == ("settled" if official else "open")
    assert thread.ended_on == ("2024-03-01" if official else None)
    assert thread.turn == (None if official else "US")


def test_who_concurs_with_the_dispute_settles_it_though_the_claim_stands() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    told.position("US", dispute, "concur", "2024-03-01", official=False)
    assert only(told).state == "open", "a concurrence told of a side does not end what the other itself said"
    told.position("US", dispute, "concur", "2024-03-02")
    thread = only(told)
    assert (thread.state, thread.ended_on, thread.standing) == ("settled", "2024-03-02", "settled")


def test_equal_official_statuses_settle_and_equal_readings_do_not() -> None:
    told = Told()
    first = told.status("US", "completed", "2024-01-01")
    told.position("MX", first, "dispute", "2024-02-01", official=False)
    told.status("US", "limited", "2024-03-01", base=[first])
    told.status("MX", "limited", "2024-04-01", official=False, half="US")
    assert stood(only(told)) == ("open", "MX", "2024-03-01"), "its own word is waited for, since the claim"
    told.status("MX", "limited", "2024-05-01", half="US")
    assert (only(told).state, only(told).ended_on) == ("settled", "2024-05-01")


def test_a_new_claim_makes_answers_stale_and_hands_the_turn_on() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01")
    told.status("US", "limited", "2024-03-01", base=[claim])
    thread = only(told)
    assert thread.standing == "unanswered"
    assert stood(thread) == ("open", "MX", "2024-03-01")
    assert [(word.kind, word.counts, word.stale) for word in thread.words] == [
        ("claim", False, True),
        ("answer", False, True),
        ("claim", True, False),
    ]


def test_an_answer_to_an_earlier_claim_after_the_new_one_leaves_nobody_s_turn() -> None:
    told = Told()
    claim = told.status("US", "limited", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01")
    told.status("US", "completed", "2024-03-01", base=[claim])
    told.position("MX", claim, "dispute", "2024-04-01")
    thread = only(told)
    assert (thread.standing, *stood(thread)) == ("unanswered", "open", None, None)


def test_a_dispute_that_was_withdrawn_is_no_thread() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    told.position("US", dispute, "dispute", "2024-03-01")
    told.withdraw(dispute)
    assert threads(told) == [], "what answers a withdrawn word falls with it"
    told.position("MX", claim, "dispute", "2024-08-01")
    thread = only(told)
    assert [(word.withdrawn, word.counts) for word in thread.words] == [
        (False, True),
        (True, False),
        (True, False),
        (False, True),
    ]
    assert stood(thread) == ("open", "US", "2024-08-01")


def test_the_other_side_s_differing_reading_is_a_dispute_too() -> None:
    told = Told()
    told.status("US", "substantial", "2024-01-01")
    reading = told.status("MX", "limited", "2024-02-01", half="US")
    assert stood(only(told)) == ("open", "US", "2024-02-01")
    reply = told.position("US", reading, "dispute", "2024-03-01")
    told.position("MX", reply, "dispute", "2024-04-01")
    assert only(told).state == "unresolved"


def test_an_asking_waits_for_whom_was_asked_from_the_first_asking() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    told.ask(claim, "MX", "2024-02-01")
    told.ask(claim, "MX", "2024-05-01")
    assert stood(only(told)) == ("open", "MX", "2024-02-01")


def test_a_divergent_side_has_its_own_turn() -> None:
    told = Told()
    told.status("US", "substantial", "2024-01-01")
    told.status("US", "limited", "2024-02-01", feed="us-2", official=True)
    thread = only(told)
    assert thread.standing == "divergent"
    assert stood(thread) == ("open", "US", "2024-02-01")
    assert sorted(word.kind for word in thread.words) == ["claim", "rival"]


def test_each_half_of_a_joint_commitment_is_a_thread_of_its_own() -> None:
    told = Told("JOINT")
    us, mx = told.status("US", "substantial"), told.status("MX", "limited")
    told.position("MX", us, "dispute", "2024-02-01", half="US")
    told.position("US", mx, "dispute", "2024-03-01", half="MX")
    found = {thread.half: thread for thread in threads(told)}
    assert {side: thread.turn for side, thread in found.items()} == {"US": "US", "MX": "MX"}
    assert [len(thread.words) for thread in found.values()] == [2, 2]
    assert {thread.id for thread in found.values()} == {"FW-01#US", "FW-01#MX"}


def test_words_without_a_target_answer_the_latest_claim_known_by_then() -> None:
    told = Told()
    first = told.status("US", "limited", "2024-01-01")
    told.position("MX", None, "dispute", "2024-02-01")
    assert stood(only(told)) == ("open", "US", "2024-02-01")
    told.status("US", "substantial", "2024-03-01", base=[first])
    assert stood(only(told)) == ("open", "MX", "2024-03-01")


def test_a_side_that_does_not_subscribe_to_the_text_waits_for_the_other() -> None:
    told = Told("JOINT")
    told.position("MX", told.items[0], "not_agreed", "2024-02-01")
    thread = only(told)
    assert (thread.about, thread.half, thread.standing) == ("text", None, None)
    assert stood(thread) == ("open", "US", "2024-02-01")
    assert [word.kind for word in thread.words] == ["text", "answer"]
    told.position("MX", told.items[0], "concur", "2024-04-01")
    assert (only(told).state, only(told).ended_on) == ("settled", "2024-04-01")


def test_a_new_wording_is_a_word_too_and_leaves_answers_to_the_old_one_behind() -> None:
    told = Told("JOINT")
    told.position("MX", told.items[0], "not_agreed", "2024-02-01")
    change = told.amend("US", on="2024-03-01", text={"en": "Other words.", "es": "Otras palabras."})
    assert {thread.about: thread.turn for thread in threads(told)} == {"text": "US", "change": "MX"}
    told.position("MX", change, "concur", "2024-04-01")
    thread = only(told)
    assert (thread.about, thread.state, thread.ended_on) == ("text", "settled", "2024-04-01")
    assert [(word.kind, word.stale) for word in thread.words] == [
        ("text", True),
        ("answer", True),
        ("change", False),
        ("answer", False),
    ]
    told.position("MX", change, "not_agreed", "2024-05-01")
    found = {thread.about: stood(thread) for thread in threads(told)}
    assert found == {"text": ("open", "US", "2024-02-01"), "change": ("open", "US", "2024-05-01")}, (
        "the change waits again"
    )


def test_a_change_waits_for_the_other_side_and_says_what_it_replaces() -> None:
    told = Told("JOINT", due_on="2024-12-31", due_basis="text")
    change = told.amend("US", due_on="2025-06-30")
    thread = only(told)
    assert (thread.about, thread.turn) == ("change", "MX")
    assert [(one.field, one.old, one.new) for one in thread.words[0].changes] == [
        ("due_on", "2024-12-31", "2025-06-30")
    ]
    told.position("MX", change, "dispute", "2024-05-01")
    assert stood(only(told)) == ("open", "US", "2024-05-01")
    told.position("MX", change, "concur", "2024-06-01")
    assert only(told).state == "settled"


def test_observers_stand_apart_and_give_no_turn() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    seen = told.position("OBS", claim, "dispute", "2024-02-01")
    (alone,) = threads(told)
    assert (alone.about, alone.words, stood(alone)) == ("observer", (), ("observer", None, None))
    assert [word.speaker for word in alone.observers] == ["US", "OBS"]
    told.position("US", seen, "dispute", "2024-03-01")
    told.position("MX", claim, "dispute", "2024-04-01")
    thread = only(told)
    assert (thread.about, thread.turn) == ("half", "US")
    assert [word.speaker for word in thread.words] == ["US", "MX"]
    assert [(word.speaker, word.stance) for word in thread.observers] == [("OBS", "dispute"), ("US", "dispute")]
