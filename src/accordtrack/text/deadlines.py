"""Text about deadlines, shared by commands, screens and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.types import DueView


def in_full(due_on: str | None, basis: str | None, timeliness: str, left: int | None) -> str:
    """Return a deadline: ``2026-12-31, date in the text, upcoming, 36 days left``."""
    if due_on is None:
        return label("timeliness", "no_deadline")
    parts = [due_on, label("due basis", basis), label("timeliness", timeliness)]
    if left is not None and timeliness in {"upcoming", "due_soon"}:
        parts.append(trn("{n} day left", "{n} days left", left))
    elif left is not None and timeliness in {"overdue", "past_horizon"}:
        parts.append(trn("{n} day past", "{n} days past", -left))
    return ", ".join(part for part in parts if part)


def lines(due: DueView) -> list[str]:
    """Return the deadline in force, the first one, and the proposed one."""
    phrases = [in_full(due.due_on, due.basis, due.timeliness, due.days)]
    if due.first_due_on and (due.moves or due.first_due_on != due.due_on):
        phrases.append(
            trn(
                "first deadline {first}, moved once",
                "first deadline {first}, moved {n} times",
                due.moves,
                first=due.first_due_on,
            )
        )
    if due.proposed:
        phrases.append(tr("proposed, not yet agreed: {date}", date=due.proposed))
    return phrases
