"""Bars of the halves that each side is responsible for, by status stated, status read, or no status found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.sentences import sentence
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import cells, commitment_rows
from accordtrack.site.page import Segment, Stack
from accordtrack.vocabulary import Basis, Side
from accordtrack.wording import label, status_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accordtrack.documents.model import Sentence
    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half

KEYS = ("stated-far", "read-far", "stated-limited", "read-limited", "stated-low", "read-low", "none")
"""The segments in display order. Every half is in exactly one."""


def segment_key(one: Half) -> str:
    """Return the segment of a half."""
    if one.half.claim is None or one.half.status is None:
        return "none"
    basis = "read" if one.half.claim.body.basis == Basis.READING else "stated"
    return f"{basis}-{one.half.status.definition.progress}"


def build_stack(data: ScorecardData, lists: Listings) -> Stack:
    """Return one bar per side on a common scale, the reader's own country first; numbers open ``lists``."""
    every = commitment_rows.halves(commitment_rows.commitments(data))
    found = {side: [one for one in every if one.side == side] for side in sides(Side)}
    widest = max(*(len(halves) for halves in found.values()), 1)
    rows = tuple(
        (_bar_title(side, halves), _segments(data, lists, side, halves, widest)) for side, halves in found.items()
    )
    return Stack("halves-by-side", tr("Halves of commitments by the side that owes them"), rows)


def unknown_status_sentence(data: ScorecardData, lists: Listings) -> Sentence:
    """Return a sentence that counts the halves without a status, even if zero; its numbers open the halves."""
    every = commitment_rows.halves(commitment_rows.commitments(data))
    none = [one for one in every if segment_key(one) == "none"]
    return sentence(
        tr(
            "Of the {all} halves of commitments (one owed by both sides has two), no status, stated or "
            "read from public words, was found for {n}."
        ),
        n=commitment_rows.phrase_by_side(data, lists, "no-status", tr("Halves with no status found"), none),
        all=f"{len(every):,}",
    )


def _bar_title(side: str, halves: Sequence[Half]) -> str:
    return tr("{side}: {n} halves", side=label("side", side), n=f"{len(halves):,}")


def _segments(
    data: ScorecardData, lists: Listings, side: str, halves: Sequence[Half], widest: int
) -> tuple[Segment, ...]:
    segments = []
    for name, words in _segment_titles().items():
        mine = [commitment_rows.row(data, one) for one in halves if segment_key(one) == name]
        title = tr("{title}: owed by {side}", title=capitalize_first(words), side=label("the side", side))
        count = cells.count_for_cell(lists, f"bar-{side.lower()}-{name}", title, mine)
        segments.append(Segment(name, words, cells.number(count), round(100 * len(mine) / widest)))
    return tuple(segments)


def _segment_titles() -> Mapping[str, str]:
    far, limited, low = (status_list(progress) for progress in ("far", "limited", "low"))
    lines = (
        tr("stated as {statuses}", statuses=far),
        tr("read by this register as {statuses}", statuses=far),
        tr("stated as {statuses}", statuses=limited),
        tr("read by this register as {statuses}", statuses=limited),
        tr("stated as {statuses}", statuses=low),
        tr("read by this register as {statuses}", statuses=low),
        tr("no status found"),
    )
    return dict(zip(KEYS, lines, strict=True))
