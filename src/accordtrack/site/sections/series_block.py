"""A series as a page block: a chart for two or more values, a number for one, with producer and sources below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.dates import DAYS_A_MONTH
from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.charts.line_model import GREATEST, LineChart, Point, ReferenceValue, SingleValue
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.site.sections import chart_titles, citations
from accordtrack.text import release_dates
from accordtrack.text.numbers import format_amount
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.documents.charts.line_model import Mark
    from accordtrack.documents.model import Sentence
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import SiteData


def is_drawable(points: Iterable[Value]) -> bool:
    """Whether there are values, and all of them are small enough to draw."""
    values = list(points)
    return bool(values) and all(abs(point.value) <= GREATEST for point in values)


def build_line_chart(
    site: SiteData,
    name: str,
    text: str,
    points: Iterable[Value],
    *,
    title: str,
    marks: tuple[Mark, ...] = (),
    spots: tuple[ReferenceValue, ...] = (),
    notes: tuple[Sentence, ...] = (),
) -> LineChart:
    """Return a series as a chart, with unit, series and periods in the subtitle and the sources below."""
    values = list(points)
    chart_points = tuple(map(_chart_point, values))
    first, last = named.period(values[0]), named.period(values[-1])
    unit = _series_unit(site, name, text)
    subtitle = tr(
        "{unit}; series {series}; {n} values, {first} to {last}",
        unit=unit,
        series=label("series", text),
        n=len(values),
        first=first,
        last=last,
    )
    each = "; ".join(f"{named.period(point)} {one.shown}" for point, one in zip(values, chart_points, strict=True))
    return LineChart(
        f"indicator-{name}",
        sanitize_line(title),
        sanitize_line(subtitle),
        chart_points,
        sanitize_line(f"{title}. {subtitle}: {each}."),
        uncertain_value_note(),
        marks,
        spots,
        (),
        (_producer_note(site, name, values), *notes),
        _days_between_values(site.held.scores.inputs.gauges[name], values),
    )


def build_single_value(
    site: SiteData,
    name: str,
    text: str,
    point: Value,
    *,
    title: str,
    spots: tuple[ReferenceValue, ...],
    notes: tuple[Sentence, ...],
) -> SingleValue:
    """Return a series with one value; the meaning of a mark on the value is listed beside it."""
    shown = _chart_point(point)
    beside = [spot.words for spot in spots]
    if shown.hollow:
        beside.append(uncertain_value_note())
    period = tr("{period}; series {series}, one value", period=named.period(point), series=label("series", text))
    return SingleValue(
        f"indicator-{name}",
        sanitize_line(title),
        sanitize_line(shown.shown),
        _series_unit(site, name, text),
        sanitize_line(period),
        tuple(beside),
        (_producer_note(site, name, [point]), *notes),
    )


def uncertain_value_note() -> str:
    """Return the meaning of a hollow dot or a marked value."""
    return tr("preliminary (*) or not exact; the table says which")


def _chart_point(point: Value) -> Point:
    exact = point.qualifier == Qualifier.EXACT
    value = with_minus_signs(format_amount(point.value))
    text = value if exact else f"{label('qualifier', point.qualifier)} {value}"
    mark = "*" if point.is_preliminary else ""
    return Point(point.start, point.end, point.value, f"{text}{mark}", hollow=point.is_preliminary or not exact)


def _series_unit(site: SiteData, name: str, text: str) -> str:
    unit = sanitize_line(localize(site.held.facts.indicators[name].unit))
    return tr("{unit}, growth per day", unit=unit) if chart_titles.is_running_total(text) else unit


def _producer_note(site: SiteData, name: str, points: Iterable[Value]) -> Sentence:
    """Return the producer of the figures and the sources they were read in, each with its release date."""
    rows = [row for point in points for row in point.rows]
    read = citations.join_sentences(
        (*citations.sources_line(site, [source]), f", {release_dates.release_text(row.published, row.exact)}")
        for source, row in release_dates.by_source(rows).items()
    )
    producer = sanitize_line(site.held.facts.indicators[name].publisher)
    return (tr("Producer: {producer}; read in: ", producer=producer), *read)


def _days_between_values(gauge: MeasuredIndicator, points: Sequence[Value]) -> int:
    """Return the days between values: the indicator's rhythm or, if longer, the shortest period; 0 if irregular."""
    step = series.STEPS[gauge.periodicity] * DAYS_A_MONTH
    return round(max(step, min(point.days for point in points))) if step else 0
