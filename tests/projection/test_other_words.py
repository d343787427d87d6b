"""Disputes outside of every thread: of documents, of words that answer nothing, and the answers to them."""

from __future__ import annotations

from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.projection.disputes.other_disputes import disputes_outside_threads
from items import Told

TODAY = "2024-12-31"


def found(told: Told) -> list[tuple[str, str, str | None, bool]]:
    """Kind, speaker, stance of each word that no thread holds, and whether it holds."""
    state = told.state()
    threads = Threads(state.items, state, today=TODAY, file_there=lambda _digest: True).made()
    held = frozenset(word.entry for one in threads for word in (*one.words, *one.observers))
    others = disputes_outside_threads({"FW-US-01": state}, held)
    return [(word.kind, word.speaker, word.stance, word.counts) for one in others for word in one.words]


def test_a_disputed_document_without_any_claim_stands_with_what_is_disputed() -> None:
    told = Told()
    proof = told.evidence("US", "claimed", on="2024-01-01")
    told.position("MX", proof, "dispute", "2024-02-01")
    assert found(told) == [("evidence", "US", None, True), ("answer", "MX", "dispute", True)]


def test_a_dispute_of_nothing_in_particular_is_told_with_its_answers_and_theirs() -> None:
    told = Told("JOINT")
    dispute = told.position("US", None, "dispute", "2024-02-01")
    reply = told.position("MX", dispute, "dispute", "2024-03-01")
    told.position("US", reply, "concur", "2024-04-01")
    assert [(speaker, stance) for _kind, speaker, stance, _holds in found(told)] == [
        ("US", "dispute"),
        ("MX", "dispute"),
        ("US", "concur"),
    ]


def test_a_dispute_of_a_claim_is_a_thread_and_nothing_else() -> None:
    told = Told()
    told.position("MX", told.status("US", "limited"), "dispute")
    assert found(told) == []


def test_a_withdrawn_dispute_and_one_that_only_concurs_are_none() -> None:
    told = Told()
    proof = told.evidence("US", "claimed", on="2024-01-01")
    told.withdraw(told.position("MX", proof, "dispute", "2024-02-01"))
    told.position("MX", proof, "concur", "2024-03-01")
    assert found(told) == []
