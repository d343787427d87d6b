"""Text about content that is not shown: withheld, with its mark and the desk that has it, or taken back by its side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accordtrack import wording
from accordtrack.core.safe_text import sanitize_line
from accordtrack.i18n import tr, trn
from accordtrack.text.calendar_names import day_name
from accordtrack.types import HalfView
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.ledger.statements import StatusReport
    from accordtrack.projection.fold import HalfState
    from accordtrack.types import EntryView, EvidenceView, StatementView, TakenBack


@dataclass(frozen=True, slots=True)
class HalfStatus:
    """What may be said of the status of a half: its claim, or the last public one, or none, each with a note."""

    said: StatusReport | StatementView | None
    """The claim in force, or the last public one of a half whose statement in force is not public."""
    note: str
    """That a statement is not public, or was taken back. Blank if neither."""
    not_public: bool

    def line(self, *, ascii_only: bool = False) -> str:
        """Return the status in words with its note. The last public one has its date: it is not the position."""
        if self.said is None:
            if self.not_public:
                return self.note
            sign = wording.status_mark(None, None, ascii_only=ascii_only)
            return f"{sign} {self.note}" if self.note else wording.status(None, None, ascii_only=ascii_only)
        status = wording.status(self.said.status, self.said.basis, ascii_only=ascii_only)
        if self.not_public:
            status = f"{status}, {sanitize_line(self.said.effective_on)}"
        return f"{status}; {self.note}" if self.note else status


def half_status(half: HalfState | HalfView) -> HalfStatus:
    """Return what may be said of the status of a half, for each screen, command, page and file."""
    said: StatusReport | StatementView | None
    if isinstance(half, HalfView):
        said, not_public = half.last_public or half.claim, half.last_public is not None
    else:
        item = half.last_public or half.claim
        said, not_public = item.body if item else None, half.not_public
    if not_public:
        note = tr("a later statement is not public") if said else tr("a statement is not public")
    else:
        note = taken_back_note(half.taken_back) if half.taken_back else ""
    return HalfStatus(said, note, not_public)


def taken_back_note(found: TakenBack) -> str:
    """Return the note on a half whose side took back its statement: when, and what it said."""
    statuses = ", ".join(label("status", status) for status in found.statuses)
    values = {"date": day_name(found.on), "status": statuses}
    if found.later:
        return tr("a later statement was taken back on {date} (it said: {status})", **values)
    if found.beside:
        return tr("another statement was taken back on {date} (it said: {status})", **values)
    return tr("statement taken back on {date} (it said: {status})", **values)


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
