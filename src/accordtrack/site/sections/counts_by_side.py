"""Count entries by speaker in one sentence for both sides, the reader's own country first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Item
from accordtrack.documents.sentences import join_parts, sentence
from accordtrack.i18n import localize, sides, tr, trn
from accordtrack.ledger import kinds
from accordtrack.site.entries import record_of
from accordtrack.vocabulary import Side, voice
from accordtrack.wording import entry_kind, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.model import Count, Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.types import EntryView


def speaker(view: EntryView) -> str:
    """Return the speaker of an entry: a side, ``JOINT``, ``OBS`` or an empty string; a value belongs to its party.

    A joint text that waits for a side is that of the other side.
    """
    value = record_of(view, kinds.MEASUREMENT)
    return voice(view.speaker, view.waits) if view.speaker else value.party if value else ""


def count_by_speaker(views: Iterable[EntryView]) -> dict[str, int]:
    """Return the number of entries by speaker."""
    found = {"": 0, "US": 0, "MX": 0, "JOINT": 0, "OBS": 0}
    for view in views:
        found[speaker(view)] += 1
    return found


def counts_sentence(lists: Listings, views: Sequence[EntryView]) -> Sentence:
    """Return the sentence; each number above zero opens its entries."""
    own, other = sides(Side)

    def speaker_count(who: str, title: str) -> Count | str:
        found = [item(view) for view in views if speaker(view) == who]
        heading = tr("Said or published: {whom}", whom=title)
        return lists.count(f"said-{who or 'nobody'}", heading, found) if found else "0"

    many = trn("{n} entry.", "{n} entries.", len(views))
    breakdown = sentence(
        tr(
            "Said or published by {own}: {first}; by {other}: {second}; by both: {joint}; by others: {others}; without a "
            "speaker: {nobody}."
        ),
        own=label("the side", own),
        first=speaker_count(own, label("side", own)),
        other=label("the side", other),
        second=speaker_count(other, label("side", other)),
        joint=speaker_count("JOINT", label("side", "JOINT")),
        others=speaker_count("OBS", label("side", "OBS")),
        nobody=speaker_count("", tr("Without a speaker")),
    )
    return join_parts(f"{many} ", *breakdown)


def item(view: EntryView) -> Item:
    """Return an entry as a row of a list."""
    title = sanitize_line(localize(view.title))
    return Item(sanitize_line(view.ref), f"{title}: {entry_kind(view)}" if title else entry_kind(view))
