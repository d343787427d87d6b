"""What came out of a meeting, an agreement or an audit: the commitments, requests and recommendations of its texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.scorecard.sections import cells
from accordtrack.site.page import Passage, Section
from accordtrack.site.sections import scorecard_extracts
from accordtrack.vocabulary import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accordtrack.ledger.records import Event
    from accordtrack.projection.fold import State
    from accordtrack.site.material import Material

_KINDS = frozenset({EventKind.MEETING, EventKind.AGREEMENT, EventKind.AUDIT})
"""Kinds of event that end in a text of what somebody is to do."""
DAYS = 2
"""A joint text is often of the day after the meeting, that of a long one of two days after its first."""


def section(made: Material, body: Event) -> Iterator[Section]:
    """The section with its table, and by which rule they are there; nothing where there is none."""
    codes = frozenset(map(cells.code_of, arising(made, body)))
    for table in scorecard_extracts.commitments(made, codes):
        told = tr(
            "A record of a commitment names its text and its day, not an event: so this register infers that these came out of "
            "it. They are dated on its day or in the two days after it, and cite a source of it, or belong to the same text or "
            "talks as one of them that does."
        )
        titled = replace(table, id="commitments-arising", title=tr("From its texts"))
        yield Section(
            "arising", tr("Commitments, requests and recommendations"), (Passage((told,), small=True), titled)
        )


def arising(made: Material, body: Event) -> Sequence[State]:
    """The commitments of the texts of an event, by their dates, sources and frameworks."""
    if body.kind not in _KINDS:
        return ()
    first = date.fromisoformat(body.date)
    days = (str(first + timedelta(days=number)) for number in range(DAYS + 1))
    near = [state for day in days for state in made.agreed_on(day)]
    sources = {*body.sources}
    texts = {state.record.framework for state in near if not sources.isdisjoint(state.record.sources)}
    return [state for state in near if state.record.framework in texts]
