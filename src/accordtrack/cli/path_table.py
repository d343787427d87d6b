"""Output of the ``paths`` verb: what changed in a theme, and the path of each series since the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.cli import machine_output, method_block, text_tables
from accordtrack.core.problems import Problem, Refused, unknown_word_problem
from accordtrack.core.safe_text import nearest
from accordtrack.i18n import explain, in_both_languages, localize, tr
from accordtrack.text import paths as words
from accordtrack.text.numbers import format_signed
from accordtrack.types import regions
from accordtrack.vocabulary import Direction
from accordtrack.wording import label

if TYPE_CHECKING:
    from accordtrack.cli.arguments import Globals
    from accordtrack.core.dates import TwoDates
    from accordtrack.scoring.comparable_pairs import Figure
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.score_access import ScoreAccess
    from accordtrack.scoring.series_path import SeriesPath
    from accordtrack.scoring.theme_paths import ThemePaths
    from accordtrack.service import Desk

_FIGURES = ("first", "peak", "trough", "last")
_PARTS = ("value", "start", "end", "released_on")
_SERIES = ("series", "place", "level", "since", "lately", "shape", "per_year", "rate", "t", "reason", "votes")
CSV = (
    *("theme", "base", "word", "family", "family_word", "indicator", "about", "unit.en", "unit.es", *_SERIES),
    *(f"{figure}.{part}" for figure in _FIGURES for part in _PARTS),
    *method_block.PATH_CSV,
    *method_block.CSV,
)


def write(options: Globals, desk: Desk, subject: str | None, place: str | None, at: TwoDates | None) -> None:
    """Write what changed in a theme, of an indicator or of a panel series, or in every theme if ``subject`` is None."""
    scores = desk.scores(at)
    codes = [one.code for one in scores.inputs.themes]
    if place is not None and subject not in scores.facts.panel.series:
        raise Refused(Problem("--place works only with a series of the panel", "Leave it out.", usage=True))
    if subject is None or subject in codes:
        _write_themes(options, desk, scores, [subject] if subject else codes)
    elif subject in scores.inputs.gauges:
        _write_indicator(options, desk, scores, scores.indicator_paths(subject))
    elif subject in scores.facts.panel.series:
        _write_panel(options, desk, scores, subject, place)
    else:
        near = nearest(subject, [*scores.inputs.gauges, *scores.facts.panel.series])
        raise Refused(unknown_word_problem(("field", "subject"), subject, [*codes, *([near] if near else [])]))


def _write_themes(options: Globals, desk: Desk, scores: ScoreAccess, codes: list[str]) -> None:
    found = [scores.theme_paths(code) for code in codes]
    rows = (as_json(scores, one) for one in found)
    csv_rows = (row for one in found for row in _csv_rows(scores, one))
    if not method_block.wrote_rows(options, scores, "paths", rows, CSV, csv_rows, **method_block.path_facts()):
        whole = len(codes) == 1
        sections = [section for one in found for section in _theme_sections(scores, one, whole=whole)]
        text_tables.print_page(options, sections)
        _print_foot(options, desk, scores)


def _write_indicator(options: Globals, desk: Desk, scores: ScoreAccess, found: IndicatorPaths) -> None:
    match options.format:
        case "json" | "ndjson":
            facts = {**method_block.facts(scores), **method_block.path_facts(), "path": _indicator_json(scores, found)}
            machine_output.write_one(options, "indicator_paths", facts)
        case "csv":
            method_block.write_csv(scores, CSV, _indicator_rows(scores, found, {}))
        case _:
            section = text_tables.Section(words.title(scores, found.gauge.id))
            for one in found.paths:
                section.add(label("series", one.series), *_series_lines(scores, found, one))
            if not found.paths:
                section.add(tr("series"), words.not_compared(found))
            text_tables.print_page(options, [section])
            _print_foot(options, desk, scores)


def _write_panel(options: Globals, desk: Desk, scores: ScoreAccess, series: str, place: str | None) -> None:
    if place is not None and place not in regions.NAMES:
        raise Refused(
            unknown_word_problem(("field", "place"), place, [nearest(place, list(regions.NAMES)) or "MX-SIN"])
        )
    base = scores.first_agreement
    found = scores.panel_path(series, place, base) if base else None
    if found is None:
        raise Refused(Problem('No release of "{id}" on this date', "Give later dates.", "", {"id": series}))
    match options.format:
        case "json" | "ndjson":
            facts = {
                **method_block.facts(scores),
                **method_block.path_facts(),
                "base": base,
                "path": series_json(found),
            }
            machine_output.write_one(options, "series_path", facts)
        case "csv":
            row = {"base": base, **method_block.path_facts(), **_flat(series_json(found))}
            method_block.write_csv(scores, CSV, [row])
        case _:
            definition = scores.facts.panel.series[series]
            section = text_tables.Section(localize(definition.title.text))
            section.add(tr("place"), words.place_name(place))
            sign = 0 if definition.direction is Direction.NONE else 1
            section.add(tr("path"), *_path_lines(found, sign, float(definition.unchanged_within)))
            section.add(tr("registry"), definition.registry)
            text_tables.print_page(options, [section])
            _print_foot(options, desk, scores)


def _print_foot(options: Globals, desk: Desk, scores: ScoreAccess) -> None:
    for problem in scores.read_release.problems:
        text_tables.print_text(options, explain(problem))
    text_tables.print_text(options, tr("These figures show what happened; they do not show a cause."))
    text_tables.print_text(options, method_block.path_sentence())
    method_block.print_footer(options, desk, scores)


def _theme_sections(scores: ScoreAccess, found: ThemePaths, *, whole: bool) -> list[text_tables.Section]:
    def title(indicator: str) -> str:
        return words.title(scores, indicator)

    head = text_tables.Section(localize(scores.title_of("theme", found.id)))
    head.add(label("theme word", found.word), *words.sentences(found, title))
    if found.base:
        head.add(tr("since"), found.base)
    if found.trend.score is not None:
        n = found.trend.measured_families
        head.add(
            tr("change in indicators"),
            tr(
                "{n} by AT-2.0.0, over {families} indicators",
                n=format_signed(found.trend.score),
                families=n,
            ),
        )
    if lines := words.same_family_lines(found, title):
        head.add(tr("indicators"), *lines)
    shown = text_tables.Section(tr("What changed"), label_width=text_tables.NAME_WIDTH)
    left = text_tables.Section(tr("No comparable figure"), label_width=text_tables.NAME_WIDTH)
    for one in found.indicators:
        if not one.compared:
            left.add(title(one.gauge.id), words.reason(one.reason))
            continue
        chosen = one.compared if whole else [one.main] if one.main else []
        lines = [line for path in chosen for line in _series_lines(scores, one, path)]
        aside = [tr("shown, gives no vote")] if one in found.context else []
        shown.add(title(one.gauge.id), *lines, *aside)
    return [head, shown, *([left] if whole else [])]


def _series_lines(scores: ScoreAccess, found: IndicatorPaths, path: SeriesPath) -> list[str]:
    unit = words.unit(scores, found.gauge.id)
    name = tr("series {series}, {unit}", series=label("series", path.series), unit=unit)
    return [*_path_lines(path, found.gauge.sign, found.gauge.unchanged_within), name]


def _path_lines(path: SeriesPath, sign: int, margin: float) -> list[str]:
    figures = path.figures[:1] + path.figures[-1:]
    released = tr("figures released {days}", days=words.releases(figures)) if figures else ""
    over = tr("the latest release is partial; older ones give the rest") if path.laid_over else ""
    shape = ", ".join(words.words(path, sign, margin))
    parts = [shape, words.basis(path), words.so_far(path), words.later(path), released, over]
    return [words.path(path), *(part for part in parts if part)]


def as_json(scores: ScoreAccess, found: ThemePaths) -> dict[str, Any]:
    """Return what changed in a theme in the JSON form that ``docs/json.md`` documents."""
    return {
        "id": found.id,
        "base": found.base,
        "base_id": found.base_id,
        "word": found.word,
        "finding": in_both_languages(lambda: words.answer(found)),
        "measured": len(found.measured),
        "trend": found.trend.score,
        "trend_families": found.trend.measured_families,
        "families": [
            {
                "id": family.id,
                "word": family.word,
                "about": list(family.sides),
                "contrary": bool(family.contrary),
                "indicators": [_indicator_json(scores, one) for one in family.indicators],
            }
            for family in found.families
        ],
        "context": [_indicator_json(scores, one) for one in found.context],
        "worse_guards": [one.gauge.id for one in found.worse_guards],
    }


def _indicator_json(scores: ScoreAccess, found: IndicatorPaths) -> dict[str, Any]:
    return {
        "indicator": found.gauge.id,
        "about": found.gauge.side,
        "unit": scores.unit(found.gauge.id),
        "reason": found.reason,
        "main": found.main.series if found.main else None,
        "series": [series_json(one) for one in found.paths],
    }


def series_json(found: SeriesPath) -> dict[str, Any]:
    """Return the path of a series in the JSON form that ``docs/json.md`` documents."""
    path, part = found.path, found.so_far
    return {
        "series": found.series,
        "place": found.place,
        "level": found.level,
        "first": _figure_json(found.first),
        "peak": _figure_json(found.peak),
        "trough": _figure_json(found.trough),
        "last": _figure_json(found.last),
        "values": [_figure_json(one) for one in found.figures],
        "since": path.since if path else None,
        "lately": path.lately if path else None,
        "shape": path.shape if path else None,
        "per_year": found.per_year,
        "rate": path.rate if path else None,
        "t": path.t if path else None,
        "reason": found.reason,
        "votes": [{"against": one.against, "movement": one.movement} for one in found.votes],
        "so_far": {
            "months": part.months,
            "end": part.end,
            "value": part.value,
            "same_months": part.same_months,
            "preliminary": part.preliminary,
        }
        if part
        else None,
        "later": _figure_json(found.later),
        "later_movement": found.later_movement,
        "later_against": _figure_json(found.later_against),
        "first_releases": found.first_releases,
        "final": _figure_json(found.final),
        "laid_over": found.laid_over,
    }


def _figure_json(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "start": figure.start,
        "end": figure.end,
        "value": figure.value,
        "qualifier": figure.qualifier,
        "class": figure.release_class,
        "preliminary": figure.preliminary,
        "released_on": figure.released_on,
        "sources": sorted({row.source for row in figure.rows}),
    }


def _csv_rows(scores: ScoreAccess, found: ThemePaths) -> list[dict[str, Any]]:
    beside = {"theme": found.id, "base": found.base, "word": found.word}
    rows = []
    for family in found.families:
        more = {**beside, "family": family.id, "family_word": family.word}
        rows += [row for one in family.indicators for row in _indicator_rows(scores, one, more)]
    return rows + [row for one in found.context for row in _indicator_rows(scores, one, beside)]


def _indicator_rows(scores: ScoreAccess, found: IndicatorPaths, beside: dict[str, Any]) -> list[dict[str, Any]]:
    facts = {"indicator": found.gauge.id, "about": found.gauge.side, "unit": scores.unit(found.gauge.id)}
    return [{**beside, **facts, **method_block.path_facts(), **_flat(series_json(one))} for one in found.paths]


def _flat(facts: dict[str, Any]) -> dict[str, Any]:
    """Return a series for CSV: its votes as signs against each level."""
    votes = " ".join(f"{one['against']}:{one['movement']}" for one in facts["votes"])
    kept = {name: facts[name] for name in (*_SERIES, *_FIGURES) if name != "votes"}
    return {**kept, "votes": votes}
