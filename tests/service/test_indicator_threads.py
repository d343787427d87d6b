"""Threads about what an indicator says: a target that one side calls agreed, and a definition that is disputed."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.service import Desk
from accordtrack.types import DisputeView
from accordtrack.types.intents import Amend, Retract, TakePosition, WithdrawPosition
from registers import TODAY, At

TARGET = {"target.value": "90", "target.by": "2027-12-31", "target.set_by": "agreed", "target.source": "JS-2021"}
INDICATOR = "guns-traced"


def retarget(desk: Desk, value: str = "90", on: str = "2026-10-01", **more: str) -> str:
    fields = {**TARGET, "target.value": value, **more}
    said = Amend(record=INDICATOR, fields=fields, reason="It was said.", sources=("JS-2021",), said_on=on)
    return str(desk.write(said).hashes[0])


def answer(desk: Desk, target: str, stance: str, on: str = "2026-11-01") -> str:
    reason = "Not so." if stance == "dispute" else None
    return str(
        desk.write(TakePosition(target=target, stance=stance, reason=reason, said_on=on, effective_on=on)).hashes[0]
    )


def indicator_threads(desk: Desk, at: TwoDates | None = None) -> list[DisputeView]:
    return [thread for thread in desk.disputes(f"id:{INDICATOR}", at=at) if thread.about == "indicator"]


def waiting(desk: Desk, side: str) -> list[str]:
    return [entry.hash for act in desk.pending(side) for entry in act.entries]


def test_target_that_one_side_calls_agreed_waits_for_the_other_side(at: At) -> None:
    change = retarget(at("us-1"))
    assert indicator_threads(at("mx-1")) == [], "a proposal is no dispute"
    ((entry,),) = (act.entries for act in at("mx-1").pending("MX"))
    assert (entry.hash, entry.about) == (change, INDICATOR)
    (one,) = [one for one in entry.changes if one.field == "target"]
    assert (one.old["value"], one.new["value"]) == ("80", "90")


def test_concurrence_closes_the_thread_of_a_target(at: At) -> None:
    answer(at("mx-1"), retarget(at("us-1")), "concur")
    assert indicator_threads(at("us-1")) == []


def test_target_dispute_passes_between_the_sides_until_one_concurs(at: At) -> None:
    change = retarget(at("us-1"))
    dispute = answer(at("mx-1"), change, "dispute", "2026-10-10")
    (thread,) = indicator_threads(at("us-1"))
    assert (thread.turn, thread.turn_since) == ("US", TODAY), "the day of recording"
    answer(at("us-1"), dispute, "dispute", "2026-10-20")
    assert indicator_threads(at("us-1"))[0].turn == "MX"
    answer(at("mx-1"), change, "concur", "2026-10-30")
    (thread,) = indicator_threads(at("us-1"))
    assert (thread.state, thread.ended_on) == ("settled", "2026-10-30")
    (one,) = [one for one in thread.words[0].changes if one.field == "target"]
    assert one.old["value"] == "80", "what it replaced is still said once it holds"


def test_attributed_concurrence_does_not_settle_a_target(at: At) -> None:
    change = retarget(at("us-1"))
    at("obs-1").write(
        TakePosition(
            target=change,
            stance="concur",
            speaker="MX",
            sources=("JS-2021",),
            said_on="2026-11-01",
            effective_on="2026-11-01",
        )
    )
    assert waiting(at("us-1"), "MX") == [change]


def test_latest_target_of_a_side_is_the_one_that_waits(at: At) -> None:
    retarget(at("us-1"))
    later = retarget(at("us-1"), "85", "2026-11-01")
    assert waiting(at("mx-1"), "MX") == [later]


def test_target_of_each_side_waits_for_the_other_side(at: At) -> None:
    ours, theirs = retarget(at("us-1")), retarget(at("mx-1"), "70", "2026-11-01")
    assert (waiting(at("us-1"), "MX"), waiting(at("us-1"), "US")) == ([ours], [theirs])


def test_withdrawn_dispute_makes_a_target_wait_again_and_retraction_removes_it(at: At) -> None:
    change = retarget(at("us-1"))
    dispute = answer(at("mx-1"), change, "dispute")
    (thread,) = indicator_threads(at("us-1"))
    assert (thread.state, thread.turn, waiting(at("us-1"), "MX")) == ("open", "US", [])
    at("mx-1").write(WithdrawPosition(target=dispute, reason="In error.", said_on="2026-11-10"))
    assert (indicator_threads(at("us-1")), waiting(at("us-1"), "MX")) == ([], [change])
    at("us-1").write(Retract(entry=change, reason="Wrong."))
    assert waiting(at("us-1"), "MX") == []


def test_disputed_target_has_no_thread_before_the_dispute(at: At) -> None:
    answer(at("mx-1"), retarget(at("us-1")), "dispute", "2026-11-01")
    assert indicator_threads(at("us-1"), TwoDates("2026-10-31", "2026-10-31")) == []
    (thread,) = indicator_threads(at("us-1"), TwoDates("2026-11-11", "2026-11-11"))
    assert (thread.days, thread.turn_days) == (10, 0), "recorded after that day"


@pytest.mark.parametrize("fields", [{"target.set_by": "working"}, {"target.set_by": "US"}])
def test_target_not_called_agreed_has_no_thread(at: At, fields: dict[str, str]) -> None:
    retarget(at("us-1"), **fields)
    assert indicator_threads(at("us-1")) == []


def test_disputed_definition_of_the_compiler_waits_for_no_side(at: At) -> None:
    added = next(entry for entry in at("us-1").history(INDICATOR).entries if entry.kind == "indicator.add")
    first = answer(at("us-1"), added.hash, "dispute")
    (thread,) = indicator_threads(at("us-1"))
    assert (thread.state, thread.turn) == ("observer", None)
    answer(at("mx-1"), first, "dispute", "2026-11-02")
    assert indicator_threads(at("us-1"))[0].turn == "US", "once the other side answers, the two speak to each other"


def test_disputed_definition_by_a_side_waits_for_that_side(at: At) -> None:
    changed = Amend(
        record=INDICATOR,
        fields={"definition.en": "Of the guns sent.", "definition.es": "De las armas enviadas."},
        reason="It was published so.",
        sources=("JS-2021",),
        said_on="2026-10-01",
    )
    change = str(at("us-1").write(changed).hashes[0])
    assert indicator_threads(at("us-1")) == [], "what a cited source says waits for nobody"
    answer(at("mx-1"), change, "dispute")
    (thread,) = indicator_threads(at("us-1"))
    assert (thread.state, thread.turn) == ("open", "US")
    (one,) = [one for one in thread.words[0].changes if one.field == "definition"]
    assert one.old["en"] == "Of the guns found."
