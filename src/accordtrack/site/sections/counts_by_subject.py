"""Count the entries of a period by subject: statements, deadlines and figures, the first sentence of what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.sentences import Listings, join_parts, plain_text, sentence
from accordtrack.i18n import tr, trn
from accordtrack.site.sections import counts_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.site.sections.history import History
    from accordtrack.types import EntryView

_SUBJECTS = {"statements": {"statuses", "answers"}, "deadlines": {"deadlines"}, "figures": {"values"}}
"""The categories of ``History.category_of`` by subject. A correction is in none of them."""


def counts_sentence(lists: Listings, history: History, views: Iterable[EntryView], period: str = "new") -> Sentence:
    """Return *12 statements, 1 deadline, 7 figures.*; each number above zero opens its entries, in a list of the period."""
    found: dict[str, list[EntryView]] = {name: [] for name in _SUBJECTS}
    for view in views:
        category = history.category_of(view)
        for name, categories in _SUBJECTS.items():
            if category in categories:
                found[name].append(view)
    parts = [_part(lists, period, name, entries) for name, entries in found.items()]
    return join_parts(*parts[0], ", ", *parts[1], ", ", *parts[2], ".")


def counts_text(history: History, views: Iterable[EntryView]) -> str:
    """Return the sentence without its lists and its full stop."""
    return plain_text(counts_sentence(Listings(), history, views)).removesuffix(".")


def _part(lists: Listings, period: str, name: str, entries: Sequence[EntryView]) -> Sentence:
    n = "{n}"
    template, title = {
        "statements": (trn("{n} statement", "{n} statements", len(entries), n=n), tr("Statements")),
        "deadlines": (trn("{n} deadline", "{n} deadlines", len(entries), n=n), tr("Deadlines moved")),
        "figures": (trn("{n} figure", "{n} figures", len(entries), n=n), tr("Values released")),
    }[name]
    count = lists.count(f"{period}-{name}", title, map(counts_by_side.item, entries)) if entries else "0"
    return sentence(template, n=count)
