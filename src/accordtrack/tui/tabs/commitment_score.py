"""Blocks of the Score tab: a commitment's three numbers as sums, for each government."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import explained_score
from accordtrack.text.calendar_names import short_dates
from accordtrack.tui import text_styles
from accordtrack.tui.tabs import contrast
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.score_access import ScoreAccess

INDENT = 14
"""Minimum width of the labels in cells."""


def blocks(scores: ScoreAccess | None, commitment: str) -> list[Block]:
    """Return the sums of each government, or why the commitment is not scored; ``scores`` is None until computed."""
    if scores is None:
        return [Block(text_styles.muted(tr("Scoring")))]
    left = next((one for one in scores.inputs.not_scored if one.commitment == commitment), None)
    if left is not None:
        return [Block(text_styles.words(tr("Listed but not scored: {why}", why=label("not scored", left.reason))))]
    found: list[Block] = []
    leaves = i18n.in_alternat(scores.by_theme.leaves_of_commitment(commitment), lambda one: one.owed.side)
    ascii_only = text_styles.ascii_only()
    sums = [(one, explained_score.commitment(one, scores, ascii_only=ascii_only)) for one in leaves]
    names = [name for _one, lines in sums for name, _lines in lines]
    indent = max(INDENT, 2 + max(map(cell_len, (*names, tr("change in indicators"), tr("indicator")))))
    for one, explained in sums:
        if one.owed.half:
            found.append(
                Block(text_styles.words(label("side", one.owed.side), text_styles.HEADING), gap=int(bool(found)))
            )
        for name, lines in explained:
            if lines:
                found.append(
                    Block(
                        text_styles.paragraph(short_dates("\n".join(lines))),
                        label=text_styles.muted(name),
                        indent=indent,
                    )
                )
        for item in one.result.indicators[1:]:
            text = f"{item.indicator.id}\n{explained_score.indicator(item)}"
            found.append(
                Block(text_styles.paragraph(short_dates(text)), label=text_styles.muted(tr("indicator")), indent=indent)
            )
    found += _trend(scores, commitment, indent)
    if commitment in scores.facts.states:
        found.append(Block(text_styles.words(tr("Activity and indicators"), text_styles.STRONG), gap=1))
        found += contrast.contrast_blocks(scores, scores.contrast(commitment))
    found.append(Block(text_styles.muted(tr("Method {method}", method=scores.method.method)), gap=1))
    return found


def _trend(scores: ScoreAccess, commitment: str, indent: int) -> list[Block]:
    """Return the results trend of the commitment's theme."""
    text = explained_score.theme_trend(scores, commitment)
    if text is None:
        return []
    return [
        Block(
            text_styles.paragraph(short_dates(text)),
            label=text_styles.muted(tr("change in indicators")),
            indent=indent,
            gap=1,
        )
    ]
