"""The pages of a scorecard proper: the answer, the areas in a table, a page for each area, and how to check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accordtrack.core.dates import DAYS_A_MONTH
from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.charts.line_model import GREATEST, LineChart, Mark, Point
from accordtrack.documents.model import Cell, Column, Paragraph, Row, Section, Table
from accordtrack.i18n import in_alternat, localize, tr
from accordtrack.scorecard.sections import answer, provenance, series
from accordtrack.scoring.findings import by_measured, spoken_series
from accordtrack.scoring.measured_paths import figure_of
from accordtrack.scoring.series import STEPS, points
from accordtrack.text import findings as words
from accordtrack.text import paths
from accordtrack.text.calendar_names import day_name
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.documents.model import Block, Sentence
    from accordtrack.scorecard.context import ScorecardData
    from accordtrack.scoring.findings import Spoken, ThemeFinding
    from accordtrack.scoring.measured_paths import IndicatorPaths
    from accordtrack.scoring.series import Point as Value
    from accordtrack.scoring.series import Row as Measured
    from accordtrack.scoring.theme_words import Family

ANSWER = "answer"
"""Id of the section with the answer about the whole, which opens the document."""


def sections(
    data: ScorecardData, part: Iterable[Sentence], audience: str, withheld: int, checkpoint: Mapping[str, Any]
) -> tuple[Section, ...]:
    """Return the sections in order. ``part`` are the sentences on what the document covers and leaves out."""
    covered = tuple(map(Paragraph, part))
    return (
        Section(ANSWER, tr("What changed"), (*covered, *answer.whole_paragraphs(data))),
        Section("areas", tr("Indicators by area"), (answer.areas_table(data),)),
        *(_area(data, one) for one in by_measured(data.scores.finding.themes)),
        provenance.short_section(data, audience, withheld, checkpoint),
    )


def _area(data: ScorecardData, found: ThemeFinding) -> Section:
    code = found.paths.id
    blocks: list[Block] = [
        Paragraph((words.word_with_countries(found),)),
        *answer.theme_paragraphs(data, code),
        *(block for one in found.spoken[:1] for block in _chart(data, found, one)),
        *_tiles(data, found),
        *_series_of_places(data, found),
    ]
    return Section(f"page-{code}", data.title("theme", code), tuple(blocks))


def _chart(data: ScorecardData, found: ThemeFinding, one: Spoken) -> list[Block]:
    """Return the chart of a series with all its periods, and its unit and sources; nothing for values that cannot be drawn."""
    gauge = data.scores.inputs.gauges[one.indicator]
    values = points(gauge, one.path.series, data.at)
    if len(values) < 2 or any(abs(value.value) > GREATEST for value in values):  # noqa: PLR2004
        return []
    title = sanitize_line(words.path_sentence(data.scores, one))
    subtitle = sanitize_line(localize(data.scores.unit(gauge.id)))
    drawn = tuple(map(_point, values))
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
    )
    note = tr(
        "{unit}. Source: {sources}.",
        unit=subtitle[:1].upper() + subtitle[1:],
        sources=_credit(data, gauge.id, [row for value in values for row in value.rows]),
    )
    return [chart, Paragraph((note,), small=True)]


def _first_agreement(found: ThemeFinding) -> tuple[Mark, ...]:
    base = found.paths.base
    return (Mark(base, tr("first scored agreement of the area, {day}", day=day_name(base))),) if base else ()


def _point(value: Value) -> Point:
    exact = value.qualifier == Qualifier.EXACT
    shown = with_minus_signs(format_amount(value.value))
    shown = shown if exact else f"{label('qualifier', value.qualifier)} {shown}"
    mark = "*" if value.is_preliminary else ""
    return Point(value.start, value.end, value.value, f"{shown}{mark}", hollow=value.is_preliminary or not exact)


def _credit(data: ScorecardData, indicator: str, rows: Iterable[Measured]) -> str:
    """Return the producer of figures and where they were read: ``INEGI, read in Contralínea, Animal Político and 5 more``."""
    producer = sanitize_line(data.facts.indicators[indicator].publisher)
    found = (data.facts.sources[row.source] for row in rows if row.source in data.facts.sources)
    outlets = [sanitize_line(one) for one in dict.fromkeys(one.publisher for one in found) if one != producer]
    named, more = ", ".join(outlets[:_NAMED]), len(outlets) - _NAMED
    if not named:
        return producer
    read_in = tr("{sources} and {n} more", sources=named, n=more) if more > 0 else named
    return tr("{producer}, read in {publisher}", producer=producer, publisher=read_in)


_NAMED = 2
"""How many outlets a line names before it counts the rest."""


def _tiles(data: ScorecardData, found: ThemeFinding) -> list[Table]:
    """Return a table with a row for each measured indicator; none if there is none."""
    rows = tuple(_tile(data, found, one) for one in found.paths.measured)
    if not rows:
        return []
    columns = (
        Column("indicator", tr("indicator"), weight=4.6),
        Column("word", tr("change"), weight=1.7),
        Column("source", tr("source"), weight=2.2),
    )
    title = tr("Indicators with comparable data")
    return [Table(f"area-{found.paths.id}-indicators", title, columns, rows, (tr("◊ Sources do not agree."),))]


def _series_of_places(data: ScorecardData, found: ThemeFinding) -> list[Table]:
    """Return the series of the places that a scorecard covers; none if it is not limited to places."""
    places = data.part.places if data.part is not None else frozenset[str]()
    inside = [one for one in found.paths.context if one.gauge.place in places]
    rows = tuple(row for one in inside for row in _place_rows(data, found, one))
    if not rows:
        return []
    columns = (Column("series", tr("series"), weight=4.6), Column("source", tr("source"), weight=2.2))
    note = tr("They give no word: an area has the word of its indicators for whole countries.")
    return [Table(f"area-{found.paths.id}-places", tr("Series of the place"), columns, rows, (note,))]


def _place_rows(data: ScorecardData, found: ThemeFinding, one: IndicatorPaths) -> list[Row]:
    """Return the figures of a series of a place; of one without a path the latest, if there is one."""
    name, gauge = f"area-{found.paths.id}-{one.gauge.id}", one.gauge
    if one.main is not None:
        shown = spoken_series(data.scores, one, one.main)
        text, source = words.path_in_figures(data.scores, shown), _credits(data, shown)
    else:
        rows = [row for row in gauge.rows if row.value is not None and not row.confirm]
        if not rows:
            return []
        latest = max(rows, key=lambda row: (row.end, row.published, row.id))
        figure = paths.dated(figure_of(gauge, latest))
        text = tr("{name}: {figures}", name=paths.title(data.scores, gauge.id), figures=figure)
        source = _credit(data, gauge.id, [latest])
    return [Row(name, (Cell(sanitize_line(text), gauge.id), Cell(source)))]


def _credits(data: ScorecardData, shown: Spoken) -> str:
    figures = (shown.path.first, shown.path.last)
    return _credit(data, shown.indicator, [row for figure in figures if figure for row in figure.rows])


def _tile(data: ScorecardData, found: ThemeFinding, family: Family) -> Row:
    """Return a measured indicator: the figures of a series that votes, its word, and who published them."""
    voting = [(one, path) for one in family.indicators for path in one.paths if path.votes]
    spoken = {(one.indicator, one.path.series): one for one in found.spoken}
    named = [spoken[one.gauge.id, path.series] for one, path in voting if (one.gauge.id, path.series) in spoken]
    ranked = [
        spoken_series(data.scores, *pair) for pair in sorted(voting, key=lambda pair: pair[0].main is not pair[1])
    ]
    shown = in_alternat((named or ranked)[:1], lambda one: one.side)[0]
    text = words.path_in_figures(data.scores, shown)
    return Row(
        f"area-{found.paths.id}-{family.id}",
        (
            Cell(sanitize_line(text), shown.indicator),
            Cell(
                f"{words.mark(family.word)} {label('theme word', family.word)}",
                family.word,
                answer.TONES.get(family.word, ""),
            ),
            Cell(_credits(data, shown)),
        ),
    )
