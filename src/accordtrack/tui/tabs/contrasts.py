"""Outputs against outcomes, theme by theme: the verdict with its counts, then a line a series with its values drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.sentences import contrast as words
from accordtrack.tui import ink
from accordtrack.tui.spark import bars
from accordtrack.tui.widgets.leaf import Block
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.scores import Scores

INDENT = 4
STYLES = {"improved": ink.GOOD, "worsened": ink.WARN}


def blocks(held: Scores, by: str = "theme") -> list[Block]:
    """Both sides where the cards are of sides, else every theme."""
    codes = list(i18n.sides(Side)) if by == "side" else [theme.code for theme in held.inputs.themes]
    return [block for code in codes for block in of(held, held.contrast(code))]


def of(held: Scores, told: Contrast) -> list[Block]:
    """The verdict with its counts, then a line a series."""
    head = ink.joined(
        ink.words(words.title(told, lambda kind, code: i18n.local(held.name(kind, code))), ink.HEADING),
        ink.words(label("verdict", told.verdict), ink.STRONG),
        by="  ",
    )
    found = [Block(head, gap=1), Block(ink.words(words.counts(told), ink.MUTED))]
    since = tr("changes since {date}", date=told.base) if told.base else tr("nothing agreed by this date")
    found.append(Block(ink.words(since, ink.MUTED)))
    if told.guard_regressed:
        guarded = tr("guards: one that worsened stands beside what it guards")
        found.append(Block(ink.words(guarded, ink.WARN)))
    for name, lines in (
        (tr("outputs"), told.outputs),
        (tr("outcomes and impact"), told.outcomes),
        (tr("guards"), told.guards),
    ):
        found += _part(held, told, name, lines)
    return found


def _part(held: Scores, of_: Contrast, name: str, lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    found = [Block(ink.words(name, ink.STRONG))]
    for line in lines:
        key = f"series:{of_.id}/{line.gauge.id}"
        title = ink.joined(
            ink.words(i18n.local(held.name("indicator", line.gauge.id))),
            ink.words(tr("about {side}", side=label("the side", line.gauge.side)), ink.MUTED),
            ink.words(bars(held.values(line.gauge.id, line.series)), "$accent"),
            by="  ",
        )
        told = ink.words(words.line(line, of_.base or ""), STYLES.get(line.word, "") if line.counted else ink.MUTED)
        unit = ink.words(i18n.local(held.unit(line.gauge.id)), ink.MUTED) if line.pair else ink.BLANK
        found.append(Block(title, label=ink.BLANK, indent=2, key=key))
        linked = ink.words(words.links(line, of_.kind) if of_.kind != "theme" else "", ink.MUTED)
        found.append(Block(ink.joined(told, unit, linked, by="  "), indent=INDENT, key=key))
    return found
