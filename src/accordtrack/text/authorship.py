"""The author of an entry in words, for the columns and texts of outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.projection.statement_views import authorship
from accordtrack.text.provenance import by_another, mark_and_label
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.store.items import Item


def signed(note: str, desk: str) -> str:
    """Return a note with the desk that wrote it, ``Not kept. (mx-1)``; the note alone if it came with its record."""
    return f"{note} ({desk})" if note and desk else note


def named_by(speaker: str, title: str) -> str:
    """Return the title of a piece of evidence after its speaker, who chose the title: ``Mexico: Audit report``."""
    return f"{label('side', speaker)}: {title}"


def authorship_text(provenance: str, feed: str, *, accepted: bool) -> str:
    """Return the author of a statement for a column: the side itself if the statement is its own."""
    return mark_and_label(provenance, feed, accepted=accepted).label or label("side", feed.partition("-")[0].upper())


def authorship_of(item: Item[Any]) -> str:
    """Return the author of an entry if it is not the side itself; otherwise an empty text."""
    provenance, accepted = _authorship(item)
    return mark_and_label(provenance, item.feed, accepted=accepted).label


def authorship_by_another(item: Item[Any]) -> str:
    """Return who wrote an entry, unless the speaker or public sources did, and the side that it waits for."""
    provenance, accepted = _authorship(item)
    return by_another(provenance, item.feed, item.waits, accepted=accepted)


def authorship_column(item: Item[Any]) -> tuple[str, str]:
    """Return the author of an entry in words, and its provenance as a term."""
    provenance, accepted = _authorship(item)
    return authorship_text(provenance, item.feed, accepted=accepted), provenance


def _authorship(item: Item[Any]) -> tuple[str, bool]:
    found = authorship(item.verdict, item.seat, getattr(item.body, "speaker", None))
    return found["provenance"], found["accepted"]
