"""Bars of the halves that each side is responsible for, by status stated, status read, or no status found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capital
from accordtrack.documents.counted_sentences import sentence
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import cells, commitment_rows
from accordtrack.site.page import Segment, Stack
from accordtrack.vocabulary import Basis, Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.documents.counted_sentences import Listings
    from accordtrack.documents.model import Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half

KEYS = ("stated-far", "read-far", "stated-limited", "read-limited", "stated-low", "read-low", "none")
"""The segments in display order. Every half is in exactly one."""


def key(one: Half) -> str:
    """Return the segment of a half."""
    if one.half.claim is None or one.half.status is None:
        return "none"
    basis = "read" if one.half.claim.body.basis == Basis.READING else "stated"
    return f"{basis}-{one.half.status.definition.progress}"


def stack(held: ScorecardData, lists: Listings) -> Stack:
    """Return one bar per side on a common scale, the reader's own country first; numbers open ``lists``."""
    every = commitment_rows.halves(commitment_rows.commitments(held))
    found = {side: [one for one in every if one.side == side] for side in sides(Side)}
    widest = max(*(len(halves) for halves in found.values()), 1)
    rows = tuple((_name(side, halves), _segments(held, lists, side, halves, widest)) for side, halves in found.items())
    return Stack("halves-by-side", tr("Halves of commitments by the side that owes them"), rows)


def unknown(held: ScorecardData, lists: Listings) -> Sentence:
    """Return a sentence that counts the halves without a status, even if zero; its numbers open the halves."""
    every = commitment_rows.halves(commitment_rows.commitments(held))
    none = [one for one in every if key(one) == "none"]
    return sentence(
        tr(
            "Of the {all} halves of commitments (one owed by both sides has two), no status, stated or read from public words, "
            "was found on {n}."
        ),
        n=commitment_rows.by_side(held, lists, "no-status", tr("Halves without a status found"), none),
        all=f"{len(every):,}",
    )


def _name(side: str, halves: Sequence[Half]) -> str:
    return tr("{side}: {n} halves", side=label("side", side), n=f"{len(halves):,}")


def _segments(
    held: ScorecardData, lists: Listings, side: str, halves: Sequence[Half], widest: int
) -> tuple[Segment, ...]:
    made = []
    for name, words in _words().items():
        mine = [commitment_rows.row(held, one) for one in halves if key(one) == name]
        title = tr("{title}: owed by {side}", title=capital(words), side=label("the side", side))
        count = cells.counted(lists, f"bar-{side.lower()}-{name}", title, mine)
        made.append(Segment(name, words, cells.number(count), round(100 * len(mine) / widest)))
    return tuple(made)


def _words() -> Mapping[str, str]:
    told = (
        tr("stated as substantial or completed"),
        tr("read by this register as substantial or completed"),
        tr("stated as limited"),
        tr("read by this register as limited"),
        tr("stated as not started, reversed or withdrawn"),
        tr("read by this register as not started, reversed or withdrawn"),
        tr("no status found"),
    )
    return dict(zip(KEYS, told, strict=True))
