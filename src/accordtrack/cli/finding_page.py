"""Output of the ``answer`` verb: what changed beyond arrests and seizures, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.cli.json_shapes import to_json_value
from accordtrack.core.problems import Refused, unknown_word_problem
from accordtrack.i18n import LANGUAGES, localize, tr, using_language
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.findings import Finding, Listed, Statements, ThemeFinding
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk

_COUNTS = ("listed", "completed", "reversed", "stated", "assessed", "not_public", "none")
CSV = (
    *("id", "word", "text.en", "text.es", "activity", "commitments"),
    *(f"{side}.{name}" for side in ("US", "MX") for name in _COUNTS),
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
    rows = [*([_whole_json(scores, whole)] if whole else []), *(theme_json(scores, one) for one in themes)]
    match options.format:
        case "json":
            found = {**method_block.facts(scores), "rows": rows}
            machine_output.write_json("answer", to_json_value(found), ascii_only=options.ascii_only)
        case "ndjson":
            method_block.write_rows(options, scores, "answer", rows)
        case "csv":
            method_block.write_csv(scores, CSV, [_flat(row) for row in rows])
        case _:
            text_tables.print_page(options, _sections(options, scores, whole, themes))
            text_tables.print_text(options, tr("◊ Sources do not agree; accordtrack conflicts lists them."))
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
    """Return the paragraphs, or all as one with ``--plain``, which would separate them with semicolons."""
    return [" ".join(paragraphs)] if options.plain else paragraphs


def _whole_json(scores: ScoreAccess, found: Finding) -> dict[str, Any]:
    return {
        "id": scores.inputs.accord,
        "word": None,
        "text": _in_both_languages(lambda: words.about_whole(scores, found)),
        "short": _in_both_languages(lambda: words.in_short(scores, found)),
        "activity": None,
        **_counts_json(found.listed, found.statements),
    }


def theme_json(scores: ScoreAccess, found: ThemeFinding) -> dict[str, Any]:
    """Return the answer about a theme in the JSON form that ``docs/json.md`` documents."""
    return {
        "id": found.paths.id,
        "word": found.paths.word,
        "text": _in_both_languages(lambda: words.about_theme(scores, found)),
        "short": _in_both_languages(lambda: [paths.answer(found.paths)]),
        "activity": found.activity.word,
        **_counts_json(found.listed, found.statements),
    }


def _counts_json(listed: Listed, statements: Sequence[Statements]) -> dict[str, Any]:
    return {
        "commitments": {
            "joint": listed.joint,
            "alone": {str(side): n for side, n in listed.alone.items()},
            "joint_by_text": {str(basis): n for basis, n in listed.texts.items() if n},
        },
        "statements": {str(one.side): {name: getattr(one, name) for name in _COUNTS} for one in statements},
    }


def _in_both_languages(tell: Callable[[], Sequence[str]]) -> dict[str, str]:
    told = {}
    for language in LANGUAGES:
        with using_language(language):
            told[language] = " ".join(tell())
    return told


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    commitments = row["commitments"]
    total = commitments["joint"] + sum(commitments["alone"].values())
    return {**row, "commitments": total, **row["statements"]}
