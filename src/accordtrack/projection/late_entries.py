"""Finds late entries in a log (``ledger.late_entries`` has the rule)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.ledger.late_entries import NEVER, is_late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.store.items import Item


def is_late_entry(item: Item[Any], began_on: str = NEVER) -> bool:
    """Whether an entry is late, in a register that was begun on ``began_on``."""
    return is_late(item.seat, item.at, getattr(item.body, "said_on", None), began_on)


def count_late_entries(items: Iterable[Item[Any]], began_on: str) -> int:
    """Return the number of late entries, in a register that was begun on ``began_on``."""
    return sum(is_late_entry(item, began_on) for item in items)
