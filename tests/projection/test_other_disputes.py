"""Disputes outside of every thread: of documents, of words that answer nothing, and the answers to them."""

from __future__ import annotations

from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.projection.disputes.other_disputes import disputes_outside_threads
from items import Told

TODAY = "2024-12-31"


def words_outside_threads(told: Told) -> list[tuple[str, str, str | None, bool]]:
    """Kind, speaker, stance of each word that no thread holds, and whether it holds."""
    state = told.state()
    threads = Threads(state.items, state, today=TODAY, file_there=lambda _digest: True).build_threads()
    held = frozenset(word.entry for one in threads for word in (*one.words, *one.observers))
    others = disputes_outside_threads({"FW-US-01": state}, held)
    return [(word.kind, word.speaker, word.stance, word.counts) for one in others for word in one.words]


def test_disputed_evidence_without_a_claim_is_listed_with_its_dispute() -> None:
    told = Told()
    proof = told.evidence("US", "claimed", on="2024-01-01")
    told.position("MX", proof, "dispute", "2024-02-01")
    assert words_outside_threads(told) == [("evidence", "US", None, True), ("answer", "MX", "dispute", True)]


def test_dispute_without_target_is_listed_with_all_its_answers() -> None:
    told = Told("JOINT")
    dispute = told.position("US", None, "dispute", "2024-02-01")
    reply = told.position("MX", dispute, "dispute", "2024-03-01")
    told.position("US", reply, "concur", "2024-04-01")
    assert [(speaker, stance) for _kind, speaker, stance, _holds in words_outside_threads(told)] == [
        ("US", "dispute"),
        ("MX", "dispute"),
        ("US", "concur"),
    ]


def test_claim_dispute_is_listed_only_in_its_thread() -> None:
    told = Told()
    told.position("MX", told.status("US", "limited"), "dispute")
    assert words_outside_threads(told) == []


def test_withdrawn_disputes_and_concurrences_are_not_listed() -> None:
    told = Told()
    proof = told.evidence("US", "claimed", on="2024-01-01")
    told.withdraw(told.position("MX", proof, "dispute", "2024-02-01"))
    told.position("MX", proof, "concur", "2024-03-01")
    assert words_outside_threads(told) == []
