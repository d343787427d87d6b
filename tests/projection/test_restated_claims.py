"""A dispute stands against a claim that is only restated, until new evidence is added; then it is to be reviewed."""

from __future__ import annotations

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.projection.disputes.commitment_threads import Threads
from accordtrack.projection.facts import Facts
from accordtrack.projection.fold import HalfState
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.rollup import Cell
from accordtrack.scoring.score import score
from accordtrack.types import DisputeView
from items import Told

OTHER = {"US": "MX", "MX": "US"}
AT = TwoDates("2026-01-01", "2026-01-01")


@pytest.fixture(params=["US", "MX"])
def owner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def disputed(owner: str, proposes: str | None = None, first: str = "completed") -> Told:
    told = Told(owner)
    claim = told.status(owner, first, "2024-01-01")
    told.position(OTHER[owner], claim, "dispute", "2024-02-01", proposes=proposes)
    return told


def half(told: Told, rules: int = 2) -> HalfState:
    (found,) = told.state(rules=rules).halves
    return found


def thread(told: Told) -> DisputeView:
    state = told.state()
    (found,) = Threads(state.items, state, today="2026-01-01", file_there=lambda _digest: False).build_threads()
    return found


def delivery(told: Told, rules: int = 2) -> Cell:
    facts = Facts(None, {"FW-01": told.state(rules=rules)}, {}, {}, (), {}, {}, {}, {}, {}, rules=rules)
    method = standard_method()
    (leaf,) = score(build_inputs(facts, AT, method), method).commitments
    return leaf.delivery


@pytest.mark.parametrize(
    ("proposes", "restated", "stands"),
    [
        (None, "completed", True),
        (None, "limited", True),
        ("limited", "completed", True),
        ("limited", "substantial", True),
        ("limited", "limited", False),
        ("limited", "not_started", False),
        ("withdrawn", "completed", True),
        (None, "withdrawn", True),
    ],
)
def test_dispute_stands_against_any_status_above_the_one_it_proposes(
    *, owner: str, proposes: str | None, restated: str, stands: bool
) -> None:
    told = disputed(owner, proposes)
    told.status(owner, restated, "2024-03-01")
    found = half(told)
    assert (found.standing == "disputed") is stands
    assert (found.stands_from is not None) is stands
    assert not found.to_review
    assert half(told, rules=1).standing == "unanswered"


def test_backdated_restatement_clears_nothing(owner: str) -> None:
    told = disputed(owner)
    told.status(owner, "completed", "2024-01-15")
    assert half(told).standing == "disputed"


def test_interval_remains(owner: str) -> None:
    told = disputed(owner)
    before = delivery(told)
    told.status(owner, "completed", "2024-03-01")
    after = delivery(told)
    assert (after.score, after.lo, after.hi) == (before.score, before.lo, before.hi)
    assert after.lo != after.hi
    old = delivery(told, rules=1)
    assert old.lo == old.hi


def test_with_new_evidence_the_disputing_side_is_to_review_it(owner: str) -> None:
    told = disputed(owner)
    claim = told.status(owner, "completed", "2024-03-01")
    assert thread(told).turn == owner
    told.evidence(owner, supports=[claim], on="2024-04-01")
    found = half(told)
    assert (found.standing, found.to_review) == ("disputed", True)
    shown = thread(told)
    assert (shown.turn, shown.turn_since, shown.to_review) == (OTHER[owner], "2024-04-01", True)
    cell = delivery(told)
    assert cell.lo != cell.hi


def test_evidence_from_before_the_dispute_is_not_new(owner: str) -> None:
    told = Told(owner)
    claim = told.status(owner, "completed", "2024-01-01")
    document = told.evidence(owner, supports=[claim])
    told.position(OTHER[owner], claim, "dispute", "2024-02-01")
    told.status(owner, "completed", "2024-03-01", evidence=[document.id])
    assert not half(told).to_review


def test_concurrence_of_the_disputing_side_ends_it(owner: str) -> None:
    told = disputed(owner)
    claim = told.status(owner, "completed", "2024-03-01")
    told.position(OTHER[owner], claim, "concur", "2024-04-01")
    assert half(told).standing == "agreed"
    told.status(owner, "completed", "2024-05-01")
    assert half(told).standing == "unanswered"


def test_withdrawn_dispute_ends_it(owner: str) -> None:
    told = Told(owner)
    claim = told.status(owner, "completed", "2024-01-01")
    dispute = told.position(OTHER[owner], claim, "dispute", "2024-02-01")
    told.status(owner, "completed", "2024-03-01")
    told.withdraw(dispute)
    assert half(told).standing == "unanswered"


def test_restating_what_was_given_up_is_disputed_again(owner: str) -> None:
    told = Told(owner)
    claim = told.status(owner, "completed", "2024-01-01")
    dispute = told.position(OTHER[owner], claim, "dispute", "2024-02-01")
    told.position(owner, dispute, "concur", "2024-02-15")
    assert half(told).standing == "settled"
    told.status(owner, "completed", "2024-03-01")
    assert half(told).standing == "disputed"


def test_agreeing_with_the_dispute_of_what_was_restated_settles_nothing(owner: str) -> None:
    told = Told(owner)
    claim = told.status(owner, "limited", "2024-01-01")
    dispute = told.position(OTHER[owner], claim, "dispute", "2024-02-01", proposes="not_started")
    told.status(owner, "completed", "2024-03-01")
    told.position(owner, dispute, "concur", "2024-04-01")
    assert half(told).standing == "disputed"
    told.status(owner, "not_started", "2024-05-01")
    assert half(told).standing == "unanswered"


def test_what_the_dispute_cites_is_no_new_evidence(owner: str) -> None:
    told = Told(owner)
    claim = told.status(owner, "completed", "2024-01-01")
    told.position(OTHER[owner], claim, "dispute", "2024-02-01", sources=["AUDIT"])
    restated = told.status(owner, "completed", "2024-03-01", sources=["AUDIT"])
    assert not half(told).to_review
    told.evidence(owner, supports=[restated], file=None)
    assert not half(told).to_review, "evidence that cites nothing"
    told.evidence(owner, supports=[restated], file=None, url="https://example.org/new")
    assert half(told).to_review


@pytest.mark.parametrize(
    "url", ["http://www.Example.org/audit/", "https://example.org/audit#page=2", "https://example.org/audit?"]
)
def test_another_address_of_the_same_page_is_no_new_evidence(owner: str, url: str) -> None:
    told = Told(owner)
    claim = told.status(owner, "completed", "2024-01-01")
    told.evidence(owner, supports=[claim], file=None, url="https://example.org/audit")
    told.position(OTHER[owner], claim, "dispute", "2024-02-01")
    restated = told.status(owner, "completed", "2024-03-01")
    told.evidence(owner, supports=[restated], file=None, url=url)
    assert not half(told).to_review


@pytest.mark.parametrize("how", ["expired", "withheld"])
def test_evidence_that_shows_nothing_is_not_new(owner: str, how: str) -> None:
    told = disputed(owner)
    claim = told.status(owner, "completed", "2024-03-01")
    expired = {"expires_on": "2024-04-01", "at": "2024-04-01T12:00:00Z"} if how == "expired" else {}
    document = told.evidence(owner, supports=[claim], on="2024-04-01", **expired)
    if how == "withheld":
        assert half(told).to_review
        told.withhold(document)
    assert not half(told).to_review


def test_own_reading_of_the_other_side_stands_like_a_dispute(owner: str) -> None:
    told = Told(owner)
    told.status(owner, "completed", "2024-01-01")
    told.status(OTHER[owner], "limited", "2024-02-01", half=owner)
    told.status(owner, "completed", "2024-03-01")
    found = half(told)
    assert (found.standing, found.proposes) == ("disputed", "limited")
    cell = delivery(told)
    assert cell.lo != cell.hi


def test_reading_that_agreed_with_an_earlier_claim_is_no_dispute_of_progress(owner: str) -> None:
    told = Told(owner)
    told.status(owner, "limited", "2024-01-01")
    told.status(OTHER[owner], "limited", "2024-02-01", half=owner)
    told.status(owner, "completed", "2024-03-01")
    assert half(told).standing == "unanswered"


def test_dispute_of_one_half_says_nothing_about_the_other() -> None:
    told = Told("JOINT")
    claim = told.status("US", "completed", "2024-01-01")
    told.status("MX", "completed", "2024-01-01")
    told.position("MX", claim, "dispute", "2024-02-01")
    told.status("US", "completed", "2024-03-01")
    told.status("MX", "completed", "2024-03-01")
    assert {one.side: one.standing.value for one in told.state().halves} == {"US": "disputed", "MX": "unanswered"}


def test_concurrence_that_others_report_does_not_end_a_side_s_own_dispute(owner: str) -> None:
    told = disputed(owner)
    claim = told.status(owner, "completed", "2024-03-01")
    told.position(OTHER[owner], claim, "concur", "2024-04-01", official=False)
    assert half(told).standing == "disputed"
