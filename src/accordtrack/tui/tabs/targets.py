"""Blocks of the Targets tab of the scorecard: targets and expected results that both sides sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import tr, trn
from accordtrack.text import targets as words
from accordtrack.tui import text_styles
from accordtrack.tui.widgets.record_view import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from accordtrack.ledger.targets import ExpectedResult
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.target_worksheets import Worksheet

INDENT = 12
TARGET, OPERATION = "target", "operation"
"""What the key of an item begins with: ``target:<entry>/<indicator>``, ``target:<indicator>``, ``operation:<operation>``."""


def blocks(scores: ScoreAccess) -> list[Block]:
    """Return how many targets both governments agreed on, each target, what attainment rests on, and each operation."""
    found = [
        Block(text_styles.paragraph(words.headline(scores), text_styles.STRONG)),
        *(
            Block(text_styles.paragraph(line, text_styles.MUTED))
            for line in words.attainment_lines(scores.agreed_attainment)
        ),
    ]
    for one in words.shown(scores):
        title = i18n.localize(words.title(scores, one.body.indicator))
        lines = [words.standing(one), words.target_text(scores, one.body), *words.latest_lines(scores, one)]
        found += _record(one.id, title, lines, key=f"{TARGET}:{one.id}/{one.body.indicator}")
    found += _without_target(scores)
    found.append(
        Block(text_styles.paragraph(words.results_headline(scores.expected_results), text_styles.STRONG), gap=1)
    )
    for reading in scores.expected_results:
        body = reading.shown.body
        lines = [*words.result_verdict(reading), *words.result_text(scores, body)]
        title = i18n.localize(body.title.text)
        found += _record(reading.shown.id, title, lines, key=f"{OPERATION}:{reading.operation}")
    return [*found, Block(text_styles.paragraph(words.method_line(), text_styles.NOTE), gap=1)]


def _without_target(scores: ScoreAccess) -> list[Block]:
    """Return the direct indicators for which nobody proposed a target, those with a panel series of their own first."""
    proposed = {one.body.indicator for one in words.shown(scores)}
    measured = {one.indicator for one in scores.facts.panel.series.values()}
    rest = [name for name in scores.agreed_attainment.direct if name not in proposed]
    rest.sort(key=lambda name: name not in measured)
    if not rest:
        return []
    head = trn("{n} direct indicator without a target:", "{n} direct indicators without a target:", len(rest))
    lines = [
        Block(text_styles.words(i18n.localize(words.title(scores, name))), indent=2, key=f"{TARGET}:{name}")
        for name in rest
    ]
    return [Block(text_styles.words(head, text_styles.STRONG), gap=1), *lines]


def waiting_proposal(scores: ScoreAccess, key: str | None, side: str | None) -> str | None:
    """Return the hash of the last proposal of an item that waits for a side, or None."""
    kind, _, name = (key or "").partition(":")
    proposals: Sequence[Any] = ()
    if kind == TARGET:
        proposals = [one for one in scores.facts.targets if one.body.indicator == name.rpartition("/")[2]]
    elif kind == OPERATION:
        proposals = [one for one in scores.facts.expected_results if one.body.operation == name]
    waiting = (one for one in reversed(proposals) if words.is_open(one) and one.other.value == side)
    return next((one.item.hash for one in waiting), None)


def shown_definition(scores: ScoreAccess, operation: str) -> ExpectedResult | None:
    """Return the definition that the tab shows of an operation, or None for an unknown one."""
    return next((one.shown.body for one in scores.expected_results if one.operation == operation), None)


def worksheet_lines(scores: ScoreAccess, found: Worksheet) -> Content:
    """Return a worksheet: the baseline with its release, each scenario in a line, and that none is recommended.

    The line names a scenario without what it rests on, which the choice says.
    """
    head = [tr("scenario"), tr("ratio"), tr("value"), tr("changes")]
    rows = [head, *([name.partition(":")[0], *rest] for name, *rest in words.scenario_rows(found))]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(head))]
    table = [
        "  ".join(
            text_styles.fit(cell, width, right=bool(n)) for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return text_styles.stack_lines(
        [
            *(text_styles.paragraph(line) for line in words.worksheet_lines(scores, found)),
            text_styles.muted(table[0]),
            *(text_styles.words(line) for line in table[1:]),
            text_styles.words(words.recommends_none(), text_styles.NOTE),
        ]
    )


def _record(name: str, title: str, lines: list[str], **more: Any) -> list[Block]:  # noqa: ANN401
    label = text_styles.muted(name)
    head = Block(text_styles.words(title, text_styles.STRONG), label=label, indent=INDENT, gap=1, **more)
    return [head, *(Block(text_styles.paragraph(line), indent=INDENT) for line in lines)]
