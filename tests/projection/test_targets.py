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


def target_in_force(body: dict[str, Any], *, every: bool) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The target and baseline in force of an indicator, as plain values."""
    target, baseline = chosen_target(amended_indicator({**INDICATOR, **body}), every=every)
    return canonical_body(target) if target else None, canonical_body(baseline) if baseline else None


def test_agreed_target_is_never_replaced_by_another_setters() -> None:
    body: dict[str, Any] = {"target": AGREED, "baseline": START}
    for target in (WORKING, OWN):
        body = amend(body, target=target, baseline=OTHER)
        assert target_in_force(body, every=False) == (AGREED, START)
        assert target_in_force(body, every=True) == (AGREED, START)


def test_agreed_target_never_uses_a_working_baseline() -> None:
    body = amend({"target": None, "baseline": None}, target=WORKING, baseline=START)
    assert target_in_force(body, every=False) == (None, None)
    assert target_in_force(body, every=True) == (WORKING, START)
    body = amend(body, target=AGREED)
    assert target_in_force(body, every=False) == (AGREED, None)
    assert target_in_force(body, every=True) == (AGREED, None)


def test_own_target_is_kept_beside_agreed_and_other_sides_targets() -> None:
    body = amend({"target": OWN, "baseline": START}, target={**OWN, "set_by": "MX", "value": "30"}, baseline=OTHER)
    assert target_in_force(body, every=True) == (OWN, START)
    body = amend(body, target=AGREED)
    assert target_in_force(body, every=True)[0] == AGREED
    assert body["beside"]["US"]["target"] == OWN
    assert body["beside"]["MX"]["baseline"] == OTHER


@pytest.mark.parametrize(("first", "second"), [("US", "MX"), ("MX", "US")])
def test_target_of_a_side_never_uses_the_other_sides_baseline(first: str, second: str) -> None:
    theirs, own = {**OWN, "set_by": first}, {**OWN, "set_by": second, "value": "30"}
    body = amend({"target": theirs, "baseline": START, "direction": "decrease"}, target=own)
    assert target_in_force(body, every=True) == (own, None)
    body = amend(body, target=own, baseline=OTHER)
    assert target_in_force(body, every=True) == (own, OTHER)
    body = amend(body, target={**own, "value": "29"})
    assert target_in_force(body, every=True) == ({**own, "value": "29"}, OTHER), "its own earlier one stays"


def test_agreed_target_never_uses_a_sides_own_baseline() -> None:
    body = amend({"target": OWN, "baseline": START}, target=AGREED)
    assert target_in_force(body, every=False) == (AGREED, None)
    assert body["beside"]["US"] == {"target": OWN, "baseline": START}
    assert target_in_force(amend({"target": OWN, "baseline": START}, target=AGREED, baseline=OTHER), every=False) == (
        AGREED,
        OTHER,
    )
    assert target_in_force(amend({"target": None, "baseline": START}, target=AGREED), every=False) == (AGREED, START)
    assert target_in_force(amend({"target": OWN, "baseline": START}, target={**OWN, "value": "30"}), every=True) == (
        {**OWN, "value": "30"},
        START,
    )


def test_other_fields_and_a_removed_target_are_amended_unchanged() -> None:
    assert amended_record({"target": AGREED}, {"hold": 2}) == {"hold": 2}
    assert amended_record({"target": AGREED}, {"target": None}) == {"target": None}
