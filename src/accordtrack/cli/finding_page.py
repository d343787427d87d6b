"""Output of the ``answer`` verb: what changed beyond arrests and seizures, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import method_block, text_tables
from accordtrack.core.problems import Refused, unknown_word_problem
from accordtrack.i18n import localize, tr
from accordtrack.text import finding_json, paths
from accordtrack.text import findings as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.findings import Finding, ThemeFinding
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk

CSV = (
    *("id", "word", "text.en", "text.es", "activity", "commitments"),
    *(f"{side}.{name}" for side in ("US", "MX") for name in finding_json.COUNTS),
    *method_block.PATH_CSV,
    *method_block.CSV,
)


def write(options: Globals, desk: Desk, theme: str | None, at: TwoDates | None) -> None:
    """Write the answer about a theme, or about the whole if ``theme`` is None. Raise ``Refused`` for an unknown theme."""
    scores = desk.scores(at)
    codes = [one.code for one in scores.inputs.themes]
    if theme is not None and theme not in codes:
        raise Refused(unknown_word_problem(("field", "theme"), theme, codes))
    whole = scores.finding if theme is None else None
    themes = whole.themes if whole else (scores.theme_finding(str(theme)),)
    rows = finding_json.rows(scores, whole) if whole else [finding_json.theme_json(scores, one) for one in themes]
    beside = method_block.path_facts()
    csv_rows = ({**_flat(row), **beside} for row in rows)
    if not method_block.wrote_rows(options, scores, "answer", rows, CSV, csv_rows, **beside):
        text_tables.print_page(options, _sections(options, scores, whole, themes))
        text_tables.print_text(options, tr("◊ Sources do not agree; accordtrack conflicts lists them."))
        text_tables.print_text(options, method_block.path_sentence())
        method_block.print_footer(options, desk, scores)


def _sections(
    options: Globals, scores: ScoreAccess, whole: Finding | None, themes: Sequence[ThemeFinding]
) -> list[text_tables.Section]:
    if whole is None:
        (only,) = themes
        section = text_tables.Section(localize(scores.title_of("theme", only.paths.id)))
        section.add(label("theme word", only.paths.word), *_lines(options, words.about_theme(scores, only)))
        return [section]
    first = text_tables.Section(tr("Beyond arrests and seizures: what changed?"))
    first.add(tr("answer"), *_lines(options, words.about_whole(scores, whole)))
    by_area = text_tables.Section(tr("By area"), label_width=text_tables.NAME_WIDTH)
    for one in themes:
        by_area.add(localize(scores.title_of("theme", one.paths.id)), paths.answer(one.paths))
    return [first, by_area]


def _lines(options: Globals, paragraphs: Sequence[str]) -> Sequence[str]:
    """Return the paragraphs; with ``--plain``, as one, because that output joins lines with semicolons."""
    return [" ".join(paragraphs)] if options.plain else paragraphs


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    commitments = row["commitments"]
    total = commitments["joint"] + sum(commitments["alone"].values())
    return {**row, "commitments": total, **row["statements"]}
