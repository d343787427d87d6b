"""What an entry of the history says, as pages read it: the record of its kind, and what entries of several kinds have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from accordtrack.ledger.fields import Record
    from accordtrack.ledger.kinds import Kind
    from accordtrack.types import EntryView

R = TypeVar("R", bound="Record")
_WORDS = ("text", "reason", "note", "rationale", "definition")
"""Fields that hold the words of an entry, the first that is there."""
_DAYS = ("said_on", "asked_on", "published_on", "agreed_on", "date")


@dataclass(frozen=True, slots=True)
class Common:
    """What entries of several kinds have. One of a kind that is newer than this program has it too, and no record.

    ``words`` are in both languages or as they stand, ``day`` is the one on which it was said, or else the one it is of.
    """

    commitment: str | None
    speaker_body: str | None
    said_on: str
    day: str
    words: object
    sources: tuple[str, ...]
    inferred: tuple[str, ...]


def common(view: EntryView) -> Common:
    """What it has of that."""
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
    """The record of an entry of one of these kinds; None for any other, and for one whose body is not here."""
    kind = next((kind for kind in kinds if kind.name == view.kind and view.known), None)
    return kind.decode_values(view.body) if kind is not None and view.body is not None else None


def sources_of(body: Record) -> tuple[str, ...]:
    """Ids of the sources that a record of any kind cites."""
    found: tuple[str, ...] = getattr(body, "sources", ())
    return found
