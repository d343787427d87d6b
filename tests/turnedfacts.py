"""The shipped register with its entries turned before they are folded: the sides exchanged, words silenced."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from accordtrack.dates import TwoDates
from accordtrack.register import facts, projection
from shippedscores import TODAY, shipped_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.register.facts import Facts
    from accordtrack.register.items import Item

    Turned = Callable[[list[Item]], list[Item]]

AT = TwoDates(TODAY, TODAY)
OTHER = {"US": "MX", "MX": "US", "us_text": "mx_text", "mx_text": "us_text", "us": "mx", "mx": "us"}


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


def mirrored(items: list[Item]) -> list[Item]:
    return [replace(item, body=other_way(item.body), seat=OTHER.get(item.seat, item.seat)) for item in items]


def turned(*ways: Turned) -> Facts:
    """The facts of the shipped register, each commitment's and indicator's entries turned before they are folded."""

    def ours(*arguments: Any) -> Sequence[Item]:  # noqa: ANN401
        items = list(projection.standing_items(*arguments))
        for way in ways:
            items = way(items)
        return items

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "standing_items", ours)
        with shipped_desk()._db.reading() as connection:
            return facts.read(connection, AT)
