"""Text about the end of the log prefix that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def left_out_sentences(found: Sequence[tuple[str, int]]) -> list[str]:
    """Return how many entries of each desk were recorded later and left out, in one sentence; none if nothing was.

    ``found`` are the desks that have such entries, each with their number.
    """
    told = [trn("{feed}: {n} entry", "{feed}: {n} entries", n, feed=sanitize_line(feed)) for feed, n in found]
    return [tr("Recorded later and left out: {desks}.", desks=", ".join(told))] if told else []
