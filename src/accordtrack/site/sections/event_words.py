"""The section on an event in the words of both governments: what they said since then in its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.model import Link, Paragraph
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import quotations
from accordtrack.site.page import EntryList, Section, SideColumn, SideColumns
from accordtrack.site.sections import entry_text
from accordtrack.vocabulary import Side

if TYPE_CHECKING:
    from accordtrack.ledger.records import Event
    from accordtrack.site.material import SiteData
    from accordtrack.types import EntryView


def section(site: SiteData, body: Event) -> Section:
    """Return a column for each side, the reader's own country first, and one for joint words if there are any."""
    found: dict[str, list[EntryView]] = {side: [] for side in (*sides(Side), "JOINT")}
    for view in site.statements_from(body.sources, body.date):
        found.get(str(view.speaker), []).append(view)
    title = tr("In the words of both governments")
    if not any(found.values()):
        text = tr(
            "From the sources on this event, this register holds no statement of either government on the status of a commitment."
        )
        return Section("words", title, (Paragraph((text,)),))
    text = tr("Statements in this register from the sources on this event.")
    columns = tuple(_column(site, side, views) for side, views in found.items() if views or side != "JOINT")
    return Section("words", title, (Paragraph((text,), small=True), SideColumns("words-by", columns)))


def _column(site: SiteData, side: str, views: list[EntryView]) -> SideColumn:
    title = capitalize_first(quotations.speaker_with_body(side, None))
    if not views:
        return SideColumn(title, (Paragraph((tr("No statement of its own on a commitment from these sources."),)),))
    blocks = tuple(entry_text.build_entry_block(site, view, about=_record(site, view), linked=False) for view in views)
    return SideColumn(title, (EntryList(blocks),))


def _record(site: SiteData, view: EntryView) -> Link | None:
    return Link(view.ref, "commitment", view.ref) if view.ref in site.held.facts.states else None
