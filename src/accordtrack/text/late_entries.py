"""Text about when entries were recorded, and about late entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.types import EntryView

_NAMED = 8
"""How many entries a sentence names."""


def recorded(entry: EntryView) -> str:
    """Return who recorded an entry and when. A loaded data folder was compiled up to a day."""
    values = {"by": entry.by, "feed": entry.feed, "at": entry.at}
    if entry.compiled_on is not None:
        return tr("compiled {day}, loaded as {feed}", day=entry.compiled_on, feed=entry.feed)
    if entry.late:
        return tr("late entry: entered by {by} at {feed}, {at}", **values)
    return tr("entered by {by} at {feed}, {at}", **values)


def recorded_day(entry: EntryView) -> str:
    """Return the day on which an entry was recorded, or up to which the loaded data folder was compiled."""
    if entry.compiled_on is not None:
        return tr("compiled {day}", day=entry.compiled_on)
    day = tr("recorded on {date}", date=entry.at[:10])
    return f"{day}, {tr('late entry')}" if entry.late else day


def mark(*, late: bool) -> str:
    """Return "late entry" for a late entry, else an empty text."""
    return tr("late entry") if late else ""


def dated_earlier(entries: Sequence[str]) -> str:
    """Return which entries were recorded between two compared days about an earlier one, or an empty text for none."""
    if not entries:
        return ""
    named = ", ".join(entries[:_NAMED])
    more = len(entries) - _NAMED
    return trn(
        "{n} entry recorded in between is about an earlier day, and counts on both: {entries}.",
        "{n} entries recorded in between are about an earlier day, and count on both: {entries}.",
        len(entries),
        entries=tr("{named} and {n} more", named=named, n=more) if more > 0 else named,
    )


def count_text(count: int) -> str:
    """Return how many late entries there are, or an empty text for none."""
    if not count:
        return ""
    return trn(
        "{n} entry was recorded by a side's desk more than 30 days after it was said",
        "{n} entries were recorded by a side's desk more than 30 days after they were said",
        count,
    )
