"""Which records the body of an entry names, in any of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

NAMING = {
    "source": frozenset({"sources", "source"}),
    "body": frozenset({"speaker_body", "supporting", "lead", "parent", "made_by", "paid_by"}),
    "framework": frozenset({"framework"}),
    "goal": frozenset({"goal"}),
    "area": frozenset({"area"}),
    "indicator": frozenset({"indicator", "indicators", "guard_of"}),
    "commitment": frozenset({"commitments"}),
    "event": frozenset({"events"}),
}
"""For each family of records, the fields that name one, wherever they are in a body."""
CITING = NAMING["source"] | NAMING["body"] | NAMING["commitment"]
"""Fields that name what a side adds alone: sources, bodies, and commitments in evaluations and conflicts."""


def named_ids(value: object, fields: Collection[str]) -> Iterator[str]:
    """Yield the ids that some fields of a body, as plain values, name: its own fields, and those of its parts."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part) if name in fields else named_ids(part, fields)
    elif isinstance(value, list):
        for part in value:
            yield from named_ids(part, fields)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (one for one in value.values() if isinstance(one, str))
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, str))
