"""What a statement is worth by its speaker: an observer, the other side, a source that attributes it, and its evidence."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.projection.facts import Facts
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.score import score
from accordtrack.text.score import delivery
from statement_scores import ACCORD, AT, leaf, scored, told

MIRROR = {"US": "MX", "MX": "US"}
both_sides = pytest.mark.parametrize("side", ["US", "MX"])
SUBSTANTIAL, LIMITED = 200 / 3, 100 / 3
CLAIMED, DOCUMENTED, CORROBORATED, VERIFIED = 0.25, 0.5, 0.75, 1.0


def numbers(one: dict[str, Any]) -> list[float | None]:
    return [one["delivery_lo"], one["delivery"], one["delivery_hi"], one["delivery_face"]]


def grade(one: dict[str, Any]) -> str | None:
    found: str | None = one["indicators"][0]["grade"]
    return found


@both_sides
def test_verified_observer_statement_counts_alone(side: str) -> None:
    one = told(side)
    one.status("OBS", "substantial", "2026-01-01", grade="verified")
    found = leaf(scored(one))
    assert numbers(found) == pytest.approx([SUBSTANTIAL * VERIFIED] * 4)
    assert found["standing"] == "unreported"
    assert found["delivery_flags"] == []


@both_sides
@pytest.mark.parametrize("given", ["claimed", "documented", "corroborated"])
def test_unverified_observer_statement_does_not_count_alone(side: str, given: str) -> None:
    one = told(side)
    one.status("OBS", "completed", "2026-01-01", grade=given)
    found = leaf(scored(one))
    assert numbers(found) == [None] * 4
    assert found["score"] is None
    assert "NO_DATA" in found["flags"]


def test_observer_statement_raised_to_verified_by_evidence_counts_alone() -> None:
    one = told("MX")
    said = one.status("OBS", "limited", "2026-01-01", grade="claimed")
    assert leaf(scored(one))["delivery"] is None
    one.evidence("OBS", "verified", supports=[said])
    assert leaf(scored(one))["delivery"] == pytest.approx(LIMITED)


def test_observer_statement_on_one_half_does_not_score_the_other() -> None:
    one = told("JOINT")
    one.status("OBS", "completed", "2026-01-01", grade="verified", half="MX")
    found = scored(one)
    assert leaf(found, "MX")["delivery"] == 100
    assert leaf(found, "US")["delivery"] is None


@both_sides
def test_observer_statement_replaces_a_claim_and_flags_the_contradiction(side: str) -> None:
    one = told(side)
    one.status(side, "completed", "2026-01-01")
    one.status("OBS", "limited", "2026-02-01", grade="documented")
    found = leaf(scored(one))
    assert numbers(found) == pytest.approx([LIMITED * DOCUMENTED] * 3 + [LIMITED])
    assert found["delivery_flags"] == ["NO_EVIDENCE", f"CONTRADICTED_{side}"]


@both_sides
def test_only_a_verified_observer_statement_settles_a_dispute(side: str) -> None:
    for given, expected, flag in (
        ("corroborated", (CLAIMED * 100 + CLAIMED * LIMITED) / 2, "DISPUTED"),
        ("verified", SUBSTANTIAL, "DISPUTED_VERIFIED"),
    ):
        one = told(side)
        claim = one.status(side, "completed", "2026-01-01")
        one.position(MIRROR[side], claim, "dispute", "2026-02-01", proposes="limited")
        one.status("OBS", "substantial", "2026-03-01", grade=given)
        found = leaf(scored(one))
        assert found["delivery"] == pytest.approx(expected), given
        assert flag in found["delivery_flags"]
        assert found["delivery_lo"] == pytest.approx(CLAIMED * LIMITED)


@both_sides
def test_equal_official_status_of_the_other_side_corroborates_a_claim(side: str) -> None:
    one = told(side)
    one.status(side, "substantial", "2026-01-01")
    assert grade(leaf(scored(one))) == "claimed"
    one.status(MIRROR[side], "substantial", "2026-02-01", official=True)
    found = leaf(scored(one))
    assert (grade(found), found["standing"]) == ("corroborated", "agreed")
    assert found["delivery"] == pytest.approx(SUBSTANTIAL * CORROBORATED)


@both_sides
@pytest.mark.parametrize(
    ("status", "on", "official"),
    [("substantial", "2026-02-01", False), ("limited", "2026-02-01", True), ("substantial", "2025-12-01", True)],
    ids=["attributed", "another status", "said before the claim"],
)
def test_other_statuses_of_the_other_side_do_not_corroborate(side: str, status: str, on: str, official: bool) -> None:  # noqa: FBT001
    one = told(side)
    one.status(side, "substantial", "2026-01-01")
    one.status(MIRROR[side], status, on, official=official)
    found = leaf(scored(one))
    assert found["delivery_hi"] == pytest.approx(SUBSTANTIAL * CLAIMED)


@both_sides
def test_concurrence_never_lowers_a_grade(side: str) -> None:
    one = told(side)
    claim = one.status(side, "completed", "2026-01-01", official=False, grade="verified")
    one.position(MIRROR[side], claim, "concur", "2026-02-01")
    assert leaf(scored(one))["delivery"] == 100


@both_sides
def test_cited_evidence_raises_the_grade_of_an_attributed_statement(side: str) -> None:
    one = told(side)
    proof = one.evidence("OBS", "corroborated", expires_on="2026-06-30")
    one.status(side, "completed", "2026-01-01", official=False, grade="documented", evidence=[proof.id])
    assert leaf(scored(one))["delivery"] == pytest.approx(100 * CORROBORATED)
    one.retract(proof)
    assert leaf(scored(one))["delivery"] == pytest.approx(100 * DOCUMENTED)


@both_sides
def test_expired_or_weaker_evidence_does_not_raise_the_grade(side: str) -> None:
    for given, until in (("verified", "2026-06-29"), ("claimed", None)):
        one = told(side)
        proof = one.evidence("OBS", given, expires_on=until)
        one.status(side, "completed", "2026-01-01", official=False, grade="documented", evidence=[proof.id])
        assert leaf(scored(one))["delivery"] == pytest.approx(100 * DOCUMENTED)


@both_sides
def test_evidence_for_an_answer_does_not_raise_the_claim(side: str) -> None:
    one = told(side)
    claim = one.status(side, "completed", "2026-01-01")
    answer = one.position(MIRROR[side], claim, "dispute", "2026-02-01", proposes="substantial")
    one.evidence("OBS", "verified", supports=[answer], on="2026-02-01")
    found = leaf(scored(one))
    assert found["delivery_lo"] == pytest.approx(100 * CLAIMED)
    assert found["delivery_hi"] == pytest.approx(SUBSTANTIAL * VERIFIED)


@both_sides
def test_official_status_of_a_side_outranks_an_answer_attributed_to_it(side: str) -> None:
    one = told(side)
    claim = one.status(side, "completed", "2026-01-01")
    one.position(MIRROR[side], claim, "dispute", "2026-02-01", official=False, proposes="not_started")
    assert leaf(scored(one))["delivery_lo"] == 0
    one.status(MIRROR[side], "completed", "2026-02-15", official=True)
    assert numbers(leaf(scored(one))) == pytest.approx([100 * CORROBORATED] * 3 + [100])


def test_delivery_counts_halves_scored_from_an_observer_alone() -> None:
    seen, said = told("US", "EX-1"), told("MX", "EX-2")
    seen.status("OBS", "completed", "2026-01-01", grade="verified")
    said.status("MX", "limited", "2026-01-01")
    states = {one.items[0].id: one.state(AT.as_of) for one in (seen, said, told("US", "EX-3"))}
    facts = Facts(ACCORD, states, {}, {}, (), {}, {}, {}, {}, {})
    whole = score(build_inputs(facts, AT, standard_method()), standard_method()).overall
    assert (whole.delivered, whole.statement_count, whole.observed) == (2, 1, 1)
    assert delivery(whole)[0].startswith("54 (67 before adjusting for evidence), with a status on 2 of 3")
