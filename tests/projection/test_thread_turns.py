"""Whose turn it is, since when, and whether a thread has ended, where the entries are made to mislead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.store.items import without_retracted
from items import Told

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.store.items import Item
    from accordtrack.types import DisputeView

TODAY = "2024-12-31"


def only(told: Told) -> DisputeView:
    items = without_retracted(told.items)
    (found,) = Threads(items, told.state(), today=TODAY, file_there=lambda _digest: True).made()
    return found


def stood(told: Told) -> tuple[str, str | None, str | None]:
    thread = only(told)
    return thread.state, thread.turn, thread.turn_since


def disputed() -> tuple[Told, Item[Record], Item[Record]]:
    told = Told()
    claim = told.status("US", "substantial", "2024-01-01")
    return told, claim, told.position("MX", claim, "dispute", "2024-02-01", proposes="limited")


def upheld() -> tuple[Told, Item[Record]]:
    told, _claim, dispute = disputed()
    reply = told.position("US", dispute, "dispute", "2024-03-01")
    return told, told.position("MX", reply, "dispute", "2024-04-01")


def test_more_words_of_one_side_do_not_begin_the_wait_for_the_other_anew() -> None:
    told, claim, _dispute = disputed()
    told.evidence("MX", on="2024-05-01")
    told.position("MX", claim, "dispute", "2024-06-01")
    assert stood(told) == ("open", "US", "2024-02-01")
    assert only(told).turn_days == 334


def test_evidence_does_not_move_the_day_from_which_a_new_claim_waits() -> None:
    told, claim, _dispute = disputed()
    told.evidence("US", on="2024-03-01")
    told.status("US", "limited", "2024-04-01", base=[claim])
    told.evidence("US", on="2024-05-01")
    assert stood(told) == ("open", "MX", "2024-04-01")


def test_to_concur_with_a_document_is_not_to_concur_with_the_claim() -> None:
    told, _claim, _dispute = disputed()
    proof = told.evidence("US", on="2024-03-01")
    told.position("MX", proof, "concur", "2024-04-01")
    thread = only(told)
    assert (thread.state, thread.standing) == ("open", "disputed")


def test_to_concur_with_an_earlier_dispute_settles_nothing_while_a_later_one_stands() -> None:
    told, claim, first = disputed()
    told.position("MX", claim, "dispute", "2024-03-01", proposes="not_started")
    told.position("US", first, "concur", "2024-04-01")
    assert only(told).state == "open", "half of what was said is accepted"
    assert only(told).turn == "MX"


def test_a_new_claim_between_what_was_said_and_what_was_proposed_is_no_consent() -> None:
    told, claim, _dispute = disputed()
    told.status("US", "not_started", "2024-03-01", base=[claim])
    thread = only(told)
    assert (thread.standing, *stood(told)) == ("unanswered", "open", "MX", "2024-03-01")


def test_a_new_claim_after_a_concurrence_is_not_agreed() -> None:
    told, claim, _dispute = disputed()
    told.position("MX", claim, "concur", "2024-03-01")
    assert stood(told)[0] == "settled"
    told.status("US", "completed", "2024-04-01", base=[claim])
    assert stood(told) == ("open", "MX", "2024-04-01")


def test_two_desks_of_one_side_settle_nothing_while_they_diverge() -> None:
    told, _claim, dispute = disputed()
    told.status("US", "completed", "2024-03-01", feed="us-2", official=True)
    told.position("US", dispute, "concur", "2024-04-01")
    thread = only(told)
    assert (thread.standing, thread.state, thread.turn) == ("divergent", "open", "US")


def test_a_side_diverges_from_its_second_word_on_not_from_its_third() -> None:
    told = Told()
    told.status("US", "not_started", "2024-01-01")
    told.status("US", "limited", "2024-02-01", feed="us-2", official=True)
    told.status("US", "substantial", "2024-03-01", feed="us-3", official=True)
    assert stood(told) == ("open", "US", "2024-02-01")
    assert only(told).opened_on == "2024-02-01"


def test_evidence_opens_again_what_rested_unresolved_and_upholding_it_once_more_does_not() -> None:
    told, last = upheld()
    assert (only(told).state, only(told).ended_on) == ("unresolved", "2024-04-01")
    told.position("US", last, "dispute", "2024-05-01")
    assert (only(told).state, only(told).ended_on) == ("unresolved", "2024-04-01")
    told.evidence("US", on="2024-06-01")
    assert (only(told).state, only(told).turn) == ("open", "MX")


def test_a_withdrawn_word_opens_again_what_rested_unresolved() -> None:
    told, last = upheld()
    told.withdraw(last)
    assert stood(told) == ("open", "MX", "2024-03-01")


def test_a_concurrence_settles_what_rested_unresolved() -> None:
    told, last = upheld()
    told.position("US", last, "concur", "2024-05-01")
    assert (only(told).state, only(told).ended_on) == ("settled", "2024-05-01")


def test_an_answer_with_a_wrong_date_still_comes_after_what_it_answers() -> None:
    told, _claim, dispute = disputed()
    told.position("US", dispute, "dispute", "2023-12-01")
    thread = only(told)
    assert [(word.speaker, word.depth) for word in thread.words] == [("US", 0), ("MX", 1), ("US", 2)]
    assert thread.turn == "MX"


def test_an_asking_after_the_answer_asks_for_nothing() -> None:
    told, claim, _dispute = disputed()
    told.ask(claim, "MX", "2024-03-01")
    assert stood(told) == ("open", "US", "2024-02-01"), "Mexico has answered"


def test_a_joint_text_that_both_issued_waits_for_whoever_has_not_spoken_alone() -> None:
    told = Told()
    claim = told.status("JOINT", "substantial", "2024-01-01")
    dispute = told.position("MX", claim, "dispute", "2024-02-01")
    assert stood(told) == ("open", "US", "2024-02-01")
    told.position("OBS", dispute, "dispute", "2024-03-01")
    assert stood(told) == ("open", "US", "2024-02-01"), "an observer takes no turn"
    told.position("US", dispute, "dispute", "2024-04-01")
    assert stood(told) == ("open", "MX", "2024-04-01")


def test_an_observer_s_dispute_is_answered_by_both_and_ends_nothing_between_them() -> None:
    told, claim, dispute = disputed()
    seen = told.position("OBS", claim, "dispute", "2024-03-01")
    told.position("US", seen, "concur", "2024-04-01")
    told.position("MX", seen, "concur", "2024-05-01")
    thread = only(told)
    assert stood(told) == ("open", "US", "2024-02-01")
    assert [word.speaker for word in thread.words] == ["US", "MX"]
    assert [word.speaker for word in thread.observers] == ["OBS", "US", "MX"]
    told.position("US", dispute, "concur", "2024-06-01")
    assert only(told).state == "settled"


def test_what_is_told_of_a_side_does_not_take_its_turn_over() -> None:
    told, _claim, dispute = disputed()
    told.position("US", dispute, "concur", "2024-05-01", official=False)
    assert stood(told) == ("open", "US", "2024-02-01"), "its own word is waited for"
