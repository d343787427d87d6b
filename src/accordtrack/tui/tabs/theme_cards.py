"""Blocks of the Indicators tab: one card per theme with its word, its series, government activity and statements."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from accordtrack import i18n
from accordtrack.core.safe_text import to_ascii
from accordtrack.i18n import tr
from accordtrack.scoring.findings import by_measured
from accordtrack.scoring.theme_words import Word, word_of
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.tui import text_styles
from accordtrack.tui.sparkline import bars
from accordtrack.tui.widgets.record_view import Block
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.scoring.findings import Spoken, Statements, ThemeFinding
    from accordtrack.scoring.score_access import ScoreAccess

CARD = "theme"
INDENT = 2


def count_marks(scores: ScoreAccess) -> tuple[tuple[str, int], ...]:
    """Return the mark of each word that an area has, with the number of its cards."""
    counts = Counter(one.word for one in scores.all_theme_paths)
    return tuple((area_mark(word), counts[word]) for word in Word if counts[word])


def area_mark(word: Word) -> str:
    """Return the mark of a word; with ``--ascii`` in plain letters."""
    sign = words.mark(word)
    return text_styles.mark_or_ascii(sign, to_ascii(sign.replace("±", "+/-")))


def blocks(scores: ScoreAccess, opened: set[str], width: int) -> list[Block]:
    """Return the answer in one paragraph, then a card per theme. An opened card gives its answer in full.

    ``width`` is that of the text in cells.
    """
    found = [Block(text_styles.paragraph(paths.whole(scores.all_theme_paths)))]
    for theme in by_measured(scores.theme_finding(one.code) for one in scores.inputs.themes):
        found += _card(scores, theme, opened, width - INDENT)
    note = tr("In parentheses: how many indicators are about each country. ◊ sources do not agree; 4 lists them.")
    return [*found, Block(text_styles.words(text_styles.in_ascii(note), text_styles.NOTE), gap=1)]


def _card(scores: ScoreAccess, found: ThemeFinding, opened: set[str], width: int) -> list[Block]:
    key = f"{CARD}:{found.paths.id}"
    head = text_styles.join(
        text_styles.words(_head(found), text_styles.STRONG),
        text_styles.words(i18n.localize(scores.title_of("theme", found.paths.id)), text_styles.HEADING),
        by="   ",
    )
    card = [Block(head, gap=1, key=key)]
    if key in opened:
        told = words.about_theme(scores, found)
        return [*card, *(Block(text_styles.words(text_styles.in_ascii(one)), indent=INDENT) for one in told)]
    card += [_series(scores, one, found.paths.id) for one in i18n.in_alternat(found.spoken, lambda one: one.side)]
    ordered = i18n.in_alternat(found.statements, lambda one: str(one.side))
    facts = (
        tr("Government activity: {word}", word=words.activity_words(found)),
        tr("Stated: {parts}", parts=", ".join(map(_stated, ordered))),
    )
    line = "   ".join(facts)
    text = line if cell_len(line) <= width else "\n".join(facts)
    return [*card, Block(text_styles.paragraph(text, text_styles.MUTED), indent=INDENT)]


def _head(found: ThemeFinding) -> str:
    """Return the word of a theme with its mark and countries."""
    told, sign = words.word_with_countries(found), words.mark(found.paths.word)
    return text_styles.in_ascii(f"{area_mark(found.paths.word)}{told.removeprefix(sign)}")


def _series(scores: ScoreAccess, one: Spoken, theme: str) -> Block:
    """Return the path of a series in a sentence, with its mark and a chart of its values."""
    values = scores.series_values(one.indicator, one.path.series)
    content = text_styles.join(
        text_styles.words(text_styles.in_ascii(words.path_sentence(scores, one))),
        text_styles.words(area_mark(word_of(one.path.votes)), text_styles.STRONG),
        text_styles.words(bars(values), "$accent"),
        by=" ",
    )
    return Block(content, indent=INDENT, key=f"series:{theme}/{one.indicator}")


def _stated(one: Statements) -> str:
    return tr("{side} {n} of {all}", side=label("short side", one.side), n=one.stated, all=one.listed)
