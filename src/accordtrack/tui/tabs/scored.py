"""A commitment's three numbers as sums, half by half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.sentences import explained
from accordtrack.tui import ink
from accordtrack.tui.tabs import contrasts
from accordtrack.tui.widgets.leaf import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.scores import Scores

INDENT = 14
"""Cells of the labels, where none is longer."""


def blocks(held: Scores | None, commitment: str) -> list[Block]:
    """Each half; or why it is listed and not scored. None while the score is still being computed."""
    if held is None:
        return [Block(ink.words(tr("Scoring"), ink.MUTED))]
    left = next((one for one in held.inputs.not_scored if one.commitment == commitment), None)
    if left is not None:
        return [Block(ink.words(tr("Listed and not scored: {why}", why=label("not scored", left.reason))))]
    found: list[Block] = []
    indent = _indent()
    for one in i18n.in_alternat(held.by_theme.commitment(commitment), lambda one: one.owed.side):
        if one.owed.half:
            found.append(Block(ink.words(label("side", one.owed.side), ink.HEADING), gap=int(bool(found))))
        for name, lines in explained.commitment(one, held.method, ascii_only=ink.ascii_only()):
            if lines:
                found.append(Block(ink.paragraph("\n".join(lines)), label=ink.words(name, ink.MUTED), indent=indent))
        for item in one.result.indicators[1:]:
            told = f"{item.indicator.id}\n{explained.indicator(item)}"
            found.append(Block(ink.paragraph(told), label=ink.words(tr("indicator"), ink.MUTED), indent=indent))
    found += _trend(held, commitment, indent)
    if commitment in held.facts.states:
        found.append(Block(ink.words(tr("Outputs against outcomes"), ink.STRONG), gap=1))
        found += contrasts.of(held, held.contrast(commitment))
    found.append(Block(ink.words(tr("Method {method}", method=held.method.method), ink.MUTED), gap=1))
    return found


def _indent() -> int:
    """Cells up to the sums: a label is read whole in either language."""
    names = (tr("attainment"), tr("as a sum"), tr("results trend"), tr("delivery"), tr("indicator"))
    return max(INDENT, 2 + max(map(cell_len, names)))


def _trend(held: Scores, commitment: str, indent: int) -> list[Block]:
    """The third number is the theme's: how its results moved."""
    told = explained.theme_trend(held, commitment)
    if told is None:
        return []
    return [Block(ink.paragraph(told), label=ink.words(tr("results trend"), ink.MUTED), indent=indent, gap=1)]
