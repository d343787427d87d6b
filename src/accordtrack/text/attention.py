"""Text for the attention counts: what a side owes, what is overdue or awaits its answer, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trc
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.types import AttentionCount


def summary(counts: Iterable[AttentionCount]) -> str:
    """Return all counts with their labels in one line."""
    return " · ".join(f"{count_label(one)} {one.count:,}" for one in counts)


def count_label(one: AttentionCount, *, brief: bool = False) -> str:
    """Return the label of a count, without the number; ``brief`` if there is no room for the full label."""
    match one.name:
        case "owed":
            return tr("{side} still owes", side=label("short side", one.side))
        case "overdue":
            return label("count", "overdue")
        case "reply":
            return tr("unanswered by you")
        case "turn":
            return tr("your turn to reply")
        case _:
            return trc("count", "changed") if brief else tr("changed since you looked")
