"""Whose turn it is, since when, and whether a thread has ended, where the entries are made to mislead."""

from __future__ import annotations

import pytest

from accordtrack.ledger.fields import Record
from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.store.items import Item, without_retracted
from accordtrack.types import DisputeView
from items import COMMITMENT, FEEDS, Told

TODAY = "2024-12-31"


def only_thread(told: Told) -> DisputeView:
    items = without_retracted(told.items)
    (found,) = Threads(items, told.state(), today=TODAY, file_there=lambda _digest: True).build_threads()
    return found


def state_and_turn(told: Told) -> tuple[str, str | None, str | None]:
    thread = only_thread(told)
    return thread.state, thread.turn, thread.turn_since


def disputed_claim() -> tuple[Told, Item[Record], Item[Record]]:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    return told, claim, told.position("MX", claim, "dispute", "2024-02-01", proposes="limited")


def unresolved_dispute() -> tuple[Told, Item[Record]]:
    told, _claim, dispute = disputed_claim()
    reply = told.position("US", dispute, "dispute", "2024-03-01")
    return told, told.position("MX", reply, "dispute", "2024-04-01")


def test_repeated_answers_do_not_restart_the_other_sides_turn() -> None:
    told, claim, _dispute = disputed_claim()
    told.evidence("MX", on="2024-05-01")
    told.position("MX", claim, "dispute", "2024-06-01")
    assert state_and_turn(told) == ("open", "US", "2024-02-01")
    assert only_thread(told).turn_days == 334


def test_evidence_does_not_move_the_start_of_a_turn() -> None:
    told, claim, _dispute = disputed_claim()
    told.evidence("US", on="2024-03-01")
    told.status("US", "limited", "2024-04-01", base=[claim])
    told.evidence("US", on="2024-05-01")
    assert state_and_turn(told) == ("open", "MX", "2024-04-01")


def test_concurring_with_evidence_does_not_settle_the_claim() -> None:
    told, _claim, _dispute = disputed_claim()
    proof = told.evidence("US", on="2024-03-01")
    told.position("MX", proof, "concur", "2024-04-01")
    thread = only_thread(told)
    assert (thread.state, thread.standing) == ("open", "disputed")


def test_concurring_with_an_earlier_dispute_leaves_a_later_one_open() -> None:
    told, claim, first = disputed_claim()
    told.position("MX", claim, "dispute", "2024-03-01", proposes="not_started")
    told.position("US", first, "concur", "2024-04-01")
    assert only_thread(told).state == "open", "half of what was said is accepted"
    assert only_thread(told).turn == "MX"


def test_claim_other_than_the_proposed_status_keeps_the_thread_open() -> None:
    told, claim, _dispute = disputed_claim()
    told.status("US", "not_started", "2024-03-01", base=[claim])
    thread = only_thread(told)
    assert (thread.standing, *state_and_turn(told)) == ("unanswered", "open", "MX", "2024-03-01")


def test_new_claim_after_a_concurrence_reopens_the_thread() -> None:
    told, claim, _dispute = disputed_claim()
    told.position("MX", claim, "concur", "2024-03-01")
    assert state_and_turn(told)[0] == "settled"
    told.status("US", "completed", "2024-04-01", base=[claim])
    assert state_and_turn(told) == ("open", "MX", "2024-04-01")


def test_divergent_desks_of_one_side_settle_nothing() -> None:
    told, _claim, dispute = disputed_claim()
    told.status("US", "completed", "2024-03-01", feed="us-2", official=True)
    told.position("US", dispute, "concur", "2024-04-01")
    thread = only_thread(told)
    assert (thread.standing, thread.state, thread.turn) == ("disputed", "open", "US")


def test_divergence_starts_with_the_second_claim() -> None:
    told = Told()
    told.status("US", "not_started", "2024-01-01")
    told.status("US", "limited", "2024-02-01", feed="us-2", official=True)
    told.status("US", "substantial", "2024-03-01", feed="us-3", official=True)
    assert state_and_turn(told) == ("open", "US", "2024-02-01")
    assert only_thread(told).opened_on == "2024-02-01"


def test_answer_dated_between_two_disputes_gives_the_disputing_side_no_turn() -> None:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    reading = told.status("MX", "limited", "2024-02-01", half="US")
    told.position("MX", claim, "dispute", "2024-04-01")
    told.position("US", reading, "dispute", "2024-03-01")
    assert only_thread(told).state == "open"
    told.position("MX", claim, "dispute", "2024-05-01")
    assert only_thread(told).state == "unresolved"


def test_answer_dated_a_day_ahead_does_not_outlast_the_reply() -> None:
    told, claim, dispute = disputed_claim()
    told.position("US", dispute, "dispute", "2024-03-02")
    assert state_and_turn(told)[1] == "MX"
    told.position("MX", claim, "dispute", "2024-03-01")
    assert state_and_turn(told)[1] == "US"


def test_evidence_reopens_an_unresolved_thread_but_repeating_does_not() -> None:
    told, last = unresolved_dispute()
    assert (only_thread(told).state, only_thread(told).ended_on) == ("unresolved", "2024-04-01")
    told.position("US", last, "dispute", "2024-05-01")
    assert (only_thread(told).state, only_thread(told).ended_on) == ("unresolved", "2024-04-01")
    told.evidence("US", on="2024-06-01")
    assert (only_thread(told).state, only_thread(told).turn) == ("open", "MX")


def test_withdrawn_answer_reopens_an_unresolved_thread() -> None:
    told, last = unresolved_dispute()
    told.withdraw(last)
    assert state_and_turn(told) == ("open", "MX", "2024-03-01")


def test_concurrence_settles_an_unresolved_thread() -> None:
    told, last = unresolved_dispute()
    told.position("US", last, "concur", "2024-05-01")
    assert (only_thread(told).state, only_thread(told).ended_on) == ("settled", "2024-05-01")


def test_misdated_answer_still_follows_what_it_answers() -> None:
    told, _claim, dispute = disputed_claim()
    told.position("US", dispute, "dispute", "2023-12-01")
    thread = only_thread(told)
    assert [(word.speaker, word.depth) for word in thread.words] == [("US", 0), ("MX", 1), ("US", 2)]
    assert thread.turn == "MX"


def test_asking_after_the_answer_does_not_move_the_turn() -> None:
    told, claim, _dispute = disputed_claim()
    told.ask(claim, "MX", "2024-03-01")
    assert state_and_turn(told) == ("open", "US", "2024-02-01"), "Mexico has answered"


def test_joint_claim_waits_for_the_side_that_has_not_answered() -> None:
    told = Told()
    claim = told.status("JOINT", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    assert state_and_turn(told) == ("open", "US", "2024-02-01")
    told.position("OBS", dispute, "dispute", "2024-03-01")
    assert state_and_turn(told) == ("open", "US", "2024-02-01"), "an observer takes no turn"
    told.position("US", dispute, "dispute", "2024-04-01")
    assert state_and_turn(told) == ("open", "MX", "2024-04-01")


def test_answers_to_an_observer_do_not_settle_the_dispute() -> None:
    told, claim, dispute = disputed_claim()
    seen = told.position("OBS", claim, "dispute", "2024-03-01")
    told.position("US", seen, "concur", "2024-04-01")
    told.position("MX", seen, "concur", "2024-05-01")
    thread = only_thread(told)
    assert state_and_turn(told) == ("open", "US", "2024-02-01")
    assert [word.speaker for word in thread.words] == ["US", "MX"]
    assert [word.speaker for word in thread.observers] == ["OBS", "US", "MX"]
    told.position("US", dispute, "concur", "2024-06-01")
    assert only_thread(told).state == "settled"


def test_attributed_answer_does_not_use_up_a_sides_turn() -> None:
    told, _claim, dispute = disputed_claim()
    told.position("US", dispute, "concur", "2024-05-01", official=False)
    assert state_and_turn(told) == ("open", "US", "2024-02-01"), "its own word is waited for"


def test_a_dispute_that_is_withdrawn_and_made_again_does_not_restart_the_turn() -> None:
    told, claim, dispute = disputed_claim()
    told.position("US", dispute, "dispute", "2024-03-01")
    told.withdraw(dispute)
    again = told.position("MX", claim, "dispute", "2024-04-01")
    assert state_and_turn(told) == ("unresolved", None, None)
    told.withdraw(again)
    told.position("MX", claim, "dispute", "2024-05-01")
    assert state_and_turn(told) == ("unresolved", None, None)
    told.evidence("US", on="2024-06-01")
    assert state_and_turn(told) == ("open", "MX", "2024-06-01")


def test_a_withdrawn_dispute_that_nobody_answered_leaves_the_turn_with_the_owing_side() -> None:
    told, claim, dispute = disputed_claim()
    told.withdraw(dispute)
    told.position("MX", claim, "dispute", "2024-04-01")
    assert state_and_turn(told) == ("open", "US", "2024-04-01")


def own_action(side: str) -> Told:
    """A unilateral action that the desk of a side recorded."""
    told = Told(side)
    told.items.clear()
    own = {"kind": "unilateral_action", "responsible_side": side, "text_basis": "own_text"}
    told.said("commitment.add", {**COMMITMENT, **own}, feed=FEEDS[side])
    return told


@pytest.mark.parametrize("target", ["text", "claim", None])
@pytest.mark.parametrize("side", ["US", "MX"])
def test_who_contests_only_its_own_words_leaves_the_other_side_no_turn(side: str, target: str | None) -> None:
    told = own_action(side)
    claim = told.status(side, "limited", "2024-01-01", feed="obs-0")
    contested = {"text": told.items[0], "claim": claim}.get(str(target))
    told.position(side, contested, "dispute" if target == "claim" else "not_agreed", "2024-02-01", half=side)
    assert state_and_turn(told) == ("open", None, None)
    told.evidence(side, on="2024-03-01")
    assert state_and_turn(told) == ("open", None, None)


@pytest.mark.parametrize("side", ["US", "MX"])
def test_who_contests_its_own_words_after_the_other_side_did_leaves_it_the_turn(side: str) -> None:
    told, other = own_action(side), {"US": "MX", "MX": "US"}[side]
    told.position(other, told.items[0], "not_agreed", "2024-02-01")
    told.position(side, told.items[0], "not_agreed", "2024-03-01")
    assert state_and_turn(told) == ("open", other, "2024-03-01")
