"""Bars of the commitments of each government: with its statement, assessed by this tracker, or without a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import capitalize_first
from accordtrack.documents.model import Cell
from accordtrack.i18n import sides, tr
from accordtrack.scorecard.sections import cells, commitment_rows
from accordtrack.scoring.findings import statement_group
from accordtrack.site.page import Segment, Stack
from accordtrack.vocabulary import Side, TextBasis
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accordtrack.documents.sentences import Listings
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scorecard.sections.commitment_rows import Half

KEYS = ("stated", "assessed", "hidden", "taken_back", "none")
"""The segments in display order, by ``statement_group``. Every commitment of a government is in exactly one."""
_OTHERS_TEXTS = {
    Side.US: {TextBasis.MX_TEXT, TextBasis.THIRD_PARTY},
    Side.MX: {TextBasis.US_TEXT, TextBasis.THIRD_PARTY},
}
"""The texts by which a commitment of a side is known although that side published none itself."""


def build_stack(data: ScorecardData, lists: Listings) -> Stack:
    """Return one bar per side on a common scale, the reader's own country first; numbers open ``lists``."""
    every = commitment_rows.halves(commitment_rows.commitments(data))
    found = {side: [one for one in every if one.side == side] for side in sides(Side)}
    withheld = {str(one.side): one.hidden for one in data.scores.finding.statements}
    widest = max(*(len(halves) + withheld[side] for side, halves in found.items()), 1)
    rows = tuple(
        (
            _bar_title(side, halves, withheld[side]),
            (*_segments(data, lists, side, halves, widest), *_withheld(withheld[side], widest)),
        )
        for side, halves in found.items()
    )
    return Stack("statements-by-side", tr("Commitments of each government; a joint one counts for both"), rows)


def _bar_title(side: str, halves: Sequence[Half], withheld: int) -> str:
    """Return the side, its number of commitments, and how many of them it never published itself."""
    title = tr("{side}: {n} commitments", side=label("side", side), n=f"{len(halves) + withheld:,}")
    others = sum(one.state.record.text_basis in _OTHERS_TEXTS[Side(side)] for one in halves)
    return tr("{title}; {n} known only from others’ texts", title=title, n=f"{others:,}") if others else title


def _withheld(count: int, widest: int) -> Iterator[Segment]:
    """Yield the segment of the commitments that the readers may not read, without a list."""
    if count:
        yield Segment("hidden", tr("not public"), Cell(f"{count:,}", count), round(100 * count / widest))


def _segments(
    data: ScorecardData, lists: Listings, side: str, halves: Sequence[Half], widest: int
) -> tuple[Segment, ...]:
    segments = []
    for name, words in _segment_titles().items():
        mine = [commitment_rows.row(data, one) for one in halves if statement_group(one.half) == name]
        if name in {"hidden", "taken_back"} and not mine:
            continue
        title = tr("{title}: {side}", title=capitalize_first(words), side=label("the side", side))
        count = cells.count_for_cell(lists, f"bar-{side.lower()}-{name}", title, mine)
        segments.append(Segment(name, words, cells.number(count), round(100 * len(mine) / widest)))
    return tuple(segments)


def _segment_titles() -> Mapping[str, str]:
    lines = (
        tr("with an own or joint statement of status"),
        tr("assessed by this tracker ≈"),
        tr("with a statement that is not public"),
        tr("with a statement that was taken back"),
        tr("no statement of status found"),
    )
    return dict(zip(KEYS, lines, strict=True))
