"""The chart of a series that sentences name: all its years, the first agreement, and a series that does not agree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.core.safe_text import sanitize_line, with_minus_signs
from accordtrack.documents.charts.line_model import GREATEST, LineChart, Mark, OtherSeries, Point
from accordtrack.i18n import tr
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.scoring.measured_paths import drawn_points
from accordtrack.site import chart_files
from accordtrack.site.sections import series_block
from accordtrack.text import headlines, paths
from accordtrack.text.calendar_names import day_name
from accordtrack.text.numbers import format_amount
from accordtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accordtrack.scoring.findings import Spoken
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import SiteData


def values_of(site: SiteData, one: Spoken) -> list[Value]:
    """Return all values of a series as its path compares them, those of the years before it too."""
    gauge = site.held.scores.inputs.gauges[one.indicator]
    return drawn_points(gauge, one.path, site.held.at) if one.path.series in gauge.series else []


def points_of(site: SiteData, one: Spoken) -> tuple[Point, ...]:
    """Return the values of a series as charts draw them; of a panel series, those of its path."""
    found = values_of(site, one)
    if found:
        return named.chart_points(site.held.scores, one.indicator, one.path.series, found)
    return tuple(
        Point(each.start, each.end, each.value, with_minus_signs(format_amount(each.value)), hollow=each.preliminary)
        for each in one.path.figures
    )


def every(site: SiteData, one: Spoken) -> int:
    """Return the number of days from one value of a series to the next, or 0 if irregular."""
    gauge = site.held.scores.inputs.gauges[one.indicator]
    return series_block.days_between_values(gauge, [each.days for each in values_of(site, one) or one.path.figures])


def chart(site: SiteData, name: str, one: Spoken, agreed_on: str | None) -> LineChart | None:
    """Return the chart of a series with the day of the first agreement; None for a series without two values to draw.

    Its files have its ``name``.
    """
    points = points_of(site, one)
    if len(points) < 2 or any(abs(point.value) > GREATEST for point in points):  # noqa: PLR2004 - a line
        return None
    title = sanitize_line(headlines.of_series(site.held.scores, one))
    unit = series_block.series_unit(site, one.indicator, one.path.series)
    subtitle = sanitize_line(f"{unit}; {label('series', one.path.series)}")
    beside = _other_source(site, one)
    credits_of = [credit(site, one), *([series_block.credit(site, *beside)] if beside else [])]
    agreed = (
        [Mark(agreed_on, tr("first scored agreement, {day}", day=day_name(agreed_on)))] if agreed_on is not None else []
    )
    each = "; ".join(f"{point.end[:4]} {point.shown}" for point in points)
    return LineChart(
        name,
        title,
        subtitle,
        points,
        sanitize_line(f"{title}. {subtitle}: {each}."),
        tr("open circle: preliminary (*) or not exact"),
        tuple(agreed),
        notes=((sanitize_line(tr("Source: {credit}.", credit="; ".join(credits_of))),), chart_files.links(name)),
        every=every(site, one),
        other=_other_series(site, one, *beside) if beside else None,
        ink=series_block.country_ink(one.side),
        named=tuple(figure.end for figure in paths.told_figures(one.path)),
    )


def credit(site: SiteData, one: Spoken) -> str:
    """Return the producer of a series and where its values were read."""
    return series_block.credit(site, one.indicator, values_of(site, one))


def _other_source(site: SiteData, one: Spoken) -> tuple[str, list[Value]] | None:
    """Return the indicator that an open conflict sets beside a series, and its values of the same thing, rhythm and scale."""
    facts, gauges = site.held.facts, site.held.scores.inputs.gauges
    for conflict in site.conflicts_about("indicators", one.indicator):
        if conflict.id in facts.settled:
            continue
        for name in conflict.about.indicators:
            if name == one.indicator or name not in gauges or gauges[name].family != gauges[one.indicator].family:
                continue
            values = series.points(gauges[name], one.path.series, site.held.at)
            if len(values) > 1 and _same_scale(values_of(site, one), values):
                return name, values
    return None


def _other_series(site: SiteData, one: Spoken, other: str, values: Iterable[Value]) -> OtherSeries:
    facts = site.held.facts
    return OtherSeries(
        named.chart_points(site.held.scores, other, one.path.series, values),
        sanitize_line(f"{facts.indicators[other].publisher} ◊"),
        sanitize_line(f"{facts.indicators[one.indicator].publisher} ◊"),
        tr("between them: the two sources do not agree ◊"),
    )


def _same_scale(first: Iterable[Value], other: Iterable[Value]) -> bool:
    """Whether two series have values of the same periods and neither is ever twice the other, so that one axis fits both."""
    found = {(point.start, point.end): point.value for point in first}
    pairs = [(found[point.start, point.end], point.value) for point in other if (point.start, point.end) in found]
    return bool(pairs) and all(0 < a < 2 * b < 4 * a for a, b in pairs)
