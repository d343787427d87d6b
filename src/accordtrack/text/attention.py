"""Text for the attention counts: what a side owes, what is overdue or awaits its answer, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import AttentionCount


def count_label(one: AttentionCount) -> str:
    """Return the label of a count, without the number."""
    match one.name:
        case "owed":
            return tr("{side} still open", side=label("short side", one.side))
        case "reply":
            return tr("unanswered by you")
        case "turn":
            return tr("your turn to reply")
        case "changed":
            return tr("changed since you looked")
        case "overdue" | "past_horizon" | "waits":
            return label("count", one.name)
        case name:
            return f"{label('short side', one.side)}: {label('count', name)}"
