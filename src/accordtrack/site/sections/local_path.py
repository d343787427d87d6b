"""The path of the place of an event by indicators about that place alone, for events of which the panel has no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accordtrack.scorecard.sections import event_chart
from accordtrack.scorecard.sections import series as named
from accordtrack.scoring import series
from accordtrack.site.sections import series_block, value_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accordtrack.ledger.records import Event
    from accordtrack.scoring.series import MeasuredIndicator
    from accordtrack.scoring.series import Point as Value
    from accordtrack.site.material import SiteData


def blocks(site: SiteData, body: Event) -> Iterator[object]:
    """Yield the chart of each indicator about the place with values before and after the event, and its values as a table."""
    for gauge, text in _indicators(site, body):
        points = _with_bounds(site, gauge, text)
        title, marks = site.held.title("indicator", gauge.id), (event_chart.event_mark(body),)
        if gauge.id in site.held.scores.in_conflict:
            title = f"{title} ◊"
        yield series_block.build_line_chart(site, gauge.id, text, points, title=title, marks=marks)
        yield from value_table.collapsible_table(site, gauge, text, points)


def sources(site: SiteData, body: Event) -> set[str]:
    """Return the ids of the sources of these values."""
    return {row.source for gauge, _text in _indicators(site, body) for row in gauge.rows}


def _indicators(site: SiteData, body: Event) -> Iterator[tuple[MeasuredIndicator, str]]:
    for gauge in site.held.scores.inputs.gauges.values():
        text = (
            series.headline_series(gauge.headline, gauge.series) if gauge.place and gauge.place == body.place else None
        )
        points = series.points(gauge, text, site.held.at) if text else []
        if text and points and points[0].end < body.date < points[-1].start and series_block.is_drawable(points):
            yield gauge, text


def _with_bounds(site: SiteData, gauge: MeasuredIndicator, text: str) -> list[Value]:
    """Return the values of a series, and those of the indicator's other series for which only a bound is known."""
    others = (one for name in gauge.series if name != text for one in series.points(gauge, name, site.held.at))
    bounds = (one for one in others if one.qualifier in named.BOUNDS)
    return sorted((*series.points(gauge, text, site.held.at), *bounds), key=lambda one: (one.start, one.end))
