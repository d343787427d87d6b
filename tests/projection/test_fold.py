"""State of a commitment that one side owes: the claim in force, what the other side says of it, the standing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest

from accordtrack.ledger.fields import Record
from accordtrack.projection.fold import fold
from accordtrack.statuses import Status
from accordtrack.store.items import CLOCK, Item
from accordtrack.vocabulary import Standing
from items import WORDS, Told


def test_half_without_statements_is_unreported() -> None:
    state = Told("US").state()
    (half,) = state.halves
    assert (half.side, half.claim, half.standing, half.grade) == ("US", None, Standing.UNREPORTED, None)
    assert (half.answer, half.proposes, half.asked_on, half.rivals) == (None, None, None, ())
    assert (state.standing, state.status_rank, state.done, state.withdrawn) == ("unreported", -1, False, False)


def test_state_holds_all_entries_latest_first() -> None:
    told = Told("US")
    claims = [told.status("US", "limited"), told.status("US", "substantial", "2024-05-01")]
    answers = [told.position("MX", claims[0], on="2024-02-01"), told.position("MX", claims[1])]
    asks = [told.ask(claims[0], "MX", "2024-01-15"), told.ask(claims[1], "MX", "2024-05-15")]
    evidence = [told.evidence("US", supports=claims), told.evidence("US", on="2024-02-01")]
    notes: list[Item[Record]] = []
    links: list[Item[Record]] = []
    withheld: list[Item[Record]] = []
    for day in ("2024-03-01", "2024-04-01"):
        body = {"commitment": "FW-01", "said_on": day}
        notes.append(told.said("note.add", {**body, "text": "A note."}, feed="us-1"))
        link = {"commitment": "FW-01", "indicator": f"IND-{day}", "strength": "direct", "rationale": WORDS}
        links.append(told.said("indicator.link", link, feed="obs-0"))
        piece = {"evidence": evidence[len(withheld)].id, "reason": WORDS, "authority": "Court"}
        withheld.append(told.said("evidence.withhold", {**body, **piece}, feed="us-1"))
    state = told.state()
    assert state.added == told.items[0]
    assert state.statuses == tuple(reversed(claims))
    assert state.positions == tuple(reversed(answers))
    assert state.asks == tuple(reversed(asks))
    assert state.evidence == tuple(reversed(evidence))
    assert state.notes == tuple(reversed(notes))
    assert state.links == tuple(reversed(links))
    assert state.withheld == {piece.id: entry for piece, entry in zip(evidence, withheld, strict=True)}
    assert state.items == tuple(told.items)


def test_entry_id_comes_from_its_body_or_else_its_desk_and_number() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    assert claim.with_body(claim.body.model_copy(update={"id": "ST-1"})).id == "ST-1"
    note = {"commitment": "FW-01", "text": "A note.", "said_on": "2024-01-01"}
    assert told.said("note.add", note, feed="us-1").id == "us-1-2"


def test_entries_without_a_commitment_have_no_state() -> None:
    assert fold([]) is None
    assert fold([item for item in Told("US").items if item.kind != "commitment.add"]) is None


@pytest.mark.parametrize(("side", "other"), [("US", "MX"), ("MX", "US")])
def test_claim_is_the_statement_of_the_owing_side(side: str, other: str) -> None:
    told = Told(side)
    told.status(other, "completed", "2025-01-01")
    (half,) = told.state().halves
    assert half.claim is None, "the other side's reading is never a claim"
    assert half.standing is Standing.UNREPORTED
    told.status("OBS", "completed", "2025-01-01")
    assert told.state().halves[0].claim is None
    claim = told.status(side, "limited", "2024-01-01")
    assert told.state().halves[0].claim == claim


# Which statement is the claim in force


def test_claim_with_the_latest_effective_date_is_in_force() -> None:
    told = Told("US")
    later = told.status("US", "substantial", "2024-05-01")
    told.status("US", "limited", "2024-01-01", said_on="2024-12-01")
    assert told.state().halves[0].claim == later


def test_latest_said_claim_of_one_effective_date_is_in_force() -> None:
    told = Told("US")
    later = told.status("US", "substantial", "2024-01-01", said_on="2024-02-01")
    told.status("US", "limited", "2024-01-01", said_on="2024-01-15")
    assert told.state().halves[0].claim == later


def test_clock_decides_between_claims_of_equal_dates() -> None:
    told = Told("US")
    told.status("US", "limited")
    later = told.status("US", "substantial")
    assert told.state().halves[0].claim == later


@pytest.mark.parametrize("order", [CLOCK, attrgetter("order")])
def test_equal_clocks_are_ordered_by_desk_and_then_number(order: Callable[[Item[Record]], tuple[Any, ...]]) -> None:
    told = Told("US")
    first = told.status("US", "limited", feed="us-2")
    later = told.status("US", "substantial", feed="us-1")
    at_once = replace(first, lc=later.lc)
    assert order(first) < order(later) < order(at_once) < order(replace(at_once, seq=2))


def test_official_claim_outranks_attributed_claim_of_any_date() -> None:
    told = Told("US")
    official = told.status("US", "limited", "2023-01-01")
    told.status("US", "completed", "2025-01-01", official=False)
    assert told.state().halves[0].claim == official


def test_attributed_claim_holds_until_the_side_speaks_itself() -> None:
    told = Told("US")
    said = told.status("US", "limited", official=False)
    assert told.state().halves[0].claim == said
    own = told.status("US", "not_started", "2022-01-01")
    assert told.state().halves[0].claim == own
    told.retract(own)
    assert told.state().halves[0].claim == said


def test_retracted_statement_is_left_out() -> None:
    told = Told("US")
    first = told.status("US", "limited")
    second = told.status("US", "completed", "2024-05-01")
    told.retract(second)
    state = told.state()
    assert state.halves[0].claim == first
    assert state.statuses == (first,)
    assert state.items == (state.added, first), "neither it nor the retraction"


def test_another_desk_cannot_retract_an_entry() -> None:
    told = Told("US")
    claim = told.status("US", "limited")
    told.said("entry.retract", {"target": claim.hash, "reason": WORDS}, feed="us-2")
    assert told.state().halves[0].claim == claim


# Standing by position


def test_claim_without_answer_is_unanswered() -> None:
    told = Told("US")
    told.status("US", "completed")
    assert told.state().standing is Standing.UNANSWERED


@pytest.mark.parametrize(
    ("stance", "standing"), [("concur", Standing.AGREED), ("dispute", Standing.DISPUTED), ("not_agreed", "unanswered")]
)
def test_answer_to_the_claim_sets_its_standing(stance: str, standing: str) -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    answer = told.position("MX", claim, stance, proposes="limited" if stance == "dispute" else None)
    (half,) = told.state().halves
    assert half.standing == standing
    assert half.claim == claim, "the claim stays as it was said"
    assert half.answer == (answer if stance != "not_agreed" else None)
    assert half.proposes == ("limited" if stance == "dispute" else None)


def test_new_claim_has_no_answer() -> None:
    told = Told("US")
    first = told.status("US", "limited")
    told.position("MX", first)
    assert told.state().standing is Standing.AGREED
    told.status("US", "substantial", "2024-09-01")
    (half,) = told.state().halves
    assert (half.standing, half.answer) == (Standing.UNANSWERED, None)


def test_new_claim_of_the_same_status_needs_a_new_answer() -> None:
    told = Told("US")
    told.position("MX", told.status("US", "limited"))
    told.status("US", "limited", "2024-09-01")
    assert told.state().standing is Standing.UNANSWERED


def test_earlier_statement_added_later_keeps_the_answer_in_force() -> None:
    told = Told("US")
    told.position("MX", told.status("US", "substantial"))
    told.status("US", "limited", "2022-01-01", said_on="2024-12-01")
    assert told.state().standing is Standing.AGREED


def test_latest_official_answer_counts() -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    told.position("MX", claim, "concur", "2024-02-01")
    told.position("MX", claim, "dispute", "2024-03-01")
    assert told.state().standing is Standing.DISPUTED
    told.position("MX", claim, "concur", "2024-12-01", official=False)
    assert told.state().standing is Standing.DISPUTED, "what it is said to have said does not outrank its own word"


def test_withdrawn_answer_does_not_count() -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    told.position("MX", claim, "concur", "2024-02-01")
    dispute = told.position("MX", claim, "dispute", "2024-03-01")
    told.withdraw(dispute)
    assert told.state().standing is Standing.AGREED, "the one before it holds again"
    assert told.state().withdrawn_positions == {dispute.hash: "2024-07-01"}
    withdrawal = told.items[-1]
    told.retract(withdrawal)
    assert told.state().standing is Standing.DISPUTED


def test_own_answer_and_observer_answer_do_not_count() -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    told.position("US", claim, "concur")
    told.position("OBS", claim, "dispute")
    assert told.state().standing is Standing.UNANSWERED


def test_answer_to_evidence_does_not_answer_the_claim() -> None:
    told = Told("US")
    claim = told.status("US", "completed")
    told.position("MX", told.evidence("US", supports=[claim]), "dispute")
    assert told.state().standing is Standing.UNANSWERED


# Positions that name no entry


def test_answer_without_target_answers_the_claim_known_by_then() -> None:
    told = Told("US")
    told.status("US", "completed", "2024-01-01", official=False)
    told.position("MX", None, "dispute", "2024-01-01", official=False)
    assert told.state().standing is Standing.DISPUTED


def test_answer_without_target_does_not_answer_a_later_claim() -> None:
    told = Told("US")
    told.status("US", "limited", "2023-01-01", official=False)
    told.position("MX", None, "dispute", "2023-06-01", official=False)
    assert told.state().standing is Standing.DISPUTED
    told.status("US", "completed", "2024-01-01", official=False)
    assert told.state(rules=1).standing is Standing.UNANSWERED, "it answered the claim of 2023"
    assert told.state().standing is Standing.DISPUTED, "the claim was only raised"
    told.position("MX", None, "concur", "2024-03-01", official=False)
    assert told.state().standing is Standing.AGREED


def test_answer_without_target_before_any_claim_answers_nothing() -> None:
    told = Told("US")
    told.position("MX", None, "dispute", "2022-01-01", official=False)
    told.status("US", "completed", "2024-01-01")
    assert told.state().standing is Standing.UNANSWERED


def test_answer_without_target_also_answers_a_joint_text() -> None:
    told = Told("US")
    told.status("JOINT", "completed", "2024-01-01")
    told.position("MX", None, "dispute", "2024-06-01", official=False)
    assert told.state().standing is Standing.DISPUTED


# Standing by the other side's own reading


def test_equal_reading_concurs_and_a_different_one_disputes() -> None:
    told = Told("US")
    told.status("US", "substantial", "2024-01-01")
    reading = told.status("MX", "substantial", "2024-02-01")
    (half,) = told.state().halves
    assert (half.standing, half.reading, half.proposes) == (Standing.AGREED, reading, None)
    told.status("MX", "limited", "2024-03-01")
    (half,) = told.state().halves
    assert (half.standing, half.proposes) == (Standing.DISPUTED, "limited")
    assert half.status is Status.SUBSTANTIAL


def test_reading_from_before_the_claim_is_no_answer() -> None:
    told = Told("US")
    told.status("MX", "limited", "2023-01-01")
    told.status("US", "completed", "2024-01-01")
    assert told.state().standing is Standing.UNANSWERED


def test_answer_to_the_claim_outranks_a_reading() -> None:
    told = Told("US")
    claim = told.status("US", "substantial", "2024-01-01")
    told.position("MX", claim, "concur", "2024-02-01")
    told.status("MX", "limited", "2024-03-01")
    (half,) = told.state().halves
    assert (half.standing, half.proposes) == (Standing.AGREED, None)


@pytest.mark.parametrize("said_on", ["2024-01-01", "2024-03-01"])
def test_attributed_answer_gives_way_to_the_own_reading_of_the_side(said_on: str) -> None:
    told = Told("US")
    claim = told.status("US", "substantial", "2024-01-01")
    as_told = told.position("MX", claim, "concur", "2024-06-01", official=False)
    assert told.state().halves[0].answer == as_told
    told.status("MX", "limited", "2024-01-01", said_on=said_on)
    (half,) = told.state().halves
    assert (half.standing, half.answer, half.proposes) == (Standing.DISPUTED, None, "limited")


def test_attributed_answer_outranks_an_earlier_or_attributed_reading() -> None:
    told = Told("US")
    claim = told.status("US", "substantial", "2024-01-01")
    told.status("MX", "limited", "2023-01-01")
    answer = told.position("MX", claim, "concur", "2024-02-01", official=False)
    assert told.state().halves[0].answer == answer
    told = Told("US")
    claim = told.status("US", "substantial", "2024-01-01")
    answer = told.position("MX", claim, "concur", "2024-02-01", official=False)
    told.status("MX", "limited", "2024-03-01", official=False)
    assert told.state().halves[0].answer == answer


def test_observer_reading_changes_nothing() -> None:
    told = Told("US")
    told.status("US", "substantial", "2024-01-01")
    told.status("OBS", "reversed", "2024-03-01")
    (half,) = told.state().halves
    assert (half.standing, half.reading) == (Standing.UNANSWERED, None)


# Who does not subscribe to the text


def test_amendment_of_one_map_key_replaces_only_that_key() -> None:
    told = Told("JOINT")
    first = told.amend("OBS", lead={"US": "ATF", "MX": "SSPC"})
    second = told.amend("OBS", lead={"US": "DOJ"}, on="2024-03-02")
    third = told.amend("OBS", due_on="2025-01-31", on="2024-03-03")
    replaced = told.state().replaced
    assert replaced[first.hash] == {"lead": {"US": None, "MX": None}}
    assert replaced[second.hash] == {"lead": {"US": "ATF"}}
    assert replaced[third.hash] == {"due_on": None}


def test_not_agreed_holds_the_latest_answer_of_each_speaker_on_each_text() -> None:
    told = Told("JOINT")
    text, change = told.items[0], told.amend("US", text={"en": "New."})
    earlier = told.position("MX", text, "not_agreed", "2024-04-01")
    again = told.position("MX", text, "not_agreed", "2024-05-01")
    of_change = told.position("MX", change, "not_agreed", "2024-06-01")
    of_us = told.position("US", text, "not_agreed", "2024-07-01")
    assert told.state().not_agreed == (of_us, of_change, again)
    told.withdraw(again)
    assert told.state().not_agreed == (of_us, of_change, earlier)
    told.position("US", text, "concur", "2024-08-01")
    assert told.state().not_agreed == (of_change, earlier)
