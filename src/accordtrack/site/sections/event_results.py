"""The section on the results of a meeting, agreement or audit: commitments, requests and recommendations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.documents.model import Paragraph
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells
from accordtrack.site.page import Section
from accordtrack.site.sections import scorecard_extracts
from accordtrack.vocabulary import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.records import Event
    from accordtrack.projection.fold import State
    from accordtrack.site.material import SiteData

_KINDS = frozenset({EventKind.MEETING, EventKind.AGREEMENT, EventKind.AUDIT})
"""Kinds of events that produce a text with obligations or requests."""
DAYS = 2
"""Maximum number of days from the event to its text.

A joint text often has the date of the day after a meeting, or for a long meeting, two days after it began.
"""


def section(site: SiteData, body: Event) -> Iterator[Section]:
    """Yield the section with its table and the rule behind it, if there are results."""
    codes = frozenset(map(cells.code_of, resulting_commitments(site, body)))
    for table in scorecard_extracts.commitment_tables(site, codes):
        text = tr(
            "A commitment's record names its text and its day, not an event, so this register infers that "
            "these came out of this event. They are dated on its day or the two days after it, and cite "
            "one of its sources, or belong to the same text or talks as one that does."
        )
        titled = replace(table, id="commitments-arising", title=tr("From its texts"))
        yield Section(
            "arising", tr("Commitments, requests and recommendations"), (Paragraph((text,), small=True), titled)
        )


def resulting_commitments(site: SiteData, body: Event) -> Sequence[State]:
    """Return the commitments of the texts of an event, found by their dates, sources and frameworks."""
    if body.kind not in _KINDS:
        return ()
    first = date.fromisoformat(body.date)
    days = (str(first + timedelta(days=number)) for number in range(DAYS + 1))
    near = [state for day in days for state in site.commitments_agreed_on(day)]
    sources = {*body.sources}
    texts = {state.record.framework for state in near if not sources.isdisjoint(state.record.sources)}
    return [state for state in near if state.record.framework in texts]
