"""Blocks on the results chain of a commitment and the evaluations about it, above its indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.i18n import tr
from accordtrack.text import results_chain
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from accordtrack.ledger.results_chain import ResultsChain
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.types import CommitmentView

INDENT = 20


def blocks(view: CommitmentView, scores: ScoreAccess | None) -> list[Block]:
    """Return each chain and each group of evaluations, or where the results end; ``scores`` is None until computed."""
    if not view.has_results:
        text = results_chain.where_it_ends(view.direct_indicators)
        return [Block(text_styles.paragraph(text))] if text else []
    if scores is None:
        return [Block(text_styles.muted(tr("Scoring")))]
    found: list[Block] = []
    parts = results_chain.results_parts(scores, view.row.id, ascii_only=text_styles.ascii_only())
    for part in parts:
        found.append(Block(text_styles.words(part.title, text_styles.HEADING), gap=int(bool(found))))
        for name, lines in part.rows:
            label = text_styles.muted(text_styles.cut(name, INDENT - 1))
            found.append(Block(text_styles.paragraph("\n".join(lines)), label=label, indent=INDENT))
    return [*found, Block(text_styles.words(tr("Indicators"), text_styles.HEADING), gap=1)]


def chain_in_force(scores: ScoreAccess, commitment: str) -> ResultsChain | None:
    """Return the results chain in force: that of both sides first, or None without one."""
    return next((one.body for one in scores.facts.chains.get(commitment, ())), None)
