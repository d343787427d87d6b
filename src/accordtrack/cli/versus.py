"""Outputs beside outcomes: a block a theme, each number with its series, release and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine, sheet
from accordtrack.cli.session import dates_facts, dates_line
from accordtrack.cli.shapes import plain
from accordtrack.i18n import local, tr
from accordtrack.sentences import contrast as words
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.dates import TwoDates
    from accordtrack.desk import Desk
    from accordtrack.desk.scores import Scores
    from accordtrack.scoring.contrast import Contrast, Line
    from accordtrack.scoring.series import Point

CSV = (
    *("theme", "verdict", "part", "indicator", "about", "series", "word", "counted", "reason"),
    *("first", "first_start", "first_end", "last", "last_start", "last_end", "sources"),
)


def write(options: Globals, desk: Desk, theme: str | None, base: str | None, at: TwoDates | None) -> None:
    """Write one theme, or all."""
    held = desk.scores(at)
    codes = [theme] if theme is not None else [one.code for one in held.inputs.themes]
    found = [held.contrast(code, base) for code in codes]
    match options.format:
        case "json":
            facts = {**dates_facts(desk, at), "themes": [plain(as_json(one)) for one in found]}
            machine.write_json("contrast", facts, ascii_only=options.ascii_only)
        case "ndjson":
            machine.write_rows("contrast", [plain(as_json(one)) for one in found], ascii_only=options.ascii_only)
        case "csv":
            machine.write_csv(CSV, [plain(row) for one in found for row in _flat(one)])
        case _:
            sheet.page(options, [section for one in found for section in _sections(held, one, whole=theme is not None)])
            if line := dates_line(desk, at):
                sheet.say(options, line)


def _sections(held: Scores, found: Contrast, *, whole: bool) -> list[sheet.Section]:
    head = sheet.Section(local(held.name("theme", found.id)))
    head.add(tr("verdict"), label("verdict", found.verdict))
    head.add(tr("counts"), *words.counts(found).split("; "))
    if found.base:
        head.add(tr("since"), found.base)
    if found.guard_regressed:
        head.add(tr("guards"), tr("one that worsened stands beside what it guards"))
    parts = [head]
    for title, lines in (
        (tr("outputs"), found.outputs),
        (tr("outcomes and impact"), found.outcomes),
        (tr("guards"), found.guards),
    ):
        section = sheet.Section(title, label_width=sheet.NAME_WIDTH)
        for line in lines:
            section.facts.append((local(held.name("indicator", line.gauge.id)), _lines(held, line, whole=whole)))
        parts.append(section)
    if whole:
        section = sheet.Section(tr("other series of the same indicators, not counted"), label_width=sheet.NAME_WIDTH)
        for line in found.others:
            section.facts.append((local(held.name("indicator", line.gauge.id)), _lines(held, line, whole=True)))
        parts.append(section)
        section = sheet.Section(tr("shown, not compared"), label_width=sheet.NAME_WIDTH)
        for row in found.not_compared:
            section.add(local(held.name("indicator", row.gauge.id)), words.not_compared(row))
        parts.append(section)
    return parts


def _lines(held: Scores, line: Line, *, whole: bool) -> list[str]:
    unit = local(held.unit(line.gauge.id))
    told = [f"{words.line(line)}; {unit}" if line.pair else words.line(line)]
    if line.pair and whole:
        told.append(words.where(line))
        told.append(tr("about {side}", side=label("the side", line.gauge.side)))
    return told


def as_json(found: Contrast) -> dict[str, Any]:
    """A theme as ``docs/json.md`` promises."""
    return {
        "theme": found.id,
        "base": found.base,
        "verdict": found.verdict,
        "guard_regressed": found.guard_regressed,
        "outputs": [_line(line) for line in found.outputs],
        "outcomes": [_line(line) for line in found.outcomes],
        "guards": [_line(line) for line in found.guards],
        "others": [_line(line) for line in found.others],
        "not_compared": [
            {"id": one.row.id, "indicator": one.gauge.id, "reason": one.reason} for one in found.not_compared
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    pair = line.pair
    return {
        "indicator": line.gauge.id,
        "about": line.gauge.side,
        "series": line.series,
        "word": line.word,
        "latest_word": line.latest_word,
        "counted": line.counted,
        "older": line.older,
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
        "published_on": max(row.published for row in point.rows),
    }


def _flat(found: Contrast) -> list[dict[str, Any]]:
    rows = []
    for part, lines in (("output", found.outputs), ("outcome", found.outcomes), ("guard", found.guards)):
        for line in lines:
            told = _line(line)
            first, last = told["first"] or {}, told["last"] or {}
            rows.append(
                {
                    "theme": found.id,
                    "verdict": found.verdict,
                    "part": part,
                    **{name: told[name] for name in ("indicator", "about", "series", "word", "counted", "reason")},
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
