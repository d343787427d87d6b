"""Typed access to the entries of the history: the decoded record of a kind, and fields common to several kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.types import EntryView

R = TypeVar("R", bound="Record")
_WORDS = ("text", "reason", "note", "rationale", "definition")
"""Fields that hold the text of an entry; the first one present is used."""
_DAYS = ("said_on", "asked_on", "published_on", "agreed_on", "date")


@dataclass(frozen=True, slots=True)
class Common:
    """Fields common to entries of several kinds. They also work for a kind that this program version does not know.

    ``words`` is bilingual or plain text. ``day`` is the day of the statement or, failing that, of what it reports.
    """

    commitment: str | None
    speaker_body: str | None
    said_on: str
    day: str
    words: object
    sources: tuple[str, ...]
    inferred: tuple[str, ...]


def common_fields(view: EntryView) -> Common:
    """Return the common fields of an entry."""
    body = view.body or {}
    return Common(
        commitment=body.get("commitment"),
        speaker_body=body.get("speaker_body"),
        said_on=str(body.get("said_on") or ""),
        day=str(next((body[name] for name in _DAYS if body.get(name)), "")),
        words=next((body[name] for name in _WORDS if body.get(name)), None),
        sources=tuple(map(str, body.get("sources") or ())),
        inferred=tuple(map(str, body.get("inferred") or ())),
    )


def record_of(view: EntryView, *kinds: Kind[R]) -> R | None:
    """Return the record of an entry of one of these kinds; None for another kind or for an entry without a body."""
    kind = next((kind for kind in kinds if kind.name == view.kind and view.known), None)
    return kind.decode_values(view.body) if kind is not None and view.body is not None else None


def sources_of(body: Record) -> tuple[str, ...]:
    """Return the ids of the sources that a record of any kind cites."""
    found: tuple[str, ...] = getattr(body, "sources", ())
    return found
