"""A commitment's three numbers as sums, half by half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.sentences import explained
from accordtrack.sentences import score as words
from accordtrack.tui import ink
from accordtrack.tui.tabs import contrasts
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.scores import Scores

INDENT = 14


def blocks(held: Scores | None, commitment: str) -> list[Block]:
    """Each half; or why it is listed and not scored. None while the score is still being computed."""
    if held is None:
        return [Block(ink.words(tr("Scoring"), ink.MUTED))]
    left = next((one for one in held.inputs.not_scored if one.commitment == commitment), None)
    if left is not None:
        return [Block(ink.words(tr("Listed and not scored: {why}", why=label("not scored", left.reason))))]
    found: list[Block] = []
    for one in held.by_theme.commitment(commitment):
        if one.owed.half:
            found.append(Block(ink.words(label("side", one.owed.side), ink.HEADING), gap=int(bool(found))))
        for name, lines in explained.commitment(one, held.method):
            if lines:
                found.append(Block(ink.paragraph("\n".join(lines)), label=ink.words(name, ink.MUTED), indent=INDENT))
        for item in one.result.indicators[1:]:
            told = f"{item.indicator.id}\n{explained.indicator(item)}"
            found.append(Block(ink.paragraph(told), label=ink.words(tr("indicator"), ink.MUTED), indent=INDENT))
    found += _trend(held, commitment)
    if commitment in held.facts.states:
        found.append(Block(ink.words(tr("Outputs against outcomes"), ink.STRONG), gap=1))
        found += contrasts.of(held, held.contrast(commitment))
    found.append(Block(ink.words(tr("Method {method}", method=held.method.method), ink.MUTED), gap=1))
    return found


def _trend(held: Scores, commitment: str) -> list[Block]:
    """The third number is the theme's: how its results moved."""
    state = held.facts.states.get(commitment)
    theme = str(state.record["theme"]) if state is not None else ""
    node = next((group for group in held.by_theme.groups if group.id == theme), None)
    if node is None or node.trend is None:
        return []
    told = f"{i18n.local(held.name('theme', theme))}: {words.trend(node.trend)}"
    return [Block(ink.paragraph(told), label=ink.words(tr("results trend"), ink.MUTED), indent=INDENT, gap=1)]
