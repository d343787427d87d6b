"""A series as a page block: a chart for two or more values, a number for one, with producer and sources below."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from accordtrack.core.dates import DAYS_A_MONTH
from accordtrack.core.safe_text import minus, sanitize_line
from accordtrack.i18n import local, tr
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.site import chart_axes
from accordtrack.site.chart_model import GREATEST, LineChart, Point, ReferenceValue, SingleValue
from accordtrack.site.sections import chart_titles, citations
from accordtrack.text import release_dates
from accordtrack.text.numbers import amount
from accordtrack.vocabulary import Qualifier
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.chart_model import Mark
    from accordtrack.site.material import SiteData
    from accordtrack.site.page import Words


def drawable(points: Iterable[Value]) -> bool:
    """Whether there are values, and all of them are small enough to draw."""
    held = list(points)
    return bool(held) and all(abs(point.value) <= GREATEST for point in held)


def curve(
    made: SiteData,
    name: str,
    told: str,
    points: Iterable[Value],
    *,
    title: str,
    marks: tuple[Mark, ...] = (),
    spots: tuple[ReferenceValue, ...] = (),
    notes: tuple[Words, ...] = (),
    joined: bool = True,
) -> LineChart:
    """Return a series as a chart, with unit, series and periods in the subtitle and the sources below."""
    held = list(points)
    drawn = tuple(map(_point, held))
    first, last = named.period(held[0]), named.period(held[-1])
    unit = _unit(made, name, told)
    subtitle = tr(
        "{unit}; series {series}; {n} values, {first} to {last}",
        unit=unit,
        series=label("series", told),
        n=len(held),
        first=first,
        last=last,
    )
    each = "; ".join(f"{named.period(point)} {one.shown}" for point, one in zip(held, drawn, strict=True))
    return LineChart(
        f"indicator-{name}",
        sanitize_line(title),
        sanitize_line(subtitle),
        drawn,
        sanitize_line(f"{title}. {subtitle}: {each}."),
        unsure(),
        marks,
        spots,
        (),
        (_produced(made, name, held), *notes),
        _rhythm(made.held.scores.inputs.gauges[name], held),
        joined,
    )


def sole(
    made: SiteData,
    name: str,
    told: str,
    point: Value,
    *,
    title: str,
    spots: tuple[ReferenceValue, ...],
    notes: tuple[Words, ...],
) -> SingleValue:
    """Return a series with one value; the meaning of a mark on the value is listed beside it."""
    shown = _point(point)
    beside = [spot.words for spot in spots]
    if shown.hollow:
        beside.append(unsure())
    period = tr("{period}; series {series}, one value", period=named.period(point), series=label("series", told))
    return SingleValue(
        f"indicator-{name}",
        sanitize_line(title),
        sanitize_line(shown.shown),
        _unit(made, name, told),
        sanitize_line(period),
        tuple(beside),
        (_produced(made, name, [point]), *notes),
    )


def uncounted(point: Value) -> ReferenceValue:
    """Return the value whose period contains the day of an event, placed at the middle of the period."""
    shown, middle = _point(point), (chart_axes.ordinal(point.start) + chart_axes.ordinal(point.end)) // 2
    told = tr(
        "period with the day of the event, not counted: {value} ({period})",
        value=shown.shown,
        period=named.period(point),
    )
    return ReferenceValue("uncounted", date.fromordinal(middle).isoformat(), point.value, sanitize_line(told))


def unsure() -> str:
    """Return the meaning of a hollow dot or a marked value."""
    return tr("preliminary (*) or not exact; the table says which")


def _point(point: Value) -> Point:
    exact = point.qualifier == Qualifier.EXACT
    value = minus(amount(point.value))
    shown = value if exact else f"{label('qualifier', point.qualifier)} {value}"
    mark = "*" if point.preliminary else ""
    return Point(point.start, point.end, point.value, f"{shown}{mark}", hollow=point.preliminary or not exact)


def _unit(made: SiteData, name: str, told: str) -> str:
    unit = sanitize_line(local(made.held.facts.indicators[name].unit))
    return tr("{unit}, growth a day", unit=unit) if chart_titles.running(told) else unit


def _produced(made: SiteData, name: str, points: Iterable[Value]) -> Words:
    """Return the producer of the figures and the sources they were read in, each with its release date."""
    rows = [row for point in points for row in point.rows]
    read = citations.joined(
        (*citations.sources(made, [source]), f", {release_dates.when(row.published, row.exact)}")
        for source, row in release_dates.by_source(rows).items()
    )
    producer = sanitize_line(made.held.facts.indicators[name].publisher)
    return (tr("Producer: {producer}; read in: ", producer=producer), *read)


def _rhythm(gauge: MeasuredIndicator, held: Sequence[Value]) -> int:
    """Return the days between values: the indicator's rhythm or, if longer, the shortest period; 0 if irregular."""
    step = series.STEPS[gauge.periodicity] * DAYS_A_MONTH
    return round(max(step, min(point.days for point in held))) if step else 0
