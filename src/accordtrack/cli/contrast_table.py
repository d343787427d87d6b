"""Output of the ``contrast`` verb: outputs beside outcomes of a theme, a side or a commitment.

Each number comes with its series, release and source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.cli.json_shapes import plain
from accordtrack.i18n import local, tr
from accordtrack.text import contrast as words
from accordtrack.vocabulary import LinkStrength
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.scores import ScoreAccess
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
    held = desk.scores(at)
    codes = [code] if code is not None else [one.code for one in held.inputs.themes]
    found = [held.contrast(one, base) for one in codes]
    match options.format:
        case "json":
            facts = {**plain(method_block.facts(held)), "contrasts": [plain(as_json(held, one)) for one in found]}
            machine_output.write_json("contrast", facts, ascii_only=options.ascii_only)
        case "ndjson":
            method_block.write_rows(options, held, "contrast", [as_json(held, one) for one in found])
        case "csv":
            method_block.write_csv(held, CSV, [row for one in found for row in _flat(held, one)])
        case _:
            text_tables.page(
                options, [section for one in found for section in _sections(held, one, whole=code is not None)]
            )
            method_block.foot(options, desk, held)


def _sections(held: ScoreAccess, found: Contrast, *, whole: bool) -> list[text_tables.Section]:
    head = text_tables.Section(words.title(found, lambda kind, code: local(held.name(kind, code))))
    head.add(tr("verdict"), label("verdict", found.verdict))
    head.add(tr("counts"), *words.counts(found).split("; "))
    if found.base:
        head.add(tr("since"), found.base)
    if found.guard_regressed:
        head.add(tr("guards"), tr("one that worsened stands beside what it guards"))
    if not found.outputs and not found.outcomes:
        head.add(tr("series"), tr("no indicator is linked") if found.base else tr("nothing agreed by this date"))
    parts = [head]
    for title, lines in (
        (tr("outputs"), found.outputs),
        (tr("outcomes and impact"), found.outcomes),
        (tr("guards"), found.guards),
    ):
        parts.append(_series(held, found, title, lines, whole=whole))
    if whole:
        parts.append(
            _series(held, found, tr("other series of the same indicators, not counted"), found.others, whole=True)
        )
        section = text_tables.Section(tr("shown, not compared"), label_width=text_tables.NAME_WIDTH)
        for row in found.not_compared:
            section.add(local(held.name("indicator", row.gauge.id)), words.not_compared(row))
        parts.append(section)
    return parts


def _series(
    held: ScoreAccess, found: Contrast, title: str, lines: Sequence[Line], *, whole: bool
) -> text_tables.Section:
    section = text_tables.Section(title, label_width=text_tables.NAME_WIDTH)
    for line in lines:
        told = _lines(held, line, found, whole=whole)
        section.facts.append((local(held.name("indicator", line.gauge.id)), told))
    return section


def _lines(held: ScoreAccess, line: Line, found: Contrast, *, whole: bool) -> list[str]:
    unit = local(held.unit(line.gauge.id))
    said = words.line(line, found.base or "")
    told = [f"{said}; {unit}" if line.pair else said]
    if whole:
        told += [words.where(line)] if line.pair else []
        about = tr("about {side}", side=label("the side", line.gauge.side))
        told.append("; ".join(part for part in (about, words.links(line, found.kind)) if part))
    return told


def as_json(held: ScoreAccess, found: Contrast) -> dict[str, Any]:
    """Return a contrast in the JSON form that ``docs/json.md`` documents."""
    return {
        "kind": found.kind,
        "id": found.id,
        "base": found.base,
        "verdict": found.verdict,
        "guard_regressed": found.guard_regressed,
        "outputs": [_line(held, line) for line in found.outputs],
        "outcomes": [_line(held, line) for line in found.outcomes],
        "guards": [_line(held, line) for line in found.guards],
        "others": [_line(held, line) for line in found.others],
        "not_compared": [
            {"id": one.row.id, "indicator": one.gauge.id, "reason": one.reason} for one in found.not_compared
        ],
    }


def _line(held: ScoreAccess, line: Line) -> dict[str, Any]:
    pair = line.pair
    return {
        "indicator": line.gauge.id,
        "about": line.gauge.side,
        "unit": held.unit(line.gauge.id),
        "series": line.series,
        "word": line.word,
        "latest_word": line.latest_word,
        "counted": line.counted,
        "older": line.older,
        "not_counted": line.aside,
        "links": {str(strength): line.links.get(strength, 0) for strength in LinkStrength},
        "reason": line.reason,
        "change": pair.change if pair else None,
        "first": _point(pair.first) if pair else None,
        "last": _point(pair.last) if pair else None,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "start": point.start,
        "end": point.end,
        "value": point.value,
        "preliminary": point.preliminary,
        "measurements": [row.id for row in point.rows],
        "sources": sorted({row.source for row in point.rows}),
        "recorded_by": sorted({row.foreign for row in point.rows if row.foreign}),
        "published_on": max(row.published for row in point.rows),
    }


def _flat(held: ScoreAccess, found: Contrast) -> list[dict[str, Any]]:
    rows = []
    for part, lines in (("output", found.outputs), ("outcome", found.outcomes), ("guard", found.guards)):
        for line in lines:
            told = _line(held, line)
            first, last = told["first"] or {}, told["last"] or {}
            rows.append(
                {
                    "kind": found.kind,
                    "id": found.id,
                    "base": found.base,
                    "verdict": found.verdict,
                    "part": part,
                    **{
                        name: told[name]
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
