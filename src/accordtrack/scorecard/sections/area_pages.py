"""The pages of a scorecard proper: the answer, the areas in a table, a page for each area, and how to check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import DAYS_A_MONTH
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts.line_model import GREATEST, LineChart, Mark
from accordtrack.documents.model import Cell, Column, Paragraph, Row, Section, Table
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import answer, provenance, series
from accordtrack.scoring.findings import by_measured, shown_of_family, spoken_series
from accordtrack.scoring.measured_paths import drawn_points, figure_of
from accordtrack.scoring.series import STEPS
from accordtrack.scoring.theme_words import Word
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.text.calendar_names import day_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.documents.model import Block, Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.findings import Spoken, ThemeFinding
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.theme_words import Family

ANSWER = "answer"
"""Id of the section with the answer about the whole, which opens the document."""


def sections(
    data: ScorecardData, part: Iterable[Sentence], audience: str, withheld: int, checkpoint: Mapping[str, Any]
) -> tuple[Section, ...]:
    """Return the sections in order. ``part`` are the sentences on what the document covers and leaves out."""
    covered = tuple(map(Paragraph, part))
    areas = by_measured(data.scores.finding.themes)
    told = answer.whole_paragraphs(data)
    table = [Section("areas", tr("Indicators by area"), (answer.areas_table(data),))] if len(areas) > 1 else []
    return (
        Section(ANSWER, tr("What changed"), (*covered, *told, *answer.conflict_paragraph(told))),
        *table,
        *(_area(data, one) for one in areas),
        provenance.short_section(data, audience, withheld, checkpoint),
    )


def _area(data: ScorecardData, found: ThemeFinding) -> Section:
    code = found.paths.id
    measured = found.paths.word is not Word.NOT_MEASURED  # the answer itself begins with that
    blocks: list[Block] = [
        *([Paragraph((words.word_with_countries(found),))] if measured else []),
        *answer.theme_paragraphs(data, code),
        *(block for one in found.spoken[:1] for block in _chart(data, found, one)),
        *_series_of_places(data, found),
        *_tiles(data, found),
    ]
    return Section(f"page-{code}", data.title("theme", code), tuple(blocks))


def _chart(data: ScorecardData, found: ThemeFinding, one: Spoken) -> list[Block]:
    """Return the chart of a series with all its periods, and its unit and sources; nothing for values that cannot be drawn."""
    gauge = data.scores.inputs.gauges[one.indicator]
    values = drawn_points(gauge, one.path, data.at)
    if len(values) < 2 or any(abs(value.value) > GREATEST for value in values):  # noqa: PLR2004
        return []
    title = sanitize_line(words.path_sentence(data.scores, one))
    subtitle = sanitize_line(localize(data.scores.unit(gauge.id)))
    drawn = series.chart_points(data.scores, gauge.id, one.path.series, values)
    each = "; ".join(f"{series.period(value)} {point.shown}" for value, point in zip(values, drawn, strict=True))
    step = STEPS[gauge.periodicity] * DAYS_A_MONTH
    chart = LineChart(
        f"area-{found.paths.id}-chart",
        title,
        subtitle,
        drawn,
        sanitize_line(f"{title} {subtitle}: {each}."),
        tr("preliminary (*) or not exact"),
        marks=_first_agreement(found),
        every=round(max(step, min(value.days for value in values))) if step else 0,
        named=tuple(figure.end for figure in paths.told_figures(one.path)),
    )
    note = tr(
        "{unit}. Source: {sources}.",
        unit=subtitle[:1].upper() + subtitle[1:],
        sources=series.credit(data.facts, gauge.id, [row for value in values for row in value.rows]),
    )
    return [chart, Paragraph((note,), small=True)]


def _first_agreement(found: ThemeFinding) -> tuple[Mark, ...]:
    base = found.paths.base
    return (Mark(base, tr("first scored agreement of the area, {day}", day=day_name(base))),) if base else ()


def _tiles(data: ScorecardData, found: ThemeFinding) -> list[Table]:
    """Return a table with a row for each measured indicator; none if there is none."""
    rows = tuple(_tile(data, found, one) for one in found.paths.measured)
    if not rows:
        return []
    columns = (
        Column("indicator", tr("indicator"), weight=4.4),
        Column("word", tr("change"), weight=1.6),
        Column("source", tr("source"), weight=2.9),
    )
    title = tr("Indicators with comparable data")
    return [Table(f"area-{found.paths.id}-indicators", title, columns, rows, tuple(answer.conflict_note(rows)))]


def _series_of_places(data: ScorecardData, found: ThemeFinding) -> list[Table]:
    """Return the series of the places that a scorecard covers; none if it is not limited to places."""
    places = data.part.places if data.part is not None else frozenset[str]()
    inside = [one for one in found.paths.context if one.gauge.place in places]
    rows = tuple(row for one in inside for row in _place_rows(data, found, one))
    if not rows:
        return []
    columns = (Column("series", tr("series"), weight=4.6), Column("source", tr("source"), weight=2.2))
    notes = (tr("They do not count toward the area's word: only national indicators do."), *answer.conflict_note(rows))
    title = tr("Figures for {place}", place=paths.listed([paths.place_name(one) for one in sorted(places)]))
    return [Table(f"area-{found.paths.id}-places", title, columns, rows, notes)]


def _place_rows(data: ScorecardData, found: ThemeFinding, one: IndicatorPaths) -> list[Row]:
    """Return the figures of a series of a place; of one without a path the latest, if there is one."""
    name, gauge = f"area-{found.paths.id}-{one.gauge.id}", one.gauge
    if one.main is not None:
        shown = spoken_series(data.scores, one, one.main)
        text, source = words.path_in_figures(data.scores, shown), series.credit_of_path(data.facts, shown)
    else:
        rows = [row for row in gauge.rows if row.value is not None and not row.confirm]
        if not rows:
            return []
        latest = max(rows, key=lambda row: (row.end, row.published, row.id))
        figure = words.dated_figure(data.scores, gauge.id, figure_of(gauge, latest))
        text = tr("{name}: {figures}", name=paths.title(data.scores, gauge.id), figures=figure)
        source = series.credit(data.facts, gauge.id, [latest])
    return [Row(name, (Cell(sanitize_line(text), gauge.id), Cell(source)))]


def _tile(data: ScorecardData, found: ThemeFinding, family: Family) -> Row:
    """Return a measured indicator: the figures of the series that stand for it, its word, and who published them."""
    shown = shown_of_family(data.scores, family, found.spoken)
    told = words.family_figures(data.scores, family, shown)
    return Row(
        f"area-{found.paths.id}-{family.id}",
        (
            Cell(sanitize_line(told), shown[0].indicator),
            Cell(words.family_word(data.scores, family, told), family.word, answer.TONES.get(family.word, "")),
            Cell("; ".join(dict.fromkeys(series.credit_of_path(data.facts, one) for one in shown))),
        ),
    )
