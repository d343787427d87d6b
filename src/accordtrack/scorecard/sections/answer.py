"""The answer in plain words, as blocks of a document or a page: paragraphs, and one table row for each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.model import Cell, Column, Paragraph, Row, Table
from accordtrack.documents.sentences import plain_text
from accordtrack.i18n import tr
from accordtrack.scoring.findings import by_measured
from accordtrack.text import findings as words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.documents.model import Sentence, Tone
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.findings import Finding, ThemeFinding

TONES: dict[str, Tone] = {"better": "good", "partly_better": "good", "worse": "warn", "partly_worse": "warn"}


def short_paragraphs(data: ScorecardData) -> tuple[Sentence, ...]:
    """Return the answer about the whole in three short paragraphs, for the head of a first page."""
    return tuple((sanitize_line(text),) for text in words.in_short(data.scores, data.scores.finding))


def whole_paragraphs(data: ScorecardData) -> list[Paragraph]:
    """Return the answer about the whole."""
    return [Paragraph((sanitize_line(text),)) for text in words.about_whole(data.scores, data.scores.finding)]


def theme_paragraphs(data: ScorecardData, code: str) -> list[Paragraph]:
    """Return the answer about a theme."""
    found = data.scores.theme_finding(code)
    return [Paragraph((sanitize_line(text),)) for text in words.about_theme(data.scores, found)]


def areas_table(data: ScorecardData) -> Table:
    """Return the themes with the word of their indicators, the main indicator and government activity.

    Themes with more measured indicators come first, then those with more commitments.
    """
    found: Finding = data.scores.finding
    columns = (
        Column("theme", tr("area"), weight=2.0),
        Column("indicators", tr("indicators"), weight=2.0),
        Column("main", tr("main indicator"), weight=3.6),
        Column("activity", tr("government activity"), weight=1.4, within="main", named=True),
    )
    rows = tuple(_row(data, one) for one in by_measured(found.themes))
    return Table(
        "areas",
        tr("What the indicators of each area show, and which country they are about"),
        columns,
        rows,
        (*_partly(found), *conflict_note(rows)),
    )


def _partly(found: Finding) -> list[str]:
    if not any(one.paths.word.startswith("partly") for one in found.themes):
        return []
    return [
        tr(
            "Partly: no comparison moved the other way, but some show no change, or no figure is older than the first "
            "agreement."
        )
    ]


def conflict_note(rows: Iterable[Row]) -> list[str]:
    """Return the note on ``◊``, if a cell of the ``rows`` has the mark."""
    return [tr("◊ Sources do not agree.")] if any("◊" in cell.text for row in rows for cell in row.cells) else []


def conflict_paragraph(told: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the note on ``◊`` as a paragraph, if one that is ``told`` has the mark."""
    return [Paragraph((tr("◊ Sources do not agree."),))] if any("◊" in plain_text(one.sentence) for one in told) else []


def _row(data: ScorecardData, one: ThemeFinding) -> Row:
    main = words.path_sentence(data.scores, one.spoken[0]) if one.spoken else tr("no indicator with comparable data")
    return Row(
        f"area-{one.paths.id}",
        (
            Cell(data.title("theme", one.paths.id), one.paths.id),
            Cell(words.word_with_countries(one), one.paths.word, TONES.get(one.paths.word, "")),
            Cell(sanitize_line(main).removesuffix(".")),
            Cell(words.activity_words(one), one.activity.word),
        ),
    )
