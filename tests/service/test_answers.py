"""Answers and askings: the claim stays, the standing moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from accordtrack import service as door
from accordtrack.core.problems import Refused
from accordtrack.text.answers import effect_note
from accordtrack.types.intents import Amend, AskAnswer, Intent, Measure, ReportStatus, TakePosition, WithdrawPosition
from registers import TODAY, At


def report(at: At, status: str = "limited", on: str | None = None) -> str:
    claim = ReportStatus(commitment="FW-US-01", status=status, note="Anew.", said_on=on, effective_on=on)
    return at("us-1").write(claim).hashes[-1]


def standing(at: At) -> str:
    return at("us-1").commitment("FW-US-01").halves[0].standing


def test_dispute_keeps_its_ground_reason_and_proposal(at: At) -> None:
    report(at, "substantial")
    at("mx-1").write(
        TakePosition(
            target="FW-US-01", stance="dispute", ground="not_enough", reason="Half is traced.", proposes="limited"
        )
    )
    half = at("us-1").commitment("FW-US-01").halves[0]
    assert half.claim is not None
    assert half.answer is not None
    assert (half.claim.status, half.standing, half.proposes) == ("substantial", "disputed", "limited")
    assert (half.answer.ground, half.answer.official, half.answer.counts) == ("not_enough", True, True)


def test_withdrawn_concurrence_leaves_the_claim_unanswered(at: At) -> None:
    report(at)
    at("mx-1").write(TakePosition(target="FW-US-01", stance="concur"))
    assert standing(at) == "agreed"
    at("mx-1").write(WithdrawPosition(target="FW-US-01", reason="Too early."))
    assert standing(at) == "unanswered"


def test_new_claim_makes_an_earlier_answer_stale(at: At) -> None:
    report(at)
    at("mx-1").write(TakePosition(target="FW-US-01", stance="concur"))
    report(at)
    view = at("us-1").commitment("FW-US-01")
    assert view.halves[0].standing == "unanswered"
    official = [position for position in view.positions if position.official]
    assert [(position.stale, position.counts) for position in official] == [(True, False)]


def notes(at: At) -> list[str]:
    """Why each answer of Mexico has no effect, the newest first."""
    return [effect_note(one) for one in at("us-1").commitment("FW-US-01").positions if one.official]


def test_withdrawn_answer_says_when_it_was_withdrawn(at: At) -> None:
    report(at)
    at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    assert notes(at) == [""]
    at("mx-1").write(WithdrawPosition(target="FW-US-01"))
    assert notes(at) == [f"withdrawn on {TODAY}"]


def test_answer_to_the_claim_in_force_says_that_a_later_answer_replaced_it(at: At) -> None:
    report(at)
    at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    at("mx-1").write(TakePosition(target="FW-US-01", stance="concur"))
    assert notes(at) == ["", "a later answer replaced it"]
    report(at)
    assert set(notes(at)) == {"answers an earlier statement: it changes nothing now"}


def test_dispute_cannot_propose_the_claimed_status(at: At) -> None:
    report(at)
    with pytest.raises(Refused) as refused:
        at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No.", proposes="limited"))
    assert refused.value.problems[0].message == "The statement already says this: {status}"
    assert standing(at) == "unanswered"
    at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No.", proposes="not_started"))
    assert standing(at) == "disputed"


def test_asked_days_count_from_the_first_request_for_that_claim(at: At, register: Path) -> None:
    report(at, on="2026-11-01")
    at("us-1").write(AskAnswer(commitment="FW-US-01", channel="diplomatic note"))
    later = door.open_register(register, desk="us-1", today="2026-12-05")
    later.write(AskAnswer(commitment="FW-US-01", asked_on="2026-11-30"))
    half = later.commitment("FW-US-01").halves[0]
    assert (half.standing, half.asked_on, half.asked_days) == ("asked", TODAY, 10)
    assert later.listing("asked:>=10").total == 1
    assert later.listing("pendiente:>10").total == 0
    report(at)
    assert standing(at) == "unanswered", "a new claim needs a new asking"


def test_request_recorded_late_counts_from_its_recording(at: At) -> None:
    report(at, on="2026-11-01")
    at("us-1").write(AskAnswer(commitment="FW-US-01", asked_on="2026-11-15"))
    half = at("us-1").commitment("FW-US-01").halves[0]
    assert (half.asked_on, half.asked_days) == (TODAY, 0)
    (thread,) = at("us-1").disputes("id:FW-US-01")
    assert [word.said_on for word in thread.words if word.kind == "asked"] == ["2026-11-15"]
    assert at("us-1").listing("asked:0").total == 1


def test_answer_ends_the_request_for_one(at: At) -> None:
    report(at, on="2026-11-01")
    at("us-1").write(AskAnswer(commitment="FW-US-01", asked_on="2026-11-15"))
    at("mx-1").write(TakePosition(target="FW-US-01", stance="concur"))
    assert standing(at) == "agreed"
    with pytest.raises(Refused, match="has been answered"):
        at("us-1").write(AskAnswer(commitment="FW-US-01"))


def test_half_on_which_both_sides_said_the_same_has_no_answer_to_ask_for(at: At) -> None:
    report(at)
    at("mx-1").write(
        ReportStatus(commitment="FW-US-01", status="limited", half="US", sources=("JS-2021",), override="x")
    )
    with pytest.raises(Refused, match="The other side has already spoken on this part"):
        at("us-1").write(AskAnswer(commitment="FW-US-01"))


def test_entry_can_be_answered_by_id_or_hash(at: At) -> None:
    digest = report(at)
    at("mx-1").write(TakePosition(target=digest[:12], stance="dispute", reason="No."))
    assert standing(at) == "disputed"
    done = at("us-1").write(TakePosition(target="traced-mx-2024", stance="dispute", reason="It says something else."))
    view = at("us-1").commitment("FW-US-01")
    reply = next(position for position in view.positions if position.entry == done.hashes[0])
    assert reply.speaker == "US"
    assert not reply.counts


def test_a_measurement_can_be_answered(at: At) -> None:
    desk = at("mx-1")
    measured = next(entry for entry in desk.history("guns-traced").entries if entry.kind == "measurement.add")
    done = desk.write(TakePosition(target=measured.hash, stance="dispute", reason="Another year."))
    entry = desk.entry(done.hashes[0])
    assert (entry.speaker, entry.kind, entry.signature) == ("MX", "position.take", "valid")
    assert entry.names == (measured.id,)


def test_observer_needs_a_source_to_record_a_request(at: At) -> None:
    report(at, on="2026-11-01")
    with pytest.raises(Refused, match="needs a source"):
        at("obs-1").write(AskAnswer(commitment="FW-US-01", of="MX"))
    at("obs-1").write(AskAnswer(commitment="FW-US-01", of="MX", sources=("SSPC-2024",), asked_on="2026-11-01"))
    assert standing(at) == "asked"


def test_own_status_of_a_side_outranks_an_answer_attributed_to_it(at: At) -> None:
    report(at, "substantial")
    at("mx-1").write(ReportStatus(commitment="FW-US-01", status="limited", note="Seen from Mexico."))
    assert standing(at) == "disputed"
    told = TakePosition(target="FW-US-01", stance="concur", speaker="MX", sources=("SSPC-2024",))
    at("us-1").write(told)
    assert standing(at) == "disputed"


def test_attributed_withdrawal_cannot_remove_an_official_answer(at: At) -> None:
    report(at)
    at("mx-1").write(TakePosition(target="FW-US-01", stance="dispute", reason="No."))
    given_in = WithdrawPosition(target="FW-US-01", speaker="MX", sources=("SSPC-2024",), reason="They gave in.")
    for seat in ("us-1", "obs-1"):
        with pytest.raises(Refused, match="only by that side"):
            at(seat).write(given_in)
    assert standing(at) == "disputed"


def test_only_the_other_side_itself_can_accept_an_official_amendment(at: At) -> None:
    moved = at("us-1").write(Amend(record="FW-JT-01", fields={"due_on": "2027-06-30"}, reason="Budget."))
    told = TakePosition(target=moved.hashes[0], stance="concur", speaker="MX", sources=("SSPC-2024",))
    at("us-1").write(told)
    assert at("us-1").commitment("FW-JT-01").proposed
    at("mx-1").write(TakePosition(target=moved.hashes[0], stance="concur"))
    assert not at("us-1").commitment("FW-JT-01").proposed


REFUSALS: dict[str, tuple[str, Intent, str]] = {
    "own claim": ("us-1", TakePosition(target="FW-US-01", stance="concur"), "cannot answer your own"),
    "own claim by id": ("us-1", TakePosition(target="traced-us-2024", stance="concur"), "cannot answer your own"),
    "own claim as both": (
        "us-1",
        TakePosition(target="FW-US-01", stance="concur", speaker="JOINT", sources=("JS-2021",)),
        "answers neither",
    ),
    "no claim": ("us-1", TakePosition(target="FW-MX-01", stance="concur"), "no statement to answer"),
    "no reason": ("mx-1", TakePosition(target="FW-US-01", stance="dispute"), "A reason is required"),
    "unknown target": ("mx-1", TakePosition(target="nothing-here", stance="concur"), "No commitment or entry"),
    "unknown ground": (
        "mx-1",
        TakePosition(target="FW-US-01", stance="dispute", reason="x", ground="not_enoug"),
        "did you mean not_enough?",
    ),
    "attributed without source": (
        "obs-1",
        TakePosition(target="FW-US-01", stance="concur", speaker="MX"),
        "needs a source",
    ),
    "asks itself": ("us-1", AskAnswer(commitment="FW-US-01", of="US"), "is not responsible for any part"),
    "asks of the other's claim": ("mx-1", AskAnswer(commitment="FW-US-01"), "is not responsible for any part"),
    "asks without claim": ("mx-1", AskAnswer(commitment="FW-MX-01"), "no statement to ask about"),
    "observer asks without of": ("obs-1", AskAnswer(commitment="FW-US-01"), "Which side was asked"),
    "nothing to withdraw": ("us-1", WithdrawPosition(target="FW-US-01"), "You have no open answer"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_invalid_answer_is_refused_and_nothing_is_written(at: At, name: str) -> None:
    seat, intent, words = REFUSALS[name]
    desk = at(seat)
    before = desk.version()
    with pytest.raises(Refused, match=words):
        desk.write(intent)
    assert desk.version() == before


def test_name_of_several_entries_is_refused_and_each_has_its_number(at: At) -> None:
    told = {"period": "2025-01-01..2025-12-31", "series": "year", "source": "JS-2021", "published_on": "2026-02-01"}
    for desk in ("us-1", "mx-1"):
        at(desk).write(Measure(indicator="guns-traced", value="9", party="MX", **told))
    name = "guns-traced|year|2025-01-01|2025-12-31|MX|2026-02-01|JS-2021"
    with pytest.raises(Refused, match="names several entries") as refused:
        at("mx-1").write(TakePosition(target=name, stance="dispute", reason="Not our value."))
    assert refused.value.problems[0].values["entries"] == ["us-1-2", "mx-1-2"]
    at("mx-1").write(TakePosition(target="us-1-2", stance="dispute", reason="Not our value."))
