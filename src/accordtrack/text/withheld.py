"""Text about withheld content: the handling mark, the readers who may not see it, and the desk that has it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from accordtrack.i18n import tr
from accordtrack.ledger.kinds import EVIDENCE_ADD
from accordtrack.projection.statement_views import title_of
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordtrack.types import EntryView, EvidenceView


def body_notice(handling: str, feed: str, copy_for: str | None) -> str:
    """Return the text for an entry without its body: its mark, the readers of this copy, and the desk that has it."""
    if copy_for is None:
        return tr("withheld: {mark}; {desk} has the text", mark=handling, desk=feed)
    values = {"mark": handling, "desk": feed, "audience": label("audience", copy_for)}
    return tr("withheld from this copy (readers: {audience}): {mark}; {desk} has the text", **values)


def visible_body(entry: EntryView) -> Mapping[str, Any]:
    """Return what may be shown of a body. Evidence withheld by its desk has neither address nor file."""
    body = entry.body or {}
    if not entry.withheld or not body:
        return body
    title = title_of(EVIDENCE_ADD.decode_values(body), entry.id)
    return {**body, "title": asdict(title), "url": None, "file": None}


def evidence_notice(item: EvidenceView) -> str:
    """Return which desk withheld evidence and by what authority. Empty if it is not withheld."""
    if item.withheld is None:
        return ""
    return tr("withheld by {desk}, authority: {authority}", desk=item.withheld_by, authority=item.withheld_under)


def count_notice(number: int, copy_for: str | None) -> str:
    """Return how many entries of this copy have no body. Empty if none."""
    return tr("withheld from this copy {n}", n=f"{number:,}") if number and copy_for is not None else ""
