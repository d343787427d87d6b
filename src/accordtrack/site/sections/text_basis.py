"""A sentence that counts the halves that appear in no text of the responsible side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.model import Link, Paragraph
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import commitment_rows
from accordtrack.site.method_html import section_anchor
from accordtrack.site.page_paths import METHOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.sentences import Listings
    from accordtrack.projection.fold import State
    from accordtrack.scorecard.context import ScorecardData

_TOLD_IN = "2"
"""The section of the method (``docs/method.md``) on what such a text counts for."""


def basis_paragraph(data: ScorecardData, lists: Listings, states: Sequence[State]) -> Paragraph:
    """Return the sentence for the halves of these commitments, even if zero; its numbers open the halves."""
    every = commitment_rows.halves(states)
    title = tr("Halves that appear in no text of the side that owes them")
    found = commitment_rows.phrase_by_side(
        data, lists, "not-its-own", title, [one for one in every if commitment_rows.is_text_by_others(one)]
    )
    parts = sentence(
        tr(
            "Of these {all} halves, {n} appear in no text of the side that owes them, only in one by the "
            "other side or a third party."
        ),
        all=f"{len(every):,}",
        n=found,
    )
    return Paragraph(
        (*parts, " ", Link(tr("What such a text counts for"), path=f"{METHOD}#{section_anchor(_TOLD_IN)}"))
    )
