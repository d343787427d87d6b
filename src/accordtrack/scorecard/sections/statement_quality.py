"""Quality of the statements in the headline: their age, the other side's answers, and settled disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.documents.counted_sentences import sentence
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import commitment_rows, half_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Count, Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half
    from accordtrack.scorecard.sections.half_groups import Groups


def ages(held: ScorecardData, lists: Listings, of: Groups) -> Sentence:
    """Return how many statements are as old as the commitment, or were not renewed.

    Such statements do not say what was done since.
    """

    def rows(name: str, title: str, found: Sequence[Half]) -> Count:
        return lists.count(f"headline-{name}", title, [commitment_rows.row(held, one) for one in found])

    return sentence(
        tr(
            "Status that held on the day of the commitment or before it: {early}; latest status found older than {days} days on "
            "{until}, the last day looked for: {then}, on {as_of}: {old}."
        )
        if of.until < held.at.as_of
        else tr(
            "Status that held on the day of the commitment or before it: {early}; latest status found older than {days} days on "
            "{as_of}: {old}."
        ),
        early=commitment_rows.by_side(held, lists, "headline-early", half_groups.titles()["early"], of.early),
        days=of.days,
        as_of=held.at.as_of,
        until=of.until,
        then=rows("old-then", half_groups.older(of.days, of.until), of.old_then),
        old=rows("old", half_groups.older(of.days, held.at.as_of), of.old),
    )


def answers(held: ScorecardData, lists: Listings, halves: Groups) -> Sentence:
    """Return the counts of the other side's answers; the same status from both sides is not an agreement."""
    titles = half_groups.titles()

    def of(name: str, found: Sequence[Half]) -> Sentence:
        return commitment_rows.by_side(held, lists, f"headline-{name}", titles[name], found)

    def rows(name: str, found: Sequence[Half]) -> Count:
        return lists.count(f"headline-{name}", titles[name], [commitment_rows.row(held, one) for one in found])

    return sentence(
        tr(
            "Of the halves with a status, the statement stood in a joint text on {joint}; the other side agreed with it on "
            "{agreed} and disputed it on {disputed}; on {settled} a dispute was settled and the status left as it was; the "
            "other side made a statement of its own on that half, no earlier, stated or read as the same status on {same}, "
            "as another on {differs}; it was asked and no public answer was found on {asked}; neither an answer to the "
            "statement in force nor a question was found on {unasked} (of these with an answer to an earlier "
            "statement {before}), and two official statements of the side that owes it, neither replacing the other, on "
            "{divergent} (words only attributed to a side were not compared)."
        ),
        settled=of("settled", halves.settled),
        joint=of("joint", halves.joint),
        agreed=of("agreed", halves.agreed),
        disputed=of("disputed", halves.disputed),
        same=of("same", halves.same),
        differs=of("differs", halves.differs),
        before=rows("answered-before", halves.answered_before),
        asked=of("asked", halves.asked),
        unasked=of("unasked", halves.unasked),
        divergent=of("divergent", halves.divergent),
    )
