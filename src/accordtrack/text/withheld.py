"""Text about withheld content: the handling mark, the readers who may not see it, and the desk that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import tr, trn
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.projection.fold import HalfState
    from accordtrack.types import EntryView, EvidenceView


def not_public_note(half: HalfState) -> str:
    """Return the note on a half whose statement in force is not public."""
    if half.last_public is None:
        return tr("a statement is not public")
    return tr("a later statement is not public")


def last_public_status(half: HalfState) -> str:
    """Return the last public status of such a half with its date, and the note; the status is not its position."""
    note = not_public_note(half)
    if half.last_public is None:
        return note
    said = half.last_public.body
    return f"{wording.status(said.status, said.basis)}, {sanitize_line(said.effective_on)}; {note}"


def hidden_commitments(number: int) -> str:
    """Return how many commitments these readers may not read, and the effect on a score."""
    return trn(
        "{n} commitment not public, which earns nothing here",
        "{n} commitments not public, which earn nothing here",
        number,
    )


def withheld_halves(number: int) -> str:
    """Return how many halves earn nothing because the statement in force is not public."""
    return trn(
        "{n} commitment whose latest statement is not public, which earns nothing here",
        "{n} commitments whose latest statement is not public, which earn nothing here",
        number,
    )


def body_notice(handling: str, feed: str, copy_for: str | None) -> str:
    """Return the text for an entry without its body: its mark, the readers of this copy, and the desk that has it."""
    if copy_for is None:
        return tr("not public: {mark}; {desk} has the text", mark=handling, desk=feed)
    values = {"mark": handling, "desk": feed, "audience": label("audience", copy_for)}
    return tr("not public in this copy (readers: {audience}): {mark}; {desk} has the text", **values)


def visible_body(entry: EntryView) -> Mapping[str, Any]:
    """Return what may be shown of a body. Evidence withheld by its desk has no title, address, file or text."""
    body = entry.body or {}
    if not entry.withheld or not body:
        return body
    return {**body, "title": {"en": entry.id, "es": entry.id}, "url": None, "file": None, "text": None}


def evidence_notice(item: EvidenceView) -> str:
    """Return which desk withheld evidence and by what authority. Empty if it is not withheld."""
    if item.withheld is None:
        return ""
    return tr("not public, by {desk}, authority: {authority}", desk=item.withheld_by, authority=item.withheld_under)


def count_notice(number: int, copy_for: str | None) -> str:
    """Return how many entries of this copy have no body. Empty if none."""
    return tr("not public in this copy {n}", n=f"{number:,}") if number and copy_for is not None else ""
