"""State of a commitment that both owe: two halves, each with a claim, a reading and a standing of its own."""

from __future__ import annotations

import pytest

from accordtrack.projection.fold import HalfState, covered_halves
from accordtrack.vocabulary import Responsible, Side, Standing
from items import Told

OTHER = {"US": "MX", "MX": "US"}


def halves(told: Told) -> dict[str, HalfState]:
    return {half.side: half for half in told.state().halves}


@pytest.mark.parametrize(
    ("responsible", "speaker", "half", "expected"),
    [
        ("JOINT", "US", None, "US"),
        ("JOINT", "MX", None, "MX"),
        ("JOINT", "US", "MX", "MX"),
        ("JOINT", "MX", "US", "US"),
        ("JOINT", "JOINT", None, "US MX"),
        ("JOINT", "JOINT", "MX", "MX"),
        ("JOINT", "OBS", None, "US MX"),
        ("JOINT", "OBS", "US", "US"),
        ("US", "US", None, "US"),
        ("US", "MX", None, "US"),
        ("US", "OBS", None, "US"),
        ("MX", "JOINT", None, "MX"),
    ],
)
def test_covered_halves_follow_speaker_and_named_half(
    responsible: str, speaker: str, half: str | None, expected: str
) -> None:
    item = Told(responsible).status(speaker, "limited", half=half)
    assert " ".join(covered_halves(item, Responsible(responsible))) == expected


@pytest.mark.parametrize("side", ["US", "MX"])
def test_status_of_a_side_claims_only_its_own_half(side: str) -> None:
    told = Told("JOINT")
    claim = told.status(side, "substantial")
    found = halves(told)
    assert (found[side].claim, found[side].standing) == (claim, Standing.UNANSWERED)
    assert (found[OTHER[side]].claim, found[OTHER[side]].standing) == (None, Standing.UNREPORTED)


@pytest.mark.parametrize("side", ["US", "MX"])
def test_status_on_the_other_sides_half_is_a_reading(side: str) -> None:
    told = Told("JOINT")
    other = OTHER[side]
    reading = told.status(side, "limited", "2024-02-01", half=other)
    found = halves(told)
    assert (found[other].claim, found[other].reading, found[other].standing) == (None, reading, Standing.UNREPORTED)
    assert found[side].claim is None
    told.status(other, "limited", "2024-01-01")
    assert halves(told)[other].standing is Standing.AGREED
    told.status(other, "completed", "2024-01-15")
    assert (halves(told)[other].standing, halves(told)[other].proposes) == (Standing.DISPUTED, "limited")


def test_different_statuses_of_the_two_halves_are_no_dispute() -> None:
    told = Told("JOINT")
    told.status("US", "substantial")
    told.status("MX", "limited")
    state = told.state()
    assert [half.status for half in state.halves] == ["substantial", "limited"]
    assert state.standing is Standing.UNANSWERED
    assert state.status_rank == 2, "sorts by the lower"


def test_joint_statement_covers_both_halves_until_a_later_status() -> None:
    told = Told("JOINT")
    joint = told.status("JOINT", "limited", "2023-01-01")
    assert [half.claim for half in told.state().halves] == [joint, joint]
    assert [half.standing for half in told.state().halves] == [Standing.AGREED, Standing.AGREED]
    own = told.status("MX", "substantial", "2024-01-01", official=False)
    found = halves(told)
    assert (found["US"].claim, found["US"].standing) == (joint, Standing.AGREED)
    assert (found["MX"].claim, found["MX"].reading, found["MX"].standing) == (own, joint, Standing.UNANSWERED)


def test_joint_statement_on_one_half_leaves_the_other_unreported() -> None:
    told = Told("JOINT")
    told.status("JOINT", "limited", half="MX")
    assert [half.standing for half in told.state().halves] == [Standing.UNREPORTED, Standing.AGREED]


def test_official_status_of_one_half_leaves_the_joint_text_on_the_other() -> None:
    told = Told("JOINT")
    told.status("US", "completed", "2022-01-01")
    told.status("JOINT", "limited", "2024-01-01")
    assert [half.status for half in told.state().halves] == ["completed", "limited"]


def test_answer_counts_on_the_half_of_the_claim_it_targets() -> None:
    told = Told("JOINT")
    us, mx = told.status("US", "limited"), told.status("MX", "limited")
    told.position("MX", us, "dispute")
    assert [half.standing for half in told.state().halves] == [Standing.DISPUTED, Standing.UNANSWERED]
    told.position("US", mx, "concur")
    assert [half.standing for half in told.state().halves] == [Standing.DISPUTED, Standing.AGREED]


def test_answer_without_target_answers_the_other_sides_half() -> None:
    told = Told("JOINT")
    told.status("US", "limited")
    told.status("MX", "limited")
    told.position("MX", None, "dispute")
    assert [half.standing for half in told.state().halves] == [Standing.DISPUTED, Standing.UNANSWERED]
    told.position("US", None, "concur", half="US")
    assert told.state().halves[1].standing is Standing.UNANSWERED, "it names the half of its own side"


def test_answer_on_own_half_is_void_when_only_the_other_side_owes() -> None:
    told = Told("JOINT")
    told.status("US", "limited")
    told.position("MX", None, "dispute", half="MX")
    told.amend("JOINT", responsible_side="US")
    assert [half.standing for half in told.state().halves] == [Standing.UNANSWERED]


def test_asking_marks_only_the_half_of_its_claim() -> None:
    told = Told("JOINT")
    us = told.status("US", "limited")
    told.status("MX", "limited")
    told.ask(us, "MX", "2024-02-01")
    assert [half.asked_on for half in told.state().halves] == ["2024-02-01", None]
    assert told.state().standing is Standing.ASKED


def test_divergence_marks_only_the_half_it_concerns() -> None:
    told = Told("JOINT")
    told.status("US", "limited", "2024-02-01", feed="us-1")
    told.status("US", "completed", "2024-01-01", feed="us-2")
    told.status("MX", "limited")
    assert [half.standing for half in told.state().halves] == [Standing.DIVERGENT, Standing.UNANSWERED]


def test_two_desks_of_one_side_on_different_halves_do_not_diverge() -> None:
    told = Told("JOINT")
    told.status("US", "limited", feed="us-1")
    told.status("US", "completed", feed="us-2", half="MX")
    assert told.state().standing is Standing.UNANSWERED


# Ends of halves


def test_joint_commitment_is_done_only_when_both_halves_are() -> None:
    told = Told("JOINT")
    told.status("US", "completed", "2024-01-01")
    assert not told.state().done
    told.status("MX", "completed", "2024-05-01")
    assert told.state().done
    assert told.state().done_on == "2024-05-01"


def test_withdrawn_half_leaves_the_other_half_in_scope() -> None:
    told = Told("JOINT")
    given_up = told.status("US", "withdrawn")
    assert [half.side for half in told.state().in_scope] == [Side.US, Side.MX], "it waits for the other side"
    assert told.state().halves[0].withdrawal_waits
    told.position("MX", given_up, on="2024-01-15")
    state = told.state()
    assert [half.side for half in state.in_scope] == [Side.MX]
    assert (state.withdrawn, state.done, state.status_rank) == (False, False, -1)
    told.status("MX", "completed", "2024-02-01")
    state = told.state()
    assert (state.done, state.done_on, state.status_rank) == (True, "2024-02-01", 4)
    told.position("US", told.status("MX", "withdrawn", "2024-03-01"))
    state = told.state()
    assert (state.withdrawn, state.done, state.done_on, state.status_rank) == (True, False, None, 5)


def test_row_standing_skips_withdrawn_halves_unless_all_are_withdrawn() -> None:
    told = Told("JOINT")
    told.position("MX", told.status("US", "withdrawn"))
    told.status("MX", "limited")
    assert told.state().standing is Standing.UNANSWERED
    told.position("US", told.status("MX", "withdrawn", "2024-09-01"), on="2024-10-01")
    assert told.state().standing is Standing.AGREED


@pytest.mark.parametrize(("rules", "standing"), [(1, Standing.AGREED), (2, Standing.DISPUTED)])
def test_row_standing_includes_a_half_whose_withdrawal_is_disputed(rules: int, standing: Standing) -> None:
    told = Told("JOINT")
    told.position("MX", told.status("US", "withdrawn"), "dispute")
    told.position("US", told.status("MX", "limited"))
    assert told.state(rules=rules).standing is standing


def test_reversed_half_leaves_the_other_half_completed() -> None:
    told = Told("JOINT")
    told.status("US", "completed")
    told.status("MX", "completed")
    told.status("US", "reversed", "2024-09-01")
    state = told.state()
    assert [half.status for half in state.halves] == ["reversed", "completed"]
    assert [half.standing for half in state.halves] == [Standing.UNANSWERED, Standing.UNANSWERED]
    assert (state.done, state.status_rank) == (False, 0)


# The row: first in the order of the vocabulary

STAGES = ("disputed", "divergent", "asked", "unanswered", "agreed", "unreported")


def bring_half_to_standing(told: Told, side: str, standing: str) -> None:
    if standing == "unreported":
        return
    claim = told.status(side, "limited", "2024-02-01")
    if standing == "divergent":
        told.status(side, "completed", "2024-01-01", feed=f"{side.lower()}-2")
    if standing == "asked":
        told.ask(claim, OTHER[side])
    if standing in {"agreed", "disputed"}:
        told.position(OTHER[side], claim, "concur" if standing == "agreed" else "dispute")


@pytest.mark.parametrize("mx", STAGES)
@pytest.mark.parametrize("us", STAGES)
def test_row_standing_is_the_highest_ranked_of_its_halves(us: str, mx: str) -> None:
    told = Told("JOINT")
    bring_half_to_standing(told, "US", us)
    bring_half_to_standing(told, "MX", mx)
    state = told.state()
    assert [half.standing for half in state.halves] == [us, mx]
    assert state.standing == min(us, mx, key=STAGES.index)
    assert (state.standing == "unreported") == (us == mx == "unreported")


RANKS = ("reversed", "not_started", "limited", "substantial", "completed", "withdrawn")


@pytest.mark.parametrize("mx", [None, *RANKS])
@pytest.mark.parametrize("us", [None, *RANKS])
def test_row_sorts_by_its_lower_half(us: str | None, mx: str | None) -> None:
    told = Told("JOINT")
    for side, status in (("US", us), ("MX", mx)):
        if status:
            told.status(side, status)
    stages = [-1 if status is None else RANKS.index(status) for status in (us, mx) if status != "withdrawn"]
    assert told.state().status_rank == min(stages, default=5), "unreported before all, withdrawn after all"
