"""A series as a page block: a chart for two or more values, a number for one, with producer and sources below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from accordtrack.core.dates import DAYS_A_MONTH
from accordtrack.core.safe_text import sanitize_line
from accordtrack.documents.charts.line_model import GREATEST, LineChart, ReferenceValue, SingleValue
from accordtrack.i18n import localize, tr
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.site.sections import chart_titles
from accordtrack.vocabulary import Side
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accordtrack.documents.charts.line_model import Mark
    from accordtrack.documents.model import Sentence
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import SiteData

_INKS: Mapping[str, Literal["us", "mx"]] = {Side.US: "us", Side.MX: "mx"}


def country_ink(side: str) -> Literal["", "us", "mx"]:
    """Return the color of what is about one country."""
    return _INKS.get(side, "")


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
    chart_points = named.chart_points(site.held.scores, name, text, values)
    first = named.period(values[0]).partition("/")[0].strip()  # the first day or month of a period
    last = named.period(values[-1]).rpartition("/")[2].strip()
    unit = series_unit(site, name, text)
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
        days_between_values(site.held.scores.inputs.gauges[name], (one.days for one in values)),
        ink=country_ink(site.held.scores.inputs.gauges[name].side),
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
    (shown,) = named.chart_points(site.held.scores, name, text, [point])
    beside = [spot.words for spot in spots]
    if shown.hollow or shown.bound:
        beside.append(uncertain_value_note())
    period = tr("{period}; series {series}, one value", period=named.period(point), series=label("series", text))
    return SingleValue(
        f"indicator-{name}",
        sanitize_line(title),
        sanitize_line(shown.shown),
        series_unit(site, name, text),
        sanitize_line(period),
        tuple(beside),
        (_producer_note(site, name, [point]), *notes),
    )


def uncertain_value_note() -> str:
    """Return the meaning of a hollow dot or a marked value."""
    return tr("preliminary (*) or not exact; the table says which")


def series_unit(site: SiteData, name: str, text: str) -> str:
    """Return the unit of the values of a series, as charts draw them."""
    unit = sanitize_line(localize(site.held.facts.indicators[name].unit))
    return tr("{unit}, growth per day", unit=unit) if chart_titles.is_running_total(text) else unit


def credit(site: SiteData, name: str, points: Iterable[Value]) -> str:
    """Return the producer of the values of an indicator and where they were read."""
    return named.credit(site.held.facts, name, [row for point in points for row in point.rows])


def _producer_note(site: SiteData, name: str, points: Iterable[Value]) -> Sentence:
    return (tr("Source: {credit}.", credit=credit(site, name, points)),)


def days_between_values(gauge: MeasuredIndicator, days: Iterable[int]) -> int:
    """Return the days between values with periods of these ``days``: by the indicator's rhythm or the shortest; 0 if irregular."""
    step = series.STEPS[gauge.periodicity] * DAYS_A_MONTH
    return round(max(step, min(days))) if step else 0
