"""Output of the ``contrast`` verb: outputs beside outcomes, each number with its series, release and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.i18n import localize, tr
from accordtrack.text import contrast as words
from accordtrack.vocabulary import LinkStrength
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series import Point
    from accordtrack.service import Desk

CSV = (
    *(
        "kind",
        "id",
        "base",
        "verdict",
        "part",
        "indicator",
        "about",
        "unit.en",
        "unit.es",
        "series",
        "word",
        "counted",
        "reason",
    ),
    *("links.direct", "links.contributory", "links.context"),
    *("first", "first_start", "first_end", "last", "last_start", "last_end", "sources", *method_block.CSV),
)


def write(options: Globals, desk: Desk, code: str | None, base: str | None, at: TwoDates | None) -> None:
    """Write the contrast of ``code``, or of every theme when ``code`` is None."""
    scores = desk.scores(at)
    codes = [code] if code is not None else [one.code for one in scores.inputs.themes]
    contrasts = [scores.contrast(one, base) for one in codes]
    match options.format:
        case "json":
            found = [as_json(scores, one) for one in contrasts]
            machine_output.write_json(options, "contrast", {**method_block.facts(scores), "contrasts": found})
        case "ndjson":
            method_block.write_rows(options, scores, "contrast", [as_json(scores, one) for one in contrasts])
        case "csv":
            method_block.write_csv(scores, CSV, [row for one in contrasts for row in _csv_rows(scores, one)])
        case _:
            text_tables.print_page(
                options, [section for one in contrasts for section in _sections(scores, one, whole=code is not None)]
            )
            method_block.print_footer(options, desk, scores)


def _sections(scores: ScoreAccess, contrast: Contrast, *, whole: bool) -> list[text_tables.Section]:
    head = text_tables.Section(words.title(contrast, lambda kind, code: localize(scores.title_of(kind, code))))
    head.add(tr("verdict"), label("verdict", contrast.verdict))
    head.add(tr("counts"), *words.counts(contrast).split("; "))
    if contrast.base:
        head.add(tr("since"), words.base(contrast) or "")
    if contrast.guard_regressed:
        head.add(tr("read beside"), tr("one that worsened is shown beside the one it belongs to"))
    if not contrast.outputs and not contrast.outcomes:
        head.add(tr("series"), tr("no indicator is linked") if contrast.base else words.nothing_agreed(contrast))
    parts = [head]
    for title, lines in (
        (tr("government activity"), contrast.outputs),
        (tr("indicators"), contrast.outcomes),
        (tr("read beside"), contrast.guards),
    ):
        parts.append(_series_section(scores, contrast, title, lines, whole=whole))
    if whole:
        parts.append(
            _series_section(
                scores, contrast, tr("other series of the same indicators, not counted"), contrast.others, whole=True
            )
        )
        section = text_tables.Section(tr("shown without a comparison"), label_width=text_tables.NAME_WIDTH)
        for row in contrast.not_compared:
            section.add(localize(scores.title_of("indicator", row.gauge.id)), words.not_compared(row))
        parts.append(section)
    return parts


def _series_section(
    scores: ScoreAccess, contrast: Contrast, title: str, lines: Sequence[Line], *, whole: bool
) -> text_tables.Section:
    section = text_tables.Section(title, label_width=text_tables.NAME_WIDTH)
    for line in lines:
        text_lines = _series_lines(scores, line, contrast, whole=whole)
        section.facts.append((localize(scores.title_of("indicator", line.gauge.id)), text_lines))
    return section


def _series_lines(scores: ScoreAccess, line: Line, contrast: Contrast, *, whole: bool) -> list[str]:
    unit = localize(scores.unit(line.gauge.id))
    text = words.line(line, contrast.base or "")
    lines = [f"{text}; {unit}" if line.pair else text, *filter(None, [words.by_path(scores, line, contrast.base)])]
    if whole:
        lines += [words.origin_text(line)] if line.pair else []
        about = tr("about {side}", side=label("the side", line.gauge.side))
        lines.append("; ".join(part for part in (about, words.links(line, contrast.kind)) if part))
    return lines


def as_json(scores: ScoreAccess, contrast: Contrast) -> dict[str, Any]:
    """Return a contrast in the JSON form that ``docs/json.md`` documents."""
    return {
        "kind": contrast.kind,
        "id": contrast.id,
        "base": contrast.base,
        "base_id": contrast.base_id,
        "verdict": contrast.verdict,
        "guard_regressed": contrast.guard_regressed,
        "outputs": [_line_as_json(scores, line) for line in contrast.outputs],
        "outcomes": [_line_as_json(scores, line) for line in contrast.outcomes],
        "guards": [_line_as_json(scores, line) for line in contrast.guards],
        "others": [_line_as_json(scores, line) for line in contrast.others],
        "not_compared": [
            {"id": one.row.id, "indicator": one.gauge.id, "reason": one.reason} for one in contrast.not_compared
        ],
    }


def _line_as_json(scores: ScoreAccess, line: Line) -> dict[str, Any]:
    pair = line.pair
    return {
        "indicator": line.gauge.id,
        "about": line.gauge.side,
        "unit": scores.unit(line.gauge.id),
        "series": line.series,
        "word": line.word,
        "latest_word": line.latest_word,
        "counted": line.is_counted,
        "older": line.older,
        "not_counted": line.aside,
        "links": {str(strength): line.links.get(strength, 0) for strength in LinkStrength},
        "reason": line.reason,
        "change": pair.change if pair else None,
        "first": _point_as_json(pair.first) if pair else None,
        "last": _point_as_json(pair.last) if pair else None,
    }


def _point_as_json(point: Point) -> dict[str, Any]:
    return {
        "start": point.start,
        "end": point.end,
        "value": point.value,
        "preliminary": point.is_preliminary,
        "measurements": [row.id for row in point.rows],
        "sources": sorted({row.source for row in point.rows}),
        "recorded_by": sorted({row.foreign_recorder for row in point.rows if row.foreign_recorder}),
        "published_on": max(row.published for row in point.rows),
    }


def _csv_rows(scores: ScoreAccess, contrast: Contrast) -> list[dict[str, Any]]:
    rows = []
    for part, lines in (("output", contrast.outputs), ("outcome", contrast.outcomes), ("guard", contrast.guards)):
        for line in lines:
            facts = _line_as_json(scores, line)
            first, last = facts["first"] or {}, facts["last"] or {}
            rows.append(
                {
                    "kind": contrast.kind,
                    "id": contrast.id,
                    "base": contrast.base,
                    "verdict": contrast.verdict,
                    "part": part,
                    **{
                        name: facts[name]
                        for name in ("indicator", "about", "unit", "series", "word", "counted", "reason", "links")
                    },
                    "first": first.get("value"),
                    "first_start": first.get("start"),
                    "first_end": first.get("end"),
                    "last": last.get("value"),
                    "last_start": last.get("start"),
                    "last_end": last.get("end"),
                    "sources": sorted({*first.get("sources", ()), *last.get("sources", ())}),
                }
            )
    return rows
