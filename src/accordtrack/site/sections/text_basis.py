"""A sentence that counts the halves that appear in no text of the responsible side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.counted_sentences import sentence
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.site.method_html import numbered
from accordtrack.site.page import Link, Passage
from accordtrack.site.page_paths import METHOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData

_TOLD_IN = "2"
"""The section of the method (``docs/method.md``) on what such a text counts for."""


def line(held: ScorecardData, lists: Listings, states: Sequence[State]) -> Passage:
    """Return the sentence for the halves of these commitments, even if zero; its numbers open the halves."""
    every = commitment_rows.halves(states)
    title = tr("Halves that stand in no text of the side that owes them")
    found = commitment_rows.by_side(
        held, lists, "not-its-own", title, [one for one in every if commitment_rows.not_its_own(one)]
    )
    told = sentence(
        tr(
            "Of these {all} halves, {n} stand in no text of the side that owes them, only in one of the other side or of a "
            "third party."
        ),
        all=f"{len(every):,}",
        n=found,
    )
    return Passage((*told, " ", Link(tr("What such a text counts for"), path=f"{METHOD}#{numbered(_TOLD_IN)}")))
