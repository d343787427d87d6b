"""Blocks on activity and indicators: what changed in a sentence, and the path of each series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack import i18n
from accordtrack.i18n import tr
from accordtrack.text import contrast as words
from accordtrack.text import findings, paths
from accordtrack.text.calendar_names import short_dates
from accordtrack.tui import text_styles
from accordtrack.tui.sparkline import bars
from accordtrack.tui.widgets.record_view import Block
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.score_access import ScoreAccess

INDENT = 4
STYLES = {"improved": text_styles.GOOD, "worsened": text_styles.WARN}


def blocks(scores: ScoreAccess, by: str = "theme") -> list[Block]:
    """Return the contrast of both sides if the cards are grouped by side, else of every theme."""
    codes = list(i18n.sides(Side)) if by == "side" else [theme.code for theme in scores.inputs.themes]
    return [block for code in codes for block in contrast_blocks(scores, scores.contrast(code))]


def contrast_blocks(scores: ScoreAccess, contrast: Contrast) -> list[Block]:
    """Return the word of a theme, or the counts of a side or commitment, then one line per series."""
    title = words.title(contrast, lambda kind, code: i18n.localize(scores.title_of(kind, code)))
    found = [Block(text_styles.words(title, text_styles.HEADING), gap=1)]
    if contrast.kind == "theme":
        answer = scores.theme_finding(contrast.id)
        word = text_styles.words(text_styles.in_ascii(findings.word_with_countries(answer)), text_styles.STRONG)
        found = [Block(text_styles.join(found[0].body, word, by="  "), gap=1)]
        found.append(Block(text_styles.paragraph(text_styles.in_ascii(paths.answer(answer.paths)))))
        activity = tr("Government activity: {word}", word=findings.activity_words(answer))
        found.append(Block(text_styles.muted(activity)))
    else:
        found.append(Block(text_styles.muted(words.counts(contrast))))
    since = tr("changes since {date}", date=words.base(contrast)) if contrast.base else words.nothing_agreed(contrast)
    found.append(Block(text_styles.muted(since)))
    if contrast.guard_regressed:
        guarded = tr("an indicator to read beside worsened")
        found.append(Block(text_styles.words(guarded, text_styles.WARN)))
    for name, lines in (
        (tr("government activity"), contrast.outputs),
        (tr("indicators"), contrast.outcomes),
        (tr("read beside"), contrast.guards),
    ):
        found += _part(scores, contrast, name, lines)
    return found


def _part(scores: ScoreAccess, of_: Contrast, name: str, lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    found = [Block(text_styles.words(name, text_styles.STRONG))]
    for line in lines:
        key = f"series:{of_.id}/{line.gauge.id}"
        title = text_styles.join(
            text_styles.words(i18n.localize(scores.title_of("indicator", line.gauge.id))),
            text_styles.muted(tr("about {side}", side=label("the side", line.gauge.side))),
            text_styles.words(bars(scores.series_values(line.gauge.id, line.series)), "$accent"),
            by="  ",
        )
        content = text_styles.words(
            short_dates(words.line(line, of_.base or "")),
            STYLES.get(line.word, "") if line.is_counted else text_styles.MUTED,
        )
        unit = text_styles.muted(i18n.localize(scores.unit(line.gauge.id))) if line.pair else text_styles.BLANK
        found.append(Block(title, label=text_styles.BLANK, indent=2, key=key))
        linked = text_styles.muted(words.links(line, of_.kind) if of_.kind != "theme" else "")
        found.append(Block(text_styles.join(content, unit, linked, by="  "), indent=INDENT, key=key))
        told = (
            _path(scores, line, of_.base)
            if line.gauge.is_result and of_.base
            else words.by_path(scores, line, of_.base)
        )
        if told:
            found.append(Block(text_styles.paragraph(told, text_styles.MUTED), indent=INDENT, key=key))
    return found


def _path(scores: ScoreAccess, line: Line, base: str) -> str:
    """Return the path of the indicator since the agreement with its two words, or why it has none."""
    found = scores.indicator_paths(line.gauge.id, base)
    if found.main is None:
        return tr("path: {text}", text=paths.not_compared(found))
    told = ", ".join((paths.path(found.main), *paths.words(found.main, line.gauge.sign, line.gauge.unchanged_within)))
    return tr("path: {text}", text="; ".join(filter(None, (told, paths.basis(found.main)))))
