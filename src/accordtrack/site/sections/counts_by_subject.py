"""Count the entries of a period by subject: statuses, deadlines and figures, the first sentence of what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.sentences import Listings, join_parts, plain_text, sentence
from accordtrack.i18n import tr, trn
from accordtrack.site.sections import counts_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.site.sections.history import History
    from accordtrack.types import EntryView

_CATEGORIES = ("statuses", "deadlines", "values")
"""The categories of ``History.category_of`` that are counted."""


def counts_sentence(
    lists: Listings, history: History, views: Iterable[EntryView], period: str = "new", *, month: str = ""
) -> Sentence:
    """Return *12 statuses, 1 deadline, 7 figures.*; each number above zero opens its entries, in a list of the period.

    If the period is a ``month`` after the last search, the sentence says so in place of any zero.
    """
    first, *others = _counts(lists, history, views, period, month)
    return join_parts(capitalize_first(first) if isinstance(first, str) else first, *others, ".")


def has_any(history: History, views: Iterable[EntryView]) -> bool:
    """Return whether any of the entries is a status, a deadline or a figure."""
    return any(history.category_of(view) in _CATEGORIES for view in views)


def counts_text(history: History, views: Iterable[EntryView], month: str) -> str:
    """Return the counts of a month without their lists."""
    return plain_text(_counts(Listings(), history, views, "new", month))


def _counts(lists: Listings, history: History, views: Iterable[EntryView], period: str, month: str) -> Sentence:
    found: dict[str, list[EntryView]] = {name: [] for name in _CATEGORIES}
    for view in views:
        category = history.category_of(view)
        if category in found:
            found[category].append(view)
    unsearched = history.is_after_search(month)
    parts = [_part(lists, period, name, entries) for name, entries in found.items() if entries or not unsearched]
    if unsearched and not found["statuses"]:
        parts.insert(0, (tr("statements not searched"),))
    first, *others = parts
    return join_parts(*first, *(each for part in others for each in (", ", *part)))


def _part(lists: Listings, period: str, name: str, entries: Sequence[EntryView]) -> Sentence:
    n = "{n}"
    template, title = {
        "statuses": (trn("{n} status", "{n} statuses", len(entries), n=n), tr("Statuses, stated or assessed")),
        "deadlines": (trn("{n} deadline", "{n} deadlines", len(entries), n=n), tr("Deadlines moved")),
        "values": (trn("{n} figure", "{n} figures", len(entries), n=n), tr("Values released")),
    }[name]
    count = lists.count(f"{period}-{name}", title, map(counts_by_side.item, entries)) if entries else "0"
    return sentence(template, n=count)
