"""Scores under the rules of dual control: withdrawals that wait, base dates, themes without a commitment, own views."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.core.json_numbers import round_floats
from accordtrack.i18n import using_language
from accordtrack.ledger.indicators import Indicator as Definition
from accordtrack.ledger.records import Accord
from accordtrack.projection.facts import Facts
from accordtrack.scoring import score_json
from accordtrack.scoring.inputs import build_inputs
from accordtrack.scoring.ladder import score_leaf
from accordtrack.scoring.parameter_file import standard_method
from accordtrack.scoring.results import Score
from accordtrack.scoring.score import score
from accordtrack.scoring.values import Indicator, Leaf, Record
from accordtrack.text.score import trend as trend_text
from accordtrack.vocabulary import Grade, Level, Side, Speaker
from items import WORDS, Told

AT = TwoDates("2026-06-30", "2026-06-30")
METHOD = standard_method()
OTHER = {"US": "MX", "MX": "US"}


def scored(*told: Told, rules: int = 2, accord: Accord | None = None) -> Score:
    states = [one.state(AT.as_of, rules=rules) for one in told]
    facts = Facts(accord, {one.record.id: one for one in states}, {}, {}, (), {}, {}, {}, {}, {}, rules=rules)
    return score(build_inputs(facts, AT, METHOD), METHOD)


@pytest.fixture(params=["US", "MX"])
def owner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def withdrawn(owner: str, *, agreed: bool = False, **fields: str) -> Told:
    told = Told(owner, **fields)
    told.status(owner, "substantial", "2024-01-01")
    given_up = told.status(owner, "withdrawn", "2025-01-01")
    if agreed:
        told.position({"US": "MX", "MX": "US"}[owner], given_up, on="2025-01-01")
    return told


def test_withdrawal_by_its_owner_alone_counts_and_earns_nothing(owner: str) -> None:
    found = scored(withdrawn(owner), rules=2)
    (leaf,) = found.commitments
    assert (leaf.delivery.score, leaf.result.score) == (0.0, 0.0)
    assert "WITHDRAWAL_WAITS" in leaf.delivery_flags
    assert found.overall.n == 1
    assert found.inputs.not_scored == ()


def test_withdrawal_with_which_the_other_side_concurred_leaves(owner: str) -> None:
    found = scored(withdrawn(owner, agreed=True))
    assert [(one.commitment, one.reason) for one in found.inputs.not_scored] == [("FW-01", "withdrawn")]
    assert found.commitments == ()


def test_withdrawal_under_rules_1_leaves_at_once(owner: str) -> None:
    found = scored(withdrawn(owner), rules=1)
    assert [one.reason for one in found.inputs.not_scored] == ["withdrawn"]
    assert found.inputs.withdrawn == ()


def test_withdrawn_half_of_a_joint_commitment_leaves_the_other_half_as_it_is() -> None:
    told = withdrawn("US")
    joint = Told("JOINT")
    joint.status("US", "withdrawn", "2025-01-01")
    joint.status("MX", "completed", "2025-01-01")
    found = {one.owed.side: one.delivery.score for one in scored(joint).commitments}
    assert found[Side.US] == 0.0
    assert (found[Side.MX] or 0) > 0
    assert scored(told).overall.n == 1


def test_agreed_withdrawal_still_gives_the_base_date(owner: str) -> None:
    first = withdrawn(owner, agreed=True, id="FW-02", agreed_on="2019-05-01")
    second = Told(owner, id="FW-03", agreed_on="2021-10-08")
    second.status(owner, "limited")
    for rules, base, name in ((2, "2019-05-01", "FW-02"), (1, "2021-10-08", None)):
        found = scored(first, second, rules=rules)
        (group,) = found.groups
        assert group.trend is not None
        assert (group.trend.base, group.trend.base_id) == (base, name)


def test_base_of_a_trend_is_printed_with_its_commitment(owner: str) -> None:
    (group,) = scored(Told(owner, id="FW-03")).groups
    assert group.trend is not None
    assert "since 2021-10-08 (FW-03)" in trend_text(group.trend)


def _accord() -> Accord:
    name = {"name": WORDS}
    themes = [{"code": code, "title": WORDS, "weight": "1"} for code in ("firearms", "health")]
    sides = dict.fromkeys(Side, name)
    return Accord.model_validate({"id": "AC", "title": WORDS, "sides": sides, "themes": themes, "facts_until": None})


def test_theme_without_a_scored_commitment_says_so() -> None:
    groups = {one.id: one.trend for one in scored(Told("US"), accord=_accord()).groups}
    assert groups["firearms"] is not None
    assert not groups["firearms"].no_commitment
    health = groups["health"]
    assert health is not None
    assert "no commitment" in trend_text(health)
    old = {one.id: one.trend for one in scored(Told("US"), accord=_accord(), rules=1).groups}["health"]
    assert old is not None
    assert "nothing agreed by this date" in trend_text(old)


def test_theme_without_a_scored_commitment_says_so_in_spanish() -> None:
    health = {one.id: one.trend for one in scored(Told("US"), accord=_accord()).groups}["health"]
    assert health is not None
    with using_language("es"):
        assert "no hay compromiso" in trend_text(health)


def test_json_names_the_base_only_under_rules_2() -> None:
    told = Told("US")
    new, old = (score_json.as_json(scored(told, rules=rules)) for rules in (2, 1))
    assert new["groups"][0]["trend"]["base_id"] == "FW-01"
    assert "base_id" not in old["groups"][0]["trend"]


def _record(party: str, value: float, grade: str = "documented", period: str = "2025-12-31") -> Record:
    return Record(Speaker(party), period, period, Grade(grade), value, id=party)


def _indicator(name: str, *records: Record) -> Indicator:
    return Indicator(name, Level.OUTPUT, 0.0, 100.0, "2024-01-01", "2026-12-31", records)


@pytest.mark.parametrize("side", ["US", "MX"])
def test_view_of_a_side_is_its_own_value_where_only_another_indicator_is_disputed(side: str) -> None:
    """The side says 90; an observer's 50 is the value that counts. What both sides dispute is another indicator."""
    disputed = _indicator("a", _record("US", 100.0), _record("MX", 0.0))
    undisputed = _indicator("b", _record(side, 90.0), _record("OBS", 50.0))
    leaf = Leaf("FW-01", 0.5, 0.5, (disputed, undisputed))
    new, old = (score_leaf(leaf, AT, METHOD, dual_control=dual) for dual in (True, False))
    credence = METHOD.credence.documented
    own, other = (getattr(new.indicators[1], one.lower()) for one in (side, OTHER[side]))
    assert own == pytest.approx(0.9 * credence)
    assert other == pytest.approx(0.5 * credence)
    assert {old.indicators[1].us, old.indicators[1].mx} == {old.indicators[1].pe}
    assert (new.score, new.lo, new.hi) == (old.score, old.lo, old.hi)
    assert getattr(new, f"view_{side.lower()}") > getattr(old, f"view_{side.lower()}")


def test_no_number_of_the_json_exceeds_100() -> None:
    """Shares that binary numbers cannot express, on commitments that are all completed and verified."""
    told = []
    for number, weight in enumerate(("0.1", "0.7", "0.3", "1.1", "2.9"), start=1):
        one = Told(
            "JOINT", id=f"FW-{number:02d}", weight=weight, share_us="0.3", theme=("health", "border")[number % 2]
        )
        for side in Side:
            one.status(side, "completed", "2025-01-01")
        told.append(one)
    found = scored(*told)
    full = replace(METHOD, credence=replace(METHOD.credence, claimed=1.0))
    whole = score(found.inputs, full)
    assert whole.overall.delivery is not None
    assert whole.overall.delivery.score == pytest.approx(100)
    text = json.dumps(round_floats(score_json.as_json(whole)))
    numbers: list[float] = []
    json.loads(text, parse_float=lambda word: numbers.append(float(word)))
    assert numbers
    assert max(numbers) <= 100.0


@pytest.mark.parametrize(
    ("by", "dual_control", "counts_in_full"),
    [("US", True, True), ("OBS", True, False), ("MX", True, False), ("OBS", False, True)],
)
def test_report_against_ones_own_interest_is_a_row_of_its_own_desk(
    *, by: str, dual_control: bool, counts_in_full: bool
) -> None:
    worse = replace(_record("US", -50.0), by=by)
    found = score_leaf(Leaf("FW-01", 1.0, 0.0, (_indicator("a", worse),)), AT, METHOD, dual_control=dual_control)
    assert found.indicators[0].pe == pytest.approx(-0.5 * (1 if counts_in_full else METHOD.credence.documented))


def test_result_measured_every_two_years_is_held_for_two_periods() -> None:
    fields = {
        "id": "R", "title": WORDS, "definition": WORDS, "unit": WORDS, "level": "outcome", "direction": "decrease", "theme": "health",
        "side": "MX", "publisher": "INEGI", "periodicity": "two_years",
    }  # fmt: skip
    assert Definition.model_validate(fields).hold == 2
