"""Output of ``method --bridge AT-2.0.0``: the words of both methods, and the rule behind each one that changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from accordtrack.cli import method_block, text_tables
from accordtrack.i18n import localize, tr
from accordtrack.scoring.word_bridge import ChangedWord, ThemeBridge, theme_bridge
from accordtrack.text import paths as words
from accordtrack.text.numbers import format_signed
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.service import Desk

CSV = (
    *("theme", "old_trend", "new_trend", "indicator", "old", "new", "rule", "reason"),
    *method_block.PATH_CSV,
    *method_block.CSV,
)


def write(options: Globals, desk: Desk, at: TwoDates | None) -> None:
    """Write the words of every theme by both methods, on the same facts."""
    scores = desk.scores(at)
    bridges = [theme_bridge(scores.contrast(one.code), scores.theme_paths(one.code)) for one in scores.inputs.themes]
    beside = method_block.path_facts()
    rows = [_as_json(scores, one) for one in bridges]
    csv_rows = ({**cells, **beside} for row in rows for cells in _csv_rows(row))
    if not method_block.wrote_rows(options, scores, "path_bridge", rows, CSV, csv_rows, **beside):
        text_tables.print_page(options, [_section(scores, one) for one in bridges])
        text_tables.print_text(
            options,
            tr(
                "Actions done and progress toward agreed targets do not change. The two numbers for change in "
                "indicators differ; never join them."
            ),
        )
        text_tables.print_text(options, method_block.path_sentence())
        method_block.print_footer(options, desk, scores)


def _trends(scores: ScoreAccess, theme: str) -> tuple[float | None, float | None]:
    old = next((one.trend.score for one in scores.by_theme.groups if one.id == theme and one.trend), None)
    return old, scores.theme_paths(theme).trend.score


def _as_json(scores: ScoreAccess, found: ThemeBridge) -> dict[str, Any]:
    old, new = _trends(scores, found.id)
    return {
        "theme": found.id,
        "old": found.old,
        "new": found.new,
        "rule": found.rule,
        "old_trend": old,
        "new_trend": new,
        "changed": [asdict(one) for one in found.changed],
    }


def _csv_rows(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row for the word of the theme, then one for each indicator."""
    own = {name: row[name] for name in row if name != "changed"}
    return [own, *({"theme": row["theme"], **one} for one in row["changed"])]


def _section(scores: ScoreAccess, found: ThemeBridge) -> text_tables.Section:
    section = text_tables.Section(localize(scores.title_of("theme", found.id)), label_width=text_tables.NAME_WIDTH)
    old, new = label("verdict", found.old), label("theme word", found.new)
    section.add(tr("word"), tr("{old} → {new}", old=old, new=new), label("path rule", found.rule))
    trends = dict(zip(("old", "new"), map(format_signed, _trends(scores, found.id)), strict=True))
    section.add(tr("change in indicators"), tr("AT-1.0.0: {old}; AT-2.0.0: {new}", **trends))
    for one in found.changed:
        section.add(words.title(scores, one.indicator), *_lines(one, scores.inputs.gauges[one.indicator].sign))
    return section


def _lines(found: ChangedWord, sign: int) -> list[str]:
    old = label("movement", found.old or "unmeasured")
    new = words.movement(found.new, sign) if found.new else label("movement", "unmeasured")
    rule = label("path rule", found.rule)
    why = tr("{rule}: {why}", rule=rule, why=words.reason(found.reason)) if found.reason else rule
    return [tr("{old} → {new}", old=old, new=new), why]
