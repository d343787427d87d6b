"""Text about the end of the log prefix that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn

if TYPE_CHECKING:
    from accordtrack.ledger.log_prefix import RecordedBy


def recorded(by: RecordedBy) -> str:
    """Return the end of a log prefix: a day by the clocks of the desks, or a checkpoint, which is exact."""
    if by.day is not None:
        return tr("{day}, by the clocks of the desks", day=by.day)
    entries = sum(one.entries for one in by.heads)
    return trn("a checkpoint of {n} entry", "a checkpoint of {n} entries", entries)


def recorded_sentence(by: RecordedBy) -> str:
    """Return the same as a sentence for the foot of a page."""
    return tr("As recorded up to {recorded}.", recorded=recorded(by))
