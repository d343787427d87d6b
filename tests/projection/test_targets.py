"""Targets of different setters stand beside each other, each with its own baseline."""

from __future__ import annotations

from typing import Any

import pytest

from accordtrack.ledger.kinds import canonical_body
from accordtrack.projection.amendments import amended_indicator, amended_record, chosen_target

AGREED = {"value": "65", "by": "2030-12-31", "set_by": "agreed", "source": "JS-2021", "note": None}
OWN = {"value": "34", "by": "2030-12-31", "set_by": "US", "source": None, "note": None}
WORKING = {"value": "45", "by": "2030-12-31", "set_by": "working", "source": None, "note": None}
START = {"value": "92.4", "on": "2018-12-31"}
OTHER = {"value": "33", "on": "2024-12-31"}
INDICATOR = {
    "id": "guns-traced",
    "title": {"en": "Guns", "es": "Armas"},
    "definition": {"en": "Guns", "es": "Armas"},
    "unit": {"en": "guns", "es": "armas"},
    "level": "outcome",
    "direction": "increase",
    "theme": "firearms",
    "side": "US",
    "publisher": "ATF",
    "periodicity": "year",
}


def amend(body: dict[str, Any], **fields: object) -> dict[str, Any]:
    return {**body, **amended_record(body, fields)}


def chosen(body: dict[str, Any], *, every: bool) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The target and baseline in force of an indicator, as plain values."""
    target, baseline = chosen_target(amended_indicator({**INDICATOR, **body}), every=every)
    return canonical_body(target) if target else None, canonical_body(baseline) if baseline else None


def test_no_target_takes_the_place_of_an_agreed_one() -> None:
    body: dict[str, Any] = {"target": AGREED, "baseline": START}
    for target in (WORKING, OWN):
        body = amend(body, target=target, baseline=OTHER)
        assert chosen(body, every=False) == (AGREED, START)
        assert chosen(body, every=True) == (AGREED, START)


def test_a_working_baseline_is_never_that_of_an_agreed_target() -> None:
    body = amend({"target": None, "baseline": None}, target=WORKING, baseline=START)
    assert chosen(body, every=False) == (None, None)
    assert chosen(body, every=True) == (WORKING, START)
    body = amend(body, target=AGREED)
    assert chosen(body, every=False) == (AGREED, None)
    assert chosen(body, every=True) == (AGREED, None)


def test_a_side_s_own_target_stays_when_an_agreed_one_comes_and_when_the_other_sets_one() -> None:
    body = amend({"target": OWN, "baseline": START}, target={**OWN, "set_by": "MX", "value": "30"}, baseline=OTHER)
    assert chosen(body, every=True) == (OWN, START)
    body = amend(body, target=AGREED)
    assert chosen(body, every=True)[0] == AGREED
    assert body["beside"]["US"]["target"] == OWN
    assert body["beside"]["MX"]["baseline"] == OTHER


@pytest.mark.parametrize(("first", "second"), [("US", "MX"), ("MX", "US")])
def test_a_side_s_target_borrows_no_baseline_of_the_other_s(first: str, second: str) -> None:
    theirs, own = {**OWN, "set_by": first}, {**OWN, "set_by": second, "value": "30"}
    body = amend({"target": theirs, "baseline": START, "direction": "decrease"}, target=own)
    assert chosen(body, every=True) == (own, None)
    body = amend(body, target=own, baseline=OTHER)
    assert chosen(body, every=True) == (own, OTHER)
    body = amend(body, target={**own, "value": "29"})
    assert chosen(body, every=True) == ({**own, "value": "29"}, OTHER), "its own earlier one stays"


def test_an_agreed_target_borrows_no_baseline_of_a_side_s_own() -> None:
    body = amend({"target": OWN, "baseline": START}, target=AGREED)
    assert chosen(body, every=False) == (AGREED, None)
    assert body["beside"]["US"] == {"target": OWN, "baseline": START}
    assert chosen(amend({"target": OWN, "baseline": START}, target=AGREED, baseline=OTHER), every=False) == (
        AGREED,
        OTHER,
    )
    assert chosen(amend({"target": None, "baseline": START}, target=AGREED), every=False) == (AGREED, START)
    assert chosen(amend({"target": OWN, "baseline": START}, target={**OWN, "value": "30"}), every=True) == (
        {**OWN, "value": "30"},
        START,
    )


def test_other_fields_and_a_target_that_is_taken_away_go_through() -> None:
    assert amended_record({"target": AGREED}, {"hold": 2}) == {"hold": 2}
    assert amended_record({"target": AGREED}, {"target": None}) == {"target": None}
