"""Filters of what waits for a side, with the fields of history filters: free words, ``by:``, ``kind:``, ``since:``, ``until:``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from accordtrack.core.dates import last_day
from accordtrack.core.safe_text import casefold_plain
from accordtrack.queries.history_filters import parse_history_filter, refuse_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.types import HistoryQuery
    from accordtrack.types.pending import PendingAct, PendingEntry


def select(acts: Iterable[PendingAct], words: str) -> tuple[PendingAct, ...]:
    """Return the acts with the entries that a filter matches. Acts without a match are left out. Refuses unknown words."""
    if not words.strip():
        return tuple(acts)
    query = parse_history_filter(words)
    if query.changed:
        refuse_field("changed", query.changed)
    found = (replace(act, entries=tuple(one for one in act.entries if _matches(act, one, query))) for act in acts)
    return tuple(act for act in found if act.entries)


def _matches(act: PendingAct, entry: PendingEntry, query: HistoryQuery) -> bool:
    day = act.at[:10]
    return (
        (query.speaker is None or query.speaker == (entry.speaker or act.side))
        and (query.kind is None or query.kind in {entry.kind, *entry.kind.split(".")})
        and (query.since is None or day >= query.since)
        and (query.until is None or day <= last_day(query.until))
        and (query.words is None or _has_words(act, entry, query.words))
    )


def _has_words(act: PendingAct, entry: PendingEntry, words: str) -> bool:
    titles = (entry.title.en, entry.title.es) if entry.title else ()
    text = casefold_plain(" ".join((entry.id, entry.about, act.act, act.feed, act.by, *titles)))
    return all(word in text for word in casefold_plain(words).split())
