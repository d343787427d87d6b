"""Text about content that is not shown: withheld, with its mark and the desk that has it, or taken back by its side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import tr, trn
from accordtrack.text.calendar_names import day_name
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.ledger.statements import StatusReport
    from accordtrack.projection.fold import HalfState
    from accordtrack.types import EntryView, EvidenceView, StatementView, TakenBack


def not_public_note(half: HalfState) -> str:
    """Return the note on a half whose statement in force is not public."""
    if half.last_public is None:
        return tr("a statement is not public")
    return tr("a later statement is not public")


def last_public_status(half: HalfState) -> str:
    """Return the last public status of such a half with its date, and the note; the status is not its position."""
    return not_public_note(half) if half.last_public is None else superseded_status(half.last_public.body)


def superseded_status(said: StatusReport | StatementView, *, ascii_only: bool = False) -> str:
    """Return a status with its date, and that a later statement is not public."""
    status = wording.status(said.status, said.basis, ascii_only=ascii_only)
    return f"{status}, {sanitize_line(said.effective_on)}; {tr('a later statement is not public')}"


def taken_back_note(found: TakenBack) -> str:
    """Return the note on a half whose side took back its statement: when, and what it said."""
    statuses = ", ".join(label("status", status) for status in found.statuses)
    values = {"date": day_name(found.on), "status": statuses}
    if found.later:
        return tr("a later statement was taken back on {date} (it said: {status})", **values)
    return tr("statement taken back on {date} (it said: {status})", **values)


def status_with_note(
    status: str | None, basis: str | None, taken: TakenBack | None, *, ascii_only: bool = False
) -> str:
    """Return a status in words with the note on a statement that was taken back, which stands in the place of none."""
    if taken is None:
        return wording.status(status, basis, ascii_only=ascii_only)
    note = taken_back_note(taken)
    if status is None:
        return f"{wording.status_mark(None, None, ascii_only=ascii_only)} {note}"
    return f"{wording.status(status, basis, ascii_only=ascii_only)}; {note}"


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
