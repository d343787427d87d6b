"""The shipped register with its entries turned before they are folded: the sides exchanged, words silenced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from accordtrack.core.dates import TwoDates
from accordtrack.ledger.fields import Record
from accordtrack.ledger.indicators import Baseline, Indicator, Measurement, Target
from accordtrack.ledger.kinds import KINDS, canonical_body
from accordtrack.ledger.records import Commitment
from accordtrack.projection import audience_standing, authorization, facts
from accordtrack.projection.facts import Facts
from accordtrack.scoring import parameter_file
from accordtrack.scoring.inputs import Choice, build_inputs
from accordtrack.scoring.score_access import ScoreAccess
from accordtrack.store.items import Item
from accordtrack.vocabulary import Grade, Speaker, TargetSetBy
from shipped_scores import TODAY, shipped_desk

Turned = Callable[[list[Item[Record]]], list[Item[Record]]]

AT = TwoDates(TODAY, TODAY)
OTHER = {"US": "MX", "MX": "US", "us_text": "mx_text", "mx_text": "us_text", "us": "mx", "mx": "us"}
AGREED_SHARES = {"BF21-1.3-A": "0.25", "HLSD22-04": "0.75", "TFC-JT-04": "0"}
TARGETS = {
    "us-synthetic-opioid-deaths": ("agreed", "30000", "2024-09-30", "55126"),
    "mx-homicide-daily-sesnsp": ("agreed", "40", "2018-12-31", "92.4"),
    "mx-homicides-inegi": ("agreed", "40000", "2019-12-31", "36476"),
    "mx-homicide-impunity-me": ("working", "80", "2021-12-31", "96.9"),
    "mx-firearms-traced-count": ("MX", "30000", "2019-12-31", "20000"),
    "us-owt-firearms-seized": ("US", "30000", "2019-12-31", "20000"),
}


def other_way(value: Any) -> Any:  # noqa: ANN401
    """A body with the sides exchanged wherever one is named."""
    if isinstance(value, list):
        return [other_way(item) for item in value]
    if not isinstance(value, dict):
        return OTHER.get(value, value) if isinstance(value, str) else value
    turned = {OTHER.get(key, key): other_way(item) for key, item in value.items()}
    if turned.get("share_us") is not None:
        turned["share_us"] = str(1 - Decimal(turned["share_us"]))
    return turned


def remade(item: Item[Record], values: dict[str, Any]) -> Item[Record]:
    """The entry with the record that these plain values make."""
    body: Record = KINDS[item.kind].decode_values(values)
    return item.with_body(body)


def mirrored(items: list[Item[Record]]) -> list[Item[Record]]:
    return [
        replace(remade(item, other_way(canonical_body(item.body))), seat=OTHER.get(item.seat, item.seat))
        for item in items
    ]


def turned(*ways: Turned) -> Facts:
    """The facts of the shipped register, each commitment's and indicator's entries turned before they are folded."""

    def ours(*arguments: Any) -> Sequence[Item[Record]]:  # noqa: ANN401
        items = list(authorization.standing_items(*arguments))
        for way in ways:
            items = way(items)
        return items

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audience_standing, "standing_items", ours)
        with shipped_desk()._db.reading() as connection:
            return facts.read(connection, AT)


def rival(item: Item[Record], body: Measurement, party: Speaker, grade: Grade) -> Item[Record]:
    """A value twice as large of another party, in place of the entry's own."""
    other = {"party": party, "value": str(Decimal(body.value or "") * 2), "grade": grade}
    return replace(item, body=body.model_copy(update=other), hash=item.hash[::-1])


def richer(items: list[Item[Record]]) -> list[Item[Record]]:
    """The facts with what they lack: agreed shares, targets of every origin, official words, values of both parties."""
    found = []
    for item in items:
        body = item.body
        if isinstance(body, Commitment) and body.id in AGREED_SHARES:
            body = body.model_copy(update={"share_us": AGREED_SHARES[body.id]})
        if isinstance(body, Indicator) and body.id in TARGETS:
            set_by, value, on, start = TARGETS[body.id]
            target = Target(value=value, by="2027-12-31", set_by=TargetSetBy(set_by))
            own = {"target": target, "baseline": Baseline(value=start, on=on), "max_age_days": 1500}
            body = body.model_copy(update=own)
        official = item.kind in {"status.report", "position.take"} and int(item.hash[0], 16) % 2 == 0
        found.append(replace(item, body=body, official=official))
        if isinstance(body, Measurement) and body.indicator in TARGETS and body.value is not None:
            party = Speaker.US if body.party is not Speaker.US else Speaker.MX
            found.append(rival(item, body, party, Grade.CLAIMED))
    return found


def scores(found: Facts, *, every: bool) -> ScoreAccess:
    method = parameter_file.standard_method()
    return ScoreAccess(found, method, build_inputs(found, AT, method, Choice(all_targets=every, all_texts=every)))
