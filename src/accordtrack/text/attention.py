"""Text for the attention counts: what a side owes, what is overdue or awaits its answer, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.types import AttentionCount


def summary(counts: Iterable[AttentionCount]) -> str:
    """Return all counts with their labels in one line."""
    return " · ".join(f"{count_label(one)} {one.count:,}" for one in counts)


def count_label(one: AttentionCount) -> str:
    """Return what a count counts, without the number."""
    match one.name:
        case "owed":
            return tr("{side} still owes", side=label("short side", one.side))
        case "overdue":
            return label("count", "overdue")
        case "waits":
            return tr("awaiting your answer")
        case "turn":
            return tr("in dispute, your turn")
        case _:
            return tr("changed since you looked")
