"""Blocks of the Targets tab of the scorecard: targets and expected results that both sides sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import targets as words
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from accordtrack.scoring.score_access import ScoreAccess

INDENT = 12


def blocks(scores: ScoreAccess) -> list[Block]:
    """Return how many targets both governments agreed on, each target, what attainment rests on, and each operation."""
    found = [
        Block(text_styles.paragraph(" ".join(words.headline(scores)), text_styles.STRONG)),
        *(
            Block(text_styles.paragraph(line, text_styles.MUTED))
            for line in words.attainment_lines(scores.agreed_attainment)
        ),
    ]
    for one in words.shown(scores):
        title = i18n.localize(words.title(scores, one.body.indicator))
        lines = [words.standing(one), words.target_text(scores, one.body), *words.latest_lines(scores, one)]
        found += _record(one.id, title, lines, key=f"target:{one.body.indicator}")
    found.append(
        Block(text_styles.paragraph(words.results_headline(scores.expected_results), text_styles.STRONG), gap=1)
    )
    for reading in scores.expected_results:
        body = reading.shown.body
        lines = [*words.result_verdict(reading), *words.result_text(scores, body)]
        found += _record(reading.shown.id, i18n.localize(body.title.text), lines)
    how = tr("Worksheets and proposals: accordtrack targets worksheet INDICATOR, accordtrack targets propose INDICATOR")
    return [*found, Block(text_styles.paragraph(f"{words.method_line()} {how}", text_styles.NOTE), gap=1)]


def _record(name: str, title: str, lines: list[str], **more: Any) -> list[Block]:  # noqa: ANN401
    label = text_styles.words(name, text_styles.MUTED)
    head = Block(text_styles.words(title, text_styles.STRONG), label=label, indent=INDENT, gap=1, **more)
    return [head, *(Block(text_styles.paragraph(line), indent=INDENT) for line in lines)]
